/* SPDX-License-Identifier: MIT */
/*
 * fuzz-main - runs a fuzz target over its seeds where there is no fuzzing engine.
 *
 * Usage: fuzz-NAME DIRECTORY
 *
 * Each regular file of the directory is given to the target, and so is every beginning of it: what
 * was cut off is the oldest enemy of parsers. Each input is an allocation of exactly its size, so
 * that a sanitizer sees the first byte read beyond it. A target that finds something aborts.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The target; it is defined in fuzz-NAME.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of a seed that is longer only so many beginnings are tried, evenly spread. */
enum { BEGINNINGS_MAX = 256 };
enum { SEED_BYTES_MAX = 1024 * 1024 };

/* Gives the target a copy of the first n bytes. */
static int run_input(const uint8_t *data, size_t n) {
	uint8_t *copy = malloc(n > 0 ? n : 1);

	if (!copy)
		return -1;
	if (n > 0)
		memcpy(copy, data, n);
	(void)LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	return 0;
}

static int run_beginnings(const uint8_t *data, size_t n) {
	size_t step = n / BEGINNINGS_MAX + 1;

	for (size_t i = 0; i < n; i += step)
		if (run_input(data, i) < 0)
			return -1;
	return run_input(data, n);
}

/* Reads the whole file; returns its size or -1. */
static ssize_t read_seed(int dir_fd, const char *name, uint8_t *buffer) {
	int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, buffer, SEED_BYTES_MAX);
	(void)close(fd);
	return n;
}

static int run_seed(int dir_fd, const char *name, uint8_t *buffer) {
	ssize_t n = read_seed(dir_fd, name, buffer);

	if (n < 0 || run_beginnings(buffer, (size_t)n) < 0) {
		(void)fprintf(stderr, "%s: cannot be read\n", name);
		return -1;
	}
	return 0;
}

/* Returns how many seeds were run, or -1. */
static int run_directory(DIR *dir, uint8_t *buffer) {
	const struct dirent *entry;
	struct stat st;
	int n = 0;

	while ((entry = readdir(dir))) {
		if (fstatat(dirfd(dir), entry->d_name, &st, 0) < 0 || !S_ISREG(st.st_mode))
			continue;
		if (run_seed(dirfd(dir), entry->d_name, buffer) < 0)
			return -1;
		n++;
	}
	return n;
}

int main(int argc, char **argv) {
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	uint8_t *buffer = malloc(SEED_BYTES_MAX);
	int n = -1;

	if (!dir)
		(void)fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
	else if (buffer)
		n = run_directory(dir, buffer);
	if (dir)
		(void)closedir(dir);
	free(buffer);
	printf("%d seeds\n", n);
	return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
