/* SPDX-License-Identifier: MIT */
/* Each odd file by itself: what happens is what its table says. */
#include "document/api-document.h"
#include "odd-directory.h"
#include "reader/loader.h"

static Loaded *load(const char *directory) {
	const char *const data[] = { directory };
	LoaderDirectories directories = { .data = data, .n_data = 1 };
	Loaded *loaded = NULL;

	ck_assert_int_eq(loader_load(&directories, NULL, &loaded), 0);
	return loaded;
}

static bool shows(const Product *product, const char *part) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse("2026-11-20", &day), 0);
	_cleanup_(json_decrefp) json_t *json = api_product_json(product, day);
	_cleanup_(freep) char *text = json_dumps(json, JSON_COMPACT);

	ck_assert_ptr_nonnull(text);
	if (!strstr(text, part))
		fprintf(stderr, "%s\n", text);
	return strstr(text, part);
}

/* Whether all is as the table says; tells what is not. */
static bool is_as_it_should_be(const OddFile *odd, const Loaded *loaded) {
	const Problems *problems = loaded_problems(loaded);
	_cleanup_(freep) char *name = odd_product(odd);
	size_t n;
	Product *const *products = loaded_products(loaded, &n);

	if (odd->outcome == REFUSED)
		return n == 0 && was_told(problems, PROBLEM_REFUSED, odd->line, odd->part);
	if (n != 1 || strcmp(product_name(products[0]), name) != 0 || problems->n_refused > 0)
		return false;
	if (odd->outcome == SERVED ? problems->n_total > 0
				   : !was_told(problems, PROBLEM_DOUBT, odd->line, odd->part))
		return false;
	return !odd->shows || shows(products[0], odd->shows);
}

static size_t try_one(const OddFile *odd) {
	_cleanup_(scratch_remove) char *directory = scratch_new();

	odd_write(directory, odd);
	_cleanup_(loaded_freep) Loaded *loaded = load(directory);

	if (is_as_it_should_be(odd, loaded))
		return 0;
	fprintf(stderr, "%s: not as the table says\n", odd->name);
	print_problems(loaded_problems(loaded));
	return 1;
}

static size_t try_all(const OddList *list) {
	size_t n_wrong = 0;

	for (size_t i = 0; i < list->n; i++)
		n_wrong += try_one(&list->files[i]);
	return n_wrong;
}

START_TEST(test_odd_bytes_and_yaml) {
	ck_assert_uint_eq(try_all(&odd_lists[0]), 0);
}
END_TEST

START_TEST(test_odd_values) {
	ck_assert_uint_eq(try_all(&odd_lists[1]), 0);
}
END_TEST

START_TEST(test_odd_api_documents) {
	ck_assert_uint_eq(try_all(&odd_lists[2]), 0);
}
END_TEST

START_TEST(test_too_much_of_something) {
	ck_assert_uint_eq(try_all(&odd_lists[3]), 0);
}
END_TEST

START_TEST(test_the_table_is_long_and_its_names_are_its_own) {
	size_t n = 0;

	for (size_t i = 0; i < ELEMENTSOF(odd_lists); i++)
		n += odd_lists[i].n;
	ck_assert_uint_ge(n, 100);
	for (size_t a = 0; a < ELEMENTSOF(odd_lists); a++)
		for (size_t i = 0; i < odd_lists[a].n; i++)
			for (size_t b = 0; b < ELEMENTSOF(odd_lists); b++)
				for (size_t k = 0; k < odd_lists[b].n; k++)
					ck_assert((a == b && i == k) ||
						  strcmp(odd_lists[a].files[i].name,
							  odd_lists[b].files[k].name) != 0);
	printf("odd files: %zu\n", n);
}
END_TEST

TEST_MAIN("odd-files", test_odd_bytes_and_yaml, test_odd_values, test_odd_api_documents,
	test_too_much_of_something, test_the_table_is_long_and_its_names_are_its_own)
