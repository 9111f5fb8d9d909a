/* SPDX-License-Identifier: MIT */
#include "catalog/product.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "drafts.h"
#include "test-main.h"

/* NULL and "" are different things, before and after. */
static void expect_text(const Product *product, TextRef ref, const char *expected) {
	const char *text = product_text(product, ref);

	if (!expected) {
		ck_assert_ptr_null(text);
		ck_assert_str_eq(product_text_or_empty(product, ref), "");
		return;
	}
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, expected);
	/* within the block */
	ck_assert(text > (const char *)product && text < (const char *)product + product->size);
}

static void expect_texts(const Product *product, const BlockList *list, const TextList *expected) {
	ck_assert_uint_eq(list->n, expected->n);
	for (size_t i = 0; i < expected->n; i++)
		ck_assert_str_eq(product_list_text(product, list, i), expected->items[i]);
}

static void expect_pairs(const Product *product, const BlockList *list, const PairList *expected) {
	const TextRef *pairs = product_list(product, list);

	ck_assert_uint_eq(list->n, expected->n);
	for (size_t i = 0; i < expected->n; i++) {
		expect_text(product, pairs[2 * i], expected->items[i].key);
		expect_text(product, pairs[2 * i + 1], expected->items[i].value);
	}
}

static void expect_extras(const Product *product, const Release *release, const ReleaseDraft *draft,
	size_t n_custom) {
	const ReleaseExtras *extras = release_extras(product, release);
	const PointRelease *points;

	if (!draft->custom && draft->n_points == 0 && draft->architectures.n == 0) {
		ck_assert_ptr_null(extras);
		return;
	}
	ck_assert_ptr_nonnull(extras);
	ck_assert_uint_eq(extras->custom.n, draft->custom ? n_custom : 0);
	for (size_t i = 0; i < extras->custom.n; i++)
		expect_text(product, ((const TextRef *)product_list(product, &extras->custom))[i],
			draft->custom[i]);
	ck_assert_uint_eq(extras->points.n, draft->n_points);
	points = product_list(product, &extras->points);
	for (size_t i = 0; i < draft->n_points; i++) {
		expect_text(product, points[i].version, draft->points[i].version);
		expect_text(product, points[i].codename, draft->points[i].codename);
		ck_assert_int_eq(points[i].release_date, draft->points[i].release_date);
	}
	expect_texts(product, &extras->architectures, &draft->architectures);
}

/* A link may have been cut into what it shares with others and the rest. */
static void expect_link(const Product *product, const Release *release, const char *link) {
	char whole[256];

	if (!(release->flags & RELEASE_LINK_PREFIXED)) {
		expect_text(product, release->link, link);
		return;
	}
	(void)snprintf(whole, sizeof(whole), "%s%s", product_text(product, product->link_prefix),
		product_text(product, release->link));
	ck_assert_str_eq(whole, link);
}

static void expect_release(const Product *product, const Release *release,
	const ReleaseDraft *draft, size_t n_custom) {
	expect_text(product, release->name, draft->name);
	expect_text(product, release->label, draft->label);
	expect_text(product, release_codename(release), draft->codename);
	expect_text(product, release->latest, draft->latest);
	expect_link(product, release, draft->link);
	ck_assert_int_eq(release->release_date, draft->release_date);
	ck_assert_int_eq(release->latest_date, draft->latest_date);
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		ck_assert_int_eq(release_mark(release, m), draft->marks[m]);
	ck_assert_uint_eq(release->flags & ~(unsigned)RELEASE_LINK_PREFIXED, draft->flags);
	expect_extras(product, release, draft, n_custom);
}

static void expect_header(const Product *product, const ProductDraft *draft) {
	ck_assert_str_eq(product_name(product), draft->name);
	ck_assert_uint_eq(product->flags, draft->flags);
	expect_text(product, product->label, draft->label);
	expect_text(product, product->category, draft->category);
	expect_text(product, product->version_command, draft->version_command);
	expect_text(product, product->policy_link, draft->policy_link);
	expect_text(product, product->icon, draft->icon);
	expect_text(product, product->html_link, draft->html_link);
	expect_text(product, product->changelog_template, draft->changelog_template);
	expect_text(product, product->release_label, draft->release_label);
	expect_text(product, product->lts_label, draft->lts_label);
	expect_text(product, product->source, draft->source);
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		expect_text(product, product->column_labels[m], draft->column_labels[m]);
}

