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

#include "util/sanitized.h"
#include "state-body.h"
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
char *__real_strbuf_make_room(StrBuf *buf, size_t n);

int __wrap_strbuf_append(StrBuf *buf, const void *bytes, size_t n);
int __wrap_strbuf_append_str(StrBuf *buf, const char *str);
int __wrap_strbuf_append_byte(StrBuf *buf, char byte);
int __wrap_strbuf_printf(StrBuf *buf, const char *format, ...) _printf_(2, 3);
int __wrap_strbuf_vprintf(StrBuf *buf, const char *format, va_list args) _printf_(2, 0);
char *__wrap_strbuf_make_room(StrBuf *buf, size_t n);

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

char *__wrap_strbuf_make_room(StrBuf *buf, size_t n) {
	return fails(buf) ? NULL : __real_strbuf_make_room(buf, n);
}

static bool has_failed(void) {
	return n_refused > 0;
}

/* Whether the nth append was met; anything that it must not do ends the test. */
static bool survives(WholeWay *way, size_t nth) {
	WholeOutcome outcome;

	n_refused = 0;
	until_failure = nth;
	outcome = whole_way_try(way, has_failed);
	until_failure = 0;
	if (outcome.r != 0 && outcome.r != -ENOMEM)
		ck_abort_msg("step %zu, append %zu: %s", way->step, nth, strerror(-outcome.r));
	if (outcome.r == 0 && !outcome.same)
		ck_abort_msg("step %zu, append %zu: success, and another result", way->step, nth);
	return outcome.failed;
}

/* Each of them; sanitizers take ten times as long, and see each third. */
enum { STRIDE = IS_SANITIZED ? 3 : 1 };

START_TEST(test_any_append_may_fail) {
	_cleanup_(whole_way_deinit) WholeWay way;
	size_t n_tries = 0;

	whole_way_init(&way);
	for (way.step = 0; way.step < WHOLE_LOAD_STEPS; way.step++)
		for (size_t nth = 1; survives(&way, nth); nth += STRIDE)
			n_tries++;
	printf("%zu appends\n", n_tries);
	/* it is a long way */
	ck_assert_uint_gt(n_tries, 500);
}
END_TEST

/* ---- the state ------------------------------------------------------------------------------- */

/* The disk has no part in this. */
static int take_piece(const char *text, size_t n, void *userdata) {
	return __real_strbuf_append(userdata, text, n);
}

/* A state with a hole would have its checksum all the same. */
START_TEST(test_a_state_is_whole_or_none) {
	_cleanup_(event_list_deinit) EventList events = { 0 };
	_cleanup_(known_freep) Known *known = NULL;
	_cleanup_(strbuf_deinit) StrBuf whole = STRBUF_INIT;
	size_t nth = 1;
	unsigned line;
	int r;

	ck_assert_int_eq(state_body_parse(state_body_full, &known, &events, &line), 0);
	ck_assert_int_eq(state_text_write(known, &events, take_piece, &whole), 0);
	ck_assert(strncmp(whole.data, state_body_full, strlen(state_body_full)) == 0);
	for (;; nth++) {
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

		n_refused = 0;
		until_failure = nth;
		r = state_text_write(known, &events, take_piece, &text);
		until_failure = 0;
		if (n_refused == 0)
			break;
		ck_assert_int_eq(r, -ENOMEM);
	}
	ck_assert_int_eq(r, 0);
	ck_assert_uint_gt(nth, 20);
}
END_TEST

TEST_MAIN("failed-append", test_any_append_may_fail, test_a_state_is_whole_or_none)
