/* SPDX-License-Identifier: MIT */
#include "snapshot/snapshot.h"

#include <string.h>
#include <sys/stat.h>

#include "served-data.h"

#define HEAD(name) "title: " name "\ncategory: os\npermalink: /" name "\nreleases:\n"

static const char data_alpha[] =
	HEAD("alpha") "  - {releaseCycle: \"3\", releaseDate: 2027-03-01, eol: 2030-01-01}\n"
		      "  - {releaseCycle: \"2\", releaseDate: 2022-01-01, eol: 2026-11-20, latest: "
		      "\"2.9\", "
		      "latestReleaseDate: 2026-05-04}\n"
		      "  - {releaseCycle: \"1\", releaseDate: 2020-01-01, eol: 2025-01-01, latest: "
		      "\"1.9\", "
		      "latestReleaseDate: 2026-12-01}\n";

static ScratchDir alpha_dir(void) {
	ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/alpha.yaml", data_alpha);
	return dir;
}

static uint64_t usec_of(const char *text) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(text, &day), 0);
	return civil_day_to_usec(day);
}

/* ---- how fresh ------------------------------------------------------------------------------- */

/* What has not happened yet is no sign of freshness. */
START_TEST(test_fresh_is_the_newest_fact_not_after_today) {
	static const struct {
		const char *today, *fresh;
	} cases[] = {
		{ "2026-11-20", "2026-05-04" },
		{ "2026-05-04", "2026-05-04" },
		{ "2026-05-03", "2022-01-01" },
		{ "2026-12-01", "2026-12-01" },
		{ "2027-02-28", "2026-12-01" },
		{ "2027-03-01", "2027-03-01" },
		{ "2035-01-01", "2027-03-01" },
	};
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(snapshot_unrefp) Snapshot *snapshot =
			snapshot_of(dataset, "", "", cases[i].today);

		ck_assert_uint_eq(snapshot->data_usec, usec_of(cases[i].fresh));
	}
}
END_TEST

/* Images set all times to 0, copies renew them: neither may be seen. */
START_TEST(test_the_times_of_files_do_not_count) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "data/alpha.yaml");
	static const time_t times[] = { 0, 4102444800 };

	for (size_t i = 0; i < ELEMENTSOF(times); i++) {
		const struct timespec both[] = { { .tv_sec = times[i] }, { .tv_sec = times[i] } };

		ck_assert_int_eq(utimensat(AT_FDCWD, path, both, 0), 0);
		_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
		_cleanup_(snapshot_unrefp) Snapshot *snapshot =
			snapshot_of(dataset, "", "", "2026-11-20");

		ck_assert_uint_eq(snapshot->data_usec, usec_of("2026-05-04"));
	}
}
END_TEST

START_TEST(test_stale_is_more_days_than_configured) {
	static const struct {
		const char *today, *config;
		bool stale;
	} cases[] = {
		{ "2026-10-31", "", false }, /* 180 days is the default */
		{ "2026-11-01", "", true },
		{ "2026-05-05", "staleAfterDays: 1\n", false },
		{ "2026-05-06", "staleAfterDays: 1\n", true },
		{ "2026-11-30", "staleAfterDays: 210\n", false },
		{ "2026-11-30", "staleAfterDays: 209\n", true },
		{ "9999-12-31", "staleAfterDays: 36500\n", true },
	};
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(snapshot_unrefp) Snapshot *snapshot =
			snapshot_of(dataset, cases[i].config, "", cases[i].today);

		ck_assert_msg(snapshot->is_stale == cases[i].stale, "%s %s", cases[i].today,
			cases[i].config);
	}
}
END_TEST

/* Facts all lie ahead, or there are none: every answer deserves a doubt. */
START_TEST(test_no_facts_are_stale) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir(), empty = served_data_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	_cleanup_(dataset_unrefp) Dataset *nothing = dataset_of(&empty, NULL);
	_cleanup_(snapshot_unrefp) Snapshot *early = snapshot_of(dataset, "", "", "2019-12-31");
	_cleanup_(snapshot_unrefp) Snapshot *none = snapshot_of(nothing, "", "", "2026-11-20");

	ck_assert_uint_eq(early->data_usec, 0);
	ck_assert(early->is_stale);
	ck_assert_uint_eq(none->data_usec, 0);
	ck_assert(none->is_stale);
}
END_TEST

