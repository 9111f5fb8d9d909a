/* SPDX-License-Identifier: MIT */
#include "timeline.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "lifecycle/lifecycle.h"

enum { MILESTONE_BITS = 3 };

/* What stands in the place of a milestone where a release comes out. */
enum { RELEASED = _MILESTONE_MAX };

typedef struct Entries {
	uint32_t *items; /* serial and milestone */
	size_t n;
} Entries;

struct Timeline {
	Catalog *catalog;
	Entries shown;
	Entries silent;
};

static size_t entry_serial(uint32_t entry) {
	return entry >> MILESTONE_BITS;
}

static unsigned entry_milestone(uint32_t entry) {
	return entry & ((1u << MILESTONE_BITS) - 1);
}

static CivilDay entry_date(const Timeline *timeline, uint32_t entry) {
	size_t place;
	const Product *product =
		catalog_find_serial(timeline->catalog, entry_serial(entry), NULL, &place);
	const Release *release = product_release(product, place);
	unsigned milestone = entry_milestone(entry);

	return milestone == RELEASED ? release->release_date
				     : release_mark(release, (Milestone)milestone);
}

Timeline *timeline_free(Timeline *timeline) {
	if (!timeline)
		return NULL;
	catalog_unref(timeline->catalog);
	free(timeline->shown.items);
	free(timeline->silent.items);
	free(timeline);
	return NULL;
}

/* An entry with its date, on its way to being sorted. */
typedef struct Key {
	uint32_t date; /* days from the first that there is */
	uint32_t entry;
} Key;

typedef struct Keys {
	Key *items; /* NULL: they are only counted */
	size_t n;
} Keys;

static void add_key(Keys *keys, CivilDay date, size_t serial, unsigned milestone) {
	if (keys->items)
		keys->items[keys->n] = (Key){
			.date = (uint32_t)(date - CIVIL_DAY_MIN),
			.entry = (uint32_t)(serial << MILESTONE_BITS | milestone),
		};
	keys->n++;
}

/* In the order that holds within a day. */
static void add_release(
	const Product *product, const Release *release, size_t serial, Keys *shown, Keys *silent) {
	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		Mark mark = release_mark(release, m);

		if (!mark_is_date(mark))
			continue;
		add_key(lifecycle_shown_mark(product, release, m) != MARK_ABSENT ? shown : silent,
			mark, serial, m);
	}
	if (release->release_date != CIVIL_DAY_NONE)
		add_key(silent, release->release_date, serial, RELEASED);
}

static void add_product(const Catalog *catalog, size_t i, Keys *shown, Keys *silent) {
	const Product *product = catalog_product(catalog, i);
	size_t first = catalog_first_serial(catalog, i);

	for (size_t k = 0; k < product_n_releases(product); k++)
		add_release(product, product_release(product, k), first + k, shown, silent);
}

static void add_catalog(const Catalog *catalog, Keys *shown, Keys *silent) {
	shown->n = silent->n = 0;
	for (size_t i = 0; i < catalog_n_products(catalog); i++)
		add_product(catalog, i, shown, silent);
}

/* Ten thousand years have fewer days than two such digits can tell. */
enum { DIGIT_BITS = 11, N_DIGITS = 1 << DIGIT_BITS };

static_assert(CIVIL_DAY_MAX - CIVIL_DAY_MIN < N_DIGITS * N_DIGITS, "two digits of a date");

static unsigned digit(const Key *key, unsigned place) {
	return key->date >> (place * DIGIT_BITS) & (N_DIGITS - 1);
}

