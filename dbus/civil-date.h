/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * civil-date - calendar days without clock or zone. Room: dbus (agreed by both ends).
 *
 * A CivilDay counts days since 1970-01-01 in the proleptic Gregorian calendar, so that comparing
 * and subtracting are plain integer operations. The range is that of the contract, 0001-01-01 to
 * 9999-12-31. Nothing here asks the time, allocates or blocks.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t CivilDay;

#define CIVIL_DAY_MIN ((CivilDay)-719162) /* 0001-01-01 */
#define CIVIL_DAY_MAX ((CivilDay)2932896) /* 9999-12-31 */
#define CIVIL_DAY_NONE INT32_MIN /* no date is known */

#define USEC_PER_DAY UINT64_C(86400000000)

/* Bytes that civil_day_format() writes, the NUL included. */
#define CIVIL_DAY_SIZE 11

/* Whether day is a day of the range (CIVIL_DAY_NONE is not). */
bool civil_day_is_valid(CivilDay day);
/* The day of a year, month (1 to 12) and day of month, or CIVIL_DAY_NONE if there is none. */
CivilDay civil_day_from_ymd(int year, int month, int day_of_month);
/* Splits a valid day; the out-parameters may be NULL. */
void civil_day_to_ymd(CivilDay day, int *ret_year, int *ret_month, int *ret_day_of_month);
/* Reads exactly YYYY-MM-DD in n bytes of text. Returns 0, or -EINVAL for anything else (an
 * impossible date such as 2023-02-30 too); *ret is then untouched. */
int civil_day_parse_n(const char *text, size_t n, CivilDay *ret);
/* The same for a C string. */
int civil_day_parse(const char *text, CivilDay *ret);
/* Writes YYYY-MM-DD, or "" for a day that is not valid, into buffer and returns it. */
char *civil_day_format(CivilDay day, char buffer[static CIVIL_DAY_SIZE]);
/* The day in UTC on which a CLOCK_REALTIME time in microseconds falls; clamped to the range. */
CivilDay civil_day_from_usec(uint64_t usec);
/* The first microsecond of a day in UTC; 0 for days before 1970. */
uint64_t civil_day_to_usec(CivilDay day);
