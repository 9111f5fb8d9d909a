/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * scratch-dir - a directory of a test's own, gone at the end of the test's block.
 *
 *	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
 *	_cleanup_(freep) char *path = scratch_dir_path(&dir, "eold.yaml");
 *	scratch_dir_write(&dir, "eold.yaml", "track: []\n");
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "test-main.h"
#include "util/cleanup.h"

typedef struct ScratchDir {
	char path[32];
} ScratchDir;

static inline ScratchDir scratch_dir_new(void) {
	ScratchDir dir = { "/tmp/eold-test-XXXXXX" };

	ck_assert_ptr_nonnull(mkdtemp(dir.path));
	return dir;
}

/* In memory where that is possible: for tests that call fsync(2) thousands of times. */
static inline ScratchDir scratch_dir_in_memory(void) {
	ScratchDir dir = { "/dev/shm/eold-test-XXXXXX" };

	return mkdtemp(dir.path) ? dir : scratch_dir_new();
}

static inline int scratch_dir_remove_one(
	const char *path, const struct stat *st, int type, struct FTW *where) {
	return remove(path);
}

static inline void scratch_dir_deinit(ScratchDir *dir) {
	(void)nftw(dir->path, scratch_dir_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The full path of a name; the caller frees it. */
static inline char *scratch_dir_path(const ScratchDir *dir, const char *name) {
	char *path;

	ck_assert_int_gt(asprintf(&path, "%s/%s", dir->path, name), 0);
	return path;
}

/* Makes a directory in it. */
static inline void scratch_dir_mkdir(const ScratchDir *dir, const char *name) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, name);

	ck_assert_int_eq(mkdir(path, 0755), 0);
}

/* Writes n bytes to a file, anew. */
static inline void scratch_dir_write_n(
	const ScratchDir *dir, const char *name, const void *bytes, size_t n) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, name);
	_cleanup_(fclosep) FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, n, file), n);
	ck_assert_int_eq(fflush(file), 0);
}

static inline void scratch_dir_write(const ScratchDir *dir, const char *name, const char *text) {
	scratch_dir_write_n(dir, name, text, strlen(text));
}

/* Makes a symbolic link. */
static inline void scratch_dir_link(const ScratchDir *dir, const char *name, const char *target) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, name);

	ck_assert_int_eq(symlink(target, path), 0);
}
