/* SPDX-License-Identifier: MIT */
#include "announce/known.h"

#include "scene.h"

START_TEST(test_notes_do_not_touch_each_other) {
	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		Notes notes = 0;

		for (Milestone k = 0; k < _MILESTONE_MAX; k++) {
			notes_set_reached(&notes, k, k != m);
			notes_set_lead(&notes, k, k != m ? NOTES_MAX_LEAD : 0);
		}
		for (Milestone k = 0; k < _MILESTONE_MAX; k++) {
			ck_assert_int_eq(notes_is_reached(notes, k), k != m);
			/* of lts nobody warns */
			ck_assert_uint_eq(notes_lead(notes, k),
				k != m && k != MILESTONE_LTS ? NOTES_MAX_LEAD : 0);
		}
		notes_set_reached(&notes, m, true);
		notes_set_lead(&notes, m, 180);
		for (Milestone k = 0; k < _MILESTONE_MAX; k++)
			if (k != m)
				notes_clear(&notes, k);
		ck_assert(notes_is_reached(notes, m));
		ck_assert_uint_eq(notes_lead(notes, m), m == MILESTONE_LTS ? 0 : 180);
		notes_clear(&notes, m);
		ck_assert(notes == 0);
	}
}
END_TEST

START_TEST(test_nothing_is_known_in_the_beginning) {
	_cleanup_(known_freep) Known *known = known_new(17);
	KnownRelease release;

	ck_assert_uint_eq(known->next_serial, 17);
	ck_assert_int_eq(known->day, CIVIL_DAY_NONE);
	ck_assert_int_eq(known->seen, CIVIL_DAY_NONE);
	ck_assert(!known_find(known, "p", "9", &release));
	ck_assert_ptr_null(known_find_product(known, "p", NULL));
	ck_assert_int_eq(known_forget_from(known, 0), 0);
}
END_TEST

/* In the data, departed, and with a version that the data has no more. */
START_TEST(test_a_release_is_found_wherever_it_stands) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-12-01");
	KnownRelease release;

	draft_add(&box, "8")->marks[MILESTONE_EOL] = MARK_TRUE;
	box.releases[0].latest = "9.1";
	scene_day(&scene, "2026-11-20", &box);
	box.releases[0].latest = NULL;
	box.draft.n_releases = 1;
	scene_day(&scene, "2026-11-20", &box);

	ck_assert(known_find(scene.known, "p", "9", &release));
	ck_assert_str_eq(release.latest, "9.1");
	ck_assert_int_eq(release.marks[MILESTONE_EOL], day_of("2026-12-01"));
	ck_assert_int_eq(release.marks[MILESTONE_LTS], MARK_ABSENT);
	ck_assert_uint_eq(notes_lead(release.notes, MILESTONE_EOL), 30);
	ck_assert(known_find(scene.known, "p", "8", &release));
	ck_assert_ptr_null(release.latest);
	ck_assert(notes_is_reached(release.notes, MILESTONE_EOL));
	ck_assert(!known_find(scene.known, "p", "7", &release));
	ck_assert(!known_find(scene.known, "o", "9", &release));
	ck_assert_uint_eq(scene.known->remembered->n, 2);
}
END_TEST

/* The list is shared from turn to turn, until something leaves or returns. */
START_TEST(test_what_does_not_change_is_shared) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-12-01");
	const Remembered *list;

	draft_add(&box, "8");
	scene_day(&scene, "2026-11-20", &box);
	ck_assert_ptr_null(scene.known->remembered);
	box.draft.n_releases = 1;
	scene_day(&scene, "2026-11-20", &box);
	list = scene.known->remembered;
	ck_assert_ptr_nonnull(list);
	box.releases[0].marks[MILESTONE_EOL] = day_of("2026-12-02");
	scene_day(&scene, "2026-11-21", &box);
	ck_assert_ptr_eq(scene.known->remembered, list);
	ck_assert_uint_eq(list->n_refs, 1);
}
END_TEST

/* Dates before the day, and what has none, stay as they were. */
START_TEST(test_forgetting_from_a_day) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	DraftBox box = scene_box("2026-12-01");
	KnownRelease release;

	draft_add(&box, "8")->marks[MILESTONE_EOL] = MARK_TRUE;
	draft_add(&box, "7")->marks[MILESTONE_EOL] = day_of("2026-11-30");
	draft_add(&box, "6")->marks[MILESTONE_EOL] = day_of("2027-01-01");
	scene_day(&scene, "2026-12-24", &box);
	ck_assert_int_eq(known_forget_from(scene.known, day_of("2026-12-01")), 0);
	ck_assert(known_find(scene.known, "p", "9", &release) && release.notes == 0);
	ck_assert(known_find(scene.known, "p", "8", &release));
	ck_assert(notes_is_reached(release.notes, MILESTONE_EOL));
	ck_assert(known_find(scene.known, "p", "7", &release));
	ck_assert(notes_is_reached(release.notes, MILESTONE_EOL));
	ck_assert(known_find(scene.known, "p", "6", &release) && release.notes == 0);
}
END_TEST

/* What the state file tells is compared, and nothing else of a product. */
START_TEST(test_what_says_the_same_is_equal) {
	const struct {
		const char *eol, *latest, *label, *cycle, *day;
		bool is_equal;
	} cases[] = {
		{ "2027-12-01", "9.1", "Nine", "9", "2026-01-01", true },
		{ "2027-12-01", "9.1", "nine", "9", "2026-01-01", true },
		{ "2027-12-02", "9.1", "Nine", "9", "2026-01-01", false },
		{ "2027-12-01", "9.2", "Nine", "9", "2026-01-01", false },
		{ "2027-12-01", NULL, "Nine", "9", "2026-01-01", false },
		{ "2027-12-01", "9.1", "Nine", "8", "2026-01-01", false },
		{ "2027-12-01", "9.1", "Nine", "9", "2026-01-02", false },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(scene_deinit) Scene a = scene_new(), b = scene_new();
		DraftBox box = scene_box("2027-12-01"), other = scene_box(cases[i].eol);

		box.releases[0].latest = "9.1";
		box.releases[0].label = "Nine";
		scene_day(&a, "2026-01-01", &box);
		other.releases[0].latest = cases[i].latest;
		other.releases[0].label = cases[i].label;
		other.releases[0].name = cases[i].cycle;
		scene_day(&b, cases[i].day, &other);
		ck_assert_msg(known_equals(a.known, b.known) == cases[i].is_equal, "case %zu", i);
		ck_assert(known_equals(a.known, a.known));
	}
}
END_TEST

/* Departures, and notes: of a product that is the same. */
START_TEST(test_what_was_noted_makes_a_difference) {
	_cleanup_(scene_deinit) Scene a = scene_new(), b = scene_new();
	DraftBox box = scene_box("2026-12-01");
	Product *product = draft_seal(&box);

	scene_turn(&a, "2026-11-20", &product, 1);
	scene_turn(&b, "2026-11-20", &product, 1);
	ck_assert(known_equals(a.known, b.known));
	ck_assert_int_eq(known_forget_from(b.known, day_of("2026-12-01")), 0);
	ck_assert(!known_equals(a.known, b.known));
	scene_turn(&b, "2026-11-20", NULL, 0);
	ck_assert(!known_equals(a.known, b.known));
	product_unref(product);
}
END_TEST

TEST_MAIN("known", test_notes_do_not_touch_each_other, test_nothing_is_known_in_the_beginning,
	test_a_release_is_found_wherever_it_stands, test_what_does_not_change_is_shared,
	test_forgetting_from_a_day, test_what_says_the_same_is_equal,
	test_what_was_noted_makes_a_difference)
