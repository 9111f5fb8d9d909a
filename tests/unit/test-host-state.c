/* SPDX-License-Identifier: MIT */
/* The contract's section on Host, sentence by sentence, on made-up data. */
#include "snapshot/host-state.h"

#include <string.h>

#include "drafts.h"
#include "served-data.h"

/* A product `sample` with one release "1", a release newer than it, and a host that runs "1". */
typedef struct Sample {
	DraftBox box;
	ReleaseDraft *own;
	Product *product;
	OsRelease os;
	HostMatch match;
	Entitlement entitlement;
} Sample;

static void sample_init(Sample *sample) {
	*sample = (Sample){ .box = draft_box("sample"), .match = HOST_MATCH_INIT };
	sample->own = draft_add(&sample->box, "1");
	sample->own->release_date = day_of("2020-01-01");
	sample->own->marks[MILESTONE_EOL] = day_of("2029-05-31");
	sample->os = os_release_of("ID=sample\nVERSION_ID=1\n");
	sample->entitlement = (Entitlement)ENTITLEMENT_NONE;
}

static void sample_deinit(Sample *sample) {
	product_unref(sample->product);
	os_release_deinit(&sample->os);
}

static void sample_says(Sample *sample, const char *os_text) {
	os_release_deinit(&sample->os);
	sample->os = os_release_of(os_text);
}

/* Seals the product at the first use; the host runs its first release. */
static HostFacts facts(Sample *sample) {
	if (!sample->product)
		sample->product = draft_seal(&sample->box);
	sample->match.product = sample->product;
	sample->match.matched_by = MATCHED_BY_ID;
	sample->match.resolution = RESOLUTION_EXACT;
	return (HostFacts){
		.os = &sample->os, .match = &sample->match, .entitlement = sample->entitlement
	};
}

static HostDay judge(Sample *sample, const char *day) {
	HostFacts f = facts(sample);

	return host_state_judge(&f, day_of(day));
}

static void expect_until(const HostDay *state, SupportSource source, const char *until) {
	ck_assert_str_eq(support_source_name(state->source), support_source_name(source));
	ck_assert_int_eq(state->supported_until, until ? day_of(until) : CIVIL_DAY_NONE);
}

/* ---- sources --------------------------------------------------------------------------------- */

START_TEST(test_the_datas_date_counts_before_the_vendors) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample_says(&sample, "ID=sample\nVERSION_ID=1\nSUPPORT_END=2031-01-01\n");

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_DATA, "2029-05-31");
	ck_assert_int_eq(state.status, STATUS_ACTIVE);
	ck_assert(state.is_supported && !state.is_eol);
	ck_assert_int_eq(state.days_left, 923);

	/* the last day, and the one after it: the vendor's later date does not help */
	state = judge(&sample, "2029-05-31");
	ck_assert(state.is_supported && !state.is_eol);
	ck_assert_int_eq(state.days_left, 0);
	state = judge(&sample, "2029-06-01");
	ck_assert(!state.is_supported && state.is_eol);
	ck_assert_int_eq(state.status, STATUS_EOL);
	ck_assert_int_eq(state.days_left, -1);
	expect_until(&state, SUPPORT_DATA, "2029-05-31");
}
END_TEST

/* SUPPORT_END is the first day without support. */
START_TEST(test_the_vendor_counts_where_the_data_has_no_end) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_FALSE;
	sample_says(&sample, "ID=sample\nVERSION_ID=1\nSUPPORT_END=2027-01-01\n");

	HostDay state = judge(&sample, "2027-01-05");
	expect_until(&state, SUPPORT_VENDOR, "2026-12-31");
	ck_assert_int_eq(state.days_left, -5);
	/* but only the date: the release is what the data says */
	ck_assert_int_eq(state.status, STATUS_ACTIVE);
	ck_assert(state.is_supported && !state.is_eol);
}
END_TEST