#define IMPORT(at) \
	"{\"schema_version\":\"1.2.1\",\"generated_at\":\"" at \
	"\",\"total\":1,\"result\":[{\"name\":\"beta\",\"label\":\"Beta\"," \
	"\"category\":\"os\",\"tags\":[\"os\"],\"aliases\":[],\"releases\":[]}]}"

/* An import says when it was made; it counts up to the end of today. */
START_TEST(test_an_imports_time_counts_if_later_and_not_after_today) {
	static const struct {
		const char *today;
		uint64_t usec;
	} cases[] = {
		{ "2026-11-20", UINT64_C(1793491200000000) + UINT64_C(45296) * 1000000 },
		{ "2026-11-01", UINT64_C(1793491200000000) + UINT64_C(45296) * 1000000 },
		{ "2026-10-31", 0 /* not yet: 2026-05-04 */ },
		{ "1969-12-31", 1 /* nothing at all */ },
		{ "1950-01-01", 1 },
	};
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();

	scratch_dir_write(&dir, "data/import.json", IMPORT("2026-11-01T12:34:56+00:00"));
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	ck_assert_uint_eq(dataset->problems.n_refused, 0);

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(snapshot_unrefp) Snapshot *snapshot =
			snapshot_of(dataset, "", "", cases[i].today);
		uint64_t expected = cases[i].usec == 0   ? usec_of("2026-05-04")
				    : cases[i].usec == 1 ? 0
							 : cases[i].usec;

		ck_assert_msg(snapshot->data_usec == expected, "%s: %llu", cases[i].today,
			(unsigned long long)snapshot->data_usec);
	}
}
END_TEST

/* ---- what comes next ------------------------------------------------------------------------- */

static void expect_next(const char *config, const char *os_text, const char *today,
	const char *date, const char *cycle) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	_cleanup_(snapshot_unrefp) Snapshot *snapshot =
		snapshot_of(dataset, config, os_text, today);
	const Catalog *catalog = snapshot_catalog(snapshot);
	TimelineEntry entry;
	size_t place;

	if (!date) {
		ck_assert_uint_eq(snapshot->next_transition, SIZE_MAX);
		return;
	}
	ck_assert_uint_ne(snapshot->next_transition, SIZE_MAX);
	entry = timeline_entry(dataset->timeline, snapshot->next_transition);
	ck_assert_uint_eq(civil_day_to_usec(entry.date), usec_of(date));
	(void)catalog_find_serial(catalog, entry.serial, NULL, &place);
	ck_assert_str_eq(release_name(catalog_product(catalog, 0),
				 product_release(catalog_product(catalog, 0), place)),
		cycle);
}

START_TEST(test_the_next_transition_of_what_is_tracked) {
	static const char all[] = "track:\n  - {product: alpha, cycle: \"2\"}\n"
				  "  - {product: alpha, cycle: \"3\"}\n";

	/* today's counts, as its day is not over */
	expect_next(all, "", "2026-11-20", "2026-11-20", "2");
	expect_next(all, "", "2026-11-21", "2030-01-01", "3");
	expect_next(all, "", "2030-01-01", "2030-01-01", "3");
	expect_next(all, "", "2030-01-02", NULL, NULL);
	/* only what is tracked */
	expect_next("track:\n  - {product: alpha, cycle: \"3\"}\n", "", "2020-01-01", "2030-01-01",
		"3");
	expect_next("", "", "2020-01-01", NULL, NULL);
	/* ... and that is the host */
	expect_next("", "ID=alpha\nVERSION_ID=2.4\n", "2020-01-01", "2026-11-20", "2");
}
END_TEST

/* ---- together -------------------------------------------------------------------------------- */

