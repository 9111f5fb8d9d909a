/* SPDX-License-Identifier: MIT */
#include "reader/json-slices.h"

#include "test-reader.h"

static JsonSlices cut(const char *text) {
	JsonSlices slices = { 0 };
	const char *message = "none";
	unsigned line = 0;
	int r = json_slices_cut(text, strlen(text), &slices, &line, &message);

	ck_assert_msg(r == 0, "%s: line %u: %s", text, line, message);
	return slices;
}

static void assert_wrong(const char *text, size_t n, unsigned line, const char *part) {
	JsonSlices slices = { .n_items = 42 };
	const char *message = NULL;
	unsigned found = 0;

	ck_assert_int_eq(json_slices_cut(text, n, &slices, &found, &message), -EBADMSG);
	ck_assert_msg(
		found == line && strstr(message, part), "%.80s: line %u: %s", text, found, message);
	ck_assert_uint_eq(slices.n_items, 42);
}

#define assert_text_wrong(text, line, part) assert_wrong(text, strlen(text), line, part)

static void assert_slice(const JsonSlices *slices, size_t i, unsigned line, const char *text) {
	ck_assert_uint_lt(i, slices->n_items);
	ck_assert_uint_eq(slices->items[i].line, line);
	ck_assert_uint_eq(slices->items[i].n, strlen(text));
	ck_assert_mem_eq(slices->items[i].text, text, strlen(text));
	ck_assert(!slices->items[i].too_long);
}

START_TEST(test_one_product) {
	_cleanup_(json_slices_deinit) JsonSlices slices =
		cut("{\n \"a\": {\"result\": 1},\n \"result\": {\"b\": [\"}\"]},\n \"c\": 2}\n");

	ck_assert(!slices.is_collection);
	ck_assert_uint_eq(slices.n_items, 1);
	assert_slice(&slices, 0, 3, "{\"b\": [\"}\"]}");
	ck_assert_str_eq(strbuf_cstr(&slices.envelope),
		"{\n \"a\": {\"result\": 1},\n \"result\": null,\n \"c\": 2}\n");
}
END_TEST

START_TEST(test_a_collection) {
	_cleanup_(json_slices_deinit) JsonSlices slices =
		cut("{\"result\": [ {\"a\": \"]\\\"{\"}\n,\n{} ] , \"total\": 2}");

	ck_assert(slices.is_collection);
	ck_assert_uint_eq(slices.n_items, 2);
	assert_slice(&slices, 0, 1, "{\"a\": \"]\\\"{\"}");
	assert_slice(&slices, 1, 3, "{}");
	ck_assert_str_eq(strbuf_cstr(&slices.envelope), "{\"result\": null , \"total\": 2}");
}
END_TEST

START_TEST(test_an_empty_collection_is_one) {
	_cleanup_(json_slices_deinit) JsonSlices slices = cut("{\"result\":[]}");

	ck_assert(slices.is_collection);
	ck_assert_uint_eq(slices.n_items, 0);
}
END_TEST

START_TEST(test_what_is_no_answer) {
	assert_text_wrong("", 1, "it has no result");
	assert_text_wrong("[]", 1, "not an object");
	assert_text_wrong("null", 1, "it has no result");
	assert_text_wrong("{\"results\": []}", 1, "it has no result");
	assert_text_wrong("{\"result\": \"x\"}", 1, "it has no result");
	assert_text_wrong("{\"result\": 1}", 1, "it has no result");
	assert_text_wrong("{\"result\": null}", 1, "it has no result");
	assert_text_wrong("{\"a\": {\"result\": {}}}", 1, "it has no result");
	assert_text_wrong("{\"result\": {},\n\"result\": {}}", 2, "result stands twice");
	assert_text_wrong("{\"result\": {}}\n{\"result\": []}", 2, "result stands twice");
}
END_TEST

START_TEST(test_between_products_stands_one_comma) {
	assert_text_wrong("{\"result\": [\n1]}", 2, "a product that is no object");
	assert_text_wrong("{\"result\": [\n\"x\", {}]}", 2, "a product that is no object");
	assert_text_wrong("{\"result\": [{}, true]}", 1, "a product that is no object");
	assert_text_wrong("{\"result\": [[]]}", 1, "a product that is no object");
	assert_text_wrong("{\"result\": [{},\n]}", 2, "a comma without a product behind it");
	assert_text_wrong("{\"result\": [,{}]}", 1, "a comma without a product before it");
	assert_text_wrong("{\"result\": [{},,{}]}", 1, "a comma without a product before it");
	assert_text_wrong("{\"result\": [{}\n{}]}", 2, "a comma is missing between products");
}
END_TEST

