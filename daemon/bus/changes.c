/* SPDX-License-Identifier: MIT */
#include "changes.h"

#include <errno.h>
#include <string.h>

#include "dbus/bus-names.h"

typedef enum Phase {
	PHASE_REMOVED,
	PHASE_ADDED,
	PHASE_MANAGER,
	PHASE_HOST,
	PHASE_PRODUCTS,
	PHASE_CANDIDATES,
	PHASE_DONE,
} Phase;

struct Changes {
	const Snapshot *before;
	const Snapshot *after;
	Phase phase;
	size_t product; /* index in the catalog that the phase walks over */
	size_t other; /* index in the other catalog behind what was found there last */
	size_t release; /* in it: releases after, then those before */
	bool in_product; /* the product itself was looked at, now its releases */
	uint32_t *candidates; /* serials after, ascending, of products that did not change */
	size_t n_candidates;
	size_t candidate;
};

Changes *changes_free(Changes *changes) {
	if (!changes)
		return NULL;
	free(changes->candidates);
	free(changes);
	return NULL;
}

/* ---- candidates ------------------------------------------------------------------------------ */

/* The serial after of a release before, or SERIAL_NONE. */
static size_t translate(const Snapshot *from, const Snapshot *to, size_t serial) {
	size_t place, index;
	const Product *product = catalog_find_serial(snapshot_catalog(from), serial, NULL, &place);
	const Product *other =
		catalog_find_name(snapshot_catalog(to), product_name(product), &index);
	const char *cycle = release_name(product, product_release(product, place));

	if (!other || !product_find_release(other, cycle, strlen(cycle), &place))
		return SERIAL_NONE;
	return catalog_first_serial(snapshot_catalog(to), index) + place;
}

static void add_candidate(Changes *changes, size_t serial) {
	if (serial != SERIAL_NONE)
		changes->candidates[changes->n_candidates++] = (uint32_t)serial;
}

/* What the administrator names may change in ways that no date tells. */
static void add_named(Changes *changes, const Snapshot *snapshot) {
	const Tracking *tracking = &snapshot->tracking;

	for (size_t i = 0; i < tracking->n_serials; i++)
		add_candidate(changes,
			snapshot == changes->after
				? tracking->serials[i]
				: translate(snapshot, changes->after, tracking->serials[i]));
	for (size_t i = 0; i < tracking->n_entitled; i++)
		add_candidate(changes, snapshot == changes->after
					       ? tracking->entitled[i].serial
					       : translate(snapshot, changes->after,
							 tracking->entitled[i].serial));
}

