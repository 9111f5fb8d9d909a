/* SPDX-License-Identifier: MIT */
#include "lifecycle/release-text.h"

#include <errno.h>
#include <string.h>

#include "drafts.h"
#include "test-main.h"

/* The label and link of a box's first release. The buffer already holds something: what is
 * appended is appended. */
static void expect_label(DraftBox *box, CivilDay day, const char *expected) {
	_cleanup_(product_unrefp) Product *product = draft_seal(box);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_int_eq(strbuf_append_str(&buf, "<b>|"), 0);
	ck_assert_int_eq(release_text_label(product, product_release(product, 0), day, &buf), 0);
	ck_assert_int_eq(strncmp(strbuf_cstr(&buf), "<b>|", 4), 0);
	ck_assert_str_eq(strbuf_cstr(&buf) + 4, expected);
}

/* NULL: there is no link. */
static void expect_link(DraftBox *box, const char *expected) {
	_cleanup_(product_unrefp) Product *product = draft_seal(box);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	bool present = !expected;

	ck_assert_int_eq(strbuf_append_str(&buf, "|"), 0);
	ck_assert_int_eq(
		release_text_link(product, product_release(product, 0), &buf, &present), 0);
	ck_assert_int_eq(present, expected != NULL);
	ck_assert_str_eq(strbuf_cstr(&buf) + 1, expected ? expected : "");
}

static DraftBox one_release(const char *name) {
	DraftBox box = draft_box("p");

	draft_add(&box, name);
	return box;
}

/* ---- labels ---------------------------------------------------------------------------------- */

START_TEST(test_a_label_is_the_releases_or_the_products_or_the_cycle) {
	DraftBox box = one_release("22.04");
	ReleaseDraft *release = box.releases;

	expect_label(&box, 0, "22.04");
	release->codename = "Jammy Jellyfish";
	box.draft.release_label = "__RELEASE_CYCLE__ '__CODENAME__'";
	expect_label(&box, 0, "22.04 'Jammy Jellyfish'");
	release->label = "Ubuntu __RELEASE_CYCLE__";
	expect_label(&box, 0, "Ubuntu 22.04");
	release->label = "plain";
	expect_label(&box, 0, "plain");
}
END_TEST

START_TEST(test_the_suffix_follows_the_day) {
	DraftBox box = one_release("20");
	Mark *lts = &box.releases[0].marks[MILESTONE_LTS];

	*lts = MARK_TRUE;
	expect_label(&box, 0, "20 (LTS)");
	*lts = MARK_FALSE;
	expect_label(&box, 0, "20");
	*lts = day_of("2023-10-24");
	expect_label(&box, day_of("2023-10-23"), "20 (Upcoming LTS)");
	/* the day itself is still before it */
	expect_label(&box, day_of("2023-10-24"), "20 (Upcoming LTS)");
	expect_label(&box, day_of("2023-10-25"), "20 (LTS)");
	box.draft.lts_label = "<abbr title='x'>ESR</abbr>";
	expect_label(&box, day_of("2023-10-23"), "20 (Upcoming ESR)");
	expect_label(&box, day_of("2023-10-25"), "20 (ESR)");
}
END_TEST

START_TEST(test_a_label_has_no_html) {
	DraftBox box = one_release("1");

	box.draft.release_label = "<i>One</i> & <b>only</b>";
	expect_label(&box, 0, "One & only");
}
END_TEST

/* A template that upstream's Liquid knows and ours does not: better the cycle than a wrong text. */
START_TEST(test_a_label_that_cannot_be_rendered_is_the_cycle) {
	DraftBox box = one_release("1.2");

	box.draft.release_label = "before {{ '__RELEASE_CYCLE__' | no_such_filter }} after";
	expect_label(&box, 0, "1.2");
	box.releases[0].marks[MILESTONE_LTS] = MARK_TRUE;
	expect_label(&box, 0, "1.2 (LTS)");
	box.releases[0].label = "{% unknown %}";
	expect_label(&box, 0, "1.2 (LTS)");
}
END_TEST

START_TEST(test_a_label_by_liquid) {
	DraftBox box = one_release("1.2.3");

	box.draft.release_label = "v{{ '__RELEASE_CYCLE__' | split: '.' | first }}";
	expect_label(&box, 0, "v1");
}
END_TEST

/* An import has final texts; its suffix was taken off where the day decides it. */
START_TEST(test_an_imported_label_is_no_template) {
	DraftBox box = one_release("8");
	ReleaseDraft *release = box.releases;

	release->flags = RELEASE_FINAL_LABEL;
	release->marks[MILESTONE_LTS] = day_of("2023-10-24");
	box.draft.release_label = "never";
	expect_label(&box, 0, "8");
	release->label = "__RELEASE_CYCLE__ {{ x }}";
	expect_label(&box, day_of("2024-01-01"), "__RELEASE_CYCLE__ {{ x }}");
	release->flags |= RELEASE_LTS_SUFFIX;
	release->label = "8";
	expect_label(&box, day_of("2023-10-24"), "8 (Upcoming LTS)");
	expect_label(&box, day_of("2023-10-25"), "8 (LTS)");
}
END_TEST

