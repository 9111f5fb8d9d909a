/* SPDX-License-Identifier: MIT */
#include "announcer.h"

#include <errno.h>

#include "bus-internal.h"
#include "changes.h"
#include "turns.h"

enum { NAMED_MAX = 1000 }; /* objects that Reloaded names; past that it says `All` */

struct Announcer {
	Bus *bus;
	AnnouncerHooks hooks;
	Turns turns;
	bool is_busy;
	Turn turn;
	Changes *changes; /* NULL: all of them were told */
	size_t n_sent; /* lifecycle signals that have left */
	bool in_flight; /* the one behind them is with the connection, but has not left */
	char **named; /* paths of what changed */
	size_t n_named;
	bool is_all; /* more than can be named */
};

/* ---- what is sent ---------------------------------------------------------------------------- */

static int name_changed(Announcer *announcer, const char *path) {
	if (!announcer->turn.is_reload || announcer->is_all)
		return 0;
	if (announcer->n_named == NAMED_MAX) {
		announcer->is_all = true;
		return 0;
	}
	if (!announcer->named)
		announcer->named = calloc(NAMED_MAX, sizeof(char *));
	if (!announcer->named)
		return -ENOMEM;
	announcer->named[announcer->n_named] = strdup(path);
	return announcer->named[announcer->n_named++] ? 0 : -ENOMEM;
}

/* By hand: for an object that is gone sd-bus would leave our interface out. */
static int send_removed(sd_bus *connection, const char *path) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *signal = NULL;
	int r = sd_bus_message_new_signal(connection, &signal, EOLD_PATH_PRODUCTS,
		"org.freedesktop.DBus.ObjectManager", "InterfacesRemoved");

	if (r >= 0)
		r = sd_bus_message_append(signal, "oas", path, 4, "org.freedesktop.DBus.Peer",
			"org.freedesktop.DBus.Introspectable", "org.freedesktop.DBus.Properties",
			EOLD_INTERFACE_PRODUCT);
	return r < 0 ? r : sd_bus_send(connection, signal, NULL);
}

static int send_change(const Announcer *announcer, const Change *change) {
	sd_bus *connection = announcer->bus->connection;
	const Snapshot *after = announcer->turn.after;
	const char *path = change->path.text;

	switch (change->kind) {
	case CHANGE_REMOVED:
		return send_removed(connection, path);
	case CHANGE_ADDED:
		return sd_bus_emit_object_added(connection, path);
	case CHANGE_MANAGER:
		return property_emit(connection, path, EOLD_INTERFACE_MANAGER, manager_properties,
			_MANAGER_PROPERTY_MAX, after, change->properties);
	case CHANGE_HOST: {
		HostView view = host_view(after, after->today);

		return property_emit(connection, path, EOLD_INTERFACE_HOST, host_properties,
			_HOST_PROPERTY_MAX, &view, change->properties);
	}
	case CHANGE_PRODUCT:
		return property_emit(connection, path, EOLD_INTERFACE_PRODUCT, product_properties,
			_PRODUCT_PROPERTY_MAX, change->product, change->properties);
	case CHANGE_RELEASE:
		return property_emit(connection, path, EOLD_INTERFACE_RELEASE, release_properties,
			_RELEASE_PROPERTY_MAX, &change->release, change->properties);
	case CHANGE_NONE:
	case CHANGE_RELEASE_REMOVED:
	case CHANGE_RELEASE_ADDED:
	default:
		return 0;
	}
}

static void write_count(Sink *sink, const char *name, size_t value) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sv");
	sink_text(sink, name);
	sink_open(sink, SD_BUS_TYPE_VARIANT, "u");
	sink_uint(sink, (uint32_t)value);
	sink_close(sink);
	sink_close(sink);
}

/* The paths of what changed, or that there are too many. */
static void write_changed(Sink *sink, const Announcer *announcer) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sv");
	sink_text(sink, announcer->is_all ? "All" : "Changed");
	sink_open(sink, SD_BUS_TYPE_VARIANT, announcer->is_all ? "b" : "ao");
	if (announcer->is_all)
		sink_bool(sink, true);
	else {
		sink_open(sink, SD_BUS_TYPE_ARRAY, "o");
		for (size_t i = 0; i < announcer->n_named; i++)
			sink_path(sink, announcer->named[i]);
		sink_close(sink);
	}
	sink_close(sink);
	sink_close(sink);
}