static int compare_serials(const void *a, const void *b) {
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void sort_candidates(Changes *changes) {
	size_t n = 0;

	qsort(changes->candidates, changes->n_candidates, sizeof(uint32_t), compare_serials);
	for (size_t i = 0; i < changes->n_candidates; i++)
		if (n == 0 || changes->candidates[n - 1] != changes->candidates[i])
			changes->candidates[n++] = changes->candidates[i];
	changes->n_candidates = n;
}

static size_t count_named(const Snapshot *snapshot) {
	return snapshot->tracking.n_serials + snapshot->tracking.n_entitled;
}

static int find_candidates(Changes *changes) {
	const Snapshot *before = changes->before, *after = changes->after;
	_cleanup_(freep) uint32_t *by_day = NULL;
	ssize_t n_by_day = 0;

	if (before->today != after->today)
		n_by_day = timeline_find_changes(
			after->dataset->timeline, before->today, after->today, &by_day);
	if (n_by_day < 0)
		return (int)n_by_day;
	changes->candidates = calloc(
		(size_t)n_by_day + count_named(before) + count_named(after) + 1, sizeof(uint32_t));
	if (!changes->candidates)
		return -ENOMEM;
	for (ssize_t i = 0; i < n_by_day; i++)
		add_candidate(changes, by_day[i]);
	add_named(changes, before);
	add_named(changes, after);
	sort_candidates(changes);
	return 0;
}

Changes *changes_new(const Snapshot *before, const Snapshot *after) {
	_cleanup_(changes_freep) Changes *changes = calloc(1, sizeof(Changes));

	if (!changes)
		return NULL;
	changes->before = before;
	changes->after = after;
	if (find_candidates(changes) < 0)
		return NULL;
	return TAKE_PTR(changes);
}

/* ---- the walk -------------------------------------------------------------------------------- */

static void next_phase(Changes *changes) {
	changes->phase++;
	changes->product = changes->other = changes->release = 0;
	changes->in_product = false;
}

/* What stands under the name of a product in the other catalog, or NULL. Most are in both, and in
 * the same order, so that nothing is searched for. */
static const Product *find_other(
	Changes *changes, const Catalog *other, const Product *product, size_t *ret_index) {
	size_t i = changes->other;
	const Product *found = i < catalog_n_products(other) && catalog_product(other, i) == product
				       ? product
				       : catalog_find_name(other, product_name(product), &i);

	if (found)
		changes->other = i + 1;
	*ret_index = i;
	return found;
}

/* Products of one catalog that the other one lacks. */
static int next_missing(
	Changes *changes, const Snapshot *of, const Snapshot *in, ChangeKind kind, Change *ret) {
	const Catalog *catalog = snapshot_catalog(of);
	const Product *product;
	size_t index;

	if (of->dataset == in->dataset || changes->product == catalog_n_products(catalog)) {
		next_phase(changes);
		return 0;
	}
	product = catalog_product(catalog, changes->product++);
	if (find_other(changes, snapshot_catalog(in), product, &index))
		return 0;
	ret->kind = kind;
	ret->product = product;
	(void)bus_path_product(product_name(product), &ret->path);
	return 1;
}

static int compare_manager(Changes *changes, Change *ret) {
	int r = property_compare(manager_properties, _MANAGER_PROPERTY_MAX, UINT64_MAX,
		changes->before, changes->after, &ret->properties);

	next_phase(changes);
	if (r < 0 || ret->properties == 0)
		return r;
	ret->kind = CHANGE_MANAGER;
	(void)strcpy(ret->path.text, EOLD_PATH_MANAGER);
	return 1;
}

static int compare_host(Changes *changes, Change *ret) {
	HostView before = host_view(changes->before, changes->before->today);
	HostView after = host_view(changes->after, changes->after->today);
	int r = property_compare(
		host_properties, _HOST_PROPERTY_MAX, UINT64_MAX, &before, &after, &ret->properties);

	next_phase(changes);
	if (r < 0 || ret->properties == 0)
		return r;
	ret->kind = CHANGE_HOST;
	(void)strcpy(ret->path.text, EOLD_PATH_HOST);
	return 1;
}

static void set_release_path(Change *change, const Product *product, const Release *release) {
	(void)bus_path_release(
		product_name(product), release_name(product, release), &change->path);
}

/* Compares a release that stands in both, by its serials. */
static int compare_release(
	const Changes *changes, size_t serial_before, size_t serial_after, Change *ret) {
	ReleaseView before = release_view(changes->before, serial_before, changes->before->today);
	int r;

	ret->release = release_view(changes->after, serial_after, changes->after->today);
	r = release_compare(&before, &ret->release, &ret->properties);
	if (r < 0 || ret->properties == 0)
		return r;
	ret->kind = CHANGE_RELEASE;
	set_release_path(ret, ret->release.product, ret->release.release);
	return 1;
}

/* The product that stands at the walk's place, and what it was before; false if it is the same, or
 * was not there. */
static bool find_pair(Changes *changes, const Product **ret_before, size_t *ret_first_before,
	const Product **ret_after) {
	const Catalog *before = snapshot_catalog(changes->before);
	size_t index;

	*ret_after = catalog_product(snapshot_catalog(changes->after), changes->product);
	*ret_before = find_other(changes, before, *ret_after, &index);
	if (!*ret_before || *ret_before == *ret_after)
		return false;
	*ret_first_before = catalog_first_serial(before, index);
	return true;
}

static int compare_products(
	Changes *changes, const Product *before, const Product *after, Change *ret) {
	int r = property_compare(product_properties, _PRODUCT_PROPERTY_MAX, UINT64_MAX, before,
		after, &ret->properties);

	changes->in_product = true;
	changes->release = 0;
	if (r < 0 || ret->properties == 0)
		return r;
	ret->kind = CHANGE_PRODUCT;
	ret->product = after;
	(void)bus_path_product(product_name(after), &ret->path);
	return 1;
}

/* One release of a product that changed: those after first, then those that only were before. */
static int compare_releases_of(Changes *changes, const Product *before, size_t first_before,
	const Product *after, Change *ret) {
	size_t i = changes->release++, n_after = product_n_releases(after), place;
	bool is_after = i < n_after;
	const Product *own = is_after ? after : before, *other = is_after ? before : after;
	const Release *release = product_release(own, is_after ? i : i - n_after);
	const char *cycle = release_name(own, release);

	if (!product_find_release(other, cycle, strlen(cycle), &place)) {
		ret->kind = is_after ? CHANGE_RELEASE_ADDED : CHANGE_RELEASE_REMOVED;
		set_release_path(ret, own, release);
		return 1;
	}
	if (!is_after)
		return 0;
	return compare_release(changes, first_before + place,
		catalog_first_serial(snapshot_catalog(changes->after), changes->product) + i, ret);
}

static int next_in_products(Changes *changes, Change *ret) {
	const Product *before, *after;
	size_t first_before;

	if (changes->before->dataset == changes->after->dataset ||
		changes->product == catalog_n_products(snapshot_catalog(changes->after))) {
		next_phase(changes);
		return 0;
	}
	if (!find_pair(changes, &before, &first_before, &after)) {
		changes->product++;
		return 0;
	}
	if (!changes->in_product)
		return compare_products(changes, before, after, ret);
	if (changes->release < product_n_releases(after) + product_n_releases(before))
		return compare_releases_of(changes, before, first_before, after, ret);
	changes->product++;
	changes->in_product = false;
	return 0;
}

static int next_candidate(Changes *changes, Change *ret) {
	const Product *product, *before;
	size_t serial, place, index;

	if (changes->candidate == changes->n_candidates) {
		next_phase(changes);
		return 0;
	}
	serial = changes->candidates[changes->candidate++];
	product = catalog_find_serial(snapshot_catalog(changes->after), serial, NULL, &place);
	before =
		catalog_find_name(snapshot_catalog(changes->before), product_name(product), &index);
	/* another block was looked at as a whole */
	if (before != product)
		return 0;
	return compare_release(changes,
		catalog_first_serial(snapshot_catalog(changes->before), index) + place, serial,
		ret);
}

int changes_next(Changes *changes, Change *ret) {
	ret->kind = CHANGE_NONE;
	ret->properties = 0;
	switch (changes->phase) {
	case PHASE_REMOVED:
		return next_missing(changes, changes->before, changes->after, CHANGE_REMOVED, ret);
	case PHASE_ADDED:
		return next_missing(changes, changes->after, changes->before, CHANGE_ADDED, ret);
	case PHASE_MANAGER:
		return compare_manager(changes, ret);
	case PHASE_HOST:
		return compare_host(changes, ret);
	case PHASE_PRODUCTS:
		return next_in_products(changes, ret);
	case PHASE_CANDIDATES:
		return next_candidate(changes, ret);
	case PHASE_DONE:
	default:
		return 1;
	}
}
