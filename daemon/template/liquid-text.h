/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid-text - pieces of text that lie somewhere else. Room: template; only the liquid-* modules
 * use it.
 */
#include <stdbool.h>
#include <stddef.h>

#include "util/cleanup.h"

/* Not NUL-terminated; owns nothing. */
typedef struct LiquidText {
	const char *data;
	size_t len;
} LiquidText;

#define LIQUID_TEXT(literal) ((LiquidText){ (literal), sizeof(literal) - 1 })

/* What Ruby's patterns call white space, the NUL byte apart, which never gets here. */
static inline bool liquid_is_space(char c) {
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool liquid_is_digit(char c) {
	return c >= '0' && c <= '9';
}

/* Letters and digits of ASCII, and "_". */
static inline bool liquid_is_word(char c) {
	return liquid_is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether both hold the same bytes. */
bool liquid_text_is(LiquidText a, LiquidText b) _pure_;
/* Without the white space at the left, at the right. */
LiquidText liquid_text_trim_left(LiquidText text) _pure_;
LiquidText liquid_text_trim_right(LiquidText text) _pure_;
/* Where the bytes of what stand in text for the first time, or NULL. Nothing is found nowhere. */
const char *liquid_text_find(LiquidText text, LiquidText what) _pure_;

/* Whether text is UTF-8: no byte astray, no overlong form, no surrogate, nothing past U+10FFFF. */
bool liquid_text_is_utf8(LiquidText text) _pure_;
/* Characters of text, which must be UTF-8. */
size_t liquid_text_count(LiquidText text) _pure_;
/* Bytes of the first n characters of text, which must be UTF-8; of all when there are fewer. */
size_t liquid_text_span(LiquidText text, size_t n) _pure_;
