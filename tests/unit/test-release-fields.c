/* SPDX-License-Identifier: MIT */
#include "reader/release-fields.h"

#include "reader/product-file.h"
#include "test-reader.h"

#define HEAD "title: Kettle\ncategory: os\npermalink: /kettle\nreleases:\n"

static ProductDraft read_good(Reading *reading, const char *text) {
	ProductDraft draft = { 0 };

	reading_begin(reading);
	int r = product_file_read(&reading->ctx, text, strlen(text), 1, &draft);
	if (r < 0)
		print_problems(&reading->problems);
	ck_assert_int_eq(r, 0);
	return draft;
}

static void assert_wrong(const char *text, unsigned line, const char *part) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft;

	reading_begin(&reading);
	ck_assert_int_eq(product_file_read(&reading.ctx, text, strlen(text), 1, &draft), -EBADMSG);
	assert_refused(&reading.problems, line, part);
}

START_TEST(test_everything_that_a_release_may_say) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading,
		HEAD "  - releaseCycle: '9'\n    releaseLabel: Nine\n    codename: Nein\n"
		     "    releaseDate: 1970-01-02\n    lts: 1970-01-03\n    eoas: true\n    eol: "
		     "1970-01-04\n"
		     "    eoes: false\n    discontinued: no\n    latest: '9.1'\n    "
		     "latestReleaseDate: 1970-01-05\n"
		     "    link: https://example.org\n    architectures: [x86_64]\n"
		     "    pointReleases: [{version: '9.1', releaseDate: 1970-01-05, codename: p}]\n"
		     "    outOfOrder: true\n");
	const ReleaseDraft *release = &draft.releases[0];

	ck_assert_uint_eq(reading.problems.n_total, 0);
	ck_assert_uint_eq(release->line, 5);
	ck_assert_str_eq(release->name, "9");
	ck_assert_str_eq(release->label, "Nine");
	ck_assert_str_eq(release->codename, "Nein");
	ck_assert_int_eq(release->release_date, 1);
	ck_assert_int_eq(release->marks[MILESTONE_LTS], 2);
	ck_assert_int_eq(release->marks[MILESTONE_EOAS], MARK_TRUE);
	ck_assert_int_eq(release->marks[MILESTONE_EOL], 3);
	ck_assert_int_eq(release->marks[MILESTONE_EOES], MARK_FALSE);
	ck_assert_int_eq(release->marks[MILESTONE_DISCONTINUED], MARK_FALSE);
	ck_assert_str_eq(release->latest, "9.1");
	ck_assert_int_eq(release->latest_date, 4);
	ck_assert_str_eq(release->link, "https://example.org");
	ck_assert_uint_eq(release->flags, 0);
	ck_assert_uint_eq(release->architectures.n, 1);
	ck_assert_uint_eq(release->n_points, 1);
	ck_assert_str_eq(release->points[0].codename, "p");
}
END_TEST

START_TEST(test_three_kinds_of_nothing) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading,
		HEAD "  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no, latest: '', "
		     "codename: ''}\n"
		     "  - {releaseCycle: b, releaseDate: 2020-01-01, eol: no, link: null}\n"
		     "  - {releaseCycle: c, releaseDate: 2020-01-01, eol: no, eoes: ~}\n");

	/* nothing said */
	ck_assert_ptr_null(draft.releases[0].link);
	ck_assert_uint_eq(draft.releases[0].flags, 0);
	ck_assert_int_eq(draft.releases[0].marks[MILESTONE_EOES], MARK_ABSENT);
	/* an empty text */
	ck_assert_str_eq(draft.releases[0].latest, "");
	ck_assert_str_eq(draft.releases[0].codename, "");
	/* said to be nothing */
	ck_assert_uint_eq(draft.releases[1].flags, RELEASE_NO_LINK);
	ck_assert_ptr_null(draft.releases[1].latest);
	ck_assert_int_eq(draft.releases[2].marks[MILESTONE_EOES], MARK_ABSENT);
	assert_doubted(&reading.problems, 7, "eoes: no value");
	ck_assert_uint_eq(reading.problems.n_total, 1);
}
END_TEST

