/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * utf8 - is this text, and how do we show it if it is not. Room: util.
 */
#include <stdbool.h>
#include <stddef.h>

#include "strbuf.h"

/* Whether n bytes are well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, at most
 * U+10FFFF) without a NUL and without noncharacters, which sd-bus refuses. *ret_offset, if not
 * NULL, is where the first wrong byte stands. */
bool utf8_is_valid(const char *text, size_t n, size_t *ret_offset);

/* Appends n bytes so that they are safe to show: valid UTF-8 as it is, but control characters and
 * bytes that are no UTF-8 as \xNN in lower case. Returns 0 or the buffer's error. */
int utf8_append_escaped(StrBuf *buf, const char *text, size_t n);
