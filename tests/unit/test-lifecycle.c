/* SPDX-License-Identifier: MIT */
#include "lifecycle/lifecycle.h"

#include <string.h>

#include "drafts.h"
#include "test-main.h"

/* One release with every column on, and what a test says of it. */
typedef struct One {
	Product *product;
	const Release *release;
} One;

static void one_deinit(One *one) {
	product_unref(one->product);
}

static DraftBox all_columns(void) {
	DraftBox box = draft_box("p");

	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++)
		box.draft.column_labels[m] = "On";
	return box;
}

static One seal_one(DraftBox *box) {
	Product *product = draft_seal(box);

	return (One){ product, product_release(product, 0) };
}

/* A release of these marks, out on day 100. */
static One make_one(Mark eoas, Mark eol, Mark eoes) {
	DraftBox box = all_columns();
	ReleaseDraft *release = draft_add(&box, "1");

	release->release_date = 100;
	release->marks[MILESTONE_EOAS] = eoas;
	release->marks[MILESTONE_EOL] = eol;
	release->marks[MILESTONE_EOES] = eoes;
	return seal_one(&box);
}

static const char *status_on(const One *one, CivilDay day) {
	return status_name(lifecycle_status(one->product, one->release, day));
}

static Judgement judge(const One *one, CivilDay day) {
	return lifecycle_judge(one->product, one->release, (Entitlement)ENTITLEMENT_NONE, day);
}

START_TEST(test_the_words_are_the_contracts) {
	static const char *const words[] = { "unknown", "upcoming", "active", "security",
		"extended", "eol" };

	ck_assert_uint_eq(ELEMENTSOF(words), _STATUS_MAX);
	for (Status s = 0; s < _STATUS_MAX; s++)
		ck_assert_str_eq(status_name(s), words[s]);
}
END_TEST

/* Each phase's own day is its last one. */
START_TEST(test_status_through_a_life) {
	static const struct {
		CivilDay day;
		const char *status;
	} life[] = { { CIVIL_DAY_MIN, "upcoming" }, { 99, "upcoming" }, { 100, "active" },
		{ 200, "active" }, { 201, "security" }, { 300, "security" }, { 301, "extended" },
		{ 400, "extended" }, { 401, "eol" }, { CIVIL_DAY_MAX, "eol" } };
	_cleanup_(one_deinit) One one = make_one(200, 300, 400);

	for (size_t i = 0; i < ELEMENTSOF(life); i++)
		ck_assert_str_eq(status_on(&one, life[i].day), life[i].status);
}
END_TEST

START_TEST(test_flags_turn_on_the_day_after) {
	_cleanup_(one_deinit) One one = make_one(200, 300, 400);

	for (CivilDay day = 190; day < 410; day++) {
		Judgement j = judge(&one, day);

		ck_assert_int_eq(j.reached[MILESTONE_EOAS], day >= 201);
		ck_assert_int_eq(j.reached[MILESTONE_EOL], day >= 301);
		ck_assert_int_eq(j.reached[MILESTONE_EOES], day >= 401);
		ck_assert(!j.reached[MILESTONE_LTS]);
		ck_assert(!j.reached[MILESTONE_DISCONTINUED]);
		ck_assert_int_eq(j.is_supported, day <= 300);
		ck_assert_int_eq(j.is_maintained, day <= 400);
	}
}
END_TEST

START_TEST(test_phases_of_one_day_end_together) {
	_cleanup_(one_deinit) One one = make_one(300, 300, 300);

	ck_assert_str_eq(status_on(&one, 300), "active");
	ck_assert_str_eq(status_on(&one, 301), "eol");
}
END_TEST

