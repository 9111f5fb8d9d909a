/* SPDX-License-Identifier: MIT */
#include "time/timeline.h"

#include <string.h>

#include "drafts.h"
#include "lifecycle/lifecycle.h"
#include "test-main.h"

enum { N_PRODUCTS = 12, N_RELEASES = 10, FIRST_DAY = 10000, N_DAYS = 400 };

static Catalog *catalog_of(Product *const *products, size_t n) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	Catalog *catalog = catalog_new(products, n, &problems);

	ck_assert_ptr_nonnull(catalog);
	return catalog;
}

static void expect_entry(
	const Timeline *timeline, size_t i, const char *date, size_t serial, Milestone milestone) {
	TimelineEntry entry = timeline_entry(timeline, i);

	ck_assert_int_eq(entry.date, day_of(date));
	ck_assert_uint_eq(entry.serial, serial);
	ck_assert_int_eq(entry.milestone, milestone);
}

/* By date, then product (bytes), then the data's order, then lts, eoas, eol, eoes, discontinued. */
START_TEST(test_the_order_is_the_contracts) {
	DraftBox b = draft_box("b"), a = draft_box("a-z");

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		b.draft.column_labels[m] = a.draft.column_labels[m] = "x";
	/* the data's order, and not that of the names */
	ReleaseDraft *b2 = draft_add(&b, "2"), *b1 = draft_add(&b, "1");
	ReleaseDraft *a1 = draft_add(&a, "1");

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		b2->marks[m] = day_of("2030-01-02");
	b1->marks[MILESTONE_LTS] = day_of("2030-01-02");
	b1->marks[MILESTONE_EOL] = day_of("2030-01-01");
	a1->marks[MILESTONE_DISCONTINUED] = day_of("2030-01-02");

	_cleanup_(product_unrefp) Product *pb = draft_seal(&b);
	_cleanup_(product_unrefp) Product *pa = draft_seal(&a);
	Product *const products[] = { pb, pa };
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_of(products, 2);
	_cleanup_(timeline_freep) Timeline *timeline = timeline_new(catalog);

	/* serials: a-z 1 is 0, b 2 is 1, b 1 is 2 */
	ck_assert_uint_eq(timeline_n_entries(timeline), 8);
	expect_entry(timeline, 0, "2030-01-01", 2, MILESTONE_EOL);
	expect_entry(timeline, 1, "2030-01-02", 0, MILESTONE_DISCONTINUED);
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		expect_entry(timeline, 2 + m, "2030-01-02", 1, m);
	expect_entry(timeline, 7, "2030-01-02", 2, MILESTONE_LTS);
}
END_TEST

/* What has no date, or is not shown, is not listed. */
START_TEST(test_only_shown_dates_are_listed) {
	DraftBox box = draft_box("x");
	ReleaseDraft *release = draft_add(&box, "1");

	release->release_date = day_of("2020-01-01");
	release->marks[MILESTONE_EOAS] = day_of("2021-01-01"); /* column off */
	release->marks[MILESTONE_EOL] = day_of("2022-01-01");
	draft_add(&box, "2")->marks[MILESTONE_EOL] = MARK_TRUE;
	draft_add(&box, "3")->marks[MILESTONE_LTS] = MARK_FALSE;

	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_of(&product, 1);
	_cleanup_(timeline_freep) Timeline *timeline = timeline_new(catalog);

	ck_assert_uint_eq(timeline_n_entries(timeline), 1);
	expect_entry(timeline, 0, "2022-01-01", 0, MILESTONE_EOL);
}
END_TEST

START_TEST(test_finds_the_first_entry_on_or_after_a_day) {
	DraftBox box = draft_box("x");

	draft_add(&box, "1")->marks[MILESTONE_EOL] = CIVIL_DAY_MIN;
	draft_add(&box, "2")->marks[MILESTONE_EOL] = day_of("2022-01-01");
	draft_add(&box, "3")->marks[MILESTONE_EOL] = day_of("2022-01-01");
	draft_add(&box, "4")->marks[MILESTONE_EOL] = CIVIL_DAY_MAX;

	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_of(&product, 1);
	_cleanup_(timeline_freep) Timeline *timeline = timeline_new(catalog);

	ck_assert_uint_eq(timeline_find(timeline, CIVIL_DAY_MIN), 0);
	ck_assert_uint_eq(timeline_find(timeline, CIVIL_DAY_MIN + 1), 1);
	ck_assert_uint_eq(timeline_find(timeline, day_of("2022-01-01")), 1);
	ck_assert_uint_eq(timeline_find(timeline, day_of("2022-01-02")), 3);
	ck_assert_uint_eq(timeline_find(timeline, CIVIL_DAY_MAX), 3);
	ck_assert_uint_eq(timeline_find(timeline, CIVIL_DAY_MAX + 1), 4);
	expect_entry(timeline, 0, "0001-01-01", 0, MILESTONE_EOL);
	expect_entry(timeline, 3, "9999-12-31", 3, MILESTONE_EOL);
}
END_TEST

