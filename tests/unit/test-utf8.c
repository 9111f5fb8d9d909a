/* SPDX-License-Identifier: MIT */
#include "util/utf8.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "test-main.h"

/* How RFC 3629 writes a code point, or 0 bytes where there is none. */
static size_t encode(uint32_t c, unsigned char out[4]) {
	if (c < 0x80) {
		out[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (unsigned char)(0xc0 | c >> 6);
		out[1] = (unsigned char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (unsigned char)(0xe0 | c >> 12);
		out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (c & 0x3f));
		return c >= 0xd800 && c <= 0xdfff ? 0 : 3;
	}
	out[0] = (unsigned char)(0xf0 | c >> 18);
	out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (unsigned char)(0x80 | (c & 0x3f));
	return c > 0x10ffff ? 0 : 4;
}

static bool is_valid(const unsigned char *bytes, size_t n) {
	return utf8_is_valid((const char *)bytes, n, NULL);
}

/* sd-bus lets no noncharacter pass, so a text with one is not fit to be shown. */
static bool is_noncharacter(uint32_t c) {
	return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

START_TEST(test_every_character_but_nul_is_text) {
	unsigned char bytes[4];

	ck_assert(!is_valid((const unsigned char *)"\0", 1));
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		size_t n = encode(c, bytes);

		if (n > 0 && is_valid(bytes, n) == is_noncharacter(c))
			ck_abort_msg("U+%04X is taken for the wrong thing", c);
		/* ... and its beginning is not */
		for (size_t k = 1; k < n; k++)
			if (is_valid(bytes, k))
				ck_abort_msg("%zu bytes of U+%04X are text", k, c);
	}
	ck_assert(utf8_is_valid("", 0, NULL));
}
END_TEST

/* All sequences of three bytes, and of four that begin as four do: as many are text as there are
 * ways to write code points, so nothing overlong, no surrogate and nothing above U+10FFFF is. */
START_TEST(test_nothing_else_is_text) {
	size_t n_two = 0, n_three = 0, n_four = 0;
	unsigned step = 3 * test_stride(21);
	unsigned char b[4];

	for (unsigned i = 0; i < 0x1000000; i++) {
		b[0] = (unsigned char)(i >> 16);
		b[1] = (unsigned char)(i >> 8);
		b[2] = (unsigned char)i;
		if (b[0] < 0x80)
			continue;
		n_two += b[2] == 'a' && is_valid(b, 3);
		n_three += b[2] != 'a' && b[2] >= 0x80 && is_valid(b, 3);
	}
	/* U+0080 to U+07FF before an ASCII byte; U+0800 to U+FFFF without 2048 surrogates and
	 * 34 noncharacters */
	ck_assert_uint_eq(n_two, 0x780);
	ck_assert_uint_eq(n_three, 0xf800 - 0x800 - 34);
	for (unsigned i = 0; i < 0x10 * 0x10000u; i++) {
		b[0] = (unsigned char)(0xf0 + (i >> 16));
		b[1] = (unsigned char)(i >> 8);
		b[2] = (unsigned char)i;
		for (unsigned last = 0; last < 256; last += step) {
			b[3] = (unsigned char)last;
			n_four += is_valid(b, 4);
		}
	}
	/* of 0x80 to 0xbf every third last byte, or one */
	ck_assert_uint_eq(n_four, 0x100000 / 64 * (step == 3 ? 21 : 1));
}
END_TEST

START_TEST(test_the_offset_is_that_of_the_first_wrong_byte) {
	/* beside the eight bytes that are looked at together, before, in and behind them */
	for (size_t at = 0; at < 40; at++) {
		char text[48];
		size_t offset = 4711;

		memset(text, 'a', sizeof(text));
		text[at] = '\xff';
		ck_assert(!utf8_is_valid(text, sizeof(text), &offset));
		ck_assert_uint_eq(offset, at);
		text[at] = '\0';
		ck_assert(!utf8_is_valid(text, sizeof(text), &offset));
		ck_assert_uint_eq(offset, at);
		memcpy(text + at, "\xe2\x82\xac", 3);
		offset = 4711;
		ck_assert(utf8_is_valid(text, sizeof(text), &offset));
		ck_assert_uint_eq(offset, 4711);
	}
}
END_TEST

/* The last bytes of the text, with nothing behind them that may be read. */
START_TEST(test_nothing_behind_the_end_is_read) {
	static const char *const cut[] = { "\xc3", "\xe2\x82", "\xf0\x9f\x98", "aaaaaaa\xe2" };

	for (size_t i = 0; i < ELEMENTSOF(cut); i++) {
		size_t n = strlen(cut[i]);
		_cleanup_(freep) char *exact = malloc(n);

		memcpy(exact, cut[i], n);
		ck_assert(!utf8_is_valid(exact, n, NULL));
	}
}
END_TEST

static void expect_escaped(const char *text, size_t n, const char *expected) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_int_eq(utf8_append_escaped(&buf, text, n), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
}

START_TEST(test_escaping_shows_odd_bytes_and_leaves_text) {
	expect_escaped("", 0, "");
	expect_escaped("caf\xc3\xa9 \xe2\x82\xac", 9, "caf\xc3\xa9 \xe2\x82\xac");
	expect_escaped("a\nb\tc", 5, "a\\x0ab\\x09c");
	expect_escaped("\x1b[31m", 5, "\\x1b[31m");
	expect_escaped("a\0b", 3, "a\\x00b");
	expect_escaped("\x7f", 1, "\\x7f");
	/* a C1 control is one to a terminal, too: both of its bytes */
	expect_escaped("\xc2\x9b!", 3, "\\xc2\\x9b!");
	expect_escaped("\xc2\xa0", 2, "\xc2\xa0");
	expect_escaped("\xff\xc3", 2, "\\xff\\xc3");
	expect_escaped("\xed\xa0\x80", 3, "\\xed\\xa0\\x80");
}
END_TEST

START_TEST(test_escaped_bytes_are_always_text) {
	char bytes[64], *p = bytes;
	uint32_t random = 1;

	for (int round = 0; round < 20000; round++) {
		_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

		for (p = bytes; p < bytes + sizeof(bytes); p++) {
			random = random * 1664525 + 1013904223;
			*p = (char)(random >> 24);
		}
		ck_assert_int_eq(utf8_append_escaped(&buf, bytes, sizeof(bytes)), 0);
		ck_assert(utf8_is_valid(strbuf_cstr(&buf), buf.len, NULL));
		for (size_t i = 0; i < buf.len; i++)
			if ((unsigned char)buf.data[i] < 0x20 || buf.data[i] == 0x7f)
				ck_abort_msg("a control character in round %d", round);
	}
}
END_TEST

START_TEST(test_a_buffer_that_is_full_is_told) {
	_cleanup_(strbuf_deinit) StrBuf buf = { .max_size = 5 };

	ck_assert_int_eq(utf8_append_escaped(&buf, "ab\n", 3), -E2BIG);
	ck_assert_str_eq(strbuf_cstr(&buf), "ab");
}
END_TEST

TEST_MAIN("utf8", test_every_character_but_nul_is_text, test_nothing_else_is_text,
	test_the_offset_is_that_of_the_first_wrong_byte, test_nothing_behind_the_end_is_read,
	test_escaping_shows_odd_bytes_and_leaves_text, test_escaped_bytes_are_always_text,
	test_a_buffer_that_is_full_is_told)
