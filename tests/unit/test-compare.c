/* SPDX-License-Identifier: MIT */
#include "announce/compare.h"

#include "scene.h"

static void track(Scene *scene, const char *cycle) {
	config_add_track(scene->config, "p", cycle);
}

/* ---- reached --------------------------------------------------------------------------------- */

START_TEST(test_a_milestone_is_reached_when_its_day_is_over_once) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-11-20");

	scene_day(&scene, "2026-11-19", &box);
	/* the last day is still covered */
	scene_expect(&scene, "2026-11-20", &box, "");
	scene_expect(&scene, "2026-11-21", &box, "reached p/9 eol 2026-11-20\n");
	scene_expect(&scene, "2026-11-21", &box, "");
	scene_expect(&scene, "2026-11-22", &box, "");
}
END_TEST

START_TEST(test_what_was_reached_in_sleep_comes_at_the_wake_in_order) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox a = draft_box("a"), b = draft_box("a-b");
	ReleaseDraft *release;

	a.draft.column_labels[MILESTONE_EOAS] = b.draft.column_labels[MILESTONE_EOAS] = "On";
	release = draft_add(&b, "9");
	release->marks[MILESTONE_EOL] = release->marks[MILESTONE_LTS] = day_of("2026-11-20");
	release = draft_add(&a, "10");
	release->marks[MILESTONE_EOL] = day_of("2026-11-20");
	release->marks[MILESTONE_EOAS] = day_of("2026-11-20");
	release = draft_add(&a, "11");
	release->marks[MILESTONE_EOAS] = day_of("2026-11-19");
	release->marks[MILESTONE_EOL] = day_of("2026-11-20");
	_cleanup_(product_unrefp) Product *first = draft_seal(&a);
	_cleanup_(product_unrefp) Product *second = draft_seal(&b);
	/* whatever the order in which they were read */
	Product *products[] = { second, first };

	scene.config->n_warning_days = 0;
	scene_turn(&scene, "2026-01-01", products, 2);
	/* by date, product, the data's order of releases, milestone */
	ck_assert_str_eq(scene_turn(&scene, "2027-01-01", products, 2),
		"reached a/11 eoas 2026-11-19\n"
		"reached a/10 eoas 2026-11-20\n"
		"reached a/10 eol 2026-11-20\n"
		"reached a/11 eol 2026-11-20\n"
		"reached a-b/9 lts 2026-11-20\n"
		"reached a-b/9 eol 2026-11-20\n");
}
END_TEST

START_TEST(test_what_is_not_shown_is_never_told) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = draft_box("p");
	ReleaseDraft *release = draft_add(&box, "9");

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		release->marks[m] = day_of("2026-11-20");
	scene_day(&scene, "2026-01-01", &box);
	scene_expect(&scene, "2026-11-20", &box, "approaching p/9 eol 2026-11-20 in 0\n");
	scene_expect(&scene, "2026-11-21", &box,
		"reached p/9 lts 2026-11-20\n"
		"reached p/9 eol 2026-11-20\n");
}
END_TEST

/* ---- approaching ----------------------------------------------------------------------------- */

START_TEST(test_each_lead_time_is_told_once_on_its_day) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2027-06-30");

	scene_day(&scene, "2026-12-31", &box);
	scene_expect(&scene, "2027-01-01", &box, "approaching p/9 eol 2027-06-30 in 180\n");
	scene_expect(&scene, "2027-01-02", &box, "");
	scene_expect(&scene, "2027-03-31", &box, "");
	scene_expect(&scene, "2027-04-01", &box, "approaching p/9 eol 2027-06-30 in 90\n");
	scene_expect(&scene, "2027-06-29", &box, "approaching p/9 eol 2027-06-30 in 1\n");
	/* the last day belongs to the last lead time */
	scene_expect(&scene, "2027-06-30", &box, "");
	scene_expect(&scene, "2027-07-01", &box, "reached p/9 eol 2027-06-30\n");
}
END_TEST

START_TEST(test_of_several_passed_unseen_only_the_last_is_told) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2027-06-30");

	scene_day(&scene, "2026-01-01", &box);
	/* 180, 90, 30 and 7 days have come */
	scene_expect(&scene, "2027-06-25", &box, "approaching p/9 eol 2027-06-30 in 5\n");
	scene_expect(&scene, "2027-06-26", &box, "");
}
END_TEST

