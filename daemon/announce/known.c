/* SPDX-License-Identifier: MIT */
#include "known.h"

#include <string.h>

#include "lifecycle/lifecycle.h"

Known *known_new(uint64_t first_serial) {
	Known *known = malloc(sizeof(Known));

	if (!known)
		return NULL;
	*known = (Known){
		.day = CIVIL_DAY_NONE,
		.seen = CIVIL_DAY_NONE,
		.next_serial = first_serial,
		.next_departure = 1,
	};
	return known;
}

static void add_product(Known *known, const Product *product, size_t first) {
	/* a reference is no change of the product */
	Product *counted = product_ref((Product *)product);

	known->products[known->n_products++] = (KnownProduct){ counted, first };
}

Known *known_new_for(const Catalog *catalog, const Known *previous) {
	_cleanup_(known_freep) Known *known = known_new(previous->next_serial);
	size_t n = catalog_n_products(catalog);

	if (!known)
		return NULL;
	known->day = previous->day;
	known->seen = previous->seen;
	known->next_departure = previous->next_departure;
	known->n_notes = catalog_n_releases(catalog);
	known->notes = calloc(known->n_notes + 1, sizeof(Notes));
	known->products = calloc(n + 1, sizeof(KnownProduct));
	if (!known->notes || !known->products)
		return NULL;
	for (size_t i = 0; i < n; i++)
		add_product(known, catalog_product(catalog, i), catalog_first_serial(catalog, i));
	known->remembered = remembered_ref(previous->remembered);
	return TAKE_PTR(known);
}

Known *known_free(Known *known) {
	if (!known)
		return NULL;
	for (size_t i = 0; i < known->n_products; i++)
		product_unref(known->products[i].product);
	free(known->products);
	free(known->notes);
	remembered_unref(known->read);
	remembered_unref(known->remembered);
	free(known);
	return NULL;
}

static int compare_name(const void *name, const void *product) {
	return strcmp(name, product_name(((const KnownProduct *)product)->product));
}

const KnownProduct *known_find_product(const Known *known, const char *name) {
	return known->n_products == 0 ? NULL
				      : bsearch(name, known->products, known->n_products,
						sizeof(KnownProduct), compare_name);
}

const char *known_shown_latest(const Product *product, const Release *release) {
	const char *latest = product_text(product, release->latest);

	return product->flags & PRODUCT_LATEST_HIDDEN || !latest || !latest[0] ? NULL : latest;
}

void known_get(const Known *known, const KnownProduct *entry, size_t k, KnownRelease *ret) {
	const Product *product = entry->product;
	const Release *release = product_release(product, k);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		ret->marks[m] = lifecycle_shown_mark(product, release, m);
	ret->notes = known->notes[entry->first + k];
	ret->latest = known_shown_latest(product, release);
	if (!ret->latest && known->remembered) {
		const RememberedRelease *item = remembered_find(
			known->remembered, product_name(product), release_name(product, release));

		ret->latest = item ? item->latest : NULL;
	}
}

static bool get_remembered(
	const Remembered *list, const char *product, const char *cycle, KnownRelease *ret) {
	const RememberedRelease *item = remembered_find(list, product, cycle);

	if (!item)
		return false;
	memcpy(ret->marks, item->marks, sizeof(ret->marks));
	ret->notes = item->notes;
	ret->latest = item->latest;
	return true;
}

bool known_find(const Known *known, const char *product, const char *cycle, KnownRelease *ret) {
	const KnownProduct *entry = known_find_product(known, product);
	size_t k;

	if (entry && product_find_release(entry->product, cycle, strlen(cycle), &k)) {
		known_get(known, entry, k, ret);
		return true;
	}
	return get_remembered(known->read, product, cycle, ret) ||
	       get_remembered(known->remembered, product, cycle, ret);
}

static void forget_release(Known *known, const KnownProduct *entry, size_t k, CivilDay day) {
	const Release *release = product_release(entry->product, k);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		if (mark_is_date(release_mark(release, m)) && release_mark(release, m) >= day)
			notes_clear(&known->notes[entry->first + k], m);
}

void known_forget_from(Known *known, CivilDay day) {
	for (size_t i = 0; i < known->n_products; i++)
		for (size_t k = 0; k < product_n_releases(known->products[i].product); k++)
			forget_release(known, &known->products[i], k, day);
	remembered_forget_from(known->read, day);
	remembered_forget_from(known->remembered, day);
}
