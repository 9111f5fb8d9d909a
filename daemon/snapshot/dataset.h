/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * dataset - the data as it was read once, with everything that is derived from it alone. Room:
 * snapshot.
 *
 * Counted: the day may move many times over one reading of the data.
 */
#include "catalog/catalog.h"
#include "identifier-index.h"
#include "reader/loader.h"
#include "time/timeline.h"

typedef struct Dataset {
	unsigned n_refs;
	Loaded *loaded;
	Catalog *catalog;
	Timeline *timeline;
	IdentifierIndex *identifiers;
	Problems problems; /* of the files, and of the catalog */
} Dataset;

/* Reads the directories; what did not change is taken over from previous (may be NULL). Returns 0
 * or -ENOMEM. */
int dataset_load(const LoaderDirectories *directories, const Dataset *previous, Dataset **ret);
Dataset *dataset_ref(Dataset *dataset);
Dataset *dataset_unref(Dataset *dataset);
DEFINE_CLEANUP(Dataset *, dataset_unref);
