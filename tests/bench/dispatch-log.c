/* SPDX-License-Identifier: MIT */
#include "dispatch-log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench-util.h"
#include "child.h"
#include "private-bus.h"

static char *path_in(const char *dir) {
	char *path = NULL;

	return asprintf(&path, "%s/" DISPATCH_LOG_FILE, dir) < 0 ? NULL : path;
}

int dispatch_log_prepare(const char *dir) {
	_cleanup_(freep) char *path = path_in(dir), *module = child_sibling("dispatch-recorder.so");
	_cleanup_(closep) int fd = -1;

	if (!path || !module)
		return bench_complain(-ENOMEM, "the log of dispatches");
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(DispatchLog)) < 0)
		return bench_complain(-errno, "%s", path);
	if (setenv(DISPATCH_LOG_ENV, path, 1) < 0 || setenv("LD_PRELOAD", module, 1) < 0)
		return bench_complain(-errno, "the environment");
	return 0;
}

void dispatch_log_leave(void) {
	(void)unsetenv(DISPATCH_LOG_ENV);
	(void)unsetenv("LD_PRELOAD");
}

DispatchLog *dispatch_log_open(void) {
	const char *dir = getenv(PRIVATE_BUS_DIR_ENV);
	_cleanup_(freep) char *path = dir ? path_in(dir) : NULL;
	_cleanup_(closep) int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *log =
		fd < 0 ? MAP_FAILED
		       : mmap(NULL, sizeof(DispatchLog), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (log != MAP_FAILED)
		return log;
	(void)bench_complain(-ENOENT, "the log of dispatches (with-bus --dispatches)");
	return NULL;
}

void dispatch_log_reset(DispatchLog *log) {
	log->n = 0;
}

static uint32_t kept(const DispatchLog *log) {
	return log->n < DISPATCH_LOG_MAX ? log->n : DISPATCH_LOG_MAX;
}

static double longest_from(const DispatchLog *log, uint32_t i) {
	uint32_t longest = 0;

	for (; i < kept(log); i++)
		longest = log->nsec[i] > longest ? log->nsec[i] : longest;
	return longest / 1e3;
}

int dispatch_log_longest(const DispatchLog *log, double *ret_usec) {
	if (log->n == 0)
		return bench_complain(-ENODATA, "no dispatch was recorded");
	*ret_usec = longest_from(log, 0);
	return 0;
}

int dispatch_log_longest_behind(const DispatchLog *log, double usec, double *ret_usec) {
	uint32_t i = 0;

	while (i < kept(log) && log->nsec[i] / 1e3 < usec)
		i++;
	if (i == kept(log))
		return bench_complain(-ENODATA, "no dispatch of %.0f us was recorded", usec);
	*ret_usec = longest_from(log, i + 1);
	return 0;
}
