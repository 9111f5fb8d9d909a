/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * timeline - all dated milestones of a catalog in the order of the contract. Room: time.
 *
 * Sorted once per catalog: by date, then product (bytes), then the data's order of releases, then
 * lts, eoas, eol, eoes, discontinued. It answers what lies between two days by binary search, and
 * which releases may change when the day moves. Only milestones that their product shows are
 * listed; what changes silently (a release coming out, a phase that is not shown) stands in a
 * list of its own. An entry takes four bytes: its date is looked up in the catalog, which is held.
 */
#include <sys/types.h>

#include "catalog/catalog.h"

typedef struct Timeline Timeline;

typedef struct TimelineEntry {
	CivilDay date;
	size_t serial; /* of the release, in the catalog */
	Milestone milestone;
} TimelineEntry;

/* NULL: out of memory. Takes a reference of the catalog. */
Timeline *timeline_new(Catalog *catalog);
/* The same, faster where most products are those of `previous` (may be NULL), whose entries are
 * taken over. */
Timeline *timeline_new_from(Catalog *catalog, const Timeline *previous);
Timeline *timeline_free(Timeline *timeline);
DEFINE_CLEANUP(Timeline *, timeline_free);

/* How many milestones it holds. */
size_t timeline_n_entries(const Timeline *timeline);
/* The entry at an index below that. */
TimelineEntry timeline_entry(const Timeline *timeline, size_t index);
/* The index of the first entry on or after a date. */
size_t timeline_find(const Timeline *timeline, CivilDay date);

/*
 * The releases whose judgement may differ between two days: *ret_serials, ascending, each once, is
 * the caller's to free. Found in time proportional to what lies between the days. Returns their
 * number, or -ENOMEM.
 */
ssize_t timeline_find_changes(
	const Timeline *timeline, CivilDay from, CivilDay to, uint32_t **ret_serials);
