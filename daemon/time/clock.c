/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>

enum { ARM_ATTEMPTS = 16 };

struct Clock {
	ClockConfig config;
	int timer_fd; /* fires at the next midnight, is cancelled when the clock is set */
	sd_event_source *source;
};

static uint64_t real_now_usec(void) {
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec < 0 ? 0 : (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static uint64_t now_usec(const Clock *clock) {
	return clock->config.now_usec ? clock->config.now_usec(clock->config.now_userdata)
				      : real_now_usec();
}

CivilDay clock_today(const Clock *clock) {
	return clock->config.fixed_day != CIVIL_DAY_NONE ? clock->config.fixed_day
							 : civil_day_from_usec(now_usec(clock));
}

/* A time_t of 32 bits ends in 2038: past its range the timer just never fires. */
static time_t clamp_seconds(uint64_t seconds) {
	const uint64_t most = sizeof(time_t) == 8 ? (uint64_t)INT64_MAX : (uint64_t)INT32_MAX;

	return (time_t)(seconds > most ? most : seconds);
}

static int arm_for(Clock *clock, CivilDay today) {
	uint64_t midnight = civil_day_to_usec(today + 1);
	struct itimerspec at = { .it_value = { .tv_sec = clamp_seconds(midnight / 1000000) } };

	if (timerfd_settime(
		    clock->timer_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL) < 0)
		return -errno;
	return 0;
}

/*
 * Arms the timer for the midnight that ends today. The kernel tells only an armed timer that the
 * clock was set: so the day is looked at again afterwards, and the timer armed anew if it is
 * another. ECANCELED means that the clock was set since the last read; the timer is armed then,
 * but for a day that may be past. A clock that is never the same is looked at when it fires.
 */
static int arm(Clock *clock) {
	for (unsigned attempt = 0; attempt < ARM_ATTEMPTS; attempt++) {
		CivilDay today = clock_today(clock);
		int r = arm_for(clock, today);

		if (r < 0 && r != -ECANCELED)
			return r;
		if (r == 0 && clock_today(clock) == today)
			break;
	}
	return 0;
}

/* Reading tells whether it is midnight or the clock was set (ECANCELED): both mean to look anew.
 * The timer is armed before the day is taken, so that a jump between the two is not missed. */
static int on_timer(sd_event_source *source, int fd, uint32_t revents, void *userdata) {
	Clock *clock = userdata;
	uint64_t expirations;
	int r;

	(void)!read(fd, &expirations, sizeof(expirations));
	r = arm(clock);
	if (r < 0)
		return r;
	clock->config.callback(clock_today(clock), clock->config.userdata);
	return 0;
}

int clock_new(sd_event *event, const ClockConfig *config, Clock **ret) {
	_cleanup_(clock_freep) Clock *clock = calloc(1, sizeof(Clock));
	int r;

	if (!clock)
		return -ENOMEM;
	clock->config = *config;
	clock->timer_fd = -1;
	if (config->fixed_day != CIVIL_DAY_NONE) {
		*ret = TAKE_PTR(clock);
		return 0;
	}
	clock->timer_fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (clock->timer_fd < 0)
		return -errno;
	r = arm(clock);
	if (r >= 0)
		r = sd_event_add_io(
			event, &clock->source, clock->timer_fd, EPOLLIN, on_timer, clock);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(clock);
	return 0;
}

Clock *clock_free(Clock *clock) {
	if (!clock)
		return NULL;
	sd_event_source_unref(clock->source);
	closep(&clock->timer_fd);
	free(clock);
	return NULL;
}
