/* SPDX-License-Identifier: MIT */
/*
 * dispatch-recorder - preloaded into a service, writes down what its dispatches cost;
 * dispatch-log.h tells how and why.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "dispatch-log.h"

typedef int (*EpollWait)(int fd, struct epoll_event *events, int max, int timeout);
typedef int (*EpollPwait2)(int fd, struct epoll_event *events, int max,
	const struct timespec *timeout, const sigset_t *mask);

/* Of the library below; found once, before there is a second thread. */
static EpollWait real_wait;
static EpollPwait2 real_pwait2;
static DispatchLog *dispatches;
static uint64_t since_nsec; /* 0: the first is still to come */

static uint64_t cpu_nsec(void) {
	struct timespec ts;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

__attribute__((constructor)) static void prepare(void) {
	const char *path = getenv(DISPATCH_LOG_ENV);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *log;

	real_wait = (EpollWait)dlsym(RTLD_NEXT, "epoll_wait");
	real_pwait2 = (EpollPwait2)dlsym(RTLD_NEXT, "epoll_pwait2");
	if (fd < 0)
		return;
	log = mmap(NULL, sizeof(DispatchLog), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (log != MAP_FAILED)
		dispatches = log;
	close(fd);
}

static void end_dispatch(void) {
	uint64_t nsec = cpu_nsec() - since_nsec;

	if (!dispatches || since_nsec == 0 || nsec < DISPATCH_LOG_MIN_NSEC)
		return;
	uint32_t i = dispatches->n;

	if (i < DISPATCH_LOG_MAX)
		dispatches->nsec[i] = nsec > UINT32_MAX ? UINT32_MAX : (uint32_t)nsec;
	dispatches->n = i + 1;
}

__attribute__((visibility("default"))) int epoll_wait(
	int fd, struct epoll_event *events, int max, int timeout) {
	end_dispatch();

	int r = real_wait(fd, events, max, timeout);

	since_nsec = cpu_nsec();
	return r;
}

__attribute__((visibility("default"))) int epoll_pwait2(int fd, struct epoll_event *events, int max,
	const struct timespec *timeout, const sigset_t *mask) {
	end_dispatch();

	int r = real_pwait2(fd, events, max, timeout, mask);

	since_nsec = cpu_nsec();
	return r;
}
