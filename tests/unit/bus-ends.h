/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-ends - two ends of a connection without the daemon's objects: a near one in an event loop,
 * and a far one, which calls, and reads nothing that is not asked for.
 */
#include "bus-pair.h"
#include "bus/turns.h"

typedef struct BusEnds {
	sd_event *event;
	sd_bus *near, *far;
} BusEnds;

/* Makes both, once they have met. */
static inline void bus_ends_init(BusEnds *ends) {
	int fds[2];

	ck_assert_int_ge(sd_event_new(&ends->event), 0);
	ck_assert_int_eq(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), 0);
	ends->near = bus_pair_open_end(ends->event, fds[0], true, false);
	ends->far = bus_pair_open_end(ends->event, fds[1], false, false);
	while (sd_bus_is_ready(ends->near) == 0 || sd_bus_is_ready(ends->far) == 0)
		ck_assert_int_ge(sd_event_run(ends->event, UINT64_MAX), 0);
	ck_assert_int_ge(sd_bus_detach_event(ends->far), 0);
}

static inline void bus_ends_deinit(BusEnds *ends) {
	sd_bus_close_unref(ends->near);
	sd_bus_close_unref(ends->far);
	sd_event_unref(ends->event);
}

/* So many calls that want an answer and do not wait for it. */
static inline void bus_ends_send_calls(const BusEnds *ends, unsigned n) {
	for (unsigned i = 0; i < n; i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = NULL;
		uint64_t cookie;

		ck_assert_int_ge(
			sd_bus_message_new_method_call(ends->far, &call, NULL, "/x", "x.y", "Call"),
			0);
		ck_assert_int_ge(sd_bus_send(ends->far, call, &cookie), 0);
	}
	ck_assert_int_ge(sd_bus_flush(ends->far), 0);
}

/* Whether it is one of them. */
static inline bool bus_ends_is_call(sd_bus_message *message) {
	return sd_bus_message_is_method_call(message, "x.y", "Call") > 0;
}

/* Sends a message of so many bytes, which is used up. */
static inline void bus_ends_send_bytes(const BusEnds *ends, sd_bus_message *message, unsigned n) {
	void *bytes;

	ck_assert_int_ge(sd_bus_message_append_array_space(message, 'y', n, &bytes), 0);
	memset(bytes, 0, n);
	ck_assert_int_ge(sd_bus_send(ends->near, message, NULL), 0);
	sd_bus_message_unref(message);
}

/* Works for so long. */
static inline void bus_ends_work(unsigned usec) {
	uint64_t end = turns_now_usec() + usec;

	while (usec > 0 && turns_now_usec() < end)
		;
}
