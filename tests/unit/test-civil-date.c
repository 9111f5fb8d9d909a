/* SPDX-License-Identifier: MIT */
#include "dbus/civil-date.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "test-main.h"

START_TEST(test_limits_are_those_of_the_contract) {
	char text[CIVIL_DAY_SIZE];

	ck_assert_int_eq(civil_day_from_ymd(1, 1, 1), CIVIL_DAY_MIN);
	ck_assert_int_eq(civil_day_from_ymd(9999, 12, 31), CIVIL_DAY_MAX);
	ck_assert_str_eq(civil_day_format(CIVIL_DAY_MIN, text), "0001-01-01");
	ck_assert_str_eq(civil_day_format(CIVIL_DAY_MAX, text), "9999-12-31");
	ck_assert_str_eq(civil_day_format(CIVIL_DAY_NONE, text), "");
	ck_assert_str_eq(civil_day_format(CIVIL_DAY_MAX + 1, text), "");
	ck_assert_int_eq(civil_day_from_ymd(0, 12, 31), CIVIL_DAY_NONE);
	ck_assert_int_eq(civil_day_from_ymd(10000, 1, 1), CIVIL_DAY_NONE);
}
END_TEST

/* 3.6 million days: check's own assertions do too much each time. */
START_TEST(test_every_day_goes_there_and_back) {
	for (CivilDay day = CIVIL_DAY_MIN; day <= CIVIL_DAY_MAX; day++) {
		int y, m, d;

		civil_day_to_ymd(day, &y, &m, &d);
		if (civil_day_from_ymd(y, m, d) != day)
			ck_abort_msg("day %d comes back as another", day);
	}
}
END_TEST

/* The C library is the oracle for what it can do: days after 1970, with a time_t of 32 bits no
 * later than 2038. */
START_TEST(test_agrees_with_timegm) {
	const CivilDay end = sizeof(time_t) == 8 ? 60000 : INT32_MAX / 86400;

	for (CivilDay day = 0; day < end; day += 7) {
		struct tm tm = { 0 };
		int y, m, d;

		civil_day_to_ymd(day, &y, &m, &d);
		tm.tm_year = y - 1900;
		tm.tm_mon = m - 1;
		tm.tm_mday = d;
		ck_assert_int_eq((int64_t)timegm(&tm) / 86400, day);
	}
}
END_TEST

START_TEST(test_text_that_is_no_date_is_refused_and_changes_nothing) {
	static const char *const bad[] = { "", "2023-02-30", "2023-02-29", "1900-02-29",
		"2023-13-01", "2023-00-10", "2023-01-00", "2023-1-01", "23-01-01", "2023-01-011",
		"2023/01/01", "2023-01-0a", " 2023-01-01", "2023-01-01 ", "0000-01-01",
		"+023-01-01", "-023-01-01", "2023-01-01T00:00:00" };
	CivilDay day = 4711;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(civil_day_parse(bad[i], &day), -EINVAL);
		ck_assert_int_eq(day, 4711);
	}
}
END_TEST

START_TEST(test_text_that_is_a_date) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse("1970-01-01", &day), 0);
	ck_assert_int_eq(day, 0);
	ck_assert_int_eq(civil_day_parse("2000-02-29", &day), 0);
	ck_assert_int_eq(day, 11016);
	ck_assert_int_eq(civil_day_parse_n("2029-05-31 and more", 10, &day), 0);
	ck_assert_int_eq(day, 21700);
}
END_TEST

START_TEST(test_instants) {
	ck_assert_int_eq(civil_day_from_usec(0), 0);
	ck_assert_int_eq(civil_day_from_usec(USEC_PER_DAY - 1), 0);
	ck_assert_int_eq(civil_day_from_usec(USEC_PER_DAY), 1);
	ck_assert_int_eq(civil_day_from_usec(UINT64_MAX), CIVIL_DAY_MAX);
	ck_assert_uint_eq(civil_day_to_usec(1), USEC_PER_DAY);
	ck_assert_uint_eq(civil_day_to_usec(-1), 0);
}
END_TEST

TEST_MAIN("civil-date", test_limits_are_those_of_the_contract, test_every_day_goes_there_and_back,
	test_agrees_with_timegm, test_text_that_is_no_date_is_refused_and_changes_nothing,
	test_text_that_is_a_date, test_instants)
