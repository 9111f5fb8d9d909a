/* SPDX-License-Identifier: MIT */
#include "departures.h"

#include <errno.h>
#include <string.h>

Departures departures_begin(const Known *known, const Catalog *catalog) {
	return (Departures){ .known = known, .catalog = catalog };
}

void departures_deinit(Departures *departures) {
	free(departures->added);
	departures->added = NULL;
}

static void add(Departures *departures, const RememberedRelease *item) {
	if (departures->n_added == departures->size) {
		size_t size = departures->size ? departures->size * 2 : 16;
		RememberedRelease *bigger =
			reallocarray(departures->added, size, sizeof(RememberedRelease));

		if (!bigger) {
			departures->out_of_memory = true;
			return;
		}
		departures->added = bigger;
		departures->size = size;
	}
	departures->added[departures->n_added++] = *item;
}

static void get_item(const RememberedRelease *item, KnownRelease *ret) {
	memcpy(ret->marks, item->marks, sizeof(ret->marks));
	ret->notes = item->notes;
	ret->latest = item->latest;
}

bool departures_find(
	Departures *departures, const char *product, const char *cycle, KnownRelease *ret) {
	const Known *known = departures->known;
	const RememberedRelease *item = remembered_find(known->read, product, cycle);

	departures->n_read_found += item != NULL;
	if (!item) {
		item = remembered_find(known->remembered, product, cycle);
		departures->is_touched |= item != NULL;
	}
	if (item)
		get_item(item, ret);
	return item != NULL;
}

void departures_keep_version(
	Departures *departures, const char *product, const char *cycle, const char *version) {
	RememberedRelease item = { .product = product, .cycle = cycle, .latest = version };

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		item.marks[m] = MARK_ABSENT;
	add(departures, &item);
}

void departures_leave(Departures *departures, const KnownProduct *old, const Product *now) {
	for (size_t k = 0; k < product_n_releases(old->product); k++) {
		const char *cycle = release_name(old->product, product_release(old->product, k));
		RememberedRelease item = {
			.product = product_name(old->product),
			.cycle = cycle,
			.departure = departures->known->next_departure,
		};
		KnownRelease known;

		if (now && product_find_release(now, cycle, strlen(cycle), NULL))
			continue;
		known_get(departures->known, old, k, &known);
		memcpy(item.marks, known.marks, sizeof(item.marks));
		item.notes = known.notes;
		item.latest = known.latest;
		add(departures, &item);
	}
}

/* Entries of the state file that the data does not have. */
static void leave_read(Departures *departures) {
	const Remembered *read = departures->known->read;

	if (!read || departures->n_read_found == read->n)
		return;
	for (size_t i = 0; i < read->n; i++) {
		RememberedRelease item = read->items[i];
		const Product *product = catalog_find_name(departures->catalog, item.product, NULL);

		if (product && product_find_release(product, item.cycle, strlen(item.cycle), NULL))
			continue;
		item.departure = departures->known->next_departure;
		add(departures, &item);
	}
}

/* Whether an entry of the list as it was stays there untouched. A departed one does until the data
 * has it again; a version of a live one does until its product is another, which is when its
 * release was looked at and, if need be, its version was kept anew. */
static bool stays(const Departures *departures, const RememberedRelease *item) {
	const Product *product = catalog_find_name(departures->catalog, item->product, NULL);
	const Product *old;

	if (item->departure != 0)
		return !product ||
		       !product_find_release(product, item->cycle, strlen(item->cycle), NULL);
	old = known_find_product(departures->known, item->product, NULL);
	return product && old == product;
}

/* A product that is another may have held versions of live releases, which end with it. */
static bool is_list_concerned(const Departures *departures) {
	const Remembered *list = departures->known->remembered;

	if (departures->is_touched || departures->n_added > 0)
		return true;
	for (size_t i = 0; list && i < list->n; i++)
		if (list->items[i].departure == 0 && !stays(departures, &list->items[i]))
			return true;
	return false;
}

int departures_finish(Departures *departures, Known *next) {
	const Remembered *list = departures->known->remembered;
	Remembered *copy;

	leave_read(departures);
	if (!departures->out_of_memory && !is_list_concerned(departures))
		return 0;
	for (size_t i = 0; list && i < list->n; i++)
		if (stays(departures, &list->items[i]))
			add(departures, &list->items[i]);
	if (departures->out_of_memory)
		return -ENOMEM;
	copy = remembered_copy(departures->added, departures->n_added);
	if (!copy)
		return -ENOMEM;
	next->next_departure++;
	remembered_unref(next->remembered);
	next->remembered = copy;
	return 0;
}
