/* SPDX-License-Identifier: MIT */
#include "match/version.h"

#include <string.h>

#include "test-main.h"
#include "util/cleanup.h"
#include "version-cases.h"

enum { CYCLES_MAX = 16, NAME_MAX_SIZE = 32 };

typedef struct TestCycle {
	char name[NAME_MAX_SIZE];
	char codename[NAME_MAX_SIZE];
} TestCycle;

typedef struct TestProduct {
	TestCycle cycles[CYCLES_MAX];
	size_t n;
} TestProduct;

static const char *cycle_name(const void *userdata, size_t i) {
	return ((const TestProduct *)userdata)->cycles[i].name;
}

static const char *cycle_codename(const void *userdata, size_t i) {
	return ((const TestProduct *)userdata)->cycles[i].codename;
}

/* As the catalog's own: exactly these bytes. */
static bool cycle_find(const void *userdata, const char *name, size_t len, size_t *ret_index) {
	const TestProduct *product = userdata;

	for (size_t i = 0; i < product->n; i++)
		if (strlen(product->cycles[i].name) == len &&
			memcmp(product->cycles[i].name, name, len) == 0) {
			*ret_index = i;
			return true;
		}
	return false;
}

static void read_cycle(TestCycle *cycle, const char *text, size_t len) {
	size_t name_len = strcspn(text, "= ");

	ck_assert_uint_lt(len, NAME_MAX_SIZE);
	memcpy(cycle->name, text, name_len);
	if (text[name_len] != '=')
		return;
	memcpy(cycle->codename, text + name_len + 1, len - name_len - 1);
	for (char *p = cycle->codename; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
}

static TestProduct read_product(const char *text) {
	TestProduct product = { 0 };

	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		ck_assert_uint_lt(product.n, CYCLES_MAX);
		read_cycle(&product.cycles[product.n++], text, len);
		text += len;
		text += strspn(text, " ");
	}
	return product;
}

static CycleList list_of(const TestProduct *product) {
	return (CycleList){ product, product->n, cycle_name, cycle_codename, cycle_find };
}

static void check_case(const Case *c, const CycleList *cycles) {
	size_t index = 4711;
	Resolution resolution = version_resolve(cycles, c->version, &index);

	ck_assert_msg(resolution == c->resolution, "%s in (%s): %s, not %s", c->version, c->product,
		resolution_to_string(resolution), resolution_to_string(c->resolution));
	if (c->cycle)
		ck_assert_msg(strcmp(cycle_name(cycles->userdata, index), c->cycle) == 0,
			"%s in (%s): %s, not %s", c->version, c->product,
			cycle_name(cycles->userdata, index), c->cycle);
	else
		ck_assert_uint_eq(index, 4711);
}

START_TEST(test_the_table) {
	ck_assert_uint_ge(ELEMENTSOF(cases), 120);
	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		TestProduct product = read_product(cases[i].product);
		CycleList cycles = list_of(&product);

		check_case(&cases[i], &cycles);
		/* a list that cannot search by itself is searched here, to the same end */
		cycles.find = NULL;
		check_case(&cases[i], &cycles);
	}
}
END_TEST

/* Every cycle of every product leads to itself. */
START_TEST(test_a_name_is_its_own_cycle) {
	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		TestProduct product = read_product(cases[i].product);
		CycleList cycles = list_of(&product);

		for (size_t j = 0; j < product.n; j++) {
			size_t index;

			ck_assert_int_eq(version_resolve(&cycles, product.cycles[j].name, &index),
				RESOLUTION_EXACT);
			ck_assert_uint_eq(index, j);
		}
	}
}
END_TEST

START_TEST(test_a_product_without_cycles_knows_none) {
	TestProduct product = { 0 };
	CycleList cycles = list_of(&product);
	size_t index = 4711;

	ck_assert_int_eq(version_resolve(&cycles, "9", &index), RESOLUTION_NO_SUCH_CYCLE);
	ck_assert_int_eq(version_resolve(&cycles, "word-9", &index), RESOLUTION_NO_SUCH_CYCLE);
	ck_assert(!version_find_codename(&cycles, "", &index));
	ck_assert_uint_eq(index, 4711);
}
END_TEST

