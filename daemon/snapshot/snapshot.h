/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * snapshot - everything that is served at one moment. Room: snapshot (above all that is read, below
 * the bus).
 *
 * A snapshot is immutable and counted: data, configuration, os-release and the day, put together.
 * Whatever changes makes a new one, and what is told on the bus is the difference of two. Answers
 * about another day are computed from the same snapshot with that day.
 */
#include "dataset.h"
#include "host-state.h"
#include "tracking.h"

typedef struct Snapshot {
	unsigned n_refs;
	Dataset *dataset;
	Config *config;
	OsRelease os_release;
	CivilDay today;
	HostMatch host;
	Tracking tracking;
	Problems problems; /* of data, configuration and state: LoadErrors is what is refused */
	uint64_t data_usec; /* how fresh the facts are */
	bool is_stale;
	size_t next_transition; /* index in the timeline, or SIZE_MAX */
} Snapshot;

/*
 * Puts a snapshot together; references of dataset and config are taken, the values of *os_release
 * are taken over (it is left empty), other_problems (may be NULL) are copied into the list. Returns
 * 0 or -ENOMEM, and then takes nothing over.
 */
int snapshot_new(Dataset *dataset, Config *config, OsRelease *os_release,
	const Problems *other_problems, CivilDay today, Snapshot **ret);
Snapshot *snapshot_ref(Snapshot *snapshot);
Snapshot *snapshot_unref(Snapshot *snapshot);
DEFINE_CLEANUP(Snapshot *, snapshot_unref);

static inline const Catalog *snapshot_catalog(const Snapshot *snapshot) {
	return snapshot->dataset->catalog;
}

/* The judgement of a release on a day, entitlements counted. */
Judgement snapshot_judge(const Snapshot *snapshot, const Product *product, const Release *release,
	size_t serial, CivilDay day);
/* What is known of the host; borrowed from the snapshot. */
HostFacts snapshot_host(const Snapshot *snapshot);
/* The longest lead time in days; 0 if there is none. */
unsigned snapshot_longest_warning(const Snapshot *snapshot);
