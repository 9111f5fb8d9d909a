/* SPDX-License-Identifier: MIT */
#include "template/release-template.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

static const ReleaseTemplateValues usual = { "1.2", "Name", "2024-01-02", "1.2.3", "2024-03-04" };

typedef struct Case {
	const char *text, *out; /* out NULL: -EINVAL */
	ReleaseTemplateValues values;
} Case;

static void run_cases(const Case *cases, size_t n) {
	for (size_t i = 0; i < n; i++) {
		_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
		LiquidDoubt doubt = { 0 };
		const char *text = cases[i].text;
		int r = release_template_render(text, strlen(text), &cases[i].values, &out, &doubt);

		if (cases[i].out) {
			ck_assert_msg(r == 0, "%s: %s", text, doubt.message);
			ck_assert_str_eq(strbuf_cstr(&out), cases[i].out);
		} else {
			ck_assert_msg(r == -EINVAL, "%s: %d %s", text, r, strbuf_cstr(&out));
			ck_assert_str_eq(strbuf_cstr(&out), "");
			ck_assert_str_ne(doubt.message, "");
		}
	}
}

START_TEST(test_placeholders_are_replaced) {
	const Case cases[] = {
		{ "", "", usual },
		{ " \t\n ", "", usual },
		{ "https://x/", "https://x/", usual },
		{ "__RELEASE_CYCLE__|__CODENAME__|__RELEASE_DATE__|__LATEST__|__LATEST_RELEASE_"
		  "DATE__",
			"1.2|Name|2024-01-02|1.2.3|2024-03-04", usual },
		{ "__RELEASE_CYCLE____RELEASE_CYCLE__", "1.21.2", usual },
		/* the third "_" is text */
		{ "Joomla___LATEST__", "Joomla_1.2.3", usual },
		{ "a__b__c __latest__ __LATEST_", "a__b__c __latest__ __LATEST_", usual },
		{ "[__RELEASE_CYCLE____CODENAME____RELEASE_DATE____LATEST____LATEST_RELEASE_DATE__"
		  "]",
			"[]", { 0 } },
		{ "[__LATEST__]", "[]", { .latest = "" } },
		/* stripped before the values come, not after */
		{ "\n __CODENAME__ \n", " x ", { .codename = " x " } },
	};

	run_cases(cases, ELEMENTSOF(cases));
}
END_TEST

/* One after the other over the whole text, in a fixed order. */
START_TEST(test_values_may_bring_later_placeholders) {
	const Case cases[] = {
		{ "__RELEASE_CYCLE__", "<1.2.3>", { .cycle = "<__LATEST__>", .latest = "1.2.3" } },
		{ "__LATEST__", "__RELEASE_CYCLE__",
			{ .cycle = "1", .latest = "__RELEASE_CYCLE__" } },
		/* none is replaced twice */
		{ "__LATEST__", "__LATEST__", { .latest = "__LATEST__" } },
		/* what a value leaves behind may be one */
		{ "__CODE__RELEASE_CYCLE__NAME__", "x", { .cycle = "", .codename = "x" } },
		/* "__LATEST__" goes before the longer name, which it is no part of */
		{ "__LATEST_RELEASE_DATE__", "2024-03-04", usual },
	};

	run_cases(cases, ELEMENTSOF(cases));
}
END_TEST

START_TEST(test_the_result_is_read_as_liquid) {
	const Case cases[] = {
		{ "{{'__LATEST__'|replace:'.','-'}}", "1-2-3", usual },
		{ "{{__RELEASE_CYCLE__}}.x", "5.x", { .cycle = "5" } },
		{ "__RELEASE_CYCLE__{% if '__CODENAME__' != '' %} (__CODENAME__){% endif %}",
			"1.2 (Name)", usual },
		{ "__RELEASE_CYCLE__{% if '__CODENAME__' != '' %} (__CODENAME__){% endif %}", "3",
			{ .cycle = "3" } },
		{ "__RELEASE_CYCLE__ (__CODENAME__)", "19 (Schr\303\266dinger's Cat)",
			{ .cycle = "19", .codename = "Schr\303\266dinger's Cat" } },
		{ "{{ '__CODENAME__' | replace:' ','' }}", NULL,
			{ .codename = "Schr\303\266dinger's Cat" } },
		{ "__CODENAME__", "3", { .codename = "{{ 1 | plus: 2 }}" } },
		{ "__CODENAME__", NULL, { .codename = "{{" } },
		{ "{{ '__CODENAME__' }}", NULL, { .codename = "a}b" } },
		{ "{{ __RELEASE_CYCLE__ }}", NULL, { .cycle = "9.0-xfr" } },
		{ "{{ '__LATEST__' | nope }}", NULL, usual },
	};

	run_cases(cases, ELEMENTSOF(cases));
}
END_TEST

START_TEST(test_growth_is_bounded) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT, value = STRBUF_INIT, out = STRBUF_INIT;
	LiquidDoubt doubt = { 0 };

	for (size_t i = 0; i < 256; i++)
		ck_assert_int_eq(strbuf_append_str(&text, "__LATEST__"), 0);
	for (size_t i = 0; i < LIQUID_TEXT_MAX / 256; i++)
		ck_assert_int_eq(strbuf_append_byte(&value, 'x'), 0);

	ReleaseTemplateValues values = { .latest = strbuf_cstr(&value) };

	ck_assert_int_eq(
		release_template_render(strbuf_cstr(&text), text.len, &values, &out, &doubt), 0);
	ck_assert_uint_eq(out.len, LIQUID_TEXT_MAX);
	/* one byte more */
	ck_assert_int_eq(strbuf_append_byte(&text, '.'), 0);
	ck_assert_int_eq(
		release_template_render(strbuf_cstr(&text), text.len, &values, &out, &doubt),
		-E2BIG);
	ck_assert_uint_eq(out.len, LIQUID_TEXT_MAX);
	ck_assert_str_ne(doubt.message, "");
	/* without anything to replace, too */
	ck_assert_int_eq(strbuf_append_byte(&out, '.'), 0);
	ck_assert_int_eq(
		release_template_render(strbuf_cstr(&out), out.len, &values, &text, NULL), -E2BIG);
}
END_TEST

TEST_MAIN("release-template", test_placeholders_are_replaced,
	test_values_may_bring_later_placeholders, test_the_result_is_read_as_liquid,
	test_growth_is_bounded)
