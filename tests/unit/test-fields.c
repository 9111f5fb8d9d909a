/* SPDX-License-Identifier: MIT */
#include "reader/fields.h"

#include "test-reader.h"

/* The node of one value. */
static const YamlNode *value(Reading *reading, const char *yaml) {
	YamlNode *tree = NULL;
	YamlError error;

	ck_assert_int_eq(yaml_tree_parse(&reading->arena, yaml, strlen(yaml), 7, &tree, &error), 0);
	return tree;
}

START_TEST(test_a_text_is_taken_as_it_is_written) {
	_cleanup_(reading_end) Reading reading;
	const char *text = "before";

	reading_begin(&reading);
	ck_assert_int_eq(field_text(&reading.ctx, "codename", value(&reading, "'1.10'"), &text), 0);
	ck_assert_str_eq(text, "1.10");
	ck_assert_int_eq(field_text(&reading.ctx, "codename", value(&reading, "1.5.0"), &text), 0);
	ck_assert_str_eq(text, "1.5.0");
	ck_assert_int_eq(field_text(&reading.ctx, "codename", value(&reading, "~"), &text), 0);
	ck_assert_ptr_null(text);
	/* "" is a text, and not null */
	ck_assert_int_eq(field_text(&reading.ctx, "codename", value(&reading, "''"), &text), 0);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(reading.problems.n_total, 0);
}
END_TEST

/* 1.10 without quotes is the number 1.1 to YAML: it must be told, but nothing is lost. */
START_TEST(test_what_yaml_takes_for_something_else_is_doubted) {
	static const char *const odd[] = { "1.10", "10", "-3", "+4", "1_000", "1,000", "yes", "on",
		"False" };
	static const char *const fine[] = { "1.2.3", "v1", "1.17+", "x10", "--3", "2020-01-01",
		"\"10\"" };

	for (size_t i = 0; i < ELEMENTSOF(odd); i++) {
		_cleanup_(reading_end) Reading reading;
		const char *text = NULL;

		reading_begin(&reading);
		ck_assert_int_eq(
			field_text(&reading.ctx, "latest", value(&reading, odd[i]), &text), 0);
		ck_assert_str_eq(text, odd[i]);
		assert_doubted(&reading.problems, 7, "should be quoted; it is read as written");
		/* where anything may stand nobody doubts */
		ck_assert_int_eq(
			field_any_text(&reading.ctx, "latest", value(&reading, odd[i]), &text), 0);
		ck_assert_uint_eq(reading.problems.n_total, 1);
	}
	for (size_t i = 0; i < ELEMENTSOF(fine); i++) {
		_cleanup_(reading_end) Reading reading;
		const char *text = NULL;

		reading_begin(&reading);
		ck_assert_int_eq(
			field_text(&reading.ctx, "latest", value(&reading, fine[i]), &text), 0);
		ck_assert_uint_eq(reading.problems.n_total, 0);
	}
}
END_TEST

START_TEST(test_a_collection_is_no_text) {
	_cleanup_(reading_end) Reading reading;
	const char *text = "before";

	reading_begin(&reading);
	reading.ctx.product = "kettle";
	ck_assert_int_eq(
		field_text(&reading.ctx, "latest", value(&reading, "[1]"), &text), -EBADMSG);
	ck_assert_int_eq(
		field_any_text(&reading.ctx, "link", value(&reading, "{a: 1}"), &text), -EBADMSG);
	/* reported with its place, counted, and nothing changed */
	assert_refused(&reading.problems, 7, "latest: a text was expected");
	assert_refused(&reading.problems, 7, "link: a text was expected");
	ck_assert_str_eq(reading.problems.items[0].product, "kettle");
	ck_assert_str_eq(reading.problems.items[0].file, "/data/test.yaml");
	ck_assert_uint_eq(reading.ctx.n_refused, 2);
	ck_assert_str_eq(text, "before");
}
END_TEST

START_TEST(test_where_no_line_leads_to_a_release_its_name_is_told) {
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	reading.ctx.release = "9";
	ck_assert_int_eq(refuse(&reading.ctx, 0, "%s: wrong", "label"), -EBADMSG);
	doubt(&reading.ctx, 0, "odd");
	assert_refused(&reading.problems, 0, "release 9: label: wrong");
	assert_doubted(&reading.problems, 0, "release 9: odd");
	ck_assert_uint_eq(reading.ctx.n_refused, 1);
}
END_TEST

