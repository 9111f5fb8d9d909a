/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * loaded-file - what one file gave: products, problems, and whether it is still the same. Room:
 * reader.
 *
 * Counted, because one loading takes over from the one before it what did not change.
 */
#include "catalog/product.h"
#include "overrides.h"
#include "source-dir.h"

/* What few files have. */
typedef struct LoadedRare {
	char *path; /* NULL where the products know it: see loaded_file_path() */
	uint64_t overrides_stamp; /* of all its products */
	uint64_t generated_usec; /* an import's generated_at, or 0 */
	Problems problems;
} LoadedRare;

/* Of most files there is one product and nothing to say: that takes little. */
typedef struct LoadedFile {
	unsigned n_refs;
	uint32_t n_products;
	uint64_t fingerprint;
	union {
		Product *product; /* if it is one */
		Product **products; /* if they are more */
	} has;
	LoadedRare *rare; /* NULL: nothing of that kind */
	uint16_t directory; /* its weight */
	bool is_collection;
} LoadedFile;

/* Its products, each a reference of the file. */
static inline Product *const *loaded_file_products(const LoadedFile *file) {
	return file->n_products == 1 ? &file->has.product : file->has.products;
}

static inline const char *loaded_file_path(const LoadedFile *file) {
	const Product *product;

	if (file->rare && file->rare->path)
		return file->rare->path;
	product = loaded_file_products(file)[0];
	return product_text_or_empty(product, product->source);
}

/* What was wrong with it, or NULL. */
static inline const Problems *loaded_file_problems(const LoadedFile *file) {
	return file->rare && file->rare->problems.n_total > 0 ? &file->rare->problems : NULL;
}

static inline uint64_t loaded_file_generated_usec(const LoadedFile *file) {
	return file->rare ? file->rare->generated_usec : 0;
}

/* What reading needs, kept from file to file. */
typedef struct FileReader {
	Arena arena;
	SourceReader source;
	StrBuf buf;
	ProductSealer *sealer; /* made when it is needed first */
	const Overrides *overrides; /* NULL: none */
	bool may_be_override; /* a YAML file that is an override is checked, and gives nothing */
} FileReader;

/* Takes nothing over: the overrides must outlive the reader. */
void file_reader_init(FileReader *reader, const Overrides *overrides);
void file_reader_deinit(FileReader *reader);

/* Reads a source. `previous`, what this path gave before, or NULL, lends its products where the
 * file has become wrong. Returns 0 (refused files too: the problems say so) or -ENOMEM. */
int file_reader_read(
	FileReader *reader, const SourceFile *source, const LoadedFile *previous, LoadedFile **ret);
/* Whether a file that was read still says the same. */
bool loaded_file_is_current(
	const LoadedFile *file, const SourceFile *source, const Overrides *overrides);

LoadedFile *loaded_file_ref(LoadedFile *file);
LoadedFile *loaded_file_unref(LoadedFile *file);
DEFINE_CLEANUP(LoadedFile *, loaded_file_unref);