START_TEST(test_the_vendor_does_not_bring_back_what_has_ended) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_TRUE;
	sample_says(&sample, "ID=sample\nVERSION_ID=1\nSUPPORT_END=2030-01-01\n");

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_NONE, NULL);
	ck_assert_int_eq(state.status, STATUS_EOL);
	ck_assert(!state.is_supported && state.is_eol);
	ck_assert_int_eq(state.days_left, DAYS_LEFT_ENDED);
}
END_TEST

START_TEST(test_no_date_at_all_is_no_end_known) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_FALSE;

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_NONE, NULL);
	ck_assert_int_eq(state.days_left, DAYS_LEFT_NO_END);
	ck_assert(state.is_supported);
}
END_TEST

START_TEST(test_an_overrides_end_says_so) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->flags |= RELEASE_EOL_OVERRIDDEN;

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_OVERRIDE, "2029-05-31");
}
END_TEST

/* An override that takes the date away gives none: the next source does. */
START_TEST(test_an_override_without_a_date_gives_none) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->flags |= RELEASE_EOL_OVERRIDDEN;
	sample.own->marks[MILESTONE_EOL] = MARK_FALSE;
	sample_says(&sample, "ID=sample\nVERSION_ID=1\nSUPPORT_END=2027-01-01\n");

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_VENDOR, "2026-12-31");
}
END_TEST

START_TEST(test_sources_differ_by_more_than_a_day) {
	static const struct {
		const char *support_end; /* first day without */
		bool differ;
	} cases[] = { { "2029-06-01", false }, /* says the same */
		{ "2029-06-02", false }, { "2029-05-31", false }, /* a day apart */
		{ "2029-06-03", true }, { "2029-05-30", true }, { "2010-01-01", true },
		{ "", false }, { "never", false } };

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(sample_deinit) Sample sample;
		_cleanup_(freep) char *text = NULL;

		sample_init(&sample);
		ck_assert_int_gt(asprintf(&text, "ID=sample\nVERSION_ID=1\nSUPPORT_END=%s\n",
					 cases[i].support_end),
			0);
		sample_says(&sample, text);

		HostFacts f = facts(&sample);
		ck_assert_msg(
			host_sources_differ(&f) == cases[i].differ, "%s", cases[i].support_end);
	}
}
END_TEST

START_TEST(test_sources_differ_needs_two_dates) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_TRUE;
	sample_says(&sample, "ID=sample\nVERSION_ID=1\nSUPPORT_END=2010-01-01\n");

	HostFacts f = facts(&sample);
	ck_assert(!host_sources_differ(&f));
}
END_TEST

/* ---- entitlements ---------------------------------------------------------------------------- */

START_TEST(test_an_entitlement_runs_past_the_datas_end) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.entitlement = (Entitlement){ .given = true, .until = day_of("2032-05-31") };

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_ENTITLEMENT, "2032-05-31");
	state = judge(&sample, "2032-05-31");
	ck_assert(state.is_supported && state.is_eol);
	ck_assert_int_eq(state.status, STATUS_EOL); /* which it does not change */
	ck_assert_int_eq(state.days_left, 0);

	/* run out: it still gives the date */
	state = judge(&sample, "2032-06-01");
	ck_assert(!state.is_supported);
	expect_until(&state, SUPPORT_ENTITLEMENT, "2032-05-31");
	ck_assert_int_eq(state.days_left, -1);
}
END_TEST

START_TEST(test_an_entitlement_that_ends_before_the_data_does_not_count) {
	static const char *const untils[] = { "2029-05-31", "2029-05-30", "2021-01-01" };

	for (size_t i = 0; i < ELEMENTSOF(untils); i++) {
		_cleanup_(sample_deinit) Sample sample;

		sample_init(&sample);
		sample.entitlement = (Entitlement){ .given = true, .until = day_of(untils[i]) };
		HostDay state = judge(&sample, "2026-11-20");
		expect_until(&state, SUPPORT_DATA, "2029-05-31");
	}
}
END_TEST

