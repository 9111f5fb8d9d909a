/* SPDX-License-Identifier: MIT */
#include "util/pieces.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "test-main.h"
#include "util/cleanup.h"

START_TEST(test_a_piece_holds_what_was_asked_for) {
	enum { N = 500 };
	Pieces pieces = PIECES_INIT;
	unsigned char *taken[N];
	size_t sizes[N];

	for (size_t i = 0; i < N; i++) {
		/* around each power of two, and past what is kept in lists */
		sizes[i] = ((size_t)1 << i % 18) + i / 18 % 40 - 1;
		taken[i] = pieces_take(&pieces, sizes[i]);
		ck_assert_ptr_nonnull(taken[i]);
		ck_assert_uint_eq((uintptr_t)taken[i] % alignof(max_align_t), 0);
		memset(taken[i], (int)i, sizes[i]);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			ck_assert_uint_eq(taken[i][k], (unsigned char)i);
	for (size_t i = 0; i < N; i++)
		pieces_give_back(&pieces, taken[i]);
	pieces_release(&pieces);
}
END_TEST

START_TEST(test_a_piece_grows_with_what_is_in_it) {
	Pieces pieces = PIECES_INIT;
	unsigned char *piece = pieces_take(&pieces, 1);
	size_t n = 1;

	*piece = 7;
	while (n < 300000) {
		size_t more = n + 1 + n / 3;

		piece = pieces_resize(&pieces, piece, more);
		ck_assert_ptr_nonnull(piece);
		for (size_t i = 0; i < n; i += 1 + n / 50)
			ck_assert_uint_eq(piece[i], 7);
		ck_assert_uint_eq(piece[n - 1], 7);
		memset(piece, 7, more);
		n = more;
	}
	/* less is the same piece */
	ck_assert_ptr_nonnull(piece = pieces_resize(&pieces, piece, 10));
	pieces_give_back(&pieces, piece);
	pieces_release(&pieces);
}
END_TEST

START_TEST(test_too_much_is_no_piece) {
	Pieces pieces = PIECES_INIT;
	char *small = pieces_take(&pieces, 100), *large = pieces_take(&pieces, 100000);

	ck_assert_ptr_null(pieces_take(&pieces, SIZE_MAX));
	ck_assert_ptr_null(pieces_take(&pieces, SIZE_MAX - sizeof(PieceHead)));
	strcpy(small, "here");
	strcpy(large, "there");
	ck_assert_ptr_null(pieces_resize(&pieces, small, SIZE_MAX));
	ck_assert_ptr_null(pieces_resize(&pieces, large, SIZE_MAX));
	/* what was there stays */
	ck_assert_str_eq(small, "here");
	ck_assert_str_eq(large, "there");
	pieces_give_back(&pieces, small);
	pieces_give_back(&pieces, large);
	pieces_release(&pieces);
}
END_TEST

START_TEST(test_what_came_back_is_used_again) {
	Pieces pieces = PIECES_INIT;
	/* as much as the smallest holds, and one byte more */
	size_t least = (1u << PIECES_SMALLEST_BITS) - sizeof(PieceHead);
	void *first = pieces_take(&pieces, least), *second = pieces_take(&pieces, least + 1);

	pieces_give_back(&pieces, first);
	pieces_give_back(&pieces, second);
	if (!IS_SANITIZED) {
		ck_assert_ptr_eq(pieces_take(&pieces, least + 10), second);
		ck_assert_ptr_eq(pieces_take(&pieces, 0), first);
		ck_assert_uint_eq(pieces.n_used, 2);
		pieces_give_back(&pieces, first);
		pieces_give_back(&pieces, second);
	}
	pieces_release(&pieces);
}
END_TEST

/* What a library keeps for itself must not be taken from it. */
START_TEST(test_nothing_is_released_while_a_piece_is_used) {
	Pieces pieces = PIECES_INIT;
	char *piece = pieces_take(&pieces, 20);

	strcpy(piece, "kept");
	pieces_release(&pieces);
	ck_assert_str_eq(piece, "kept");
	ck_assert_uint_eq(pieces.n_used, 1);
	pieces_give_back(&pieces, piece);
	pieces_release(&pieces);
	ck_assert_uint_eq(pieces.n_used, 0);
	ck_assert_ptr_null(pieces.blocks);
}
END_TEST

START_TEST(test_all_is_given_back) {
	enum { N = 20000 };
	Pieces pieces = PIECES_INIT;
	_cleanup_(freep) void **taken = calloc(N, sizeof(void *));
	size_t before = mallinfo2().uordblks, between;

	for (size_t i = 0; i < N; i++)
		taken[i] = pieces_take(&pieces, i % 100);
	between = mallinfo2().uordblks;
	for (size_t i = 0; i < N; i++)
		pieces_give_back(&pieces, taken[i]);
	pieces_release(&pieces);
	/* sanitizers and valgrind do not tell */
	ck_assert(IS_SANITIZED || before == 0 || between > before);
	ck_assert(IS_SANITIZED || mallinfo2().uordblks <= before);
}
END_TEST

TEST_MAIN("pieces", test_a_piece_holds_what_was_asked_for, test_a_piece_grows_with_what_is_in_it,
	test_too_much_is_no_piece, test_what_came_back_is_used_again,
	test_nothing_is_released_while_a_piece_is_used, test_all_is_given_back)
