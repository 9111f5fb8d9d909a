/* SPDX-License-Identifier: MIT */
#include "template/html-strip.h"

#include <stdbool.h>
#include <string.h>

/* A kind of block, with what opens and what closes it. */
typedef struct BlockKind {
	const char *open, *close;
} BlockKind;

static const BlockKind kinds[] = {
	{ "<script", "</script>" },
	{ "<!--", "-->" },
	{ "<style", "</style>" },
};

/* The kind of block that begins at text, as an index, or ELEMENTSOF(kinds). */
static size_t find_kind(const char *text, size_t n) {
	size_t i = 0;

	for (; i < ELEMENTSOF(kinds); i++) {
		size_t len = strlen(kinds[i].open);

		if (n >= len && memcmp(text, kinds[i].open, len) == 0)
			break;
	}
	return i;
}

/* Where what stands in text for the first time, or NULL. It is short, so looking for its first
 * byte and comparing the rest is linear. */
static const char *find(const char *text, size_t n, const char *what) {
	size_t n_what = strlen(what);
	const char *end = text + n;

	while ((size_t)(end - text) >= n_what) {
		text = memchr(text, what[0], (size_t)(end - text) - n_what + 1);
		if (!text)
			break;
		if (memcmp(text, what, n_what) == 0)
			return text;
		text++;
	}
	return NULL;
}

/* Bytes of the block that begins at text, 0 if none does. A close that is not found once is
 * noted in is_absent: it will not be there later either, and is not looked for again. */
static size_t measure_block(const char *text, size_t n, bool *is_absent) {
	size_t kind = find_kind(text, n);

	if (kind == ELEMENTSOF(kinds) || is_absent[kind])
		return 0;

	size_t n_open = strlen(kinds[kind].open);
	const char *close = find(text + n_open, n - n_open, kinds[kind].close);

	is_absent[kind] = !close;
	return close ? (size_t)(close - text) + strlen(kinds[kind].close) : 0;
}

/* Appends text without its blocks. */
static int append_without_blocks(const char *text, size_t n, StrBuf *out) {
	bool is_absent[ELEMENTSOF(kinds)] = { false };
	const char *end = text + n, *kept = text, *at = text;
	int r;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		size_t n_block = measure_block(at, (size_t)(end - at), is_absent);

		if (n_block == 0) {
			at++;
			continue;
		}
		r = strbuf_append(out, kept, (size_t)(at - kept));
		if (r < 0)
			return r;
		at += n_block;
		kept = at;
	}
	return strbuf_append(out, kept, (size_t)(end - kept));
}

/* Removes the tags of text in place. Returns what is left of n. */
static size_t remove_tags(char *text, size_t n) {
	size_t from = 0, to = 0;

	while (from < n) {
		char *open = memchr(text + from, '<', n - from);
		char *close = open ? memchr(open, '>', n - (size_t)(open - text)) : NULL;
		size_t n_kept = (close ? (size_t)(open - text) : n) - from;

		memmove(text + to, text + from, n_kept);
		to += n_kept;
		from = close ? (size_t)(close - text) + 1 : n;
	}
	return to;
}

int html_strip(const char *text, size_t n, StrBuf *out) {
	size_t start = out->len;

	if (n == 0 || !memchr(text, '<', n))
		return strbuf_append(out, text, n);

	int r = append_without_blocks(text, n, out);

	if (r == 0)
		strbuf_truncate(out, start + remove_tags(out->data + start, out->len - start));
	else
		strbuf_truncate(out, start);
	return r;
}
