/* SPDX-License-Identifier: MIT */
/* The Manager's methods that list: products, releases, transitions. */
#include "bus-internal.h"

#include <errno.h>
#include <string.h>

#include "arguments.h"

/* ---- products -------------------------------------------------------------------------------- */

static bool has_tag(const Product *product, const char *tag) {
	for (size_t i = 0; i < product->tags.n; i++)
		if (strcmp(product_list_text(product, &product->tags, i), tag) == 0)
			return true;
	return false;
}

static bool is_wanted(const Product *product, const char *category, const char *tag) {
	return (category[0] == '\0' ||
		       strcmp(product_text_or_empty(product, product->category), category) == 0) &&
	       (tag[0] == '\0' || has_tag(product, tag));
}

static void write_summary(Sink *sink, const Product *product, CivilDay day, unsigned longest) {
	uint32_t n_living = 0, n_ending = 0;
	BusPath path;

	for (size_t i = 0; i < product_n_releases(product); i++) {
		Mark eol = release_mark(product_release(product, i), MILESTONE_EOL);

		if (mark_is_reached(eol, day))
			continue;
		n_living++;
		n_ending += mark_is_date(eol) && (uint32_t)(eol - day) <= longest;
	}
	sink_open(sink, SD_BUS_TYPE_STRUCT, "osssuuu");
	sink_path(sink, bus_path_product(product_name(product), &path));
	sink_text(sink, product_name(product));
	sink_text(sink, product_text(product, product->label));
	sink_text(sink, product_text(product, product->category));
	sink_uint(sink, (uint32_t)product_n_releases(product));
	sink_uint(sink, n_living);
	sink_uint(sink, n_ending);
	sink_close(sink);
}

int method_list_products(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	const Catalog *catalog = snapshot_catalog(self->snapshot);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const char *category, *tag, *day_text;
	CivilDay day;
	int r = sd_bus_message_read(call, "sss", &category, &tag, &day_text);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(self->snapshot, day_text, &day, error);
	if (r >= 0)
		r = sd_bus_message_new_method_return(call, &reply);
	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);

	sink_open(&sink, SD_BUS_TYPE_ARRAY, "(osssuuu)");
	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		const Product *product = catalog_product(catalog, i);

		if (is_wanted(product, category, tag))
			write_summary(
				&sink, product, day, snapshot_longest_warning(self->snapshot));
	}
	sink_close(&sink);
	return send_answer(reply, sink.error, sink.size, error);
}

/* ---- releases -------------------------------------------------------------------------------- */

static void write_release(Sink *sink, const ReleaseView *view) {
	BusPath path;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "{sv}");
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sv");
	sink_text(sink, "Path");
	sink_open(sink, SD_BUS_TYPE_VARIANT, "o");
	sink_path(sink, bus_path_release(product_name(view->product),
				release_name(view->product, view->release), &path));
	sink_close(sink);
	sink_close(sink);
	for (size_t i = 0; i < _RELEASE_PROPERTY_MAX; i++)
		property_write_entry(&release_properties[i], sink, view);
	sink_close(sink);
}

int method_list_releases(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const char *name, *day_text;
	const Product *product;
	size_t index, first;
	CivilDay day;
	int r = sd_bus_message_read(call, "ss", &name, &day_text);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(self->snapshot, day_text, &day, error);
	if (r >= 0)
		r = find_product(self->snapshot, name, &product, &index, error);
	if (r >= 0)
		r = sd_bus_message_new_method_return(call, &reply);
	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);

	first = catalog_first_serial(snapshot_catalog(self->snapshot), index);
	sink_open(&sink, SD_BUS_TYPE_ARRAY, "a{sv}");
	for (size_t i = 0; i < product_n_releases(product) && sink.size <= EOLD_MAX_ANSWER_BYTES;
		i++) {
		ReleaseView view = release_view(self->snapshot, first + i, day);

		write_release(&sink, &view);
	}
	sink_close(&sink);
	return send_answer(reply, sink.error, sink.size, error);
}

/* ---- transitions ----------------------------------------------------------------------------- */

/* Which releases are asked about. */
typedef struct TransitionFilter {
	const Snapshot *snapshot;
	bool *products; /* by index; NULL: all */
	bool only_tracked;
} TransitionFilter;

static bool is_asked(const TransitionFilter *filter, size_t serial) {
	size_t index;

	if (filter->only_tracked && !tracking_has(&filter->snapshot->tracking, serial))
		return false;
	if (!filter->products)
		return true;
	(void)catalog_find_serial(snapshot_catalog(filter->snapshot), serial, &index, NULL);
	return filter->products[index];
}

static void write_transitions(
	const TransitionFilter *filter, CivilDay from, CivilDay to, Sink *sink) {
	const Timeline *timeline = filter->snapshot->dataset->timeline;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "(sssso)");
	for (size_t i = timeline_find(timeline, from);
		i < timeline_n_entries(timeline) && sink->size <= EOLD_MAX_ANSWER_BYTES; i++) {
		TimelineEntry entry = timeline_entry(timeline, i);

		if (entry.date > to)
			break;
		if (is_asked(filter, entry.serial))
			manager_write_transition(sink, filter->snapshot, entry);
	}
	sink_close(sink);
}

static int parse_span(const Snapshot *snapshot, const char *from_text, const char *to_text,
	CivilDay *from, CivilDay *to, sd_bus_error *error) {
	int r = parse_day(snapshot, from_text, from, error);

	if (r >= 0)
		r = parse_day(snapshot, to_text, to, error);
	if (r >= 0 && *from > *to)
		return sd_bus_error_setf(error, EOLD_ERROR_INVALID_DATE,
			"From '%s' to '%s' runs backwards.", from_text, to_text);
	return r;
}

static int mark_products(const Snapshot *snapshot, const size_t *list, size_t n, bool **ret) {
	bool *marked;

	if (n == 0)
		return 0;
	marked = calloc(catalog_n_products(snapshot_catalog(snapshot)), sizeof(bool));
	if (!marked)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		marked[list[i]] = true;
	*ret = marked;
	return 0;
}

int method_list_transitions(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	_cleanup_(freep) size_t *list = NULL;
	_cleanup_(freep) bool *products = NULL;
	const char *from_text, *to_text;
	CivilDay from, to;
	uint64_t flags;
	size_t n;
	int r = sd_bus_message_read(call, "ss", &from_text, &to_text);

	if (r >= 0)
		r = read_products(self->snapshot, call, &list, &n, error);
	if (r >= 0)
		r = read_flags(call, EOLD_TRANSITIONS_TRACKED, &flags, error);
	if (r >= 0)
		r = parse_span(self->snapshot, from_text, to_text, &from, &to, error);
	if (r >= 0)
		r = mark_products(self->snapshot, list, n, &products);
	if (r >= 0)
		r = sd_bus_message_new_method_return(call, &reply);
	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);
	TransitionFilter filter = {
		.snapshot = self->snapshot,
		.products = products,
		.only_tracked = flags & EOLD_TRANSITIONS_TRACKED,
	};

	write_transitions(&filter, from, to, &sink);
	return send_answer(reply, sink.error, sink.size, error);
}
