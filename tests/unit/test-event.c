/* SPDX-License-Identifier: MIT */
#include "announce/event.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

static LifecycleEvent sample(EventKind kind) {
	return (LifecycleEvent){
		.serial = UINT64_C(1795132800000123),
		.kind = kind,
		.milestone = kind == EVENT_VERSION_RELEASED ? MILESTONE_LTS : MILESTONE_EOES,
		.date = 20000,
		.old_date = CIVIL_DAY_NONE,
		.status = STATUS_EXTENDED,
		.is_tracked = true,
		.is_supported = false,
		.product = "p",
		.cycle = "9 \"nine\" \\",
		.product_label = "P\xc3\xa4\t<b>",
		.label = "",
		.version = "",
		.old_version = "",
	};
}

static void check_equal(const LifecycleEvent *a, const LifecycleEvent *b) {
	ck_assert_uint_eq(a->serial, b->serial);
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_int_eq(a->milestone, b->milestone);
	ck_assert_int_eq(a->date, b->date);
	ck_assert_int_eq(a->old_date, b->old_date);
	ck_assert_int_eq(a->status, b->status);
	ck_assert_uint_eq(a->days_left, b->days_left);
	ck_assert_int_eq(a->is_tracked, b->is_tracked);
	ck_assert_int_eq(a->is_supported, b->is_supported);
	ck_assert_int_eq(a->is_reached, b->is_reached);
	ck_assert_int_eq(a->is_present, b->is_present);
	ck_assert_int_eq(a->was_reached, b->was_reached);
	ck_assert_int_eq(a->was_present, b->was_present);
	ck_assert_str_eq(a->product, b->product);
	ck_assert_str_eq(a->cycle, b->cycle);
	ck_assert_str_eq(a->product_label, b->product_label);
	ck_assert_str_eq(a->label, b->label);
	ck_assert_str_eq(a->version, b->version);
	ck_assert_str_eq(a->old_version, b->old_version);
}

static void check_round(const LifecycleEvent *event) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	_cleanup_(event_freep) LifecycleEvent *again = NULL;

	ck_assert_int_eq(event_append_line(event, &buf), 0);
	ck_assert_ptr_null(strchr(buf.data, '\n'));
	ck_assert_int_eq(event_parse_line(buf.data, &again), 0);
	check_equal(event, again);
}

START_TEST(test_every_kind_comes_back_from_its_line) {
	LifecycleEvent event = sample(EVENT_MILESTONE_REACHED);

	check_round(&event);
	event.date = CIVIL_DAY_NONE;
	check_round(&event);
	event = sample(EVENT_MILESTONE_APPROACHING);
	event.days_left = 180;
	check_round(&event);
	event = sample(EVENT_MILESTONE_CHANGED);
	event.is_reached = event.was_present = true;
	check_round(&event);
	event.is_reached = event.was_present = false;
	event.is_present = event.was_reached = true;
	event.old_date = 12345;
	check_round(&event);
	event = sample(EVENT_VERSION_RELEASED);
	event.version = "9.2 \x01\x1f\x7f \xf0\x9f\x90\xa7";
	event.old_version = "9.1";
	check_round(&event);
}
END_TEST

START_TEST(test_the_line_is_this) {
	LifecycleEvent event = sample(EVENT_MILESTONE_APPROACHING);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	event.days_left = 7;
	event.label = "9";
	ck_assert_int_eq(event_append_line(&event, &buf), 0);
	ck_assert_str_eq(buf.data,
		"1795132800000123\tMilestoneApproaching\tp\t9 \"nine\" \\x5c\teoes\t2024-10-04\t"
		"tracked\textended\tP\xc3\xa4\\x09<b>\t9\t\t\t7");
	strbuf_clear(&buf);
	event = sample(EVENT_VERSION_RELEASED);
	event.is_tracked = false;
	event.version = "9.2";
	event.old_version = "9.1";
	ck_assert_int_eq(event_append_line(&event, &buf), 0);
	ck_assert_str_eq(buf.data,
		"1795132800000123\tVersionReleased\tp\t9 \"nine\" \\x5c\t9.2\t2024-10-04\t\t"
		"extended\tP\xc3\xa4\\x09<b>\t\t\t9.1\t0");
}
END_TEST

