/* SPDX-License-Identifier: MIT */
/*
 * A text takes the short way into libyaml where nothing differs: this tests that nothing does, and
 * that the texts which may are told from the others.
 */
#include "reader/yaml-input.h"

#include <string.h>

#include "reader/yaml-heap.h"
#include "reader/yaml-sample.h"
#include "test-main.h"
#include "util/cleanup.h"

/* libyaml as its manual has it. */
static YamlOutcome read_plainly(const char *text, size_t n) {
	yaml_parser_t parser;

	ck_assert(yaml_parser_initialize(&parser));
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);

	YamlOutcome outcome = yaml_sample_read(&parser);

	yaml_parser_delete(&parser);
	return outcome;
}

static YamlOutcome read_here(const char *text, size_t n) {
	yaml_parser_t parser;

	ck_assert_int_eq(yaml_input_begin(&parser, text, n), 0);

	YamlOutcome outcome = yaml_sample_read(&parser);

	yaml_parser_delete(&parser);
	return outcome;
}

static void assert_same(const char *text, size_t n) {
	YamlOutcome here = read_here(text, n), plainly = read_plainly(text, n);

	ck_assert_msg(here.events == plainly.events && here.problem == plainly.problem &&
			      here.is_complete == plainly.is_complete,
		"%zu bytes: %.*s", n, n < 500 ? (int)n : 500, text);
}

START_TEST(test_this_libyaml_has_a_short_way) {
	ck_assert(yaml_input_has_short_way());
	yaml_heap_release();
}
END_TEST

/* Wherever a byte stands, before, in and behind the pieces that are looked at together. */
START_TEST(test_simple_is_printable_ascii_and_newlines) {
	static const size_t lengths[] = { 1, 2, 63, 64, 65, 130 };
	char text[200];

	for (unsigned byte = 0; byte < 256; byte++)
		for (size_t i = 0; i < ELEMENTSOF(lengths); i++)
			for (size_t at = 0; at < lengths[i]; at++) {
				bool simple = byte == '\n' || (byte >= ' ' && byte <= '~');

				memset(text, 'a', lengths[i]);
				text[at] = (char)byte;
				/* what stands behind the text is not looked at */
				text[lengths[i]] = '\0';
				ck_assert_int_eq(yaml_input_is_simple(text, lengths[i]), simple);
			}
	ck_assert(yaml_input_is_simple("", 0));
}
END_TEST

/* Cut off anywhere, a text ends in the midst of something, which is where looking ahead goes wrong.
 */
START_TEST(test_every_beginning_of_a_text_is_read_alike) {
	for (size_t i = 0; i < YAML_N_SAMPLES; i++) {
		size_t n = strlen(yaml_samples[i]);

		/* of memory of its own: nothing behind it may be looked at */
		for (size_t k = 0; k <= n; k++) {
			_cleanup_(freep) char *text = malloc(k + 1);

			memcpy(text, yaml_samples[i], k);
			assert_same(text, k);
		}
	}
	yaml_heap_release();
}
END_TEST

START_TEST(test_odd_texts_are_read_alike) {
	static const char *const texts[] = {
		"",
		"\n",
		"---",
		"--- ",
		"---\n...",
		"...",
		"..",
		"a: b\n---\nc: d\n",
		"%YAML 1.1\n--- a",
		"%",
		"\"\\u00e4\"",
		"\"\\U0001f427\"",
		"\"\\u12",
		"\"\\",
		"'",
		"'a''",
		"|",
		"|2-\n  a\n\n",
		">+\n a\n\n\n",
		"|\n a\n# comment\n",
		"- - - a",
		"? a",
		"? a\n: b",
		": b",
		"{",
		"[a, b",
		"{a: b}}",
		"a: b: c",
		"a:\n  b\n c: d",
		"\ta: b",
		"&a *a",
		"*",
		"!!str a",
		"!<tag:x> a",
		"@a",
		"`a",
		"a: b\r\nc: d\r\n",
		"a: \xc3\xa4\n",
		"a: \x01\n",
		"a: \xff\n",
		"a: b\x7f",
		"\357\273\277a: b\n",
	};

	for (size_t i = 0; i < ELEMENTSOF(texts); i++)
		assert_same(texts[i], strlen(texts[i]));
	yaml_heap_release();
}
END_TEST

/* Where libyaml's own buffer is too small there is a larger one. */
START_TEST(test_long_texts_are_read_alike) {
	enum { MOST = 300 * 1024 };
	_cleanup_(freep) char *text = malloc(MOST);

	for (size_t i = 0; i < MOST; i++)
		text[i] = "- a long list\n"[i % 14];
	for (size_t n = 48 * 1024 - 16; n <= 48 * 1024 + 16; n++)
		assert_same(text, n);
	assert_same(text, MOST);
	yaml_heap_release();
}
END_TEST

TEST_MAIN("yaml-input", test_this_libyaml_has_a_short_way,
	test_simple_is_printable_ascii_and_newlines, test_every_beginning_of_a_text_is_read_alike,
	test_odd_texts_are_read_alike, test_long_texts_are_read_alike)
