/* SPDX-License-Identifier: MIT */
#include "reader/override.h"

#include "reader/product-file.h"
#include "test-reader.h"

#define PRODUCT \
	"title: Kettle\ncategory: os\npermalink: /kettle\ntags: hot\n" \
	"customFields: [{name: lid}, {name: cup}]\nchangelogTemplate: \"{{ open\"\nreleases:\n" \
	"  - {releaseCycle: '9', releaseDate: 2020-01-01, eol: 2025-01-01, lid: round, cup: " \
	"big}\n" \
	"  - {releaseCycle: '8', releaseDate: 2019-01-01, eol: 2001-01-01, link: https://8, cup: " \
	"small}\n"

typedef struct Overriding {
	Reading reading;
	ProductDraft draft;
} Overriding;

static void overriding_end(Overriding *overriding) {
	reading_end(&overriding->reading);
}

static void begin(Overriding *overriding) {
	reading_begin(&overriding->reading);
	ck_assert_int_eq(product_file_read(&overriding->reading.ctx, PRODUCT, strlen(PRODUCT), 1,
				 &overriding->draft),
		0);
	problems_deinit(&overriding->reading.problems);
}

static int apply(Overriding *overriding, const char *text) {
	ReadContext ctx = overriding->reading.ctx;
	Override override;

	ctx.file = "/overrides/kettle.yaml";
	ctx.is_override = true;
	ck_assert_int_eq(override_read(&ctx, text, strlen(text), &override), 0);
	ck_assert_str_eq(override.product, "kettle");
	return override_apply(&ctx, &override, &overriding->draft);
}

START_TEST(test_only_what_it_says_changes) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);

	const ReleaseDraft *before = o.draft.releases, *eight = &o.draft.releases[1];
	CivilDay eol = before[0].marks[MILESTONE_EOL];

	ck_assert_int_eq(
		apply(&o, "product: kettle\ntitle: Better Kettle\nlinks: {errata: https://e}\n"
			  "releases:\n  - {releaseCycle: '9', eol: 2030-01-01, codename: Nine}\n"),
		0);
	ck_assert_uint_eq(o.reading.problems.n_total, 0);
	ck_assert_str_eq(o.draft.label, "Better Kettle");
	ck_assert_str_eq(o.draft.category, "os");
	ck_assert_str_eq(o.draft.links.items[0].value, "https://e");
	ck_assert_str_eq(o.draft.releases[0].codename, "Nine");
	ck_assert_int_gt(o.draft.releases[0].marks[MILESTONE_EOL], eol);
	ck_assert_uint_eq(o.draft.releases[0].flags, RELEASE_EOL_OVERRIDDEN);
	ck_assert_str_eq(o.draft.releases[0].custom[0], "round");
	/* the other release is as it was, and the draft before it too */
	ck_assert_str_eq(o.draft.releases[1].link, "https://8");
	ck_assert_uint_eq(o.draft.releases[1].flags, eight->flags);
	ck_assert_int_eq(before[0].marks[MILESTONE_EOL], eol);
	ck_assert_ptr_null(before[0].codename);
}
END_TEST

START_TEST(test_a_wrong_one_changes_nothing) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);
	ck_assert_int_eq(apply(&o, "product: kettle\ntitle: Better Kettle\nreleases:\n"
				   "  - {releaseCycle: '9', eol: 2030-02-30}\n"
				   "  - {releaseCycle: '8', lts: sometimes}\n"),
		-EBADMSG);
	/* all that is wrong is told, by its own file and lines */
	assert_refused(&o.reading.problems, 4, "'2030-02-30' is no date");
	assert_refused(&o.reading.problems, 5, "'sometimes' is no date");
	ck_assert_str_eq(o.reading.problems.items[0].file, "/overrides/kettle.yaml");
	ck_assert_str_eq(o.reading.problems.items[0].product, "kettle");
	ck_assert_str_eq(o.draft.label, "Kettle");
}
END_TEST

START_TEST(test_what_must_be_there_cannot_be_taken_away) {
	static const struct {
		const char *text;
		unsigned line;
		const char *part;
	} wrong[] = {
		{ "product: kettle\ntitle:\n", 2, "title: a product must have one" },
		{ "product: kettle\ncategory: ~\ntags: x\n", 2,
			"category: a product must have one" },
		{ "product: kettle\nreleases: [{releaseCycle: '9', eol: ~}]\n", 2,
			"release 9 must say eol" },
		{ "product: kettle\nreleases:\n  - {releaseCycle: '9', releaseDate: ~}\n", 3,
			"release 9 must have a releaseDate" },
		{ "product: kettle\nreleases:\n", 2, "releases: a list was expected" },
		{ "product: kettle\nreleases: [{eol: true}]\n", 2, "without releaseCycle" },
	};

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		_cleanup_(overriding_end) Overriding o;

		begin(&o);
		ck_assert_int_eq(apply(&o, wrong[i].text), -EBADMSG);
		assert_refused(&o.reading.problems, wrong[i].line, wrong[i].part);
	}
}
END_TEST

