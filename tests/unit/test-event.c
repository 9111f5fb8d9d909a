/* SPDX-License-Identifier: MIT */
#include "announce/event.h"

#include <errno.h>
#include <jansson.h>

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
	json_error_t error;

	ck_assert_int_eq(event_append_json(event, &buf), 0);
	ck_assert_ptr_null(strpbrk(buf.data, "\n\t"));
	ck_assert_int_eq(event_parse_json(buf.data, buf.len, &again), 0);
	check_equal(event, again);
	/* a JSON library thinks so, too */
	json_t *json = json_loads(buf.data, JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(json, "%s", error.text);
	ck_assert_str_eq(json_string_value(json_object_get(json, "cycle")), event->cycle);
	json_decref(json);
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
	ck_assert_int_eq(event_append_json(&event, &buf), 0);
	ck_assert_str_eq(buf.data,
		"{\"serial\":1795132800000123,\"signal\":\"MilestoneApproaching\","
		"\"product\":\"p\",\"cycle\":\"9 \\u0022nine\\u0022 \\u005c\","
		"\"milestone\":\"eoes\",\"date\":\"2024-10-04\",\"tracked\":true,"
		"\"productLabel\":\"P\xc3\xa4\\u0009<b>\",\"label\":\"9\",\"status\":\"extended\","
		"\"supported\":false,\"daysLeft\":7}");
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

START_TEST(test_broken_lines_are_refused) {
	static const char *const lines[] = {
		"",
		"{}",
		"[]",
		"nothing",
		/* cut off; in turn without serial, with one that is none, with words nobody knows
		 */
		"{\"serial\":1,\"signal\":\"MilestoneReached\",\"product\":\"p\"",
		"{\"signal\":\"MilestoneReached\",\"product\":\"p\",\"cycle\":\"9\",\"milestone\":"
		"\"eol\",\"date\":\"\",\"tracked\":true,\"productLabel\":\"\",\"label\":\"\","
		"\"status\":\"eol\",\"supported\":true}",
		"{\"serial\":-1,\"signal\":\"MilestoneReached\",\"product\":\"p\",\"cycle\":\"9\","
		"\"milestone\":\"eol\",\"date\":\"\",\"tracked\":true,\"productLabel\":\"\","
		"\"label\":\"\",\"status\":\"eol\",\"supported\":true}",
		"{\"serial\":1,\"signal\":\"Reloaded\",\"product\":\"p\",\"cycle\":\"9\","
		"\"milestone\":\"eol\",\"date\":\"\",\"tracked\":true,\"productLabel\":\"\","
		"\"label\":\"\",\"status\":\"eol\",\"supported\":true}",
		"{\"serial\":1,\"signal\":\"MilestoneReached\",\"product\":\"p\",\"cycle\":\"9\","
		"\"milestone\":\"eol\",\"date\":\"2023-02-30\",\"tracked\":true,"
		"\"productLabel\":\"\",\"label\":\"\",\"status\":\"eol\",\"supported\":true}",
		"{\"serial\":1,\"signal\":\"MilestoneReached\",\"product\":\"p\",\"cycle\":\"9\","
		"\"milestone\":\"end\",\"date\":\"\",\"tracked\":true,\"productLabel\":\"\","
		"\"label\":\"\",\"status\":\"eol\",\"supported\":true}",
		"{\"serial\":1,\"signal\":\"MilestoneReached\",\"product\":\"p\",\"cycle\":\"9\","
		"\"milestone\":\"eol\",\"date\":\"\",\"tracked\":1,\"productLabel\":\"\","
		"\"label\":\"\",\"status\":\"eol\",\"supported\":true}",
	};
	const char *good =
		"{\"serial\":1,\"signal\":\"MilestoneReached\",\"product\":\"p\",\"cycle\":\"9\","
		"\"milestone\":\"eol\",\"date\":\"\",\"tracked\":true,\"productLabel\":\"\","
		"\"label\":\"\",\"status\":\"eol\",\"supported\":true}";
	LifecycleEvent *event = NULL;

	for (size_t i = 0; i < ELEMENTSOF(lines); i++) {
		ck_assert_int_eq(event_parse_json(lines[i], strlen(lines[i]), &event), -EBADMSG);
		ck_assert_ptr_null(event);
	}
	ck_assert_int_eq(event_parse_json(good, strlen(good), &event), 0);
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
