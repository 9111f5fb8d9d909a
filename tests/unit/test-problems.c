/* SPDX-License-Identifier: MIT */
#include "util/problems.h"

#include <string.h>

#include "test-main.h"
#include "util/utf8.h"

START_TEST(test_a_problem_says_what_and_where) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	const Problem *p;

	problems_add(
		&problems, PROBLEM_REFUSED, "/a/b.yaml", "go", 12, "eol: '%s' is no date", "x");
	problems_add(&problems, PROBLEM_DOUBT, NULL, NULL, 0, "nothing in particular");
	ck_assert_uint_eq(problems.n_items, 2);
	p = problems.items;
	ck_assert_int_eq(p->kind, PROBLEM_REFUSED);
	ck_assert_str_eq(p->file, "/a/b.yaml");
	ck_assert_str_eq(p->product, "go");
	ck_assert_uint_eq(p->line, 12);
	ck_assert_str_eq(p->message, "eol: 'x' is no date");
	/* no file and no product are "" to whoever shows them */
	p++;
	ck_assert_int_eq(p->kind, PROBLEM_DOUBT);
	ck_assert_str_eq(p->file, "");
	ck_assert_str_eq(p->product, "");
	ck_assert_uint_eq(p->line, 0);
}
END_TEST

START_TEST(test_doubts_count_but_not_as_refused) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	for (int i = 0; i < 5; i++)
		problems_add(
			&problems, i < 2 ? PROBLEM_REFUSED : PROBLEM_DOUBT, "f", NULL, 0, "%d", i);
	ck_assert_uint_eq(problems.n_total, 5);
	ck_assert_uint_eq(problems.n_refused, 2);
	ck_assert(!problems.incomplete);
}
END_TEST

/* Texts come out of files that anybody may have written. */
START_TEST(test_all_texts_are_safe_to_show) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	const Problem *p;

	problems_add(&problems, PROBLEM_REFUSED, "/a/\x1b]0;x\x07\xff.md", "g\no", 1, "'%s'",
		"\xc2\x9b"
		"2J caf\xc3\xa9");
	p = problems.items;
	ck_assert_str_eq(p->file, "/a/\\x1b]0;x\\x07\\xff.md");
	ck_assert_str_eq(p->product, "g\\x0ao");
	ck_assert_str_eq(p->message, "'\\xc2\\x9b2J caf\xc3\xa9'");
}
END_TEST

START_TEST(test_an_endless_message_is_cut_and_still_text) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	char text[5001];

	/* the cut falls into a character */
	for (size_t i = 0; i < 5000; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	text[5000] = '\0';
	problems_add(&problems, PROBLEM_DOUBT, "f", NULL, 0, "x%s", text);
	ck_assert_uint_lt(strlen(problems.items[0].message), 1100);
	ck_assert(
		utf8_is_valid(problems.items[0].message, strlen(problems.items[0].message), NULL));
}
END_TEST

START_TEST(test_a_flood_is_counted_and_not_kept) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	for (unsigned i = 0; i < 5 * PROBLEMS_MAX; i++)
		problems_add(
			&problems, i % 5 ? PROBLEM_DOUBT : PROBLEM_REFUSED, "f", NULL, i, "%u", i);
	/* a bound for each kind: doubts do not take the place of what was refused */
	ck_assert_uint_eq(problems.n_items, 2 * PROBLEMS_MAX);
	ck_assert_uint_eq(problems.n_items_refused, PROBLEMS_MAX);
	ck_assert_uint_eq(problems.n_total, 5 * PROBLEMS_MAX);
	ck_assert_uint_eq(problems.n_refused, PROBLEMS_MAX);
	/* the first ones stay: the first cause is the one to look at */
	ck_assert_str_eq(problems.items[PROBLEMS_MAX - 1].message, "999");
}
END_TEST

START_TEST(test_of_a_long_list_some_are_taken_and_all_counted) {
	_cleanup_(problems_deinit) Problems all = PROBLEMS_INIT, some = PROBLEMS_INIT;

	for (unsigned i = 0; i < 10; i++)
		problems_add(&some, i < 6 ? PROBLEM_DOUBT : PROBLEM_REFUSED, "f", NULL, i, "m");
	problems_add_some(&all, &some, 2);
	ck_assert_uint_eq(all.n_items, 4);
	ck_assert_uint_eq(all.n_items_refused, 2);
	ck_assert_uint_eq(all.n_total, 10);
	ck_assert_uint_eq(all.n_refused, 4);
	ck_assert_uint_eq(all.items[1].line, 1);
	ck_assert_uint_eq(all.items[2].line, 6);
}
END_TEST

START_TEST(test_lists_add_up) {
	_cleanup_(problems_deinit) Problems all = PROBLEMS_INIT, some = PROBLEMS_INIT;

	problems_add(&all, PROBLEM_DOUBT, "a", NULL, 1, "one");
	problems_add(&some, PROBLEM_REFUSED, "b\n", "p", 2, "two");
	problems_add_all(&all, &some);
	problems_deinit(&some);
	ck_assert_uint_eq(all.n_items, 2);
	ck_assert_uint_eq(all.n_total, 2);
	ck_assert_uint_eq(all.n_refused, 1);
	ck_assert_int_eq(all.items[1].kind, PROBLEM_REFUSED);
	ck_assert_uint_eq(all.items[1].line, 2);
	/* what was escaped once is not escaped again */
	ck_assert_str_eq(all.items[1].file, "b\\x0a");
	ck_assert_str_eq(all.items[1].product, "p");
	ck_assert_str_eq(all.items[1].message, "two");
}
END_TEST

START_TEST(test_counts_add_up_beyond_what_is_kept) {
	_cleanup_(problems_deinit) Problems all = PROBLEMS_INIT, some = PROBLEMS_INIT;

	for (unsigned i = 0; i < 700; i++)
		problems_add(&some, PROBLEM_REFUSED, "f", NULL, i, "m");
	some.incomplete = true;
	problems_add_all(&all, &some);
	problems_add_all(&all, &some);
	ck_assert_uint_eq(all.n_items, PROBLEMS_MAX);
	ck_assert_uint_eq(all.n_total, 1400);
	ck_assert_uint_eq(all.n_refused, 1400);
	ck_assert(all.incomplete);
}
END_TEST

START_TEST(test_those_without_a_product_get_one) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	problems_add(&problems, PROBLEM_REFUSED, "/a", NULL, 1, "not YAML");
	problems_add(&problems, PROBLEM_DOUBT, "/a", "kettle", 2, "odd");
	problems_name_product(&problems, "te\na");
	ck_assert_str_eq(problems.items[0].product, "te\\x0aa");
	ck_assert_str_eq(problems.items[1].product, "kettle");
}
END_TEST

START_TEST(test_deinit_leaves_an_empty_list) {
	Problems problems = PROBLEMS_INIT;

	problems_add(&problems, PROBLEM_DOUBT, "f", NULL, 0, "m");
	problems_deinit(&problems);
	ck_assert_ptr_null(problems.items);
	ck_assert_uint_eq(problems.n_total, 0);
	problems_deinit(&problems);
}
END_TEST

TEST_MAIN("problems", test_a_problem_says_what_and_where, test_doubts_count_but_not_as_refused,
	test_all_texts_are_safe_to_show, test_an_endless_message_is_cut_and_still_text,
	test_a_flood_is_counted_and_not_kept, test_of_a_long_list_some_are_taken_and_all_counted,
	test_lists_add_up, test_counts_add_up_beyond_what_is_kept, test_deinit_leaves_an_empty_list,
	test_those_without_a_product_get_one)
