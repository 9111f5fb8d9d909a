/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * test-loader - directories to load from, for tests of the loader and of reloading.
 */
#include "reader/loader.h"
#include "test-reader.h"

/* Two data directories and one of overrides. */
typedef struct World {
	char *root;
	char *etc;
	char *usr;
	char *overrides;
} World;

static inline void world_begin(World *world) {
	world->root = scratch_new();
	world->etc = make_directory(world->root, "etc");
	world->usr = make_directory(world->root, "usr");
	world->overrides = make_directory(world->root, "overrides");
}

static inline void world_end(World *world) {
	scratch_remove(&world->root);
	free(world->etc);
	free(world->usr);
	free(world->overrides);
}

/* A product file; its label tells one version from another. */
static inline void write_product(
	const char *directory, const char *file, const char *name, const char *label) {
	char text[512];

	ck_assert_int_lt(
		snprintf(text, sizeof(text),
			"%stitle: %s\ncategory: os\npermalink: /%s\nreleases:\n"
			"  - {releaseCycle: '1', releaseDate: 2020-01-01, eol: 2030-01-01}\n%s",
			strstr(file, ".md") ? "---\n" : "", label, name,
			strstr(file, ".md") ? "---\n" : ""),
		(int)sizeof(text));
	write_text(directory, file, text);
}

#define API_PRODUCT(name, label) \
	"{\"name\":\"" name "\",\"label\":\"" label "\",\"category\":\"os\",\"tags\":[\"os\"]," \
	"\"releases\":[{\"name\":\"1\",\"label\":\"1\"}]}"

static inline Loaded *load(const World *world, const Loaded *previous) {
	const char *const data[] = { world->etc, world->usr };
	const char *const overrides[] = { world->overrides };
	LoaderDirectories directories = {
		.data = data,
		.n_data = 2,
		.overrides = overrides,
		.n_overrides = 1,
	};
	Loaded *loaded = NULL;

	let_files_settle();
	ck_assert_int_eq(loader_load(&directories, previous, &loaded), 0);
	return loaded;
}

static inline const Product *find(const Loaded *loaded, const char *name) {
	size_t n;
	Product *const *products = loaded_products(loaded, &n);
	const Product *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (strcmp(product_name(products[i]), name) == 0) {
			ck_assert_ptr_null(found); /* each name once */
			found = products[i];
		}
	return found;
}

static inline void assert_label(const Loaded *loaded, const char *name, const char *label) {
	const Product *product = find(loaded, name);

	ck_assert_msg(product, "no product %s", name);
	ck_assert_str_eq(product_text(product, product->label), label);
}
