/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * gate - no more questions while the answers do not leave. Room: bus.
 *
 * A bus whose readers are slow stops taking what we send, while it still hands us calls: answers
 * would pile up without a bound, and where sd-bus has its own (-ENOBUFS) it gives up the
 * connection. So the connection rests when some hundred messages wait in it: then only what waits
 * is written, until all of it has left.
 */
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

/* So many messages may wait to be written before the gate closes. */
enum { GATE_MESSAGES = 256 };

typedef struct Gate {
	sd_bus *connection; /* borrowed */
	sd_event *event; /* borrowed */
	sd_bus_slot *filter; /* looks at every message */
	sd_event_source *closing; /* closes it, once the message is dealt with */
	sd_event_source *writing; /* the connection's descriptor, while it is closed */
} Gate;

/* Sets it up in place, open. The connection is attached to the event loop, at the usual priority,
 * or will be; both must outlive it. Returns 0 or a negative errno. */
int gate_init(Gate *gate, sd_bus *connection, sd_event *event);
void gate_deinit(Gate *gate);
