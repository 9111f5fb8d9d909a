/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus - the daemon's face: one connection, four interfaces, and what is served behind them. Room:
 * bus (sees everything but the reader; decides nothing).
 *
 * Objects stand before the name is asked for, so no client meets an empty service. What is served
 * is one snapshot; bus_serve() puts another one in its place. Products and releases are fallback
 * vtables with a real lookup: nothing is kept for an object.
 *
 * What the bus cannot do itself it asks for by BusHooks. Functions return 0 or a negative errno
 * unless they say otherwise; nothing blocks.
 */
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "snapshot/snapshot.h"

typedef struct Bus Bus;

/* The arrows that would point upwards. */
typedef struct BusHooks {
	/* Somebody who may asks for a reading of the data. The message is the call to be answered
	 * by bus_reply_reload() once all is announced. */
	void (*reload)(sd_bus_message *call, void *userdata);
	void *userdata;
} BusHooks;

/* Opens a bus by "system", "session" or an address. */
int bus_open(const char *where, sd_bus **ret);

/* Puts all objects onto a connection that is attached to an event loop, or will be. The connection
 * and the snapshot are referenced. */
int bus_new(
	sd_bus *connection, sd_event *event, Snapshot *snapshot, const BusHooks *hooks, Bus **ret);
Bus *bus_free(Bus *bus);
DEFINE_CLEANUP(Bus *, bus_free);

/* Asks for the name. Returns -EEXIST if somebody has it. Waits for the bus's answer. */
int bus_request_name(Bus *bus);

/* The connection, which stays the bus's own. */
sd_bus *bus_connection(Bus *bus);
/* Serves another snapshot from now on; announcing what changed is announce.h's. */
void bus_serve(Bus *bus, Snapshot *snapshot);
/* Has memory given back to the system, a second after the last call of this and the last large
 * answer: that takes a millisecond or two, in which nobody gets an answer. */
void bus_tidy_later(Bus *bus);

/* Answers a Reload: r is 0, or -ENOENT when no directory could be read. */
int bus_reply_reload(sd_bus_message *call, int r);
