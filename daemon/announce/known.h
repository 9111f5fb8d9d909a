/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * known - everything that was announced, as it is kept in memory. Room: announce.
 *
 * Of a release that is in the data this takes a byte: its product, in a counted catalog, holds the
 * marks that were announced, and a table beside it the flags announced and the lead times warned
 * of. What came from a file and was not compared yet, and what has left the data, is kept as plain
 * entries.
 *
 * Marks are those that were shown (lifecycle_shown_mark()): a milestone whose column is off is
 * MARK_ABSENT. Versions are the last that was not empty.
 */
#include "catalog/catalog.h"
#include "note-table.h"
#include "remembered.h"

/* A product of the data as last compared. */
typedef struct KnownProduct {
	const Product *product; /* borrowed */
	size_t first; /* its first release among the notes */
} KnownProduct;

typedef struct Known {
	CivilDay day; /* the newest day compared; CIVIL_DAY_NONE: nothing was yet */
	CivilDay seen; /* the day last compared; before `day` when the clock was set back */
	uint64_t next_serial; /* of the next signal */
	uint64_t next_departure; /* grows with each turn that changes who is remembered */
	Catalog *catalog; /* the data as last compared; NULL: nothing was */
	NoteTable notes; /* of all its releases, by serial */
	Remembered *read; /* from the state file, in place of the catalog; NULL once compared */
	Remembered *remembered; /* departed, or live with a version that the data has no more; or
				   NULL */
} Known;

/* What is known of one release; borrowed. */
typedef struct KnownRelease {
	Mark marks[_MILESTONE_MAX];
	Notes notes;
	const char *latest; /* NULL if there never was one */
} KnownRelease;

/* Nothing announced yet. NULL: out of memory. */
Known *known_new(uint64_t first_serial);
/* What a catalog holds, nothing noted of any of it yet; the rest as of `previous`, and its
 * remembered entries shared. NULL: out of memory. */
Known *known_new_for(Catalog *catalog, const Known *previous);
Known *known_free(Known *known);
DEFINE_CLEANUP(Known *, known_free);

/* How many products there were, and the i-th of them by name. */
size_t known_n_products(const Known *known);
KnownProduct known_product(const Known *known, size_t i);
/* The product of that name as last compared, or NULL; borrowed. */
const Product *known_find_product(const Known *known, const char *name, size_t *ret_index);
/* What was announced of a release, in the data or departed. Returns whether anything was. */
bool known_find(const Known *known, const char *product, const char *cycle, KnownRelease *ret);
/* The same for the k-th release of a product that stands among the products. */
void known_get(const Known *known, const KnownProduct *product, size_t k, KnownRelease *ret);

/* The version of a release, or NULL where the data has, or shows, none. */
const char *known_shown_latest(const Product *product, const Release *release);

/* Whether two say the same, but for the numbers that come next: what of a product is not announced
 * may differ. */
bool known_equals(const Known *a, const Known *b);

/* Milestones on a day and later, and their warnings, count as not yet announced. Returns 0 or
 * -ENOMEM: then some of them still do. */
int known_forget_from(Known *known, CivilDay day);
