/* SPDX-License-Identifier: MIT */
/*
 * fuzz-template - hostile templates and labels.
 *
 * The first byte chooses: 'L' Liquid, 'R' a release template, whose values stand on the first
 * lines, 'H' HTML in a label; any other byte is taken modulo 3. The rest is the text.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "template/html-strip.h"
#include "template/liquid.h"
#include "template/release-template.h"

/* The values of a release template. */
#define N_VALUES 5

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Holds in every build, also without assertions. */
static void require(bool is_true, const char *what) {
	if (is_true)
		return;
	(void)fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

/* The sentence ends, is plain, and is there exactly when the result says so. */
static void check_doubt(const LiquidDoubt *doubt, int r, size_t n) {
	require(memchr(doubt->message, '\0', sizeof(doubt->message)), "a doubt's sentence ends");
	require((r == 0) == (doubt->message[0] == '\0'), "a doubt comes with a sentence");
	require(doubt->offset <= n, "a doubt lies in the text");
	for (const char *c = doubt->message; *c; c++)
		require(*c >= ' ' && *c <= '~', "a doubt's sentence is plain");
}

static void require_same(const StrBuf *a, const StrBuf *b) {
	require(a->len == b->len, "twice the same length");
	require(a->len == 0 || memcmp(a->data, b->data, a->len) == 0, "twice the same bytes");
}

static void fuzz_liquid(const char *text, size_t n) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT, again = STRBUF_INIT;
	LiquidDoubt doubt = { 0 }, doubt_again = { 0 }, doubt_check = { 0 };
	int r = liquid_render(text, n, &out, &doubt);
	int r_check = liquid_check(text, n, &doubt_check);

	check_doubt(&doubt, r, n);
	check_doubt(&doubt_check, r_check, n);
	require(out.len <= LIQUID_TEXT_MAX, "the output is bounded");
	require(r == 0 || out.len == 0, "nothing is shown of a text in doubt");
	require(r != 0 || r_check == 0, "what renders passes the check");
	if (r == 0 && !liquid_is_needed(text, n))
		require(out.len == n && (n == 0 || memcmp(out.data, text, n) == 0),
			"text without Liquid is itself");
	require(liquid_render(text, n, &again, &doubt_again) == r, "twice the same result");
	require(strcmp(doubt.message, doubt_again.message) == 0, "twice the same doubt");
	require_same(&out, &again);
}

/* Cuts a line off the text, as a C string of its own; NULL for an empty one. */
static char *take_line(const char **text, size_t *n) {
	const char *end = *n > 0 ? memchr(*text, '\n', *n) : NULL;
	size_t len = end ? (size_t)(end - *text) : *n;
	char *line = len > 0 ? strndup(*text, len) : NULL;

	*text += len + (end != NULL);
	*n -= len + (end != NULL);
	return line;
}

static void fuzz_release_template(const char *text, size_t n) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT, again = STRBUF_INIT;
	LiquidDoubt doubt = { 0 };
	char *lines[N_VALUES];

	for (size_t i = 0; i < N_VALUES; i++)
		lines[i] = take_line(&text, &n);

	ReleaseTemplateValues values = { lines[0], lines[1], lines[2], lines[3], lines[4] };
	int r = release_template_render(text, n, &values, &out, &doubt);

	check_doubt(&doubt, r, LIQUID_TEXT_MAX);
	require(out.len <= LIQUID_TEXT_MAX, "the output is bounded");
	require(r == 0 || out.len == 0, "nothing is shown of a text in doubt");
	require(release_template_render(text, n, &values, &again, NULL) == r,
		"twice the same result");
	require_same(&out, &again);
	for (size_t i = 0; i < N_VALUES; i++)
		free(lines[i]);
}

static void fuzz_html_strip(const char *text, size_t n) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT, again = STRBUF_INIT;

	require(html_strip(text, n, &out) == 0, "stripping works");
	require(out.len <= n, "stripping makes nothing longer");
	/* Every "<" that is left has no ">" behind it. */
	for (size_t i = 0; i < out.len; i++)
		if (out.data[i] == '<')
			require(!memchr(out.data + i, '>', out.len - i), "no tag is left");
	require(html_strip(text, n, &again) == 0, "stripping works again");
	require_same(&out, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0)
		return 0;

	const char *text = (const char *)data + 1;
	size_t n = size - 1;

	if (data[0] == 'L' || (data[0] != 'R' && data[0] != 'H' && data[0] % 3 == 0))
		fuzz_liquid(text, n);
	else if (data[0] == 'R' || (data[0] != 'H' && data[0] % 3 == 1))
		fuzz_release_template(text, n);
	else
		fuzz_html_strip(text, n);
	return 0;
}