static void expect_equal(const Product *product, const ProductDraft *draft) {
	const CustomField *fields = product_list(product, &product->custom_fields);
	const BlockList *methods = product_list(product, &product->auto_methods);
	const uint16_t *by_name = product_list(product, &product->by_name);

	expect_header(product, draft);
	expect_texts(product, &product->tags, &draft->tags);
	expect_texts(product, &product->aliases, &draft->aliases);
	expect_pairs(product, &product->identifiers, &draft->identifiers);
	expect_pairs(product, &product->links, &draft->links);
	expect_texts(product, &product->os_release_ids, &draft->os_release_ids);
	expect_texts(product, &product->architectures, &draft->architectures);
	ck_assert_uint_eq(product->custom_fields.n, draft->n_custom_fields);
	for (size_t i = 0; i < draft->n_custom_fields; i++) {
		expect_text(product, fields[i].name, draft->custom_fields[i].name);
		expect_text(product, fields[i].display, draft->custom_fields[i].display);
		expect_text(product, fields[i].label, draft->custom_fields[i].label);
		expect_text(product, fields[i].description, draft->custom_fields[i].description);
	}
	ck_assert_uint_eq(product->auto_methods.n, draft->n_auto_methods);
	for (size_t i = 0; i < draft->n_auto_methods; i++)
		expect_pairs(product, &methods[i], &draft->auto_methods[i]);
	ck_assert_uint_eq(product_n_releases(product), draft->n_releases);
	ck_assert_uint_eq(product->by_name.n, draft->n_releases);
	for (size_t i = 0; i < draft->n_releases; i++) {
		expect_release(product, product_release(product, i), &draft->releases[i],
			draft->n_custom_fields);
		ck_assert_uint_eq(by_name[i], draft->by_name[i]);
	}
}

START_TEST(test_a_draft_that_says_everything_reads_back_the_same) {
	const char *tags[] = { "linux", "os", "red-hat" }, *aliases[] = { "alma" };
	const char *ids[] = { "almalinux" }, *architectures[] = { "x86_64", "s390x" };
	TextPair identifiers[] = { { "cpe", "cpe:/o:almalinux:almalinux" }, { "purl", "pkg:a/b" } };
	TextPair links[] = { { "errata", "https://errata.example" } };
	TextPair first[] = { { "git", "https://git.example" }, { "regex", "[\"a\"]" } };
	PairList methods[] = { { first, 2 }, { NULL, 0 } };
	CustomFieldDraft fields[] = { { "kernel", "table", "Kernel", "" },
		{ "chip", "", "", "what it runs on" } };
	const char *custom[] = { "5.14", NULL };
	PointReleaseDraft points[] = { { "9.6", "Sage Margay", 20000 }, { "9.5", NULL, 19900 },
		{ "9.4", "", CIVIL_DAY_NONE } };
	DraftBox box = draft_box("almalinux");
	ReleaseDraft *full = draft_add(&box, "9");

	box.draft.tags = (TextList){ tags, ELEMENTSOF(tags) };
	box.draft.aliases = (TextList){ aliases, ELEMENTSOF(aliases) };
	box.draft.os_release_ids = (TextList){ ids, ELEMENTSOF(ids) };
	box.draft.architectures = (TextList){ architectures, ELEMENTSOF(architectures) };
	box.draft.identifiers = (PairList){ identifiers, ELEMENTSOF(identifiers) };
	box.draft.links = (PairList){ links, ELEMENTSOF(links) };
	box.draft.auto_methods = methods;
	box.draft.n_auto_methods = ELEMENTSOF(methods);
	box.draft.custom_fields = fields;
	box.draft.n_custom_fields = ELEMENTSOF(fields);
	box.draft.version_command = "cat /etc/os-release";
	box.draft.policy_link = "";
	box.draft.icon = "almalinux";
	box.draft.html_link = "https://almalinux.example";
	box.draft.changelog_template = "https://wiki.example/__LATEST__";
	box.draft.release_label = "AlmaLinux OS __RELEASE_CYCLE__";
	box.draft.source = "/usr/share/eold/products/almalinux.yaml";
	box.draft.flags = PRODUCT_ICON_IS_SLUG | PRODUCT_POINTS_SUPERSEDED;
	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++)
		box.draft.column_labels[m] = "Column";

	full->label = "Nine";
	full->codename = "Seafoam Ocelot";
	full->latest = "9.6";
	full->link = "";
	full->flags = RELEASE_EOL_OVERRIDDEN;
	full->release_date = 19138;
	full->latest_date = 20229;
	full->marks[MILESTONE_LTS] = MARK_FALSE;
	full->marks[MILESTONE_EOAS] = 21335;
	full->marks[MILESTONE_EOL] = CIVIL_DAY_MAX;
	full->marks[MILESTONE_EOES] = MARK_TRUE;
	full->custom = custom;
	full->points = points;
	full->n_points = ELEMENTSOF(points);
	full->architectures = (TextList){ architectures, 1 };
	draft_add(&box, "8")->flags = RELEASE_NO_LINK;
	draft_add(&box, "10")->custom = custom;

	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	expect_equal(product, &box.draft);
}
END_TEST

