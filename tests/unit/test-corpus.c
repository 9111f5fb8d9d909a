/* SPDX-License-Identifier: MIT */
/*
 * The whole way from upstream's own files to API documents, held against what upstream's own code
 * makes of them on six days. The files are not part of this tree: where they are not found beside
 * it, the test says so and is skipped (77).
 */
#include "document/api-document.h"

#include <string.h>
#include <unistd.h>

#include "reader/loader.h"
#include "test-main.h"

static char *corpus; /* directory */

static Loaded *load(const char *const *directories, size_t n) {
	LoaderDirectories where = { .data = directories, .n_data = n };
	Loaded *loaded = NULL;

	ck_assert_int_eq(loader_load(&where, NULL, &loaded), 0);
	return loaded;
}

static Catalog *build(const Loaded *loaded, Problems *problems) {
	size_t n;
	Product *const *products = loaded_products(loaded, &n);
	Catalog *catalog = catalog_new(products, n, problems);

	ck_assert_ptr_nonnull(catalog);
	return catalog;
}

static Catalog *load_corpus(void) {
	_cleanup_(freep) char *directory = NULL;
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	ck_assert_int_gt(asprintf(&directory, "%s/products", corpus), 0);

	const char *const directories[] = { directory };
	_cleanup_(loaded_freep) Loaded *loaded = load(directories, 1);

	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
	return build(loaded, &problems);
}

static json_t *load_json(const char *name) {
	_cleanup_(freep) char *path = NULL;
	json_error_t error;

	ck_assert_int_gt(asprintf(&path, "%s/%s", corpus, name), 0);
	json_t *json = json_load_file(path, 0, &error);
	ck_assert_msg(json, "%s: %s", path, error.text);
	return json;
}

static void report(const Product *product, const json_t *ours, const json_t *theirs) {
	_cleanup_(freep) char *a = json_dumps(ours, JSON_INDENT(1) | JSON_SORT_KEYS);
	_cleanup_(freep) char *b = json_dumps(theirs, JSON_INDENT(1) | JSON_SORT_KEYS);
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	fprintf(stderr, "%s:\n  ours:   %.200s\n  theirs: %.200s\n", product_name(product),
		a + (i > 60 ? i - 60 : 0), b + (i > 60 ? i - 60 : 0));
}

static size_t count_differences(const Catalog *catalog, const char *date) {
	_cleanup_(freep) char *name = NULL;
	size_t n_different = 0;
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(date, &day), 0);
	ck_assert_int_gt(asprintf(&name, "expected/%s.json", date), 0);
	_cleanup_(json_decrefp) json_t *expected = load_json(name);

	ck_assert_uint_eq(catalog_n_products(catalog), json_object_size(expected));
	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		const Product *product = catalog_product(catalog, i);
		_cleanup_(json_decrefp) json_t *ours = api_product_json(product, day);
		const json_t *theirs = json_object_get(expected, product_name(product));

		if (json_equal(ours, theirs))
			continue;
		if (n_different++ < 5)
			report(product, ours, theirs);
	}
	return n_different;
}

START_TEST(test_equals_upstream_on_six_days) {
	static const char *const dates[] = { "2024-05-31", "2024-06-01", "2026-11-20", "2029-05-31",
		"2029-06-01", "2032-06-01" };
	_cleanup_(catalog_unrefp) Catalog *catalog = load_corpus();

	for (size_t i = 0; i < ELEMENTSOF(dates); i += test_stride(6))
		ck_assert_msg(count_differences(catalog, dates[i]) == 0, "%s differs", dates[i]);
}
END_TEST

static bool same_keys(const json_t *a, const json_t *b);

static bool same_object_keys(const json_t *a, const json_t *b) {
	void *x = json_object_iter((json_t *)a), *y = json_object_iter((json_t *)b);

	for (; x && y; x = json_object_iter_next((json_t *)a, x),
		       y = json_object_iter_next((json_t *)b, y))
		if (strcmp(json_object_iter_key(x), json_object_iter_key(y)) != 0 ||
			!same_keys(json_object_iter_value(x), json_object_iter_value(y)))
			return false;
	return !x && !y;
}

static bool same_keys(const json_t *a, const json_t *b) {
	if (json_is_object(a))
		return json_is_object(b) && same_object_keys(a, b);
	for (size_t i = 0; json_is_array(a) && i < json_array_size(a); i++)
		if (!same_keys(json_array_get(a, i), json_array_get(b, i)))
			return false;
	return true;
}