/* Sorts by one digit; what has the same stays in its order. */
static void sort_by_digit(const Key *from, size_t n, unsigned place, Key *to) {
	uint32_t next[N_DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		next[digit(&from[i], place)]++;
	for (size_t i = 0; i < N_DIGITS; i++) {
		uint32_t count = next[i];

		next[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[next[digit(&from[i], place)]++] = from[i];
}

/* They come in the order that holds within a day, so that only dates are left to sort by. */
static bool sort_keys(Keys *keys) {
	_cleanup_(freep) Key *other = calloc(keys->n + 1, sizeof(Key));

	if (!other)
		return false;
	sort_by_digit(keys->items, keys->n, 0, other);
	sort_by_digit(other, keys->n, 1, keys->items);
	return true;
}

static bool sort_entries(Keys *keys, Entries *entries) {
	entries->items = calloc(keys->n + 1, sizeof(uint32_t));
	if (!entries->items || !sort_keys(keys))
		return false;
	for (size_t i = 0; i < keys->n; i++)
		entries->items[i] = keys->items[i].entry;
	entries->n = keys->n;
	return true;
}

Timeline *timeline_new(Catalog *catalog) {
	_cleanup_(timeline_freep) Timeline *timeline = calloc(1, sizeof(Timeline));
	_cleanup_(freep) Key *shown_keys = NULL, *silent_keys = NULL;
	Keys shown = { 0 }, silent = { 0 };

	if (!timeline)
		return NULL;
	timeline->catalog = catalog_ref(catalog);
	add_catalog(catalog, &shown, &silent);
	shown.items = shown_keys = calloc(shown.n + 1, sizeof(Key));
	silent.items = silent_keys = calloc(silent.n + 1, sizeof(Key));
	if (!shown_keys || !silent_keys)
		return NULL;
	add_catalog(catalog, &shown, &silent);
	if (!sort_entries(&shown, &timeline->shown) || !sort_entries(&silent, &timeline->silent))
		return NULL;
	return TAKE_PTR(timeline);
}

/* ---- out of the one before ------------------------------------------------------------------- */

enum { SERIAL_GONE = UINT32_MAX };

/* What two catalogs share. */
typedef struct Shared {
	uint32_t *serials; /* of releases before: what they are now, or SERIAL_GONE */
	bool *is_shared; /* of products now */
} Shared;

static void shared_deinit(Shared *shared) {
	free(shared->serials);
	free(shared->is_shared);
}

static void share_product(
	Shared *shared, const Catalog *before, size_t k, const Catalog *now, size_t i) {
	size_t from = catalog_first_serial(before, k), to = catalog_first_serial(now, i);

	shared->is_shared[i] = true;
	for (size_t j = 0; j < product_n_releases(catalog_product(now, i)); j++)
		shared->serials[from + j] = (uint32_t)(to + j);
}

static bool find_shared(Shared *shared, const Catalog *before, const Catalog *now) {
	_cleanup_(freep) uint32_t *map = catalog_map_shared(before, now);

	shared->serials = calloc(catalog_n_releases(before) + 1, sizeof(uint32_t));
	shared->is_shared = calloc(catalog_n_products(now) + 1, sizeof(bool));
	if (!map || !shared->serials || !shared->is_shared)
		return false;
	for (size_t i = 0; i < catalog_n_releases(before); i++)
		shared->serials[i] = SERIAL_GONE;
	for (size_t k = 0; k < catalog_n_products(before); k++)
		if (map[k] != CATALOG_NOT_SHARED)
			share_product(shared, before, k, now, map[k]);
	return true;
}

static void add_others(const Catalog *catalog, const Shared *shared, Keys *shown, Keys *silent) {
	shown->n = silent->n = 0;
	for (size_t i = 0; i < catalog_n_products(catalog); i++)
		if (!shared->is_shared[i])
			add_product(catalog, i, shown, silent);
}

/* Those that stay, under their new serials: the order of products, and so of entries, is the same.
 * Returns how many there are. */
static size_t keep_entries(const Entries *before, const Shared *shared, uint32_t *kept) {
	size_t n = 0;

	for (size_t i = 0; i < before->n; i++) {
		uint32_t serial = shared->serials[entry_serial(before->items[i])];

		if (serial != SERIAL_GONE)
			kept[n++] = serial << MILESTONE_BITS | entry_milestone(before->items[i]);
	}
	return n;
}

/* How many of the sorted entries come before a key. */
static size_t count_before(const Timeline *timeline, const uint32_t *entries, size_t n, Key key) {
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t date = (uint32_t)(entry_date(timeline, entries[middle]) - CIVIL_DAY_MIN);

		if (date < key.date || (date == key.date && entries[middle] < key.entry))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Adds sorted keys to what is kept of the entries before. */
static bool merge_entries(const Timeline *timeline, const Entries *before, const Shared *shared,
	const Keys *added, Entries *entries) {
	_cleanup_(freep) uint32_t *kept = calloc(before->n + 1, sizeof(uint32_t));
	size_t n_kept, k = 0;

	entries->items = calloc(before->n + added->n + 1, sizeof(uint32_t));
	if (!kept || !entries->items)
		return false;
	n_kept = keep_entries(before, shared, kept);
	for (size_t i = 0; i < added->n; i++) {
		size_t n = count_before(timeline, kept + k, n_kept - k, added->items[i]);

		memcpy(entries->items + entries->n, kept + k, n * sizeof(uint32_t));
		entries->n += n;
		k += n;
		entries->items[entries->n++] = added->items[i].entry;
	}
	memcpy(entries->items + entries->n, kept + k, (n_kept - k) * sizeof(uint32_t));
	entries->n += n_kept - k;
	return true;
}

Timeline *timeline_new_from(Catalog *catalog, const Timeline *previous) {
	_cleanup_(timeline_freep) Timeline *timeline = NULL;
	_cleanup_(shared_deinit) Shared shared = { 0 };
	_cleanup_(freep) Key *shown_keys = NULL, *silent_keys = NULL;
	Keys shown = { 0 }, silent = { 0 };

	if (!previous)
		return timeline_new(catalog);
	timeline = calloc(1, sizeof(Timeline));
	if (!timeline || !find_shared(&shared, previous->catalog, catalog))
		return NULL;
	timeline->catalog = catalog_ref(catalog);
	add_others(catalog, &shared, &shown, &silent);
	shown.items = shown_keys = calloc(shown.n + 1, sizeof(Key));
	silent.items = silent_keys = calloc(silent.n + 1, sizeof(Key));
	if (!shown_keys || !silent_keys)
		return NULL;
	add_others(catalog, &shared, &shown, &silent);
	if (!sort_keys(&shown) || !sort_keys(&silent) ||
		!merge_entries(timeline, &previous->shown, &shared, &shown, &timeline->shown) ||
		!merge_entries(timeline, &previous->silent, &shared, &silent, &timeline->silent))
		return NULL;
	return TAKE_PTR(timeline);
}

size_t timeline_n_entries(const Timeline *timeline) {
	return timeline->shown.n;
}

TimelineEntry timeline_entry(const Timeline *timeline, size_t index) {
	assert(index < timeline->shown.n);
	uint32_t entry = timeline->shown.items[index];

	return (TimelineEntry){
		.date = entry_date(timeline, entry),
		.serial = entry_serial(entry),
		.milestone = (Milestone)entry_milestone(entry),
	};
}

static size_t find_date(const Timeline *timeline, const Entries *entries, CivilDay date) {
	size_t low = 0, high = entries->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (entry_date(timeline, entries->items[middle]) < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t timeline_find(const Timeline *timeline, CivilDay date) {
	return find_date(timeline, &timeline->shown, date);
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
	const Entries *lists[] = { &timeline->shown, &timeline->silent };
	size_t begin[ELEMENTSOF(lists)], end[ELEMENTSOF(lists)], n = 0;
	uint32_t *serials;

	for (size_t i = 0; i < ELEMENTSOF(lists); i++) {
		begin[i] = find_date(timeline, lists[i], first);
		end[i] = find_date(timeline, lists[i], last + 1);
		n += end[i] - begin[i];
	}
	serials = calloc(n + 1, sizeof(uint32_t));
	if (!serials)
		return -ENOMEM;
	n = 0;
	for (size_t i = 0; i < ELEMENTSOF(lists); i++)
		for (size_t k = begin[i]; k < end[i]; k++)
			serials[n++] = (uint32_t)entry_serial(lists[i]->items[k]);
	qsort(serials, n, sizeof(uint32_t), compare_serials);
	*ret_serials = serials;
	return (ssize_t)drop_repetitions(serials, n);
}
