/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * remembered - releases as plain entries, where no sealed product holds them. Room: announce.
 *
 * For what was read from a file, and for what has left the data: it is compared when it returns.
 * A list is sorted by product and cycle (bytes), each pair once, in one block of texts. Lists are
 * counted: from turn to turn the same list is shared until something leaves or returns.
 */
#include <stddef.h>

#include "catalog/catalog.h"
#include "notes.h"

/* So many departed releases are remembered; of more, the longest gone are forgotten. */
enum { REMEMBERED_MAX_DEPARTED = 20000 };

typedef struct RememberedRelease {
	const char *product;
	const char *cycle;
	const char *latest; /* the last that was not empty, or NULL */
	uint64_t departure; /* the larger, the later it left the data; 0: it is in the data */
	Notes notes;
	Mark marks[_MILESTONE_MAX];
} RememberedRelease;

typedef struct Remembered {
	unsigned n_refs;
	char *texts; /* what the entries point into */
	RememberedRelease *items;
	size_t n;
} Remembered;

/* Takes over an array, which need not be full, and the block of texts (may be NULL) that it points
 * into. NULL: out of memory, and nothing is taken over. */
Remembered *remembered_new(RememberedRelease *items, size_t n, char *texts);
/* A list of entries that point anywhere: sorts them, keeps of the departed as many as are
 * remembered, copies the texts. No pair may stand there twice. NULL: out of memory. */
Remembered *remembered_copy(RememberedRelease *items, size_t n);
Remembered *remembered_ref(Remembered *list);
Remembered *remembered_unref(Remembered *list);
DEFINE_CLEANUP(Remembered *, remembered_unref);

/* As strcmp(), by product, then cycle. */
int remembered_compare(const RememberedRelease *a, const RememberedRelease *b);
/* The entry of a release, or NULL; the list may be NULL. */
const RememberedRelease *remembered_find(
	const Remembered *list, const char *product, const char *cycle);
/* Milestones on a day and later, and their warnings, count as not yet announced. */
void remembered_forget_from(Remembered *list, CivilDay day);
