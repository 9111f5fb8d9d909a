/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * strbuf - a byte string that grows. Room: util.
 *
 * The buffer remembers a failed append: every later append fails with the same error, so a caller
 * may append a whole text and ask once, by strbuf_error(), whether all of it is there. Nothing
 * grows past max_size (0: no bound), which makes hostile input an error (-E2BIG) and not a
 * memory problem. The content is always NUL-terminated; it may hold NUL bytes itself.
 */
#include <stdarg.h>
#include <stddef.h>

#include "cleanup.h"

typedef struct StrBuf {
	char *data; /* NULL before the first append */
	size_t len; /* bytes of content, the NUL not counted */
	size_t size; /* bytes allocated */
	size_t max_size; /* bytes of content allowed; 0: no bound */
	int error; /* 0, or the negative errno of the append that failed */
} StrBuf;

#define STRBUF_INIT \
	{ 0 }

/* Frees the content; the buffer may be used again. */
void strbuf_deinit(StrBuf *buf);
/* Forgets the content and an error, keeps the memory. */
void strbuf_clear(StrBuf *buf);

/* All appends return 0, -ENOMEM or -E2BIG; after a failure the content is as before it. */
int strbuf_append(StrBuf *buf, const void *bytes, size_t n);
int strbuf_append_str(StrBuf *buf, const char *str);
int strbuf_append_byte(StrBuf *buf, char byte);
int strbuf_printf(StrBuf *buf, const char *format, ...) _printf_(2, 3);
int strbuf_vprintf(StrBuf *buf, const char *format, va_list args) _printf_(2, 0);

/* Room for n bytes behind the content, for somebody else to write into; NULL after an error, as of
 * an append. What was written there strbuf_add_written() makes content, n bytes of it, and must be
 * called even for none: the NUL may be gone. */
char *strbuf_make_room(StrBuf *buf, size_t n);
void strbuf_add_written(StrBuf *buf, size_t n);

/* Cuts the content to len bytes, if it is longer. */
void strbuf_truncate(StrBuf *buf, size_t len);

/* The content as a C string, owned by the buffer, valid until the next call; "" when empty. */
const char *strbuf_cstr(const StrBuf *buf);
/* 0, or the error of the first append that failed. */
static inline int strbuf_error(const StrBuf *buf) {
	return buf->error;
}
/* Hands the content over as a C string that the caller frees; NULL after an error or when out of
 * memory. The buffer is empty afterwards. */
char *strbuf_steal(StrBuf *buf);
