/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * announce-world - data, configuration and clock that change at random, for the walks of
 * test-announce-walk.c.
 *
 * Sealed products are one block each: a changed one is a copy in which something was written over.
 */
#include "catalog/product-slab.h"
#include "announce-snapshots.h"

enum { WORLD_MAX_TRACKED = 8 };

typedef struct World {
	uint64_t random;
	Product **original; /* references */
	Product **now; /* references; NULL: not in the data */
	size_t n;
	unsigned leads[CONFIG_MAX_WARNING_DAYS]; /* longest first */
	size_t n_leads;
	const char *tracked[WORLD_MAX_TRACKED][2]; /* product, cycle; of the originals */
	size_t n_tracked;
	CivilDay today;
	Dataset *dataset; /* NULL: has to be made */
} World;

/* xorshift*: the same walk everywhere for the same seed. */
static inline unsigned world_random(World *world, unsigned below) {
	world->random ^= world->random >> 12;
	world->random ^= world->random << 25;
	world->random ^= world->random >> 27;
	return (unsigned)((world->random * UINT64_C(2685821657736338717)) >> 33) % below;
}

static inline bool world_chance(World *world, unsigned in) {
	return world_random(world, in) == 0;
}

static inline void world_default_leads(World *world) {
	static const unsigned leads[] = { 180, 90, 30, 7, 1 };

	memcpy(world->leads, leads, sizeof(leads));
	world->n_leads = 5;
}

/* Takes over the references, not the array. */
static inline void world_init(
	World *world, Product *const *products, size_t n, CivilDay today, unsigned seed) {
	*world = (World){ .random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1, .n = n };
	world->today = today;
	world->original = calloc(n + 1, sizeof(Product *));
	world->now = calloc(n + 1, sizeof(Product *));
	for (size_t i = 0; i < n; i++) {
		world->original[i] = products[i];
		world->now[i] = product_ref(products[i]);
	}
	world_default_leads(world);
}

static inline void world_forget_dataset(World *world) {
	world->dataset = dataset_unref(world->dataset);
}

static inline void world_deinit(World *world) {
	world_forget_dataset(world);
	for (size_t i = 0; i < world->n; i++) {
		product_unref(world->original[i]);
		product_unref(world->now[i]);
	}
	free(world->original);
	free(world->now);
}

/* ---- changed data ---------------------------------------------------------------------------- */

static inline Product *world_copy(const Product *product) {
	ProductPool pool = { 0 };
	ProductSlab *slab;
	Product *copy = product_pool_take(&pool, product->size, &slab);

	memcpy(copy, product, product->size);
	copy->slab = slab;
	copy->n_refs = 1;
	product_pool_deinit(&pool);
	return copy;
}

static inline Release *world_release(Product *product, size_t k) {
	return (Release *)((char *)product + product->releases.offset) + k;
}

static inline int world_compare_names(const void *a, const void *b, void *product) {
	const Product *p = product;

	return strcmp(release_name(p, product_release(p, *(const uint16_t *)a)),
		release_name(p, product_release(p, *(const uint16_t *)b)));
}

static inline void world_sort_names(Product *product) {
	uint16_t *by_name = (uint16_t *)((char *)product + product->by_name.offset);

	product->by_name.n = product->releases.n;
	for (uint32_t i = 0; i < product->by_name.n; i++)
		by_name[i] = (uint16_t)i;
	qsort_r(by_name, product->by_name.n, sizeof(uint16_t), world_compare_names, product);
}

static inline CivilDay world_near_day(World *world) {
	return world->today - 250 + (CivilDay)world_random(world, 600);
}

/* Where a mark of a release stands; what a release has no room for is its end of life instead. */
static inline Mark *world_find_mark(Release *release, unsigned milestone) {
	ReleaseRare *rare = (ReleaseRare *)release_rare(release);

	if (milestone == MILESTONE_EOAS)
		return &release->eoas;
	if (milestone == MILESTONE_EOL || !rare)
		return &release->eol;
	return milestone == MILESTONE_LTS    ? &rare->lts
	       : milestone == MILESTONE_EOES ? &rare->eoes
					     : &rare->discontinued;
}

static inline void world_change_mark(World *world, Release *release) {
	Mark *mark = world_find_mark(release, (unsigned)world_random(world, _MILESTONE_MAX));

	switch (world_random(world, 8)) {
	case 0:
		*mark = MARK_ABSENT;
		break;
	case 1:
		*mark = MARK_FALSE;
		break;
	case 2:
		*mark = MARK_TRUE;
		break;
	default:
		*mark = world_near_day(world);
	}
}

