/* SPDX-License-Identifier: MIT */
#include "reader/yaml-tree.h"

#include "test-reader.h"

/* A tree that must be there; line 10 is the text's first in its file. */
static YamlNode *parse(Reading *reading, const char *text) {
	YamlNode *tree = NULL;
	YamlError error;
	int r = yaml_tree_parse(&reading->arena, text, strlen(text), 10, &tree, &error);

	ck_assert_msg(r == 0, "%s: line %u: %s", text, r < 0 ? error.line : 0, error.message);
	return tree;
}

static void assert_bytes_refused(const char *text, size_t n, unsigned line, const char *part) {
	_cleanup_(reading_end) Reading reading;
	YamlNode *tree = NULL;
	YamlError error = { 0 };

	reading_begin(&reading);
	ck_assert_int_eq(yaml_tree_parse(&reading.arena, text, n, 10, &tree, &error), -EBADMSG);
	ck_assert_ptr_null(tree);
	ck_assert_msg(error.line == line && strstr(error.message, part), "line %u: %s", error.line,
		error.message);
}

static void assert_wrong(const char *text, unsigned line, const char *part) {
	assert_bytes_refused(text, strlen(text), line, part);
}

START_TEST(test_a_mapping_is_a_chain_of_keys_with_values) {
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);

	const YamlNode *tree = parse(&reading, "a: 1\n\n# comment\nbc: [x, 'y']\n");

	ck_assert_int_eq(tree->kind, YAML_MAPPING);
	ck_assert_uint_eq(tree->n, 2);
	ck_assert_str_eq(tree->first->text, "a");
	ck_assert_str_eq(tree->first->value->text, "1");
	ck_assert_uint_eq(tree->first->value->n, 1);
	/* lines are those of the file */
	ck_assert_uint_eq(tree->first->line, 10);
	ck_assert_uint_eq(tree->first->next->line, 13);

	const YamlNode *list = tree->first->next->value;

	ck_assert_int_eq(list->kind, YAML_LIST);
	ck_assert_uint_eq(list->n, 2);
	ck_assert(list->first->is_plain && !list->first->next->is_plain);
	ck_assert_ptr_null(list->first->next->next);
	ck_assert_uint_eq(list->height, 1);
	ck_assert_uint_eq(tree->height, 2);
	/* itself, two keys, a scalar, a list of two */
	ck_assert_uint_eq(tree->weight, 1 + 2 + 1 + 3);
}
END_TEST

START_TEST(test_nothing_is_no_tree) {
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_ptr_null(parse(&reading, ""));
	ck_assert_ptr_null(parse(&reading, "\n# only a comment\n"));
	/* but an empty document is a null */
	ck_assert(yaml_is_null(parse(&reading, "---\n")));
}
END_TEST

START_TEST(test_an_alias_is_what_it_stands_for) {
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);

	const YamlNode *tree = parse(&reading, "a: &x [1, 2]\nb: *x\nc: *x\n");
	const YamlNode *b = tree->first->next->value, *c = tree->first->next->next->value;

	ck_assert_int_eq(b->kind, YAML_LIST);
	ck_assert_ptr_eq(b->first, c->first);
	/* it stands where it stands, and weighs what it stands for */
	ck_assert_uint_eq(b->line, 11);
	ck_assert_uint_eq(b->weight, 3);
	ck_assert_uint_eq(tree->weight, 1 + 3 + 3 * 3);
	/* of two anchors of one name the last counts */
	tree = parse(&reading, "a: &x 1\nb: &x 2\nc: *x\n");
	ck_assert_str_eq(tree->first->next->next->value->text, "2");
}
END_TEST

START_TEST(test_aliases_that_lead_nowhere_or_round) {
	assert_wrong("a: *x\n", 10, "unknown alias");
	assert_wrong("a: &x\n  b: *x\n", 11, "an alias of what contains it");
	assert_wrong("&x [[*x]]\n", 10, "an alias of what contains it");
}
END_TEST

START_TEST(test_aliases_cannot_be_piled_up) {
	char text[4096] = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";

	/* ten times as much in each line: a million in the sixth */
	for (int i = 1; i < 9; i++) {
		size_t n = strlen(text);

		(void)snprintf(text + n, sizeof(text) - n, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++) {
			n = strlen(text);
			(void)snprintf(text + n, sizeof(text) - n, "*a%d,", i - 1);
		}
		n = strlen(text);
		(void)snprintf(text + n, sizeof(text) - n, "]\n");
	}
	assert_wrong(text, 15, "aliases counted");
}
END_TEST

