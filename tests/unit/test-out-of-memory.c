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

/* Whether the nth failure was met; anything that it must not do ends the test. */
static bool survives(WholeWay *way, size_t nth, bool and_all_after) {
	size_t before = failing_alloc_n_live();
	WholeOutcome outcome;
	ssize_t n_left;

	failing_alloc_arm(nth, and_all_after);
	outcome = whole_way_try(way, failing_alloc_has_failed);
	failing_alloc_disarm();
	n_left = (ssize_t)(failing_alloc_n_live() - before);
	if (outcome.r != 0 && outcome.r != -ENOMEM)
		ck_abort_msg("step %zu, allocation %zu: %s", way->step, nth, strerror(-outcome.r));
	if (outcome.r == 0 && !outcome.same)
		ck_abort_msg(
			"step %zu, allocation %zu: success, and another result", way->step, nth);
	if (outcome.failed && n_left != 0)
		ck_abort_msg("step %zu, allocation %zu: %zd left", way->step, nth, n_left);
	return outcome.failed;
}

static void try_all(bool and_all_after) {
	_cleanup_(whole_way_deinit) WholeWay way;
	size_t n_tries = 0;

	whole_way_init(&way);
	for (way.step = 0; way.step < WHOLE_LOAD_STEPS; way.step++)
		for (size_t nth = 1; survives(&way, nth, and_all_after); nth++)
			n_tries++;
	printf("%zu allocations\n", n_tries);
	/* it is a long way */
	ck_assert_uint_gt(n_tries, 1000);
}

/* What is compared has to be worth it. */
START_TEST(test_the_way_passes_everything) {
	static const char *const parts[] = { "\"name\":\"go\"", "\"name\":\"third\"",
		"\"name\":\"one\"", "https://x.example/1-22-4", "Go 1.22 a (LTS)", "bugs.example",
		"\"eolFrom\":\"2029-03-01\"", "tracked almalinux 9", "tracked almalinux 8",
		"tracked go 1.22", "tracked go 1.21", "tracked nothing", "entitled 3", "extended 1",
		"found 1", "\"label\":\"Small\"" };
	_cleanup_(whole_way_deinit) WholeWay way;

	whole_way_init(&way);
	for (size_t i = 0; i < ELEMENTSOF(parts); i++)
		ck_assert_msg(strstr(way.expected, parts[i]), "%s is missing", parts[i]);
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
