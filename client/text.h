/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * text - text from the bus made fit for a terminal. Room: client (output).
 *
 * Whatever comes from the bus may have been written by anybody: a label can hold escape sequences,
 * marks that turn the direction of writing, or bytes that no terminal knows. Nothing of it is
 * printed for people before it went through text_append_clean(). Widths are columns of a
 * terminal: most characters take one, wide ones two, combining marks none. Nothing here blocks.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/strbuf.h"

typedef enum TextAlign {
	TEXT_LEFT,
	TEXT_RIGHT,
} TextAlign;

/* Reads one character of UTF-8 from s, which holds n bytes. Returns the bytes it takes, or 0 if
 * they are no valid character (n == 0, an overlong form, a surrogate, cut short). */
size_t text_decode(const char *s, size_t n, uint32_t *ret_code);
/* Columns that a character takes: 0, 1 or 2; -1 if it must not reach a terminal as it is. */
int text_code_width(uint32_t code);
/* Appends str to buf with everything that could steer a terminal written as \n, \t, \xNN or
 * \u{NNNN}. With ascii true whatever is not ASCII becomes '?'. Errors stay in buf. */
void text_append_clean(StrBuf *buf, const char *str, bool ascii);
/* Columns that a clean text takes. */
size_t text_width(const char *clean);
/* Appends a clean text in exactly width columns: filled with blanks, or cut and closed by an
 * ellipsis ("..." with ascii true). A width of 0 appends nothing. */
void text_append_fitted(StrBuf *buf, const char *clean, size_t width, TextAlign align, bool ascii);
/* The bytes of clean that fit into width columns. */
size_t text_prefix(const char *clean, size_t width);
