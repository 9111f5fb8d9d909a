/* SPDX-License-Identifier: MIT */
#include "template/liquid-text.h"

#include <string.h>

#include "test-main.h"

static LiquidText text_of(const char *str) {
	return (LiquidText){ str, strlen(str) };
}

START_TEST(test_utf8_is_told_from_what_is_none) {
	static const char *const right[] = {
		"", "a\177", "\302\200\337\277", /* U+0080, U+07FF */
		"\340\240\200\355\237\277\356\200\200\357\277\277", /* around the surrogates */
		"\360\220\200\200\364\217\277\277", /* U+10000, U+10FFFF */
	};
	static const char *const wrong[] = {
		"\200", /* a middle without a start */
		"a\277",
		"\300\200", /* NUL in two bytes */
		"\301\277",
		"\302", /* cut off */
		"\303a",
		"\340\237\277", /* overlong */
		"\340\240",
		"\355\240\200", /* a surrogate */
		"\360\217\277\277", /* overlong */
		"\360\220\200",
		"\364\220\200\200", /* past the last */
		"\365\200\200\200",
		"\377",
	};

	for (size_t i = 0; i < ELEMENTSOF(right); i++)
		ck_assert_msg(liquid_text_is_utf8(text_of(right[i])), "right %zu", i);
	for (size_t i = 0; i < ELEMENTSOF(wrong); i++)
		ck_assert_msg(!liquid_text_is_utf8(text_of(wrong[i])), "wrong %zu", i);
}
END_TEST

START_TEST(test_characters_are_counted) {
	/* two, one, three and four bytes */
	LiquidText text = text_of("\303\251a\342\202\254\360\237\230\200");

	ck_assert_uint_eq(liquid_text_count(text), 4);
	ck_assert_uint_eq(liquid_text_span(text, 0), 0);
	ck_assert_uint_eq(liquid_text_span(text, 1), 2);
	ck_assert_uint_eq(liquid_text_span(text, 3), 6);
	ck_assert_uint_eq(liquid_text_span(text, 4), 10);
	ck_assert_uint_eq(liquid_text_span(text, 99), 10);
	ck_assert_uint_eq(liquid_text_count((LiquidText){ NULL, 0 }), 0);
}
END_TEST

START_TEST(test_trimming_and_finding) {
	LiquidText text = text_of(" \t\n\v\f\rab \r\n");

	ck_assert(liquid_text_is(liquid_text_trim_left(text), text_of("ab \r\n")));
	ck_assert(liquid_text_is(liquid_text_trim_right(text), text_of(" \t\n\v\f\rab")));
	ck_assert_uint_eq(liquid_text_trim_left(text_of("  ")).len, 0);
	ck_assert_uint_eq(liquid_text_trim_right(text_of("  ")).len, 0);
	ck_assert_ptr_eq(liquid_text_find(text, text_of("b ")), text.data + 7);
	ck_assert_ptr_null(liquid_text_find(text, text_of("ba")));
	ck_assert_ptr_null(liquid_text_find(text, text_of("")));
	ck_assert_ptr_null(liquid_text_find((LiquidText){ NULL, 0 }, text));
	ck_assert(!liquid_text_is(text_of("a"), text_of("ab")));
	ck_assert(liquid_text_is((LiquidText){ NULL, 0 }, text_of("")));
}
END_TEST

TEST_MAIN("liquid-text", test_utf8_is_told_from_what_is_none, test_characters_are_counted,
	test_trimming_and_finding)