/* Of very long texts only the bounds count: no crash, no guess. */
START_TEST(test_long_versions_are_none) {
	TestProduct product = read_product(alma);
	CycleList cycles = list_of(&product);
	char text[VERSION_SIZE_MAX + 3];
	size_t index = 4711;

	memset(text, '.', sizeof(text));
	text[0] = '9';
	text[VERSION_SIZE_MAX] = '\0';
	ck_assert_int_eq(version_resolve(&cycles, text, &index), RESOLUTION_SHORTENED);
	ck_assert_uint_eq(index, 1);
	text[VERSION_SIZE_MAX] = '.';
	text[VERSION_SIZE_MAX + 1] = '\0';
	ck_assert_int_eq(version_resolve(&cycles, text, &index), RESOLUTION_NO_SUCH_CYCLE);
	/* blanks around it do not count */
	memset(text, ' ', sizeof(text));
	text[VERSION_SIZE_MAX] = '8';
	text[VERSION_SIZE_MAX + 1] = '\0';
	ck_assert_int_eq(version_resolve(&cycles, text, &index), RESOLUTION_EXACT);
	ck_assert_uint_eq(index, 2);
}
END_TEST

START_TEST(test_codename_alone) {
	TestProduct product = read_product(debian), both = read_product(twice);
	CycleList cycles = list_of(&product), ambiguous = list_of(&both);
	size_t index = 4711;

	ck_assert(!version_find_codename(&cycles, "12", &index));
	ck_assert(!version_find_codename(&cycles, "", &index));
	ck_assert(!version_find_codename(&ambiguous, "same", &index));
	ck_assert_uint_eq(index, 4711);
	ck_assert(version_find_codename(&cycles, "Buster", &index));
	ck_assert_uint_eq(index, 3);
	/* a product may have none */
	cycles.codename = NULL;
	ck_assert(!version_find_codename(&cycles, "buster", &index));
}
END_TEST

START_TEST(test_compare) {
	static const char *const ascending[] = { "", "rc", "0", "1", "1.a", "1.0", "1.2", "1.2.0",
		"1.10", "9.8", "9.9", "9.10", "10", "4294967296", "99999999999999999999" };

	for (size_t i = 0; i < ELEMENTSOF(ascending); i++)
		for (size_t j = 0; j < ELEMENTSOF(ascending); j++) {
			int r = version_compare(ascending[i], ascending[j]);

			ck_assert_int_eq((r > 0) - (r < 0), (i > j) - (i < j));
		}
	ck_assert_int_eq(version_compare("9.08", "9-8"), 0);
	ck_assert_int_eq(version_compare("1.RC1", "1rc01"), 0);
}
END_TEST

START_TEST(test_words_are_those_of_the_contract) {
	ck_assert_str_eq(resolution_to_string(RESOLUTION_EXACT), "exact");
	ck_assert_str_eq(resolution_to_string(RESOLUTION_SHORTENED), "shortened");
	ck_assert_str_eq(resolution_to_string(RESOLUTION_CODENAME), "codename");
	ck_assert_str_eq(resolution_to_string(RESOLUTION_NEWER_THAN_DATA), "newer-than-data");
	ck_assert_str_eq(resolution_to_string(RESOLUTION_NO_SUCH_CYCLE), "no-such-cycle");
	ck_assert_str_eq(resolution_to_string(RESOLUTION_NO_SUCH_PRODUCT), "no-such-product");
	for (Resolution r = 0; r < _RESOLUTION_MAX; r++)
		ck_assert_int_eq(resolution_has_cycle(r), r <= RESOLUTION_CODENAME);
}
END_TEST

TEST_MAIN("version", test_the_table, test_a_name_is_its_own_cycle,
	test_a_product_without_cycles_knows_none, test_long_versions_are_none, test_codename_alone,
	test_compare, test_words_are_those_of_the_contract)
