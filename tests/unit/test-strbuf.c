/* SPDX-License-Identifier: MIT */
#include "util/strbuf.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

START_TEST(test_appends_and_grows) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_str_eq(strbuf_cstr(&buf), "");
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(strbuf_append_byte(&buf, (char)('a' + i % 26)), 0);
	ck_assert_uint_eq(buf.len, 1000);
	ck_assert_uint_eq(strlen(strbuf_cstr(&buf)), 1000);
	strbuf_truncate(&buf, 3);
	ck_assert_int_eq(strbuf_printf(&buf, "-%d-%s", 42, "x"), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), "abc-42-x");
}
END_TEST

START_TEST(test_a_bound_is_an_error_that_stays) {
	_cleanup_(strbuf_deinit) StrBuf buf = { .max_size = 4 };

	ck_assert_int_eq(strbuf_append_str(&buf, "abcd"), 0);
	ck_assert_int_eq(strbuf_append_byte(&buf, 'e'), -E2BIG);
	/* ... and later appends do not hide it, even if they would fit */
	ck_assert_int_eq(strbuf_append_str(&buf, ""), -E2BIG);
	ck_assert_int_eq(strbuf_error(&buf), -E2BIG);
	ck_assert_str_eq(strbuf_cstr(&buf), "abcd");
	ck_assert_ptr_null(strbuf_steal(&buf));
	/* a cleared buffer begins anew under the same bound */
	ck_assert_int_eq(strbuf_append_str(&buf, "xyz"), 0);
	ck_assert_int_eq(strbuf_printf(&buf, "%s", "12"), -E2BIG);
}
END_TEST

START_TEST(test_steal_hands_over) {
	StrBuf buf = STRBUF_INIT;
	_cleanup_(freep) char *empty = strbuf_steal(&buf);

	ck_assert_str_eq(empty, "");
	ck_assert_int_eq(strbuf_append(&buf, "a\0b", 3), 0);
	_cleanup_(freep) char *text = strbuf_steal(&buf);
	ck_assert_mem_eq(text, "a\0b", 4);
	ck_assert_uint_eq(buf.len, 0);
}
END_TEST

START_TEST(test_others_write_into_it) {
	_cleanup_(strbuf_deinit) StrBuf buf = { .max_size = 10 };

	ck_assert_int_eq(strbuf_append_str(&buf, "abc"), 0);
	memcpy(strbuf_make_room(&buf, 7), "defghij", 7);
	ck_assert_uint_eq(buf.len, 3);
	/* less than there was room for */
	strbuf_add_written(&buf, 2);
	ck_assert_str_eq(strbuf_cstr(&buf), "abcde");
	strbuf_add_written(&buf, 0);
	ck_assert_uint_eq(buf.len, 5);
	/* the bound holds here, too */
	ck_assert_ptr_null(strbuf_make_room(&buf, 6));
	ck_assert_int_eq(strbuf_error(&buf), -E2BIG);
	ck_assert_str_eq(strbuf_cstr(&buf), "abcde");
}
END_TEST

TEST_MAIN("strbuf", test_appends_and_grows, test_a_bound_is_an_error_that_stays,
	test_steal_hands_over, test_others_write_into_it)
