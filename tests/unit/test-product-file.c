/* SPDX-License-Identifier: MIT */
/* The product's own keys, and what is common to all of a file; the releases have tests of their
 * own. */
#include "reader/product-file.h"

#include "test-reader.h"

#define HEAD "title: Kettle\ncategory: os\npermalink: /kettle\n"
#define RELEASES "releases: [{releaseCycle: '1', releaseDate: 2020-01-01, eol: false}]\n"

static int read_text(Reading *reading, const char *text, ProductDraft *ret) {
	reading_begin(reading);
	return product_file_read(&reading->ctx, text, strlen(text), 1, ret);
}

static ProductDraft read_good(Reading *reading, const char *text) {
	ProductDraft draft = { 0 };
	int r = read_text(reading, text, &draft);

	if (r < 0)
		print_problems(&reading->problems);
	ck_assert_int_eq(r, 0);
	return draft;
}

static void assert_wrong(const char *text, unsigned line, const char *part) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = { .name = "untouched" };

	ck_assert_int_eq(read_text(&reading, text, &draft), -EBADMSG);
	assert_refused(&reading.problems, line, part);
	ck_assert_str_eq(draft.name, "untouched");
}

START_TEST(test_the_least_that_makes_a_product) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading, HEAD RELEASES);

	ck_assert_str_eq(draft.name, "kettle");
	ck_assert_str_eq(draft.label, "Kettle");
	ck_assert_str_eq(draft.category, "os");
	ck_assert_str_eq(draft.source, "/data/test.yaml");
	ck_assert_str_eq(draft.lts_label, "LTS");
	/* the end of life is always shown, the rest only where it is asked for */
	ck_assert_str_eq(draft.column_labels[MILESTONE_EOL], "Security Support");
	ck_assert_ptr_null(draft.column_labels[MILESTONE_EOAS]);
	/* the category is a tag */
	ck_assert_uint_eq(draft.tags.n, 1);
	ck_assert_str_eq(draft.tags.items[0], "os");
	ck_assert_uint_eq(draft.n_releases, 1);
	ck_assert_uint_eq(reading.problems.n_total, 0);
	ck_assert_str_eq(reading.ctx.product, "kettle");
}
END_TEST

START_TEST(test_what_a_product_must_have) {
	assert_wrong("category: os\npermalink: /kettle\n" RELEASES, 1, "title is missing");
	assert_wrong("title: Kettle\npermalink: /kettle\n" RELEASES, 1, "category is missing");
	assert_wrong("title: Kettle\ncategory: os\n" RELEASES, 1, "permalink is missing");
	assert_wrong(HEAD, 1, "releases is missing");
	/* what is null is missing, too */
	assert_wrong("title:\ncategory: os\npermalink: /kettle\n" RELEASES, 1, "title is missing");
	assert_wrong("title: Kettle\ncategory: ~\npermalink: /kettle\n" RELEASES, 1,
		"category is missing");
	assert_wrong(HEAD "releases:\n", 1, "releases is missing");
	/* one look shows everything */
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft;

	ck_assert_int_eq(read_text(&reading, "auto: {}\nreleases: [a, {}]\n", &draft), -EBADMSG);
	ck_assert_uint_eq(reading.problems.n_refused, 5);
}
END_TEST

START_TEST(test_the_name_is_the_permalink) {
	assert_wrong(
		"permalink: kettle\ntitle: a\ncategory: b\n" RELEASES, 1, "'kettle' is no /NAME");
	assert_wrong(
		"title: a\npermalink: /../etc\ncategory: b\n" RELEASES, 2, "'/../etc' is no /NAME");
	assert_wrong("permalink: /a/b\ntitle: a\ncategory: b\n" RELEASES, 1, "is no /NAME");
	assert_wrong("permalink: /\ntitle: a\ncategory: b\n" RELEASES, 1, "is no /NAME");
	assert_wrong("permalink: /..\ntitle: a\ncategory: b\n" RELEASES, 1, "is no /NAME");
	assert_wrong("permalink: [/a]\ntitle: a\ncategory: b\n" RELEASES, 1, "a text was expected");
}
END_TEST

