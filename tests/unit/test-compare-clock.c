/* SPDX-License-Identifier: MIT */
/* What a clock that is set does to announcing; the other half of test-compare.c. */
#include "announce/compare.h"

#include "scene.h"

/* Ends of life on 2026-05-01, -05-02 ... -05-05; the newest version came out on 2026-04-20. */
static DraftBox five_ends(void) {
	static const char *const cycles[] = { "1", "2", "3", "4", "5" };
	DraftBox box = draft_box("p");

	for (size_t i = 0; i < ELEMENTSOF(cycles); i++) {
		ReleaseDraft *release = draft_add(&box, cycles[i]);

		release->marks[MILESTONE_EOL] = day_of("2026-05-01") + (CivilDay)i;
		release->latest_date = day_of("2026-04-20");
	}
	return box;
}

static Scene scene_without_leads(void) {
	Scene scene = scene_new();

	scene.config->n_warning_days = 0;
	return scene;
}

START_TEST(test_set_forth_and_back_repeats_nothing) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends();

	scene_day(&scene, "2026-05-02", &box);
	scene_expect(&scene, "2026-05-04", &box,
		"reached p/2 eol 2026-05-02\nreached p/3 eol 2026-05-03\n");
	scene_expect(&scene, "2026-05-01", &box, "");
	scene_expect(&scene, "2026-05-04", &box, "");
	scene_expect(&scene, "2026-05-02", &box, "");
	scene_expect(&scene, "2026-05-05", &box, "reached p/4 eol 2026-05-04\n");
	scene_expect(&scene, "2026-05-01", &box, "");
	/* back at the day that was announced */
	scene_expect(&scene, "2026-05-05", &box, "");
	scene_expect(&scene, "2026-05-06", &box, "reached p/5 eol 2026-05-05\n");
}
END_TEST

START_TEST(test_a_wrong_leap_does_not_silence_ten_years) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends();

	scene_day(&scene, "2026-05-01", &box);
	scene_expect(&scene, "2036-01-01", &box,
		"reached p/1 eol 2026-05-01\nreached p/2 eol 2026-05-02\n"
		"reached p/3 eol 2026-05-03\nreached p/4 eol 2026-05-04\n"
		"reached p/5 eol 2026-05-05\n");
	scene_expect(&scene, "2026-05-02", &box, "");
	scene_expect(&scene, "2026-05-02", &box, "");
	/* the very next day: the clock is believed, from the day that it was set back to */
	scene_expect(&scene, "2026-05-03", &box, "reached p/2 eol 2026-05-02\n");
	scene_expect(&scene, "2026-05-04", &box, "reached p/3 eol 2026-05-03\n");
	ck_assert_int_eq(scene.known->day, day_of("2026-05-04"));
}
END_TEST

START_TEST(test_warnings_count_as_not_told_then_too) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2027-06-30");

	scene_day(&scene, "2026-01-01", &box);
	scene_expect(&scene, "2027-04-01", &box, "approaching p/9 eol 2027-06-30 in 90\n");
	scene_expect(&scene, "2036-01-01", &box, "reached p/9 eol 2027-06-30\n");
	scene_expect(&scene, "2027-04-02", &box, "");
	scene_expect(&scene, "2027-04-03", &box, "approaching p/9 eol 2027-06-30 in 88\n");
	scene_expect(&scene, "2027-06-23", &box, "approaching p/9 eol 2027-06-30 in 7\n");
}
END_TEST

START_TEST(test_a_day_skipped_is_not_the_very_next) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends();

	scene_day(&scene, "2026-05-01", &box);
	scene_day(&scene, "2036-01-01", &box);
	scene_expect(&scene, "2026-05-01", &box, "");
	scene_expect(&scene, "2026-05-03", &box, "");
	/* but this is, of the day before: a machine that was off finds out, too */
	scene_expect(&scene, "2026-05-04", &box, "reached p/3 eol 2026-05-03\n");
}
END_TEST

