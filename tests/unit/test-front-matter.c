/* SPDX-License-Identifier: MIT */
#include "reader/front-matter.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

/* What is found as a text with an end; NULL if nothing is. */
static char *find(const char *text) {
	const char *found;
	size_t n;
	unsigned line;

	if (front_matter_find(text, strlen(text), &found, &n, &line) < 0)
		return NULL;
	ck_assert_uint_eq(line, 2);
	return strndup(found, n);
}

static void assert_found(const char *text, const char *expected) {
	char *found = find(text);

	ck_assert_pstr_eq(found, expected);
	free(found);
}

static void assert_error(const char *text, int expected) {
	const char *found = "untouched";
	size_t n = 42;
	unsigned line = 42;

	ck_assert_int_eq(front_matter_find(text, strlen(text), &found, &n, &line), expected);
	ck_assert_str_eq(found, "untouched");
	ck_assert_uint_eq(n, 42);
	ck_assert_uint_eq(line, 42);
}

START_TEST(test_lies_between_two_lines_of_three_dashes) {
	assert_found("---\na: 1\n---\nbody\n", "a: 1\n");
	/* nothing between them */
	assert_found("---\n---\n", "");
	/* the last line has no end */
	assert_found("---\na: 1\n---", "a: 1\n");
	/* three dots end it, too */
	assert_found("---\na: 1\n...\n---\n", "a: 1\n");
}
END_TEST

START_TEST(test_white_space_behind_a_fence_does_not_count) {
	assert_found("--- \t\na: 1\n---  \nbody", "a: 1\n");
	/* nor do the line ends of another system */
	assert_found("---\r\na: 1\r\n---\r\nbody", "a: 1\r\n");
	/* nor a byte order mark */
	assert_found("\xef\xbb\xbf---\na: 1\n---\n", "a: 1\n");
}
END_TEST

START_TEST(test_only_a_whole_line_is_a_fence) {
	/* more dashes, something behind them, something before them */
	assert_found(
		"---\na: 1\n----\n--- b\n ---\n-- -\n---\n", "a: 1\n----\n--- b\n ---\n-- -\n");
	/* the first fence must be three dashes, and not dots */
	assert_error("...\na: 1\n---\n", -ENODATA);
	assert_error("----\na: 1\n---\n", -ENODATA);
	assert_error("--- a\n---\n", -ENODATA);
}
END_TEST

START_TEST(test_a_file_without_front_matter) {
	assert_error("", -ENODATA);
	assert_error("\n---\na: 1\n---\n", -ENODATA);
	assert_error("# a title\n", -ENODATA);
	assert_error("-", -ENODATA);
	assert_error("--", -ENODATA);
	assert_error("\xef\xbb\xbf", -ENODATA);
	/* two bytes of a mark are none */
	assert_error("\xef\xbb---\n---\n", -ENODATA);
}
END_TEST

START_TEST(test_front_matter_that_does_not_end) {
	assert_error("---\n", -EBADMSG);
	assert_error("---", -EBADMSG);
	assert_error("---\na: 1\n", -EBADMSG);
	assert_error("---\na: 1\n --- \n", -EBADMSG);
}
END_TEST

START_TEST(test_the_body_may_hold_anything) {
	static const char text[] = "---\na: 1\n---\n\0\xff\xfe\n---\n";
	const char *found;
	size_t n;
	unsigned line;

	ck_assert_int_eq(front_matter_find(text, sizeof(text) - 1, &found, &n, &line), 0);
	ck_assert_uint_eq(n, 5);
	ck_assert_ptr_eq(found, text + 4);
}
END_TEST

START_TEST(test_a_byte_order_mark_is_three_bytes_or_none) {
	ck_assert_uint_eq(byte_order_mark_length("\xef\xbb\xbfx", 4), 3);
	ck_assert_uint_eq(byte_order_mark_length("\xef\xbb\xbf", 2), 0);
	ck_assert_uint_eq(byte_order_mark_length("abc", 3), 0);
	ck_assert_uint_eq(byte_order_mark_length("", 0), 0);
}
END_TEST

TEST_MAIN("front-matter", test_lies_between_two_lines_of_three_dashes,
	test_white_space_behind_a_fence_does_not_count, test_only_a_whole_line_is_a_fence,
	test_a_file_without_front_matter, test_front_matter_that_does_not_end,
	test_the_body_may_hold_anything, test_a_byte_order_mark_is_three_bytes_or_none)
