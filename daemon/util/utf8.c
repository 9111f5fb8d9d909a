/* SPDX-License-Identifier: MIT */
#include "utf8.h"

#include <stdint.h>
#include <string.h>

/* U+FDD0 to U+FDEF and the last two of every plane: code points, but no characters. sd-bus lets
 * none of them pass, so a text that holds one is not fit for the bus. */
static bool is_noncharacter(const unsigned char *p, size_t length) {
	if (length == 3 && p[0] == 0xef)
		return (p[1] == 0xb7 && p[2] >= 0x90 && p[2] <= 0xaf) ||
		       (p[1] == 0xbf && p[2] >= 0xbe);
	return length == 4 && (p[1] & 0x0f) == 0x0f && p[2] == 0xbf && p[3] >= 0xbe;
}

/* The length of the well-formed sequence at p (n bytes are left), or 0. The ranges of the second
 * byte are those of table 3-7 of the Unicode standard. */
static size_t sequence_length(const unsigned char *p, size_t n) {
	unsigned char low = 0x80, high = 0xbf;
	size_t length;

	if (p[0] < 0x80)
		return p[0] == 0 ? 0 : 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (length > n || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return is_noncharacter(p, length) ? 0 : length;
}

/* Whether 8 bytes are ASCII without a NUL: the common case, eight at a time. */
static bool are_plain(const char *text) {
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

bool utf8_is_valid(const char *text, size_t n, size_t *ret_offset) {
	size_t i = 0;

	while (i < n) {
		if (n - i >= 8 && are_plain(text + i)) {
			i += 8;
			continue;
		}

		size_t length = sequence_length((const unsigned char *)text + i, n - i);

		if (length == 0) {
			if (ret_offset)
				*ret_offset = i;
			return false;
		}
		i += length;
	}
	return true;
}

/* C0 and C1 controls and DEL: what a terminal could take for an order. */
static bool is_control(const unsigned char *p, size_t length) {
	return length == 1 ? p[0] < 0x20 || p[0] == 0x7f
			   : length == 2 && p[0] == 0xc2 && p[1] < 0xa0;
}

int utf8_append_escaped(StrBuf *buf, const char *text, size_t n) {
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < n;) {
		size_t length = sequence_length(p + i, n - i);

		if (length > 0 && !is_control(p + i, length)) {
			(void)strbuf_append(buf, text + i, length);
			i += length;
			continue;
		}
		for (size_t end = i + (length > 0 ? length : 1); i < end; i++)
			(void)strbuf_printf(buf, "\\x%02x", p[i]);
	}
	return strbuf_error(buf);
}