START_TEST(test_releases_stay_in_the_files_order_and_are_found_by_name) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading,
		HEAD "  - {releaseCycle: '9', releaseDate: 2020-01-01, eol: no}\n"
		     "  - {releaseCycle: '10', releaseDate: 2021-01-01, eol: no}\n");

	ck_assert_str_eq(draft.releases[0].name, "9");
	ck_assert_str_eq(draft.releases[draft.by_name[0]].name, "10");
}
END_TEST

START_TEST(test_what_a_release_must_say) {
	assert_wrong(HEAD "  - {releaseDate: 2020-01-01, eol: no}\n", 5,
		"a release without releaseCycle");
	assert_wrong(HEAD "  - {releaseCycle: a, eol: no}\n", 5, "release a has no releaseDate");
	assert_wrong(HEAD "  - {releaseCycle: a, releaseDate: 2020-01-01}\n", 5,
		"release a does not say eol");
	assert_wrong(HEAD "  - {releaseCycle: a, releaseDate: 2020-01-01, eol: }\n", 5,
		"release a does not say eol");
	assert_wrong(HEAD "  - text\n", 5, "an entry that is no mapping");
	assert_wrong("title: a\ncategory: b\npermalink: /c\nreleases: {a: 1}\n", 4,
		"releases: a list was expected");
	/* one that is wrong takes the product with it: half of it would be a lie */
	assert_wrong(HEAD "  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no}\n"
			  "  - {releaseCycle: b, releaseDate: 2020-13-01, eol: no}\n",
		6, "'2020-13-01' is no date");
}
END_TEST

START_TEST(test_names_that_cannot_be) {
	assert_wrong(HEAD "  - {releaseCycle: a/b, releaseDate: 2020-01-01, eol: no}\n", 5,
		"'a/b' cannot be a cycle");
	assert_wrong(HEAD "  - {releaseCycle: \"9\\n/etc\", releaseDate: 2020-01-01, eol: no}\n", 5,
		"cannot be a cycle");
	assert_wrong(HEAD "  - {releaseCycle: '', releaseDate: 2020-01-01, eol: no}\n", 5,
		"cannot be a cycle");
	assert_wrong(HEAD "  - {releaseCycle: ~, releaseDate: 2020-01-01, eol: no}\n", 5,
		"cannot be a cycle");
	assert_wrong(HEAD "  - {releaseCycle: [9], releaseDate: 2020-01-01, eol: no}\n", 5,
		"releaseCycle: a text was expected");
	assert_wrong(HEAD "  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no}\n"
			  "  - {releaseCycle: 'a', releaseDate: 2020-01-01, eol: no}\n",
		6, "two releases are called a");
}
END_TEST

START_TEST(test_a_key_that_stands_twice) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading,
		HEAD "  - releaseCycle: a\n    releaseDate: 2020-01-01\n    eol: true\n"
		     "    eol: false\n    releaseCycle: b\n");

	ck_assert_int_eq(draft.releases[0].marks[MILESTONE_EOL], MARK_FALSE);
	ck_assert_str_eq(draft.releases[0].name, "b");
	assert_doubted(&reading.problems, 8, "eol stands twice");
	assert_doubted(&reading.problems, 9, "releaseCycle stands twice");
}
END_TEST

START_TEST(test_point_releases_need_version_and_date) {
	assert_wrong(HEAD
		"  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no, pointReleases: x}\n",
		5, "pointReleases: a list was expected");
	assert_wrong(HEAD
		"  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no, pointReleases: [x]}\n",
		5, "pointReleases: an entry that is no mapping");
	assert_wrong(HEAD
		"  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no, pointReleases: [{}]}\n",
		5, "pointReleases: an entry without a version");
	assert_wrong(HEAD "  - {releaseCycle: a, releaseDate: 2020-01-01, eol: no, "
			  "pointReleases: [{version: a.1}]}\n",
		5, "pointReleases: a.1 has no releaseDate");
}
END_TEST

TEST_MAIN("release-fields", test_everything_that_a_release_may_say, test_three_kinds_of_nothing,
	test_releases_stay_in_the_files_order_and_are_found_by_name, test_what_a_release_must_say,
	test_names_that_cannot_be, test_a_key_that_stands_twice,
	test_point_releases_need_version_and_date)
