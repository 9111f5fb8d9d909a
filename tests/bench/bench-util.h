/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bench-util - clocks, medians, files and complaints for the benchmark programs. Room: tests/bench.
 *
 * These are programs for people who change the code: what fails is said on standard error by the
 * function that meets it, and comes back as a negative errno.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "util/cleanup.h"

/* Prints "PROGRAM: what: strerror" on standard error. Returns error, a negative errno. */
int bench_complain(int error, const char *format, ...) _printf_(2, 3);

/* Monotonic time in nanoseconds. */
uint64_t bench_now_nsec(void);
/* CPU time in nanoseconds that the process used up to now: all its threads, also those that have
 * ended (which /proc/PID/schedstat leaves out). 0 when there is no such process. */
uint64_t bench_process_cpu_nsec(pid_t pid);

/* Sorts n > 0 values and gives the one at fraction 0..1 of them; 0.5 is the median. */
double bench_quantile(double *values, size_t n, double fraction);

/* Reads a positive number. Returns 0, or -EINVAL having said so. */
int bench_parse_count(const char *text, const char *what, size_t *ret_count);

/* Lets this process, and those that it starts, have as many descriptors as the machine allows. */
void bench_raise_descriptor_limit(void);

/* Appends the file's content to *data (malloc'ed, may be NULL), which has room for *size bytes.
 * The content is NUL-terminated. Returns 0 or a negative errno, silently. */
int bench_read_file_at(int dir_fd, const char *name, char **data, size_t *size, size_t *ret_len);