START_TEST(test_a_draft_that_says_nothing_reads_back_the_same) {
	DraftBox box = { .draft = { .name = "" } };
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	expect_equal(product, &box.draft);
}
END_TEST

/* The draft, and the memory of the reader that made it, goes; the product stays. */
START_TEST(test_the_draft_may_go) {
	char name[] = "python";
	DraftBox box = draft_box(name);

	draft_add(&box, name);
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	memset(name, 'x', 6);
	memset(&box, 0xff, sizeof(box));
	ck_assert_str_eq(product_name(product), "python");
	ck_assert_str_eq(release_name(product, product_release(product, 0)), "python");
}
END_TEST

START_TEST(test_a_text_is_stored_once) {
	DraftBox once = draft_box("almalinux"), often = draft_box("almalinux");
	ReleaseDraft *a = draft_add(&once, "1"), *b = draft_add(&often, "1");

	/* in every place where a text can stand */
	a->codename = "almalinux";
	b->label = b->codename = b->latest = b->link = "almalinux";
	often.draft.icon = often.draft.html_link = often.draft.source = often.draft.policy_link =
		"almalinux";
	_cleanup_(product_unrefp) Product *p = draft_seal(&once), *q = draft_seal(&often);

	ck_assert_uint_eq(q->size, p->size);
	ck_assert_uint_eq(q->name, q->icon);
	ck_assert_uint_eq(q->name, product_release(q, 0)->link);
	/* nothing is said and "" are not the same text */
	often.draft.icon = "";
	_cleanup_(product_unrefp) Product *r = draft_seal(&often);

	ck_assert_uint_ne(r->icon, 0);
	ck_assert_str_eq(product_text(r, r->icon), "");
	ck_assert_uint_eq(r->version_command, 0);
}
END_TEST

/* Thousands of texts: the table and the block grow many times while offsets are handed out. */
START_TEST(test_many_texts_stay_apart) {
	enum { N = 5000 };
	static char texts[N][24];
	static const char *items[N];
	DraftBox box = draft_box("p");

	for (size_t i = 0; i < N; i++) {
		(void)snprintf(
			texts[i], sizeof(texts[i]), "%.*s%zu", (int)(i % 13), "abcdefghijklm", i);
		items[i] = texts[i];
	}
	box.draft.tags = box.draft.aliases = (TextList){ items, N };
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	const TextRef *tags = product_list(product, &product->tags);
	const TextRef *aliases = product_list(product, &product->aliases);

	for (size_t i = 0; i < N; i++)
		if (strcmp(product_text(product, tags[i]), texts[i]) != 0 || tags[i] != aliases[i])
			ck_abort_msg("text %zu", i);
}
END_TEST

/* By date, whatever the order in the data; two of one day are superseded together, and one without
 * a date neither is nor supersedes. */