static int send_reloaded(const Announcer *announcer) {
	const Snapshot *after = announcer->turn.after;
	sd_bus *connection = announcer->bus->connection;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *signal = NULL;
	int r = sd_bus_message_new_signal(
		connection, &signal, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Reloaded");

	if (r < 0)
		return r;

	Sink sink = sink_for_message(signal);

	sink_open(&sink, SD_BUS_TYPE_ARRAY, "{sv}");
	write_count(&sink, "Products", catalog_n_products(snapshot_catalog(after)));
	write_count(&sink, "Releases", catalog_n_releases(snapshot_catalog(after)));
	write_count(&sink, "Errors", after->problems.n_refused);
	write_changed(&sink, announcer);
	sink_close(&sink);
	return sink.error < 0 ? sink.error : sd_bus_send(connection, signal, NULL);
}

/* ---- the turn -------------------------------------------------------------------------------- */

static void forget_turn(Announcer *announcer) {
	for (size_t i = 0; i < announcer->n_named; i++)
		free(announcer->named[i]);
	free(announcer->named);
	announcer->named = NULL;
	announcer->n_named = 0;
	announcer->is_all = false;
	announcer->changes = changes_free(announcer->changes);
	announcer->turn.before = snapshot_unref(announcer->turn.before);
	announcer->turn.after = snapshot_unref(announcer->turn.after);
	announcer->is_busy = false;
}

/* With a product its releases come and go. */
static int name_change(Announcer *announcer, const Change *change) {
	const Product *product = change->product;
	int r = name_changed(announcer, change->path.text);
	BusPath path;

	if (change->kind != CHANGE_ADDED && change->kind != CHANGE_REMOVED)
		return r;
	for (size_t i = 0; i < product_n_releases(product) && !announcer->is_all && r == 0; i++)
		r = name_changed(announcer,
			bus_path_release(product_name(product),
				release_name(product, product_release(product, i)), &path));
	return r;
}

/* Tells one more change, or looks for one. Returns 1 when all are told. */
static int step_changes(Announcer *announcer) {
	Change change;
	int r = changes_next(announcer->changes, &change);

	if (r <= 0)
		return r;
	if (change.kind == CHANGE_NONE) {
		announcer->changes = changes_free(announcer->changes);
		return 1;
	}
	if (name_change(announcer, &change) < 0)
		return -ENOMEM;
	r = send_change(announcer, &change);
	return r < 0 ? r : 0;
}

/* Nothing waits in the connection any more: what was in flight has left. */
static void tell_sent(Announcer *announcer) {
	if (!announcer->in_flight)
		return;
	announcer->in_flight = false;
	announcer->hooks.sent_signal(announcer->n_sent++, announcer->hooks.userdata);
}

/* One step of the turn. Returns 1 when it is over. */
static int step(Announcer *announcer) {
	const AnnouncerHooks *hooks = &announcer->hooks;

	tell_sent(announcer);
	if (announcer->changes) {
		int r = step_changes(announcer);

		return r < 0 ? r : 0;
	}
	if (announcer->n_sent < announcer->turn.n_signals) {
		int r = hooks->send_signal(
			announcer->bus->connection, announcer->n_sent, hooks->userdata);

		announcer->in_flight = r >= 0;
		return r < 0 ? r : 0;
	}
	if (announcer->turn.is_reload) {
		int r = send_reloaded(announcer);

		announcer->turn.is_reload = false;
		return r < 0 ? r : 0;
	}
	return 1;
}

static void end_turn(Announcer *announcer) {
	turns_stop(&announcer->turns);
	forget_turn(announcer);
	announcer->hooks.finished(announcer->hooks.userdata);
}

static void on_step(void *userdata) {
	/* what cannot be told for want of memory is lost to listeners, but the state says so: what
	 * has not left is sent again at the next start */
	if (step(userdata) != 0)
		end_turn(userdata);
}

int announcer_begin(Announcer *announcer, const Turn *turn) {
	if (turn->before) {
		announcer->changes = changes_new(turn->before, turn->after);
		if (!announcer->changes)
			return -ENOMEM;
		announcer->turn.before = snapshot_ref(turn->before);
	}
	announcer->turn.after = snapshot_ref(turn->after);
	announcer->turn.n_signals = turn->n_signals;
	announcer->turn.is_reload = turn->is_reload;
	announcer->n_sent = 0;
	announcer->in_flight = false;
	announcer->is_busy = true;
	return turns_start(&announcer->turns);
}

bool announcer_is_busy(const Announcer *announcer) {
	return announcer->is_busy;
}

void announcer_flush(Announcer *announcer) {
	if (announcer->in_flight && sd_bus_flush(announcer->bus->connection) >= 0)
		tell_sent(announcer);
}

int announcer_new(Bus *bus, sd_event *event, const AnnouncerHooks *hooks, Announcer **ret) {
	_cleanup_(announcer_freep) Announcer *announcer = calloc(1, sizeof(Announcer));
	int r;

	if (!announcer)
		return -ENOMEM;
	announcer->bus = bus;
	announcer->hooks = *hooks;
	r = turns_init(&announcer->turns, bus->connection, event, on_step, announcer);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(announcer);
	return 0;
}

Announcer *announcer_free(Announcer *announcer) {
	if (!announcer)
		return NULL;
	forget_turn(announcer);
	turns_deinit(&announcer->turns);
	free(announcer);
	return NULL;
}