/* Undated, missing, and without a value are three things. */
START_TEST(test_undated_ends) {
	static const struct {
		Mark eoas, eol, eoes;
		const char *status;
		bool maintained;
	} cases[] = {
		/* no end known yet: never "for ever", but not reached */
		{ MARK_ABSENT, MARK_FALSE, MARK_ABSENT, "active", true },
		{ MARK_TRUE, MARK_FALSE, MARK_ABSENT, "security", true },
		{ MARK_FALSE, MARK_FALSE, MARK_FALSE, "active", true },
		/* ended, nobody says when */
		{ MARK_ABSENT, MARK_TRUE, MARK_ABSENT, "eol", false },
		{ MARK_TRUE, MARK_TRUE, MARK_TRUE, "eol", false },
		/* extended support runs without a known end; without a value there is none */
		{ MARK_ABSENT, MARK_TRUE, MARK_FALSE, "extended", true },
		/* upstream's meaning of maintained: a phase that is not reached, whichever */
		{ MARK_FALSE, MARK_TRUE, MARK_ABSENT, "eol", true },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(one_deinit) One one =
			make_one(cases[i].eoas, cases[i].eol, cases[i].eoes);

		ck_assert_str_eq(status_on(&one, 5000), cases[i].status);
		ck_assert_int_eq(judge(&one, 5000).is_maintained, cases[i].maintained);
	}
}
END_TEST

/* The order is that of the contract: what is reached first by the calendar does not count. */
START_TEST(test_end_of_life_outweighs_what_comes_before_it) {
	_cleanup_(one_deinit) One backwards = make_one(400, 300, 200);

	ck_assert_str_eq(status_on(&backwards, 250), "active");
	ck_assert_str_eq(status_on(&backwards, 350), "eol");
}
END_TEST

START_TEST(test_upcoming_comes_before_all_else) {
	_cleanup_(one_deinit) One one = make_one(MARK_TRUE, MARK_TRUE, MARK_TRUE);

	ck_assert_str_eq(status_on(&one, 99), "upcoming");
	ck_assert(!judge(&one, 99).is_supported);
	/* the flags say what the data says */
	ck_assert(judge(&one, 99).reached[MILESTONE_EOL]);
	ck_assert_str_eq(status_on(&one, 100), "eol");
}
END_TEST

START_TEST(test_without_a_release_date_it_is_out) {
	DraftBox box = all_columns();

	draft_add(&box, "1")->marks[MILESTONE_EOL] = 300;
	_cleanup_(one_deinit) One one = seal_one(&box);

	ck_assert_str_eq(status_on(&one, CIVIL_DAY_MIN), "active");
	ck_assert_str_eq(status_on(&one, 301), "eol");
}
END_TEST

/* Only an import can lack it; what else is said does not make it known. */
START_TEST(test_unknown_where_nothing_is_said_of_the_end) {
	_cleanup_(one_deinit) One one = make_one(200, MARK_ABSENT, 400);

	ck_assert_str_eq(status_on(&one, 99), "upcoming");
	ck_assert_str_eq(status_on(&one, 150), "unknown");
	ck_assert_str_eq(status_on(&one, 250), "unknown");
	ck_assert(!judge(&one, 150).is_supported);
	ck_assert(judge(&one, 250).is_maintained);
	ck_assert_int_eq(lifecycle_days_left(one.release, 150), DAYS_LEFT_NO_END);
}
END_TEST

START_TEST(test_discontinued_does_not_enter_the_status) {
	DraftBox box = all_columns();
	ReleaseDraft *release = draft_add(&box, "1");

	release->release_date = 100;
	release->marks[MILESTONE_EOL] = 300;
	release->marks[MILESTONE_DISCONTINUED] = 150;
	_cleanup_(one_deinit) One one = seal_one(&box);

	ck_assert_str_eq(status_on(&one, 200), "active");
	ck_assert(!judge(&one, 150).reached[MILESTONE_DISCONTINUED]);
	ck_assert(judge(&one, 151).reached[MILESTONE_DISCONTINUED]);
	/* but keeps it maintained when it is last */
	release->marks[MILESTONE_DISCONTINUED] = 350;
	_cleanup_(one_deinit) One later = seal_one(&box);

	ck_assert_str_eq(status_on(&later, 350), "eol");
	ck_assert(judge(&later, 350).is_maintained);
	ck_assert(!judge(&later, 351).is_maintained);
}
END_TEST

