/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"

#include <stdio.h>
#include <string.h>

#include "drafts.h"
#include "test-main.h"

/* What a test puts into a catalog. */
typedef struct Given {
	const char *name;
	const char *source;
	const char *const *aliases; /* up to a NULL; or NULL */
	const char *const *ids; /* ID= of os-release, likewise */
	size_t n_releases;
	unsigned flags;
} Given;

static TextList text_list(const char *const *texts) {
	TextList list = { (const char **)texts, 0 };

	while (texts && texts[list.n])
		list.n++;
	return list;
}

static Product *make_product(const Given *given) {
	static const char *const names[] = { "1", "2", "3", "4", "5" };
	DraftBox box = draft_box(given->name);

	box.draft.source = given->source;
	box.draft.aliases = text_list(given->aliases);
	box.draft.os_release_ids = text_list(given->ids);
	box.draft.flags = given->flags;
	for (size_t i = 0; i < given->n_releases; i++)
		draft_add(&box, names[i]);
	return draft_seal(&box);
}

static Catalog *make_catalog(const Given *given, size_t n, Problems *problems) {
	Product *products[16] = { 0 };
	Catalog *catalog;

	ck_assert_uint_le(n, ELEMENTSOF(products));
	for (size_t i = 0; i < n; i++)
		products[i] = make_product(&given[i]);
	catalog = catalog_new(products, n, problems);
	ck_assert_ptr_nonnull(catalog);
	/* the catalog has references of its own */
	for (size_t i = 0; i < n; i++)
		product_unref(products[i]);
	return catalog;
}

static const char *found_name(const Product *product) {
	return product ? product_name(product) : "";
}

START_TEST(test_an_empty_catalog_answers_nothing) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_new(NULL, 0, &problems);
	size_t index = 4711;

	ck_assert_uint_eq(catalog_n_products(catalog), 0);
	ck_assert_uint_eq(catalog_n_releases(catalog), 0);
	ck_assert_ptr_null(catalog_find(catalog, "a", &index));
	ck_assert_ptr_null(catalog_find_name(catalog, "", &index));
	ck_assert_ptr_null(catalog_find_os_release_id(catalog, "a", &index));
	ck_assert_uint_eq(index, 4711);
	ck_assert_int_eq(catalog_newest_date(catalog, CIVIL_DAY_MAX), CIVIL_DAY_NONE);
	ck_assert_uint_eq(problems.n_total, 0);
}
END_TEST

START_TEST(test_products_are_found_by_name_and_stand_in_its_order) {
	static const Given given[] = { { .name = "python" }, { .name = "Zope" }, { .name = "go" },
		{ .name = "ansible" }, { .name = "ansible-core" }, { .name = "a" } };
	static const char *const order[] = { "Zope", "a", "ansible", "ansible-core", "go",
		"python" };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);

	ck_assert_uint_eq(catalog_n_products(catalog), ELEMENTSOF(order));
	for (size_t i = 0; i < ELEMENTSOF(order); i++) {
		size_t index = 4711;

		ck_assert_str_eq(product_name(catalog_product(catalog, i)), order[i]);
		ck_assert_ptr_eq(
			catalog_find_name(catalog, order[i], &index), catalog_product(catalog, i));
		ck_assert_uint_eq(index, i);
		ck_assert_ptr_eq(
			catalog_find(catalog, order[i], NULL), catalog_product(catalog, i));
	}
	/* names are bytes */
	ck_assert_ptr_null(catalog_find(catalog, "zope", NULL));
	ck_assert_ptr_null(catalog_find(catalog, "ansibl", NULL));
	ck_assert_ptr_null(catalog_find(catalog, "", NULL));
}
END_TEST

START_TEST(test_aliases_lead_to_their_product) {
	static const char *const golang[] = { "golang", "go-lang", NULL }, *const py[] = { "py",
		NULL };
	static const Given given[] = { { .name = "go", .aliases = golang },
		{ .name = "python", .aliases = py } };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);
	size_t index = 4711;

	ck_assert_str_eq(found_name(catalog_find(catalog, "golang", &index)), "go");
	ck_assert_uint_eq(index, 0);
	ck_assert_str_eq(found_name(catalog_find(catalog, "go-lang", NULL)), "go");
	ck_assert_str_eq(found_name(catalog_find(catalog, "py", &index)), "python");
	ck_assert_uint_eq(index, 1);
	/* an alias is no name */
	ck_assert_ptr_null(catalog_find_name(catalog, "golang", NULL));
	ck_assert_ptr_null(catalog_find(catalog, "gol", NULL));
	ck_assert_uint_eq(problems.n_total, 0);
}
END_TEST