START_TEST(test_a_point_release_is_superseded_by_the_next_later_one) {
	PointReleaseDraft points[] = {
		{ .version = "9.2", .release_date = 300 },
		{ .version = "9.0", .release_date = 100 },
		{ .version = "9.1", .release_date = 200 },
		{ .version = "9.1b", .release_date = 200 },
		{ .version = "9.x", .release_date = CIVIL_DAY_NONE },
	};
	static const CivilDay expected[] = { CIVIL_DAY_NONE, 200, 300, 300, CIVIL_DAY_NONE };
	DraftBox box = draft_box("p");
	ReleaseDraft *release = draft_add(&box, "9");

	release->points = points;
	release->n_points = ELEMENTSOF(points);
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	const ReleaseExtras *extras = release_extras(product, product_release(product, 0));
	const PointRelease *sealed = product_list(product, &extras->points);

	for (size_t i = 0; i < ELEMENTSOF(points); i++)
		ck_assert_msg(sealed[i].superseded_on == expected[i], "%s: %d", points[i].version,
			sealed[i].superseded_on);
}
END_TEST

/* Ten thousand of them, the oldest first: looking for the next one among all takes its time. */
START_TEST(test_long_lists_of_point_releases_cost_little) {
	enum { N = 10000 };
	static PointReleaseDraft points[N];
	DraftBox box = draft_box("p");
	struct timespec begin, end;

	for (int i = 0; i < N; i++)
		points[i] = (PointReleaseDraft){ .version = "1", .release_date = i };
	for (int i = 0; i < DRAFT_MAX_RELEASES; i++) {
		ReleaseDraft *release = draft_add(&box, "1");

		release->points = points;
		release->n_points = N;
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	/* a comparison of each with each would be 3,200 million */
	ck_assert_int_lt(end.tv_sec - begin.tv_sec, 2);

	const ReleaseExtras *extras = release_extras(product, product_release(product, 31));
	const PointRelease *sealed = product_list(product, &extras->points);

	ck_assert_int_eq(sealed[0].superseded_on, 1);
	ck_assert_int_eq(sealed[N - 1].superseded_on, CIVIL_DAY_NONE);
}
END_TEST

/* What is read through a pointer must lie where the processor wants it. */
START_TEST(test_everything_is_aligned) {
	for (size_t n = 1; n <= 8; n++) {
		static const char *const odd[] = { "a", "bb", "ccc", "dddd", "1", "22", "333",
			"4444" };
		PointReleaseDraft point = { .version = odd[n % 4] };
		DraftBox box = draft_box(odd[n % 3]);

		for (size_t i = 0; i < n; i++) {
			ReleaseDraft *release = draft_add(&box, odd[i]);

			release->codename = odd[(i + n) % 4];
			release->points = &point;
			release->n_points = 1;
		}
		_cleanup_(product_unrefp) Product *product = draft_seal(&box);

		ck_assert_uint_eq(product->releases.offset % 4, 0);
		ck_assert_uint_eq(product->by_name.offset % 2, 0);
		for (size_t i = 0; i < n; i++)
			ck_assert_uint_eq(
				(size_t)((const char *)release_rare(product_release(product, i)) -
					 (const char *)product) %
					4,
				0);
	}
}
END_TEST

START_TEST(test_links_share_their_beginning) {
	DraftBox box = draft_box("links");
	static const char *const names[] = { "9", "8", "7", "6" };
	static const char *const links[] = { "https://long.example/notes/9.html",
		"https://long.example/notes/8.html", "https://other.example/", NULL };

	for (size_t i = 0; i < 4; i++)
		draft_add(&box, names[i])->link = links[i];
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	ck_assert_str_eq(
		product_text(product, product->link_prefix), "https://long.example/notes/");
	for (size_t i = 0; i < 4; i++)
		expect_link(product, product_release(product, i), links[i]);
	ck_assert(product_release(product, 1)->flags & RELEASE_LINK_PREFIXED);
	ck_assert(!(product_release(product, 2)->flags & RELEASE_LINK_PREFIXED));
	ck_assert_uint_eq(product_release(product, 3)->link, 0);
}
END_TEST

TEST_MAIN("product-seal", test_links_share_their_beginning,
	test_a_draft_that_says_everything_reads_back_the_same,
	test_a_draft_that_says_nothing_reads_back_the_same, test_the_draft_may_go,
	test_a_text_is_stored_once, test_many_texts_stay_apart,
	test_a_point_release_is_superseded_by_the_next_later_one,
	test_long_lists_of_point_releases_cost_little, test_everything_is_aligned)