/* The data that it was made of may go. */
START_TEST(test_a_copy_owns_its_texts) {
	char product[] = "almalinux";
	LifecycleEvent event = sample(EVENT_MILESTONE_REACHED);

	event.product = product;
	event.label = NULL;
	_cleanup_(event_freep) LifecycleEvent *copy = event_copy(&event);
	memset(product, 'x', sizeof(product) - 1);
	ck_assert_str_eq(copy->product, "almalinux");
	ck_assert_str_eq(copy->label, "");
}
END_TEST

/* It could never be sent, and the state could not be read. */
START_TEST(test_what_is_no_utf8_is_escaped) {
	LifecycleEvent event = sample(EVENT_MILESTONE_REACHED);

	event.label = "a\xff\xc3";
	_cleanup_(event_freep) LifecycleEvent *copy = event_copy(&event);
	ck_assert_str_eq(copy->label, "a\\xff\\xc3");
	check_round(copy);
}
END_TEST

#define BEFORE "1\tMilestoneReached\tp\t9\teol\t"

START_TEST(test_broken_lines_are_refused) {
	static const char *const lines[] = {
		"",
		"\t\t\t\t\t\t\t\t\t\t\t\t",
		"{}",
		/* cut off; one field too many */
		BEFORE "\t\teol\tP\t9\t\t",
		BEFORE "\t\teol\tP\t9\t\t\t0\t",
		/* numbers that are none, or too large */
		"-1\tMilestoneReached\tp\t9\teol\t\t\teol\tP\t9\t\t\t0",
		"9223372036854775808\tMilestoneReached\tp\t9\teol\t\t\teol\tP\t9\t\t\t0",
		BEFORE "\t\teol\tP\t9\t\t\t2147483648",
		BEFORE "\t\teol\tP\t9\t\t\t",
		/* words that nobody knows */
		"1\tReloaded\tp\t9\teol\t\t\teol\tP\t9\t\t\t0",
		"1\tMilestoneReached\tp\t9\tend\t\t\teol\tP\t9\t\t\t0",
		BEFORE "\tfast\teol\tP\t9\t\t\t0",
		BEFORE "\ttracked \teol\tP\t9\t\t\t0",
		BEFORE "\t\tover\tP\t9\t\t\t0",
		/* dates that do not exist, escapes that are none */
		BEFORE "2023-02-30\t\teol\tP\t9\t\t\t0",
		BEFORE "\t\teol\tP\t9\t2023-02\t\t0",
		BEFORE "\t\teol\tP\t\\n\t\t\t0",
		BEFORE "\t\teol\tP\t\\x00\t\t\t0",
		BEFORE "\t\teol\tP\t9\t\t\\x4\t0",
	};
	char good[] = BEFORE "\t\teol\tP\t9\t\t\t0";
	LifecycleEvent *event = NULL;

	for (size_t i = 0; i < ELEMENTSOF(lines); i++) {
		_cleanup_(freep) char *line = strdup(lines[i]);

		ck_assert_msg(event_parse_line(line, &event) == -EBADMSG, "%zu", i);
		ck_assert_ptr_null(event);
	}
	ck_assert_int_eq(event_parse_line(good, &event), 0);
	event_free(event);
}
END_TEST

START_TEST(test_the_third_argument_is_milestone_or_version) {
	LifecycleEvent event = sample(EVENT_VERSION_RELEASED);

	event.version = "9.2";
	ck_assert_str_eq(event_subject(&event), "9.2");
	event = sample(EVENT_MILESTONE_CHANGED);
	ck_assert_str_eq(event_subject(&event), "eoes");
}
END_TEST

TEST_MAIN("event", test_every_kind_comes_back_from_its_line, test_the_line_is_this,
	test_a_copy_owns_its_texts, test_what_is_no_utf8_is_escaped, test_broken_lines_are_refused,
	test_the_third_argument_is_milestone_or_version)
