/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * test-reader - what tests of the reader have in common: a context to read in, questions about what
 * was reported, and directories that go away again.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "reader/fields.h"
#include "reader/yaml-heap.h"
#include "test-main.h"
#include "util/strbuf.h"

/* A context with an arena and a list of problems of its own. */
typedef struct Reading {
	Arena arena;
	Problems problems;
	ReadContext ctx;
} Reading;

/* The context points into the reading, which must not move. */
static inline void reading_begin(Reading *reading) {
	*reading = (Reading){ .arena = { .max_total = 64u * 1024 * 1024 } };
	reading->ctx = (ReadContext){
		.arena = &reading->arena,
		.problems = &reading->problems,
		.file = "/data/test.yaml",
	};
}

static inline void reading_end(Reading *reading) {
	arena_deinit(&reading->arena);
	problems_deinit(&reading->problems);
	yaml_heap_release();
}

/* Whether something of that kind was reported at that line, with that in its message. */
static inline bool was_told(
	const Problems *problems, ProblemKind kind, unsigned line, const char *part) {
	for (size_t i = 0; i < problems->n_items; i++) {
		const Problem *problem = &problems->items[i];

		if (problem->kind == kind && problem->line == line &&
			strstr(problem->message, part))
			return true;
	}
	return false;
}

/* All that was told, one line each, for the message of a test that failed. */
static inline void print_problems(const Problems *problems) {
	for (size_t i = 0; i < problems->n_items; i++)
		fprintf(stderr, "  %s:%u: %s%s\n", problems->items[i].file, problems->items[i].line,
			problems->items[i].kind == PROBLEM_DOUBT ? "doubt: " : "",
			problems->items[i].message);
}

#define assert_told(problems, kind, line, part) \
	do { \
		if (!was_told(problems, kind, line, part)) \
			print_problems(problems); \
		ck_assert_msg(was_told(problems, kind, line, part), "not told at line %u: %s", \
			(unsigned)(line), part); \
	} while (0)
#define assert_refused(problems, line, part) assert_told(problems, PROBLEM_REFUSED, line, part)
#define assert_doubted(problems, line, part) assert_told(problems, PROBLEM_DOUBT, line, part)

/* ---- directories ----------------------------------------------------------------------------- */

/* A new directory; the caller gives it to scratch_remove(). */
static inline char *scratch_new(void) {
	const char *base = getenv("TMPDIR");
	char *path = NULL;

	ck_assert_int_gt(asprintf(&path, "%s/eold-test-XXXXXX", base ? base : "/tmp"), 0);
	ck_assert_ptr_nonnull(mkdtemp(path));
	return path;
}

static inline int remove_entry(
	const char *path, const struct stat *st, int type, struct FTW *position) {
	(void)st;
	(void)type;
	(void)position;
	return remove(path);
}

static inline void scratch_remove(char **path) {
	if (!*path)
		return;
	(void)nftw(*path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(*path);
}

/* directory/name, owned by the caller. */
static inline char *path_in(const char *directory, const char *name) {
	char *path = NULL;

	ck_assert_int_gt(asprintf(&path, "%s/%s", directory, name), 0);
	return path;
}

static inline void write_bytes(
	const char *directory, const char *name, const void *bytes, size_t n) {
	_cleanup_(freep) char *path = path_in(directory, name);
	_cleanup_(fclosep) FILE *file = fopen(path, "w");

	ck_assert_msg(file, "%s: %s", path, strerror(errno));
	ck_assert_uint_eq(fwrite(bytes, 1, n, file), n);
}

static inline void write_text(const char *directory, const char *name, const char *text) {
	write_bytes(directory, name, text, strlen(text));
}

/* A directory below another; owned by the caller. */
static inline char *make_directory(const char *directory, const char *name) {
	char *path = path_in(directory, name);

	ck_assert_int_eq(mkdir(path, 0755), 0);
	return path;
}

/* Whether the kernel can be asked to follow links inside a directory only (Linux 5.6); valgrind and
 * some emulators cannot. Without that no link is followed at all. */
static inline bool links_are_followed(void) {
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH };
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof(how));

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* What was written a moment ago counts as still changing: lets the file system's clock tick. */
static inline void let_files_settle(void) {
	usleep(30 * 1000);
}
