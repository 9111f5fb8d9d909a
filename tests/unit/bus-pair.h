/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-pair - the daemon's bus objects without a bus: two ends of a socket pair in one event loop,
 * the real Bus behind one of them.
 *
 *	_cleanup_(bus_pair_deinit) BusPair pair = BUS_PAIR_INIT;
 *	bus_pair_init(&pair, snapshot);
 *	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
 *		bus_pair_ask(&pair, "GetProduct", "s", "almalinux");
 *	bus_pair_read(reply, "o", &path);
 *
 * Every call is answered, by a reply or an error, or the test fails.
 */
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-id128.h>

#include "bus/bus.h"
#include "dbus/bus-names.h"
#include "test-main.h"

typedef struct BusPair {
	sd_event *event;
	sd_bus *client;
	Bus *bus;
	unsigned n_reloads;
	sd_bus_message *reload_call; /* a Reload that is to be answered */
} BusPair;

#define BUS_PAIR_INIT \
	{ 0 }

static inline void bus_pair_deinit(BusPair *pair) {
	sd_bus_message_unref(pair->reload_call);
	bus_free(pair->bus);
	sd_bus_flush_close_unref(pair->client);
	sd_event_unref(pair->event);
}

static inline void bus_pair_on_reload(sd_bus_message *call, void *userdata) {
	BusPair *pair = userdata;

	pair->n_reloads++;
	sd_bus_message_unref(pair->reload_call);
	pair->reload_call = sd_bus_message_ref(call);
}

static inline sd_bus *bus_pair_open_end(sd_event *event, int fd, bool is_server, bool pass_fds) {
	sd_id128_t id =
		SD_ID128_MAKE(17, 2a, 5b, 0c, 99, 41, 4e, 6f, 8d, 11, 23, 35, 47, 59, 6b, 7d);
	sd_bus *bus = NULL;

	ck_assert_int_ge(sd_bus_new(&bus), 0);
	ck_assert_int_ge(sd_bus_set_fd(bus, fd, fd), 0);
	if (is_server)
		ck_assert_int_ge(sd_bus_set_server(bus, 1, id), 0);
	ck_assert_int_ge(sd_bus_set_anonymous(bus, 1), 0);
	ck_assert_int_ge(sd_bus_negotiate_fds(bus, pass_fds), 0);
	ck_assert_int_ge(sd_bus_start(bus), 0);
	ck_assert_int_ge(sd_bus_attach_event(bus, event, SD_EVENT_PRIORITY_NORMAL), 0);
	return bus;
}

/* Serves a snapshot, which is referenced, over a connection that passes file descriptors or not. */
static inline void bus_pair_init_with(BusPair *pair, Snapshot *snapshot, bool pass_fds) {
	const BusHooks hooks = { .reload = bus_pair_on_reload, .userdata = pair };
	sd_bus *server;
	int fds[2];

	ck_assert_int_ge(sd_event_new(&pair->event), 0);
	ck_assert_int_eq(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), 0);
	server = bus_pair_open_end(pair->event, fds[0], true, pass_fds);
	ck_assert_int_eq(bus_new(server, pair->event, snapshot, &hooks, &pair->bus), 0);
	sd_bus_unref(server);
	pair->client = bus_pair_open_end(pair->event, fds[1], false, pass_fds);
}

static inline void bus_pair_init(BusPair *pair, Snapshot *snapshot) {
	bus_pair_init_with(pair, snapshot, true);
}

static inline sd_bus_message *bus_pair_new_call(
	BusPair *pair, const char *path, const char *interface, const char *member) {
	sd_bus_message *call = NULL;

	ck_assert_int_ge(
		sd_bus_message_new_method_call(pair->client, &call, NULL, path, interface, member),
		0);
	return call;
}

static inline int bus_pair_on_reply(sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	*(sd_bus_message **)userdata = sd_bus_message_ref(reply);
	return 1;
}

/* Sends a call, which is used up; *ret_reply is set when the answer comes. */
static inline void bus_pair_send(BusPair *pair, sd_bus_message *call, sd_bus_message **ret_reply) {
	*ret_reply = NULL;
	ck_assert_int_ge(sd_bus_call_async(pair->client, NULL, call, bus_pair_on_reply, ret_reply,
				 UINT64_C(60) * 1000000),
		0);
	sd_bus_message_unref(call);
}

/* Runs the loop until an answer is there. */
static inline void bus_pair_wait(BusPair *pair, sd_bus_message *const *reply) {
	while (!*reply)
		ck_assert_int_ge(sd_event_run(pair->event, UINT64_C(60) * 1000000), 0);
}

static inline sd_bus_message *bus_pair_finish(BusPair *pair, sd_bus_message *call) {
	sd_bus_message *reply;

	bus_pair_send(pair, call, &reply);
	bus_pair_wait(pair, &reply);
	return reply;
}

static inline sd_bus_message *bus_pair_call(BusPair *pair, const char *path, const char *interface,
	const char *member, const char *types, ...) {
	sd_bus_message *call = bus_pair_new_call(pair, path, interface, member);
	va_list args;

	va_start(args, types);
	ck_assert_int_ge(sd_bus_message_appendv(call, types, args), 0);
	va_end(args);
	return bus_pair_finish(pair, call);
}

/* The same on the Manager. */
#define bus_pair_ask(pair, member, ...) \
	bus_pair_call((pair), EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, (member), __VA_ARGS__)

/* Reads the whole of an answer that must be one. */
#define bus_pair_read(reply, types, ...) \
	do { \
		const sd_bus_error *error_ = sd_bus_message_get_error(reply); \
		ck_assert_msg(!error_, "%s: %s", error_ ? error_->name : "", \
			error_ ? error_->message : ""); \
		ck_assert_int_gt(sd_bus_message_read((reply), (types), __VA_ARGS__), 0); \
		ck_assert_int_eq(sd_bus_message_at_end((reply), true), 1); \
	} while (0)

/* The answer is exactly that error, and its message holds a text. Drops the answer. */
static inline void bus_pair_expect_error(
	sd_bus_message *reply, const char *name, const char *fragment) {
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	ck_assert_msg(error && error->message, "an answer where %s was due", name);
	ck_assert_str_eq(error->name, name);
	if (!strstr(error->message, fragment))
		ck_abort_msg("'%s' is not in the message", fragment);
	sd_bus_message_unref(reply);
}

/* The answer is the error, whatever it says. */
static inline void bus_pair_expect_error_name(sd_bus_message *reply, const char *name) {
	bus_pair_expect_error(reply, name, "");
}

/* Reads a property into a fresh answer, entered up to its value. */
static inline sd_bus_message *bus_pair_get(BusPair *pair, const char *path, const char *interface,
	const char *property, const char *type) {
	sd_bus_message *reply = bus_pair_call(
		pair, path, "org.freedesktop.DBus.Properties", "Get", "ss", interface, property);

	ck_assert_msg(!sd_bus_message_get_error(reply), "%s.%s", path, property);
	ck_assert_int_gt(sd_bus_message_enter_container(reply, SD_BUS_TYPE_VARIANT, type), 0);
	return reply;
}
