/* SPDX-License-Identifier: MIT */
#include "announce/line-field.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

START_TEST(test_any_text_is_a_field) {
	char every[256];
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	char *rest;

	for (int c = 1; c < 256; c++)
		every[c - 1] = (char)c;
	every[255] = '\0';
	line_append_text(&buf, every);
	(void)strbuf_append_byte(&buf, '\t');
	line_append_text(&buf, "");
	ck_assert_int_eq(strbuf_error(&buf), 0);
	ck_assert_ptr_null(strchr(buf.data, '\n'));
	rest = buf.data;
	ck_assert_str_eq(line_cut_text(&rest), every);
	ck_assert_str_eq(line_cut_text(&rest), "");
	ck_assert_ptr_null(rest);
	/* there are no more */
	ck_assert_ptr_null(line_cut_text(&rest));
	ck_assert_ptr_null(line_cut_field(&rest));
}
END_TEST

START_TEST(test_only_escapes_that_are_written_are_read) {
	static const char *const wrong[] = { "\\", "\\x", "\\x1", "a\\x0A", "\\n", "\\x00", "\\X09",
		"\\xg0" };
	char fine[] = "\\x5cx09\\x09\\x7f\xff";
	char *rest = fine;

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		_cleanup_(freep) char *text = strdup(wrong[i]);
		char *line = text;

		ck_assert_msg(!line_cut_text(&line), "%s", wrong[i]);
	}
	ck_assert_str_eq(line_cut_text(&rest), "\\x09\t\x7f\xff");
}
END_TEST

START_TEST(test_numbers_are_plain_digits) {
	static const char *const wrong[] = { "", "-1", "+1", " 1", "1 ", "01", "00", "0x1", "1.0",
		"9223372036854775808", "99999999999999999999" };
	static const struct {
		const char *text;
		uint64_t number;
	} right[] = { { "0", 0 }, { "7", 7 }, { "4095", 4095 },
		{ "1795132800000123", UINT64_C(1795132800000123) } };
	uint64_t number = 4711;

	ck_assert_int_eq(line_parse_number(NULL, &number), -EBADMSG);
	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		ck_assert_msg(line_parse_number(wrong[i], &number) == -EBADMSG, "%s", wrong[i]);
		ck_assert_uint_eq(number, 4711);
	}
	for (size_t i = 0; i < ELEMENTSOF(right); i++) {
		ck_assert_int_eq(line_parse_number(right[i].text, &number), 0);
		ck_assert_uint_eq(number, right[i].number);
	}
}
END_TEST

START_TEST(test_a_date_may_be_missing) {
	char line[] = "2026-11-20\t\t2026-11-31\t17";
	char *rest = line;
	CivilDay day;
	uint64_t number;

	ck_assert_int_eq(line_cut_date(&rest, &day), 0);
	ck_assert_int_eq(day, civil_day_from_ymd(2026, 11, 20));
	ck_assert_int_eq(line_cut_date(&rest, &day), 0);
	ck_assert_int_eq(day, CIVIL_DAY_NONE);
	ck_assert_int_eq(line_cut_date(&rest, &day), -EBADMSG);
	ck_assert_int_eq(line_cut_number(&rest, &number), 0);
	ck_assert_uint_eq(number, 17);
	ck_assert_int_eq(line_cut_number(&rest, &number), -EBADMSG);
	ck_assert_int_eq(line_cut_date(&rest, &day), -EBADMSG);
}
END_TEST

TEST_MAIN("line-field", test_any_text_is_a_field, test_only_escapes_that_are_written_are_read,
	test_numbers_are_plain_digits, test_a_date_may_be_missing)
