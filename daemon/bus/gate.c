/* SPDX-License-Identifier: MIT */
#include "gate.h"

#include <sys/epoll.h>

static uint64_t count_waiting(const Gate *gate) {
	uint64_t n = 0;

	return sd_bus_get_n_queued_write(gate->connection, &n) >= 0 ? n : 0;
}

/* Not here: the connection is in the middle of a message. */
static int on_message(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	const Gate *gate = userdata;

	if (count_waiting(gate) >= GATE_MESSAGES)
		(void)sd_event_source_set_enabled(gate->closing, SD_EVENT_ONESHOT);
	return 0;
}

static int open_gate(Gate *gate) {
	gate->writing = sd_event_source_unref(gate->writing);
	return sd_bus_attach_event(gate->connection, gate->event, SD_EVENT_PRIORITY_NORMAL);
}

static int on_writable(sd_event_source *source, int fd, uint32_t events, void *userdata) {
	Gate *gate = userdata;
	int r = sd_bus_process(gate->connection, NULL);

	/* what failed is for the connection itself to see */
	return r < 0 || count_waiting(gate) == 0 ? open_gate(gate) : 0;
}

static int on_closing(sd_event_source *source, void *userdata) {
	Gate *gate = userdata;
	int fd = sd_bus_get_fd(gate->connection);

	if (fd < 0 || gate->writing || count_waiting(gate) == 0)
		return 0;
	/* first, because a loop takes a descriptor once */
	if (sd_bus_detach_event(gate->connection) < 0)
		return 0;
	return sd_event_add_io(gate->event, &gate->writing, fd, EPOLLOUT, on_writable, gate) < 0
		       ? open_gate(gate)
		       : 0;
}

int gate_init(Gate *gate, sd_bus *connection, sd_event *event) {
	int r;

	*gate = (Gate){ .connection = connection, .event = event };
	r = sd_event_add_defer(event, &gate->closing, on_closing, gate);
	if (r >= 0)
		r = sd_event_source_set_enabled(gate->closing, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_bus_add_filter(connection, &gate->filter, on_message, gate);
	return r < 0 ? r : 0;
}

void gate_deinit(Gate *gate) {
	sd_bus_slot_unref(gate->filter);
	sd_event_source_unref(gate->closing);
	sd_event_source_unref(gate->writing);
	*gate = (Gate){ 0 };
}