START_TEST(test_a_phase_can_be_taken_away) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases: [{releaseCycle: '9', eoes: true}]\n"), 0);
	ck_assert_int_eq(o.draft.releases[0].marks[MILESTONE_EOES], MARK_TRUE);
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases: [{releaseCycle: '9', eoes: ~}]\n"), 0);
	ck_assert_int_eq(o.draft.releases[0].marks[MILESTONE_EOES], MARK_ABSENT);
	ck_assert_uint_eq(o.reading.problems.n_total, 0);
}
END_TEST

START_TEST(test_a_release_that_is_not_there_is_doubted) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases:\n  - {releaseCycle: '7', eol: true}\n"), 0);
	assert_doubted(&o.reading.problems, 3, "kettle has no release 7 to override");
	ck_assert_uint_eq(o.draft.n_releases, 2);
}
END_TEST

START_TEST(test_tags_and_category) {
	_cleanup_(overriding_end) Overriding tags, category, both;

	begin(&tags);
	ck_assert_int_eq(apply(&tags, "product: kettle\ntags: warm wet\n"), 0);
	ck_assert_uint_eq(tags.draft.tags.n, 3);
	ck_assert_str_eq(tags.draft.tags.items[0], "os");
	/* another category takes the place of the one before among the tags */
	begin(&category);

	TextList before = category.draft.tags;

	ck_assert_int_eq(apply(&category, "product: kettle\ncategory: device\n"), 0);
	ck_assert_uint_eq(category.draft.tags.n, 2);
	ck_assert_str_eq(category.draft.tags.items[0], "device");
	ck_assert_str_eq(category.draft.tags.items[1], "hot");
	ck_assert_str_eq(before.items[1], "os");
	begin(&both);
	ck_assert_int_eq(apply(&both, "product: kettle\ncategory: device\ntags: ~\n"), 0);
	ck_assert_uint_eq(both.draft.tags.n, 1);
}
END_TEST

START_TEST(test_own_fields_take_their_values_along) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);

	const char **before = o.draft.releases[0].custom;

	ck_assert_int_eq(
		apply(&o, "product: kettle\n"
			  "customFields: [{name: spout}, {name: cup, label: Cup}, {name: rim}]\n"
			  "releases: [{releaseCycle: '8', rim: gold}]\n"),
		0);
	ck_assert_uint_eq(o.draft.n_custom_fields, 3);
	ck_assert_ptr_null(o.draft.releases[0].custom[0]);
	ck_assert_str_eq(o.draft.releases[0].custom[1], "big");
	ck_assert_str_eq(o.draft.releases[1].custom[1], "small");
	ck_assert_str_eq(o.draft.releases[1].custom[2], "gold");
	ck_assert_str_eq(before[0], "round");
}
END_TEST

/* What is odd in the product was said when its own file was read. */
START_TEST(test_the_products_doubts_are_not_said_again) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases:\n  - {releaseCycle: '9', lts: true}\n"), 0);
	ck_assert_uint_eq(o.reading.problems.n_total, 0);
	/* ... but of what it touches, by its own line */
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases:\n  - {releaseCycle: '8', lts: true}\n"), 0);
	assert_doubted(&o.reading.problems, 3, "release 8: releaseDate is after eol");
	ck_assert_uint_eq(o.reading.problems.n_total, 1);
}
END_TEST