/* What walks the tree calls itself: depth counts what aliases stand for. */
START_TEST(test_aliases_cannot_be_nested_deeper_than_collections) {
	char text[2048] = "";

	for (int i = 0; i < 40; i++)
		strcat(text, "[");
	for (int i = 0; i < 40; i++)
		strcat(text, "]");

	char file[4096];

	(void)snprintf(file, sizeof(file), "a: &a %s\nb: [[[[[[[[[[*a]]]]]]]]]]\n", text);
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_uint_eq(parse(&reading, file)->height, 51);
	(void)snprintf(file, sizeof(file),
		"a: &a %s\nb: &b [[[[[[[[[[*a]]]]]]]]]]\nc: [[[[[[[[[[[[[*b]]]]]]]]]]]]]\n", text);
	ck_assert_uint_eq(parse(&reading, file)->height, 64);
	(void)snprintf(file, sizeof(file),
		"a: &a %s\nb: &b [[[[[[[[[[*a]]]]]]]]]]\nc: [[[[[[[[[[[[[[*b]]]]]]]]]]]]]]\n",
		text);
	assert_wrong(file, 12, "nested deeper than 64 levels, aliases counted");
}
END_TEST

static char *repeat(const char *part, size_t n, const char *end) {
	size_t length = strlen(part);
	char *text = malloc(n * length + strlen(end) + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * length, part, length);
	strcpy(text + n * length, end);
	return text;
}

START_TEST(test_bounds_are_where_they_are_said_to_be) {
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	/* depth, in both styles */
	_cleanup_(freep) char *deep = repeat("[", YAML_MAX_DEPTH, ""),
			      *deeper = repeat("[", 100000, "");
	_cleanup_(freep) char *block = repeat("- ", YAML_MAX_DEPTH, "x"),
			      *blocks = repeat("- ", 100000, "x");

	assert_wrong(deep, 11, "did not find expected node");
	assert_wrong(deeper, 10, "nested deeper than 64 levels");
	ck_assert_uint_eq(parse(&reading, block)->height, YAML_MAX_DEPTH);
	assert_wrong(blocks, 10, "nested deeper than 64 levels");
	/* length of a text */
	_cleanup_(freep) char *text = repeat("x", YAML_MAX_TEXT, ""),
			      *longer = repeat("x", YAML_MAX_TEXT + 1, "");

	ck_assert_uint_eq(parse(&reading, text)->n, YAML_MAX_TEXT);
	assert_wrong(longer, 10, "a text of more than 16384 bytes");
	/* entries */
	_cleanup_(freep) char *list = repeat("- x\n", YAML_MAX_ENTRIES, ""),
			      *larger = repeat("- x\n", YAML_MAX_ENTRIES + 1, "");

	ck_assert_uint_eq(parse(&reading, list)->n, YAML_MAX_ENTRIES);
	assert_wrong(larger, 10 + YAML_MAX_ENTRIES, "more than 10000 entries");
	/* anchors */
	_cleanup_(freep) char *anchors = repeat("- &a x\n", 257, "");

	assert_wrong(anchors, 266, "more than 256 anchors");
}
END_TEST

START_TEST(test_a_second_document_and_directives_are_refused) {
	assert_wrong("a: 1\n---\nb: 2\n", 11, "a second document");
	assert_wrong("%YAML 1.1\n---\na: 1\n", 10, "a YAML directive");
	assert_wrong("# first\n\n%TAG ! tag:x,2000:\n---\na: 1\n", 12, "a YAML directive");
	/* behind a line's end that only YAML knows */
	assert_wrong("#\r%TAG ! tag:x,2000:\r---\ra: 1\r", 10, "a YAML directive");
	assert_wrong("#\xe2\x80\xa8%TAG ! tag:x,2000:\n---\na: 1\n", 10, "a YAML directive");
	/* behind the document: whatever ends it */
	assert_wrong("a: 1\n...\n%TAG ! tag:x,2000:\n---\nb: 2\n", 12, "a YAML directive");
	/* a per cent sign anywhere else is none */
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_str_eq(parse(&reading, "a: 50 %\n")->first->value->text, "50 %");
	ck_assert_str_eq(parse(&reading, "a: |\n  %x\n...\n")->first->value->text, "%x\n");
}
END_TEST

/* libyaml compares each directive with all before it: nobody may make it. */
START_TEST(test_directives_by_the_hundred_thousand_take_no_time) {
	size_t n = 0, size = 4u * 1024 * 1024;
	char *bomb = malloc(size + 64);

	n = (size_t)sprintf(bomb, "a: 1\n...\n");
	for (unsigned i = 0; n < size; i++)
		n += (size_t)sprintf(bomb + n, "%%TAG !%x! a\n", i);
	assert_bytes_refused(bomb, n, 12, "a YAML directive");
	free(bomb);
}
END_TEST

