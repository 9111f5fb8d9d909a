/* SPDX-License-Identifier: MIT */
#include "reader/product-check.h"

#include "test-reader.h"

#define DAY(text) \
	({ \
		CivilDay day_ = 0; \
		ck_assert_int_eq(civil_day_parse(text, &day_), 0); \
		day_; \
	})

static ReleaseDraft release(const char *name, unsigned line) {
	ReleaseDraft draft = {
		.name = name,
		.line = line,
		.release_date = DAY("2020-01-01"),
		.latest_date = CIVIL_DAY_NONE,
	};

	for (size_t i = 0; i < _MILESTONE_MAX; i++)
		draft.marks[i] = MARK_ABSENT;
	draft.marks[MILESTONE_EOL] = DAY("2025-01-01");
	return draft;
}

START_TEST(test_names_are_sorted_beside_the_releases) {
	ReleaseDraft releases[] = { release("9", 1), release("10", 2), release("9.1", 3) };
	ProductDraft draft = { .name = "a", .releases = releases, .n_releases = 3 };
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_int_eq(product_check(&reading.ctx, &draft), 0);
	ck_assert_uint_eq(draft.by_name[0], 1);
	ck_assert_uint_eq(draft.by_name[1], 0);
	ck_assert_uint_eq(draft.by_name[2], 2);
	/* the releases themselves stay where they are */
	ck_assert_str_eq(draft.releases[0].name, "9");
	ck_assert_uint_eq(reading.problems.n_total, 0);
}
END_TEST

START_TEST(test_of_two_of_one_name_the_later_is_to_blame) {
	ReleaseDraft releases[] = { release("9", 1), release("10", 2), release("9", 3) };
	ProductDraft draft = { .name = "a", .releases = releases, .n_releases = 3 };
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_int_eq(product_check(&reading.ctx, &draft), -EBADMSG);
	assert_refused(&reading.problems, 3, "two releases are called 9");
}
END_TEST

START_TEST(test_a_product_without_releases_is_doubted) {
	ProductDraft draft = { .name = "a" };
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	ck_assert_int_eq(product_check(&reading.ctx, &draft), 0);
	assert_doubted(&reading.problems, 0, "a product without releases");
}
END_TEST

START_TEST(test_dates_that_run_backwards_are_doubted) {
	ReleaseDraft releases[] = { release("9", 7) };
	ProductDraft draft = { .name = "a", .releases = releases, .n_releases = 1 };
	_cleanup_(reading_end) Reading reading, hidden;

	releases[0].marks[MILESTONE_EOAS] = DAY("2026-01-01");
	releases[0].marks[MILESTONE_EOES] = DAY("2019-01-01");
	/* nobody sees a column that is off */
	reading_begin(&hidden);
	ck_assert_int_eq(product_check(&hidden.ctx, &draft), 0);
	ck_assert_uint_eq(hidden.problems.n_total, 0);
	draft.column_labels[MILESTONE_EOAS] = "Active";
	draft.column_labels[MILESTONE_EOES] = "Extended";
	reading_begin(&reading);
	ck_assert_int_eq(product_check(&reading.ctx, &draft), 0);
	assert_doubted(&reading.problems, 7, "release 9: eoas is after eol");
	assert_doubted(&reading.problems, 7, "release 9: releaseDate is after eoes");
	assert_doubted(&reading.problems, 7, "release 9: eol is after eoes");
	assert_doubted(&reading.problems, 7, "release 9: eoas is after eoes");
	ck_assert_uint_eq(reading.problems.n_total, 4);
}
END_TEST

START_TEST(test_what_has_no_date_or_the_same_is_in_order) {
	ReleaseDraft releases[] = { release("9", 7), release("8", 8) };
	ProductDraft draft = { .name = "a",
		.releases = releases,
		.n_releases = 2,
		.column_labels = { [MILESTONE_EOAS] = "A", [MILESTONE_EOES] = "E" } };
	_cleanup_(reading_end) Reading reading;

	releases[0].marks[MILESTONE_EOAS] = MARK_TRUE;
	releases[0].marks[MILESTONE_EOES] = MARK_FALSE;
	releases[1].marks[MILESTONE_EOAS] = releases[1].marks[MILESTONE_EOL] =
		releases[1].marks[MILESTONE_EOES] = releases[1].release_date;
	reading_begin(&reading);
	ck_assert_int_eq(product_check(&reading.ctx, &draft), 0);
	ck_assert_uint_eq(reading.problems.n_total, 0);
}
END_TEST

START_TEST(test_templates_that_cannot_be_rendered_are_doubted) {
	ReleaseDraft releases[] = { release("9", 7), release("8", 8), release("7", 9) };
	ProductDraft draft = { .name = "a",
		.releases = releases,
		.n_releases = 3,
		.changelog_template = "{{ 'a' | reverse }}",
		.release_label = "{% for x %}" };
	_cleanup_(reading_end) Reading reading;

	releases[0].label = "{{ open";
	/* a link is a template only with a placeholder in it */
	releases[0].link = "https://example.org/{{ x | y }}";
	releases[1].link = "https://example.org/__LATEST__{{ x | y }}";
	/* what is final is no template */
	releases[2].label = "{{ open";
	releases[2].link = "__LATEST__{{ x | y }}";
	releases[2].flags = RELEASE_FINAL_LABEL | RELEASE_FINAL_LINK;
	reading_begin(&reading);
	ck_assert_int_eq(product_check(&reading.ctx, &draft), 0);
	assert_doubted(&reading.problems, 0, "changelogTemplate: ");
	assert_doubted(&reading.problems, 0, "releaseLabel: ");
	assert_doubted(&reading.problems, 7, "release 9: ");
	assert_doubted(&reading.problems, 8, "release 8: ");
	ck_assert_uint_eq(reading.problems.n_total, 4);
}
END_TEST

START_TEST(test_after_an_override_only_what_it_touched_is_looked_at) {
	ReleaseDraft releases[] = { release("9", 0), release("8", 21) };
	ProductDraft before = { .name = "a",
		.releases = releases,
		.n_releases = 2,
		.changelog_template = "{{ open",
		.release_label = "fine" };
	ProductDraft after = before;
	_cleanup_(reading_end) Reading reading;

	releases[0].marks[MILESTONE_EOL] = releases[1].marks[MILESTONE_EOL] = DAY("2001-01-01");
	after.release_label = "{{ open";
	reading_begin(&reading);
	product_check_changes(&reading.ctx, &before, &after);
	assert_doubted(&reading.problems, 21, "release 8: releaseDate is after eol");
	assert_doubted(&reading.problems, 0, "releaseLabel: ");
	ck_assert_uint_eq(reading.problems.n_total, 2);
}
END_TEST

TEST_MAIN("product-check", test_names_are_sorted_beside_the_releases,
	test_of_two_of_one_name_the_later_is_to_blame, test_a_product_without_releases_is_doubted,
	test_dates_that_run_backwards_are_doubted, test_what_has_no_date_or_the_same_is_in_order,
	test_templates_that_cannot_be_rendered_are_doubted,
	test_after_an_override_only_what_it_touched_is_looked_at)
