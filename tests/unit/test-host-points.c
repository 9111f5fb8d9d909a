/* SPDX-License-Identifier: MIT */
/* Point releases and what comes next, by the facts that are shipped for AlmaLinux. */
#include "snapshot/host-state.h"

#include <string.h>

#include "drafts.h"
#include "served-data.h"

static HostDay alma(const char *version, const char *day) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_shipped();
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = NULL;
	_cleanup_(freep) char *os = NULL;

	ck_assert_int_gt(asprintf(&os,
				 "ID=almalinux\nNAME=AlmaLinux\nVERSION_ID=\"%s\"\n"
				 "CPE_NAME=\"cpe:/o:almalinux:almalinux:9::baseos\"\n",
				 version),
		0);
	snapshot = snapshot_of(dataset, "track: []\n", os, "2026-11-20");
	HostFacts f = snapshot_host(snapshot);
	return host_state_judge(&f, day_of(day));
}

static void expect_point(
	const char *version, const char *day, PointState point, const char *superseded_on) {
	HostDay state = alma(version, day);

	ck_assert_msg(
		state.point == point, "%s on %s: %s", version, day, point_state_name(state.point));
	ck_assert_int_eq(
		state.superseded_on, superseded_on ? day_of(superseded_on) : CIVIL_DAY_NONE);
}

START_TEST(test_almalinux_9_7_is_superseded_since_9_8_came_out) {
	expect_point("9.7", "2026-05-25", POINT_CURRENT, NULL);
	expect_point("9.7", "2026-05-26", POINT_SUPERSEDED, "2026-05-26");
	expect_point("9.7", "2026-11-20", POINT_SUPERSEDED, "2026-05-26");
	expect_point("9.8", "2026-05-26", POINT_CURRENT, NULL);
	expect_point("9.8", "2032-05-31", POINT_CURRENT, NULL);
	expect_point("9.9", "2026-11-20", POINT_NEWER_THAN_DATA, NULL);
	expect_point("9.10", "2026-11-20", POINT_NEWER_THAN_DATA, NULL);
	expect_point("9.0", "2022-11-15", POINT_CURRENT, NULL);
	expect_point("9.0", "2026-11-20", POINT_SUPERSEDED, "2022-11-16");
	expect_point("9", "2026-11-20", POINT_UNKNOWN, NULL);
}
END_TEST

/* 3 is not 30: versions compare by components. */
START_TEST(test_almalinux_8_10_is_the_last_of_its_major) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_shipped();
	static const struct {
		const char *version;
		PointState point;
		const char *superseded_on;
	} cases[] = {
		{ "8.10", POINT_CURRENT, NULL },
		{ "8.9", POINT_SUPERSEDED, "2024-05-28" },
		{ "8.3", POINT_SUPERSEDED, "2021-05-26" },
		{ "8.11", POINT_NEWER_THAN_DATA, NULL },
		{ "8.1", POINT_UNKNOWN, NULL }, /* there never was one */
		{ "8", POINT_UNKNOWN, NULL },
		{ "8.10.1", POINT_NEWER_THAN_DATA, NULL },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(freep) char *os = NULL;

		ck_assert_int_gt(
			asprintf(&os, "ID=almalinux\nVERSION_ID=%s\n", cases[i].version), 0);
		_cleanup_(snapshot_unrefp) Snapshot *snapshot =
			snapshot_of(dataset, "track: []\n", os, "2026-11-20");
		HostFacts f = snapshot_host(snapshot);
		HostDay state = host_state_judge(&f, snapshot->today);

		ck_assert_msg(state.point == cases[i].point, "%s: %s", cases[i].version,
			point_state_name(state.point));
		ck_assert_int_eq(state.superseded_on,
			cases[i].superseded_on ? day_of(cases[i].superseded_on) : CIVIL_DAY_NONE);
	}
}
END_TEST

/* Superseded or not, the major's support counts, and 10 comes next. */
START_TEST(test_almalinux_stays_supported_as_its_major) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_shipped();
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = snapshot_of(dataset, "track: []\n",
		"ID=almalinux\nVERSION_ID=9.7\nSUPPORT_END=2032-06-01\n", "2026-11-20");
	HostFacts f = snapshot_host(snapshot);
	HostDay state = host_state_judge(&f, snapshot->today);
	const Product *product = f.match->product;

	ck_assert_int_eq(state.source, SUPPORT_DATA);
	ck_assert_int_eq(state.supported_until, day_of("2032-05-31"));
	ck_assert(state.is_supported);
	ck_assert(!host_sources_differ(&f));
	ck_assert_int_eq(state.days_left, 2019);
	ck_assert_str_eq(release_name(product, product_release(product, state.successor)), "10");
	/* on the day before 10 came out the host ran the newest */
	ck_assert_uint_eq(host_state_judge(&f, day_of("2025-05-26")).successor, HOST_NO_SUCCESSOR);
	ck_assert_uint_ne(host_state_judge(&f, day_of("2025-05-27")).successor, HOST_NO_SUCCESSOR);
	/* security support only, from the day after the end of active support */
	ck_assert_int_eq(host_state_judge(&f, day_of("2027-05-31")).status, STATUS_ACTIVE);
	ck_assert_int_eq(host_state_judge(&f, day_of("2027-06-01")).status, STATUS_SECURITY);
}
END_TEST

/* Where the data does not say that a point release ends with the next, nothing is known of it. */
START_TEST(test_points_without_a_policy_are_unknown) {
	static const unsigned flags[] = { 0, PRODUCT_POINTS_SUPERSEDED };
	PointReleaseDraft points[] = {
		{ .version = "1.1", .release_date = day_of("2021-01-01") },
		{ .version = "1.0", .release_date = day_of("2020-01-01") },
	};

	for (size_t i = 0; i < ELEMENTSOF(flags); i++) {
		DraftBox box = draft_box("sample");
		ReleaseDraft *release = draft_add(&box, "1");

		release->points = points;
		release->n_points = ELEMENTSOF(points);
		box.draft.flags = flags[i];

		_cleanup_(product_unrefp) Product *product = draft_seal(&box);
		OsRelease os = os_release_of("ID=sample\nVERSION_ID=1.0\n");
		const HostMatch match = { .matched_by = MATCHED_BY_ID, .product = product };
		const HostFacts f = { .os = &os, .match = &match, .entitlement = ENTITLEMENT_NONE };

		ck_assert_int_eq(host_state_judge(&f, day_of("2026-11-20")).point,
			flags[i] ? POINT_SUPERSEDED : POINT_UNKNOWN);
		os_release_deinit(&os);
	}
}
END_TEST

TEST_MAIN("host-points", test_almalinux_9_7_is_superseded_since_9_8_came_out,
	test_almalinux_8_10_is_the_last_of_its_major, test_almalinux_stays_supported_as_its_major,
	test_points_without_a_policy_are_unknown)
