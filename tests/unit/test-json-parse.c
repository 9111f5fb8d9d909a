/* SPDX-License-Identifier: MIT */
#include "reader/json-parse.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"
#include "util/strbuf.h"

static int parse(Arena *arena, const char *text, const json_t **ret, json_error_t *ret_error) {
	return json_parse(arena, text, strlen(text), ret, ret_error);
}

START_TEST(test_a_document_becomes_a_tree) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	const json_t *tree = NULL;
	json_error_t error;

	ck_assert_int_eq(parse(&arena, "{\"a\": [1, \"\\u00e9\", null]}", &tree, &error), 0);
	tree = json_object_get(tree, "a");
	ck_assert_int_eq(json_integer_value(json_array_get(tree, 0)), 1);
	ck_assert_str_eq(json_string_value(json_array_get(tree, 1)), "\xc3\xa9");
	ck_assert(json_is_null(json_array_get(tree, 2)));
}
END_TEST

START_TEST(test_what_is_wrong_is_said_with_its_line) {
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {
		{ "", 1, "" },
		{ "{\n\"a\": 1,\n}", 3, "" },
		{ "{\"a\": 1,\n\"a\": 2}", 2, "duplicate" },
		{ "[1] 2", 1, "" },
		{ "[\n\"\xff\"]", 2, "" },
		{ "[\"\\ud800\"]", 1, "Unicode" },
		{ "[\"a\\u0000b\"]", 1, "u0000" },
		{ "1", 1, "" },
	};
	const json_t *tree = NULL;

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
		json_error_t error;

		ck_assert_int_eq(parse(&arena, cases[i].text, &tree, &error), -EBADMSG);
		ck_assert_ptr_null(tree);
		ck_assert_int_eq(error.line, cases[i].line);
		ck_assert_uint_gt(strlen(error.text), 0);
		ck_assert_msg(strstr(error.text, cases[i].words), "%s", error.text);
	}
}
END_TEST

/* Only n bytes count, whatever comes behind them. */
START_TEST(test_a_text_needs_no_end) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	const json_t *tree;
	json_error_t error;

	ck_assert_int_eq(json_parse(&arena, "[1]]]]", 3, &tree, &error), 0);
	ck_assert_int_eq(json_parse(&arena, "[1]", 2, &tree, &error), -EBADMSG);
}
END_TEST

/* Where jansson goes astray: its buffer for the token at hand cannot grow. The token is made longer
 * step by step, so that each of the places where it has to grow meets the bound. */
static void read_long_token(const char *begin, char fill, const char *end) {
	for (size_t n = 1; n < 200u * 1024; n += n / 3 + 1) {
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
		_cleanup_(arena_deinit) Arena arena = { .max_total = 128u * 1024 };
		const json_t *tree = NULL;
		json_error_t error;
		int r;

		ck_assert_int_eq(strbuf_append_str(&text, begin), 0);
		for (size_t i = 0; i < n; i++)
			(void)strbuf_append_byte(&text, fill);
		ck_assert_int_eq(strbuf_append_str(&text, end), 0);
		r = json_parse(&arena, strbuf_cstr(&text), text.len, &tree, &error);
		/* a number may be too large to be one */
		ck_assert(r == 0 || r == -ENOMEM || (fill == '1' && r == -EBADMSG));
		ck_assert_int_eq(r == -ENOMEM, arena.exceeded);
		if (n > 100u * 1024)
			ck_assert_int_eq(r, -ENOMEM);
	}
}

START_TEST(test_a_bound_on_memory_is_an_error_and_no_crash) {
	read_long_token("[\"", 'x', "\"]");
	read_long_token("{\"a\": [\"", 'y', "\\n\"]}");
	read_long_token("[1.", '1', "e3, 5]");
	read_long_token("[", '1', "]");
}
END_TEST

START_TEST(test_a_large_tree_meets_the_bound_as_well) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	_cleanup_(arena_deinit) Arena arena = { .max_total = 1024u * 1024 };
	const json_t *tree = NULL;
	json_error_t error;

	ck_assert_int_eq(strbuf_append_str(&text, "[0"), 0);
	for (int i = 0; i < 100000; i++)
		(void)strbuf_append_str(&text, ",{\"a\":1}");
	ck_assert_int_eq(strbuf_append_str(&text, "]"), 0);
	ck_assert_int_eq(json_parse(&arena, strbuf_cstr(&text), text.len, &tree, &error), -ENOMEM);
	ck_assert(arena.exceeded);
	ck_assert_ptr_null(tree);
	/* the next one is read as if nothing had been */
	arena_reset(&arena);
	ck_assert_int_eq(parse(&arena, "[]", &tree, &error), 0);
}
END_TEST

/* Outside a reading jansson's memory is malloc()'s, before, between and after. */
START_TEST(test_jansson_serves_others_as_before) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	_cleanup_(json_decrefp) json_t *before = json_pack("{s:[i,s]}", "a", 1, "b");
	const json_t *tree;
	json_error_t error;

	ck_assert_int_eq(parse(&arena, "{\"a\": [1, \"b\"]}", &tree, &error), 0);
	ck_assert(json_equal(before, tree));

	_cleanup_(json_decrefp) json_t *after = json_deep_copy(tree);
	_cleanup_(freep) char *text = json_dumps(tree, JSON_COMPACT);

	ck_assert_str_eq(text, "{\"a\":[1,\"b\"]}");
	arena_reset(&arena);
	ck_assert(json_equal(before, after));
}
END_TEST

TEST_MAIN("json-parse", test_a_document_becomes_a_tree, test_what_is_wrong_is_said_with_its_line,
	test_a_text_needs_no_end, test_a_bound_on_memory_is_an_error_and_no_crash,
	test_a_large_tree_meets_the_bound_as_well, test_jansson_serves_others_as_before)