START_TEST(test_problems_of_all_sources_stand_together) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(problems_deinit) Problems other = PROBLEMS_INIT;
	_cleanup_(config_unrefp) Config *config =
		config_of("track:\n  - {product: gamma, cycle: \"1\"}\n", NULL);
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = NULL;
	OsRelease os = os_release_of("ID=alpha\n");

	scratch_dir_write(&dir, "data/bad.yaml", "title: [\n");
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);

	problems_add(&other, PROBLEM_REFUSED, "state", NULL, 0, "damaged");
	ck_assert_int_eq(snapshot_new(dataset, config, &os, &other, 20000, &snapshot), 0);
	ck_assert_uint_eq(snapshot->problems.n_refused, 3);
	ck_assert_ptr_nonnull(strstr(snapshot->problems.items[0].file, "bad.yaml"));
	ck_assert_str_eq(snapshot->problems.items[1].message, "damaged");
	ck_assert_ptr_nonnull(strstr(snapshot->problems.items[2].message, "gamma"));
	/* taken over */
	ck_assert_ptr_null(os.values[OS_RELEASE_ID]);
	ck_assert_str_eq(os_release_get(&snapshot->os_release, OS_RELEASE_ID), "alpha");
	/* copied */
	ck_assert_uint_eq(other.n_refused, 1);
}
END_TEST

START_TEST(test_a_snapshot_outlives_what_it_was_made_of) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	Dataset *dataset = dataset_of(&dir, NULL);
	Snapshot *snapshot = snapshot_of(dataset,
		"track:\n  - {product: alpha, cycle: \"3\"}\n  - {product: gone, version: v1}\n",
		"ID=alpha\nVERSION_ID=2\n", "2026-11-20");

	dataset_unref(dataset);
	scratch_dir_deinit(&dir);
	ck_assert_ptr_eq(snapshot_ref(snapshot), snapshot);
	ck_assert_ptr_null(snapshot_unref(snapshot));
	ck_assert_uint_eq(snapshot->tracking.n_items, 3);
	ck_assert_str_eq(snapshot->tracking.items[0].cycle, "2");
	ck_assert_str_eq(snapshot->tracking.items[1].cycle, "3");
	ck_assert_str_eq(snapshot->tracking.items[2].product, "gone");
	ck_assert_ptr_null(snapshot_unref(snapshot));
	ck_assert_ptr_null(snapshot_unref(NULL));
}
END_TEST

/* An entitlement is the host's as well as the release's. */
START_TEST(test_entitlements_reach_release_and_host) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = snapshot_of(dataset,
		"entitlements:\n  - {product: alpha, cycle: \"1\", until: 2027-01-01}\n",
		"ID=alpha\nVERSION_ID=1.9\n", "2026-11-20");
	const Product *product = catalog_product(dataset->catalog, 0);
	HostFacts host = snapshot_host(snapshot);
	Judgement judgement =
		snapshot_judge(snapshot, product, product_release(product, 2), 2, snapshot->today);

	ck_assert(judgement.is_supported);
	ck_assert_int_eq(judgement.status, STATUS_EOL);
	ck_assert(host.entitlement.given);
	ck_assert(host_state_judge(&host, snapshot->today).is_supported);
	ck_assert(!snapshot_judge(snapshot, product, product_release(product, 2), 2,
		civil_day_from_usec(usec_of("2027-01-02")))
			   .is_supported);
	/* another release has none */
	ck_assert(!tracking_entitlement(&snapshot->tracking, 1).given);
}
END_TEST

START_TEST(test_the_longest_warning) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = alpha_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	_cleanup_(snapshot_unrefp) Snapshot *usual = snapshot_of(dataset, "", "", "2026-11-20");
	_cleanup_(snapshot_unrefp) Snapshot *own =
		snapshot_of(dataset, "warningDays: [7, 365, 30]\n", "", "2026-11-20");
	_cleanup_(snapshot_unrefp) Snapshot *none =
		snapshot_of(dataset, "warningDays: []\n", "", "2026-11-20");

	ck_assert_uint_eq(snapshot_longest_warning(usual), 180);
	ck_assert_uint_eq(snapshot_longest_warning(own), 365);
	ck_assert_uint_eq(snapshot_longest_warning(none), 0);
}
END_TEST

TEST_MAIN("snapshot", test_fresh_is_the_newest_fact_not_after_today,
	test_the_times_of_files_do_not_count, test_stale_is_more_days_than_configured,
	test_no_facts_are_stale, test_an_imports_time_counts_if_later_and_not_after_today,
	test_the_next_transition_of_what_is_tracked, test_problems_of_all_sources_stand_together,
	test_a_snapshot_outlives_what_it_was_made_of, test_entitlements_reach_release_and_host,
	test_the_longest_warning)