START_TEST(test_tags_are_words_in_order) {
	_cleanup_(reading_end) Reading one, list;
	ProductDraft draft = read_good(&one, HEAD "tags: zebra  apple-x\n" RELEASES);

	ck_assert_uint_eq(draft.tags.n, 3);
	ck_assert_str_eq(draft.tags.items[0], "apple-x");
	ck_assert_str_eq(draft.tags.items[1], "os");
	ck_assert_str_eq(draft.tags.items[2], "zebra");
	/* a list of words will do as well */
	draft = read_good(&list, HEAD "tags: [zebra, 'b a']\n" RELEASES);
	ck_assert_uint_eq(draft.tags.n, 4);
	ck_assert_str_eq(draft.tags.items[0], "a");
}
END_TEST

START_TEST(test_an_alias_that_is_no_name_is_left_out) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(
		&reading, HEAD "alternate_urls:\n  - /teapot\n  - /a/b\n  - pot\n" RELEASES);

	ck_assert_uint_eq(draft.aliases.n, 1);
	ck_assert_str_eq(draft.aliases.items[0], "teapot");
	assert_doubted(&reading.problems, 5, "alternate_urls: '/a/b' is no /NAME; left out");
	assert_doubted(&reading.problems, 5, "'pot' is no /NAME");
}
END_TEST

START_TEST(test_columns) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading,
		HEAD "eoasColumn: true\neolColumn: Fixes\neoesColumn: <b>More</b>\n"
		     "discontinuedColumn: false\nlatestColumn: false\n" RELEASES);

	ck_assert_str_eq(draft.column_labels[MILESTONE_EOAS], "Active Support");
	ck_assert_str_eq(draft.column_labels[MILESTONE_EOL], "Fixes");
	ck_assert_str_eq(draft.column_labels[MILESTONE_EOES], "More");
	ck_assert_ptr_null(draft.column_labels[MILESTONE_DISCONTINUED]);
	ck_assert_uint_ne(draft.flags & PRODUCT_LATEST_HIDDEN, 0);
}
END_TEST

START_TEST(test_icons_are_slugs_or_addresses) {
	_cleanup_(reading_end) Reading slug, url, both, none;
	ProductDraft draft = read_good(&slug, HEAD "iconSlug: kettle\n" RELEASES);

	ck_assert_str_eq(draft.icon, "kettle");
	ck_assert_uint_ne(draft.flags & PRODUCT_ICON_IS_SLUG, 0);
	draft = read_good(&url, HEAD "iconUrl: https://example.org/i.svg\n" RELEASES);
	ck_assert_str_eq(draft.icon, "https://example.org/i.svg");
	ck_assert_uint_eq(draft.flags & PRODUCT_ICON_IS_SLUG, 0);
	draft = read_good(&both, HEAD "iconUrl: https://example.org\niconSlug: k\n" RELEASES);
	ck_assert_str_eq(draft.icon, "k");
	draft = read_good(&none, HEAD "iconSlug: ~\n" RELEASES);
	ck_assert_ptr_null(draft.icon);
}
END_TEST

START_TEST(test_identifiers_have_one_key) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading, HEAD
		"identifiers:\n  - purl: pkg:deb/kettle\n  - {cpe: a, repology: b}\n" RELEASES);

	ck_assert_uint_eq(draft.identifiers.n, 2);
	ck_assert_str_eq(draft.identifiers.items[0].key, "purl");
	ck_assert_str_eq(draft.identifiers.items[1].value, "a");
	assert_doubted(&reading.problems, 6, "identifiers: an entry with more than one key");
	assert_wrong(HEAD "identifiers:\n  - purl:\n" RELEASES, 5, "an entry without a value");
	assert_wrong(HEAD "identifiers: {purl: x}\n" RELEASES, 4, "a list was expected");
	assert_wrong(HEAD "identifiers: [purl]\n" RELEASES, 4, "a mapping was expected");
}
END_TEST

START_TEST(test_fields_of_its_own) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading, HEAD
		"customFields:\n  - {name: lid, display: api-only, label: Lid}\n  - name: cup\n"
		"releases:\n  - {releaseCycle: '1', releaseDate: 2020-01-01, eol: no, cup: "
		"2020-02-30}\n"
		"  - {releaseCycle: '2', releaseDate: 2020-01-01, eol: no}\n");

	ck_assert_uint_eq(draft.n_custom_fields, 2);
	ck_assert_str_eq(draft.custom_fields[0].label, "Lid");
	ck_assert_str_eq(draft.custom_fields[1].display, "");
	/* whatever the value looks like it is a text; what is not said is NULL */
	ck_assert_ptr_null(draft.releases[0].custom[0]);
	ck_assert_str_eq(draft.releases[0].custom[1], "2020-02-30");
	ck_assert_ptr_null(draft.releases[1].custom[1]);
	assert_wrong(HEAD "customFields: [{label: x}]\n" RELEASES, 4, "a field without a name");
	assert_wrong(HEAD "customFields: [{name: x}, {name: x}]\n" RELEASES, 4,
		"two fields are called x");
	assert_wrong(HEAD "customFields: x\n" RELEASES, 4, "a list was expected");
}
END_TEST