START_TEST(test_an_entitlement_over_an_undated_end_that_is_reached) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_TRUE;
	sample.entitlement = (Entitlement){ .given = true, .until = day_of("2027-01-01") };

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_ENTITLEMENT, "2027-01-01");
	ck_assert(state.is_supported && state.is_eol);
}
END_TEST

/* For an undated end that is not reached it does not count: nobody knows that it is longer. */
START_TEST(test_an_entitlement_over_an_open_end_does_not_count) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_FALSE;
	sample.entitlement = (Entitlement){ .given = true, .until = day_of("2032-05-31") };

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_NONE, NULL);
}
END_TEST

/* The extended phase of the data that has no end: supported, and no day to count to. */
START_TEST(test_an_open_entitlement_is_not_ended) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	sample.own->marks[MILESTONE_EOL] = MARK_TRUE;
	sample.entitlement = (Entitlement){ .given = true, .until = CIVIL_DAY_NONE };

	HostDay state = judge(&sample, "2026-11-20");
	expect_until(&state, SUPPORT_NONE, NULL);
	ck_assert(state.is_supported && state.is_eol);
	ck_assert_int_eq(state.days_left, DAYS_LEFT_NO_END);
}
END_TEST

/* ---- without a release ----------------------------------------------------------------------- */

static HostDay judge_unmatched(Sample *sample, Resolution resolution, const char *day) {
	HostFacts f = facts(sample);

	sample->match.resolution = resolution;
	if (resolution == RESOLUTION_NO_SUCH_PRODUCT) {
		sample->match.product = NULL;
		sample->match.matched_by = MATCHED_BY_NONE;
	}
	ck_assert_ptr_null(host_release(&f));
	return host_state_judge(&f, day_of(day));
}

START_TEST(test_the_vendors_word_where_no_release_matches) {
	static const Resolution resolutions[] = { RESOLUTION_NO_SUCH_PRODUCT,
		RESOLUTION_NO_SUCH_CYCLE, RESOLUTION_NEWER_THAN_DATA };

	for (size_t i = 0; i < ELEMENTSOF(resolutions); i++) {
		_cleanup_(sample_deinit) Sample sample;

		sample_init(&sample);
		sample_says(&sample, "ID=odd\nSUPPORT_END=2027-01-01\n");
		HostDay state = judge_unmatched(&sample, resolutions[i], "2026-12-31");
		expect_until(&state, SUPPORT_VENDOR, "2026-12-31");
		ck_assert_int_eq(state.status, STATUS_ACTIVE);
		ck_assert(state.is_supported && !state.is_eol);
		ck_assert_int_eq(state.days_left, 0);
		ck_assert_int_eq(state.point, POINT_UNKNOWN);

		state = judge_unmatched(&sample, resolutions[i], "2027-01-01");
		ck_assert_int_eq(state.status, STATUS_EOL);
		ck_assert(!state.is_supported && state.is_eol);
		ck_assert_int_eq(state.days_left, -1);
	}
}
END_TEST

START_TEST(test_what_nobody_knows_is_unknown_and_not_supported) {
	static const char *const texts[] = { "ID=odd\n", "", "ID=odd\nSUPPORT_END=\n",
		"ID=odd\nSUPPORT_END=soon\n", "ID=odd\nSUPPORT_END=2027-02-30\n" };

	for (size_t i = 0; i < ELEMENTSOF(texts); i++) {
		_cleanup_(sample_deinit) Sample sample;

		sample_init(&sample);
		sample_says(&sample, texts[i]);
		HostDay state = judge_unmatched(&sample, RESOLUTION_NO_SUCH_PRODUCT, "2026-11-20");
		expect_until(&state, SUPPORT_NONE, NULL);
		ck_assert_int_eq(state.status, STATUS_UNKNOWN);
		ck_assert(!state.is_supported && !state.is_eol);
		ck_assert_int_eq(state.days_left, DAYS_LEFT_NO_END);
		ck_assert_uint_eq(state.successor, HOST_NO_SUCCESSOR);
	}
}
END_TEST

/* ---- what comes next ------------------------------------------------------------------------- */

