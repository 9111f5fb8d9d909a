/* SPDX-License-Identifier: MIT */
#include "client/ics-event.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

#define TODAY 20513 /* 2026-03-01 */

static Libical ical;

static const IcsEvent plain = {
	.uid = "almalinux/8/eol@eold",
	.date = TODAY + 1000,
	.summary = "AlmaLinux 8: end of life",
	.description = "The last day.\neolctl show almalinux 8",
	.url = "https://example.org/8",
	.category = "os",
	.milestone = "eol",
	.alarm_days = { 30 },
	.n_alarms = 1,
};

/* A calendar with one event, written on a day, in the place of an earlier text or NULL. */
static char *write_calendar(const IcsEvent *event, const char *before, CivilDay day) {
	icalcomponent *calendar = ics_calendar_new(&ical, "End of life");
	IcsPrevious previous = { 0 };
	char *text;

	ck_assert_ptr_nonnull(calendar);
	if (before)
		ck_assert_int_eq(ics_previous_read(&ical, before, &previous), 0);
	ck_assert_int_eq(ics_calendar_add(&ical, calendar, event, &previous, day), 0);
	text = libical_text(&ical, calendar);
	ck_assert_ptr_nonnull(text);
	ics_previous_clear(&ical, &previous);
	ical.icalcomponent_free(calendar);
	return text;
}

static void check_has(const char *text, const char *line) {
	ck_assert_msg(strstr(text, line), "no %s in\n%s", line, text);
}

START_TEST(test_an_event_lasts_the_whole_last_day) {
	_cleanup_(freep) char *text = write_calendar(&plain, NULL, TODAY);

	check_has(text, "\r\nUID:almalinux/8/eol@eold\r\n");
	check_has(text, "\r\nDTSTAMP:20260301T000000Z\r\n");
	check_has(text, "\r\nDTSTART;VALUE=DATE:20281125\r\n");
	check_has(text, "\r\nSEQUENCE:20513\r\n");
	check_has(text, "\r\nTRANSP:TRANSPARENT\r\n");
	check_has(text, "\r\nDESCRIPTION:The last day.\\neolctl show almalinux 8\r\n");
	check_has(text, "\r\nURL:https://example.org/8\r\n");
	check_has(text, "\r\nTRIGGER:-P30D\r\n");
	ck_assert_ptr_null(strstr(text, "DTEND"));
}
END_TEST

START_TEST(test_nothing_new_gives_the_same_file) {
	_cleanup_(freep) char *first = write_calendar(&plain, NULL, TODAY);
	_cleanup_(freep) char *second = write_calendar(&plain, first, TODAY + 300);

	ck_assert_str_eq(second, first);
}
END_TEST

/* Forward or back, and several times on one day. */
START_TEST(test_a_moved_date_has_a_higher_number) {
	IcsEvent moved = plain;
	_cleanup_(freep) char *first = write_calendar(&plain, NULL, TODAY), *second = NULL,
			      *third = NULL, *fourth = NULL;

	moved.date = plain.date - 10;
	second = write_calendar(&moved, first, TODAY);
	check_has(second, "\r\nSEQUENCE:20514\r\n");
	check_has(second, "\r\nDTSTART;VALUE=DATE:20281115\r\n");
	third = write_calendar(&plain, second, TODAY);
	check_has(third, "\r\nSEQUENCE:20515\r\n");
	fourth = write_calendar(&moved, third, TODAY + 100);
	check_has(fourth, "\r\nSEQUENCE:20613\r\n");
	check_has(fourth, "\r\nDTSTAMP:20260609T000000Z\r\n");
}
END_TEST

START_TEST(test_another_word_has_a_new_stamp_and_the_same_number) {
	IcsEvent renamed = plain;
	_cleanup_(freep) char *first = write_calendar(&plain, NULL, TODAY), *second = NULL;

	renamed.summary = "AlmaLinux OS 8: end of life";
	second = write_calendar(&renamed, first, TODAY + 1);
	check_has(second, "\r\nSEQUENCE:20513\r\n");
	check_has(second, "\r\nDTSTAMP:20260302T000000Z\r\n");
}
END_TEST

START_TEST(test_hostile_texts_stay_in_their_line) {
	IcsEvent hostile = plain;
	_cleanup_(freep) char *text = NULL;

	hostile.summary = "a;b,c\\d\r\nEND:VEVENT\033[31m";
	hostile.url = "javascript:alert(1)";
	text = write_calendar(&hostile, NULL, TODAY);
	check_has(text, "\r\nSUMMARY:a\\;b\\,c\\\\d\\\\x0d\\\\nEND:VEVENT\\\\x1b[31m\r\n");
	ck_assert_ptr_null(strstr(text, "URL:"));
	hostile.url = "https://a\r\nb";
	free(TAKE_PTR(text));
	text = write_calendar(&hostile, NULL, TODAY);
	ck_assert_ptr_null(strstr(text, "URL:"));
}
END_TEST

/* What was in the file may be anything; a number in it cannot overflow. */
START_TEST(test_odd_files_before) {
	static const char *const none[] = { "", "x", "BEGIN:VEVENT\r\nEND:VEVENT\r\n" };
	static const char highest[] =
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:almalinux/8/eol@eold\r\n"
		"SEQUENCE:2147483647\r\nDTSTART;VALUE=DATE:20200101\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nSUMMARY:no uid\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	_cleanup_(freep) char *text = NULL;
	IcsPrevious previous = { 0 };

	for (size_t i = 0; i < ELEMENTSOF(none); i++)
		ck_assert_int_eq(ics_previous_read(&ical, none[i], &previous), -EBADMSG);
	ck_assert_ptr_null(previous.calendar);
	text = write_calendar(&plain, highest, TODAY);
	check_has(text, "\r\nSEQUENCE:2147483646\r\n");
}
END_TEST

int main(void) {
	const TestCase tests[] = { test_an_event_lasts_the_whole_last_day,
		test_nothing_new_gives_the_same_file, test_a_moved_date_has_a_higher_number,
		test_another_word_has_a_new_stamp_and_the_same_number,
		test_hostile_texts_stay_in_their_line, test_odd_files_before };
	int status;

	if (libical_open(&ical) < 0) {
		puts("skipped: libical is not installed");
		return 77;
	}
	status = run_tests("ics-event", tests, ELEMENTSOF(tests));
	libical_close(&ical);
	return status;
}
