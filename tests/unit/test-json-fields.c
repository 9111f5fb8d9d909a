/* SPDX-License-Identifier: MIT */
#include "reader/json-fields.h"

#include "test-reader.h"

static json_t *object(const char *text) {
	json_error_t error;
	json_t *json = json_loads(text, 0, &error);

	ck_assert_msg(json, "%s", error.text);
	return json;
}

START_TEST(test_missing_and_null_are_the_same) {
	_cleanup_(reading_end) Reading reading;
	_cleanup_(json_decrefp) json_t *json = object("{\"a\": null}");
	static const char *const keys[] = { "a", "b" };

	reading_begin(&reading);
	for (size_t i = 0; i < 2; i++) {
		const json_t *array = json, *nested = json;
		const char *text = "before";
		CivilDay day = 42;
		Mark mark = 42;
		TextList list = { .n = 42 };

		ck_assert_int_eq(json_field_text(&reading.ctx, json, keys[i], &text), 0);
		ck_assert_int_eq(json_field_date(&reading.ctx, json, keys[i], &day), 0);
		ck_assert_int_eq(json_field_mark(&reading.ctx, json, keys[i], keys[i], &mark), 0);
		ck_assert_int_eq(json_field_text_list(&reading.ctx, json, keys[i], &list), 0);
		ck_assert_int_eq(json_field_array(&reading.ctx, json, keys[i], &array), 0);
		ck_assert_int_eq(json_field_object(&reading.ctx, json, keys[i], &nested), 0);
		ck_assert_str_eq(text, "before");
		ck_assert_int_eq(day, 42);
		ck_assert_int_eq(mark, 42);
		ck_assert_uint_eq(list.n, 42);
		ck_assert_ptr_null(array);
		ck_assert_ptr_null(nested);
	}
	ck_assert_uint_eq(reading.problems.n_total, 0);
}
END_TEST

START_TEST(test_texts_outlive_their_json) {
	_cleanup_(reading_end) Reading reading;
	json_t *json = object("{\"a\": \"x\\u00e9\", \"l\": [\"b\", \"\"]}");
	const char *text = NULL;
	TextList list;

	reading_begin(&reading);
	ck_assert_int_eq(json_field_text(&reading.ctx, json, "a", &text), 0);
	ck_assert_int_eq(json_field_text_list(&reading.ctx, json, "l", &list), 0);
	json_decref(json);
	ck_assert_str_eq(text, "x\xc3\xa9");
	ck_assert_uint_eq(list.n, 2);
	ck_assert_str_eq(list.items[0], "b");
	ck_assert_str_eq(list.items[1], "");
}
END_TEST

START_TEST(test_wrong_types_are_refused_and_change_nothing) {
	_cleanup_(reading_end) Reading reading;
	_cleanup_(json_decrefp) json_t *json =
		object("{\"n\": 1, \"b\": true, \"t\": \"x\", \"l\": [1], \"o\": {}, \"d\": "
		       "\"2023-02-30\"}");
	const json_t *value = NULL;
	const char *text = "before";
	CivilDay day = 42;
	Mark mark = 42;
	TextList list = { .n = 42 };

	reading_begin(&reading);
	ck_assert_int_eq(json_field_text(&reading.ctx, json, "n", &text), -EBADMSG);
	ck_assert_int_eq(json_field_text(&reading.ctx, json, "l", &text), -EBADMSG);
	ck_assert_int_eq(json_field_date(&reading.ctx, json, "d", &day), -EBADMSG);
	ck_assert_int_eq(json_field_date(&reading.ctx, json, "b", &day), -EBADMSG);
	ck_assert_int_eq(json_field_mark(&reading.ctx, json, "t", "none", &mark), -EBADMSG);
	ck_assert_int_eq(json_field_mark(&reading.ctx, json, "b", "t", &mark), -EBADMSG);
	ck_assert_int_eq(json_field_text_list(&reading.ctx, json, "l", &list), -EBADMSG);
	ck_assert_int_eq(json_field_text_list(&reading.ctx, json, "t", &list), -EBADMSG);
	ck_assert_int_eq(json_field_array(&reading.ctx, json, "o", &value), -EBADMSG);
	ck_assert_int_eq(json_field_object(&reading.ctx, json, "l", &value), -EBADMSG);
	ck_assert_uint_eq(reading.ctx.n_refused, 10);
	assert_refused(&reading.problems, 0, "n: a text was expected");
	assert_refused(&reading.problems, 0, "d: '2023-02-30' is no date (YYYY-MM-DD)");
	assert_refused(&reading.problems, 0, "t: true or false was expected");
	assert_refused(&reading.problems, 0, "l: an entry that is no text");
	assert_refused(&reading.problems, 0, "o: a list was expected");
	assert_refused(&reading.problems, 0, "l: an object was expected");
	ck_assert_str_eq(text, "before");
	ck_assert_int_eq(day, 42);
	ck_assert_int_eq(mark, 42);
	ck_assert_uint_eq(list.n, 42);
}
END_TEST

START_TEST(test_a_date_says_more_than_a_flag) {
	_cleanup_(reading_end) Reading reading;
	_cleanup_(json_decrefp) json_t *json =
		object("{\"isEol\": true, \"eolFrom\": \"1970-01-02\", \"isLts\": false}");
	Mark mark = 42;

	reading_begin(&reading);
	ck_assert_int_eq(json_field_mark(&reading.ctx, json, "isEol", "eolFrom", &mark), 0);
	ck_assert_int_eq(mark, 1);
	ck_assert_int_eq(json_field_mark(&reading.ctx, json, "isEol", "none", &mark), 0);
	ck_assert_int_eq(mark, MARK_TRUE);
	ck_assert_int_eq(json_field_mark(&reading.ctx, json, "isLts", "ltsFrom", &mark), 0);
	ck_assert_int_eq(mark, MARK_FALSE);
}
END_TEST

START_TEST(test_texts_are_bounded_and_characters) {
	_cleanup_(reading_end) Reading reading;
	_cleanup_(json_decrefp) json_t *json = object("{\"c\": \"\\uffff\", \"l\": [\"\\ufdd0\"]}");
	char longest[YAML_MAX_TEXT + 2];
	const char *text = NULL;
	TextList list;

	reading_begin(&reading);
	memset(longest, 'x', sizeof(longest));
	longest[YAML_MAX_TEXT] = '\0';
	ck_assert_int_eq(json_arena_text(&reading.ctx, "a", longest, &text), 0);
	longest[YAML_MAX_TEXT] = 'x';
	longest[YAML_MAX_TEXT + 1] = '\0';
	ck_assert_int_eq(json_arena_text(&reading.ctx, "a", longest, &text), -EBADMSG);
	assert_refused(&reading.problems, 0, "a: a text of more than 16384 bytes");
	ck_assert_int_eq(json_field_text(&reading.ctx, json, "c", &text), -EBADMSG);
	assert_refused(&reading.problems, 0, "c: a text with a code that is no character");
	ck_assert_int_eq(json_field_text_list(&reading.ctx, json, "l", &list), -EBADMSG);
	ck_assert_uint_eq(strlen(text), YAML_MAX_TEXT);
}
END_TEST

TEST_MAIN("json-fields", test_missing_and_null_are_the_same, test_texts_outlive_their_json,
	test_wrong_types_are_refused_and_change_nothing, test_a_date_says_more_than_a_flag,
	test_texts_are_bounded_and_characters)