START_TEST(test_nothing_has_an_empty_timeline) {
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_of(NULL, 0);
	_cleanup_(timeline_freep) Timeline *timeline = timeline_new(catalog);
	_cleanup_(freep) uint32_t *serials = NULL;

	ck_assert_uint_eq(timeline_n_entries(timeline), 0);
	ck_assert_uint_eq(timeline_find(timeline, 0), 0);
	ck_assert_int_eq(
		timeline_find_changes(timeline, CIVIL_DAY_MIN, CIVIL_DAY_MAX, &serials), 0);
	ck_assert_ptr_nonnull(serials);
}
END_TEST

/* ---- held against a plain telling ------------------------------------------------------------ */

static CivilDay random_day(void) {
	return FIRST_DAY + (CivilDay)(random() % N_DAYS);
}

static Mark random_mark(void) {
	switch (random() % 6) {
	case 0:
		return MARK_ABSENT;
	case 1:
		return MARK_FALSE;
	case 2:
		return MARK_TRUE;
	default:
		return random_day();
	}
}

static Product *random_product(const char *name) {
	static const char *const cycles[N_RELEASES] = { "7", "1", "9", "3", "0", "5", "2", "8", "4",
		"6" };
	DraftBox box = draft_box(name);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		box.draft.column_labels[m] = m != MILESTONE_LTS && random() % 2 ? "x" : NULL;
	for (size_t i = 0; i < N_RELEASES; i++) {
		ReleaseDraft *release = draft_add(&box, cycles[i]);

		if (random() % 5)
			release->release_date = random_day();
		for (Milestone m = 0; m < _MILESTONE_MAX; m++)
			release->marks[m] = random_mark();
	}
	return draft_seal(&box);
}

static Catalog *random_catalog(void) {
	Product *products[N_PRODUCTS];
	Catalog *catalog;

	for (size_t i = 0; i < N_PRODUCTS; i++) {
		char name[] = { (char)('z' - i), '\0' };

		products[i] = random_product(name);
	}
	catalog = catalog_of(products, N_PRODUCTS);
	for (size_t i = 0; i < N_PRODUCTS; i++)
		product_unref(products[i]);
	return catalog;
}

/* Everything dated and shown, in no order. */
static size_t list_plainly(const Catalog *catalog, TimelineEntry *ret) {
	size_t n = 0;

	for (size_t serial = 0; serial < catalog_n_releases(catalog); serial++) {
		size_t place;
		const Product *product = catalog_find_serial(catalog, serial, NULL, &place);
		const Release *release = product_release(product, place);

		for (Milestone m = 0; m < _MILESTONE_MAX; m++)
			if (mark_is_date(lifecycle_shown_mark(product, release, m)))
				ret[n++] = (TimelineEntry){ release_mark(release, m), serial, m };
	}
	return n;
}

static int compare_entries(const void *a, const void *b) {
	const TimelineEntry *x = a, *y = b;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	if (x->serial != y->serial)
		return x->serial < y->serial ? -1 : 1;
	return (int)x->milestone - (int)y->milestone;
}

START_TEST(test_lists_what_a_plain_walk_lists) {
	srandom(1);
	for (unsigned round = 0; round < 50; round++) {
		_cleanup_(catalog_unrefp) Catalog *catalog = random_catalog();
		_cleanup_(timeline_freep) Timeline *timeline = timeline_new(catalog);
		TimelineEntry plain[N_PRODUCTS * N_RELEASES * _MILESTONE_MAX];
		size_t n = list_plainly(catalog, plain);

		qsort(plain, n, sizeof(plain[0]), compare_entries);
		ck_assert_uint_eq(timeline_n_entries(timeline), n);
		for (size_t i = 0; i < n; i++) {
			TimelineEntry entry = timeline_entry(timeline, i);

			ck_assert_int_eq(compare_entries(&entry, &plain[i]), 0);
		}
	}
}
END_TEST

/* Whether anything that the day decides differs, whatever the product shows. */
static bool differs(const Product *product, const Release *release, CivilDay from, CivilDay to) {
	const Entitlement none = ENTITLEMENT_NONE;
	Judgement a = lifecycle_judge(product, release, none, from);
	Judgement b = lifecycle_judge(product, release, none, to);

	return a.status != b.status || a.is_supported != b.is_supported ||
	       a.is_maintained != b.is_maintained ||
	       memcmp(a.reached, b.reached, sizeof(a.reached)) != 0;
}

/* Whether a date of the release lies in the span, ends included: only such may be reported. */
static bool has_date_within(const Release *release, CivilDay first, CivilDay last) {
	bool found = release->release_date >= first && release->release_date <= last;

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		found |= mark_is_date(release_mark(release, m)) &&
			 release_mark(release, m) >= first && release_mark(release, m) <= last;
	return found;
}

