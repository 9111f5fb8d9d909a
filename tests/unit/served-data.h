/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * served-data - data, configuration and os-release for tests, written down as text.
 *
 *	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();
 *	scratch_dir_write(&dir, "data/sample.yaml", "title: ...");
 *	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
 *	_cleanup_(snapshot_unrefp) Snapshot *snapshot =
 *		snapshot_of(dataset, "track: []", "ID=sample", "2026-11-20");
 *
 * Data lies in data/, overrides in overrides/. Files may change or go after they were read.
 */
#include "scratch-dir.h"
#include "snapshot/snapshot.h"

/* A scratch directory with empty data/ and overrides/. */
static inline ScratchDir served_data_dir(void) {
	ScratchDir dir = scratch_dir_new();

	scratch_dir_mkdir(&dir, "data");
	scratch_dir_mkdir(&dir, "overrides");
	return dir;
}

/* Reads one directory of data and one of overrides (may be NULL). */
static inline Dataset *dataset_from(
	const char *data, const char *overrides, const Dataset *previous) {
	const LoaderDirectories where = {
		.data = &data,
		.n_data = 1,
		.overrides = &overrides,
		.n_overrides = overrides ? 1 : 0,
	};
	Dataset *dataset = NULL;

	ck_assert_int_eq(dataset_load(&where, previous, &dataset), 0);
	return dataset;
}

static inline Dataset *dataset_of(const ScratchDir *dir, const Dataset *previous) {
	_cleanup_(freep) char *data = scratch_dir_path(dir, "data");
	_cleanup_(freep) char *overrides = scratch_dir_path(dir, "overrides");

	return dataset_from(data, overrides, previous);
}

/* The data that is shipped with this source tree, overrides too. */
static inline Dataset *dataset_shipped(void) {
	const char *root = getenv("EOLD_SOURCE_ROOT");
	_cleanup_(freep) char *data = NULL, *overrides = NULL;

	ck_assert_int_gt(asprintf(&data, "%s/data/products", root ? root : "."), 0);
	ck_assert_int_gt(asprintf(&overrides, "%s/data/overrides", root ? root : "."), 0);
	return dataset_from(data, overrides, NULL);
}

/* A configuration; problems may be NULL if it must have none. */
static inline Config *config_of(const char *text, Problems *problems) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "eold.yaml");
	_cleanup_(problems_deinit) Problems own = PROBLEMS_INIT;
	Config *config = NULL;

	scratch_dir_write(&dir, "eold.yaml", text);
	ck_assert_int_eq(config_load(path, NULL, problems ? problems : &own, &config), 0);
	ck_assert_uint_eq(own.n_total, 0);
	return config;
}

static inline OsRelease os_release_of(const char *text) {
	OsRelease os = OS_RELEASE_INIT;

	ck_assert_int_eq(os_release_parse(text, strlen(text), "os-release", NULL, &os), 0);
	return os;
}

/* Everything together; today as YYYY-MM-DD. */
static inline Snapshot *snapshot_of(
	Dataset *dataset, const char *config_text, const char *os_text, const char *today) {
	_cleanup_(config_unrefp) Config *config = config_of(config_text, NULL);
	OsRelease os = os_release_of(os_text);
	Snapshot *snapshot = NULL;
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(today, &day), 0);
	ck_assert_int_eq(snapshot_new(dataset, config, &os, NULL, day, &snapshot), 0);
	return snapshot;
}

/* The corpus beside the source tree: its directory, or NULL if it is not there. The caller frees
 * it. Good outside of a test, too. */
static inline char *corpus_directory(void) {
	const char *root = getenv("EOLD_SOURCE_ROOT");
	char *path;

	if (asprintf(&path, "%s/../shared/corpus", root ? root : ".") < 0)
		return NULL;
	if (access(path, R_OK) == 0)
		return path;
	printf("no corpus at %s\n", path);
	free(path);
	return NULL;
}
