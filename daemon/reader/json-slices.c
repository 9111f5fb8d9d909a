/* SPDX-License-Identifier: MIT */
#include "json-slices.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What stood last between the products of a collection. */
typedef enum Between {
	BETWEEN_OPEN, /* the bracket that opens the list */
	BETWEEN_PRODUCT,
	BETWEEN_COMMA,
} Between;

/* Depth of a product in a collection: { "result": [ {product} ] } opens three. */
typedef struct Walk {
	const char *p;
	const char *end;
	unsigned line;
	unsigned depth;
	uint64_t lists; /* a bit for each level that is open: it is a list */
	Between between;
	const char *key; /* the last string that stood as a key of the document */
	size_t key_length;
	bool in_result; /* between the beginning and the end of result's value */
	bool after_colon; /* at depth 1: the next value belongs to key */
	const char *begin; /* of result's value */
	const char *slice_begin;
	unsigned slice_line;
	unsigned entries; /* of the list that is open directly below a product */
	unsigned values; /* of the product */
	bool too_long;
	JsonSlices *out;
	const char *message;
} Walk;

#define NO_OBJECT "no API answer: a product that is no object"

void json_slices_deinit(JsonSlices *slices) {
	free(slices->items);
	strbuf_deinit(&slices->envelope);
	*slices = (JsonSlices){ 0 };
}

static int fail(Walk *walk, const char *message) {
	walk->message = message;
	return -EBADMSG;
}

/* Steps over a string, p at its opening quote; leaves p behind the closing one. */
static int skip_string(Walk *walk) {
	for (walk->p++; walk->p < walk->end; walk->p++) {
		if (*walk->p == '\n')
			return fail(walk, "a line end in a string");
		if (*walk->p == '\\')
			walk->p++;
		else if (*walk->p == '"') {
			walk->p++;
			return 0;
		}
	}
	return fail(walk, "a string does not end");
}

/* Whether the walk stands in a collection, outside its products. */
static bool is_between(const Walk *walk) {
	return walk->in_result && walk->out->is_collection && walk->depth == 2;
}

static int take_string(Walk *walk) {
	const char *begin = walk->p + 1;
	int r = skip_string(walk);

	if (r < 0)
		return r;
	if (is_between(walk))
		return fail(walk, NO_OBJECT);
	if (walk->depth == 1 && !walk->after_colon) {
		walk->key = begin;
		walk->key_length = (size_t)(walk->p - 1 - begin);
	}
	return 0;
}

/* The depth at which a product's own object stands open. */
static unsigned product_depth(const Walk *walk) {
	return walk->out->is_collection ? 3 : 2;
}

static void begin_slice(Walk *walk) {
	walk->slice_begin = walk->p;
	walk->slice_line = walk->line;
	walk->too_long = false;
	walk->entries = walk->values = 0;
}

static int end_slice(Walk *walk) {
	JsonSlices *out = walk->out;
	size_t n = out->n_items;

	if (n == JSON_MAX_PRODUCTS)
		return fail(walk, "more than 100000 products");
	if ((n & (n - 1)) == 0) {
		JsonSlice *items = realloc(out->items, (n ? n * 2 : 1) * sizeof(JsonSlice));

		if (!items)
			return -ENOMEM;
		out->items = items;
	}
	out->items[out->n_items++] = (JsonSlice){
		.text = walk->slice_begin,
		.n = (size_t)(walk->p + 1 - walk->slice_begin),
		.line = walk->slice_line,
		.too_long = walk->too_long,
	};
	return 0;
}

static void count_value(Walk *walk) {
	if (++walk->values > JSON_MAX_VALUES)
		walk->too_long = true;
}

