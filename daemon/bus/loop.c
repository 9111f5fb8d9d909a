/* SPDX-License-Identifier: MIT */
#include "loop.h"

#include "turns.h"
#include "util/cleanup.h"

static bool is_ending(sd_event *event, int *ret_code) {
	return sd_event_get_exit_code(event, ret_code) >= 0;
}

/* Where the gate is closed, the connection has been taken out of the loop. */
static bool may_read(sd_event *event, sd_bus *connection) {
	int code;

	return sd_bus_get_event(connection) == event && !is_ending(event, &code);
}

static void answer_batch(sd_event *event, sd_bus *connection) {
	const uint64_t end = turns_now_usec() + LOOP_USEC;

	for (unsigned n = 1; n < LOOP_MESSAGES && may_read(event, connection); n++)
		if (sd_bus_process(connection, NULL) <= 0 || turns_now_usec() >= end)
			return;
}

/* Whoever waits until the bus has taken what we sent looks after every event whether it has
 * (turns.h). A batch is none; so there is one after it, in which nothing is done. */
static int on_taken(sd_event_source *source, void *userdata) {
	return 0;
}

static int answer_what_has_come(sd_event *event, sd_bus *connection, sd_event_source *taken) {
	bool was_full = turns_bus_is_full(connection);

	answer_batch(event, connection);
	return was_full && !turns_bus_is_full(connection)
		       ? sd_event_source_set_enabled(taken, SD_EVENT_ONESHOT)
		       : 0;
}

static int serve(sd_event *event, sd_bus *connection, sd_event_source *taken) {
	int code = 0, r = 0;

	while (r >= 0 && sd_event_get_state(event) != SD_EVENT_FINISHED) {
		r = sd_event_run(event, UINT64_MAX);
		if (r >= 0)
			r = answer_what_has_come(event, connection, taken);
	}
	if (r < 0)
		return r;
	return is_ending(event, &code) ? code : 0;
}

int loop_run(sd_event *event, sd_bus *connection) {
	_cleanup_(sd_event_source_unrefp) sd_event_source *taken = NULL;
	int r = sd_event_add_defer(event, &taken, on_taken, NULL);

	if (r >= 0)
		r = sd_event_source_set_enabled(taken, SD_EVENT_OFF);
	return r < 0 ? r : serve(event, connection, taken);
}
