/* SPDX-License-Identifier: MIT */
#include "client/complete-typed.h"

#include <string.h>

#include "client/complete.h"
#include "test-main.h"

static Typed read_words(const char *const *words) {
	Typed typed;
	size_t n = 0;

	while (words[n])
		n++;
	typed_read(words, n, &typed);
	return typed;
}

#define READ(...) read_words((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(test_verb_and_its_arguments_are_found) {
	Typed typed = READ("-q", "show", "--at", "2029-01-01", "alma", "-l", "9", "");

	ck_assert_ptr_eq(typed.verb, &verb_show);
	ck_assert_uint_eq(typed.n_words, 2);
	ck_assert_str_eq(typed.words[0], "alma");
	ck_assert_str_eq(typed.words[1], "9");
	ck_assert_int_eq(typed.option, _OPTION_MAX);
	ck_assert_str_eq(typed.current, "");
	ck_assert(typed.given & OPTION_BIT(OPTION_FULL));
	typed = READ("sho");
	ck_assert_ptr_null(typed.verb);
}
END_TEST

START_TEST(test_a_value_in_every_form) {
	Typed typed = READ("--json", "pr");

	ck_assert_int_eq(typed.option, OPTION_JSON);
	ck_assert_str_eq(typed.value, "pr");
	typed = READ("--json=pr");
	ck_assert_int_eq(typed.option, OPTION_JSON);
	ck_assert_str_eq(typed.value, "pr");
	typed = READ("list", "-qoprod");
	ck_assert_int_eq(typed.option, OPTION_COLUMNS);
	ck_assert_str_eq(typed.value, "prod");
	typed = READ("list", "-qo", "prod");
	ck_assert_int_eq(typed.option, OPTION_COLUMNS);
	typed = READ("--quiet=", "x");
	ck_assert_int_eq(typed.option, _OPTION_MAX);
}
END_TEST

START_TEST(test_nothing_is_an_option_after_two_dashes) {
	Typed typed = READ("show", "--", "--json");

	ck_assert(typed.only_words);
	ck_assert_int_eq(typed.option, _OPTION_MAX);
	ck_assert_uint_eq(typed.n_words, 0);
}
END_TEST

START_TEST(test_where_to_ask) {
	Typed typed = READ("--bus=session", "show", "");

	ck_assert_str_eq(typed.bus, "session");
	ck_assert(!typed.elsewhere);
	typed = READ("-H", "root@host", "show", "");
	ck_assert(typed.elsewhere);
	ck_assert_ptr_eq(typed.verb, &verb_show);
	typed = READ("--no-such", "-z", "list", "");
	ck_assert_ptr_eq(typed.verb, &verb_list);
}
END_TEST

/* What a shell would run, take apart or not show stays in the data. */
START_TEST(test_only_harmless_words) {
	static const char *const harmless[] = { "almalinux", "mk-2_ü+x", "24.04", "9", "a:b", "a=b",
		"博物館", "e\xcc\x81" };
	static const char *const harmful[] = { "", "$(x)", "`x`", "a b", "a;b", "a&b", "a|b", "~",
		"*", "a'b", "a\"b", "a\\b", "a\nb", "a\tb", "\033[31m", "\u202e", "a>b", "!a",
		"{a,b}", "#a", "a\u00a0b", "a\u3000b", "\xff" };

	for (size_t i = 0; i < ELEMENTSOF(harmless); i++)
		ck_assert_msg(complete_is_harmless(harmless[i]), "%s", harmless[i]);
	for (size_t i = 0; i < ELEMENTSOF(harmful); i++)
		ck_assert_msg(!complete_is_harmless(harmful[i]), "%s", harmful[i]);
}
END_TEST

TEST_MAIN("complete-typed", test_verb_and_its_arguments_are_found, test_a_value_in_every_form,
	test_nothing_is_an_option_after_two_dashes, test_where_to_ask, test_only_harmless_words)