/* ---- columns and lts ------------------------------------------------------------------------- */

START_TEST(test_a_hidden_phase_counts_only_for_maintained) {
	DraftBox box = draft_box("p");
	ReleaseDraft *release = draft_add(&box, "1");

	release->release_date = 100;
	release->marks[MILESTONE_EOAS] = 200;
	release->marks[MILESTONE_EOL] = 300;
	release->marks[MILESTONE_EOES] = 400;
	release->marks[MILESTONE_DISCONTINUED] = 150;
	_cleanup_(one_deinit) One one = seal_one(&box);

	ck_assert_str_eq(status_on(&one, 250), "active");
	ck_assert_str_eq(status_on(&one, 350), "eol");
	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++) {
		Mark shown = lifecycle_shown_mark(one.product, one.release, m);

		ck_assert_int_eq(shown, m == MILESTONE_EOL ? 300 : MARK_ABSENT);
		ck_assert_int_eq(judge(&one, 500).reached[m], m == MILESTONE_EOL);
	}
	ck_assert(judge(&one, 400).is_maintained);
	ck_assert(!judge(&one, 401).is_maintained);
}
END_TEST

START_TEST(test_lts_is_a_milestone_if_true_or_a_date) {
	static const struct {
		Mark mark, shown;
	} cases[] = { { MARK_ABSENT, MARK_ABSENT }, { MARK_FALSE, MARK_ABSENT },
		{ MARK_TRUE, MARK_TRUE }, { 250, 250 } };

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		DraftBox box = draft_box("p");
		ReleaseDraft *release = draft_add(&box, "1");

		release->marks[MILESTONE_LTS] = cases[i].mark;
		release->marks[MILESTONE_EOL] = 300;
		_cleanup_(one_deinit) One one = seal_one(&box);

		ck_assert_int_eq(lifecycle_shown_mark(one.product, one.release, MILESTONE_LTS),
			cases[i].shown);
		ck_assert_int_eq(
			judge(&one, 250).reached[MILESTONE_LTS], cases[i].mark == MARK_TRUE);
		ck_assert_int_eq(
			judge(&one, 251).reached[MILESTONE_LTS], cases[i].shown != MARK_ABSENT);
		/* long-term support is no phase that runs */
		ck_assert(!judge(&one, 301).is_maintained);
	}
}
END_TEST

/* ---- entitlements ---------------------------------------------------------------------------- */

static Judgement entitled(const One *one, CivilDay until, CivilDay day) {
	Entitlement entitlement = { .given = true, .until = until };

	return lifecycle_judge(one->product, one->release, entitlement, day);
}

START_TEST(test_an_entitlement_supports_until_its_last_day) {
	_cleanup_(one_deinit) One one = make_one(MARK_ABSENT, 300, MARK_ABSENT);

	ck_assert(entitled(&one, 500, 300).is_supported);
	ck_assert(entitled(&one, 500, 301).is_supported);
	ck_assert(entitled(&one, 500, 500).is_supported);
	ck_assert(!entitled(&one, 500, 501).is_supported);
	/* and changes nothing else */
	for (CivilDay day = 90; day < 520; day++) {
		Judgement with = entitled(&one, 500, day), without = judge(&one, day);

		ck_assert_int_eq(with.status, without.status);
		ck_assert_int_eq(with.is_maintained, without.is_maintained);
		ck_assert_mem_eq(with.reached, without.reached, sizeof(with.reached));
	}
}
END_TEST

START_TEST(test_an_entitlement_counts_only_beyond_the_datas_end) {
	_cleanup_(one_deinit) One one = make_one(MARK_ABSENT, 300, MARK_ABSENT);
	Entitlement equal = { true, 300 }, later = { true, 301 }, none = { false, 500 };

	ck_assert(!lifecycle_entitlement_counts(one.release, equal));
	ck_assert(lifecycle_entitlement_counts(one.release, later));
	ck_assert(!lifecycle_entitlement_counts(one.release, none));
	ck_assert(!lifecycle_entitlement_runs(one.release, equal, 299));
	ck_assert(lifecycle_entitlement_runs(one.release, later, 299));
	ck_assert(!lifecycle_entitlement_runs(one.release, later, 302));
	/* it has run out, but it still counts: its end is the one to show */
	ck_assert(lifecycle_entitlement_counts(one.release, later));
}
END_TEST

