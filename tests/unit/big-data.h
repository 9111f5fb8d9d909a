/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * big-data - as many products and releases as a test likes, without files.
 *
 *	const BigData big = { .n_products = 200, .n_releases = 30, .label_bytes = 400 };
 *	_cleanup_(dataset_unrefp) Dataset *dataset = big_dataset(&big);
 *
 * Products are p00000, p00001, ...; releases 0, 1, ... or longer names, each ending on a day after
 * the one before.
 */
#include "served-data.h"

typedef struct BigData {
	size_t n_products;
	size_t n_releases; /* of each product */
	size_t label_bytes; /* of the label of each product and release; at most 4095 */
	const char *cycle_prefix; /* put before the releases' numbers; NULL: nothing */
	const char *name_suffix; /* put behind the products' names; NULL: nothing */
} BigData;

/* What one release is called: fixed width, so that names sort as numbers do. */
static inline char *big_cycle(const BigData *big, size_t i) {
	char *name;

	ck_assert_int_gt(
		asprintf(&name, "%s%05zu", big->cycle_prefix ? big->cycle_prefix : "", i), 0);
	return name;
}

static inline Product *big_product(const BigData *big, size_t index) {
	_cleanup_(freep) ReleaseDraft *releases = calloc(big->n_releases + 1, sizeof(*releases));
	_cleanup_(freep) uint32_t *by_name = calloc(big->n_releases + 1, sizeof(*by_name));
	_cleanup_(freep) char *name = NULL, *source = NULL;
	static char label[4096];
	ProductDraft draft = { .category = "app", .label = label, .releases = releases };
	Product *product;

	ck_assert_uint_lt(big->label_bytes, sizeof(label));
	memset(label, 'L', big->label_bytes);
	label[big->label_bytes] = '\0';
	ck_assert_int_gt(
		asprintf(&name, "p%05zu%s", index, big->name_suffix ? big->name_suffix : ""), 0);
	ck_assert_int_gt(asprintf(&source, "/data/%s.md", name), 0);
	draft.name = name;
	draft.source = source;
	draft.n_releases = big->n_releases;
	draft.by_name = by_name;
	draft.column_labels[MILESTONE_EOL] = "Security Support";
	for (size_t i = 0; i < big->n_releases; i++) {
		releases[i] = (ReleaseDraft){ .name = big_cycle(big, i), .label = label };
		releases[i].release_date = (CivilDay)i;
		releases[i].latest_date = CIVIL_DAY_NONE;
		for (Milestone m = 0; m < _MILESTONE_MAX; m++)
			releases[i].marks[m] = MARK_ABSENT;
		releases[i].marks[MILESTONE_EOL] = (CivilDay)(10000 + i);
		by_name[i] = (uint32_t)i;
	}
	product = product_seal(&draft);
	for (size_t i = 0; i < big->n_releases; i++)
		free((char *)releases[i].name);
	ck_assert_ptr_nonnull(product);
	return product;
}

/* A dataset of n products, whose references are taken over. */
static inline Dataset *dataset_of_products(Product **products, size_t n) {
	Dataset *dataset = dataset_from("/nonexistent/eold", NULL, NULL);

	catalog_unref(dataset->catalog);
	timeline_free(dataset->timeline);
	identifier_index_free(dataset->identifiers);
	dataset->catalog = catalog_new(products, n, &dataset->problems);
	ck_assert_ptr_nonnull(dataset->catalog);
	dataset->timeline = timeline_new(dataset->catalog);
	dataset->identifiers = identifier_index_new(dataset->catalog);
	ck_assert(dataset->timeline && dataset->identifiers);
	for (size_t i = 0; i < n; i++)
		product_unref(products[i]);
	return dataset;
}

static inline Dataset *big_dataset(const BigData *big) {
	_cleanup_(freep) Product **products = calloc(big->n_products + 1, sizeof(*products));

	for (size_t i = 0; i < big->n_products; i++)
		products[i] = big_product(big, i);
	return dataset_of_products(products, big->n_products);
}

static inline Snapshot *big_snapshot(const BigData *big) {
	_cleanup_(dataset_unrefp) Dataset *dataset = big_dataset(big);

	return snapshot_of(dataset, "", "", "2026-11-20");
}
