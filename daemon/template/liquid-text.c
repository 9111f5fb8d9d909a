/* SPDX-License-Identifier: MIT */
#include "template/liquid-text.h"

#include <string.h>

bool liquid_text_is(LiquidText a, LiquidText b) {
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

LiquidText liquid_text_trim_left(LiquidText text) {
	while (text.len > 0 && liquid_is_space(text.data[0])) {
		text.data++;
		text.len--;
	}
	return text;
}

LiquidText liquid_text_trim_right(LiquidText text) {
	while (text.len > 0 && liquid_is_space(text.data[text.len - 1]))
		text.len--;
	return text;
}

const char *liquid_text_find(LiquidText text, LiquidText what) {
	if (what.len == 0 || text.len < what.len)
		return NULL;
	/* Mostly a dot. */
	if (what.len == 1)
		return memchr(text.data, what.data[0], text.len);
	return memmem(text.data, text.len, what.data, what.len);
}

static bool is_continuation(char c) {
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Bytes of the character that begins here, 0 if none does. */
static size_t measure(const char *text, size_t n) {
	unsigned char a = (unsigned char)text[0], b = n > 1 ? (unsigned char)text[1] : 0;

	if (a < 0x80)
		return 1;
	if (a < 0xc2 || a > 0xf4)
		return 0;

	size_t len = a < 0xe0 ? 2 : a < 0xf0 ? 3 : 4;

	if (n < len)
		return 0;
	for (size_t i = 1; i < len; i++)
		if (!is_continuation(text[i]))
			return 0;
	/* The second byte tells what is overlong, a surrogate, or out of range. */
	if ((a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f) || (a == 0xf0 && b < 0x90) ||
		(a == 0xf4 && b > 0x8f))
		return 0;
	return len;
}

bool liquid_text_is_utf8(LiquidText text) {
	while (text.len > 0) {
		size_t len = measure(text.data, text.len);

		if (len == 0)
			return false;
		text.data += len;
		text.len -= len;
	}
	return true;
}

size_t liquid_text_count(LiquidText text) {
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += !is_continuation(text.data[i]);
	return n;
}

size_t liquid_text_span(LiquidText text, size_t n) {
	size_t i = 0;

	for (; i < text.len; i++) {
		if (is_continuation(text.data[i]))
			continue;
		if (n == 0)
			break;
		n--;
	}
	return i;
}
