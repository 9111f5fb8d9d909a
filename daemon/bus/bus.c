/* SPDX-License-Identifier: MIT */
#include "bus-internal.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* What the kernel keeps for the bus at most; it counts its own share, and takes twice of it. */
enum { SEND_BUFFER_BYTES = 64 * 1024 };

static int open_system(sd_bus **ret) {
	return sd_bus_open_system(ret);
}

static int open_address(const char *address, sd_bus **ret) {
	_cleanup_(sd_bus_unrefp) sd_bus *bus = NULL;
	int r = sd_bus_new(&bus);

	if (r >= 0)
		r = sd_bus_set_address(bus, address);
	if (r >= 0)
		r = sd_bus_set_bus_client(bus, true);
	if (r >= 0)
		r = sd_bus_negotiate_fds(bus, true);
	if (r >= 0)
		r = sd_bus_start(bus);
	if (r >= 0)
		*ret = TAKE_PTR(bus);
	return r;
}

static int open_any(const char *where, sd_bus **ret) {
	if (strcmp(where, "system") == 0)
		return open_system(ret);
	if (strcmp(where, "session") == 0)
		return sd_bus_open_user(ret);
	return open_address(where, ret);
}

/* As root sd-bus asks for 8 MiB: an answer of megabytes would be copied into it in one go, while
 * everybody waits. */
static void bound_send_buffer(sd_bus *bus) {
	const int bytes = SEND_BUFFER_BYTES;
	int fd = sd_bus_get_fd(bus);

	if (fd >= 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
}

int bus_open(const char *where, sd_bus **ret) {
	int r = open_any(where, ret);

	if (r >= 0)
		bound_send_buffer(*ret);
	return r;
}

static void show_snapshot(Bus *bus, Snapshot *snapshot) {
	bus->snapshot = snapshot_ref(snapshot);
	property_slots_init(
		bus->manager_slots, manager_properties, _MANAGER_PROPERTY_MAX, snapshot);
	bus->host.view = host_view(snapshot, snapshot->today);
}

int bus_new(
	sd_bus *connection, sd_event *event, Snapshot *snapshot, const BusHooks *hooks, Bus **ret) {
	_cleanup_(bus_freep) Bus *bus = calloc(1, sizeof(Bus));
	int r;

	if (!bus)
		return -ENOMEM;
	bus->connection = sd_bus_ref(connection);
	bus->event = sd_event_ref(event);
	bus->hooks = *hooks;
	bus->documents = document_job_new(connection, event);
	bus->answers = answers_new(connection, event);
	if (!bus->documents || !bus->answers)
		return -ENOMEM;
	show_snapshot(bus, snapshot);
	bus->host.bus = bus->found_product.bus = bus->found_release.bus = bus;
	property_slots_init(bus->host.slots, host_properties, _HOST_PROPERTY_MAX, &bus->host.view);
	property_slots_init(bus->found_release.slots, release_properties, _RELEASE_PROPERTY_MAX,
		&bus->found_release.view);
	r = gate_init(&bus->gate, connection, event);
	if (r >= 0)
		r = bus_tree_register(bus);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(bus);
	return 0;
}

Bus *bus_free(Bus *bus) {
	if (!bus)
		return NULL;
	gate_deinit(&bus->gate);
	answers_free(bus->answers);
	document_job_free(bus->documents);
	if (bus->connection)
		sd_bus_flush_close_unref(bus->connection);
	sd_event_unref(bus->event);
	snapshot_unref(bus->snapshot);
	free(bus);
	return NULL;
}

int bus_request_name(Bus *bus) {
	int r = sd_bus_request_name(bus->connection, EOLD_BUS_NAME, 0);

	return r < 0 ? r : 0;
}

sd_bus *bus_connection(Bus *bus) {
	return bus->connection;
}

void bus_serve(Bus *bus, Snapshot *snapshot) {
	Snapshot *before = bus->snapshot;

	show_snapshot(bus, snapshot);
	document_job_serve(bus->documents, snapshot);
	snapshot_unref(before);
}

void bus_tidy_later(Bus *bus) {
	/* if that cannot be, memory stays here until the next time */
	(void)answers_tidy_later(bus->answers);
}
