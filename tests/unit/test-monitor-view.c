/* SPDX-License-Identifier: MIT */
#include "client/monitor-view.h"

#include "client/bus-value.h"
#include "test-main.h"

/* The line for a signal that is given as JSON. */
static void check_line(const char *event, const char *expected) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	_cleanup_(json_decrefp) json_t *value = json_loads(event, 0, NULL);

	ck_assert_ptr_nonnull(value);
	monitor_append_line(&buf, value);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
}

START_TEST(test_changes_tell_apart_the_ways_to_have_no_date) {
	check_line("{\"Signal\":\"MilestoneChanged\",\"Product\":\"p\",\"Cycle\":\"1\","
		   "\"Milestone\":\"eol\",\"Date\":\"\",\"Details\":{\"OldDate\":\"\","
		   "\"OldReached\":true,\"OldPresent\":true,\"Reached\":false,\"Present\":true}}",
		"p 1: end of life changed from reached, day unknown to no end known");
	check_line("{\"Signal\":\"MilestoneChanged\",\"Product\":\"p\",\"Cycle\":\"1\","
		   "\"Milestone\":\"eoes\",\"Date\":\"2030-01-01\",\"Details\":{\"OldDate\":\"\","
		   "\"OldReached\":false,\"OldPresent\":false,\"Present\":true}}",
		"p 1: end of extended support changed from none to 2030-01-01");
}
END_TEST

START_TEST(test_days_and_beginnings) {
	check_line("{\"Signal\":\"MilestoneApproaching\",\"Product\":\"p\",\"Cycle\":\"1\","
		   "\"Milestone\":\"discontinued\",\"Date\":\"2030-01-01\",\"Details\":"
		   "{\"DaysLeft\":1}}",
		"p 1: discontinued in 1 day, the last day is 2030-01-01");
	check_line("{\"Signal\":\"MilestoneApproaching\",\"Product\":\"p\",\"Cycle\":\"1\","
		   "\"Milestone\":\"eol\",\"Date\":\"2030-01-01\",\"Details\":"
		   "{\"DaysLeft\":0}}",
		"p 1: end of life after today, the last day is 2030-01-01");
	check_line("{\"Signal\":\"MilestoneReached\",\"Product\":\"p\",\"Cycle\":\"1\","
		   "\"Milestone\":\"lts\",\"Date\":\"2030-01-01\",\"Details\":{}}",
		"p 1: long-term support began on 2030-01-01");
	check_line("{\"Signal\":\"VersionReleased\",\"Product\":\"p\",\"Cycle\":\"1\","
		   "\"Version\":\"1.2\",\"Date\":\"\",\"Details\":{}}",
		"p 1: version 1.2");
}
END_TEST

/* Words that nobody knows, and text that would steer a terminal. */
START_TEST(test_strange_words_are_shown_clean) {
	check_line("{\"Signal\":\"MilestoneReached\",\"Product\":\"p\\n\",\"Cycle\":\"\\u001b[1m\","
		   "\"Milestone\":\"party\",\"Date\":\"\"}",
		"p\\n \\x1b[1m: party reached");
	check_line("{\"Signal\":\"Reloaded\",\"Summary\":{\"Products\":2,\"All\":true}}",
		"data read: 2 products, 0 releases, 0 refused, most of it changed");
}
END_TEST

TEST_MAIN("monitor-view", test_changes_tell_apart_the_ways_to_have_no_date,
	test_days_and_beginnings, test_strange_words_are_shown_clean)
