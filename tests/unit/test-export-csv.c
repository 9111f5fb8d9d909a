/* SPDX-License-Identifier: MIT */
#include "client/export-csv.h"

#include "test-main.h"

static void check_field(const char *text, const char *expected) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	csv_append_text(&buf, text);
	ck_assert_int_eq(strbuf_error(&buf), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
}

START_TEST(test_what_needs_quotation_marks_has_them) {
	check_field("", "");
	check_field("Debian 12 (Bookworm)", "Debian 12 (Bookworm)");
	check_field("a,b", "\"a,b\"");
	check_field("the \"best\"", "\"the \"\"best\"\"\"");
	check_field("\"", "\"\"\"\"");
	check_field("日本", "日本");
}
END_TEST

/* One line a release, and a terminal may show it. */
START_TEST(test_nothing_begins_a_line_or_steers_a_terminal) {
	check_field("a\nb\r", "a\\nb\\x0d");
	check_field("\033[31m", "\\x1b[31m");
}
END_TEST

START_TEST(test_no_formulas) {
	check_field("=1+1", "'=1+1");
	check_field("+1", "'+1");
	check_field("-1", "'-1");
	check_field("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"");
	check_field("\t=1", "\\t=1");
	check_field("1-1", "1-1");
}
END_TEST

TEST_MAIN("export-csv", test_what_needs_quotation_marks_has_them,
	test_nothing_begins_a_line_or_steers_a_terminal, test_no_formulas)
