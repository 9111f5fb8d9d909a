/* SPDX-License-Identifier: MIT */
#include "test-liquid.h"

START_TEST(test_replacing) {
	static const LiquidCase cases[] = {
		{ "{{'a.b.c'|replace:'.','-'}}", "a-b-c" },
		{ "{{'a.b.c'|replace:'.'}}", "abc" },
		{ "{{'aaa'|replace:'aa','b'}}", "ba" },
		{ "{{'abc'|replace:'x','-'}}", "abc" },
		{ "{{'abc'|replace:'','-'}}", "-a-b-c-" },
		{ "{{'\303\251b'|replace:'','-'}}", "-\303\251-b-" },
		{ "{{''|replace:'','-'}}", "-" },
		{ "{{nil|replace:'a','-'}}", "" },
		{ "{{1.5|replace:'.',0}}", "105" },
		{ "{{true|replace:'ue','y'}}", "try" },
		{ "{{'a.b.c'|replace_first:'.','-'}}", "a-b.c" },
		{ "{{'abc'|replace_first:'','-'}}", "-abc" },
		{ "{{'a.b.c'|remove:'.'}} {{'a.b.c'|remove_first:'.'}}", "abc ab.c" },
		{ "{{'a.0.0'|drop_zero_patch}} {{'.0'|drop_zero_patch}} {{'0'|drop_zero_patch}}",
			"a.0  0" },
		/* Ruby takes "\0" for what was found */
		{ "{{'abc'|replace:'b','\\0'}}", NULL, "backslash", 8 },
		{ "{{'abc'|split:'b'|replace:'b','c'}}", NULL, "a list where", -1 },
		{ "{{nil|drop_zero_patch}}", NULL, "no text", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_splitting) {
	static const LiquidCase cases[] = {
		{ "{{'a.b'|split:'.'|join:'|'}}", "a|b" },
		{ "{{'..a..b...'|split:'.'|join:'|'}}", "||a||b" },
		{ "{{'...'|split:'.'|size}} {{''|split:'.'|size}} {{'a'|split:'.'|size}}",
			"0 0 1" },
		{ "{{'a--b-c'|split:'--'|join:'|'}}", "a|b-c" },
		{ "{{'\303\251bc'|split:''|join:'|'}}", "\303\251|b|c" },
		/* a blank splits into words */
		{ "{{'  a \n b\tc  '|split:' '|join:'|'}}", "a|b|c" },
		{ "{{' a  b'|split:'  '|join:'|'}}", " a|b" },
		{ "{{12.5|split:'.'|join:'|'}}", "12|5" },
		{ "{{nil|split:'.'|size}}", "0" },
		{ "{{'a.b'|split:nil|join:'|'}}", "a|.|b" },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_lists) {
	static const LiquidCase cases[] = {
		{ "{{'a.b.c'|split:'.'|first}}{{'a.b.c'|split:'.'|last}}", "ac" },
		{ "{{''|split:'.'|first}}{{nil|first}}{{5|last}}{{true|first}}", "" },
		{ "{{'a.b.c'|split:'.'|pop}} {{'a.b.c'|split:'.'|pop:2}} {{'a'|split:'.'|pop:9}}",
			"ab a " },
		{ "{{''|split:'.'|pop|size}} {{'a.b'|pop}} {{5|pop}}", "0 a.b 5" },
		{ "{{'a.b'|split:'.'|join}} {{'a.b'|join:'-'}} {{nil|join}}{{7|join}}",
			"a b a.b 7" },
		{ "{{'a.b'|split:'.'|join:1}}{{'a.b'|split:'.'|join:nil}}", "a1bab" },
		{ "{{'a.b'|split:'.'|size}}{{'\303\251b'|size}}{{nil|size}}", "220" },
		{ "{% assign l='a.b'|split:'.' %}{%if l==l%}y{%endif%}{%if l contains "
		  "'b'%}y{%endif%}",
			"yy" },
		/* depends on what else Ruby has loaded */
		{ "{{'abc'|first}}", NULL, "first item of a text", 8 },
		{ "{{'abc'|last}}", NULL, "last item of a text", 8 },
		{ "{{5|size}}", NULL, "size of a number", 4 },
		{ "{{'a'|split:'.'|pop:-1}}", NULL, "less than no", -1 },
		{ "{{'a'|split:'.'|pop:'x'}}", NULL, "not a whole number", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_slicing) {
	static const LiquidCase cases[] = {
		{ "{{'hello'|slice:1}} {{'hello'|slice:1,3}} {{'hello'|slice:-3,2}}", "e ell ll" },
		{ "{{'hello'|slice:5,1}}|{{'hello'|slice:6,1}}|{{'hello'|slice:-6,1}}", "||" },
		{ "{{'hello'|slice:1,100}} {{'hello'|slice:1,0}}{{'hello'|slice:1,-1}}", "ello " },
		{ "{{'h\303\251llo'|slice:1,2}} {{'h\303\251'|slice:-1}}", "\303\251l \303\251" },
		{ "{{'a.b.c'|split:'.'|slice:1,2|join:'-'}}", "b-c" },
		{ "{{'a.b.c'|split:'.'|slice:-2,9|join:'-'}}", "b-c" },
		{ "{{'a.b.c'|split:'.'|slice:3,1|size}}{{'a.b.c'|split:'.'|slice:9|size}}", "00" },
		{ "{{'hello'|slice:'1','2'}}{{'hello'|slice:1,nil}}{{2024|slice:2,2}}", "ele24" },
		{ "{{'hello'|slice:'-9223372036854775809'}}", NULL, "whole number", -1 },
		{ "{{'hello'|slice:9223372036854775807,9223372036854775807}}", "" },
		{ "{{'hello'|slice:1,9223372036854775807}}", "ello" },
		{ "{{'hello'|slice:nil}}", NULL, "not a whole number", -1 },
		{ "{{'hello'|slice:'010'}}", NULL, "not a whole number", -1 },
		{ "{{'hello'|slice:1.0}}", NULL, "not a whole number", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_calculating) {
	static const LiquidCase cases[] = {
		{ "{{'27'|plus:0}} {{'27'|plus:'1'}} {{27|minus:28}}", "27 28 -1" },
		{ "{{'27.1.2'|plus:0}} {{'27-beta'|plus:0}} {{'beta'|plus:0}} {{''|plus:1}}",
			"27 27 0 1" },
		{ "{{'1.2'|plus:1}} {{'1.2'|plus:0.8}} {{0.1|plus:0.2}} {{'1.50'|minus:1}}",
			"2.2 2.0 0.3 0.5" },
		{ "{{nil|plus:1}} {{true|plus:1}} {{' 12 '|plus:0}} {{'1_000'|plus:0}}",
			"1 1 12 1000" },
		{ "{{'+7'|plus:0}} {{'-7x'|plus:0}} {{'- 7'|plus:0}} {{'1__0'|plus:0}}",
			"7 -7 0 1" },
		{ "{{'-0.5'|plus:0}} {{'5.'|plus:0}} {{'.5'|plus:0}}", "-0.5 5 0" },
		{ "{{9223372036854775807|plus:0}} {{ -9223372036854775808|plus:0 }}",
			"9223372036854775807 -9223372036854775808" },
		{ "{{9223372036854775807|plus:1}}", NULL, "too many digits", 22 },
		{ "{{'9223372036854775808'|plus:0}}", NULL, "no number", 24 },
		{ "{{9223372036854775808}}", NULL, "too many digits", 2 },
		{ "{{123456789.012345}}", "123456789.012345" },
		{ "{{123456789.0123456}}", NULL, "too many digits", -1 },
		{ "{{0.00001}}", NULL, "too small", -1 },
		{ "{{ -0.0 }}", NULL, "zero with a sign", -1 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

START_TEST(test_letters_and_white_space) {
	static const LiquidCase cases[] = {
		{ "{{'aB-1'|downcase}}{{'aB-1'|upcase}}{{nil|upcase}}{{5|upcase}}", "ab-1AB-15" },
		{ "[{{' a b '|strip}}][{{' a b '|lstrip}}][{{' a b '|rstrip}}]",
			"[a b][a b ][ a b]" },
		{ "{{'a'|append:'b'}}{{'a'|prepend:'b'}}{{'a'|append:5}}{{nil|append:nil}}",
			"abbaa5" },
		{ "{{'\303\211'|downcase}}", NULL, "outside ASCII", -1 },
		{ "{{'a'|append}}", NULL, "append has too few arguments", 6 },
		{ "{{'a'|append:'b','c'}}", NULL, "append has too many arguments", 6 },
		{ "{{'a'|upcase:1}}", NULL, "upcase has too many arguments", 6 },
	};

	RUN_LIQUID_CASES(cases);
}
END_TEST

TEST_MAIN("liquid-filter", test_replacing, test_splitting, test_lists, test_slicing,
	test_calculating, test_letters_and_white_space)