START_TEST(test_a_day_before_the_newest_version_cannot_be_true) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends();

	for (size_t i = 0; i < 5; i++)
		box.releases[i].marks[MILESTONE_EOL] -= 100;
	scene_day(&scene, "2026-01-01", &box);
	scene_day(&scene, "2026-05-10", &box);
	/* a dead clock begins in 1970, and goes on from there */
	for (CivilDay day = 0; day < 3; day++) {
		char text[CIVIL_DAY_SIZE];

		scene_expect(&scene, civil_day_format(day, text), &box, "");
	}
	scene_expect(&scene, "2026-01-20", &box, "");
	scene_expect(&scene, "2026-01-21", &box, "");
	scene_expect(&scene, "2026-01-22", &box, "");
	/* from the very day of the newest version on it can */
	scene_expect(&scene, "2026-04-19", &box, "");
	scene_expect(&scene, "2026-04-20", &box, "");
	ck_assert_int_eq(scene.known->day, day_of("2026-05-10"));
	scene_expect(&scene, "2026-04-21", &box, "");
	ck_assert_int_eq(scene.known->day, day_of("2026-04-21"));
}
END_TEST

START_TEST(test_the_day_before_the_announced_one_is_not_believed_at_it) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends();

	scene_day(&scene, "2026-05-01", &box);
	scene_expect(&scene, "2026-05-03", &box,
		"reached p/1 eol 2026-05-01\nreached p/2 eol 2026-05-02\n");
	scene_expect(&scene, "2026-05-02", &box, "");
	/* it is no longer before the one announced up to */
	scene_expect(&scene, "2026-05-03", &box, "");
	scene_expect(&scene, "2026-05-04", &box, "reached p/3 eol 2026-05-03\n");
}
END_TEST

START_TEST(test_changes_are_told_while_the_clock_is_back) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends();

	scene_day(&scene, "2026-05-01", &box);
	scene_day(&scene, "2026-05-10", &box);
	box.releases[0].marks[MILESTONE_EOL] = day_of("2026-04-30");
	box.releases[1].marks[MILESTONE_EOL] = day_of("2026-05-20");
	/* 1 was reached and is; 2 was, and is not, and can be reached again */
	scene_expect(&scene, "2026-05-01", &box,
		"changed p/1 eol 2026-04-30! after 2026-05-01!\n"
		"changed p/2 eol 2026-05-20 after 2026-05-02!\n");
	scene_expect(&scene, "2026-05-10", &box, "");
	scene_expect(&scene, "2026-05-21", &box, "reached p/2 eol 2026-05-20\n");
}
END_TEST

/* What left the data meanwhile is no exception. */
START_TEST(test_departed_releases_are_forgotten_with_the_rest) {
	_cleanup_(scene_deinit) Scene scene = scene_without_leads();
	DraftBox box = five_ends(), empty = draft_box("p");

	scene_day(&scene, "2026-05-01", &box);
	scene_day(&scene, "2036-01-01", &box);
	draft_add(&empty, "6")->latest_date = day_of("2026-04-20");
	scene_expect(&scene, "2026-05-03", &empty, "");
	scene_expect(&scene, "2026-05-04", &empty, "");
	scene_expect(&scene, "2026-05-04", &box, "reached p/3 eol 2026-05-03\n");
}
END_TEST

TEST_MAIN("compare-clock", test_set_forth_and_back_repeats_nothing,
	test_a_wrong_leap_does_not_silence_ten_years, test_warnings_count_as_not_told_then_too,
	test_a_day_skipped_is_not_the_very_next,
	test_a_day_before_the_newest_version_cannot_be_true,
	test_the_day_before_the_announced_one_is_not_believed_at_it,
	test_changes_are_told_while_the_clock_is_back,
	test_departed_releases_are_forgotten_with_the_rest)
