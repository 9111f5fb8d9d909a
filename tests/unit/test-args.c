/* SPDX-License-Identifier: MIT */
#include "client/args.h"

#include <errno.h>
#include <string.h>

#include "client/verb.h"
#include "test-main.h"
#include "util/cleanup.h"

/* Reads a command line that ends with NULL. */
static int parse(const char *const *words, Args *ret) {
	char *argv[64] = { (char *)"eolctl" };
	int argc = 1;

	while (words[argc - 1] && argc < 63) {
		argv[argc] = (char *)words[argc - 1];
		argc++;
	}
	return args_parse(argc, argv, ret);
}

#define PARSE(ret, ...) parse((const char *const[]){ __VA_ARGS__, NULL }, ret)

START_TEST(test_options_anywhere_values_in_every_form) {
	Args args;

	ck_assert_int_eq(PARSE(&args, "-qo", "a,b", "list", "--within=30", "-H", "host", "--tag",
				 "x", "*x*", "-olabel"),
		0);
	ck_assert_uint_eq(args.words.n, 2);
	ck_assert_str_eq(args.words.items[0], "list");
	ck_assert_str_eq(args.words.items[1], "*x*");
	ck_assert_str_eq(args.columns, "label");
	ck_assert_str_eq(args.host, "host");
	ck_assert_str_eq(args.tag, "x");
	ck_assert_int_eq(args.within_days, 30);
	ck_assert(args_has(&args, OPTION_QUIET));
	ck_assert(!args_has(&args, OPTION_EOL));
}
END_TEST

/* A product may be called like an option. */
START_TEST(test_two_dashes_end_the_options) {
	Args args;

	ck_assert_int_eq(PARSE(&args, "--js=pretty", "--within", "3"), 0);
	ck_assert_int_eq(args.json, JSON_PRETTY);
	ck_assert_int_eq(PARSE(&args, "show", "--", "--json", "-q", "-"), 0);
	ck_assert_uint_eq(args.words.n, 4);
	ck_assert_str_eq(args.words.items[1], "--json");
	ck_assert_uint_eq(args.given, 0);
	ck_assert_int_eq(PARSE(&args, "list", "-"), 0);
	ck_assert_str_eq(args.words.items[1], "-");
}
END_TEST

START_TEST(test_what_is_wrong_is_refused) {
	Args args;

	ck_assert_int_eq(PARSE(&args, "--no-such-option"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--p=pretty"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--=pretty"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--jsonn=pretty"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "-qH"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--=x"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--at=0000-01-01"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--at=2026-1-1"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--within= 1"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--within=+1"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--within=3660001"), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--tag="), -EINVAL);
	ck_assert_int_eq(PARSE(&args, "--to=2030-01-01", "--within=1"), -EINVAL);
}
END_TEST

START_TEST(test_lists_are_bounded) {
	char *argv[ARGS_LIST_MAX + 3];
	Args args;

	for (size_t i = 0; i < ELEMENTSOF(argv); i++)
		argv[i] = (char *)"x";
	ck_assert_int_eq(args_parse(ARGS_LIST_MAX + 1, argv, &args), 0);
	ck_assert_int_eq(args_parse(ARGS_LIST_MAX + 2, argv, &args), -EINVAL);
}
END_TEST

/* Every verb and option can be explained, and none hides another. */
START_TEST(test_the_tables_are_sound) {
	for (int a = 0; a < _OPTION_MAX; a++) {
		ck_assert_ptr_nonnull(args_options[a].help);
		ck_assert(args_options[a].name || args_options[a].letter);
		for (int b = 0; b < a; b++) {
			ck_assert(!args_options[a].letter ||
				  args_options[a].letter != args_options[b].letter);
			ck_assert(!args_options[a].name || !args_options[b].name ||
				  strcmp(args_options[a].name, args_options[b].name) != 0);
		}
	}
	for (size_t i = 0; verbs[i]; i++) {
		ck_assert_ptr_eq(verb_by_name(verbs[i]->name), verbs[i]);
		ck_assert_ptr_nonnull(verbs[i]->summary);
		ck_assert_ptr_nonnull(verbs[i]->run);
		ck_assert(!verbs[i]->columns == !(verbs[i]->options & OPTION_BIT(OPTION_COLUMNS)));
		ck_assert_uint_le(verbs[i]->min_words, verbs[i]->max_words);
	}
}
END_TEST

TEST_MAIN("args", test_options_anywhere_values_in_every_form, test_two_dashes_end_the_options,
	test_what_is_wrong_is_refused, test_lists_are_bounded, test_the_tables_are_sound)
