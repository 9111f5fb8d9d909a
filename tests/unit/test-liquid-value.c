/* SPDX-License-Identifier: MIT */
#include "template/liquid-value.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

static LiquidText text_of(const char *str) {
	return (LiquidText){ str, strlen(str) };
}

START_TEST(test_numbers_are_read_and_shown) {
	static const struct {
		const char *text, *shown; /* NULL: refused; "": no number */
	} cases[] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "12", "12" },
		{ "-12", "-12" },
		{ "1.0", "1.0" },
		{ "1.", "1.0" },
		{ "1..5", "1.0" },
		{ "10.10", "10.1" },
		{ "-0.25", "-0.25" },
		{ "1.2.3", "1.2" },
		{ "0.0", "0.0" },
		{ "0.0001", "0.0001" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "00000000000000000000001", "1" },
		{ "", "" },
		{ "-", "" },
		{ ".5", "" },
		{ "1a", "" },
		{ "1e5", "" },
		{ "1.2x", "" },
		{ "+1", "" },
		{ "-9223372036854775809", NULL },
		{ "9223372036854775808", NULL },
		{ "1234567890123456.5", NULL },
		{ "1000000000000000.0", NULL },
		{ "0.00005", NULL },
		{ "-0.0", NULL },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(liquid_run_deinit) LiquidRun run;
		LiquidValue value;
		LiquidText shown;

		liquid_run_init(&run, cases[i].text, strlen(cases[i].text));

		int r = liquid_number_parse(&run, text_of(cases[i].text), &value);

		if (!cases[i].shown || !cases[i].shown[0]) {
			ck_assert_msg(
				r == (cases[i].shown ? 0 : -EINVAL), "%s: %d", cases[i].text, r);
			continue;
		}
		ck_assert_msg(r == 1, "%s: %d %s", cases[i].text, r, run.doubt.message);
		ck_assert_int_eq(liquid_value_to_text(&run, NULL, value, &shown), 0);
		ck_assert_msg(liquid_text_is(shown, text_of(cases[i].shown)), "%s: %.*s",
			cases[i].text, (int)shown.len, shown.data);
	}
}
END_TEST

START_TEST(test_texts_count_as_numbers) {
	static const struct {
		const char *text;
		int64_t digits;
		unsigned scale; /* 0: an integer */
	} cases[] = {
		{ "", 0, 0 },
		{ "12", 12, 0 },
		{ " 12 ", 12, 0 },
		{ "+12", 12, 0 },
		{ "-12abc", -12, 0 },
		{ "1.5", 15, 1 },
		{ " -1.50 ", -15, 1 },
		{ "1.5x", 1, 0 },
		{ "1.5.2", 1, 0 },
		{ "1_2_3", 123, 0 },
		{ "1__2", 1, 0 },
		{ "_1", 0, 0 },
		{ "--1", 0, 0 },
		{ "0x10", 0, 0 },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(liquid_run_deinit) LiquidRun run;
		LiquidValue value;

		liquid_run_init(&run, "", 0);
		ck_assert_int_eq(liquid_value_to_number(
					 &run, NULL, liquid_string(text_of(cases[i].text)), &value),
			0);
		ck_assert_msg((value.kind == LIQUID_DECIMAL) == (cases[i].scale > 0), "%s",
			cases[i].text);
		if (value.kind == LIQUID_DECIMAL)
			ck_assert_uint_eq(value.decimal.scale, cases[i].scale);
		ck_assert_int_eq(
			value.kind == LIQUID_DECIMAL ? value.decimal.digits : value.integer,
			cases[i].digits);
	}
}
END_TEST

START_TEST(test_kinds_are_compared) {
	_cleanup_(liquid_run_deinit) LiquidRun run;
	LiquidText items[] = { LIQUID_TEXT("a"), LIQUID_TEXT("b") };
	LiquidText others[] = { LIQUID_TEXT("a"), LIQUID_TEXT("c") };
	LiquidValue list = liquid_list(items, 2), empty = { .kind = LIQUID_EMPTY };
	int order = 0;

	liquid_run_init(&run, "", 0);
	ck_assert(liquid_value_is_equal(list, list));
	ck_assert(!liquid_value_is_equal(list, liquid_list(items, 1)));
	ck_assert(!liquid_value_is_equal(list, liquid_list(others, 2)));
	ck_assert(liquid_value_is_equal(liquid_list(NULL, 0), empty));
	ck_assert(!liquid_value_is_equal(empty, empty));
	ck_assert(!liquid_value_is_equal(liquid_nil(), liquid_boolean(false)));
	ck_assert_int_eq(liquid_value_compare(&run, NULL, list, list, &order), 0);
	ck_assert_int_eq(liquid_value_compare(&run, NULL, liquid_string(text_of("ab")),
				 liquid_string(text_of("a\377")), &order),
		1);
	ck_assert_int_eq(order, -1);
	ck_assert_int_eq(liquid_value_compare(&run, NULL, liquid_integer(1),
				 liquid_string(text_of("1")), &order),
		-EINVAL);
	ck_assert(liquid_value_is_true(empty));
	ck_assert(!liquid_value_is_true(liquid_boolean(false)));
}
END_TEST

TEST_MAIN("liquid-value", test_numbers_are_read_and_shown, test_texts_count_as_numbers,
	test_kinds_are_compared)
