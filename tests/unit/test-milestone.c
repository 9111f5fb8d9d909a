/* SPDX-License-Identifier: MIT */
#include "catalog/milestone.h"

#include <string.h>

#include "test-main.h"

START_TEST(test_names_are_upstreams_and_in_the_contracts_order) {
	static const char *const names[] = { "lts", "eoas", "eol", "eoes", "discontinued" };

	ck_assert_uint_eq(sizeof(names) / sizeof(names[0]), _MILESTONE_MAX);
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		ck_assert_str_eq(milestone_name(m), names[m]);
}
END_TEST

START_TEST(test_three_things_without_a_date_are_different) {
	static const Mark marks[] = { MARK_ABSENT, MARK_FALSE, MARK_TRUE };

	ck_assert_int_ne(MARK_ABSENT, MARK_FALSE);
	ck_assert_int_ne(MARK_FALSE, MARK_TRUE);
	ck_assert_int_ne(MARK_ABSENT, MARK_TRUE);
	for (int i = 0; i < 3; i++) {
		ck_assert(!mark_is_date(marks[i]));
		ck_assert_int_eq(mark_date(marks[i]), CIVIL_DAY_NONE);
		/* whatever the day, only what is said to be reached is */
		ck_assert_int_eq(mark_is_reached(marks[i], CIVIL_DAY_MIN), marks[i] == MARK_TRUE);
		ck_assert_int_eq(mark_is_reached(marks[i], CIVIL_DAY_MAX), marks[i] == MARK_TRUE);
	}
}
END_TEST

START_TEST(test_a_date_is_the_last_day_still_covered) {
	static const CivilDay days[] = { CIVIL_DAY_MIN, -1, 0, 1, 21700, CIVIL_DAY_MAX };

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		ck_assert(mark_is_date(days[i]));
		ck_assert_int_eq(mark_date(days[i]), days[i]);
		ck_assert(!mark_is_reached(days[i], days[i] - 1));
		ck_assert(!mark_is_reached(days[i], days[i]));
		ck_assert(mark_is_reached(days[i], days[i] + 1));
	}
}
END_TEST

TEST_MAIN("milestone", test_names_are_upstreams_and_in_the_contracts_order,
	test_three_things_without_a_date_are_different, test_a_date_is_the_last_day_still_covered)