START_TEST(test_dates_stand_in_templates) {
	DraftBox box = one_release("8");
	ReleaseDraft *release = box.releases;

	box.draft.release_label = "__RELEASE_DATE__/__LATEST__/__LATEST_RELEASE_DATE__";
	release->release_date = day_of("2021-05-26");
	release->latest = "8.10";
	release->latest_date = day_of("2024-05-28");
	expect_label(&box, 0, "2021-05-26/8.10/2024-05-28");
}
END_TEST

/* ---- links ----------------------------------------------------------------------------------- */

START_TEST(test_a_link_is_the_releases_or_the_products_template) {
	DraftBox box = one_release("3.12");
	ReleaseDraft *release = box.releases;

	release->latest = "3.12.4";
	expect_link(&box, NULL);
	box.draft.changelog_template = "https://x.example/__LATEST__/";
	expect_link(&box, "https://x.example/3.12.4/");
	release->link = "https://own.example/";
	expect_link(&box, "https://own.example/");
	release->link = "https://own.example/__RELEASE_CYCLE__";
	expect_link(&box, "https://own.example/3.12");
}
END_TEST

/* Upstream renders a release's own link only if it holds a placeholder. */
START_TEST(test_a_link_without_placeholders_stays_as_it_is) {
	DraftBox box = one_release("1");

	box.releases[0].link = "https://x.example/{{ 'a' | upcase }}";
	expect_link(&box, "https://x.example/{{ 'a' | upcase }}");
	box.releases[0].link = "";
	box.draft.changelog_template = "https://x.example/";
	expect_link(&box, "");
}
END_TEST

START_TEST(test_link_null_switches_the_template_off) {
	DraftBox box = one_release("1");

	box.draft.changelog_template = "https://x.example/";
	box.releases[0].flags = RELEASE_NO_LINK;
	expect_link(&box, NULL);
}
END_TEST

START_TEST(test_a_link_that_cannot_be_rendered_is_none) {
	DraftBox box = one_release("1");

	box.draft.changelog_template = "https://x.example/{{ '__LATEST__' | no_such_filter }}";
	expect_link(&box, NULL);
}
END_TEST

START_TEST(test_an_imported_link_is_no_template) {
	DraftBox box = one_release("1");

	box.releases[0].flags = RELEASE_FINAL_LINK;
	box.releases[0].link = "https://x.example/__LATEST__";
	expect_link(&box, "https://x.example/__LATEST__");
}
END_TEST

/* ---- products -------------------------------------------------------------------------------- */

START_TEST(test_links_of_a_product) {
	DraftBox box = draft_box("python");
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	bool present = true;
	_cleanup_(product_unrefp) Product *plain = draft_seal(&box);

	ck_assert_int_eq(product_text_html_link(plain, &buf), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), "https://endoflife.date/python");
	ck_assert_int_eq(product_text_icon_link(plain, &buf, &present), 0);
	ck_assert(!present);
	ck_assert_str_eq(strbuf_cstr(&buf), "https://endoflife.date/python");

	box.draft.html_link = "https://own.example/";
	box.draft.icon = "python";
	box.draft.flags = PRODUCT_ICON_IS_SLUG;
	_cleanup_(product_unrefp) Product *slug = draft_seal(&box);

	strbuf_clear(&buf);
	ck_assert_int_eq(product_text_html_link(slug, &buf), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), "https://own.example/");
	strbuf_clear(&buf);
	ck_assert_int_eq(product_text_icon_link(slug, &buf, &present), 0);
	ck_assert(present);
	ck_assert_str_eq(
		strbuf_cstr(&buf), "https://cdn.jsdelivr.net/npm/simple-icons/icons/python.svg");

	box.draft.flags = 0;
	box.draft.icon = "https://x.example/i.png";
	_cleanup_(product_unrefp) Product *url = draft_seal(&box);

	strbuf_clear(&buf);
	ck_assert_int_eq(product_text_icon_link(url, &buf, &present), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), "https://x.example/i.png");
}
END_TEST

TEST_MAIN("release-text", test_a_label_is_the_releases_or_the_products_or_the_cycle,
	test_the_suffix_follows_the_day, test_a_label_has_no_html,
	test_a_label_that_cannot_be_rendered_is_the_cycle, test_a_label_by_liquid,
	test_an_imported_label_is_no_template, test_dates_stand_in_templates,
	test_a_link_is_the_releases_or_the_products_template,
	test_a_link_without_placeholders_stays_as_it_is, test_link_null_switches_the_template_off,
	test_a_link_that_cannot_be_rendered_is_none, test_an_imported_link_is_no_template,
	test_links_of_a_product)
