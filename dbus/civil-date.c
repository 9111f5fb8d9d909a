/* SPDX-License-Identifier: MIT */
#include "civil-date.h"

#include <errno.h>
#include <string.h>

bool civil_day_is_valid(CivilDay day) {
	return day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX;
}

static bool is_leap(int year) {
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month) {
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days of the whole years before a year, counted from 0001-01-01. */
static int days_before_year(int year) {
	int y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

CivilDay civil_day_from_ymd(int year, int month, int day_of_month) {
	static const int16_t before_month[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304,
		334 };

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1)
		return CIVIL_DAY_NONE;
	/* every month has 28 days; only what is past them needs a closer look */
	if (day_of_month > 28 && day_of_month > days_of_month(year, month))
		return CIVIL_DAY_NONE;
	return CIVIL_DAY_MIN + days_before_year(year) + before_month[month - 1] +
	       (month > 2 && is_leap(year)) + day_of_month - 1;
}

/*
 * Counts centuries, and years and months in them, that begin on a 1 March, so that the leap day is
 * the last of its year; divisions are multiplications by a fraction that is near enough (Cassio
 * Neri and Lorenz Schneider, "Euclidean affine functions and their application to calendar
 * algorithms", 2023). Day 0 is 0000-03-01.
 */
enum { DAYS_TO_EPOCH = 719468, DAYS_OF_FOUR_CENTURIES = 146097, DAYS_TO_JANUARY = 306 };

void civil_day_to_ymd(CivilDay day, int *ret_year, int *ret_month, int *ret_day_of_month) {
	uint32_t quarters = 4 * (uint32_t)(day + DAYS_TO_EPOCH) + 3;
	uint32_t century = quarters / DAYS_OF_FOUR_CENTURIES;
	uint64_t years = UINT64_C(2939745) * (quarters % DAYS_OF_FOUR_CENTURIES | 3);
	uint32_t day_of_year = (uint32_t)years / 2939745 / 4;
	uint32_t months = 2141 * day_of_year + 197913;
	bool is_next_year = day_of_year >= DAYS_TO_JANUARY;

	if (ret_year)
		*ret_year = (int)(100 * century + (uint32_t)(years >> 32) + is_next_year);
	if (ret_month)
		*ret_month = (int)(months >> 16) - (is_next_year ? 12 : 0);
	if (ret_day_of_month)
		*ret_day_of_month = (int)((months & 0xffff) / 2141 + 1);
}

/* The value of a digit; anything else gives more than 9. */
static unsigned digit(char c) {
	return (unsigned)(unsigned char)c - '0';
}

/* Two digits as a number, or more than 99. */
static unsigned two_digits(const char *p) {
	unsigned high = digit(p[0]), low = digit(p[1]);

	return high > 9 || low > 9 ? 100 : high * 10 + low;
}

int civil_day_parse_n(const char *text, size_t n, CivilDay *ret) {
	unsigned century, year, month, day_of_month;
	CivilDay day;

	if (n != CIVIL_DAY_SIZE - 1 || text[4] != '-' || text[7] != '-')
		return -EINVAL;
	century = two_digits(text);
	year = two_digits(text + 2);
	month = two_digits(text + 5);
	day_of_month = two_digits(text + 8);
	if (century > 99 || year > 99)
		return -EINVAL;
	day = civil_day_from_ymd((int)(century * 100 + year), (int)month, (int)day_of_month);
	if (day == CIVIL_DAY_NONE)
		return -EINVAL;
	*ret = day;
	return 0;
}

int civil_day_parse(const char *text, CivilDay *ret) {
	return civil_day_parse_n(text, strlen(text), ret);
}

/* A number below 100. */
static void write_two_digits(char *p, int value) {
	static const char pairs[] = "0001020304050607080910111213141516171819"
				    "2021222324252627282930313233343536373839"
				    "4041424344454647484950515253545556575859"
				    "6061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";

	memcpy(p, &pairs[2 * value], 2);
}

char *civil_day_format(CivilDay day, char buffer[static CIVIL_DAY_SIZE]) {
	int year, month, day_of_month;

	buffer[0] = '\0';
	if (!civil_day_is_valid(day))
		return buffer;
	civil_day_to_ymd(day, &year, &month, &day_of_month);
	write_two_digits(buffer, year / 100);
	write_two_digits(buffer + 2, year % 100);
	buffer[4] = '-';
	write_two_digits(buffer + 5, month);
	buffer[7] = '-';
	write_two_digits(buffer + 8, day_of_month);
	buffer[10] = '\0';
	return buffer;
}

CivilDay civil_day_from_usec(uint64_t usec) {
	uint64_t day = usec / USEC_PER_DAY;

	return day > (uint64_t)CIVIL_DAY_MAX ? CIVIL_DAY_MAX : (CivilDay)day;
}

uint64_t civil_day_to_usec(CivilDay day) {
	return day <= 0 ? 0 : (uint64_t)day * USEC_PER_DAY;
}
