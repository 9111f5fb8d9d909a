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

typedef struct ProductList {
	size_t *products; /* indices */
	size_t n, i;
	CivilDay day;
} ProductList;

static void product_list_free(void *work) {
	ProductList *list = work;

	if (!list)
		return;
	free(list->products);
	free(list);
}

static void product_list_freep(ProductList **list) {
	product_list_free(*list);
}

static int product_list_step(void *work, const Snapshot *snapshot, Sink *sink) {
	ProductList *list = work;

	if (list->i == list->n)
		return 1;
	write_summary(sink, catalog_product(snapshot_catalog(snapshot), list->products[list->i++]),
		list->day, snapshot_longest_warning(snapshot));
	return 0;
}

static int find_wanted(
	const Catalog *catalog, const char *category, const char *tag, ProductList *list) {
	size_t n = catalog_n_products(catalog);

	list->products = calloc(n + 1, sizeof(size_t));
	if (!list->products)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (is_wanted(catalog_product(catalog, i), category, tag))
			list->products[list->n++] = i;
	return 0;
}

int method_list_products(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	static const AnswerMaker maker = { "(osssuuu)", product_list_step, product_list_free };
	_cleanup_(product_list_freep) ProductList *list = calloc(1, sizeof(ProductList));
	const Bus *self = userdata;
	const char *category, *tag, *day_text;
	size_t n;
	int r = list ? sd_bus_message_read(call, "sss", &category, &tag, &day_text) : -ENOMEM;

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(self->snapshot, day_text, &list->day, error);
	if (r >= 0)
		r = find_wanted(snapshot_catalog(self->snapshot), category, tag, list);
	if (r < 0)
		return r;
	n = list->n;
	return answers_request(self->answers,
		(AnswerRequest){ .maker = &maker,
			.work = TAKE_PTR(list),
			.n_pieces = n,
			.held_bytes = strlen(category) + strlen(tag) },
		self->snapshot, call, error);
}

/* ---- releases -------------------------------------------------------------------------------- */

static void write_release_row(Sink *sink, const ReleaseView *view) {
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

typedef struct ReleaseList {
	size_t serial, end;
	CivilDay day;
} ReleaseList;

static int release_list_step(void *work, const Snapshot *snapshot, Sink *sink) {
	ReleaseList *list = work;
	ReleaseView view;

	if (list->serial == list->end)
		return 1;
	view = release_view(snapshot, list->serial++, list->day);
	write_release_row(sink, &view);
	return 0;
}

int method_list_releases(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	static const AnswerMaker maker = { "a{sv}", release_list_step, free };
	_cleanup_(freep) ReleaseList *list = calloc(1, sizeof(ReleaseList));
	const Bus *self = userdata;
	const char *name, *day_text;
	const Product *product;
	size_t index;
	int r = list ? sd_bus_message_read(call, "ss", &name, &day_text) : -ENOMEM;

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(self->snapshot, day_text, &list->day, error);
	if (r >= 0)
		r = find_product(self->snapshot, name, &product, &index, error);
	if (r < 0)
		return r;
	list->serial = catalog_first_serial(snapshot_catalog(self->snapshot), index);
	list->end = list->serial + product_n_releases(product);
	return answers_request(self->answers,
		(AnswerRequest){ .maker = &maker,
			.work = TAKE_PTR(list),
			.n_pieces = product_n_releases(product) },
		self->snapshot, call, error);
}

/* ---- transitions ----------------------------------------------------------------------------- */

typedef struct TransitionList {
	size_t i, end; /* in the timeline */
	bool *products; /* that are asked about, by index; NULL: all */
	bool only_tracked;
} TransitionList;

static void transition_list_free(void *work) {
	TransitionList *list = work;

	if (!list)
		return;
	free(list->products);
	free(list);
}

static void transition_list_freep(TransitionList **list) {
	transition_list_free(*list);
}

static bool is_asked(const TransitionList *list, const Snapshot *snapshot, size_t serial) {
	size_t index;

	if (list->only_tracked && !tracking_has(&snapshot->tracking, serial))
		return false;
	if (!list->products)
		return true;
	(void)catalog_find_serial(snapshot_catalog(snapshot), serial, &index, NULL);
	return list->products[index];
}

static int transition_list_step(void *work, const Snapshot *snapshot, Sink *sink) {
	enum { LOOKED_AT = 16 }; /* most may not be asked for */
	TransitionList *list = work;

	for (size_t n = 0; n < LOOKED_AT && list->i < list->end; n++) {
		TimelineEntry entry = timeline_entry(snapshot->dataset->timeline, list->i++);

		if (is_asked(list, snapshot, entry.serial))
			manager_write_transition(sink, snapshot, entry);
	}
	return list->i == list->end;
}

/* Where in the timeline the days begin and end. */
static void find_span(TransitionList *list, const Snapshot *snapshot, CivilDay from, CivilDay to) {
	const Timeline *timeline = snapshot->dataset->timeline;

	list->i = timeline_find(timeline, from);
	list->end = to == CIVIL_DAY_MAX ? timeline_n_entries(timeline)
					: timeline_find(timeline, to + 1);
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
	static const AnswerMaker maker = { "(sssso)", transition_list_step, transition_list_free };
	_cleanup_(transition_list_freep) TransitionList *list = calloc(1, sizeof(TransitionList));
	_cleanup_(freep) size_t *products = NULL;
	const Bus *self = userdata;
	const char *from_text, *to_text;
	size_t n_products, n;
	CivilDay from, to;
	uint64_t flags;
	int r = list ? sd_bus_message_read(call, "ss", &from_text, &to_text) : -ENOMEM;

	if (r >= 0)
		r = read_products(self->snapshot, call, &products, &n_products, error);
	if (r >= 0)
		r = read_flags(call, EOLD_TRANSITIONS_TRACKED, &flags, error);
	if (r >= 0)
		r = parse_span(self->snapshot, from_text, to_text, &from, &to, error);
	if (r >= 0)
		r = mark_products(self->snapshot, products, n_products, &list->products);
	if (r < 0)
		return r;
	find_span(list, self->snapshot, from, to);
	list->only_tracked = flags & EOLD_TRANSITIONS_TRACKED;
	n = list->end - list->i;
	return answers_request(self->answers,
		(AnswerRequest){ .maker = &maker,
			.work = TAKE_PTR(list),
			.n_pieces = n,
			.held_bytes = n_products * PRODUCT_NAME_BYTES },
		self->snapshot, call, error);
}
