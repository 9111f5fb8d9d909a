/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * clock - which day it is, and when that changes. Room: time.
 *
 * The day is taken anew from CLOCK_REALTIME, in UTC, on every wake: at the next midnight (one
 * absolute timer), when the clock is set (a timer that the kernel cancels then, see
 * timerfd_create(2), TFD_TIMER_CANCEL_ON_SET), and after sleep, because absolute timers that were
 * passed meanwhile fire. Nothing is counted. The kernel cancels such timers when the machine wakes,
 * too. With a fixed day the clock stands still. Tests give a function for the time.
 */
#include <systemd/sd-event.h>

#include "dbus/civil-date.h"
#include "util/cleanup.h"

typedef struct Clock Clock;

/* Called in the event loop with the day, whenever there was reason to look; it may be the same. */
typedef void (*ClockCallback)(CivilDay day, void *userdata);

typedef struct ClockConfig {
	CivilDay fixed_day; /* CIVIL_DAY_NONE: the real one */
	uint64_t (*now_usec)(void *userdata); /* NULL: CLOCK_REALTIME; µs since the epoch */
	void *now_userdata;
	ClockCallback callback;
	void *userdata;
} ClockConfig;

/* Returns 0 or a negative errno. */
int clock_new(sd_event *event, const ClockConfig *config, Clock **ret);
Clock *clock_free(Clock *clock);
DEFINE_CLEANUP(Clock *, clock_free);

/* The day now. */
CivilDay clock_today(const Clock *clock);