static inline void world_change_release(World *world, Product *product, Release *release) {
	const Release *other = product_release(product, world_random(world, product->releases.n));

	switch (world_random(world, 8)) {
	case 3:
	case 4:
	case 0:
		release->latest = other->name;
		release->latest_date = world->today - (CivilDay)world_random(world, 20);
		break;
	case 1:
		/* not said, or said to be empty */
		release->latest = world_chance(world, 2)
					  ? 0
					  : product->name + (TextRef)strlen(product_name(product));
		break;
	case 2:
		release->release_date = world_near_day(world) - 500;
		break;
	default:
		world_change_mark(world, release);
	}
}

/* Puts a release that stood at one place at another: what it says rarely is told from there. */
static inline void world_place(Product *product, Release release, size_t from, size_t to) {
	const int words = (int)(sizeof(Release) / sizeof(uint32_t));

	if (release.rare != 0)
		release.rare =
			(uint32_t)((int)release.rare + ((int)from - (int)to) * words) & 0xffffffu;
	*world_release(product, to) = release;
}

static inline void world_take_release_out(Product *product, size_t k) {
	for (; k + 1 < product->releases.n; k++)
		world_place(product, *world_release(product, k + 1), k + 1, k);
	product->releases.n--;
	world_sort_names(product);
}

static inline void world_change_product(World *world, Product *product) {
	Milestone m = (Milestone)world_random(world, _MILESTONE_MAX);
	size_t n = product->releases.n, k = n ? world_random(world, (unsigned)n) : 0;

	switch (n == 0 ? 0 : world_random(world, 8)) {
	case 0:
		product->column_labels[m] = product->column_labels[m] ? 0 : product->name;
		break;
	case 1:
		product->flags ^= PRODUCT_LATEST_HIDDEN;
		break;
	case 2:
		world_take_release_out(product, k);
		break;
	case 3: {
		Release first = *world_release(product, 0);

		world_place(product, *world_release(product, k), k, 0);
		world_place(product, first, 0, k);
		world_sort_names(product);
		break;
	}
	default:
		world_change_release(world, product, world_release(product, k));
	}
}

/* Something in one product is another than before, it goes, or it is again as it was. */
static inline void world_change_data(World *world) {
	size_t i = world_random(world, (unsigned)world->n);
	Product *old = world->now[i];

	if (!old || world_chance(world, 6)) {
		world->now[i] = product_ref(world->original[i]);
	} else if (world_chance(world, 12)) {
		world->now[i] = NULL;
	} else {
		world->now[i] = world_copy(old);
		for (unsigned n = 1 + world_random(world, 3); n > 0; n--)
			world_change_product(world, world->now[i]);
	}
	product_unref(old);
	world_forget_dataset(world);
}

/* ---- changed wishes -------------------------------------------------------------------------- */

static inline void world_change_leads(World *world) {
	unsigned lead = 400;

	if (world_chance(world, 3)) {
		world_default_leads(world);
		return;
	}
	world->n_leads = 0;
	while (world->n_leads < 6 && lead > 1 && !world_chance(world, 6)) {
		lead = 1 + world_random(world, lead - 1);
		world->leads[world->n_leads++] = lead;
	}
}

static inline void world_change_tracked(World *world) {
	world->n_tracked = 0;
	while (world->n_tracked < WORLD_MAX_TRACKED && !world_chance(world, 8)) {
		const Product *p = world->original[world_random(world, (unsigned)world->n)];

		if (product_n_releases(p) == 0)
			continue;
		const Release *release =
			product_release(p, world_random(world, (unsigned)product_n_releases(p)));

		world->tracked[world->n_tracked][0] = product_name(p);
		world->tracked[world->n_tracked++][1] = release_name(p, release);
	}
}

static inline bool world_is_tracked(const char *product, const char *cycle, const void *userdata) {
	const World *world = userdata;

	for (size_t i = 0; i < world->n_tracked; i++)
		if (strcmp(world->tracked[i][0], product) == 0 &&
			strcmp(world->tracked[i][1], cycle) == 0)
			return true;
	return false;
}

/* ---- as it is now ---------------------------------------------------------------------------- */

static inline Dataset *world_dataset(World *world) {
	_cleanup_(freep) Product **products = calloc(world->n + 1, sizeof(Product *));
	size_t n = 0;

	for (size_t i = 0; i < world->n; i++)
		if (world->now[i])
			products[n++] = world->now[i];
	if (!world->dataset)
		world->dataset = dataset_of(products, n);
	return world->dataset;
}

static inline Snapshot *world_snapshot(World *world) {
	_cleanup_(config_unrefp) Config *config = config_new();

	memcpy(config->warning_days, world->leads, sizeof(world->leads));
	config->n_warning_days = world->n_leads;
	for (size_t i = 0; i < world->n_tracked; i++)
		config_add_track(config, world->tracked[i][0], world->tracked[i][1]);
	return snapshot_of(world_dataset(world), config, world->today);
}