static json_t *dump(const Catalog *catalog, const char *date) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	json_error_t error;
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(date, &day), 0);
	ck_assert_int_eq(api_document_append_head(catalog_n_products(catalog), day, &buf), 0);
	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		if (i > 0)
			ck_assert_int_eq(strbuf_append_byte(&buf, ','), 0);
		ck_assert_int_eq(
			api_document_append_product(catalog_product_by_file(catalog, i), day, &buf),
			0);
	}
	ck_assert_int_eq(api_document_append_tail(&buf), 0);
	json_t *json = json_loads(strbuf_cstr(&buf), 0, &error);
	ck_assert_msg(json, "%s", error.text);
	return json;
}

START_TEST(test_the_dump_has_upstreams_shape_and_order) {
	_cleanup_(catalog_unrefp) Catalog *catalog = load_corpus();
	_cleanup_(json_decrefp) json_t *ours = dump(catalog, "2026-11-20");
	_cleanup_(json_decrefp) json_t *theirs = load_json("api-v1-full.json");

	ck_assert(json_equal(ours, theirs));
	ck_assert(same_keys(ours, theirs));
}
END_TEST

/* What an import cannot know: phases whose column is off, which decide isMaintained of a few. */
static bool is_known_loss(const Product *product) {
	return strcmp(product_name(product), "ibm-db2") == 0 ||
	       strcmp(product_name(product), "windows-server-core") == 0;
}

static void forget_maintained(json_t *product) {
	size_t i;
	json_t *release;

	json_array_foreach(json_object_get(product, "releases"), i, release)
		json_object_del(release, "isMaintained");
}

START_TEST(test_an_import_equals_the_files_but_for_what_it_cannot_know) {
	static const char *const dates[] = { "2024-05-31", "2024-06-01", "2026-11-20", "2029-05-31",
		"2029-06-01", "2032-06-01" };
	_cleanup_(freep) char *path = NULL;
	_cleanup_(loaded_freep) Loaded *loaded = NULL;
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	size_t n_lost = 0;

	ck_assert_int_gt(asprintf(&path, "%s/api-v1-full.json", corpus), 0);
	const char *const files[] = { path };
	ck_assert_int_eq(loader_load_files(files, 1, &loaded), 0);
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
	ck_assert_uint_eq(loaded_generated_usec(loaded, UINT64_MAX), UINT64_C(1795132800000000));
	_cleanup_(catalog_unrefp) Catalog *import = build(loaded, &problems);

	for (size_t d = 0; d < ELEMENTSOF(dates); d += test_stride(6)) {
		_cleanup_(freep) char *name = NULL;
		CivilDay day;

		ck_assert_int_eq(civil_day_parse(dates[d], &day), 0);
		ck_assert_int_gt(asprintf(&name, "expected/%s.json", dates[d]), 0);
		_cleanup_(json_decrefp) json_t *expected = load_json(name);

		for (size_t i = 0; i < catalog_n_products(import); i++) {
			const Product *product = catalog_product(import, i);
			_cleanup_(json_decrefp) json_t *ours = api_product_json(product, day);
			json_t *theirs = json_object_get(expected, product_name(product));

			if (json_equal(ours, theirs))
				continue;
			n_lost++;
			forget_maintained(ours);
			forget_maintained(theirs);
			if (!is_known_loss(product) || !json_equal(ours, theirs))
				report(product, ours, theirs);
			ck_assert(is_known_loss(product) && json_equal(ours, theirs));
		}
	}
	/* ... and it is lost indeed, or the exception would hide something */
	ck_assert_uint_gt(n_lost, 0);
}
END_TEST

static int run(void) {
	const TestCase tests[] = { test_equals_upstream_on_six_days,
		test_the_dump_has_upstreams_shape_and_order,
		test_an_import_equals_the_files_but_for_what_it_cannot_know };

	return run_tests("corpus", tests, ELEMENTSOF(tests));
}

int main(void) {
	const char *root = getenv("EOLD_SOURCE_ROOT");

	if (asprintf(&corpus, "%s/../shared/corpus", root ? root : ".") < 0)
		return EXIT_FAILURE;
	if (access(corpus, R_OK) < 0) {
		printf("skipped: no corpus at %s\n", corpus);
		free(corpus);
		return 77;
	}

	int r = run();

	free(corpus);
	return r;
}
