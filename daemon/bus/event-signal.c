/* SPDX-License-Identifier: MIT */
#include "event-signal.h"

#include "dbus/bus-names.h"
#include "dbus/bus-path.h"
#include "sink.h"

static void open_detail(Sink *sink, const char *name, const char *signature) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sv");
	sink_text(sink, name);
	sink_open(sink, SD_BUS_TYPE_VARIANT, signature);
}

static void close_detail(Sink *sink) {
	sink_close(sink);
	sink_close(sink);
}

static void write_text(Sink *sink, const char *name, const char *value) {
	open_detail(sink, name, "s");
	sink_text(sink, value);
	close_detail(sink);
}

static void write_bool(Sink *sink, const char *name, bool value) {
	open_detail(sink, name, "b");
	sink_bool(sink, value);
	close_detail(sink);
}

/* So that a notification needs no further call. */
static void write_common(Sink *sink, const LifecycleEvent *event) {
	write_bool(sink, "Tracked", event->is_tracked);
	write_text(sink, "ProductLabel", event->product_label);
	write_text(sink, "Label", event->label);
	write_text(sink, "Status", status_name(event->status));
	write_bool(sink, "IsSupported", event->is_supported);
	open_detail(sink, "Serial", "t");
	sink_uint64(sink, event->serial);
	close_detail(sink);
}

static void write_own(Sink *sink, const LifecycleEvent *event) {
	switch (event->kind) {
	case EVENT_MILESTONE_CHANGED:
		open_detail(sink, "OldDate", "s");
		sink_date(sink, event->old_date);
		close_detail(sink);
		write_bool(sink, "OldReached", event->was_reached);
		write_bool(sink, "OldPresent", event->was_present);
		write_bool(sink, "Reached", event->is_reached);
		write_bool(sink, "Present", event->is_present);
		break;
	case EVENT_MILESTONE_APPROACHING:
		open_detail(sink, "DaysLeft", "u");
		sink_uint(sink, event->days_left);
		close_detail(sink);
		break;
	case EVENT_VERSION_RELEASED:
		write_text(sink, "OldVersion", event->old_version);
		break;
	case EVENT_MILESTONE_REACHED:
	case _EVENT_KIND_MAX:
	default:
		break;
	}
}

int event_signal_send(sd_bus *connection, const LifecycleEvent *event) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *signal = NULL;
	BusPath path;
	int r = sd_bus_message_new_signal(connection, &signal, EOLD_PATH_MANAGER,
		EOLD_INTERFACE_MANAGER, event_kind_name(event->kind));

	if (r < 0)
		return r;

	Sink sink = sink_for_message(signal);

	sink_text(&sink, event->product);
	sink_text(&sink, event->cycle);
	sink_text(&sink, event_subject(event));
	sink_date(&sink, event->date);
	sink_path(&sink, bus_path_release(event->product, event->cycle, &path));
	sink_open(&sink, SD_BUS_TYPE_ARRAY, "{sv}");
	write_common(&sink, event);
	write_own(&sink, event);
	sink_close(&sink);
	return sink.error < 0 ? sink.error : sd_bus_send(connection, signal, NULL);
}
