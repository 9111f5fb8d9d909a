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

Known *known_new_for(Catalog *catalog, const Known *previous) {
	_cleanup_(known_freep) Known *known = known_new(previous->next_serial);

	if (!known || note_table_init(&known->notes, catalog_n_releases(catalog)) < 0)
		return NULL;
	known->day = previous->day;
	known->seen = previous->seen;
	known->next_departure = previous->next_departure;
	known->catalog = catalog_ref(catalog);
	known->remembered = remembered_ref(previous->remembered);
	return TAKE_PTR(known);
}

Known *known_free(Known *known) {
	if (!known)
		return NULL;
	catalog_unref(known->catalog);
	note_table_deinit(&known->notes);
	remembered_unref(known->read);
	remembered_unref(known->remembered);
	free(known);
	return NULL;
}

size_t known_n_products(const Known *known) {
	return known->catalog ? catalog_n_products(known->catalog) : 0;
}

KnownProduct known_product(const Known *known, size_t i) {
	return (KnownProduct){
		.product = catalog_product(known->catalog, i),
		.first = catalog_first_serial(known->catalog, i),
	};
}

const Product *known_find_product(const Known *known, const char *name, size_t *ret_index) {
	return known->catalog ? catalog_find_name(known->catalog, name, ret_index) : NULL;
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
	ret->notes = note_table_get(&known->notes, entry->first + k);
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
	size_t index, k;
	const Product *live = known_find_product(known, product, &index);

	if (live && product_find_release(live, cycle, strlen(cycle), &k)) {
		KnownProduct entry = known_product(known, index);

		known_get(known, &entry, k, ret);
		return true;
	}
	return get_remembered(known->read, product, cycle, ret) ||
	       get_remembered(known->remembered, product, cycle, ret);
}

static int forget_release(Known *known, const KnownProduct *entry, size_t k, CivilDay day) {
	Notes notes = note_table_get(&known->notes, entry->first + k);
	const Release *release = product_release(entry->product, k);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		if (mark_is_date(release_mark(release, m)) && release_mark(release, m) >= day)
			notes_clear(&notes, m);
	return note_table_set(&known->notes, entry->first + k, notes);
}

int known_forget_from(Known *known, CivilDay day) {
	int r = 0;

	for (size_t i = 0; i < known_n_products(known) && r == 0; i++) {
		KnownProduct entry = known_product(known, i);

		for (size_t k = 0; k < product_n_releases(entry.product) && r == 0; k++)
			r = forget_release(known, &entry, k, day);
	}
	if (r < 0)
		return r;
	remembered_forget_from(known->read, day);
	remembered_forget_from(known->remembered, day);
	return 0;
}
