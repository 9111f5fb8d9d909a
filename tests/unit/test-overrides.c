/* SPDX-License-Identifier: MIT */
#include "reader/overrides.h"

#include "reader/product-file.h"
#include "test-reader.h"

#define PRODUCT \
	"title: Kettle\ncategory: os\npermalink: /kettle\nreleases:\n" \
	"  - {releaseCycle: '9', releaseDate: 2020-01-01, eol: 2025-01-01}\n"

static Overrides *load(Problems *problems, const char *heavy, const char *light) {
	const char *const directories[] = { heavy, light };
	Overrides *overrides = NULL;

	ck_assert_int_eq(overrides_load(directories, light ? 2 : 1, problems, &overrides), 0);
	return overrides;
}

static ProductDraft apply(Reading *reading, const Overrides *overrides) {
	ProductDraft draft = { 0 };

	reading_begin(reading);
	ck_assert_int_eq(product_file_read(&reading->ctx, PRODUCT, strlen(PRODUCT), 1, &draft), 0);
	ck_assert_int_eq(overrides_apply(overrides, &reading->ctx, &draft), 0);
	return draft;
}

START_TEST(test_the_weightiest_has_the_last_word) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *etc = make_directory(root, "etc"),
			      *usr = make_directory(root, "usr");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(reading_end) Reading reading;

	write_text(usr, "a.yaml", "product: kettle\ntitle: Light\ncategory: light\n");
	write_text(etc, "b.yml", "product: kettle\ntitle: Heavy\n");
	/* within one directory the last by name */
	write_text(usr, "c.yaml", "product: kettle\nversionCommand: later\n");
	write_text(usr, "aa.yaml", "product: kettle\nversionCommand: earlier\n");
	/* not ours to read */
	write_text(usr, "d.md", "---\nproduct: kettle\ntitle: Markdown\n---\n");
	write_text(usr, "e.json", "{}");
	_cleanup_(overrides_freep) Overrides *overrides = load(&problems, etc, usr);
	ProductDraft draft = apply(&reading, overrides);

	ck_assert_str_eq(draft.label, "Heavy");
	ck_assert_str_eq(draft.category, "light");
	ck_assert_str_eq(draft.version_command, "later");
	ck_assert_uint_eq(problems.n_total, 0);
	ck_assert_uint_eq(reading.problems.n_total, 0);
}
END_TEST

START_TEST(test_a_file_of_the_same_name_replaces) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *etc = make_directory(root, "etc"),
			      *usr = make_directory(root, "usr");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(reading_end) Reading reading;

	write_text(usr, "a.yaml", "product: kettle\ncategory: light\n");
	write_text(etc, "a.yaml", "product: kettle\ntitle: Heavy\n");
	_cleanup_(overrides_freep) Overrides *overrides = load(&problems, etc, usr);
	ProductDraft draft = apply(&reading, overrides);

	ck_assert_str_eq(draft.label, "Heavy");
	ck_assert_str_eq(draft.category, "os");
}
END_TEST

START_TEST(test_what_is_wrong_is_reported_and_the_rest_counts) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(reading_end) Reading reading;

	write_text(root, "a.yaml", "product: kettle\ntitle: Fine\n");
	write_text(root, "b.yaml", "product: [\n");
	write_text(root, "c.yaml", "product: kettle\ntitle: Worse\ncategory: ~\n");
	write_text(root, "d.yaml", "");
	_cleanup_(overrides_freep) Overrides *overrides = load(&problems, root, NULL);
	ProductDraft draft = apply(&reading, overrides);

	ck_assert_str_eq(draft.label, "Fine");
	/* what cannot be read is told at once, a wrong value where it is applied */
	ck_assert_uint_eq(problems.n_refused, 2);
	assert_refused(&reading.problems, 3, "category: a product must have one");
	ck_assert_uint_eq(reading.ctx.n_refused, 0);
}
END_TEST

START_TEST(test_the_stamp_tells_what_concerns_a_product) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	uint64_t kettle, cup;

	write_text(root, "a.yaml", "product: kettle\ntitle: a\n");
	write_text(root, "b.yaml", "product: cup\ntitle: b\n");
	_cleanup_(overrides_freep) Overrides *before = load(&problems, root, NULL);

	kettle = overrides_stamp(before, "kettle");
	cup = overrides_stamp(before, "cup");
	ck_assert_uint_ne(kettle, 0);
	ck_assert_uint_ne(kettle, cup);
	ck_assert_uint_eq(overrides_stamp(before, "pot"), 0);
	/* another word for one of them, at the same length */
	write_text(root, "a.yaml", "product: kettle\ntitle: c\n");
	_cleanup_(overrides_freep) Overrides *after = load(&problems, root, NULL);

	ck_assert_uint_ne(overrides_stamp(after, "kettle"), kettle);
	ck_assert_uint_eq(overrides_stamp(after, "cup"), cup);
}
END_TEST

START_TEST(test_all_of_them_together_are_bounded) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	size_t size = 3900u * 1024, n;
	char *big = malloc(size + 32);

	/* a list of many small texts takes far more room than its file */
	n = (size_t)sprintf(big, "product: kettle\nx:\n");
	for (size_t i = 0; n + 64 < size; i++)
		n += (size_t)sprintf(big + n, i % 9000 ? "- x\n" : "y%zu:\n- x\n", i);
	for (int i = 0; i < 12; i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "%02d.yaml", i);
		write_bytes(root, name, big, n / 4);
	}
	free(big);
	_cleanup_(overrides_freep) Overrides *overrides = load(&problems, root, NULL);

	assert_refused(&problems, 0, "reading all overrides would take too much memory");
	/* those that fit count */
	ck_assert_uint_ne(overrides_stamp(overrides, "kettle"), 0);
}
END_TEST

START_TEST(test_no_directory_no_overrides) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(reading_end) Reading reading;
	_cleanup_(overrides_freep) Overrides *overrides = load(&problems, "/nonexistent", NULL);

	ck_assert_str_eq(apply(&reading, overrides).label, "Kettle");
	ck_assert_uint_eq(problems.n_total, 0);
}
END_TEST

TEST_MAIN("overrides", test_the_weightiest_has_the_last_word, test_a_file_of_the_same_name_replaces,
	test_what_is_wrong_is_reported_and_the_rest_counts,
	test_the_stamp_tells_what_concerns_a_product, test_all_of_them_together_are_bounded,
	test_no_directory_no_overrides)
