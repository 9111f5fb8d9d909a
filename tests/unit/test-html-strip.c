/* SPDX-License-Identifier: MIT */
#include "template/html-strip.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "test-main.h"

START_TEST(test_tags_and_blocks_go) {
	static const struct {
		const char *text, *out;
	} cases[] = {
		{ "", "" },
		{ "plain > text", "plain > text" },
		{ "91 (<abbr title='Extended Support Release'>ESR</abbr>)", "91 (ESR)" },
		{ "a <span title=\"2025-01-01\">Upcoming</span> LTS", "a Upcoming LTS" },
		{ "a<br\n/>b<>c", "abc" },
		{ "a<b title='>'>c", "a'>c" },
		/* blocks go with what they hold */
		{ "a<script x>b<i>c</script>d", "ad" },
		{ "a<style>b</style>c<!-- d > e -->f", "acf" },
		{ "a<!-->b-->c", "ac" },
		{ "a<scripted</script>b", "ab" },
		{ "a<script>\nb</script>c</script>d", "acd" },
		{ "a<!-- <script> -->b</script>c", "abc" },
		{ "a<script><!--</script>b-->c", "ab-->c" },
		/* capitals are other names: the tags go, what they hold stays */
		{ "a<SCRIPT>b</SCRIPT>c", "abc" },
		/* not closed: only a tag, or nothing at all */
		{ "a<script>b", "ab" },
		{ "a<script b", "a<script b" },
		{ "a<!--b", "a<!--b" },
		{ "a<!--b->c", "ac" },
		{ "a < b", "a < b" },
		{ "a < b > c < d", "a  c < d" },
		{ "<", "<" },
		{ "<<b>>", ">" },
		/* what blocks leave behind is looked at again */
		{ "<<script></script>b>c", "c" },
		{ "&lt;b&gt;", "&lt;b&gt;" },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;

		ck_assert_int_eq(strbuf_append_str(&out, "<"), 0);
		ck_assert_int_eq(html_strip(cases[i].text, strlen(cases[i].text), &out), 0);
		ck_assert_msg(strcmp(strbuf_cstr(&out) + 1, cases[i].out) == 0, "%s: %s",
			cases[i].text, strbuf_cstr(&out) + 1);
		/* what was in the buffer is not looked at */
		ck_assert_int_eq(strbuf_cstr(&out)[0], '<');
	}
}
END_TEST

START_TEST(test_bytes_are_bytes) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;

	ck_assert_int_eq(html_strip("a\0<b\0>\377<", 8, &out), 0);
	ck_assert_uint_eq(out.len, 4);
	ck_assert_mem_eq(out.data, "a\0\377<", 4);
	ck_assert_int_eq(html_strip(NULL, 0, &out), 0);
	ck_assert_uint_eq(out.len, 4);
}
END_TEST

/* A megabyte of what is never closed: the square of it would take hours. */
START_TEST(test_time_is_linear) {
	static const char *const bodies[] = { "<script", "<!--", "<style", "<", "<script<style<!--",
		"<script></script", "<!-- --", "<script></script>", "<>", "</script>-->" };

	for (size_t i = 0; i < ELEMENTSOF(bodies); i++) {
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT, out = STRBUF_INIT;
		clock_t start;

		while (text.len < 1024UL * 1024)
			(void)strbuf_append_str(&text, bodies[i]);
		ck_assert_int_eq(strbuf_error(&text), 0);
		start = clock();
		ck_assert_int_eq(html_strip(strbuf_cstr(&text), text.len, &out), 0);
		ck_assert_msg((double)(clock() - start) / CLOCKS_PER_SEC < 2, "%s", bodies[i]);
		ck_assert_uint_le(out.len, text.len);
	}
}
END_TEST

START_TEST(test_a_full_buffer_is_reported) {
	_cleanup_(strbuf_deinit) StrBuf out = { .max_size = 4 };

	ck_assert_int_eq(strbuf_append_str(&out, "ab"), 0);
	ck_assert_int_eq(html_strip("c<!-- -->d<!-- -->e", 19, &out), -E2BIG);
	ck_assert_str_eq(strbuf_cstr(&out), "ab");
}
END_TEST

TEST_MAIN("html-strip", test_tags_and_blocks_go, test_bytes_are_bytes, test_time_is_linear,
	test_a_full_buffer_is_reported)