START_TEST(test_what_is_no_text_is_refused) {
	assert_wrong("a: 1\nb: \xff\n", 11, "not UTF-8 text");
	assert_wrong("a: \xc3\n", 10, "not UTF-8 text");
	assert_wrong("a: \xed\xa0\x80\n", 10, "not UTF-8 text");
	assert_wrong("a: \x1b[31m\n", 10, "not UTF-8 text: control characters are not allowed");
	assert_bytes_refused("a: \0\n", 5, 10, "not UTF-8 text");
	/* as an escape */
	assert_wrong("a: 1\nb: \"\\0\"\n", 11, "a text with a NUL");
	assert_wrong("a: \"\\ud800\"\n", 10, "escape code");
	/* codes that are no characters, raw and as escapes: sd-bus would not send them */
	assert_wrong("a: 1\nb: \xef\xb7\x90\n", 11, "a code that is no character");
	assert_wrong("a: 1\nb: 'x\xf0\x9f\xbf\xbe'\n", 11, "a code that is no character");
	assert_wrong("a: 1\nb: \"1234567\\uffff\"\n", 11, "a code that is no character");
	/* ... however many bytes the other escapes take or give */
	assert_wrong("b: \"\\L\\L\\L\\ufdd0\"\n", 10, "a code that is no character");
}
END_TEST

START_TEST(test_what_is_text_stays_as_it_is) {
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_str_eq(parse(&reading, "a: \"\\x1b[31m\\u263a\"\n")->first->value->text,
		"\x1b[31m\xe2\x98\xba");
	ck_assert_str_eq(parse(&reading, "a: Schr\xc3\xb6"
					 "dinger\n")
				 ->first->value->text,
		"Schr\xc3\xb6"
		"dinger");
	/* line ends of another system */
	ck_assert_str_eq(parse(&reading, "a: x\r\nb: y\r\n")->first->value->text, "x");
	/* tags are ignored */
	ck_assert_str_eq(parse(&reading, "a: !!int 'x'\n")->first->value->text, "x");
}
END_TEST

START_TEST(test_what_plain_scalars_mean) {
	static const char *const nulls[] = { "~", "null", "Null", "NULL", "" };
	static const char *const yes[] = { "true", "True", "YES", "on" };
	static const char *const no[] = { "false", "No", "OFF" };
	static const char *const neither[] = { "y", "n", "1", "0", "nul", "truee", "2020-01-01" };
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	for (size_t i = 0; i < ELEMENTSOF(nulls); i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), "a: %s\nb: '%s'\n", nulls[i], nulls[i]);
		const YamlNode *tree = parse(&reading, text);

		ck_assert(yaml_is_null(tree->first->value));
		/* in quotes it is a text */
		ck_assert(!yaml_is_null(tree->first->next->value));
	}
	for (size_t i = 0; i < ELEMENTSOF(yes); i++)
		ck_assert_int_eq(yaml_to_bool(parse(&reading, yes[i])), 1);
	for (size_t i = 0; i < ELEMENTSOF(no); i++)
		ck_assert_int_eq(yaml_to_bool(parse(&reading, no[i])), 0);
	for (size_t i = 0; i < ELEMENTSOF(neither); i++) {
		ck_assert_int_eq(yaml_to_bool(parse(&reading, neither[i])), -1);
		ck_assert(!yaml_is_null(parse(&reading, neither[i])));
	}
	ck_assert_int_eq(yaml_to_bool(parse(&reading, "'true'")), -1);
	ck_assert_int_eq(yaml_to_bool(parse(&reading, "[true]")), -1);
	ck_assert(!yaml_is_null(parse(&reading, "[]")));
}
END_TEST

START_TEST(test_a_small_arena_is_an_error_of_its_own) {
	_cleanup_(arena_deinit) Arena arena = { .max_total = 64 * 1024 };
	_cleanup_(freep) char *list = repeat("- x\n", 9000, "");
	YamlNode *tree = NULL;
	YamlError error;

	ck_assert_int_eq(yaml_tree_parse(&arena, list, strlen(list), 1, &tree, &error), -ENOMEM);
	ck_assert(arena.exceeded);
	ck_assert_ptr_null(tree);
	yaml_heap_release();
}
END_TEST

TEST_MAIN("yaml-tree", test_a_mapping_is_a_chain_of_keys_with_values, test_nothing_is_no_tree,
	test_an_alias_is_what_it_stands_for, test_aliases_that_lead_nowhere_or_round,
	test_aliases_cannot_be_piled_up, test_aliases_cannot_be_nested_deeper_than_collections,
	test_bounds_are_where_they_are_said_to_be,
	test_a_second_document_and_directives_are_refused,
	test_directives_by_the_hundred_thousand_take_no_time, test_what_is_no_text_is_refused,
	test_what_is_text_stays_as_it_is, test_what_plain_scalars_mean,
	test_a_small_arena_is_an_error_of_its_own)
