/* SPDX-License-Identifier: MIT */
#include "client/json-out.h"

#include <string.h>

#include "client/bus-value.h"
#include "test-main.h"

static char *print(const json_t *value, JsonMode mode) {
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(json_out(out, value, mode), 0);
	fclose(out);
	return text;
}

START_TEST(test_short_is_one_line_and_pretty_is_indented) {
	_cleanup_(json_decrefp) json_t *value = json_pack("{s[ib]}", "a", 1, 1);
	_cleanup_(freep) char *line = print(value, JSON_SHORT);
	_cleanup_(freep) char *pretty = print(value, JSON_PRETTY);

	ck_assert_str_eq(line, "{\"a\":[1,true]}\n");
	ck_assert_str_eq(pretty, "{\n  \"a\": [\n    1,\n    true\n  ]\n}\n");
}
END_TEST

/* Whatever the text: what is printed is that text, and nothing in it steers a terminal. */
START_TEST(test_what_steers_is_escaped_and_means_the_same) {
	static const char *const texts[] = { "\033[31m", "\u202e", "\xc2\x9b", "\177", "\U000e0041",
		"Über 博物館", "a\u200bb", "" };

	for (size_t i = 0; i < ELEMENTSOF(texts); i++) {
		_cleanup_(json_decrefp) json_t *value = json_pack("{ss}", texts[i], texts[i]);
		_cleanup_(freep) char *text = print(value, JSON_SHORT);
		_cleanup_(json_decrefp) json_t *back = json_loads(text, 0, NULL);

		ck_assert(json_equal(value, back));
		ck_assert_ptr_null(strpbrk(text, "\033\177"));
		ck_assert_ptr_null(strstr(text, "\u202e"));
		ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
		ck_assert_ptr_null(strstr(text, "\U000e0041"));
	}
}
END_TEST

START_TEST(test_single_values_are_json_too) {
	_cleanup_(json_decrefp) json_t *value = json_string("Über");
	_cleanup_(freep) char *text = print(value, JSON_SHORT);

	ck_assert_str_eq(text, "\"Über\"\n");
}
END_TEST

TEST_MAIN("json-out", test_short_is_one_line_and_pretty_is_indented,
	test_what_steers_is_escaped_and_means_the_same, test_single_values_are_json_too)
