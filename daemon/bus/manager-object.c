/* SPDX-License-Identifier: MIT */
#include "manager-object.h"

#include <stdio.h>

#include "config.h"
#include "dbus/bus-names.h"
#include "dbus/bus-path.h"

enum { LOAD_ERRORS_MAX = 1000 };

static void write_version(Sink *sink, const void *object) {
	sink_text(sink, EOLD_VERSION);
}

static void write_today(Sink *sink, const void *object) {
	sink_date(sink, ((const Snapshot *)object)->today);
}

static void write_product_count(Sink *sink, const void *object) {
	sink_uint(sink, (uint32_t)catalog_n_products(snapshot_catalog(object)));
}

static void write_release_count(Sink *sink, const void *object) {
	sink_uint(sink, (uint32_t)catalog_n_releases(snapshot_catalog(object)));
}

static void write_data_usec(Sink *sink, const void *object) {
	sink_uint64(sink, ((const Snapshot *)object)->data_usec);
}

static void write_data_stale(Sink *sink, const void *object) {
	sink_bool(sink, ((const Snapshot *)object)->is_stale);
}

static void write_load_error(
	Sink *sink, const char *file, const char *product, uint32_t line, const char *message) {
	sink_open(sink, SD_BUS_TYPE_STRUCT, "ssus");
	sink_text(sink, file);
	sink_text(sink, product);
	sink_uint(sink, line);
	sink_text(sink, message);
	sink_close(sink);
}

/* Everything refused; the thousandth entry counts the rest. */
static void write_load_errors(Sink *sink, const void *object) {
	const Problems *problems = &((const Snapshot *)object)->problems;
	size_t total = problems->n_refused, written = 0;
	size_t room = total > LOAD_ERRORS_MAX ? LOAD_ERRORS_MAX - 1 : LOAD_ERRORS_MAX;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "(ssus)");
	for (size_t i = 0; i < problems->n_items && written < room; i++) {
		const Problem *problem = &problems->items[i];

		if (problem->kind != PROBLEM_REFUSED)
			continue;
		write_load_error(
			sink, problem->file, problem->product, problem->line, problem->message);
		written++;
	}
	if (written < total) {
		char rest[64];

		(void)snprintf(rest, sizeof(rest), "%zu more", total - written);
		write_load_error(sink, "", "", 0, rest);
	}
	sink_close(sink);
}

static void write_warning_days(Sink *sink, const void *object) {
	const Config *config = ((const Snapshot *)object)->config;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "u");
	for (size_t i = 0; i < config->n_warning_days; i++)
		sink_uint(sink, config->warning_days[i]);
	sink_close(sink);
}

static void write_tracked(Sink *sink, const void *object) {
	const Tracking *tracking = &((const Snapshot *)object)->tracking;
	BusPath path;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "(sso)");
	for (size_t i = 0; i < tracking->n_items; i++) {
		const TrackedItem *item = &tracking->items[i];

		sink_open(sink, SD_BUS_TYPE_STRUCT, "sso");
		sink_text(sink, item->product);
		sink_text(sink, item->cycle);
		sink_path(sink, item->serial == SERIAL_NONE
					? EOLD_PATH_NONE
					: bus_path_release(item->product, item->cycle, &path));
		sink_close(sink);
	}
	sink_close(sink);
}

void manager_write_transition(Sink *sink, const Snapshot *snapshot, TimelineEntry entry) {
	size_t release_index;
	const Product *product =
		catalog_find_serial(snapshot_catalog(snapshot), entry.serial, NULL, &release_index);
	const char *cycle = release_name(product, product_release(product, release_index));
	BusPath path;

	sink_open(sink, SD_BUS_TYPE_STRUCT, "sssso");
	sink_date(sink, entry.date);
	sink_text(sink, product_name(product));
	sink_text(sink, cycle);
	sink_text(sink, milestone_name(entry.milestone));
	sink_path(sink, bus_path_release(product_name(product), cycle, &path));
	sink_close(sink);
}

static void write_next_transition(Sink *sink, const void *object) {
	const Snapshot *snapshot = object;

	if (snapshot->next_transition != SIZE_MAX) {
		manager_write_transition(sink, snapshot,
			timeline_entry(snapshot->dataset->timeline, snapshot->next_transition));
		return;
	}
	sink_open(sink, SD_BUS_TYPE_STRUCT, "sssso");
	for (size_t i = 0; i < 4; i++)
		sink_text(sink, "");
	sink_path(sink, EOLD_PATH_NONE);
	sink_close(sink);
}

const PropertyInfo manager_properties[_MANAGER_PROPERTY_MAX] = {
	[MANAGER_VERSION] = { "Version", "s", write_version, .is_quiet = true },
	[MANAGER_TODAY] = { "Today", "s", write_today },
	[MANAGER_PRODUCT_COUNT] = { "ProductCount", "u", write_product_count },
	[MANAGER_RELEASE_COUNT] = { "ReleaseCount", "u", write_release_count },
	[MANAGER_DATA_USEC] = { "DataUSec", "t", write_data_usec },
	[MANAGER_DATA_STALE] = { "DataStale", "b", write_data_stale },
	[MANAGER_LOAD_ERRORS] = { "LoadErrors", "a(ssus)", write_load_errors },
	[MANAGER_WARNING_DAYS] = { "WarningDays", "au", write_warning_days },
	[MANAGER_TRACKED] = { "Tracked", "a(sso)", write_tracked },
	[MANAGER_NEXT_TRANSITION] = { "NextTransition", "(sssso)", write_next_transition },
};
