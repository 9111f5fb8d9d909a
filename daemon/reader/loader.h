/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * loader - from directories to the products that count. Room: reader.
 *
 * A loading is built beside the one before it: files whose fingerprint and overrides did not change
 * are shared, not read. A file that has become wrong keeps its last good products and is reported.
 * The result is what a catalog is built from; the loader itself knows nothing of who uses it.
 */
#include "catalog/product.h"
#include "util/problems.h"

typedef struct Loaded Loaded;

typedef struct LoaderDirectories {
	const char *const *data; /* the weightiest first */
	size_t n_data;
	const char *const *overrides;
	size_t n_overrides;
} LoaderDirectories;

/*
 * Loads what is in the directories; previous may be NULL. Returns 0 or -ENOMEM. That nothing could
 * be read is told by loaded_n_directories_read().
 */
int loader_load(const LoaderDirectories *directories, const Loaded *previous, Loaded **ret);
/* Loads single files, as `--check FILE` does, without overrides; a file that is an override is
 * checked as one. */
int loader_load_files(const char *const *files, size_t n, Loaded **ret);
Loaded *loaded_free(Loaded *loaded);
DEFINE_CLEANUP(Loaded *, loaded_free);

/* The products that count, each name once, in no particular order; borrowed. */
Product *const *loaded_products(const Loaded *loaded, size_t *ret_n);
/* Forgets that list, when whoever needed it has it: the products stay. */
void loaded_forget_products(Loaded *loaded);
/* Everything that was refused or doubted, by directory and file. */
const Problems *loaded_problems(const Loaded *loaded);
/* How many data directories there were to read. */
size_t loaded_n_directories_read(const Loaded *loaded);
/* The newest `generated_at` of the imports that is not after a time, in µs; 0 if there is none. */
uint64_t loaded_generated_usec(const Loaded *loaded, uint64_t not_after_usec);
/* How many files were read, and not taken over from before. */
size_t loaded_n_files_read(const Loaded *loaded);