START_TEST(test_dates) {
	static const char *const wrong[] = { "2023-02-30", "2023-2-3", "20230228", "yes", "true",
		"2023-02-28T00:00:00Z", "tomorrow", "''" };
	_cleanup_(reading_end) Reading reading;
	CivilDay day = 42;

	reading_begin(&reading);
	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		ck_assert_int_eq(
			field_date(&reading.ctx, "releaseDate", value(&reading, wrong[i]), &day),
			-EBADMSG);
		ck_assert_int_eq(day, 42);
	}
	ck_assert_int_eq(
		field_date(&reading.ctx, "releaseDate", value(&reading, "[2023-01-01]"), &day),
		-EBADMSG);
	assert_refused(&reading.problems, 7, "releaseDate: '2023-02-30' is no date (YYYY-MM-DD)");
	ck_assert_uint_eq(reading.problems.n_total, ELEMENTSOF(wrong) + 1);
	ck_assert_int_eq(
		field_date(&reading.ctx, "releaseDate", value(&reading, "1970-01-03"), &day), 0);
	ck_assert_int_eq(day, 2);
	/* in quotes it is read all the same, and doubted */
	ck_assert_int_eq(
		field_date(&reading.ctx, "releaseDate", value(&reading, "'1970-01-04'"), &day), 0);
	ck_assert_int_eq(day, 3);
	assert_doubted(&reading.problems, 7, "releaseDate: a date should not be quoted");
	ck_assert_int_eq(field_date(&reading.ctx, "releaseDate", value(&reading, "~"), &day), 0);
	ck_assert_int_eq(day, CIVIL_DAY_NONE);
}
END_TEST

START_TEST(test_marks_are_dates_or_truths) {
	_cleanup_(reading_end) Reading reading;
	Mark mark = 42;

	reading_begin(&reading);
	ck_assert_int_eq(field_mark(&reading.ctx, "eol", value(&reading, "true"), &mark), 0);
	ck_assert_int_eq(mark, MARK_TRUE);
	ck_assert_int_eq(field_mark(&reading.ctx, "eol", value(&reading, "no"), &mark), 0);
	ck_assert_int_eq(mark, MARK_FALSE);
	ck_assert_int_eq(field_mark(&reading.ctx, "eol", value(&reading, "1970-01-01"), &mark), 0);
	ck_assert_int_eq(mark, 0);
	ck_assert_uint_eq(reading.problems.n_total, 0);
	/* without a value it is as if it was left out, which a file should do instead */
	ck_assert_int_eq(field_mark(&reading.ctx, "eoes", value(&reading, "null"), &mark), 0);
	ck_assert_int_eq(mark, MARK_ABSENT);
	assert_doubted(&reading.problems, 7, "eoes: no value");
	/* in an override it takes the phase away */
	reading.ctx.is_override = true;
	ck_assert_int_eq(field_mark(&reading.ctx, "eoes", value(&reading, "~"), &mark), 0);
	ck_assert_uint_eq(reading.problems.n_total, 1);
	/* a truth in quotes is a text, and a text is none of it */
	mark = 42;
	ck_assert_int_eq(
		field_mark(&reading.ctx, "eol", value(&reading, "'true'"), &mark), -EBADMSG);
	ck_assert_int_eq(field_mark(&reading.ctx, "eol", value(&reading, "[]"), &mark), -EBADMSG);
	assert_refused(&reading.problems, 7, "eol: 'true' is no date (YYYY-MM-DD), true or false");
	ck_assert_int_eq(mark, 42);
}
END_TEST

START_TEST(test_columns_are_on_off_or_called_something) {
	_cleanup_(reading_end) Reading reading;
	const char *label = "before";

	reading_begin(&reading);
	ck_assert_int_eq(field_column(&reading.ctx, "eoasColumn", value(&reading, "true"),
				 "Active Support", &label),
		0);
	ck_assert_str_eq(label, "Active Support");
	ck_assert_int_eq(
		field_column(&reading.ctx, "eoasColumn", value(&reading, "false"), "x", &label), 0);
	ck_assert_ptr_null(label);
	ck_assert_int_eq(field_column(&reading.ctx, "eoesColumn",
				 value(&reading, "Debian <abbr title='x'>LTS</abbr>"), "x", &label),
		0);
	ck_assert_str_eq(label, "Debian LTS");
	ck_assert_int_eq(
		field_column(&reading.ctx, "eoesColumn", value(&reading, "~"), "x", &label), 0);
	ck_assert_ptr_null(label);
	ck_assert_int_eq(
		field_column(&reading.ctx, "eoesColumn", value(&reading, "[x]"), "x", &label),
		-EBADMSG);
	assert_refused(&reading.problems, 7, "eoesColumn: true, false or a text was expected");
}
END_TEST

