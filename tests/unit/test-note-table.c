/* SPDX-License-Identifier: MIT */
#include "announce/note-table.h"

#include "test-main.h"

START_TEST(test_nothing_is_noted_in_the_beginning) {
	_cleanup_(note_table_deinit) NoteTable table = { 0 }, none = { 0 };

	ck_assert_int_eq(note_table_init(&table, 3), 0);
	for (size_t i = 0; i < 3; i++)
		ck_assert(note_table_get(&table, i) == 0);
	ck_assert_int_eq(note_table_init(&none, 0), 0);
	ck_assert(!note_table_equals(&table, &none));
}
END_TEST

/* Below, at and beyond the number of values that a byte tells apart; each change is seen again, and
 * none of the others is touched. */
START_TEST(test_any_number_of_values) {
	const size_t sizes[] = { 1, NOTE_KINDS_MAX - 1, NOTE_KINDS_MAX, 3 * NOTE_KINDS_MAX };

	for (size_t k = 0; k < ELEMENTSOF(sizes); k++) {
		_cleanup_(note_table_deinit) NoteTable table = { 0 };

		ck_assert_int_eq(note_table_init(&table, sizes[k]), 0);
		for (size_t i = 0; i < sizes[k]; i++)
			ck_assert_int_eq(note_table_set(&table, i, UINT64_C(1) << 52 | (i + 1)), 0);
		for (size_t i = 0; i < sizes[k]; i++)
			ck_assert(note_table_get(&table, i) == (UINT64_C(1) << 52 | (i + 1)));
		/* one of the values is "nothing" */
		ck_assert_int_eq(table.codes == NULL, sizes[k] >= NOTE_KINDS_MAX);
		ck_assert_int_eq(note_table_set(&table, sizes[k] - 1, 0), 0);
		ck_assert(note_table_get(&table, sizes[k] - 1) == 0);
		ck_assert(sizes[k] == 1 || note_table_get(&table, 0) == (UINT64_C(1) << 52 | 1));
	}
}
END_TEST

/* However they are kept. */
START_TEST(test_tables_that_say_the_same) {
	_cleanup_(note_table_deinit) NoteTable a = { 0 }, b = { 0 };

	ck_assert_int_eq(note_table_init(&a, 2), 0);
	ck_assert_int_eq(note_table_init(&b, 2), 0);
	for (Notes notes = 0; notes <= NOTE_KINDS_MAX; notes++)
		ck_assert_int_eq(note_table_set(&a, 1, notes), 0);
	ck_assert_ptr_null(a.codes);
	ck_assert(!note_table_equals(&a, &b));
	ck_assert_int_eq(note_table_set(&b, 1, NOTE_KINDS_MAX), 0);
	ck_assert_ptr_nonnull(b.codes);
	ck_assert(note_table_equals(&a, &b));
	ck_assert_int_eq(note_table_set(&b, 0, 1), 0);
	ck_assert(!note_table_equals(&a, &b));
}
END_TEST

TEST_MAIN("note-table", test_nothing_is_noted_in_the_beginning, test_any_number_of_values,
	test_tables_that_say_the_same)
