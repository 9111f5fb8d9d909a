/* SPDX-License-Identifier: MIT */
#include "util/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "test-main.h"

START_TEST(test_pieces_are_aligned_apart_and_stay) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	unsigned char *pieces[2000];

	for (size_t i = 0; i < ELEMENTSOF(pieces); i++) {
		pieces[i] = arena_take(&arena, i);
		ck_assert_ptr_nonnull(pieces[i]);
		ck_assert_uint_eq((uintptr_t)pieces[i] % alignof(int64_t), 0);
		memset(pieces[i], (int)(i % 251), i);
	}
	/* what came later, in whichever block, did not touch what came before */
	for (size_t i = 0; i < ELEMENTSOF(pieces); i++)
		for (size_t k = 0; k < i; k++)
			if (pieces[i][k] != i % 251)
				ck_abort_msg("byte %zu of piece %zu changed", k, i);
}
END_TEST

/* Memory that is used again still holds what was there. */
START_TEST(test_alloc_gives_zeroes_also_after_a_reset) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	static const unsigned char zeroes[1000];

	memset(arena_take(&arena, 2000), 0xff, 2000);
	arena_reset(&arena);
	ck_assert_mem_eq(arena_alloc(&arena, 1000), zeroes, 1000);
	ck_assert_mem_eq(arena_alloc_array(&arena, 10, 100), zeroes, 1000);
}
END_TEST

START_TEST(test_an_array_too_large_to_count_is_refused) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;

	ck_assert_ptr_null(arena_alloc_array(&arena, SIZE_MAX / 2, 3));
	ck_assert_ptr_null(arena_alloc_array(&arena, SIZE_MAX, SIZE_MAX));
	ck_assert_ptr_null(arena_take(&arena, SIZE_MAX));
	ck_assert_ptr_null(arena_take(&arena, SIZE_MAX - 6));
	ck_assert_ptr_null(arena_strndup(&arena, "", SIZE_MAX));
	/* an array of nothing is something: NULL means that memory is short */
	ck_assert_ptr_nonnull(arena_alloc_array(&arena, 0, 8));
	ck_assert_ptr_nonnull(arena_take(&arena, 0));
}
END_TEST

/* Sizes around that of a block: all of them fit, to their last byte. */
START_TEST(test_pieces_of_the_size_of_a_block) {
	for (size_t size = 64u * 1024 - 20; size < 64u * 1024 + 20; size++) {
		_cleanup_(arena_deinit) Arena arena = ARENA_INIT;

		memset(arena_take(&arena, size), 1, size);
		memset(arena_take(&arena, 8), 2, 8);
	}
}
END_TEST

START_TEST(test_texts_are_copies_with_an_end) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	char text[] = "almalinux";
	char *copy = arena_strndup(&arena, text, 4), *empty = arena_strndup(&arena, text, 0);

	text[0] = 'x';
	ck_assert_str_eq(copy, "alma");
	ck_assert_str_eq(empty, "");
	ck_assert_str_eq(arena_printf(&arena, "%s-%d", "a", 42), "a-42");
}
END_TEST

START_TEST(test_one_piece_may_be_larger_than_a_block) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	const size_t n = 10u * 1024 * 1024;
	char *big = arena_take(&arena, n);

	ck_assert_ptr_nonnull(big);
	memset(big, 1, n);
	memset(arena_take(&arena, 8), 2, 8);
	ck_assert_int_eq(big[n - 1], 1);
	ck_assert_uint_ge(arena.total, n);
}
END_TEST

/* The bound is on blocks: what is refused leaves the arena as it was, and says why. */
START_TEST(test_a_bound_refuses_and_is_told_from_lack_of_memory) {
	_cleanup_(arena_deinit) Arena arena = { .max_total = 200u * 1024 };
	size_t n = 0;

	while (arena_take(&arena, 1024))
		n++;
	ck_assert_uint_ge(n, 100);
	ck_assert_uint_le(n, 200);
	ck_assert_uint_le(arena.total, arena.max_total);
	ck_assert(arena.exceeded);
	arena_reset(&arena);
	ck_assert(!arena.exceeded);
	/* the bound holds for the next round as well, and for a single piece */
	ck_assert_ptr_null(arena_take(&arena, 201u * 1024));
	ck_assert(arena.exceeded);
	ck_assert_ptr_nonnull(arena_take(&arena, 1024));
}
END_TEST

START_TEST(test_an_overflow_is_no_question_of_the_bound) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;

	ck_assert_ptr_null(arena_take(&arena, SIZE_MAX / 2 + 1));
	ck_assert(!arena.exceeded);
}
END_TEST

START_TEST(test_a_reset_keeps_what_is_warm_but_nothing_huge) {
	_cleanup_(arena_deinit) Arena arena = ARENA_INIT;
	const void *first = arena_take(&arena, 8);
	bool shares_blocks = arena.total > 8; /* not so under AddressSanitizer */

	for (int i = 0; i < 1000; i++)
		ck_assert_ptr_nonnull(arena_take(&arena, 4096));
	arena_reset(&arena);
	ck_assert_uint_eq(arena.total, 0);
	ck_assert_int_eq(arena.spare != NULL, shares_blocks);
	if (shares_blocks)
		ck_assert_ptr_eq(arena_take(&arena, 8), first);
	/* all that was kept is used again before anything is asked for */
	while (arena.spare)
		ck_assert_ptr_nonnull(arena_take(&arena, 4096));
	ck_assert_uint_eq(arena.total, shares_blocks ? ARENA_KEEP_BYTES : 0);

	_cleanup_(arena_deinit) Arena huge = ARENA_INIT;

	ck_assert_ptr_nonnull(arena_take(&huge, ARENA_KEEP_BYTES + 8));
	arena_reset(&huge);
	ck_assert_uint_eq(huge.total, 0);
	ck_assert_ptr_null(huge.blocks);
	ck_assert_ptr_null(huge.spare);
	ck_assert_ptr_nonnull(arena_take(&huge, 8));
}
END_TEST

START_TEST(test_deinit_leaves_an_empty_arena_with_its_bound) {
	Arena arena = { .max_total = 128u * 1024 };

	ck_assert_ptr_nonnull(arena_take(&arena, 100));
	arena_deinit(&arena);
	ck_assert_ptr_null(arena.blocks);
	ck_assert_uint_eq(arena.max_total, 128u * 1024);
	ck_assert_ptr_null(arena_take(&arena, 129u * 1024));
	arena_deinit(&arena);
	arena_deinit(&arena);
	arena_reset(&arena);
}
END_TEST

TEST_MAIN("arena", test_pieces_are_aligned_apart_and_stay,
	test_alloc_gives_zeroes_also_after_a_reset, test_an_array_too_large_to_count_is_refused,
	test_pieces_of_the_size_of_a_block, test_texts_are_copies_with_an_end,
	test_one_piece_may_be_larger_than_a_block,
	test_a_bound_refuses_and_is_told_from_lack_of_memory,
	test_an_overflow_is_no_question_of_the_bound,
	test_a_reset_keeps_what_is_warm_but_nothing_huge,
	test_deinit_leaves_an_empty_arena_with_its_bound)
