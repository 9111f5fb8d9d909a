/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * data-change - product files that change under the daemon. Room: tests/bench.
 *
 * All writing is by a temporary file and rename, as packages and careful editors do it.
 */
#include <stdbool.h>
#include <stddef.h>

typedef struct DataFile {
	const char *path;
	char *text; /* as it was */
	size_t len;
} DataFile;

#define DATA_FILE_INIT \
	{ 0 }

/* Reads the file that is going to change. Returns 0 or a negative errno having said so. */
int data_file_open(DataFile *file, const char *path);
/* Puts the file back as it was and forgets it. */
void data_file_restore(DataFile *file);

/* Writes it with the latest version of its first release longer by ".1" (changed), or as it was.
 * -ENOENT when the file has no line "latest:". */
int data_file_set_latest(const DataFile *file, bool changed);

/* Writes a product "eold-bench-changes" with n releases at path; each has a link that holds
 * version, and a comment of the file holds comment. So another version changes one property of
 * every release and another comment changes the file alone. */
int data_write_many(const char *path, size_t n, unsigned version, unsigned comment);
/* The bus path of such a release, 0..n-1, to be freed; NULL if out of memory. */
char *data_many_release_path(size_t i);
