/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * utf8 - is this text, and how do we show it if it is not. Room: util.
 */
#include <stdbool.h>
#include <stddef.h>

#include "strbuf.h"

/* Whether n bytes are well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, at most
 * U+10FFFF) without a NUL. *ret_offset, if not NULL, is where the first wrong byte stands. */
bool utf8_is_valid(const char *text, size_t n, size_t *ret_offset);

/* The same without the codes that are no characters (U+FDD0 to U+FDEF, U+xxFFFE, U+xxFFFF): sd-bus
 * sends no message that holds one, so a single one would silence all that it stands in. */
bool utf8_is_bus_text(const char *text, size_t n, size_t *ret_offset);

/* Appends n bytes so that they are safe to show: valid UTF-8 as it is, but control characters,
 * codes that are no characters and bytes that are no UTF-8 as \xNN in lower case. Returns 0 or the buffer's error. */
int utf8_append_escaped(StrBuf *buf, const char *text, size_t n);
