/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * turns - long work in short slices, taking turns with whoever calls. Room: bus.
 *
 * Work is done a step at a time, for well under a millisecond, and then the event loop runs once
 * around. Who has called meanwhile does not wait for that: several times in a slice what has come
 * is looked at. While the connection holds something that the bus has not taken, nothing is done:
 * so what is made never piles up.
 */
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

/* How long one dispatch works, and how long before it answers a call that has come. A step should
 * be much shorter. */
enum { TURN_USEC = 300, TURN_PAUSE_USEC = 60 };

typedef struct Turns {
	sd_bus *connection; /* borrowed */
	sd_event_source *slice; /* works, while the bus takes what we send */
	sd_event_source *drain; /* looks after every other event whether it does again */
	void (*step)(void *userdata);
	void *userdata;
	bool is_wanted; /* there is work */
} Turns;

/* Makes it ready in place; it is at rest. The connection must outlive it. step() does a little of
 * the work and calls turns_stop() when there is no more. Returns 0 or a negative errno. */
int turns_init(Turns *turns, sd_bus *connection, sd_event *event, void (*step)(void *userdata),
	void *userdata);
void turns_deinit(Turns *turns);

/* There is work; again and again is the same. Returns 0 or a negative errno. */
int turns_start(Turns *turns);
/* There is none. May be called by a step. */
void turns_stop(Turns *turns);

/* Whether the connection holds something that the bus has not taken yet. */
bool turns_bus_is_full(sd_bus *connection);
/* The clock of all that is bounded in time: microseconds of CLOCK_MONOTONIC. */
uint64_t turns_now_usec(void);
