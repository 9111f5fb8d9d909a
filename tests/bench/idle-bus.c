/* SPDX-License-Identifier: MIT */
/*
 * idle-bus [NAME]: the smallest service there is: an sd-event loop, a bus connection, a name.
 *
 * What the daemon weighs beyond it, in memory and in start time, is the daemon's own.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#include "bench-util.h"
#include "private-bus.h"

static int run(const char *name) {
	_cleanup_(sd_event_unrefp) sd_event *event = NULL;
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	int r;

	r = sd_event_default(&event);
	if (r >= 0)
		r = sd_bus_open_system(&bus);
	if (r >= 0)
		r = sd_bus_attach_event(bus, event, SD_EVENT_PRIORITY_NORMAL);
	if (r >= 0)
		r = sd_bus_request_name(bus, name, 0);
	if (r >= 0)
		r = sd_notify(0, "READY=1");
	if (r >= 0)
		r = sd_event_loop(event);
	return r;
}

int main(int argc, char *argv[]) {
	const char *name = argc > 1 ? argv[1] : BENCH_IDLE_NAME;
	int r = run(name);

	if (r < 0)
		(void)bench_complain(r, "serving %s", name);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