/* A product's own name always wins; of two with one alias the first by name. */
START_TEST(test_clashing_aliases_are_doubts_and_lead_to_one) {
	static const char *const x[] = { "shared", "python", NULL };
	static const char *const y[] = { "mine", "shared", NULL };
	static const char *const z[] = { "shared", NULL };
	static const Given given[] = {
		{ .name = "zed", .source = "/z.yaml", .aliases = z },
		{ .name = "beta", .source = "/b.yaml", .aliases = y },
		{ .name = "alpha", .source = "/a.yaml", .aliases = x },
		{ .name = "python", .source = "/p.yaml" },
	};
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);

	ck_assert_str_eq(found_name(catalog_find(catalog, "shared", NULL)), "alpha");
	ck_assert_str_eq(found_name(catalog_find(catalog, "python", NULL)), "python");
	ck_assert_str_eq(found_name(catalog_find(catalog, "mine", NULL)), "beta");
	ck_assert_uint_eq(problems.n_total, 3);
	ck_assert_uint_eq(problems.n_refused, 0);
	ck_assert_str_eq(problems.items[0].file, "/a.yaml");
	ck_assert_str_eq(problems.items[0].product, "alpha");
	ck_assert_str_eq(
		problems.items[0].message, "alias 'python' leads to product python, not here");
	ck_assert_str_eq(problems.items[1].file, "/b.yaml");
	ck_assert_str_eq(
		problems.items[1].message, "alias 'shared' leads to product alpha, not here");
	ck_assert_str_eq(problems.items[2].file, "/z.yaml");
}
END_TEST

/* Said twice is said once: no clash with oneself. */
START_TEST(test_an_alias_of_oneself_is_no_clash) {
	static const char *const own[] = { "go", "golang", "golang", NULL };
	static const Given given[] = { { .name = "go", .aliases = own, .ids = own } };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);

	ck_assert_str_eq(found_name(catalog_find(catalog, "golang", NULL)), "go");
	ck_assert_str_eq(found_name(catalog_find(catalog, "go", NULL)), "go");
	ck_assert_uint_eq(problems.n_total, 0);
}
END_TEST

/* ID= is a space of its own: amzn is no alias, and a product's name is no ID= unless it says so. */
START_TEST(test_os_release_ids_are_a_space_of_their_own) {
	static const char *const amazon[] = { "amzn", NULL };
	static const char *const oracle[] = { "ol", "rocky", NULL };
	static const char *const other[] = { "ol", NULL };
	static const Given given[] = { { .name = "amazon-linux", .ids = amazon },
		{ .name = "oracle-linux", .ids = oracle }, { .name = "rocky" },
		{ .name = "zz", .source = "/zz.yaml", .ids = other } };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);
	size_t index = 4711;

	ck_assert_str_eq(
		found_name(catalog_find_os_release_id(catalog, "amzn", &index)), "amazon-linux");
	ck_assert_uint_eq(index, 0);
	ck_assert_ptr_null(catalog_find(catalog, "amzn", NULL));
	ck_assert_ptr_null(catalog_find_os_release_id(catalog, "amazon-linux", NULL));
	/* that another product has this name does not count here */
	ck_assert_str_eq(
		found_name(catalog_find_os_release_id(catalog, "rocky", NULL)), "oracle-linux");
	ck_assert_str_eq(
		found_name(catalog_find_os_release_id(catalog, "ol", NULL)), "oracle-linux");
	ck_assert_uint_eq(problems.n_total, 1);
	ck_assert_str_eq(problems.items[0].file, "/zz.yaml");
	ck_assert_str_eq(problems.items[0].message,
		"os-release ID 'ol' leads to product oracle-linux, not here");
}
END_TEST

/* Upstream sorts ansible-core.md before ansible.md, because - comes before the dot. */
START_TEST(test_the_order_by_file_is_upstreams) {
	static const Given given[] = {
		{ .name = "ansible", .source = "/d/ansible.md" },
		{ .name = "ansible-core", .source = "/d/ansible-core.yaml" },
		{ .name = "ansible2", .source = "/d/ansible2.yml" },
		{ .name = "renamed", .source = "/e/aaa.md" },
		{ .name = "zsh", .source = "/d/all.json", .flags = PRODUCT_FROM_COLLECTION },
		{ .name = "alone", .source = "/d/zzz.json" },
		{ .name = "twin-b", .source = "/f/same.md" },
		{ .name = "twin-a", .source = "/g/same.yaml" },
		{ .name = "unnamed" },
	};
	static const char *const order[] = { "renamed", "ansible-core", "ansible", "ansible2",
		"twin-a", "twin-b", "unnamed", "zsh", "alone" };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);

	for (size_t i = 0; i < ELEMENTSOF(order); i++) {
		const Product *product = catalog_product_by_file(catalog, i);

		ck_assert_str_eq(product_name(product), order[i]);
		ck_assert_ptr_eq(
			catalog_product(catalog, catalog_index_by_file(catalog, i)), product);
	}
}
END_TEST