START_TEST(test_lead_times_out_of_proportion_are_left_out) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2027-06-30");

	/* 3 * 90 days are exactly what lies between; 180 is too much */
	box.releases[0].release_date = day_of("2027-06-30") - 270;
	scene_day(&scene, "2026-12-31", &box);
	scene_expect(&scene, "2027-01-01", &box, "");
	scene_expect(&scene, "2027-03-31", &box, "");
	scene_expect(&scene, "2027-04-01", &box, "approaching p/9 eol 2027-06-30 in 90\n");
	/* one day less: 30 is the first */
	box.releases[0].release_date++;
	_cleanup_(scene_deinit) Scene other = scene_new();
	scene_day(&other, "2026-12-31", &box);
	scene_expect(&other, "2027-05-30", &box, "");
	scene_expect(&other, "2027-05-31", &box, "approaching p/9 eol 2027-06-30 in 30\n");
}
END_TEST

START_TEST(test_lts_is_not_warned_of) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2040-01-01");

	box.releases[0].marks[MILESTONE_LTS] = day_of("2026-11-20");
	scene_day(&scene, "2026-01-01", &box);
	scene_expect(&scene, "2026-11-19", &box, "");
}
END_TEST

START_TEST(test_new_lead_times_count_if_shorter_than_all_told) {
	static const unsigned longer[] = { 200, 100 }, shorter[] = { 200, 60, 20 };
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2027-06-30");

	scene_day(&scene, "2026-01-01", &box);
	scene_expect(&scene, "2027-04-01", &box, "approaching p/9 eol 2027-06-30 in 90\n");
	scene_set_leads(&scene, longer, 2);
	scene_expect(&scene, "2027-05-05", &box, "");
	scene_set_leads(&scene, shorter, 3);
	scene_expect(&scene, "2027-05-05", &box, "approaching p/9 eol 2027-06-30 in 56\n");
	/* none are wanted any more */
	scene_set_leads(&scene, shorter, 0);
	scene_expect(&scene, "2027-06-29", &box, "");
}
END_TEST

START_TEST(test_a_moved_date_starts_its_lead_times_anew) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2027-06-30");

	scene_day(&scene, "2026-01-01", &box);
	scene_expect(&scene, "2027-06-01", &box, "approaching p/9 eol 2027-06-30 in 29\n");
	box.releases[0].marks[MILESTONE_EOL] = day_of("2027-07-31");
	scene_expect(&scene, "2027-06-02", &box,
		"changed p/9 eol 2027-07-31 after 2027-06-30\n"
		"approaching p/9 eol 2027-07-31 in 59\n");
	/* none runs by then */
	box.releases[0].marks[MILESTONE_EOL] = day_of("2028-07-31");
	scene_expect(&scene, "2027-06-03", &box, "changed p/9 eol 2028-07-31 after 2027-07-31\n");
	scene_expect(&scene, "2028-02-02", &box, "approaching p/9 eol 2028-07-31 in 180\n");
}
END_TEST

/* ---- changed --------------------------------------------------------------------------------- */

START_TEST(test_every_change_of_a_mark_is_told) {
	static const struct {
		Mark from, to;
		const char *text;
	} cases[] = {
		{ MARK_ABSENT, MARK_FALSE, "changed p/9 eol  after none\n" },
		{ MARK_ABSENT, MARK_TRUE, "changed p/9 eol ! after none\nreached p/9 eol \n" },
		{ MARK_FALSE, MARK_TRUE, "changed p/9 eol ! after \nreached p/9 eol \n" },
		{ MARK_TRUE, MARK_FALSE, "changed p/9 eol  after !\n" },
		{ MARK_TRUE, MARK_ABSENT, "changed p/9 eol gone after !\n" },
		{ MARK_FALSE, MARK_ABSENT, "changed p/9 eol gone after \n" },
		{ 20000, MARK_TRUE, "changed p/9 eol ! after 2024-10-04!\n" },
		{ MARK_TRUE, 20000, "changed p/9 eol 2024-10-04! after !\n" },
		{ 20000, 20001, "changed p/9 eol 2024-10-05! after 2024-10-04!\n" },
		{ MARK_FALSE, 20000,
			"changed p/9 eol 2024-10-04! after \nreached p/9 eol 2024-10-04\n" },
		{ 40000, 20000,
			"changed p/9 eol 2024-10-04! after 2079-07-08\n"
			"reached p/9 eol 2024-10-04\n" },
		{ 20000, 40000, "changed p/9 eol 2079-07-08 after 2024-10-04!\n" },
		{ MARK_FALSE, 40000, "changed p/9 eol 2079-07-08 after \n" },
		{ 40000, MARK_ABSENT, "changed p/9 eol gone after 2079-07-08\n" },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(scene_deinit) Scene scene = scene_new();
		DraftBox box = scene_box("2040-01-01");

		box.releases[0].marks[MILESTONE_EOL] = cases[i].from;
		scene_day(&scene, "2026-11-20", &box);
		box.releases[0].marks[MILESTONE_EOL] = cases[i].to;
		scene_expect(&scene, "2026-11-20", &box, cases[i].text);
		scene_expect(&scene, "2026-11-21", &box, "");
	}
}
END_TEST

