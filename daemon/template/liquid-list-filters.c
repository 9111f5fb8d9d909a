/* SPDX-License-Identifier: MIT */
#include "template/liquid-filter-parts.h"

#include <errno.h>

/* Cuts the next item off text; false at the end. what empty: one character; a blank: a word. */
static bool take_item(LiquidText *text, LiquidText what, LiquidText *ret) {
	bool is_by_words = liquid_text_is(what, LIQUID_TEXT(" "));
	size_t n = 0, skip = what.len;

	if (is_by_words)
		*text = liquid_text_trim_left(*text);
	if (text->len == 0)
		return false;
	if (is_by_words) {
		while (n < text->len && !liquid_is_space(text->data[n]))
			n++;
	} else if (what.len == 0) {
		n = liquid_text_span(*text, 1);
	} else {
		const char *at = liquid_text_find(*text, what);

		n = at ? (size_t)(at - text->data) : text->len;
	}
	if (skip > text->len - n)
		skip = text->len - n;
	*ret = (LiquidText){ text->data, n };
	*text = (LiquidText){ text->data + n + skip, text->len - n - skip };
	return true;
}

int liquid_filter_split(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText input, what, item, rest;
	size_t n = 0, n_full = 0;
	void *memory;
	int r = liquid_call_both(run, call, &input, &what);

	if (r < 0)
		return r;
	/* Counted first; items that are empty and last do not count, as in Ruby. */
	for (rest = input; take_item(&rest, what, &item);) {
		n++;
		if (item.len > 0)
			n_full = n;
	}
	if (n_full > LIQUID_ITEMS_MAX)
		return liquid_doubt(
			run, call->at, -E2BIG, "a list of more than %u items", LIQUID_ITEMS_MAX);
	r = liquid_alloc(run, call->at, n_full * sizeof(LiquidText), &memory);
	if (r < 0)
		return r;

	LiquidText *items = memory;

	for (size_t i = 0; i < n_full; i++)
		(void)take_item(&input, what, &items[i]);
	*ret = liquid_list(items, n_full);
	return 0;
}

static int join_items(LiquidRun *run, const LiquidCall *call, LiquidText glue, LiquidValue *ret) {
	const LiquidText *items = call->input.list.items;
	size_t n = call->input.list.n_items, len = 0;
	char *bytes;
	int r;

	/* 1,024 texts of 16 KiB, and as many between them, cannot overflow. */
	for (size_t i = 0; i < n; i++)
		len += items[i].len + (i > 0 ? glue.len : 0);
	r = liquid_call_alloc(run, call, len, &bytes);
	if (r < 0)
		return r;
	*ret = liquid_string((LiquidText){ bytes, len });
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			bytes = liquid_put(bytes, glue);
		bytes = liquid_put(bytes, items[i]);
	}
	return 0;
}

int liquid_filter_join(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	LiquidText glue = LIQUID_TEXT(" "), text;
	int r = call->n_arguments > 0 ? liquid_call_text(run, call, 0, &glue) : 0;

	if (r < 0)
		return r;
	if (call->input.kind == LIQUID_LIST)
		return join_items(run, call, glue, ret);
	/* Anything else is a list of one. */
	r = liquid_call_input(run, call, &text);
	if (r < 0)
		return r;
	*ret = liquid_string(text);
	return 0;
}

static int pick(LiquidRun *run, const LiquidCall *call, bool is_last, LiquidValue *ret) {
	size_t n;

	/* Nothing in Ruby, but the first character once ActiveSupport is loaded. */
	if (call->input.kind == LIQUID_STRING)
		return liquid_doubt(run, call->at, -EINVAL, "the %s item of a text",
			is_last ? "last" : "first");
	*ret = liquid_nil();
	if (call->input.kind != LIQUID_LIST)
		return 0;
	n = call->input.list.n_items;
	if (n > 0)
		*ret = liquid_string(call->input.list.items[is_last ? n - 1 : 0]);
	return 0;
}

int liquid_filter_first(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return pick(run, call, /* is_last= */ false, ret);
}

int liquid_filter_last(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return pick(run, call, /* is_last= */ true, ret);
}

int liquid_filter_pop(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	int64_t n = 1;
	int r = 0;

	*ret = call->input;
	if (call->input.kind != LIQUID_LIST)
		return 0;
	if (call->n_arguments > 0)
		r = liquid_value_to_index(run, call->at, call->arguments[0], &n);
	if (r < 0)
		return r;
	if (n < 0)
		return liquid_doubt(run, call->at, -EINVAL, "pop of less than no items");
	if ((uint64_t)n >= ret->list.n_items)
		ret->list.n_items = 0;
	else
		ret->list.n_items -= (size_t)n;
	return 0;
}

int liquid_filter_size(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	*ret = liquid_integer(0);
	if (call->input.kind == LIQUID_STRING)
		ret->integer = (int64_t)liquid_text_count(call->input.string);
	else if (call->input.kind == LIQUID_LIST)
		ret->integer = (int64_t)call->input.list.n_items;
	else if (call->input.kind == LIQUID_INTEGER || call->input.kind == LIQUID_DECIMAL)
		return liquid_doubt(run, call->at, -EINVAL, "the size of a number");
	return 0;
}

/* Where a slice of n things lies: *offset counted from the start, *length cut to what is there.
 * False when it lies outside. */
static bool find_slice(size_t n, int64_t *offset, int64_t *length) {
	if (*offset < 0)
		*offset += (int64_t)n;
	if (*offset < 0 || *offset > (int64_t)n || *length < 0)
		return false;
	if (*length > (int64_t)n - *offset)
		*length = (int64_t)n - *offset;
	return true;
}

static LiquidText skip_characters(LiquidText text, size_t n) {
	size_t bytes = liquid_text_span(text, n);

	return (LiquidText){ text.data + bytes, text.len - bytes };
}

int liquid_filter_slice(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	int64_t offset, length = 1;
	LiquidText text;
	int r = liquid_value_to_index(run, call->at, call->arguments[0], &offset);

	if (r == 0 && call->arguments[1].kind != LIQUID_NIL)
		r = liquid_value_to_index(run, call->at, call->arguments[1], &length);
	if (r < 0)
		return r;
	if (call->input.kind == LIQUID_LIST) {
		*ret = liquid_list(NULL, 0);
		if (find_slice(call->input.list.n_items, &offset, &length) && length > 0)
			*ret = liquid_list(call->input.list.items + offset, (size_t)length);
		return 0;
	}
	r = liquid_call_input(run, call, &text);
	if (r < 0)
		return r;
	if (!find_slice(liquid_text_count(text), &offset, &length))
		length = 0;
	else
		text = skip_characters(text, (size_t)offset);
	text.len = liquid_text_span(text, (size_t)length);
	*ret = liquid_string(text);
	return 0;
}
