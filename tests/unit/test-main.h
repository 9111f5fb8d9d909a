/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * test-main - what every unit test program has in common: one suite, run without forking.
 *
 * A test file ends with TEST_MAIN("module", test_one, test_two, ...).
 */
#include <check.h>
#include <stdlib.h>

/* check(3) writes the place of every assertion that holds to a file, for a parent that reports
 * where its child crashed. There is no such parent here, and tests that assert in loops spent most
 * of their time on it. */
#define _mark_point(file, line) ((void)0)

/* How far a test goes that tries everything: an emulated processor takes ten times as long, and so
 * only every n-th step. Everywhere else every one. */
static inline unsigned test_stride(unsigned n) {
	return getenv("EOLD_EMULATED") ? n : 1;
}

typedef const TTest *TestCase;

static inline int run_tests(const char *name, const TestCase *tests, size_t n_tests) {
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);

	tcase_set_timeout(tcase, 600);
	for (size_t i = 0; i < n_tests; i++)
		tcase_add_test(tcase, tests[i]);
	suite_add_tcase(suite, tcase);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define TEST_MAIN(name, ...) \
	int main(void) { \
		const TestCase tests[] = { __VA_ARGS__ }; \
		return run_tests(name, tests, sizeof(tests) / sizeof(tests[0])); \
	}
