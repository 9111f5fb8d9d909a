/* SPDX-License-Identifier: MIT */
#include "template/liquid-filter-parts.h"

#include <errno.h>
#include <string.h>

static int concatenate(
	LiquidRun *run, const LiquidCall *call, LiquidText a, LiquidText b, LiquidValue *ret) {
	char *bytes;
	int r = liquid_call_alloc(run, call, a.len + b.len, &bytes);

	if (r < 0)
		return r;
	(void)liquid_put(liquid_put(bytes, a), b);
	*ret = liquid_string((LiquidText){ bytes, a.len + b.len });
	return 0;
}

int liquid_filter_append(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input, text;
	int r = liquid_call_both(run, call, &input, &text);

	return r < 0 ? r : concatenate(run, call, input, text, ret);
}

int liquid_filter_prepend(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input, text;
	int r = liquid_call_both(run, call, &input, &text);

	return r < 0 ? r : concatenate(run, call, text, input, ret);
}

/* ---- letters and white space ----------------------------------------------------------------- */

/* Ruby knows the letters of all scripts, this only those of ASCII: others are a doubt. */
static int change_case(
	LiquidRun *run, const LiquidCall *call, char first, char last, LiquidValue *ret) {
	LiquidText input;
	char *bytes;
	int r = liquid_call_input(run, call, &input);

	if (r < 0)
		return r;
	r = liquid_call_alloc(run, call, input.len, &bytes);
	if (r < 0)
		return r;
	for (size_t i = 0; i < input.len; i++) {
		char c = input.data[i];

		if ((unsigned char)c >= 0x80)
			return liquid_doubt(
				run, call->at, -EINVAL, "letters outside ASCII change their case");
		bytes[i] = (char)(c >= first && c <= last ? c ^ ('a' ^ 'A') : c);
	}
	*ret = liquid_string((LiquidText){ bytes, input.len });
	return 0;
}

int liquid_filter_downcase(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return change_case(run, call, 'A', 'Z', ret);
}

int liquid_filter_upcase(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return change_case(run, call, 'a', 'z', ret);
}

int liquid_filter_lstrip(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input;
	int r = liquid_call_input(run, call, &input);

	if (r < 0)
		return r;
	*ret = liquid_string(liquid_text_trim_left(input));
	return 0;
}

int liquid_filter_rstrip(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input;
	int r = liquid_call_input(run, call, &input);

	if (r < 0)
		return r;
	*ret = liquid_string(liquid_text_trim_right(input));
	return 0;
}

int liquid_filter_strip(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input;
	int r = liquid_call_input(run, call, &input);

	if (r < 0)
		return r;
	*ret = liquid_string(liquid_text_trim_left(liquid_text_trim_right(input)));
	return 0;
}

/* ---- replacing ------------------------------------------------------------------------------- */

/* Puts text before each character and at the end: what looking for nothing means. */
static int interleave(LiquidRun *run, const LiquidCall *call, LiquidText input, LiquidText text,
	LiquidValue *ret) {
	size_t n_gaps = liquid_text_count(input) + 1;
	char *bytes;
	int r;

	if (text.len > 0 && n_gaps > LIQUID_TEXT_MAX / text.len)
		return liquid_call_too_large(run, call);

	size_t len = input.len + n_gaps * text.len;

	r = liquid_call_alloc(run, call, len, &bytes);
	if (r < 0)
		return r;
	while (input.len > 0) {
		size_t n = liquid_text_span(input, 1);

		bytes = liquid_put(liquid_put(bytes, text), (LiquidText){ input.data, n });
		input = (LiquidText){ input.data + n, input.len - n };
	}
	bytes = liquid_put(bytes, text);
	*ret = liquid_string((LiquidText){ bytes - len, len });
	return 0;
}

/* How often what stands in text; at most max times are counted. */
static size_t count(LiquidText text, LiquidText what, size_t max) {
	size_t n = 0;

	for (const char *at; n < max && (at = liquid_text_find(text, what)); n++) {
		size_t done = (size_t)(at - text.data) + what.len;

		text = (LiquidText){ text.data + done, text.len - done };
	}
	return n;
}

static int substitute(LiquidRun *run, const LiquidCall *call, LiquidText what, LiquidText with,
	size_t max, LiquidValue *ret) {
	LiquidText input;
	char *bytes;
	int r = liquid_call_input(run, call, &input);

	if (r < 0)
		return r;
	/* Ruby takes "\1" and the like for parts of what was found. */
	if (with.len > 0 && memchr(with.data, '\\', with.len))
		return liquid_doubt(run, call->at, -EINVAL, "a replacement with a backslash");
	if (what.len == 0 && max > 1)
		return interleave(run, call, input, with, ret);
	if (what.len == 0)
		return concatenate(run, call, with, input, ret);

	size_t n = count(input, what, max);

	if (with.len > 0 && n > LIQUID_TEXT_MAX / with.len)
		return liquid_call_too_large(run, call);

	size_t len = input.len - n * what.len + n * with.len;

	r = liquid_call_alloc(run, call, len, &bytes);
	if (r < 0)
		return r;
	for (; n > 0; n--) {
		size_t before = (size_t)(liquid_text_find(input, what) - input.data);

		bytes = liquid_put(liquid_put(bytes, (LiquidText){ input.data, before }), with);
		before += what.len;
		input = (LiquidText){ input.data + before, input.len - before };
	}
	bytes = liquid_put(bytes, input);
	*ret = liquid_string((LiquidText){ bytes - len, len });
	return 0;
}

static int replace(LiquidRun *run, const LiquidCall *call, size_t max, LiquidValue *ret) {
	LiquidText what, with;
	int r = liquid_call_text(run, call, 0, &what);

	if (r < 0)
		return r;
	r = liquid_call_text(run, call, 1, &with); /* nil, so empty, when there is none */
	return r < 0 ? r : substitute(run, call, what, with, max, ret);
}

/* Also remove, which takes one argument only. */
int liquid_filter_replace(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return replace(run, call, SIZE_MAX, ret);
}

int liquid_filter_replace_first(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return replace(run, call, 1, ret);
}

int liquid_filter_drop_zero_patch(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input;

	if (call->input.kind != LIQUID_STRING)
		return liquid_doubt(run, call->at, -EINVAL, "drop_zero_patch of what is no text");
	input = call->input.string;
	if (input.len >= 2 && memcmp(input.data + input.len - 2, ".0", 2) == 0)
		input.len -= 2;
	*ret = liquid_string(input);
	return 0;
}
