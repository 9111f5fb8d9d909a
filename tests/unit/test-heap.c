/* SPDX-License-Identifier: MIT */
#include "util/heap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "test-main.h"
#include "util/cleanup.h"

enum { N_PAGES = 64 };

/* Fresh memory, a page before it and one behind. */
typedef struct Fresh {
	char *memory;
	size_t page;
} Fresh;

static Fresh fresh_new(void) {
	Fresh fresh = { .page = (size_t)sysconf(_SC_PAGESIZE) };

	fresh.memory = mmap(NULL, (N_PAGES + 2) * fresh.page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(fresh.memory, MAP_FAILED);
	/* a page that huge pages make of many is no page that was asked for */
	(void)madvise(fresh.memory, (N_PAGES + 2) * fresh.page, MADV_NOHUGEPAGE);
	return fresh;
}

static void fresh_deinit(Fresh *fresh) {
	ck_assert_int_eq(munmap(fresh->memory, (N_PAGES + 2) * fresh->page), 0);
}

static size_t count_resident(const Fresh *fresh) {
	unsigned char resident[N_PAGES + 2];
	size_t n = 0;

	ck_assert_int_eq(mincore(fresh->memory, sizeof(resident) * fresh->page, resident), 0);
	for (size_t i = 0; i < sizeof(resident); i++)
		n += resident[i] & 1;
	return n;
}

/* Older kernels, and valgrind, do not know how; qemu-user says yes to whatever it is asked. */
static int knows_how_to_populate(void) {
	_cleanup_(fresh_deinit) Fresh fresh = fresh_new();

	return madvise(fresh.memory, fresh.page, 23 /* MADV_POPULATE_WRITE */) == 0 &&
	       madvise(fresh.memory, fresh.page, 9999 /* nothing */) != 0;
}

/* Only what lies in the piece as a whole page: its neighbours are somebody else's. */
START_TEST(test_whole_pages_are_made_ready_and_keep_what_is_in_them) {
	_cleanup_(fresh_deinit) Fresh fresh = fresh_new();
	char *piece = fresh.memory + fresh.page - 100;

	heap_populate(piece, 100 + N_PAGES * fresh.page + 100);
	ck_assert_uint_eq(count_resident(&fresh), knows_how_to_populate() ? N_PAGES : 0);
	memset(piece, 7, 100 + N_PAGES * fresh.page + 100);
	heap_populate(piece, 100 + N_PAGES * fresh.page + 100);
	ck_assert_int_eq(piece[0], 7);
	ck_assert_int_eq(piece[100], 7);
	ck_assert_int_eq(piece[N_PAGES * fresh.page + 199], 7);
}
END_TEST

START_TEST(test_whole_pages_are_given_back_and_their_neighbours_stay) {
	_cleanup_(fresh_deinit) Fresh fresh = fresh_new();
	char *piece = fresh.memory + fresh.page - 100;

	memset(fresh.memory, 7, (N_PAGES + 2) * fresh.page);
	heap_release(piece, 100 + N_PAGES * fresh.page + 100);
	ck_assert_uint_eq(count_resident(&fresh), 2);
	ck_assert_int_eq(piece[99], 7);
	ck_assert_int_eq(fresh.memory[(N_PAGES + 1) * fresh.page], 7);
	/* and may be written to again */
	memset(piece, 8, 100 + N_PAGES * fresh.page + 100);
	ck_assert_uint_eq(count_resident(&fresh), N_PAGES + 2);
}
END_TEST

START_TEST(test_a_piece_without_a_whole_page_is_left_alone) {
	_cleanup_(fresh_deinit) Fresh fresh = fresh_new();

	memset(fresh.memory, 7, 3 * fresh.page);
	heap_release(fresh.memory + 1, 2 * fresh.page - 2);
	heap_release(fresh.memory + 100, 100);
	heap_release(fresh.memory, 0);
	heap_populate(fresh.memory + 4 * fresh.page + 1, fresh.page);
	ck_assert_uint_eq(count_resident(&fresh), 3);
	ck_assert_int_eq(fresh.memory[200], 7);
}
END_TEST

/* Whatever was set before: memory may be taken, and what is large is given back. */
START_TEST(test_the_heap_works_in_between_and_afterwards) {
	enum { LARGE = 8 * 1024 * 1024 };

	heap_prepare(256 * 1024);
	for (int i = 0; i < 2; i++) {
		_cleanup_(freep) char *small = malloc(100), *large = malloc(LARGE);

		ck_assert_ptr_nonnull(small);
		ck_assert_ptr_nonnull(large);
		memset(small, 1, 100);
		memset(large, 1, LARGE);
		heap_settle();
		ck_assert_int_eq(large[LARGE - 1], 1);
	}
	heap_trim();
}
END_TEST

TEST_MAIN("heap", test_whole_pages_are_made_ready_and_keep_what_is_in_them,
	test_whole_pages_are_given_back_and_their_neighbours_stay,
	test_a_piece_without_a_whole_page_is_left_alone,
	test_the_heap_works_in_between_and_afterwards)
