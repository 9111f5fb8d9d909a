/* SPDX-License-Identifier: MIT */
#include "catalog/product.h"

#include <stdio.h>
#include <string.h>

#include "drafts.h"
#include "test-main.h"

START_TEST(test_a_release_is_found_by_exactly_its_name) {
	static const char *const names[] = { "9", "10", "3.2", "3.20", "22.04", "8u392", "sid", "B",
		"\xc3\xa9" };
	DraftBox box = draft_box("p");

	for (size_t i = 0; i < ELEMENTSOF(names); i++)
		draft_add(&box, names[i]);
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	ck_assert_uint_eq(product_n_releases(product), ELEMENTSOF(names));
	for (size_t i = 0; i < ELEMENTSOF(names); i++) {
		size_t index = 4711;
		const Release *release =
			product_find_release(product, names[i], strlen(names[i]), &index);

		ck_assert_ptr_eq(release, product_release(product, i));
		ck_assert_uint_eq(index, i);
		ck_assert_str_eq(release_name(product, release), names[i]);
		ck_assert_ptr_eq(
			product_find_release(product, names[i], strlen(names[i]), NULL), release);
	}
}
END_TEST

START_TEST(test_what_is_nearly_a_name_is_none) {
	static const struct {
		const char *text;
		size_t n;
	} wrong[] = { { "", 0 }, { "3", 1 }, { "3.", 2 }, { "3.2\0", 4 }, { "3.200", 5 },
		{ "b", 1 }, { "3.20 ", 5 }, { "\xff", 1 }, { "2", 1 }, { "\0", 1 } };
	DraftBox box = draft_box("p");

	draft_add(&box, "3.2");
	draft_add(&box, "3.20");
	draft_add(&box, "B");
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		size_t index = 4711;

		ck_assert_ptr_null(
			product_find_release(product, wrong[i].text, wrong[i].n, &index));
		ck_assert_uint_eq(index, 4711);
	}
	/* only n bytes count: here the beginning of a longer text */
	ck_assert_ptr_eq(
		product_find_release(product, "3.205", 3, NULL), product_release(product, 0));
}
END_TEST

START_TEST(test_a_product_without_releases_has_none) {
	DraftBox box = draft_box("p");
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	ck_assert_uint_eq(product_n_releases(product), 0);
	ck_assert_ptr_null(product_find_release(product, "1", 1, NULL));
}
END_TEST

START_TEST(test_it_lives_as_long_as_somebody_holds_it) {
	DraftBox box = draft_box("p");
	Product *product = draft_seal(&box);

	ck_assert_uint_eq(product->n_refs, 1);
	ck_assert_ptr_eq(product_ref(product), product);
	ck_assert_uint_eq(product->n_refs, 2);
	ck_assert_ptr_null(product_unref(product));
	ck_assert_str_eq(product_name(product), "p");
	ck_assert_ptr_null(product_unref(product));
	ck_assert_ptr_null(product_unref(NULL));
}
END_TEST

/* End of life and lts have no switch. */
START_TEST(test_a_column_that_is_off_hides_its_milestone) {
	DraftBox box = draft_box("p");
	_cleanup_(product_unrefp) Product *none = draft_seal(&box);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		ck_assert_int_eq(product_shows(none, m), m == MILESTONE_LTS || m == MILESTONE_EOL);
	box.draft.column_labels[MILESTONE_EOL] = NULL;
	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++) {
		if (m == MILESTONE_EOL)
			continue;
		box.draft.column_labels[m] = "On";
		_cleanup_(product_unrefp) Product *one = draft_seal(&box);

		for (Milestone k = 0; k < _MILESTONE_MAX; k++)
			ck_assert_int_eq(product_shows(one, k),
				k == m || k == MILESTONE_LTS || k == MILESTONE_EOL);
		box.draft.column_labels[m] = NULL;
	}
	/* an empty label is a column, too */
	box.draft.column_labels[MILESTONE_EOES] = "";
	_cleanup_(product_unrefp) Product *empty = draft_seal(&box);

	ck_assert(product_shows(empty, MILESTONE_EOES));
}
END_TEST

TEST_MAIN("product", test_a_release_is_found_by_exactly_its_name,
	test_what_is_nearly_a_name_is_none, test_a_product_without_releases_has_none,
	test_it_lives_as_long_as_somebody_holds_it, test_a_column_that_is_off_hides_its_milestone)
