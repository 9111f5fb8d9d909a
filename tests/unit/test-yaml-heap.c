/* SPDX-License-Identifier: MIT */
/*
 * libyaml takes its memory from here, if all of it passes here; pieces hold what they should, and
 * all is given back.
 */
#include "reader/yaml-heap.h"

#include <malloc.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reader/yaml-input.h"
#include "test-main.h"
#include "util/sanitized.h"

/* As libyaml declares them, where programs do not see it. */
void *yaml_malloc(size_t size);
void *yaml_realloc(void *p, size_t size);
void yaml_free(void *p);
yaml_char_t *yaml_strdup(const yaml_char_t *text);

static void parse(const char *text) {
	yaml_parser_t parser;
	yaml_event_t event;
	bool is_over = false;

	ck_assert_int_eq(yaml_input_begin(&parser, text, strlen(text)), 0);
	while (!is_over) {
		ck_assert(yaml_parser_parse(&parser, &event));
		is_over = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

/* Runs a test in a process in which nothing is decided yet. */
static int in_child(void (*run)(void)) {
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		run();
		_exit(yaml_heap_is_used() ? 1 : 0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void read_something(void) {
	parse("a: b\n");
}

/* A libyaml that gives back elsewhere what it took here; for that matter, anybody. */
static void lose_a_piece(void) {
	yaml_heap_watch();
	free(yaml_malloc(10));
	yaml_heap_decide();
	read_something();
}

static void bring_a_strange_piece(void) {
	yaml_heap_watch();
	yaml_free(yaml_malloc(10));
	yaml_free(malloc(10));
	yaml_heap_decide();
	read_something();
}

/* As many come back as were taken, but not the same. */
static void change_pieces(void) {
	yaml_heap_watch();
	free(yaml_malloc(10));
	yaml_free(malloc(5000));
	yaml_heap_decide();
	read_something();
}

static void take_nothing(void) {
	yaml_heap_watch();
	yaml_heap_decide();
	read_something();
}

/* Where memory was short, nobody decides, and the next one watches anew. */
static void watch_twice(void) {
	yaml_heap_watch();
	free(yaml_malloc(10));
	read_something();
}

START_TEST(test_it_is_used_if_all_passes_here) {
	int used = IS_SANITIZED ? 0 : 1;

	ck_assert_int_eq(in_child(read_something), used);
	ck_assert_int_eq(in_child(watch_twice), used);
	ck_assert_int_eq(in_child(lose_a_piece), 0);
	ck_assert_int_eq(in_child(bring_a_strange_piece), 0);
	ck_assert_int_eq(in_child(change_pieces), 0);
	ck_assert_int_eq(in_child(take_nothing), 0);
}
END_TEST

START_TEST(test_pieces_hold_what_they_should) {
	enum { N = 500 };
	unsigned char *pieces[N];
	size_t sizes[N];

	read_something();
	for (size_t i = 0; i < N; i++) {
		/* around each power of two, and past what is kept in lists */
		sizes[i] = ((size_t)1 << i % 18) + i / 18 % 40 - 1;
		pieces[i] = yaml_malloc(sizes[i]);
		ck_assert_ptr_nonnull(pieces[i]);
		ck_assert_uint_eq((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], (int)i, sizes[i]);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			ck_assert_uint_eq(pieces[i][k], (unsigned char)i);
	for (size_t i = 0; i < N; i++)
		yaml_free(pieces[i]);
	yaml_heap_release();
}
END_TEST

START_TEST(test_a_piece_grows_with_what_is_in_it) {
	unsigned char *piece = yaml_realloc(NULL, 1);

	ck_assert_ptr_nonnull(piece);
	*piece = 7;
	for (size_t n = 2; n <= 300000; n += 1 + n / 3) {
		piece = yaml_realloc(piece, n);
		ck_assert_ptr_nonnull(piece);
		ck_assert_uint_eq(piece[0], 7);
		memset(piece, 7, n);
	}
	for (size_t i = 0; i < 200000; i++)
		ck_assert_uint_eq(piece[i], 7);
	yaml_free(piece);
	yaml_free(NULL);
	ck_assert_ptr_null(yaml_strdup(NULL));
	piece = yaml_strdup((const yaml_char_t *)"a text");
	ck_assert_str_eq((const char *)piece, "a text");
	yaml_free(piece);
	yaml_heap_release();
}
END_TEST

START_TEST(test_too_much_is_no_piece) {
	char *piece = yaml_malloc(100);

	ck_assert_ptr_null(yaml_malloc(SIZE_MAX));
	ck_assert_ptr_null(yaml_malloc(SIZE_MAX - 4));
	/* what was there stays */
	strcpy(piece, "here");
	ck_assert_ptr_null(yaml_realloc(piece, SIZE_MAX - 4));
	ck_assert_str_eq(piece, "here");
	yaml_free(piece);
	yaml_heap_release();
}
END_TEST

START_TEST(test_what_came_back_is_used_again) {
	if (IS_SANITIZED)
		return;

	read_something();

	void *first = yaml_malloc(16), *second = yaml_malloc(17);

	yaml_free(first);
	yaml_free(second);
	ck_assert_ptr_eq(yaml_malloc(32), second);
	ck_assert_ptr_eq(yaml_malloc(3), first);
	yaml_free(first);
	yaml_free(second);
	yaml_heap_release();
}
END_TEST

/* A hundred documents need no more memory than one, and afterwards there is none. */
START_TEST(test_all_is_given_back) {
	size_t before, between, after;

	/* once for what is decided, and for what malloc() keeps at hand */
	read_something();
	yaml_heap_release();
	before = mallinfo2().uordblks;
	parse("a: [b, c]\nd: 'e'\n");
	between = mallinfo2().uordblks;
	for (int i = 0; i < 100; i++)
		parse("a: [b, c]\nd: 'e'\n");
	ck_assert_uint_eq(mallinfo2().uordblks, between);
	yaml_heap_release();
	after = mallinfo2().uordblks;
	ck_assert_uint_eq(after, before);
	ck_assert(IS_SANITIZED || between > before);
	/* and it may begin again */
	parse("a: b\n");
	yaml_heap_release();
}
END_TEST

TEST_MAIN("yaml-heap", test_it_is_used_if_all_passes_here, test_pieces_hold_what_they_should,
	test_a_piece_grows_with_what_is_in_it, test_too_much_is_no_piece,
	test_what_came_back_is_used_again, test_all_is_given_back)
