/* SPDX-License-Identifier: MIT */
/*
 * Memory runs short at the first allocation, at the second, and so on until the whole way from
 * files to documents is done without meeting it. Each time the answer is -ENOMEM, or a result that
 * is whole; nothing crashes, and nothing that was taken stays. (What is misused on the way is told
 * by a build with -Db_sanitize=address,undefined.)
 */
#include <errno.h>
#include <string.h>

#include "failing-alloc.h"
#include "test-main.h"
#include "whole-load.h"

/* What a run did. */
typedef struct Outcome {
	int r;
	bool failed; /* an allocation was refused */
	bool same; /* the text is that of the run in which nothing failed */
	size_t n_leaked;
} Outcome;

static Outcome run(const WholeLoad *load, size_t nth, bool and_all_after, const char *expected) {
	Outcome outcome;
	size_t before = failing_alloc_n_live();

	{
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

		failing_alloc_arm(nth, and_all_after);
		outcome.r = whole_load_run(load, &text);
		outcome.failed = failing_alloc_disarm();
		outcome.same = strcmp(strbuf_cstr(&text), expected) == 0;
	}
	outcome.n_leaked = failing_alloc_n_live() - before;
	return outcome;
}

/* The text of a run in which nothing fails. The first one is only there to warm up what the
 * libraries keep for ever. */
static char *run_well(const WholeLoad *load) {
	_cleanup_(strbuf_deinit) StrBuf cold = STRBUF_INIT, text = STRBUF_INIT;

	ck_assert_int_eq(whole_load_run(load, &cold), 0);
	ck_assert_int_eq(whole_load_run(load, &text), 0);
	ck_assert_str_eq(strbuf_cstr(&cold), strbuf_cstr(&text));
	return strbuf_steal(&text);
}

/* Whether the nth failure was met; anything that it must not do ends the test. */
static bool survives(const WholeLoad *load, size_t nth, bool and_all_after, const char *expected) {
	Outcome outcome = run(load, nth, and_all_after, expected);

	if (outcome.r != 0 && outcome.r != -ENOMEM)
		ck_abort_msg("allocation %zu: %s", nth, strerror(-outcome.r));
	if (outcome.r == 0 && !outcome.same)
		ck_abort_msg("allocation %zu: success, and another result", nth);
	if (outcome.n_leaked != 0)
		ck_abort_msg("allocation %zu: %zd left", nth, (ssize_t)outcome.n_leaked);
	return outcome.failed;
}

static void try_all(bool and_all_after) {
	_cleanup_(whole_load_deinit) WholeLoad load = whole_load_new();
	_cleanup_(freep) char *expected = run_well(&load);
	size_t nth = 1;

	while (survives(&load, nth, and_all_after, expected))
		nth++;
	/* it is a long way */
	ck_assert_uint_gt(nth, 1000);
}

/* What is compared has to be worth it. */
START_TEST(test_the_way_passes_everything) {
	static const char *const parts[] = { "\"name\":\"go\"", "\"name\":\"third\"",
		"\"name\":\"one\"", "https://x.example/1-22-4", "Go 1.22 a (LTS)", "bugs.example",
		"\"eolFrom\":\"2029-03-01\"", "tracked almalinux 9", "tracked almalinux 8",
		"tracked go 1.22", "tracked go 1.21", "tracked nothing", "entitled 3", "extended 1",
		"found 1", "\"label\":\"Small\"" };
	_cleanup_(whole_load_deinit) WholeLoad load = whole_load_new();
	_cleanup_(freep) char *text = run_well(&load);

	for (size_t i = 0; i < ELEMENTSOF(parts); i++)
		ck_assert_msg(strstr(text, parts[i]), "%s is missing", parts[i]);
}
END_TEST

START_TEST(test_any_single_allocation_may_fail) {
	try_all(false);
}
END_TEST

START_TEST(test_memory_may_stay_short) {
	try_all(true);
}
END_TEST

int main(void) {
	const TestCase tests[] = { test_the_way_passes_everything,
		test_any_single_allocation_may_fail, test_memory_may_stay_short };

	if (!failing_alloc_works()) {
		fprintf(stderr, "skipped: another allocator stands before ours\n");
		return 77;
	}
	return run_tests("out-of-memory", tests, ELEMENTSOF(tests));
}