START_TEST(test_brackets_and_strings_must_end) {
	assert_text_wrong("{\"result\": [{}]", 1, "a bracket is not closed");
	assert_text_wrong("{\"result\": [{\n", 2, "a bracket is not closed");
	assert_text_wrong("{\"result\": []}}", 1, "a bracket too many");
	assert_text_wrong("]", 1, "a bracket too many");
	assert_text_wrong("{\"result\": [{}}}", 1, "brackets that do not match");
	assert_text_wrong("{\"result\": {\"a\": [}]}", 1, "brackets that do not match");
	assert_text_wrong("{\"result\": {\"a\": \"", 1, "a string does not end");
	assert_text_wrong("{\"result\": {\"a\": \"\\", 1, "a string does not end");
	assert_text_wrong("{\"result\": {\"a\": \"\\\"}}", 1, "a string does not end");
	assert_text_wrong("{\"result\": {\"a\": \"x\ny\"}}", 1, "a line end in a string");
	assert_wrong("{\"result\":\0{}}", 14, 1, "a NUL");
}
END_TEST

static char *nested(size_t depth) {
	StrBuf text = STRBUF_INIT;

	(void)strbuf_append_str(&text, "{\"result\":{\"a\":");
	for (size_t i = 0; i < depth; i++)
		(void)strbuf_append_byte(&text, '[');
	(void)strbuf_append_str(&text, "}}");
	return strbuf_steal(&text);
}

START_TEST(test_depth_is_cut_as_soon_as_it_is_reached) {
	_cleanup_(freep) char *deep = nested(100000), *too_deep = nested(JSON_MAX_DEPTH - 1);
	_cleanup_(freep) char *just = nested(JSON_MAX_DEPTH - 2);

	assert_text_wrong(deep, 1, "nested deeper than 64 levels");
	assert_text_wrong(too_deep, 1, "nested deeper than 64 levels");
	/* as deep as may be: then the missing brackets are what is wrong */
	assert_text_wrong(just, 1, "brackets that do not match");
}
END_TEST

/* A list of n elements in a product, or in an object of it. */
static JsonSlices cut_list(const char *head, size_t n, const char *tail) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	(void)strbuf_append_str(&buf, head);
	for (size_t i = 0; i < n; i++)
		(void)strbuf_append_str(&buf, i ? ",1" : "1");
	ck_assert_int_eq(strbuf_append_str(&buf, tail), 0);
	return cut(strbuf_cstr(&buf));
}

START_TEST(test_what_is_too_long_is_marked_and_the_rest_is_not) {
	_cleanup_(json_slices_deinit) JsonSlices full =
		cut_list("{\"result\":[{\"releases\":[", JSON_MAX_ENTRIES, "]},{}]}");
	_cleanup_(json_slices_deinit) JsonSlices over =
		cut_list("{\"result\":[{\"releases\":[", JSON_MAX_ENTRIES + 1, "]},{}]}");
	/* lists below that count together */
	_cleanup_(json_slices_deinit) JsonSlices below =
		cut_list("{\"result\":[{\"releases\":[{\"a\":[", JSON_MAX_VALUES, "]}]},{}]}");

	ck_assert(!full.items[0].too_long && !full.items[1].too_long);
	ck_assert(over.items[0].too_long && !over.items[1].too_long);
	ck_assert(below.items[0].too_long && !below.items[1].too_long);
}
END_TEST

START_TEST(test_products_are_counted_before_they_take_memory) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	(void)strbuf_append_str(&buf, "{\"result\":[{}");
	for (size_t i = 0; i < JSON_MAX_PRODUCTS; i++)
		(void)strbuf_append_str(&buf, ",{}");
	ck_assert_int_eq(strbuf_append_str(&buf, "]}"), 0);
	assert_wrong(buf.data, buf.len, 1, "more than 100000 products");
}
END_TEST

TEST_MAIN("json-slices", test_one_product, test_a_collection, test_an_empty_collection_is_one,
	test_what_is_no_answer, test_between_products_stands_one_comma,
	test_brackets_and_strings_must_end, test_depth_is_cut_as_soon_as_it_is_reached,
	test_what_is_too_long_is_marked_and_the_rest_is_not,
	test_products_are_counted_before_they_take_memory)
