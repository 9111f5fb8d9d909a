/* SPDX-License-Identifier: MIT */
/*
 * other-clock - lets one program live at another time, whose midnight comes when a test wants it:
 * LD_PRELOAD= this, and EOLD_TEST_CLOCK_OFFSET= the seconds that its CLOCK_REALTIME is ahead.
 * Room: tests.
 *
 * The clock runs, it cannot be set: what needs that is tried in a kernel of its own (clock-jumps).
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>

typedef int (*GetTime)(clockid_t clock, struct timespec *ret);
typedef int (*SetTimer)(int fd, int flags, const struct itimerspec *value, struct itimerspec *ret);

static time_t offset(void) {
	const char *seconds = getenv("EOLD_TEST_CLOCK_OFFSET");

	return seconds ? (time_t)strtoll(seconds, NULL, 10) : 0;
}

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *ret) {
	static GetTime next;
	int r;

	if (!next)
		next = (GetTime)dlsym(RTLD_NEXT, "clock_gettime");
	r = next(clock, ret);
	if (r == 0 && clock == CLOCK_REALTIME)
		ret->tv_sec += offset();
	return r;
}

/* Only timers of that clock are told when it is set, and the kernel's own knows of no offset. */
__attribute__((visibility("default"))) int timerfd_settime(
	int fd, int flags, const struct itimerspec *value, struct itimerspec *ret) {
	const int real = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
	SetTimer next = (SetTimer)dlsym(RTLD_NEXT, "timerfd_settime");
	struct itimerspec shifted = *value;

	if ((flags & real) == real)
		shifted.it_value.tv_sec -= offset();
	return next(fd, flags, &shifted, ret);
}