START_TEST(test_methods_are_passed_on) {
	_cleanup_(reading_end) Reading reading, none;
	ProductDraft draft = read_good(&reading, HEAD "auto:\n  cumulative: true\n  methods:\n    "
						      "- {git: x, regex: ['a', 1]}\n" RELEASES);

	ck_assert_uint_eq(draft.n_auto_methods, 1);
	ck_assert_str_eq(draft.auto_methods[0].items[1].value, "[\"a\",1]");
	draft = read_good(&none, HEAD "auto: true\n" RELEASES);
	ck_assert_uint_eq(draft.n_auto_methods, 0);
	assert_doubted(&none.problems, 4, "auto: no list of methods");
	assert_wrong(HEAD "auto: {methods: [x]}\n" RELEASES, 4, "auto.methods: a mapping");
}
END_TEST

START_TEST(test_unknown_keys_are_no_error_but_merging_is) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft =
		read_good(&reading, HEAD "alternative_urls: [1]\n? [a]\n: b\n? {}\n: c\n" RELEASES);

	ck_assert_str_eq(draft.name, "kettle");
	ck_assert_uint_eq(reading.problems.n_total, 0);
	/* a product that lacks what it should have got would be a lie */
	assert_wrong(HEAD "<<: {tags: x}\n" RELEASES, 4, "<<: merging mappings is not understood");
	assert_wrong(HEAD
		"releases: [{releaseCycle: a, releaseDate: 2020-01-01, eol: no, <<: {}}]\n",
		4, "merging mappings");
}
END_TEST

START_TEST(test_of_two_keys_the_last_counts) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading, "title: First\n" HEAD RELEASES);

	ck_assert_str_eq(draft.label, "Kettle");
	assert_doubted(&reading.problems, 2, "title stands twice; the last one counts");
}
END_TEST

START_TEST(test_a_word_for_lts_or_the_usual_one) {
	_cleanup_(reading_end) Reading own, none;

	ck_assert_str_eq(read_good(&own, HEAD "LTSLabel: ESR\n" RELEASES).lts_label, "ESR");
	ck_assert_str_eq(read_good(&none, HEAD "LTSLabel:\n" RELEASES).lts_label, "LTS");
}
END_TEST

START_TEST(test_a_policy_for_point_releases_is_known_or_wrong) {
	_cleanup_(reading_end) Reading reading;
	ProductDraft draft = read_good(&reading, HEAD "pointReleasePolicy: superseded\n" RELEASES);

	ck_assert_uint_ne(draft.flags & PRODUCT_POINTS_SUPERSEDED, 0);
	assert_wrong(HEAD "pointReleasePolicy: kept\n" RELEASES, 4, "'kept' is not known");
}
END_TEST

START_TEST(test_no_mapping_no_product) {
	assert_wrong("", 1, "no mapping of keys");
	assert_wrong("- a\n- b\n", 1, "no mapping of keys");
	assert_wrong("just text\n", 1, "no mapping of keys");
	assert_wrong("~\n", 1, "no mapping of keys");
	assert_wrong("a: [\n", 2, "did not find expected node");
}
END_TEST

TEST_MAIN("product-file", test_the_least_that_makes_a_product, test_what_a_product_must_have,
	test_the_name_is_the_permalink, test_tags_are_words_in_order,
	test_an_alias_that_is_no_name_is_left_out, test_columns, test_icons_are_slugs_or_addresses,
	test_identifiers_have_one_key, test_fields_of_its_own, test_methods_are_passed_on,
	test_unknown_keys_are_no_error_but_merging_is, test_of_two_keys_the_last_counts,
	test_a_word_for_lts_or_the_usual_one, test_a_policy_for_point_releases_is_known_or_wrong,
	test_no_mapping_no_product)