START_TEST(test_an_import_is_overridden_in_the_files_own_words) {
	_cleanup_(overriding_end) Overriding o;

	begin(&o);
	/* an import: finished texts, and no word of the release date */
	o.draft.lts_label = NULL;
	o.draft.releases[0].flags = RELEASE_FINAL_LABEL | RELEASE_FINAL_LINK | RELEASE_NO_LINK;
	o.draft.releases[0].label = "9 {{ literally }}";
	o.draft.releases[0].release_date = CIVIL_DAY_NONE;
	ck_assert_int_eq(apply(&o, "product: kettle\nreleases:\n"
				   "  - {releaseCycle: '9', link: https://9/__LATEST__}\n"),
		0);
	/* the link is a template now; the label stays what it was */
	ck_assert_uint_eq(o.draft.releases[0].flags, RELEASE_FINAL_LABEL);
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases: [{releaseCycle: '9', lts: true}]\n"), 0);
	/* the suffix has a word */
	ck_assert_uint_eq(o.draft.releases[0].flags, RELEASE_FINAL_LABEL | RELEASE_LTS_SUFFIX);
	ck_assert_str_eq(o.draft.lts_label, "LTS");
	ck_assert_int_eq(
		apply(&o, "product: kettle\nreleases: [{releaseCycle: '9', releaseLabel: N}]\n"),
		0);
	ck_assert_uint_eq(o.draft.releases[0].flags, 0);
	ck_assert_uint_eq(o.reading.problems.n_refused, 0);
}
END_TEST

START_TEST(test_whose_it_is_must_be_said) {
	static const char *const wrong[] = { "title: x\n", "product: a/b\n", "product: ~\n",
		"product: ''\n" };
	_cleanup_(reading_end) Reading reading;
	Override override;

	reading_begin(&reading);
	for (size_t i = 0; i < ELEMENTSOF(wrong); i++)
		ck_assert_int_eq(override_read(&reading.ctx, wrong[i], strlen(wrong[i]), &override),
			-EBADMSG);
	assert_refused(&reading.problems, 1, "product: no name of a product");
	ck_assert_int_eq(override_read(&reading.ctx, "product: [a]\n", 13, &override), -EBADMSG);
	assert_refused(&reading.problems, 1, "product: a text was expected");
}
END_TEST

START_TEST(test_which_file_is_one) {
	static const struct {
		const char *text;
		bool is_one;
	} files[] = {
		{ "product: a\n", true },
		{ "title: b\nproduct: a\nreleases: []\n", true },
		{ "product: a\npermalink: /a\n", false },
		{ "title: a\n", false },
		{ "[product]\n", false },
		{ "", false },
		{ "product: [\n", false },
	};
	_cleanup_(reading_end) Reading reading;

	reading_begin(&reading);
	for (size_t i = 0; i < ELEMENTSOF(files); i++)
		ck_assert_int_eq(
			override_is_one(&reading.arena, files[i].text, strlen(files[i].text)),
			files[i].is_one);
}
END_TEST

static int check(Reading *reading, const char *text) {
	reading_begin(reading);
	reading->ctx.is_override = true;
	return override_check(&reading->ctx, text, strlen(text));
}

/* `eold --check FILE` has no product at hand: every release that is named is taken to be there. */
START_TEST(test_alone_it_is_held_against_what_it_names) {
	_cleanup_(reading_end) Reading good, bad, odd, broken;

	ck_assert_int_eq(check(&good, "product: a\ntags: x\nreleases:\n"
				      "  - {releaseCycle: '9', eol: 2030-01-01, own: field}\n"
				      "  - {releaseCycle: '9', lts: true}\n"),
		0);
	ck_assert_uint_eq(good.problems.n_total, 0);
	ck_assert_int_eq(check(&bad, "product: a\ncategory: ~\nreleases:\n  - x\n"
				     "  - {releaseCycle: '9', eol: soon}\n"),
		-EBADMSG);
	assert_refused(&bad.problems, 2, "category: a product must have one");
	assert_refused(&bad.problems, 4, "an entry that is no mapping");
	assert_refused(&bad.problems, 5, "'soon' is no date");
	ck_assert_str_eq(bad.problems.items[0].product, "a");
	ck_assert_int_eq(
		check(&odd, "product: a\nreleases:\n"
			    "  - {releaseCycle: '9', releaseDate: 2030-01-01, eol: 2020-01-01}\n"),
		0);
	assert_doubted(&odd.problems, 3, "releaseDate is after eol");
	ck_assert_int_eq(check(&broken, "product: a\nreleases: {}\n"), -EBADMSG);
	assert_refused(&broken.problems, 2, "a list was expected");
}
END_TEST

TEST_MAIN("override", test_only_what_it_says_changes, test_a_wrong_one_changes_nothing,
	test_what_must_be_there_cannot_be_taken_away, test_a_phase_can_be_taken_away,
	test_a_release_that_is_not_there_is_doubted, test_tags_and_category,
	test_own_fields_take_their_values_along, test_the_products_doubts_are_not_said_again,
	test_an_import_is_overridden_in_the_files_own_words, test_whose_it_is_must_be_said,
	test_which_file_is_one, test_alone_it_is_held_against_what_it_names)
