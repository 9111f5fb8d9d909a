/* SPDX-License-Identifier: MIT */
#include "snapshot/dataset.h"

#include <string.h>
#include <unistd.h>

#include "served-data.h"

#define SAMPLE(name, eol) \
	"title: " name "\ncategory: os\npermalink: /" name "\nreleases:\n" \
	"  - releaseCycle: \"1\"\n    releaseDate: 2020-01-01\n    eol: " eol "\n"

START_TEST(test_what_is_derived_belongs_to_what_was_read) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/a.yaml", SAMPLE("a", "2030-01-01"));
	scratch_dir_write(&dir, "data/b.yaml", SAMPLE("b", "2029-01-01"));
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);

	ck_assert_uint_eq(catalog_n_products(dataset->catalog), 2);
	ck_assert_uint_eq(timeline_n_entries(dataset->timeline), 2);
	ck_assert_uint_eq(timeline_entry(dataset->timeline, 0).serial, 1);
	ck_assert_ptr_nonnull(dataset->identifiers);
	ck_assert_uint_eq(dataset->problems.n_total, 0);
}
END_TEST

START_TEST(test_a_reading_takes_over_what_did_not_change) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/a.yaml", SAMPLE("a", "2030-01-01"));
	scratch_dir_write(&dir, "data/b.yaml", SAMPLE("b", "2029-01-01"));
	/* what was written in this very moment would be read once more */
	usleep(30 * 1000);
	_cleanup_(dataset_unrefp) Dataset *before = dataset_of(&dir, NULL);

	scratch_dir_write(&dir, "data/b.yaml", SAMPLE("b", "2031-02-03") "    lts: true\n");
	_cleanup_(dataset_unrefp) Dataset *after = dataset_of(&dir, before);

	ck_assert_ptr_eq(catalog_product(before->catalog, 0), catalog_product(after->catalog, 0));
	ck_assert_ptr_ne(catalog_product(before->catalog, 1), catalog_product(after->catalog, 1));
	ck_assert_uint_eq(loaded_n_files_read(after->loaded), 1);
	/* the older one is as it was, and may go first */
	ck_assert_int_eq(timeline_entry(before->timeline, 0).serial, 1);
	before = dataset_unref(before);
	ck_assert_str_eq(product_name(catalog_product(after->catalog, 0)), "a");
	ck_assert_uint_eq(timeline_entry(after->timeline, 0).serial, 0);
}
END_TEST

/* A file that has become wrong keeps its last good product and is reported. */
START_TEST(test_a_file_that_became_wrong_is_served_as_it_was) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/a.yaml", SAMPLE("a", "2030-01-01"));
	_cleanup_(dataset_unrefp) Dataset *before = dataset_of(&dir, NULL);

	scratch_dir_write(&dir, "data/a.yaml", SAMPLE("a", "2023-02-30"));
	_cleanup_(dataset_unrefp) Dataset *after = dataset_of(&dir, before);

	ck_assert_uint_eq(catalog_n_products(after->catalog), 1);
	ck_assert_int_eq(
		release_mark(product_release(catalog_product(after->catalog, 0), 0), MILESTONE_EOL),
		timeline_entry(before->timeline, 0).date);
	ck_assert_uint_eq(after->problems.n_refused, 1);
	ck_assert_uint_eq(after->problems.items[0].line, 7);
}
END_TEST

/* Problems of the files and of the catalog stand in one list. */
START_TEST(test_all_problems_are_kept) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/a.yaml", SAMPLE("a", "2030-01-01") "alternate_urls: [/c]\n");
	scratch_dir_write(&dir, "data/b.yaml", SAMPLE("b", "2030-01-01") "alternate_urls: [/c]\n");
	scratch_dir_write(&dir, "data/d.yaml", "title: [\n");
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);

	ck_assert_uint_eq(catalog_n_products(dataset->catalog), 2);
	ck_assert_uint_eq(dataset->problems.n_refused, 1);
	ck_assert_uint_eq(dataset->problems.n_total, 2);
}
END_TEST

START_TEST(test_no_directory_is_an_empty_dataset) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_from("/nonexistent/eold", NULL, NULL);

	ck_assert_uint_eq(catalog_n_products(dataset->catalog), 0);
	ck_assert_uint_eq(loaded_n_directories_read(dataset->loaded), 0);
}
END_TEST

START_TEST(test_references_are_counted) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/a.yaml", SAMPLE("a", "2030-01-01"));
	Dataset *dataset = dataset_of(&dir, NULL);

	ck_assert_ptr_eq(dataset_ref(dataset), dataset);
	ck_assert_ptr_null(dataset_unref(dataset));
	ck_assert_str_eq(product_name(catalog_product(dataset->catalog, 0)), "a");
	ck_assert_ptr_null(dataset_unref(dataset));
	ck_assert_ptr_null(dataset_unref(NULL));
}
END_TEST

TEST_MAIN("dataset", test_what_is_derived_belongs_to_what_was_read,
	test_a_reading_takes_over_what_did_not_change,
	test_a_file_that_became_wrong_is_served_as_it_was, test_all_problems_are_kept,
	test_no_directory_is_an_empty_dataset, test_references_are_counted)