static int open_bracket(Walk *walk) {
	bool is_result = walk->depth == 1 && walk->after_colon && walk->key_length == 6 &&
			 memcmp(walk->key, "result", 6) == 0;

	if (walk->depth == 0 && *walk->p != '{')
		return fail(walk, "no API answer: not an object");
	if (walk->depth == JSON_MAX_DEPTH)
		return fail(walk, "nested deeper than 64 levels");
	if (is_between(walk) && walk->between == BETWEEN_PRODUCT)
		return fail(walk, "a comma is missing between products");
	walk->lists &= ~(UINT64_C(1) << walk->depth);
	walk->lists |= (uint64_t)(*walk->p == '[') << walk->depth;
	walk->depth++;
	if (is_result && walk->begin)
		return fail(walk, "result stands twice");
	if (is_result) {
		walk->begin = walk->p;
		walk->in_result = true;
		walk->between = BETWEEN_OPEN;
		walk->out->is_collection = *walk->p == '[';
	}
	if (!walk->in_result)
		return 0;
	count_value(walk);
	if (walk->depth == product_depth(walk)) {
		if (*walk->p != '{')
			return fail(walk, NO_OBJECT);
		begin_slice(walk);
	} else if (walk->depth == product_depth(walk) + 1)
		walk->entries = 1;
	return 0;
}

/* What stands before and behind result, with null in its place. */
static int make_envelope(Walk *walk, const char *text, const char *after) {
	StrBuf *envelope = &walk->out->envelope;

	(void)strbuf_append(envelope, text, (size_t)(walk->begin - text));
	(void)strbuf_append_str(envelope, "null");
	return strbuf_append(envelope, after, (size_t)(walk->end - after));
}

static int close_bracket(Walk *walk, const char *text) {
	int r = 0;

	if (walk->depth == 0)
		return fail(walk, "a bracket too many");
	if ((walk->lists >> (walk->depth - 1) & 1) != (*walk->p == ']'))
		return fail(walk, "brackets that do not match");
	if (is_between(walk) && walk->between == BETWEEN_COMMA)
		return fail(walk, "a comma without a product behind it");
	if (walk->in_result && walk->depth == product_depth(walk)) {
		walk->between = BETWEEN_PRODUCT;
		r = end_slice(walk);
	}
	walk->depth--;
	if (r == 0 && walk->in_result && walk->depth == 1) {
		walk->in_result = false;
		r = make_envelope(walk, text, walk->p + 1);
	}
	return r;
}

static int take_comma(Walk *walk) {
	if (is_between(walk)) {
		if (walk->between != BETWEEN_PRODUCT)
			return fail(walk, "a comma without a product before it");
		walk->between = BETWEEN_COMMA;
	}
	count_value(walk);
	if (walk->in_result && walk->depth == product_depth(walk) + 1 &&
		++walk->entries > JSON_MAX_ENTRIES)
		walk->too_long = true;
	if (walk->depth == 1)
		walk->after_colon = false;
	return 0;
}

static int take_byte(Walk *walk, const char *text) {
	int r = 0;

	if (*walk->p == '\0')
		return fail(walk, "a NUL");
	/* between products only white space and commas may stand */
	if (is_between(walk) && !strchr(" \t\r\n,{}[]", *walk->p))
		return fail(walk, NO_OBJECT);
	switch (*walk->p) {
	case '\n':
		walk->line++;
		break;
	case '{':
	case '[':
		r = open_bracket(walk);
		break;
	case '}':
	case ']':
		r = close_bracket(walk, text);
		break;
	case ',':
		r = take_comma(walk);
		break;
	case ':':
		walk->after_colon |= walk->depth == 1;
		break;
	default:
		break;
	}
	walk->p++;
	return r;
}

int json_slices_cut(
	const char *text, size_t n, JsonSlices *ret, unsigned *ret_line, const char **ret_message) {
	_cleanup_(json_slices_deinit) JsonSlices slices = { 0 };
	Walk walk = { .p = text, .end = text + n, .line = 1, .out = &slices };
	int r = 0;

	while (walk.p < walk.end && r == 0)
		r = *walk.p == '"' ? take_string(&walk) : take_byte(&walk, text);
	if (r == 0 && (walk.depth > 0 || !walk.begin))
		r = fail(&walk, walk.depth > 0 ? "a bracket is not closed"
					       : "no API answer: it has no result");
	if (r < 0) {
		*ret_line = walk.line;
		*ret_message = walk.message;
		return r;
	}
	*ret = slices;
	slices = (JsonSlices){ 0 };
	return 0;
}