START_TEST(test_an_entitlement_and_an_undated_end) {
	_cleanup_(one_deinit) One not_reached = make_one(MARK_ABSENT, MARK_FALSE, MARK_ABSENT);
	_cleanup_(one_deinit) One reached = make_one(MARK_ABSENT, MARK_TRUE, MARK_ABSENT);

	ck_assert(!lifecycle_entitlement_counts(not_reached.release, (Entitlement){ true, 500 }));
	ck_assert(entitled(&not_reached, 500, 600).is_supported);
	ck_assert(lifecycle_entitlement_counts(reached.release, (Entitlement){ true, 500 }));
	ck_assert(entitled(&reached, 500, 500).is_supported);
	ck_assert(!entitled(&reached, 500, 501).is_supported);
}
END_TEST

START_TEST(test_an_entitlement_whose_end_nobody_knows_runs) {
	_cleanup_(one_deinit) One one = make_one(MARK_ABSENT, 300, MARK_FALSE);

	ck_assert(entitled(&one, CIVIL_DAY_NONE, 301).is_supported);
	ck_assert(entitled(&one, CIVIL_DAY_NONE, CIVIL_DAY_MAX).is_supported);
}
END_TEST

START_TEST(test_no_entitlement_makes_an_upcoming_release_supported) {
	_cleanup_(one_deinit) One one = make_one(MARK_ABSENT, 300, MARK_ABSENT);

	ck_assert(!entitled(&one, 500, 99).is_supported);
	ck_assert(entitled(&one, 500, 100).is_supported);
}
END_TEST

/* ---- days ------------------------------------------------------------------------------------ */

START_TEST(test_days_left) {
	_cleanup_(one_deinit) One dated = make_one(MARK_ABSENT, 300, MARK_ABSENT);

	ck_assert_int_eq(lifecycle_days_left(dated.release, 299), 1);
	ck_assert_int_eq(lifecycle_days_left(dated.release, 300), 0);
	ck_assert_int_eq(lifecycle_days_left(dated.release, 301), -1);
	ck_assert_int_eq(lifecycle_days_to(MARK_FALSE, 0), INT32_MAX);
	ck_assert_int_eq(lifecycle_days_to(MARK_ABSENT, 0), INT32_MAX);
	ck_assert_int_eq(lifecycle_days_to(MARK_TRUE, 0), INT32_MIN);
	/* from one end of the calendar to the other */
	ck_assert_int_eq(lifecycle_days_to(CIVIL_DAY_MAX, CIVIL_DAY_MIN), 3652058);
	ck_assert_int_eq(lifecycle_days_to(CIVIL_DAY_MIN, CIVIL_DAY_MAX), -3652058);
}
END_TEST

TEST_MAIN("lifecycle", test_the_words_are_the_contracts, test_status_through_a_life,
	test_flags_turn_on_the_day_after, test_phases_of_one_day_end_together, test_undated_ends,
	test_end_of_life_outweighs_what_comes_before_it, test_upcoming_comes_before_all_else,
	test_without_a_release_date_it_is_out, test_unknown_where_nothing_is_said_of_the_end,
	test_discontinued_does_not_enter_the_status, test_a_hidden_phase_counts_only_for_maintained,
	test_lts_is_a_milestone_if_true_or_a_date, test_an_entitlement_supports_until_its_last_day,
	test_an_entitlement_counts_only_beyond_the_datas_end,
	test_an_entitlement_and_an_undated_end, test_an_entitlement_whose_end_nobody_knows_runs,
	test_no_entitlement_makes_an_upcoming_release_supported, test_days_left)