START_TEST(test_a_column_that_is_switched_changes_every_release) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2040-01-01");

	box.releases[0].marks[MILESTONE_EOAS] = day_of("2026-11-01");
	box.releases[0].marks[MILESTONE_EOES] = MARK_FALSE;
	scene_day(&scene, "2026-11-20", &box);
	box.draft.column_labels[MILESTONE_EOAS] = box.draft.column_labels[MILESTONE_EOES] = "On";
	scene_expect(&scene, "2026-11-20", &box,
		"changed p/9 eoes  after none\n"
		"changed p/9 eoas 2026-11-01! after none\n"
		"reached p/9 eoas 2026-11-01\n");
	box.draft.column_labels[MILESTONE_EOAS] = NULL;
	scene_expect(&scene, "2026-11-20", &box, "changed p/9 eoas gone after 2026-11-01!\n");
}
END_TEST

START_TEST(test_old_reached_is_the_flag_last_announced) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-11-20");

	scene_day(&scene, "2026-11-01", &box);
	/* it would have been reached meanwhile, but nobody said so; now it has moved into the past
	 */
	box.releases[0].marks[MILESTONE_EOL] = day_of("2026-11-10");
	scene_expect(&scene, "2026-12-01", &box,
		"changed p/9 eol 2026-11-10! after 2026-11-20\n"
		"reached p/9 eol 2026-11-10\n");
	/* what moved into the future can be reached again */
	box.releases[0].marks[MILESTONE_EOL] = day_of("2026-12-01");
	scene_expect(&scene, "2026-12-01", &box,
		"changed p/9 eol 2026-12-01 after 2026-11-10!\n"
		"approaching p/9 eol 2026-12-01 in 0\n");
	scene_expect(&scene, "2026-12-02", &box, "reached p/9 eol 2026-12-01\n");
}
END_TEST

/* ---- releases that come and go --------------------------------------------------------------- */

START_TEST(test_what_is_new_tells_nothing_of_its_past) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-11-01");
	ReleaseDraft *release;

	track(&scene, "10");
	track(&scene, "8");
	scene_day(&scene, "2026-11-20", &box);
	release = draft_add(&box, "10");
	release->marks[MILESTONE_EOL] = day_of("2026-12-01");
	release->latest = "10.1";
	draft_add(&box, "11")->marks[MILESTONE_EOL] = day_of("2026-12-01");
	draft_add(&box, "8")->marks[MILESTONE_EOL] = day_of("2026-11-10");
	/* of those only 10 is tracked and has a lead time running */
	scene_expect(&scene, "2026-11-20", &box, "approaching p/10 eol 2026-12-01 in 11\n");
	scene_expect(&scene, "2026-11-20", &box, "");
	scene_expect(&scene, "2026-11-24", &box,
		"approaching p/10 eol 2026-12-01 in 7\n"
		"approaching p/11 eol 2026-12-01 in 7\n");
}
END_TEST

START_TEST(test_the_very_first_start_is_the_same) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-12-01");

	draft_add(&box, "8")->marks[MILESTONE_EOL] = day_of("2020-01-01");
	track(&scene, "9");
	scene_expect(&scene, "2026-11-20", &box, "approaching p/9 eol 2026-12-01 in 11\n");
	ck_assert_uint_eq(scene.events.items[0]->serial, 100);
	ck_assert(scene.events.items[0]->is_tracked);
	ck_assert_uint_eq(scene.known->next_serial, 101);
}
END_TEST

START_TEST(test_a_release_that_returns_is_compared_with_what_was) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox with = scene_box("2026-12-01"), without = draft_box("p");
	KnownRelease known;

	with.releases[0].latest = "9.1";
	scene_day(&scene, "2026-10-20", &with);
	/* it goes as a whole, and its day passes, without a word */
	scene_expect(&scene, "2026-11-20", &without, "");
	scene_expect(&scene, "2026-12-10", &without, "");
	ck_assert(known_find(scene.known, "p", "9", &known));
	ck_assert_int_eq(known.marks[MILESTONE_EOL], day_of("2026-12-01"));
	ck_assert(!notes_is_reached(known.notes, MILESTONE_EOL));
	ck_assert_str_eq(known.latest, "9.1");
	/* it is back, with what has become of it */
	with.releases[0].latest = "9.2";
	with.releases[0].latest_date = day_of("2026-12-05");
	with.releases[0].marks[MILESTONE_LTS] = MARK_TRUE;
	scene_expect(&scene, "2026-12-11", &with,
		"changed p/9 lts ! after none\n"
		"reached p/9 lts \n"
		"reached p/9 eol 2026-12-01\n"
		"released p/9 9.2 2026-12-05 after 9.1\n");
	ck_assert_uint_eq(scene.known->remembered->n, 0);
	scene_expect(&scene, "2026-12-12", &with, "");
}
END_TEST

