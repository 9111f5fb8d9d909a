/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * announce-world - data, configuration and clock that change at random, for
 * test-announce-walk.c and test-announce-emission.c.
 *
 * A product is kept as a draft that is sealed anew whenever something in it has changed. Its texts
 * are those of the product that it was made of.
 */
#include <unistd.h>

#include "announce-snapshots.h"
#include "reader/loader.h"

typedef struct WorldProduct {
	Product *original; /* a reference */
	Product *now; /* likewise; NULL: not in the data */
	bool columns[_MILESTONE_MAX];
	bool is_latest_hidden;
	ReleaseDraft *releases;
	size_t n_releases;
} WorldProduct;

enum { WORLD_MAX_TRACKED = 8 };

typedef struct World {
	uint64_t random;
	WorldProduct *products;
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

static inline ReleaseDraft world_release_draft(const Product *product, const Release *release) {
	ReleaseDraft draft = {
		.name = release_name(product, release),
		.label = product_text(product, release->label),
		.latest = product_text(product, release->latest),
		.release_date = release->release_date,
		.latest_date = release->latest_date,
	};

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		draft.marks[m] = release_mark(release, m);
	return draft;
}

/* As it was in the beginning. */
static inline void world_restore(WorldProduct *product) {
	const Product *original = product->original;

	product->is_latest_hidden = original->flags & PRODUCT_LATEST_HIDDEN;
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		product->columns[m] = product_shows(original, m);
	product->n_releases = product_n_releases(original);
	for (size_t k = 0; k < product->n_releases; k++)
		product->releases[k] = world_release_draft(original, product_release(original, k));
	product_unref(product->now);
	product->now = product_ref(product->original);
}

/* Takes over the references, not the array. */
static inline void world_init(
	World *world, Product *const *products, size_t n, CivilDay today, unsigned seed) {
	*world = (World){ .random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1, .n = n };
	world->today = today;
	world->products = calloc(n + 1, sizeof(WorldProduct));
	for (size_t i = 0; i < n; i++) {
		world->products[i].original = products[i];
		world->products[i].releases =
			calloc(product_n_releases(products[i]) + 1, sizeof(ReleaseDraft));
		world_restore(&world->products[i]);
	}
	world_default_leads(world);
}

static inline void world_forget_dataset(World *world) {
	world->dataset = dataset_unref(world->dataset);
}

static inline void world_deinit(World *world) {
	world_forget_dataset(world);
	for (size_t i = 0; i < world->n; i++) {
		product_unref(world->products[i].original);
		product_unref(world->products[i].now);
		free(world->products[i].releases);
	}
	free(world->products);
}

/* ---- changed data ---------------------------------------------------------------------------- */

static inline int world_compare_names(const void *a, const void *b, void *releases) {
	const ReleaseDraft *list = releases;

	return strcmp(list[*(const uint32_t *)a].name, list[*(const uint32_t *)b].name);
}

/* Seals what the product is now. */
static inline void world_seal(WorldProduct *product) {
	const Product *texts = product->original;
	_cleanup_(freep) uint32_t *by_name = calloc(product->n_releases + 1, sizeof(uint32_t));
	ProductDraft draft = {
		.name = product_name(texts),
		.label = product_text(texts, texts->label),
		.category = product_text(texts, texts->category),
		.release_label = product_text(texts, texts->release_label),
		.lts_label = product_text(texts, texts->lts_label),
		.flags = product->is_latest_hidden ? PRODUCT_LATEST_HIDDEN : 0,
		.releases = product->releases,
		.n_releases = product->n_releases,
		.by_name = by_name,
	};

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		draft.column_labels[m] = product->columns[m] ? "On" : NULL;
	for (uint32_t k = 0; k < product->n_releases; k++)
		by_name[k] = k;
	qsort_r(by_name, product->n_releases, sizeof(uint32_t), world_compare_names,
		product->releases);
	product_unref(product->now);
	product->now = product_seal(&draft);
	ck_assert_ptr_nonnull(product->now);
}

static inline CivilDay world_near_day(World *world) {
	return world->today - 250 + (CivilDay)world_random(world, 600);
}

static inline void world_change_mark(World *world, Mark *mark) {
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

static inline void world_change_release(
	World *world, WorldProduct *product, ReleaseDraft *release) {
	switch (world_random(world, 8)) {
	case 0:
	case 1:
	case 2:
		release->latest =
			product->releases[world_random(world, (unsigned)product->n_releases)].name;
		release->latest_date = world->today - (CivilDay)world_random(world, 20);
		break;
	case 3:
		/* not said, or said to be empty */
		release->latest = world_chance(world, 2) ? NULL : "";
		break;
	case 4:
		release->release_date = world_near_day(world) - 500;
		break;
	default:
		world_change_mark(world, &release->marks[world_random(world, _MILESTONE_MAX)]);
	}
}

static inline void world_change_product(World *world, WorldProduct *product) {
	size_t n = product->n_releases, k = n ? world_random(world, (unsigned)n) : 0;
	ReleaseDraft *release = &product->releases[k], first = product->releases[0];
	unsigned m = world_random(world, _MILESTONE_MAX);

	switch (n == 0 ? 0 : world_random(world, 8)) {
	case 0:
		product->columns[m] = !product->columns[m];
		break;
	case 1:
		product->is_latest_hidden = !product->is_latest_hidden;
		break;
	case 2:
		memmove(release, release + 1, (n - k - 1) * sizeof(*release));
		product->n_releases--;
		break;
	case 3:
		product->releases[0] = *release;
		*release = first;
		break;
	default:
		world_change_release(world, product, release);
	}
}

/* Something in one product is another than before, it goes, or it is again as it was. */
static inline void world_change_data(World *world) {
	WorldProduct *product = &world->products[world_random(world, (unsigned)world->n)];

	world_forget_dataset(world);
	if (!product->now || world_chance(world, 6)) {
		world_restore(product);
	} else if (world_chance(world, 12)) {
		product->now = product_unref(product->now);
	} else {
		for (unsigned n = 1 + world_random(world, 3); n > 0; n--)
			world_change_product(world, product);
		world_seal(product);
	}
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
		const Product *p =
			world->products[world_random(world, (unsigned)world->n)].original;

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
		if (world->products[i].now)
			products[n++] = world->products[i].now;
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

/* ---- real data --------------------------------------------------------------------------------
 */

/* Upstream's data, or our own where that is not found beside the tree. */
static inline Dataset *world_load_real(void) {
	static const char *const candidates[] = { "../shared/corpus/products", "data/products" };
	Dataset *dataset = NULL;

	for (size_t i = 0; i < ELEMENTSOF(candidates); i++) {
		_cleanup_(freep) char *path = NULL;

		ck_assert_int_gt(
			asprintf(&path, "%s/%s", getenv("EOLD_SOURCE_ROOT"), candidates[i]), 0);
		if (access(path, R_OK) < 0)
			continue;
		const char *const data[] = { path };
		LoaderDirectories where = { .data = data, .n_data = 1 };

		ck_assert_int_eq(dataset_load(&where, NULL, &dataset), 0);
		return dataset;
	}
	ck_abort_msg("no data");
}

/* What world_init() takes: references of all of its products, in an array that is the caller's. */
static inline Product **world_products(const Dataset *dataset) {
	size_t n = catalog_n_products(dataset->catalog);
	Product **products = calloc(n + 1, sizeof(Product *));

	for (size_t i = 0; i < n; i++)
		products[i] = product_ref((Product *)catalog_product(dataset->catalog, i));
	return products;
}