START_TEST(test_lists_of_texts) {
	_cleanup_(reading_end) Reading reading;
	TextList list = { 0 };

	reading_begin(&reading);
	ck_assert_int_eq(
		field_text_list(&reading.ctx, "tags", value(&reading, "[a, ~, 'b']"), &list), 0);
	ck_assert_uint_eq(list.n, 2);
	ck_assert_str_eq(list.items[1], "b");
	/* one text is a list of one, nothing is an empty one */
	ck_assert_int_eq(field_text_list(&reading.ctx, "tags", value(&reading, "c"), &list), 0);
	ck_assert_uint_eq(list.n, 1);
	ck_assert_str_eq(list.items[0], "c");
	ck_assert_int_eq(field_text_list(&reading.ctx, "tags", value(&reading, "~"), &list), 0);
	ck_assert_uint_eq(list.n, 0);
	ck_assert_int_eq(
		field_text_list(&reading.ctx, "tags", value(&reading, "[[a]]"), &list), -EBADMSG);
	ck_assert_int_eq(
		field_text_list(&reading.ctx, "tags", value(&reading, "{a: b}"), &list), -EBADMSG);
	ck_assert_uint_eq(list.n, 0);
	ck_assert_uint_eq(reading.ctx.n_refused, 2);
}
END_TEST

START_TEST(test_pairs) {
	_cleanup_(reading_end) Reading reading;
	PairList list = { 0 };

	reading_begin(&reading);
	ck_assert_int_eq(field_pairs(&reading.ctx, "links", value(&reading, "{a: b, c: ~, d: ''}"),
				 false, &list),
		0);
	/* what is null is not there, what is empty is */
	ck_assert_uint_eq(list.n, 2);
	ck_assert_str_eq(list.items[1].key, "d");
	ck_assert_str_eq(list.items[1].value, "");
	/* what nests is JSON where it may nest */
	ck_assert_int_eq(field_pairs(&reading.ctx, "auto.methods",
				 value(&reading, "{git: x, regex: [a, 1]}"), true, &list),
		0);
	ck_assert_str_eq(list.items[1].value, "[\"a\",1]");
	ck_assert_int_eq(
		field_pairs(&reading.ctx, "links", value(&reading, "{a: [b]}"), false, &list),
		-EBADMSG);
	ck_assert_int_eq(
		field_pairs(&reading.ctx, "links", value(&reading, "{[a]: b}"), false, &list),
		-EBADMSG);
	ck_assert_int_eq(
		field_pairs(&reading.ctx, "links", value(&reading, "[a]"), false, &list), -EBADMSG);
	ck_assert_uint_eq(list.n, 2);
}
END_TEST

START_TEST(test_names_of_products) {
	char longest[130];

	ck_assert(is_product_name("almalinux"));
	ck_assert(is_product_name("pop_os"));
	ck_assert(is_product_name("A.b+c-9"));
	ck_assert(!is_product_name(""));
	ck_assert(!is_product_name("."));
	ck_assert(!is_product_name(".."));
	ck_assert(!is_product_name(".hidden"));
	ck_assert(!is_product_name("a/b"));
	ck_assert(!is_product_name("a b"));
	ck_assert(!is_product_name("caf\xc3\xa9"));
	ck_assert(!is_product_name("a\n"));
	memset(longest, 'x', sizeof(longest));
	longest[128] = '\0';
	ck_assert(is_product_name(longest));
	longest[128] = 'x';
	longest[129] = '\0';
	ck_assert(!is_product_name(longest));
}
END_TEST

START_TEST(test_names_of_cycles) {
	static const char *const good[] = { "9", "1.10", "10.0_u7", "3+", "2402 CU4 Update 1",
		"caf\xc3\xa9", "..5", "-1", "\xc2\xa0x" };
	static const char *const bad[] = { "", ".", "..", "...", "a/b", "/", "9\n", "a\tb", " 9",
		"9 ", "\x7f", "a\xc2\x85", "a\x1b[0m" };

	for (size_t i = 0; i < ELEMENTSOF(good); i++)
		ck_assert_msg(is_cycle_name(good[i]), "%s", good[i]);
	for (size_t i = 0; i < ELEMENTSOF(bad); i++)
		ck_assert_msg(!is_cycle_name(bad[i]), "%s", bad[i]);
}
END_TEST

TEST_MAIN("fields", test_a_text_is_taken_as_it_is_written,
	test_what_yaml_takes_for_something_else_is_doubted, test_a_collection_is_no_text,
	test_where_no_line_leads_to_a_release_its_name_is_told, test_dates,
	test_marks_are_dates_or_truths, test_columns_are_on_off_or_called_something,
	test_lists_of_texts, test_pairs, test_names_of_products, test_names_of_cycles)
