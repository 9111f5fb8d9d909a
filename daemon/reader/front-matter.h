/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * front-matter - the YAML at the head of a Markdown file. Room: reader.
 *
 * As Jekyll cuts it: the first line is `---` (a byte order mark before it and white space after it
 * do not count), and the next line that is `---` or `...` ends it. The body is ignored, whatever
 * bytes it holds.
 */
#include <stddef.h>

/* Finds the front matter in n bytes: *ret_text and *ret_n lie within the text, *ret_line is the
 * number of its first line. Returns 0, -ENODATA (the first line is no `---`) or -EBADMSG (it
 * does not end). */
int front_matter_find(
	const char *text, size_t n, const char **ret_text, size_t *ret_n, unsigned *ret_line);

/* The length of a byte order mark that the text begins with: 3 or 0. */
size_t byte_order_mark_length(const char *text, size_t n);
