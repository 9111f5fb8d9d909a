/* SPDX-License-Identifier: MIT */
#include "document/json-heap.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "test-main.h"
#include "util/cleanup.h"

static const char *const text =
	"{\"a\":[1,2,{\"b\":\"c\"}],\"d\":\"a longer text, as there are many\"}";

static json_t *parse(void) {
	json_error_t error;
	json_t *json = json_loads(text, 0, &error);

	ck_assert_msg(json, "%s", error.text);
	return json;
}

static void assert_same(const json_t *json) {
	char dumped[200];
	size_t n = json_dumpb(json, dumped, sizeof(dumped), JSON_COMPACT);

	ck_assert_uint_eq(n, strlen(text));
	ck_assert_int_eq(memcmp(dumped, text, n), 0);
}

/* Values are what they are with malloc(), and a release at any time takes nothing from them. */
START_TEST(test_values_live_through_a_release) {
	json_heap_use();
	for (int i = 0; i < 100; i++) {
		json_t *first = parse(), *second = parse();

		json_heap_release();
		assert_same(first);
		json_decref(first);
		json_heap_release();
		assert_same(second);
		json_decref(second);
		json_heap_release();
	}
}
END_TEST

TEST_MAIN("json-heap", test_values_live_through_a_release)