START_TEST(test_a_whole_product_goes_and_returns) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-12-01"), other = draft_box("other");

	scene_day(&scene, "2026-10-20", &box);
	scene_expect(&scene, "2026-12-02", &other, "");
	scene_expect(&scene, "2026-12-03", &box, "reached p/9 eol 2026-12-01\n");
}
END_TEST

START_TEST(test_the_longest_gone_are_forgotten_first) {
	size_t n = REMEMBERED_MAX_DEPARTED + 5;
	_cleanup_(freep) RememberedRelease *items = calloc(n, sizeof(*items));
	_cleanup_(freep) char *names = calloc(n, 8);

	for (size_t i = 0; i < n; i++) {
		(void)snprintf(names + 8 * i, 8, "%05zu", i);
		items[i] = (RememberedRelease){ .product = "p", .cycle = names + 8 * i };
		/* of the first three one is in the data, two went last; then two went each turn */
		items[i].departure = i == 0 ? 0 : i < 3 ? n : 1 + i / 2;
	}
	_cleanup_(remembered_unrefp) Remembered *list = remembered_copy(items, n);

	ck_assert_uint_eq(list->n, REMEMBERED_MAX_DEPARTED + 1);
	ck_assert_ptr_nonnull(remembered_find(list, "p", "00000"));
	ck_assert_ptr_nonnull(remembered_find(list, "p", "00001"));
	ck_assert_ptr_null(remembered_find(list, "p", "00003"));
	ck_assert_ptr_null(remembered_find(list, "p", "00006"));
	ck_assert_ptr_nonnull(remembered_find(list, "p", "00007"));
	ck_assert_ptr_nonnull(remembered_find(list, "p", "20004"));
}
END_TEST

/* ---- versions -------------------------------------------------------------------------------- */

START_TEST(test_a_version_is_compared_with_the_last_not_empty) {
	static const struct {
		const char *latest;
		const char *text;
	} days[] = {
		{ NULL, "" },
		/* there was none before it could be newer than */
		{ "9.1", "" },
		{ "9.1", "" },
		{ "9.2", "released p/9 9.2 2026-11-01 after 9.1\n" },
		{ "", "" },
		{ NULL, "" },
		{ "9.2", "" },
		{ NULL, "" },
		{ "9.1", "released p/9 9.1 2026-11-01 after 9.2\n" },
	};
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2040-01-01");

	box.releases[0].latest_date = day_of("2026-11-01");
	for (size_t i = 0; i < ELEMENTSOF(days); i++) {
		box.releases[0].latest = days[i].latest;
		scene_expect(&scene, "2026-11-20", &box, days[i].text);
	}
}
END_TEST

START_TEST(test_a_version_that_is_not_shown_is_none) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2040-01-01");

	box.releases[0].latest = "9.1";
	scene_day(&scene, "2026-11-20", &box);
	box.draft.flags |= PRODUCT_LATEST_HIDDEN;
	box.releases[0].latest = "9.2";
	scene_expect(&scene, "2026-11-20", &box, "");
	box.draft.flags = 0;
	scene_expect(&scene, "2026-11-20", &box, "released p/9 9.2  after 9.1\n");
}
END_TEST

TEST_MAIN("compare", test_a_milestone_is_reached_when_its_day_is_over_once,
	test_what_was_reached_in_sleep_comes_at_the_wake_in_order,
	test_what_is_not_shown_is_never_told, test_each_lead_time_is_told_once_on_its_day,
	test_of_several_passed_unseen_only_the_last_is_told,
	test_lead_times_out_of_proportion_are_left_out, test_lts_is_not_warned_of,
	test_new_lead_times_count_if_shorter_than_all_told,
	test_a_moved_date_starts_its_lead_times_anew, test_every_change_of_a_mark_is_told,
	test_a_column_that_is_switched_changes_every_release,
	test_old_reached_is_the_flag_last_announced, test_what_is_new_tells_nothing_of_its_past,
	test_the_very_first_start_is_the_same,
	test_a_release_that_returns_is_compared_with_what_was,
	test_a_whole_product_goes_and_returns, test_the_longest_gone_are_forgotten_first,
	test_a_version_is_compared_with_the_last_not_empty,
	test_a_version_that_is_not_shown_is_none)
