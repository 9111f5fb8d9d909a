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

/* Of most files there is one product and nothing to say: that takes little. */
typedef struct LoadedFile {
	unsigned n_refs;
	uint16_t directory; /* its weight */
	bool is_collection;
	char *path; /* NULL where its products know it: see loaded_file_path() */
	uint64_t fingerprint;
	uint64_t overrides_stamp; /* of all its products */
	uint64_t generated_usec; /* an import's generated_at, or 0 */
	Product **products;
	size_t n_products;
	Problems *problems; /* NULL: none */
} LoadedFile;

static inline const char *loaded_file_path(const LoadedFile *file) {
	return file->path ? file->path
			  : product_text_or_empty(file->products[0], file->products[0]->source);
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
