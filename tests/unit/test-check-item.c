/* SPDX-License-Identifier: MIT */
#include "client/check-item.h"

#include <string.h>

#include "test-main.h"

#define TODAY "2026-03-01"

typedef struct Case {
	CheckFacts facts;
	CheckState state;
	const char *perfdata;
} Case;

static CheckLimits limits(int warning, int critical, bool extended) {
	CheckLimits made = {
		.warning_days = warning, .critical_days = critical, .extended = extended
	};

	ck_assert_int_eq(civil_day_parse(TODAY, &made.day), 0);
	return made;
}

static void check_cases(const Case *cases, size_t n, CheckLimits with) {
	for (size_t i = 0; i < n; i++) {
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
		_cleanup_(strbuf_deinit) StrBuf perfdata = STRBUF_INIT;
		CheckState state = check_item_judge(&cases[i].facts, &with, &text, &perfdata);

		ck_assert_msg(state == cases[i].state, "case %zu: %s", i, strbuf_cstr(&text));
		ck_assert_str_eq(strbuf_cstr(&perfdata), cases[i].perfdata);
	}
}

/* The last day is still covered: a warning, not critical. */
START_TEST(test_days_left_against_the_limits) {
	static const Case cases[] = {
		{ { "n", "k", "active", true, "2026-08-29", "", "" }, CHECK_OK, "'k'=181;181:;0:" },
		{ { "n", "k", "active", true, "2026-08-28", "", "" }, CHECK_WARNING,
			"'k'=180;181:;0:" },
		{ { "n", "k", "security", true, TODAY, "", "" }, CHECK_WARNING, "'k'=0;181:;0:" },
		{ { "n", "k", "eol", false, "2026-02-28", "", "" }, CHECK_CRITICAL,
			"'k'=-1;181:;0:" },
	};
	static const Case strict[] = {
		{ { "n", "k", "active", true, "2026-03-31", "", "" }, CHECK_WARNING,
			"'k'=30;91:;30:" },
		{ { "n", "k", "active", true, "2026-03-30", "", "" }, CHECK_CRITICAL,
			"'k'=29;91:;30:" },
	};

	check_cases(cases, ELEMENTSOF(cases), limits(180, 0, false));
	check_cases(strict, ELEMENTSOF(strict), limits(90, 30, false));
}
END_TEST

START_TEST(test_unknown_is_never_ok) {
	static const Case cases[] = {
		{ { "n", "k", "unknown", true, "2099-01-01", "", "why" }, CHECK_UNKNOWN, "" },
		{ { "n", "k", "", true, "2099-01-01", "", "why" }, CHECK_UNKNOWN, "" },
		{ { "n", "k", "splendid", true, "", "", "why" }, CHECK_UNKNOWN, "" },
	};

	check_cases(cases, ELEMENTSOF(cases), limits(180, 0, true));
}
END_TEST

START_TEST(test_no_date_an_entitlement_and_what_is_not_released) {
	static const Case cases[] = {
		{ { "n", "k", "active", true, "", "", "" }, CHECK_OK, "" },
		{ { "n", "k", "eol", false, "", "", "" }, CHECK_CRITICAL, "" },
		{ { "n", "k", "eol", true, "2025-01-01", "", "" }, CHECK_OK, "" },
		{ { "n", "k", "upcoming", false, "2030-01-01", "", "" }, CHECK_WARNING, "" },
	};

	check_cases(cases, ELEMENTSOF(cases), limits(180, 0, false));
}
END_TEST

START_TEST(test_extended_support_counts_when_asked_for) {
	static const Case cases[] = {
		{ { "n", "k", "extended", false, "2025-01-01", "2032-05-31", "" }, CHECK_OK,
			"'k'=2283;181:;0:" },
		{ { "n", "k", "extended", false, "2025-01-01", "", "" }, CHECK_OK, "" },
		{ { "n", "k", "eol", false, "2020-01-01", "2025-01-01", "" }, CHECK_CRITICAL,
			"'k'=-424;181:;0:" },
		{ { "n", "k", "active", true, "2026-04-01", "2032-05-31", "" }, CHECK_OK,
			"'k'=2283;181:;0:" },
		/* an entitlement that ends after the data's extended support */
		{ { "n", "k", "extended", true, "2032-05-31", "2026-04-01", "" }, CHECK_OK,
			"'k'=2283;181:;0:" },
	};
	static const Case not_asked[] = {
		{ { "n", "k", "extended", false, "2026-02-28", "2032-05-31", "" }, CHECK_CRITICAL,
			"'k'=-1;181:;0:" },
	};

	check_cases(cases, ELEMENTSOF(cases), limits(180, 0, true));
	check_cases(not_asked, ELEMENTSOF(not_asked), limits(180, 0, false));
}
END_TEST

/* A name must not begin performance data of its own, nor end a label. */
START_TEST(test_names_cannot_forge_performance_data) {
	static const CheckFacts facts = { "a|b=1\n\033", "it's=1|2", "active", true, "2026-03-31",
		"", "" };
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf perfdata = STRBUF_INIT;
	CheckLimits with = limits(10, 0, false);

	ck_assert_int_eq(check_item_judge(&facts, &with, &text, &perfdata), CHECK_OK);
	ck_assert_str_eq(strbuf_cstr(&perfdata), "'it_s_1/2'=30;11:;0:");
	ck_assert_str_eq(
		strbuf_cstr(&text), "a/b=1\\n\\x1b is supported until 2026-03-31 (in 30 days)");
}
END_TEST

START_TEST(test_the_worse_state_is_kept) {
	ck_assert_int_eq(check_state_worse(CHECK_OK, CHECK_WARNING), CHECK_WARNING);
	ck_assert_int_eq(check_state_worse(CHECK_UNKNOWN, CHECK_WARNING), CHECK_UNKNOWN);
	ck_assert_int_eq(check_state_worse(CHECK_UNKNOWN, CHECK_CRITICAL), CHECK_CRITICAL);
	ck_assert_int_eq(check_state_worse(CHECK_OK, CHECK_UNKNOWN), CHECK_UNKNOWN);
}
END_TEST

TEST_MAIN("check-item", test_days_left_against_the_limits, test_unknown_is_never_ok,
	test_no_date_an_entitlement_and_what_is_not_released,
	test_extended_support_counts_when_asked_for, test_names_cannot_forge_performance_data,
	test_the_worse_state_is_kept)