/* Products without releases take no serial and do not stand in the way. */
START_TEST(test_serials_count_all_releases) {
	static const Given given[] = { { .name = "a" }, { .name = "b", .n_releases = 3 },
		{ .name = "c" }, { .name = "d" }, { .name = "e", .n_releases = 1 },
		{ .name = "f", .n_releases = 5 }, { .name = "g" } };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog =
		make_catalog(given, ELEMENTSOF(given), &problems);
	size_t serial = 0;

	ck_assert_uint_eq(catalog_n_releases(catalog), 9);
	for (size_t i = 0; i < ELEMENTSOF(given); i++) {
		ck_assert_uint_eq(catalog_first_serial(catalog, i), serial);
		for (size_t k = 0; k < given[i].n_releases; k++, serial++) {
			size_t product = 4711, release = 4711;

			ck_assert_str_eq(product_name(catalog_find_serial(
						 catalog, serial, &product, &release)),
				given[i].name);
			ck_assert_uint_eq(product, i);
			ck_assert_uint_eq(release, k);
		}
	}
	ck_assert_ptr_nonnull(catalog_find_serial(catalog, 0, NULL, NULL));
}
END_TEST

START_TEST(test_the_newest_date_is_never_after_the_day) {
	DraftBox a = draft_box("a"), b = draft_box("b");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	draft_add(&a, "1")->release_date = 100;
	draft_add(&a, "2")->latest_date = 250;
	draft_add(&b, "1")->release_date = 300;
	/* ends of life are plans and no facts */
	draft_add(&b, "2")->marks[MILESTONE_EOL] = 280;
	_cleanup_(product_unrefp) Product *p = draft_seal(&a), *q = draft_seal(&b);
	Product *products[] = { p, q };
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_new(products, 2, &problems);

	ck_assert_int_eq(catalog_newest_date(catalog, 1000), 300);
	ck_assert_int_eq(catalog_newest_date(catalog, 300), 300);
	ck_assert_int_eq(catalog_newest_date(catalog, 299), 250);
	ck_assert_int_eq(catalog_newest_date(catalog, 249), 100);
	ck_assert_int_eq(catalog_newest_date(catalog, 99), CIVIL_DAY_NONE);
}
END_TEST

START_TEST(test_it_holds_its_products_as_long_as_it_is_held) {
	static const Given given[] = { { .name = "a" } };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(product_unrefp) Product *product = make_product(given);
	Catalog *catalog = catalog_new(&product, 1, &problems);

	ck_assert_uint_eq(product->n_refs, 2);
	ck_assert_ptr_eq(catalog_ref(catalog), catalog);
	ck_assert_ptr_null(catalog_unref(catalog));
	ck_assert_uint_eq(product->n_refs, 2);
	ck_assert_ptr_null(catalog_unref(catalog));
	ck_assert_uint_eq(product->n_refs, 1);
	ck_assert_ptr_null(catalog_unref(NULL));
}
END_TEST

/* Shared is what is the very same; a product that was read again is another one. */
START_TEST(test_catalogs_know_what_they_share) {
	static const Given names[] = { { .name = "a" }, { .name = "b" }, { .name = "c" },
		{ .name = "d" }, { .name = "e" } };
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	Product *products[6];

	for (size_t i = 0; i < 5; i++)
		products[i] = make_product(&names[i]);
	products[5] = make_product(&names[2]);

	Product *const some_before[] = { products[0], products[2], products[3] };
	Product *const some_now[] = { products[0], products[1], products[3], products[4],
		products[5] };
	_cleanup_(catalog_unrefp) Catalog *before = catalog_new(some_before, 3, &problems);
	_cleanup_(catalog_unrefp) Catalog *now = catalog_new(some_now, 5, &problems);
	_cleanup_(freep) uint32_t *map = catalog_map_shared(before, now);
	_cleanup_(freep) uint32_t *back = catalog_map_shared(now, before);

	ck_assert_uint_eq(map[0], 0);
	ck_assert_uint_eq(map[1], CATALOG_NOT_SHARED);
	ck_assert_str_eq(product_name(catalog_product(now, map[2])), "d");
	ck_assert_uint_eq(back[0], 0);
	ck_assert_uint_eq(back[1], CATALOG_NOT_SHARED);
	ck_assert_uint_eq(back[2], CATALOG_NOT_SHARED);
	ck_assert_uint_eq(back[3], 2);
	ck_assert_uint_eq(back[4], CATALOG_NOT_SHARED);
	for (size_t i = 0; i < ELEMENTSOF(products); i++)
		product_unref(products[i]);
}
END_TEST

TEST_MAIN("catalog", test_an_empty_catalog_answers_nothing,
	test_products_are_found_by_name_and_stand_in_its_order, test_aliases_lead_to_their_product,
	test_clashing_aliases_are_doubts_and_lead_to_one, test_an_alias_of_oneself_is_no_clash,
	test_os_release_ids_are_a_space_of_their_own, test_the_order_by_file_is_upstreams,
	test_serials_count_all_releases, test_the_newest_date_is_never_after_the_day,
	test_it_holds_its_products_as_long_as_it_is_held, test_catalogs_know_what_they_share)
