/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

size_t text_decode(const char *s, size_t n, uint32_t *ret_code) {
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s;
	size_t len;
	uint32_t code;

	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*ret_code = p[0];
		return 1;
	}
	len = (p[0] & 0xe0) == 0xc0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : (p[0] & 0xf8) == 0xf0 ? 4 : 0;
	if (len == 0 || len > n)
		return 0;
	code = p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < smallest[len] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return len;
}

/* Characters that have no width of their own and change how others are shown or read: they let a
 * text pretend to be another one. The joiners U+200C and U+200D are part of honest words. */
static bool is_deceptive(uint32_t code) {
	return code == 0xad || code == 0x61c || code == 0x200b || code == 0x200e ||
	       code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
	       (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

int text_code_width(uint32_t code) {
	int width;

	if (code < 0x20 || (code >= 0x7f && code < 0xa0) || is_deceptive(code))
		return -1;
	if (code < 0x300)
		return 1;
	/* Only who meets such a character pays for the tables. C.UTF-8 and not the user's locale:
	 * the width of a character does not depend on a language. */
	if (strcmp(setlocale(LC_CTYPE, NULL), "C") == 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	width = wcwidth((wchar_t)code);
	return width < 0 ? -1 : width;
}

static void append_escape(StrBuf *buf, uint32_t code) {
	if (code == '\n')
		(void)strbuf_append_str(buf, "\\n");
	else if (code == '\t')
		(void)strbuf_append_str(buf, "\\t");
	else if (code < 0x100)
		(void)strbuf_printf(buf, "\\x%02x", (unsigned)code);
	else
		(void)strbuf_printf(buf, "\\u{%04x}", (unsigned)code);
}

void text_append_clean(StrBuf *buf, const char *str, bool ascii) {
	size_t left = strlen(str);

	while (left > 0) {
		uint32_t code = (unsigned char)*str;
		size_t n = text_decode(str, left, &code);

		if (n == 0 || text_code_width(code) < 0)
			append_escape(buf, code);
		else if (n > 1 && ascii)
			(void)strbuf_append_byte(buf, '?');
		else
			(void)strbuf_append(buf, str, n);
		n = n > 0 ? n : 1;
		str += n;
		left -= n;
	}
}

/* The columns of the first n bytes, and where to stop before there are more than max. */
static size_t measure(const char *clean, size_t max, size_t *ret_bytes) {
	size_t columns = 0, at = 0, n = strlen(clean);

	while (at < n) {
		uint32_t code;
		size_t len = text_decode(clean + at, n - at, &code);
		int width = len > 0 ? text_code_width(code) : 1;

		width = width < 0 ? 1 : width;
		if ((size_t)width > max - columns)
			break;
		columns += (size_t)width;
		at += len > 0 ? len : 1;
	}
	*ret_bytes = at;
	return columns;
}

size_t text_width(const char *clean) {
	size_t bytes;

	return measure(clean, SIZE_MAX, &bytes);
}

size_t text_prefix(const char *clean, size_t width) {
	size_t bytes;

	measure(clean, width, &bytes);
	return bytes;
}

static void append_blanks(StrBuf *buf, size_t n) {
	while (n-- > 0)
		(void)strbuf_append_byte(buf, ' ');
}

void text_append_fitted(StrBuf *buf, const char *clean, size_t width, TextAlign align, bool ascii) {
	const char *ellipsis = ascii ? "..." : "…";
	size_t columns = text_width(clean), bytes = strlen(clean);
	size_t mark = ascii ? 3 : 1;

	if (columns > width) {
		if (mark > width) {
			ellipsis = "";
			mark = 0;
		}
		columns = measure(clean, width - mark, &bytes) + mark;
	} else
		ellipsis = "";
	if (align == TEXT_RIGHT)
		append_blanks(buf, width - columns);
	(void)strbuf_append(buf, clean, bytes);
	(void)strbuf_append_str(buf, ellipsis);
	if (align == TEXT_LEFT)
		append_blanks(buf, width - columns);
}
