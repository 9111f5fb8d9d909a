/* SPDX-License-Identifier: MIT */
#include "client/text.h"

#include <string.h>

#include "test-main.h"

static const char *clean(StrBuf *buf, const char *text, bool ascii) {
	strbuf_clear(buf);
	text_append_clean(buf, text, ascii);
	return strbuf_cstr(buf);
}

START_TEST(test_honest_text_stays_as_it_is) {
	static const char *const texts[] = { "", "AlmaLinux OS 9", "Über “quoted” – dash…",
		"博物館", "e\u0301", "zero\u200cwidth\u200djoiner" };
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	for (size_t i = 0; i < ELEMENTSOF(texts); i++)
		ck_assert_str_eq(clean(&buf, texts[i], false), texts[i]);
}
END_TEST

/* Escape sequences, titles, bells, C1 controls, marks that turn the direction of writing. */
START_TEST(test_what_steers_a_terminal_becomes_readable) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_str_eq(clean(&buf, "\033[31mred", false), "\\x1b[31mred");
	ck_assert_str_eq(clean(&buf, "a\nb\tc\rd\177", false), "a\\nb\\tc\\x0dd\\x7f");
	ck_assert_str_eq(clean(&buf,
				 "\xc2\x9b"
				 "31m",
				 false),
		"\\x9b31m");
	ck_assert_str_eq(clean(&buf, "abc\u202edef", false), "abc\\u{202e}def");
	ck_assert_str_eq(clean(&buf, "\u2066x\u2069\ufeff", false), "\\u{2066}x\\u{2069}\\u{feff}");
	ck_assert_str_eq(clean(&buf, "\U000e0041", false), "\\u{e0041}");
}
END_TEST

/* Overlong forms, surrogates, bytes cut short, bytes that begin nothing. */
START_TEST(test_bytes_that_are_no_text_become_readable) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_str_eq(clean(&buf, "a\xff\xfe", false), "a\\xff\\xfe");
	ck_assert_str_eq(clean(&buf, "\xc0\xaf", false), "\\xc0\\xaf");
	ck_assert_str_eq(clean(&buf, "\xed\xa0\x80", false), "\\xed\\xa0\\x80");
	ck_assert_str_eq(clean(&buf, "\xf4\x90\x80\x80", false), "\\xf4\\x90\\x80\\x80");
	ck_assert_str_eq(clean(&buf, "\xe5\x8d", false), "\\xe5\\x8d");
}
END_TEST

START_TEST(test_ascii_only_where_nothing_else_can_be_shown) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_str_eq(clean(&buf, "Über 博", true), "?ber ?");
	ck_assert_str_eq(clean(&buf, "\u202e", true), "\\u{202e}");
}
END_TEST

START_TEST(test_widths_are_columns_of_a_terminal) {
	ck_assert_uint_eq(text_width(""), 0);
	ck_assert_uint_eq(text_width("Über"), 4);
	ck_assert_uint_eq(text_width("博物館"), 6);
	ck_assert_uint_eq(text_width("e\u0301"), 1);
	/* a wide character never hangs over the edge */
	ck_assert_uint_eq(text_prefix("博物館", 3), 3);
	ck_assert_uint_eq(text_prefix("博物館", 4), 6);
}
END_TEST

static const char *fitted(
	StrBuf *buf, const char *text, size_t width, TextAlign align, bool ascii) {
	strbuf_clear(buf);
	text_append_fitted(buf, text, width, align, ascii);
	return strbuf_cstr(buf);
}

START_TEST(test_cells_are_filled_or_cut_to_their_width) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_str_eq(fitted(&buf, "abc", 5, TEXT_LEFT, false), "abc  ");
	ck_assert_str_eq(fitted(&buf, "abc", 5, TEXT_RIGHT, false), "  abc");
	ck_assert_str_eq(fitted(&buf, "abcdef", 5, TEXT_LEFT, false), "abcd…");
	ck_assert_str_eq(fitted(&buf, "abcdef", 5, TEXT_LEFT, true), "ab...");
	ck_assert_str_eq(fitted(&buf, "博物館", 4, TEXT_LEFT, false), "博… ");
	ck_assert_str_eq(fitted(&buf, "abcdef", 2, TEXT_LEFT, true), "ab");
	ck_assert_str_eq(fitted(&buf, "abcdef", 0, TEXT_LEFT, false), "");
	for (size_t width = 0; width < 12; width++)
		ck_assert_uint_eq(
			text_width(fitted(&buf, "a博b物c館d", width, TEXT_LEFT, false)), width);
}
END_TEST

TEST_MAIN("text", test_honest_text_stays_as_it_is, test_what_steers_a_terminal_becomes_readable,
	test_bytes_that_are_no_text_become_readable,
	test_ascii_only_where_nothing_else_can_be_shown, test_widths_are_columns_of_a_terminal,
	test_cells_are_filled_or_cut_to_their_width)
