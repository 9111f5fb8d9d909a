/* SPDX-License-Identifier: MIT */
#include "front-matter.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

size_t byte_order_mark_length(const char *text, size_t n) {
	return n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Whether the line from p to end is three times that character and white space. */
static bool is_fence(const char *p, const char *end, char c) {
	if (end - p < 3 || p[0] != c || p[1] != c || p[2] != c)
		return false;
	for (p += 3; p < end; p++)
		if (*p != ' ' && *p != '\t' && *p != '\r')
			return false;
	return true;
}

int front_matter_find(
	const char *text, size_t n, const char **ret_text, size_t *ret_n, unsigned *ret_line) {
	const char *p = text + byte_order_mark_length(text, n), *end = text + n, *line_end;
	const char *start;

	line_end = memchr(p, '\n', (size_t)(end - p));
	if (!is_fence(p, line_end ? line_end : end, '-'))
		return -ENODATA;
	if (!line_end)
		return -EBADMSG;
	start = line_end + 1;
	for (p = start; p < end; p = line_end + 1) {
		line_end = memchr(p, '\n', (size_t)(end - p));
		if (!line_end)
			line_end = end;
		if ((*p == '-' || *p == '.') && is_fence(p, line_end, *p)) {
			*ret_text = start;
			*ret_n = (size_t)(p - start);
			*ret_line = 2;
			return 0;
		}
		if (line_end == end)
			break;
	}
	return -EBADMSG;
}
