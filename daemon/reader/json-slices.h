/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * json-slices - an API answer cut into its products before anything is built. Room: reader.
 *
 * A tree of a whole collection would take about eight times its file. So the text is walked once,
 * without building: nesting and lengths of lists are held against the bounds, brackets must match,
 * and every element of `result` is noted. Each is then given to the JSON library by itself, and so
 * is what stands around them.
 */
#include <stdbool.h>
#include <stddef.h>

#include "util/strbuf.h"

enum {
	JSON_MAX_DEPTH = 64, /* nested values */
	JSON_MAX_ENTRIES = 10000, /* elements of one list inside a product */
	JSON_MAX_VALUES = 400 * 1000, /* brackets and commas of a product */
	JSON_MAX_PRODUCTS = 100 * 1000, /* of a collection */
};

typedef struct JsonSlice {
	const char *text; /* within the document */
	size_t n;
	unsigned line; /* of its first byte, from 1 */
	bool too_long; /* past JSON_MAX_ENTRIES or JSON_MAX_VALUES: do not build it */
} JsonSlice;

typedef struct JsonSlices {
	JsonSlice *items;
	size_t n_items;
	bool is_collection; /* `result` is a list */
	StrBuf envelope; /* the document with null for `result` */
} JsonSlices;

void json_slices_deinit(JsonSlices *slices);

/*
 * Cuts n bytes. Returns 0, -EBADMSG (*ret_line and *ret_message say what is wrong: not the shape of
 * an API answer, or past a bound) or -ENOMEM. Only brackets, strings and commas are looked at, and
 * what stands between products: whether the pieces are JSON is the library's to say.
 */
int json_slices_cut(
	const char *text, size_t n, JsonSlices *ret, unsigned *ret_line, const char **ret_message);
