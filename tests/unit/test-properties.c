/* SPDX-License-Identifier: MIT */
#include "client/properties.h"

#include <string.h>

#include "test-main.h"

static void shows(const char *json, const char *expected) {
	_cleanup_(json_decrefp) json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

	ck_assert_ptr_nonnull(value);
	properties_append_value(&text, value, false);
	ck_assert_str_eq(strbuf_cstr(&text), expected);
}

START_TEST(test_values_are_as_systemd_shows_them) {
	shows("\"2029-05-31\"", "2029-05-31");
	shows("\"\"", "");
	shows("true", "yes");
	shows("false", "no");
	shows("-2147483648", "-2147483648");
	shows("[\"x86_64\", \"aarch64\"]", "x86_64 aarch64");
	shows("[180, 90]", "180 90");
	shows("[]", "");
	shows("{}", "");
}
END_TEST

START_TEST(test_what_is_built_of_more_is_json) {
	shows("[[\"a\", 1], []]", "[[\"a\",1],[]]");
	shows("{\"eol\": [false, \"\"]}", "{\"eol\":[false,\"\"]}");
}
END_TEST

START_TEST(test_nothing_steers_a_terminal) {
	shows("\"a\\u001b[31mb\\nc\"", "a\\x1b[31mb\\nc");
	shows("[\"\\u202e\"]", "\\u{202e}");
	shows("{\"\\u202e\": 1}", "{\"\\u{202e}\":1}");
}
END_TEST

/* Runs properties_print() for a command line; the caller frees what it printed. */
static char *run(const char *const *words, const char *json, int status) {
	_cleanup_(json_decrefp) json_t *object = json_loads(json, 0, NULL);
	char *argv[8] = { (char *)"eolctl" }, *text = NULL;
	size_t size;
	int argc = 1;
	Args args;
	App app = { .args = &args, .out = open_memstream(&text, &size) };

	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)words[argc - 1];
	ck_assert_int_eq(args_parse(argc, argv, &args), 0);
	ck_assert(properties_wanted(&args));
	ck_assert_int_eq(properties_print(&app, object), status);
	fclose(app.out);
	return text;
}

#define RUN(json, status, ...) run((const char *const[]){ __VA_ARGS__, NULL }, json, status)

START_TEST(test_those_that_were_named_in_that_order) {
	static const char *const json = "{\"A\": 1, \"B\": true, \"C\": \"x\"}";
	_cleanup_(freep) char *some = RUN(json, 0, "-p", "C,A", "--property=B");
	_cleanup_(freep) char *values = RUN(json, 0, "--value", "-p", "C", "-pA");
	_cleanup_(freep) char *bare = RUN(json, 0, "-P", "B");
	_cleanup_(freep) char *all = RUN(json, 0, "-a");
	_cleanup_(freep) char *missing = RUN(json, 1, "-p", "A,D,C");

	ck_assert_str_eq(some, "C=x\nA=1\nB=yes\n");
	ck_assert_str_eq(values, "x\n1\n");
	ck_assert_str_eq(bare, "yes\n");
	ck_assert_str_eq(all, "A=1\nB=yes\nC=x\n");
	ck_assert_str_eq(missing, "A=1\nC=x\n");
}
END_TEST

TEST_MAIN("properties", test_values_are_as_systemd_shows_them, test_what_is_built_of_more_is_json,
	test_nothing_steers_a_terminal, test_those_that_were_named_in_that_order)
