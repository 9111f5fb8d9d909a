/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * announcer - tells on the bus what became different from one snapshot to the next. Room: bus.
 *
 * A turn goes out in the contract's order: InterfacesRemoved, InterfacesAdded, PropertiesChanged
 * (one for each object that changed, with exactly the properties that did), the lifecycle signals,
 * Reloaded. It goes in slices, with other callers answered in between, and never faster than the
 * bus takes it, so that memory stays bounded and a signal is called sent when it has left.
 */
#include "bus.h"

typedef struct Announcer Announcer;

typedef struct AnnouncerHooks {
	/* Sends the lifecycle signal at an index of the turn. Returns 0 or a negative errno. */
	int (*send_signal)(sd_bus *connection, size_t index, void *userdata);
	/* That signal has left the process. */
	void (*sent_signal)(size_t index, void *userdata);
	/* The turn is over; another one may begin. */
	void (*finished)(void *userdata);
	void *userdata;
} AnnouncerHooks;

/* What a turn tells. */
typedef struct Turn {
	Snapshot *before; /* NULL: nobody was told anything yet, only signals go out */
	Snapshot *after; /* what is served now */
	size_t n_signals; /* lifecycle signals */
	bool is_reload; /* ends with Reloaded */
} Turn;

/* The bus must outlive it. Returns 0 or a negative errno. */
int announcer_new(Bus *bus, sd_event *event, const AnnouncerHooks *hooks, Announcer **ret);
Announcer *announcer_free(Announcer *announcer);
DEFINE_CLEANUP(Announcer *, announcer_free);

/* Begins a turn; none may be under way. References of the snapshots are taken. Returns 0 or a
 * negative errno, and then the turn did not begin. */
int announcer_begin(Announcer *announcer, const Turn *turn);
bool announcer_is_busy(const Announcer *announcer);

/* To be called when the loop has ended: the signal that is with the connection leaves, and is told
 * to have left, so that it is not sent once more after the next start. Blocks as sd_bus_flush(3)
 * does. */
void announcer_flush(Announcer *announcer);
