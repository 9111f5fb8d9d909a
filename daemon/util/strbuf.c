/* SPDX-License-Identifier: MIT */
#include "strbuf.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void strbuf_deinit(StrBuf *buf) {
	free(buf->data);
	*buf = (StrBuf){ .max_size = buf->max_size };
}

void strbuf_clear(StrBuf *buf) {
	buf->len = 0;
	buf->error = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

static int fail(StrBuf *buf, int error) {
	buf->error = error;
	return error;
}

/* What is there need not be copied into more memory. */
static void drop_bytes(StrBuf *buf) {
	free(buf->data);
	buf->data = NULL;
	buf->size = 0;
}

static int grow_bytes(StrBuf *buf, size_t n) {
	if (buf->error < 0)
		return buf->error;
	if (buf->max_size > 0 && (n > buf->max_size || buf->len > buf->max_size - n))
		return fail(buf, -E2BIG);
	if (n >= SIZE_MAX / 4 || buf->len >= SIZE_MAX / 4)
		return fail(buf, -ENOMEM);
	if (buf->len + n + 1 <= buf->size)
		return 0;

	size_t size = buf->size ? buf->size * 2 : 64;

	if (size < buf->len + n + 1)
		size = buf->len + n + 1;
	if (buf->len == 0)
		drop_bytes(buf);

	char *data = realloc(buf->data, size);

	if (!data)
		return fail(buf, -ENOMEM);
	buf->data = data;
	buf->size = size;
	return 0;
}

/* Makes room for n more bytes and the NUL; nearly always there is. */
static inline int reserve_bytes(StrBuf *buf, size_t n) {
	bool is_there = buf->error == 0 && buf->max_size == 0 && n < buf->size - buf->len;

	return is_there ? 0 : grow_bytes(buf, n);
}

int strbuf_append(StrBuf *buf, const void *bytes, size_t n) {
	int r = reserve_bytes(buf, n);

	if (r < 0)
		return r;
	if (n > 0)
		memcpy(buf->data + buf->len, bytes, n);
	buf->len += n;
	buf->data[buf->len] = '\0';
	return 0;
}

int strbuf_append_str(StrBuf *buf, const char *str) {
	return strbuf_append(buf, str, strlen(str));
}

int strbuf_append_byte(StrBuf *buf, char byte) {
	/* what is nearly always so, first */
	if (buf->error == 0 && buf->len + 1 < buf->size &&
		(buf->max_size == 0 || buf->len < buf->max_size)) {
		buf->data[buf->len++] = byte;
		buf->data[buf->len] = '\0';
		return 0;
	}
	return strbuf_append(buf, &byte, 1);
}

int strbuf_vprintf(StrBuf *buf, const char *format, va_list args) {
	va_list again;
	int n, r;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		return fail(buf, -EINVAL);
	r = reserve_bytes(buf, (size_t)n);
	if (r < 0)
		return r;
	(void)vsnprintf(buf->data + buf->len, (size_t)n + 1, format, args);
	buf->len += (size_t)n;
	return 0;
}

int strbuf_printf(StrBuf *buf, const char *format, ...) {
	va_list args;

	va_start(args, format);
	int r = strbuf_vprintf(buf, format, args);
	va_end(args);
	return r;
}

char *strbuf_make_room(StrBuf *buf, size_t n) {
	return reserve_bytes(buf, n) < 0 ? NULL : buf->data + buf->len;
}

void strbuf_add_written(StrBuf *buf, size_t n) {
	assert(n < buf->size - buf->len);
	buf->len += n;
	buf->data[buf->len] = '\0';
}

void strbuf_truncate(StrBuf *buf, size_t len) {
	if (len >= buf->len)
		return;
	buf->len = len;
	buf->data[len] = '\0';
}

const char *strbuf_cstr(const StrBuf *buf) {
	return buf->data ? buf->data : "";
}

char *strbuf_steal(StrBuf *buf) {
	char *data = NULL;

	if (buf->error == 0 && reserve_bytes(buf, 0) == 0) {
		data = TAKE_PTR(buf->data);
		data[buf->len] = '\0';
	}
	strbuf_deinit(buf);
	return data;
}