static void expect_changes(
	const Catalog *catalog, const Timeline *timeline, CivilDay from, CivilDay to) {
	_cleanup_(freep) uint32_t *serials = NULL;
	ssize_t n = timeline_find_changes(timeline, from, to, &serials), k = 0;

	ck_assert_int_ge(n, 0);
	for (ssize_t i = 1; i < n; i++)
		ck_assert_uint_lt(serials[i - 1], serials[i]);
	for (size_t serial = 0; serial < catalog_n_releases(catalog); serial++) {
		size_t place;
		const Product *product = catalog_find_serial(catalog, serial, NULL, &place);
		const Release *release = product_release(product, place);
		bool reported = k < n && serials[k] == serial;

		k += reported;
		if (differs(product, release, from, to))
			ck_assert_msg(reported, "%zu from %d to %d", serial, from, to);
		if (reported)
			ck_assert(has_date_within(
				release, from < to ? from : to, from < to ? to : from));
	}
	ck_assert_int_eq(k, n);
}

/* Forward and back, by a day and by more: nothing that changes is missed, and what is reported has
 * a reason. */
START_TEST(test_changes_between_any_two_days_are_found) {
	srandom(2);
	for (unsigned round = 0; round < 8; round++) {
		_cleanup_(catalog_unrefp) Catalog *catalog = random_catalog();
		_cleanup_(timeline_freep) Timeline *timeline = timeline_new(catalog);

		for (CivilDay day = FIRST_DAY - 2; day < FIRST_DAY + N_DAYS + 2; day++) {
			expect_changes(catalog, timeline, day, day + 1);
			expect_changes(catalog, timeline, day + 1, day);
		}
		for (unsigned pair = 0; pair < 200; pair++)
			expect_changes(catalog, timeline, random_day(), random_day());
		expect_changes(catalog, timeline, CIVIL_DAY_MIN, CIVIL_DAY_MAX);
		expect_changes(catalog, timeline, CIVIL_DAY_MAX, CIVIL_DAY_MIN);
	}
}
END_TEST

static void expect_same(const Timeline *made, const Timeline *plain) {
	ck_assert_uint_eq(timeline_n_entries(made), timeline_n_entries(plain));
	for (size_t i = 0; i < timeline_n_entries(plain); i++) {
		TimelineEntry x = timeline_entry(made, i), y = timeline_entry(plain, i);

		ck_assert_int_eq(x.date, y.date);
		ck_assert_uint_eq(x.serial, y.serial);
		ck_assert_int_eq(x.milestone, y.milestone);
	}
	/* what is silent as well: day by day, so that the order of dates counts */
	for (CivilDay day = FIRST_DAY - 1; day <= FIRST_DAY + N_DAYS; day++) {
		_cleanup_(freep) uint32_t *a = NULL, *b = NULL;
		ssize_t n = timeline_find_changes(made, day, day, &a);

		ck_assert_int_eq(n, timeline_find_changes(plain, day, day, &b));
		ck_assert_mem_eq(a, b, (size_t)n * sizeof(uint32_t));
	}
}

/* Products leave, come, return and are replaced, more or fewer of them; what is made out of the
 * timeline before is what would be made anew. */
START_TEST(test_one_out_of_the_one_before_is_the_same) {
	Product *pool[N_PRODUCTS] = { 0 };
	bool is_in[N_PRODUCTS] = { 0 };
	Timeline *before = NULL;

	srandom(3);
	for (unsigned round = 0; round < 200; round++) {
		Product *products[N_PRODUCTS];
		size_t n = 0;

		for (size_t i = 0; i < N_PRODUCTS; i++) {
			char name[] = { (char)('z' - i), '\0' };

			if (!pool[i] || (unsigned)random() % N_PRODUCTS < round % 4) {
				product_unref(pool[i]);
				pool[i] = random_product(name);
			}
			if (round % 5 == 0 || random() % 8 == 0)
				is_in[i] = round % 50 != 49 && random() % 3;
			if (is_in[i])
				products[n++] = pool[i];
		}
		_cleanup_(catalog_unrefp) Catalog *catalog = catalog_of(products, n);
		_cleanup_(timeline_freep) Timeline *plain = timeline_new(catalog);
		Timeline *made = timeline_new_from(catalog, before);

		ck_assert(plain && made);
		expect_same(made, plain);
		timeline_free(before);
		before = made;
	}
	timeline_free(before);
	for (size_t i = 0; i < N_PRODUCTS; i++)
		product_unref(pool[i]);
}
END_TEST

TEST_MAIN("timeline", test_the_order_is_the_contracts, test_only_shown_dates_are_listed,
	test_finds_the_first_entry_on_or_after_a_day, test_nothing_has_an_empty_timeline,
	test_lists_what_a_plain_walk_lists, test_changes_between_any_two_days_are_found,
	test_one_out_of_the_one_before_is_the_same)
