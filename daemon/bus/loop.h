/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * loop - the event loop of a service that is asked much. Room: bus.
 *
 * sd_event_loop() goes once around, with a system call and a look at every clock, for each message.
 * Under load that is a fifth of what an answer costs; so calls that have come together are answered
 * together. Others do not wait for it: a batch is bounded in calls and in time, and there is none
 * while the gate (gate.h) keeps the connection out of the loop.
 */
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

/* A batch ends after so many messages, or with the one that is under way after so long. */
enum { LOOP_MESSAGES = 16, LOOP_USEC = 200 };

/* Serves until sd_event_exit() is called; the connection is attached to the event loop. Returns the
 * code given there, or a negative errno when the loop itself failed. What fails in the connection
 * is for its own event source to see. */
int loop_run(sd_event *event, sd_bus *connection);
