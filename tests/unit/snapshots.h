/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * snapshots - what is served on a day, put together in code from sealed products. For tests.
 *
 *	Product *products[] = { product };
 *	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(products, 1);
 *	_cleanup_(config_unrefp) Config *config = config_of_track("almalinux", "9");
 *	_cleanup_(snapshot_unrefp) Snapshot *snapshot = snapshot_of(dataset, config, day);
 */
#include <string.h>

#include "snapshot/snapshot.h"
#include "test-main.h"

/* A reading of data that gave these products. */
static inline Dataset *dataset_of(Product *const *products, size_t n) {
	Dataset *dataset = calloc(1, sizeof(Dataset));
	LoaderDirectories nowhere = { .n_data = 0 };

	ck_assert_ptr_nonnull(dataset);
	dataset->n_refs = 1;
	ck_assert_int_eq(loader_load(&nowhere, NULL, &dataset->loaded), 0);
	dataset->catalog = catalog_new(products, n, &dataset->problems);
	ck_assert_ptr_nonnull(dataset->catalog);
	dataset->timeline = timeline_new(dataset->catalog);
	dataset->identifiers = identifier_index_new(dataset->catalog);
	ck_assert(dataset->timeline && dataset->identifiers);
	return dataset;
}

/* Adds a rule to a configuration. */
static inline void config_add_track(Config *config, const char *product, const char *cycle) {
	config->track = reallocarray(config->track, config->n_track + 1, sizeof(TrackRule));
	ck_assert_ptr_nonnull(config->track);
	config->track[config->n_track++] = (TrackRule){
		.kind = TRACK_CYCLE,
		.product = strdup(product),
		.value = strdup(cycle),
		.file = strdup("eold.yaml"),
		.line = 1,
	};
}

static inline Config *config_of_track(const char *product, const char *cycle) {
	Config *config = config_new();

	ck_assert_ptr_nonnull(config);
	config_add_track(config, product, cycle);
	return config;
}

/* The host is unknown. */
static inline Snapshot *snapshot_of(Dataset *dataset, Config *config, CivilDay day) {
	OsRelease os_release = OS_RELEASE_INIT;
	Snapshot *snapshot = NULL;

	ck_assert_int_eq(snapshot_new(dataset, config, &os_release, NULL, day, &snapshot), 0);
	return snapshot;
}
