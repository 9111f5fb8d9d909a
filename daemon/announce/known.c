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

static bool is_same_text(const char *a, const char *b) {
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same_release(
	const Known *a, const KnownProduct *x, const Known *b, const KnownProduct *y, size_t k) {
	const char *cycle = release_name(x->product, product_release(x->product, k));
	KnownRelease p, q;

	if (strcmp(cycle, release_name(y->product, product_release(y->product, k))) != 0)
		return false;
	known_get(a, x, k, &p);
	known_get(b, y, k, &q);
	return memcmp(p.marks, q.marks, sizeof(p.marks)) == 0 && p.notes == q.notes &&
	       is_same_text(p.latest, q.latest);
}

/* But for the notes, if it is the same product still. */
static bool is_same_product(const Known *a, const Known *b, size_t i) {
	KnownProduct x = known_product(a, i), y = known_product(b, i);

	if (x.product == y.product)
		return true;
	if (strcmp(product_name(x.product), product_name(y.product)) != 0 ||
		product_n_releases(x.product) != product_n_releases(y.product))
		return false;
	for (size_t k = 0; k < product_n_releases(x.product); k++)
		if (!is_same_release(a, &x, b, &y, k))
			return false;
	return true;
}

bool known_equals(const Known *a, const Known *b) {
	if (a->read || b->read || a->day != b->day || a->seen != b->seen ||
		a->remembered != b->remembered || known_n_products(a) != known_n_products(b) ||
		!note_table_equals(&a->notes, &b->notes))
		return false;
	for (size_t i = 0; a->catalog != b->catalog && i < known_n_products(a); i++)
		if (!is_same_product(a, b, i))
			return false;
	return true;
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