static ReleaseDraft *add_release(Sample *sample, const char *name, const char *from, Mark eol) {
	ReleaseDraft *release = draft_add(&sample->box, name);

	release->release_date = day_of(from);
	release->marks[MILESTONE_EOL] = eol;
	return release;
}

START_TEST(test_the_successor_is_the_newest_supported_release) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	add_release(&sample, "2", "2022-01-01", day_of("2031-01-01"));
	add_release(&sample, "4", "2030-01-01", MARK_FALSE); /* not out yet */
	add_release(&sample, "3", "2024-01-01", day_of("2033-01-01"));
	add_release(&sample, "3.5", "2025-01-01", MARK_TRUE); /* over */
	add_release(&sample, "3.6", "2025-01-01", MARK_ABSENT); /* unknown */

	ck_assert_uint_eq(judge(&sample, "2026-11-20").successor, 3);
	/* the day on which the next one comes out */
	ck_assert_uint_eq(judge(&sample, "2029-12-31").successor, 3);
	ck_assert_uint_eq(judge(&sample, "2030-01-01").successor, 2);
	/* the only one there is */
	ck_assert_uint_eq(judge(&sample, "2021-01-01").successor, HOST_NO_SUCCESSOR);
}
END_TEST

START_TEST(test_who_runs_the_newest_has_no_successor) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	add_release(&sample, "0", "2019-01-01", day_of("2031-01-01"));
	add_release(&sample, "twin", "2020-01-01", day_of("2031-01-01"));
	ck_assert_uint_eq(judge(&sample, "2026-11-20").successor, HOST_NO_SUCCESSOR);
	/* its own support is over: now another one is the newest supported */
	ck_assert_uint_eq(judge(&sample, "2030-01-01").successor, 2);
	/* all are over */
	ck_assert_uint_eq(judge(&sample, "2032-01-01").successor, HOST_NO_SUCCESSOR);
}
END_TEST

/* A short-lived release that is over leaves an older one that is not (CentOS 8 and 7 once). */
START_TEST(test_the_successor_may_be_older) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	add_release(&sample, "0", "2014-01-01", day_of("2031-01-01"));
	ck_assert_uint_eq(judge(&sample, "2029-06-01").successor, 1);
}
END_TEST

START_TEST(test_a_version_that_is_unknown_has_a_successor_all_the_same) {
	_cleanup_(sample_deinit) Sample sample;

	sample_init(&sample);
	add_release(&sample, "2", "2022-01-01", day_of("2031-01-01"));
	ck_assert_uint_eq(
		judge_unmatched(&sample, RESOLUTION_NO_SUCH_CYCLE, "2026-11-20").successor, 1);
	/* but what is newer than all we know is not told to go back */
	ck_assert_uint_eq(
		judge_unmatched(&sample, RESOLUTION_NEWER_THAN_DATA, "2026-11-20").successor,
		HOST_NO_SUCCESSOR);
}
END_TEST

TEST_MAIN("host-state", test_the_datas_date_counts_before_the_vendors,
	test_the_vendor_counts_where_the_data_has_no_end,
	test_the_vendor_does_not_bring_back_what_has_ended, test_no_date_at_all_is_no_end_known,
	test_an_overrides_end_says_so, test_an_override_without_a_date_gives_none,
	test_sources_differ_by_more_than_a_day, test_sources_differ_needs_two_dates,
	test_an_entitlement_runs_past_the_datas_end,
	test_an_entitlement_that_ends_before_the_data_does_not_count,
	test_an_entitlement_over_an_undated_end_that_is_reached,
	test_an_entitlement_over_an_open_end_does_not_count, test_an_open_entitlement_is_not_ended,
	test_the_vendors_word_where_no_release_matches,
	test_what_nobody_knows_is_unknown_and_not_supported,
	test_the_successor_is_the_newest_supported_release,
	test_who_runs_the_newest_has_no_successor, test_the_successor_may_be_older,
	test_a_version_that_is_unknown_has_a_successor_all_the_same)
