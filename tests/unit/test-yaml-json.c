/* SPDX-License-Identifier: MIT */
#include "reader/yaml-json.h"

#include "test-reader.h"

static void assert_json(const char *yaml, const char *json) {
	_cleanup_(reading_end) Reading reading;
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	YamlNode *tree = NULL;
	YamlError error;

	reading_begin(&reading);
	ck_assert_int_eq(yaml_tree_parse(&reading.arena, yaml, strlen(yaml), 1, &tree, &error), 0);
	ck_assert_int_eq(strbuf_append_str(&buf, "before "), 0);
	ck_assert_int_eq(yaml_to_json(tree, &buf), 0);
	/* it is appended */
	ck_assert_mem_eq(strbuf_cstr(&buf), "before ", 7);
	ck_assert_str_eq(strbuf_cstr(&buf) + 7, json);
}

START_TEST(test_null_truth_and_whole_numbers_are_themselves) {
	assert_json("~", "null");
	assert_json("yes", "true");
	assert_json("Off", "false");
	assert_json("42", "42");
	assert_json("-7", "-7");
	assert_json("0", "0");
	assert_json("999999999999999", "999999999999999");
}
END_TEST

START_TEST(test_everything_else_is_a_string) {
	/* quoted */
	assert_json("'42'", "\"42\"");
	assert_json("\"true\"", "\"true\"");
	assert_json("''", "\"\"");
	/* a number that a reader of JSON could change */
	assert_json("1.10", "\"1.10\"");
	assert_json("010", "\"010\"");
	assert_json("1e5", "\"1e5\"");
	assert_json("-01", "\"-01\"");
	assert_json("9999999999999999", "\"9999999999999999\"");
	assert_json("2020-02-30", "\"2020-02-30\"");
	/* what JSON must escape */
	assert_json("\"a\\\"\\n\\x1b\\\\\"", "\"a\\\"\\n\\u001B\\\\\"");
	assert_json("\xc3\xb6", "\"\xc3\xb6\"");
}
END_TEST

START_TEST(test_collections_nest) {
	assert_json("[]", "[]");
	/* texts alone, as patterns mostly are, and with something between that is none */
	assert_json("['a', b]", "[\"a\",\"b\"]");
	assert_json(
		"['^v(\\d+)\"$', '\\', '\"', '']", "[\"^v(\\\\d+)\\\"$\",\"\\\\\",\"\\\"\",\"\"]");
	assert_json("[a, \"\\t\", \"\\x7f\xc3\xb6\"]", "[\"a\",\"\\t\",\"\x7f\xc3\xb6\"]");
	assert_json("[a, 7, b]", "[\"a\",7,\"b\"]");
	assert_json("{}", "{}");
	assert_json("{a: [1, {b: ~}], c: x}", "{\"a\":[1,{\"b\":null}],\"c\":\"x\"}");
	/* so many keys that they are looked up */
	assert_json("{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, "
		    "m: 13, n: 14, o: 15, p: 16, q: 17, r: 18, s: 19, t: 20, u: 21, v: 22, w: 23, "
		    "x: 24, y1: 25, z: 26, a: 27, b: 28, c: 29, d: 30, e: 31, f: 32, g: x}",
		"{\"a\":27,\"b\":28,\"c\":29,\"d\":30,\"e\":31,\"f\":32,\"g\":\"x\",\"h\":8,\"i\":"
		"9,"
		"\"j\":10,\"k\":11,\"l\":12,\"m\":13,\"n\":14,\"o\":15,\"p\":16,\"q\":17,"
		"\"r\":18,\"s\":19,\"t\":20,\"u\":21,\"v\":22,\"w\":23,\"x\":24,\"y1\":25,"
		"\"z\":26}");
	assert_json("{a: 1, b: [x], a: {c: d}, \"k\\\"\\\\\": v, \"k\\n\": v}",
		"{\"a\":{\"c\":\"d\"},\"b\":[\"x\"],\"k\\\"\\\\\":\"v\",\"k\\n\":\"v\"}");
	assert_json("{a: {b: 1, a: {}, b: 2}, c: [{}, {d: ~}]}",
		"{\"a\":{\"b\":2,\"a\":{}},\"c\":[{},{\"d\":null}]}");
	/* of two keys the last counts; a key that is no text is left out */
	assert_json("{a: 1, a: 2, [k]: 3}", "{\"a\":2}");
	/* an alias stands for its value */
	assert_json("[&x {a: 1}, *x]", "[{\"a\":1},{\"a\":1}]");
}
END_TEST

TEST_MAIN("yaml-json", test_null_truth_and_whole_numbers_are_themselves,
	test_everything_else_is_a_string, test_collections_nest)
