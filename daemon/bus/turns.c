/* SPDX-License-Identifier: MIT */
#include "turns.h"

#include <time.h>

uint64_t turns_now_usec(void) {
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

bool turns_bus_is_full(sd_bus *connection) {
	uint64_t n = 0;

	return sd_bus_get_n_queued_write(connection, &n) >= 0 && n > 0;
}

static int set_working(const Turns *turns, bool slice, bool drain) {
	int r = sd_event_source_set_enabled(turns->slice, slice ? SD_EVENT_ONESHOT : SD_EVENT_OFF);

	if (r >= 0)
		r = sd_event_source_set_enabled(turns->drain, drain ? SD_EVENT_ON : SD_EVENT_OFF);
	return r;
}

/* One call, if one has come; it may start and stop this work as from anywhere. Where the gate is
 * closed, the connection has been taken out of the loop. */
static void answer_one(sd_bus *connection) {
	if (sd_bus_get_event(connection))
		(void)sd_bus_process(connection, NULL);
}

static int on_slice(sd_event_source *source, uint64_t usec, void *userdata) {
	Turns *turns = userdata;
	uint64_t now = turns_now_usec(), end = now + TURN_USEC, pause = now + TURN_PAUSE_USEC;

	do {
		if (turns_bus_is_full(turns->connection))
			return set_working(turns, false, turns->is_wanted);
		turns->step(turns->userdata);
		now = turns_now_usec();
		if (now >= pause) {
			answer_one(turns->connection);
			pause = turns_now_usec() + TURN_PAUSE_USEC;
		}
	} while (turns->is_wanted && now < end);
	return set_working(turns, turns->is_wanted, false);
}

/* Runs after every other event, so also after the one in which the bus took something. */
static int on_drain(sd_event_source *source, void *userdata) {
	const Turns *turns = userdata;

	return turns_bus_is_full(turns->connection) ? 0 : set_working(turns, true, false);
}

int turns_init(Turns *turns, sd_bus *connection, sd_event *event, void (*step)(void *userdata),
	void *userdata) {
	int r;

	*turns = (Turns){ .connection = connection, .step = step, .userdata = userdata };
	/* A time that has passed, and not a deferred source: that would stand before the bus always
	 * (at the same priority) or be kept from working at all by somebody who calls without a
	 * pause (at a lower one). This one takes turns. */
	r = sd_event_add_time(event, &turns->slice, CLOCK_MONOTONIC, 0, 1, on_slice, turns);
	if (r >= 0)
		r = sd_event_add_post(event, &turns->drain, on_drain, turns);
	if (r >= 0)
		r = set_working(turns, false, false);
	return r < 0 ? r : 0;
}

void turns_deinit(Turns *turns) {
	sd_event_source_unref(turns->slice);
	sd_event_source_unref(turns->drain);
	*turns = (Turns){ 0 };
}

int turns_start(Turns *turns) {
	int r;

	if (turns->is_wanted)
		return 0;
	r = set_working(turns, true, false);
	turns->is_wanted = r >= 0;
	return r;
}

void turns_stop(Turns *turns) {
	turns->is_wanted = false;
	(void)set_working(turns, false, false);
}
