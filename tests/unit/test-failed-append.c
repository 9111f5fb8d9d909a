/* SPDX-License-Identifier: MIT */
/*
 * The first append to a string buffer fails, the second, and so on: as if memory had run short just
 * there, also where a buffer has room to spare and no allocation would ever fail. Whoever builds a
 * text must notice, or the text would be one with a hole.
 *
 * The linker gives every call of the functions below from other files to their __wrap_ (--wrap).
 */
#include <errno.h>
#include <string.h>

#include "test-main.h"
#include "whole-load.h"

static size_t until_failure; /* 0: nothing fails */
static size_t n_refused;

/* Fails as an allocation in strbuf.c would: the buffer remembers. */
static bool fails(StrBuf *buf) {
	if (until_failure == 0 || buf->error < 0 || --until_failure > 0)
		return false;
	n_refused++;
	buf->error = -ENOMEM;
	return true;
}

int __real_strbuf_append(StrBuf *buf, const void *bytes, size_t n);
int __real_strbuf_append_str(StrBuf *buf, const char *str);
int __real_strbuf_append_byte(StrBuf *buf, char byte);
int __real_strbuf_vprintf(StrBuf *buf, const char *format, va_list args) _printf_(2, 0);

int __wrap_strbuf_append(StrBuf *buf, const void *bytes, size_t n);
int __wrap_strbuf_append_str(StrBuf *buf, const char *str);
int __wrap_strbuf_append_byte(StrBuf *buf, char byte);
int __wrap_strbuf_printf(StrBuf *buf, const char *format, ...) _printf_(2, 3);
int __wrap_strbuf_vprintf(StrBuf *buf, const char *format, va_list args) _printf_(2, 0);

int __wrap_strbuf_append(StrBuf *buf, const void *bytes, size_t n) {
	return fails(buf) ? -ENOMEM : __real_strbuf_append(buf, bytes, n);
}

int __wrap_strbuf_append_str(StrBuf *buf, const char *str) {
	return fails(buf) ? -ENOMEM : __real_strbuf_append_str(buf, str);
}

int __wrap_strbuf_append_byte(StrBuf *buf, char byte) {
	return fails(buf) ? -ENOMEM : __real_strbuf_append_byte(buf, byte);
}

int __wrap_strbuf_vprintf(StrBuf *buf, const char *format, va_list args) {
	return fails(buf) ? -ENOMEM : __real_strbuf_vprintf(buf, format, args);
}

int __wrap_strbuf_printf(StrBuf *buf, const char *format, ...) {
	va_list args;

	va_start(args, format);
	int r = __wrap_strbuf_vprintf(buf, format, args);
	va_end(args);
	return r;
}

/* Whether the nth append was met; anything that it must not do ends the test. */
static bool survives(const WholeLoad *load, size_t nth, const char *expected) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	int r;

	n_refused = 0;
	until_failure = nth;
	r = whole_load_run(load, &text);
	until_failure = 0;
	if (r != 0 && r != -ENOMEM)
		ck_abort_msg("append %zu: %s", nth, strerror(-r));
	if (r == 0 && strcmp(strbuf_cstr(&text), expected) != 0)
		ck_abort_msg("append %zu: success, and another result", nth);
	return n_refused > 0;
}

START_TEST(test_any_append_may_fail) {
	_cleanup_(whole_load_deinit) WholeLoad load = whole_load_new();
	_cleanup_(strbuf_deinit) StrBuf expected = STRBUF_INIT;
	size_t nth = 1;

	ck_assert_int_eq(whole_load_run(&load, &expected), 0);
	while (survives(&load, nth, strbuf_cstr(&expected)))
		nth++;
	/* it is a long way */
	ck_assert_uint_gt(nth, 500);
}
END_TEST

TEST_MAIN("failed-append", test_any_append_may_fail)
