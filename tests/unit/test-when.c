/* SPDX-License-Identifier: MIT */
#include "client/when.h"

#include "test-main.h"

static void check_when(int y, int m, int d, const char *expected) {
	char buffer[WHEN_SIZE];
	CivilDay today = civil_day_from_ymd(2026, 3, 1);

	ck_assert_str_eq(when_format(civil_day_from_ymd(y, m, d), today, buffer), expected);
}

START_TEST(test_near_days_have_names_or_are_counted) {
	check_when(2026, 3, 1, "today");
	check_when(2026, 3, 2, "tomorrow");
	check_when(2026, 2, 28, "yesterday");
	check_when(2026, 3, 3, "in 2 days");
	check_when(2026, 2, 26, "3 days ago");
	check_when(2026, 4, 29, "in 59 days");
}
END_TEST

/* Only what has passed in full counts: nobody is promised more than there is. */
START_TEST(test_months_and_years_are_full_ones) {
	check_when(2026, 4, 30, "in 1 month");
	check_when(2026, 5, 1, "in 2 months");
	check_when(2026, 8, 15, "in 5 months");
	check_when(2025, 12, 1, "3 months ago");
	check_when(2028, 2, 29, "in 23 months");
	check_when(2028, 3, 1, "in 2 years");
	check_when(2032, 2, 29, "in 5 years");
	check_when(1992, 3, 6, "33 years ago");
}
END_TEST

START_TEST(test_the_ends_of_the_calendar_and_no_day) {
	char buffer[WHEN_SIZE];

	ck_assert_str_eq(when_format(CIVIL_DAY_MAX, CIVIL_DAY_MIN, buffer), "in 9998 years");
	ck_assert_str_eq(when_format(CIVIL_DAY_MIN, CIVIL_DAY_MAX, buffer), "9998 years ago");
	ck_assert_str_eq(when_format(CIVIL_DAY_NONE, 0, buffer), "");
	ck_assert_str_eq(when_format(0, CIVIL_DAY_NONE, buffer), "");
}
END_TEST

TEST_MAIN("when", test_near_days_have_names_or_are_counted, test_months_and_years_are_full_ones,
	test_the_ends_of_the_calendar_and_no_day)
