/* SPDX-License-Identifier: MIT */
#include "test-liquid.h"

#define IF(condition) "{% if " condition " %}yes{% else %}no{% endif %}"

START_TEST(test_equality) {
	static const LiquidCase cases[] = {
		{ IF("'a' == 'a'"), "yes" },
		{ IF("'a'=='a'"), "yes" },
		{ IF("'a' != 'a'"), "no" },
		{ IF("'a' <> 'b'"), "yes" },
		{ IF("'5' == 5"), "no" },
		{ IF("5 == 5.0"), "yes" },
		{ IF("5.0 != 5"), "no" },
		{ IF("5.5 == 5.50"), "yes" },
		{ IF("5.5 == 5"), "no" },
		{ IF("nil == null"), "yes" },
		{ IF("nobody == nil"), "yes" },
		{ IF("nil == false"), "no" },
		{ IF("true == true"), "yes" },
		{ IF("'' == empty"), "yes" },
		{ IF("empty == 'a'"), "no" },
		{ IF("nil == empty"), "no" },
		{ IF("nil != empty"), "yes" },
		{ "{% assign l = '' | split: ',' %}" IF("l == empty"), "yes" },
		{ IF("x == blank"), NULL, "blank is not understood", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_order) {
	static const LiquidCase cases[] = {
		{ IF("1 < 2"), "yes" },
		{ IF("2<2"), "no" },
		{ IF("2 <= 2"), "yes" },
		{ IF("10 > 9"), "yes" },
		{ IF("2 >= 2.0"), "yes" },
		{ IF("-1 < 0.5"), "yes" },
		/* as text, 10 comes before 9 */
		{ IF("'10' < '9'"), "yes" },
		{ IF("'a' < 'ab'"), "yes" },
		{ IF("'b' > 'a'"), "yes" },
		/* what has no order is never more and never less */
		{ IF("nil < 1"), "no" },
		{ IF("1 > nobody"), "no" },
		{ IF("true >= true"), "no" },
		{ IF("'a' < nil"), "no" },
		{ "{% assign l = 'a' | split: ',' %}" IF("l < 1"), "no" },
		{ IF("'1' < 2"), NULL, "a text is compared with a number", -1 },
		{ IF("2 >= '1'"), NULL, "a text is compared with a number", -1 },
		{ IF("9223372036854775807 > 0.5"), NULL, "too many digits", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_contains) {
	static const LiquidCase cases[] = {
		{ IF("'abc' contains 'b'"), "yes" },
		{ IF("'abc' contains 'x'"), "no" },
		{ IF("'abc' contains ''"), "yes" },
		{ IF("'a5c' contains 5"), "yes" },
		{ IF("'abc' contains nil"), "no" },
		{ IF("nil contains 'a'"), "no" },
		{ IF("5 contains 5"), "no" },
		{ "{% assign l = 'a.b' | split: '.' %}" IF("l contains 'b'"), "yes" },
		{ "{% assign l = 'a.b' | split: '.' %}" IF("l contains 'a.b'"), "no" },
		{ "{% assign l = 'a.b' | split: '.' %}" IF("'a' contains l"), NULL, "a list", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

/* "and" and "or" bind to the right, whatever school says. */
START_TEST(test_and_or) {
	static const LiquidCase cases[] = {
		{ IF("true and false"), "no" },
		{ IF("false or true"), "yes" },
		{ IF("false and false or true"), "no" },
		{ IF("true or false and false"), "yes" },
		{ IF("1 == 1 and 'a' != 'b' and nobody == nil"), "yes" },
		/* what is decided is not looked at, but it is read */
		{ IF("true or 'a' < 1"), "yes" },
		{ IF("false and 'a' < 1"), "no" },
		{ IF("true or 'a"), NULL, "a quote is not closed", -1 },
		{ IF("andy or orient"), "no" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_broken_conditions) {
	static const LiquidCase cases[] = {
		{ IF(""), NULL, "something is missing in a condition", -1 },
		{ IF("'a' =="), NULL, "missing in a condition", -1 },
		{ IF("'a' === 'b'"), NULL, "for a comparison", 10 },
		{ IF("'a' = 'b'"), NULL, "for a comparison", -1 },
		{ IF("'a' is 'b'"), NULL, "in a condition", -1 },
		{ IF("'a' 'b'"), NULL, "in a condition", -1 },
		{ IF("'a' and"), NULL, "missing in a condition", -1 },
		{ IF("and 'a'"), NULL, "in a condition", -1 },
		{ IF("(1..3)"), NULL, "in a condition", -1 },
		/* one word to Liquid: 1.2.3<5 */
		{ IF("1.2.3 < 5"), NULL, "in a condition", 6 },
		{ IF("x. == 5"), NULL, "in a condition", -1 },
		{ IF("x[0] == 5"), NULL, "in a condition", -1 },
		{ IF("5-rc1 == 5"), NULL, "neither a number nor a name", 6 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_sloppy_filters) {
	static const LiquidCase cases[] = {
		{ "{{'a.b'|replace:'.':'_'}}", "a_b" },
		{ "{{'a.b'|replace,'.','_'}}", "a_b" },
		{ "{{'a.b' |  replace \n : '.' , '_' | | upcase |}}", "A_B" },
		{ "{{'a.b'|replace:'.','_',}}", "a_b" },
		{ "{{'a.b'|replace:'.',,'_'}}", "a_b" },
		{ "{{'a.b'|upcase:}}", "A.B" },
		{ "{{'a|b'|replace:'|',':'|append:','}}", "a:b," },
		/* a quote too many ends the filter, and another may follow it */
		{ "{{'a.b'|replace:'.',''' }}", "ab" },
		{ "{{'a.b'|replace:'.',''\"|upcase}}", "AB" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

/* Liquid skips words that do not fit; here they are doubts, for they come from quotes in values. */
START_TEST(test_what_liquid_skips_is_a_doubt) {
	static const LiquidCase cases[] = {
		{ "{{'Schrodinger's Cat'|replace:' ',''}}", NULL, "after a value", 15 },
		{ "{{\"a\"b\"}}", NULL, "after a value", -1 },
		{ "{{'a'|replace:'b'c','d'}}", NULL, "in the arguments", 17 },
		{ "{{'a' 'b'}}", NULL, "after a value", -1 },
		{ "{{|upcase}}", NULL, "for a value", 2 },
		{ "{{'a'|upcase downcase}}", NULL, "in the arguments", -1 },
		{ "{{'a'|'b'}}", NULL, "for a filter", -1 },
		{ "{{'a'|up-case}}", NULL, "unknown filter up-case", 6 },
		{ "{{'a'|upcase?}}", NULL, "unknown filter upcase?", 6 },
		{ "{{'a'|Upcase}}", NULL, "unknown filter Upcase", 6 },
		{ "{{'a'|date:'%Y'}}", NULL, "unknown filter date", 6 },
		{ "{{'a'|replace:x:'b'}}", NULL, "behind a word", -1 },
		{ "{{'a'|replace: x :'b'}}", NULL, "behind a word", -1 },
		{ "{{'a'|replace::'b'}}", NULL, "in the arguments", -1 },
		{ "{{'a'|replace:5'b'}}", NULL, "behind a word", -1 },
		{ "{{'a'|replace:1,2,3,4,5}}", NULL, "more than 4 arguments", -1 },
		{ "{{'a}}", NULL, "a quote is not closed", 2 },
		{ "{{5-rc1}}", NULL, "5-rc1 is neither a number nor a name", 2 },
		{ "{{3+}}", NULL, "after a value", -1 },
		{ "{{(1..3)}}", NULL, "for a value", -1 },
		{ "{{x[0]}}", NULL, "for a value", -1 },
		{ "{{a=='b'}}", NULL, "after a value", -1 },
		{ "{{\303\251}}", NULL, "unexpected ??", 2 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

TEST_MAIN("liquid-expr", test_equality, test_order, test_contains, test_and_or,
	test_broken_conditions, test_sloppy_filters, test_what_liquid_skips_is_a_doubt)
