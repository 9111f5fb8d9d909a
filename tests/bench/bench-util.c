/* SPDX-License-Identifier: MIT */
#include "bench-util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int bench_complain(int error, const char *format, ...) {
	va_list args;

	(void)fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	(void)fprintf(stderr, ": %s\n", strerror(-error));
	return error;
}

static uint64_t timespec_nsec(const struct timespec *t) {
	return (uint64_t)t->tv_sec * 1000000000u + (uint64_t)t->tv_nsec;
}

uint64_t bench_now_nsec(void) {
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return timespec_nsec(&now);
}

uint64_t bench_process_cpu_nsec(pid_t pid) {
	struct timespec used;
	clockid_t clock;

	/* 0 would be this process itself. */
	if (pid <= 0 || clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0)
		return 0;
	return timespec_nsec(&used);
}

static int compare_doubles(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_quantile(double *values, size_t n, double fraction) {
	qsort(values, n, sizeof(values[0]), compare_doubles);
	if (fraction == 0.5 && n % 2 == 0)
		return (values[n / 2 - 1] + values[n / 2]) / 2;
	return values[(size_t)((double)(n - 1) * fraction)];
}

int bench_parse_count(const char *text, const char *what, size_t *ret_count) {
	char *end;

	errno = 0;
	unsigned long n = strtoul(text, &end, 10);

	if (errno != 0 || end == text || *end || text[0] == '-' || n == 0 || n > 1000000000)
		return bench_complain(-EINVAL, "%s \"%s\"", what, text);
	*ret_count = n;
	return 0;
}

void bench_raise_descriptor_limit(void) {
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

int bench_read_file_at(int dir_fd, const char *name, char **data, size_t *size, size_t *ret_len) {
	_cleanup_(closep) int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC);
	struct stat st;
	size_t len = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;

	size_t need = (size_t)st.st_size + 1;

	if (*size < need) {
		char *bigger = realloc(*data, need);

		if (!bigger)
			return -ENOMEM;
		*data = bigger;
		*size = need;
	}
	while (len < need - 1) {
		ssize_t n = read(fd, *data + len, need - 1 - len);

		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	(*data)[len] = '\0';
	*ret_len = len;
	return 0;
}
