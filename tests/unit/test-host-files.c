/* SPDX-License-Identifier: MIT */
/*
 * Real os-release files against upstream's product files and against our own. The os-release files
 * and upstream's are not part of this tree: where they are not found beside it, the test says so
 * and is skipped (77).
 */
#include "match/host-match.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reader/loader.h"
#include "test-main.h"

static char *shared; /* directory */
static char *root; /* of this tree */

enum { FILES = 210 };

/* A catalog and what it is made of. */
typedef struct World {
	Loaded *loaded;
	Catalog *catalog;
} World;

static void world_deinit(World *world) {
	catalog_unref(world->catalog);
	loaded_free(world->loaded);
}

static World world_load(const char *data, const char *overrides) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	LoaderDirectories directories = {
		.data = &data,
		.n_data = 1,
		.overrides = &overrides,
		.n_overrides = overrides ? 1 : 0,
	};
	World world = { 0 };
	size_t n;

	ck_assert_int_eq(loader_load(&directories, NULL, &world.loaded), 0);
	Product *const *products = loaded_products(world.loaded, &n);

	ck_assert_uint_gt(n, 40);
	world.catalog = catalog_new(products, n, &problems);
	ck_assert_ptr_nonnull(world.catalog);
	return world;
}

typedef struct Tally {
	size_t n_files, n_known, n_lacking, n_wrong;
} Tally;

static void check_row(Tally *tally, const Catalog *catalog, const char *file, const char *product,
	const char *cycle) {
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(host_match_deinit) HostMatch match = HOST_MATCH_INIT;
	_cleanup_(freep) char *path = NULL;

	ck_assert_int_gt(asprintf(&path, "%s/os-release/files/%s", shared, file), 0);
	ck_assert_int_eq(os_release_read(path, &problems, NULL, &release), 0);
	ck_assert_msg(problems.n_total == 0, "%s:%u: %s", file,
		problems.n_total ? problems.items[0].line : 0,
		problems.n_total ? problems.items[0].message : "");
	ck_assert_int_eq(host_match_find(catalog, &release, &match), 0);

	bool lacking = product[0] != '\0' && !catalog_find(catalog, product, NULL);
	const char *found = match.product ? product_name(match.product) : "";
	const char *found_cycle = "";

	if (resolution_has_cycle(match.resolution))
		found_cycle = release_name(
			match.product, product_release(match.product, match.release_index));
	tally->n_files++;
	tally->n_known += match.product != NULL;
	tally->n_lacking += lacking;
	/* a host whose product the data lacks is unknown, and not something else */
	if (strcmp(found, lacking ? "" : product) != 0 ||
		strcmp(found_cycle, lacking ? "" : cycle) != 0) {
		tally->n_wrong++;
		fprintf(stderr, "%s: “%s” “%s” (%s, %s), not “%s” “%s”: %s\n", file, found,
			found_cycle, matched_by_to_string(match.matched_by),
			resolution_to_string(match.resolution), product, cycle,
			match.reason ? match.reason : "");
	}
	/* who does not know says why */
	ck_assert(match.reason || (match.product && resolution_has_cycle(match.resolution)));
	if (getenv("EOLD_TEST_VERBOSE"))
		printf("%-45s %-5s %-16s %-10s %-16s %s\n", file,
			matched_by_to_string(match.matched_by), found, found_cycle,
			resolution_to_string(match.resolution), match.reason ? match.reason : "");
}

static Tally check_all(const Catalog *catalog) {
	_cleanup_(freep) char *path = NULL;
	char line[512];
	Tally tally = { 0 };

	ck_assert_int_gt(asprintf(&path, "%s/os-release/expected.tsv", shared), 0);
	_cleanup_(fclosep) FILE *file = fopen(path, "r");

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		char *rest = line;

		line[strcspn(line, "\n")] = '\0';
		char *name = strsep(&rest, "\t"), *product = strsep(&rest, "\t");

		if (name[0] == '#')
			continue;
		ck_assert_ptr_nonnull(rest);
		check_row(&tally, catalog, name, product, rest);
	}
	return tally;
}

/* Upstream's files with our overrides: what an import of the data gives on an installed system. */
START_TEST(test_every_file_with_upstreams_data_and_our_overrides) {
	_cleanup_(freep) char *data = NULL, *overrides = NULL;

	ck_assert_int_gt(asprintf(&data, "%s/corpus/products", shared), 0);
	ck_assert_int_gt(asprintf(&overrides, "%s/data/overrides", root), 0);
	_cleanup_(world_deinit) World world = world_load(data, overrides);
	Tally tally = check_all(world.catalog);

	ck_assert_uint_eq(tally.n_files, FILES);
	ck_assert_uint_eq(tally.n_wrong, 0);
	/* freebsd, mageia (2), nixos (2), openwrt, photon (2) */
	ck_assert_uint_eq(tally.n_lacking, 8);
	ck_assert_uint_eq(tally.n_known, 137);
}
END_TEST

START_TEST(test_every_file_with_upstreams_data_alone) {
	_cleanup_(freep) char *data = NULL;

	ck_assert_int_gt(asprintf(&data, "%s/corpus/products", shared), 0);
	_cleanup_(world_deinit) World world = world_load(data, NULL);
	Tally tally = check_all(world.catalog);

	ck_assert_uint_eq(tally.n_files, FILES);
	ck_assert_uint_eq(tally.n_wrong, 0);
	ck_assert_uint_eq(tally.n_known, 137);
}
END_TEST

START_TEST(test_every_file_with_our_own_data) {
	_cleanup_(freep) char *data = NULL, *overrides = NULL;

	ck_assert_int_gt(asprintf(&data, "%s/data/products", root), 0);
	ck_assert_int_gt(asprintf(&overrides, "%s/data/overrides", root), 0);
	_cleanup_(world_deinit) World world = world_load(data, overrides);
	Tally tally = check_all(world.catalog);

	ck_assert_uint_eq(tally.n_files, FILES);
	ck_assert_uint_eq(tally.n_wrong, 0);
	ck_assert_uint_ge(tally.n_known, 137);
}
END_TEST

static int run(void) {
	const TestCase tests[] = { test_every_file_with_upstreams_data_and_our_overrides,
		test_every_file_with_upstreams_data_alone, test_every_file_with_our_own_data };

	return run_tests("host-files", tests, ELEMENTSOF(tests));
}

int main(void) {
	_cleanup_(freep) char *directory = NULL;
	const char *source_root = getenv("EOLD_SOURCE_ROOT");
	int r = 77;

	root = strdup(source_root ? source_root : ".");
	if (!root || asprintf(&shared, "%s/../shared", root) < 0 ||
		asprintf(&directory, "%s/os-release/files", shared) < 0)
		return EXIT_FAILURE;
	if (access(directory, R_OK) < 0)
		printf("skipped: no os-release files at %s\n", directory);
	else
		r = run();
	free(shared);
	free(root);
	return r;
}
