/* SPDX-License-Identifier: MIT */
/*
 * bench-peer: the companion service; bench-peer.h says what it is for.
 */
#include "bench-peer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#include "bench-peer-release.h"
#include "bench-util.h"
#include "dbus/bus-names.h"
#include "private-bus.h"

/* No answer of the daemon is larger. */
#define MAX_BYTES EOLD_MAX_ANSWER_BYTES

typedef struct Peer {
	sd_event *event;
	sd_bus *bus;
	int memfd;
	void *bytes; /* MAX_BYTES zeros, mapped; never written, so never in memory twice */
} Peer;

static void peer_deinit(Peer *peer) {
	sd_bus_flush_close_unref(peer->bus);
	sd_event_unref(peer->event);
	closep(&peer->memfd);
	if (peer->bytes != MAP_FAILED)
		(void)munmap(peer->bytes, MAX_BYTES);
}

static int method_trivial(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	return sd_bus_reply_method_return(message, NULL);
}

static int method_bytes(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const Peer *peer = userdata;
	uint64_t n;
	int r;

	r = sd_bus_message_read(message, "t", &n);
	if (r < 0)
		return r;
	if (n > MAX_BYTES)
		return sd_bus_error_set(error, SD_BUS_ERROR_LIMITS_EXCEEDED, "Too many bytes.");
	r = sd_bus_message_new_method_return(message, &reply);
	if (r >= 0)
		r = sd_bus_message_append_array(reply, 'y', peer->bytes, n);
	return r < 0 ? r : sd_bus_send(NULL, reply, NULL);
}

static int method_memfd(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	const Peer *peer = userdata;

	return sd_bus_reply_method_return(message, "h", peer->memfd);
}

static int method_ring(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	const Peer *peer = userdata;
	int r = sd_bus_emit_signal(
		peer->bus, BENCH_PEER_PATH, BENCH_PEER_INTERFACE, "Rung", "u", 0);

	return r < 0 ? r : sd_bus_reply_method_return(message, NULL);
}

static int method_change(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	const Peer *peer = userdata;
	uint32_t n;
	int r = sd_bus_message_read(message, "u", &n);

	for (uint32_t i = 0; i < n && r >= 0; i++)
		r = sd_bus_emit_properties_changed(
			peer->bus, BENCH_PEER_RELEASE, EOLD_INTERFACE_RELEASE, "Label", NULL);
	return r < 0 ? r : sd_bus_reply_method_return(message, NULL);
}

static const sd_bus_vtable peer_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("Trivial", "", "", method_trivial, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("Bytes", "t", "ay", method_bytes, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("Memfd", "", "h", method_memfd, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("Ring", "", "", method_ring, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("Change", "u", "", method_change, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL("Rung", "u", 0),
	SD_BUS_VTABLE_END,
};

static int make_memfd(int *ret_fd) {
	int fd = memfd_create("bench", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -errno;
	*ret_fd = fd;
	if (ftruncate(fd, 1024L * 1024) < 0 ||
		fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) <
			0)
		return -errno;
	return 0;
}

static int prepare(Peer *peer) {
	int r = make_memfd(&peer->memfd);

	if (r < 0)
		return r;
	peer->bytes = mmap(NULL, MAX_BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (peer->bytes == MAP_FAILED)
		return -errno;
	r = sd_event_default(&peer->event);
	if (r >= 0)
		r = sd_bus_open_system(&peer->bus);
	if (r >= 0)
		r = sd_bus_attach_event(peer->bus, peer->event, SD_EVENT_PRIORITY_NORMAL);
	if (r >= 0)
		r = sd_bus_add_object_vtable(
			peer->bus, NULL, BENCH_PEER_PATH, BENCH_PEER_INTERFACE, peer_vtable, peer);
	if (r >= 0)
		r = bench_peer_add_releases(peer->bus);
	if (r >= 0)
		r = sd_bus_request_name(peer->bus, BENCH_PEER_NAME, 0);
	return r;
}

int main(void) {
	_cleanup_(peer_deinit) Peer peer = { .memfd = -1, .bytes = MAP_FAILED };
	int r = prepare(&peer);

	if (r >= 0)
		r = sd_event_loop(peer.event);
	if (r < 0)
		(void)bench_complain(r, "serving %s", BENCH_PEER_NAME);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
