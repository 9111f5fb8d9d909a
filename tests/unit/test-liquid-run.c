/* SPDX-License-Identifier: MIT */
#include "template/liquid-run.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

/* Everything taken stays as it was written, whatever is taken later, and is aligned. */
START_TEST(test_memory_stays_where_it_is) {
	static const size_t sizes[] = { 1, 100, 900, 16, 3000, 2000, 5000, 0, 16384, 7 };
	unsigned char *taken[ELEMENTSOF(sizes)];
	_cleanup_(liquid_run_deinit) LiquidRun run;

	liquid_run_init(&run, "", 0);
	for (size_t i = 0; i < ELEMENTSOF(sizes); i++) {
		void *memory;

		ck_assert_int_eq(liquid_alloc(&run, NULL, sizes[i], &memory), 0);
		ck_assert_uint_eq((uintptr_t)memory % sizeof(void *), 0);
		memset(memory, (int)i, sizes[i]);
		taken[i] = memory;
	}
	for (size_t i = 0; i < ELEMENTSOF(sizes); i++)
		for (size_t j = 0; j < sizes[i]; j++)
			ck_assert_uint_eq(taken[i][j], i);
}
END_TEST

START_TEST(test_memory_and_work_are_one_account) {
	_cleanup_(liquid_run_deinit) LiquidRun run;
	void *memory = NULL;

	liquid_run_init(&run, "text", 4);
	ck_assert_int_eq(liquid_charge(&run, NULL, LIQUID_WORK_MAX - 10), 0);
	ck_assert_int_eq(liquid_alloc(&run, NULL, 10, &memory), 0);
	ck_assert_int_eq(liquid_alloc(&run, run.text + 2, 1, &memory), -E2BIG);
	ck_assert_uint_eq(run.doubt.offset, 2);
	ck_assert_str_ne(run.doubt.message, "");
	ck_assert_int_eq(liquid_charge(&run, NULL, SIZE_MAX), -E2BIG);
	ck_assert_int_eq(liquid_charge(&run, NULL, 0), 0);
}
END_TEST

/* A place outside of the template is no place. */
START_TEST(test_places_lie_in_the_template) {
	static const char text[] = "0123456789";
	_cleanup_(liquid_run_deinit) LiquidRun run;

	liquid_run_init(&run, text + 2, 4);
	ck_assert_int_eq(liquid_doubt(&run, text + 6, -EINVAL, "%d", 1), -EINVAL);
	ck_assert_uint_eq(run.doubt.offset, 4);
	(void)liquid_doubt(&run, text + 7, -EINVAL, "%d", 2);
	ck_assert_uint_eq(run.doubt.offset, 0);
	(void)liquid_doubt(&run, text + 1, -EINVAL, "%d", 3);
	ck_assert_uint_eq(run.doubt.offset, 0);
	(void)liquid_doubt(&run, NULL, -EINVAL, "%300d", 4);
	ck_assert_uint_eq(strlen(run.doubt.message), sizeof(run.doubt.message) - 1);
}
END_TEST

START_TEST(test_quotes_are_short_and_plain) {
	ck_assert_str_eq(liquid_quote(LIQUID_TEXT("a\033b\377")).str, "a?b?");
	ck_assert_str_eq(liquid_quote(LIQUID_TEXT("")).str, "");
	ck_assert_str_eq(liquid_quote(LIQUID_TEXT("0123456789012345678901234567890123456789")).str,
		"01234567890123456789012345678901...");
	ck_assert_str_eq(liquid_quote(LIQUID_TEXT("01234567890123456789012345678901234")).str,
		"01234567890123456789012345678901234");
}
END_TEST

START_TEST(test_variables) {
	_cleanup_(liquid_run_deinit) LiquidRun run;
	char names[LIQUID_VARIABLES_MAX + 1];

	liquid_run_init(&run, "", 0);
	ck_assert_ptr_null(liquid_variable_find(&run, LIQUID_TEXT("a")));
	for (size_t i = 0; i < ELEMENTSOF(names); i++) {
		LiquidValue value = { .kind = LIQUID_INTEGER, .integer = (int64_t)i };

		names[i] = (char)('a' + i);
		ck_assert_int_eq(liquid_variable_set(&run, (LiquidText){ &names[i], 1 }, value),
			i < LIQUID_VARIABLES_MAX ? 0 : -E2BIG);
	}
	ck_assert_int_eq(liquid_variable_find(&run, LIQUID_TEXT("p"))->integer, 15);
	ck_assert_int_eq(
		liquid_variable_set(&run, LIQUID_TEXT("p"), (LiquidValue){ LIQUID_NIL }), 0);
	ck_assert_int_eq(liquid_variable_find(&run, LIQUID_TEXT("p"))->kind, LIQUID_NIL);
	ck_assert_ptr_null(liquid_variable_find(&run, LIQUID_TEXT("q")));
}
END_TEST

TEST_MAIN("liquid-run", test_memory_stays_where_it_is, test_memory_and_work_are_one_account,
	test_places_lie_in_the_template, test_quotes_are_short_and_plain, test_variables)
