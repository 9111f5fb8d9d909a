/* SPDX-License-Identifier: MIT */
#include "timeline.h"

#include <assert.h>
#include <errno.h>

#include "lifecycle/lifecycle.h"

/* A key sorts as the contract wants: 26 bits of date, 35 of serial, 3 of milestone. */
enum { MILESTONE_BITS = 3, SERIAL_BITS = 35 };

typedef struct Keys {
	uint64_t *items;
	size_t n;
} Keys;

struct Timeline {
	Keys shown;
	Keys silent; /* milestone counts the reason apart, so that keys differ */
};

static uint64_t make_key(CivilDay date, size_t serial, unsigned milestone) {
	return (uint64_t)(date - CIVIL_DAY_MIN) << (SERIAL_BITS + MILESTONE_BITS) |
	       (uint64_t)serial << MILESTONE_BITS | milestone;
}

static CivilDay key_date(uint64_t key) {
	return (CivilDay)(key >> (SERIAL_BITS + MILESTONE_BITS)) + CIVIL_DAY_MIN;
}

static size_t key_serial(uint64_t key) {
	return (size_t)(key >> MILESTONE_BITS & ((UINT64_C(1) << SERIAL_BITS) - 1));
}

Timeline *timeline_free(Timeline *timeline) {
	if (!timeline)
		return NULL;
	free(timeline->shown.items);
	free(timeline->silent.items);
	free(timeline);
	return NULL;
}

static void add_key(Keys *keys, CivilDay date, size_t serial, unsigned milestone) {
	if (keys->items)
		keys->items[keys->n] = make_key(date, serial, milestone);
	keys->n++;
}

/* Counts, or fills where there are arrays. */
static void add_release(
	Timeline *timeline, const Product *product, const Release *release, size_t serial) {
	if (release->release_date != CIVIL_DAY_NONE)
		add_key(&timeline->silent, release->release_date, serial, _MILESTONE_MAX);
	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		if (!mark_is_date(release->marks[m]))
			continue;
		if (lifecycle_shown_mark(product, release, m) != MARK_ABSENT)
			add_key(&timeline->shown, release->marks[m], serial, m);
		else
			add_key(&timeline->silent, release->marks[m], serial, m);
	}
}

static void add_catalog(Timeline *timeline, const Catalog *catalog) {
	timeline->shown.n = timeline->silent.n = 0;
	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		const Product *product = catalog_product(catalog, i);
		size_t first = catalog_first_serial(catalog, i);

		for (size_t k = 0; k < product_n_releases(product); k++)
			add_release(timeline, product, product_release(product, k), first + k);
	}
}

static int compare_keys(const void *a, const void *b) {
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

Timeline *timeline_new(const Catalog *catalog) {
	_cleanup_(timeline_freep) Timeline *timeline = calloc(1, sizeof(Timeline));

	if (!timeline)
		return NULL;
	add_catalog(timeline, catalog);
	timeline->shown.items = calloc(timeline->shown.n + 1, sizeof(uint64_t));
	timeline->silent.items = calloc(timeline->silent.n + 1, sizeof(uint64_t));
	if (!timeline->shown.items || !timeline->silent.items)
		return NULL;
	add_catalog(timeline, catalog);
	qsort(timeline->shown.items, timeline->shown.n, sizeof(uint64_t), compare_keys);
	qsort(timeline->silent.items, timeline->silent.n, sizeof(uint64_t), compare_keys);
	return TAKE_PTR(timeline);
}

size_t timeline_n_entries(const Timeline *timeline) {
	return timeline->shown.n;
}

TimelineEntry timeline_entry(const Timeline *timeline, size_t index) {
	assert(index < timeline->shown.n);
	uint64_t key = timeline->shown.items[index];

	return (TimelineEntry){
		.date = key_date(key),
		.serial = key_serial(key),
		.milestone = (Milestone)(key & ((1u << MILESTONE_BITS) - 1)),
	};
}

static size_t find_date(const Keys *keys, CivilDay date) {
	size_t low = 0, high = keys->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (key_date(keys->items[middle]) < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t timeline_find(const Timeline *timeline, CivilDay date) {
	return find_date(&timeline->shown, date);
}

static int compare_serials(const void *a, const void *b) {
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static size_t drop_repetitions(uint32_t *serials, size_t n) {
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 || serials[kept - 1] != serials[i])
			serials[kept++] = serials[i];
	return kept;
}

/* A mark flips on the day after its date, a release comes out on its date: taking both ends of the
 * span in is enough, and one day too many does no harm. */
ssize_t timeline_find_changes(
	const Timeline *timeline, CivilDay from, CivilDay to, uint32_t **ret_serials) {
	CivilDay first = from < to ? from : to, last = from < to ? to : from;
	const Keys *lists[] = { &timeline->shown, &timeline->silent };
	uint32_t *serials;
	size_t n = 0;

	for (size_t i = 0; i < ELEMENTSOF(lists); i++)
		n += find_date(lists[i], last + 1) - find_date(lists[i], first);
	serials = calloc(n + 1, sizeof(uint32_t));
	if (!serials)
		return -ENOMEM;
	n = 0;
	for (size_t i = 0; i < ELEMENTSOF(lists); i++)
		for (size_t k = find_date(lists[i], first), end = find_date(lists[i], last + 1);
			k < end; k++)
			serials[n++] = (uint32_t)key_serial(lists[i]->items[k]);
	qsort(serials, n, sizeof(uint32_t), compare_serials);
	*ret_serials = serials;
	return (ssize_t)drop_repetitions(serials, n);
}
