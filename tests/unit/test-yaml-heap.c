/* SPDX-License-Identifier: MIT */
/*
 * libyaml takes its memory from here, if all of it passes here, and all is given back.
 */
#include "reader/yaml-heap.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reader/yaml-input.h"
#include "test-main.h"
#include "util/sanitized.h"

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

/* Whether the memory is used after a test, in a process in which nothing was decided before. The
 * process is killed: what it leaves is nobody's leak. */
static bool is_used_after(void (*run)(void)) {
	int ends[2], status;
	bool used;

	ck_assert_int_eq(pipe(ends), 0);

	pid_t pid = fork();

	if (pid == 0) {
		run();
		used = yaml_heap_is_used();
		(void)!write(ends[1], &used, sizeof(used));
		raise(SIGKILL);
	}
	(void)close(ends[1]);
	ck_assert_int_eq(read(ends[0], &used, sizeof(used)), sizeof(used));
	(void)close(ends[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return used;
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
	ck_assert(is_used_after(read_something));
	ck_assert(is_used_after(watch_twice));
	ck_assert(!is_used_after(lose_a_piece));
	ck_assert(!is_used_after(bring_a_strange_piece));
	ck_assert(!is_used_after(change_pieces));
	ck_assert(!is_used_after(take_nothing));
}
END_TEST

START_TEST(test_texts_are_copied) {
	ck_assert_ptr_null(yaml_strdup(NULL));

	yaml_char_t *copy = yaml_strdup((const yaml_char_t *)"a text");

	ck_assert_str_eq((const char *)copy, "a text");
	copy = yaml_realloc(copy, 5000);
	ck_assert_str_eq((const char *)copy, "a text");
	yaml_free(copy);
	yaml_free(NULL);
	yaml_free(yaml_realloc(NULL, 0));
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
	/* sanitizers and valgrind do not tell */
	ck_assert(IS_SANITIZED || before == 0 || between > before);
	/* and it may begin again */
	parse("a: b\n");
	yaml_heap_release();
}
END_TEST

TEST_MAIN("yaml-heap", test_it_is_used_if_all_passes_here, test_texts_are_copied,
	test_all_is_given_back)
