/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * lifecycle - what a release is on a day. Room: lifecycle (pure functions of release and day).
 *
 * The rules are the contract's ("Status and phases") and, for is_maintained, upstream's enricher.
 * Nothing here asks the time, allocates, blocks or fails.
 */
#include <stdbool.h>

#include "catalog/catalog.h"

typedef enum Status {
	STATUS_UNKNOWN, /* an import says nothing of the end of life */
	STATUS_UPCOMING,
	STATUS_ACTIVE,
	STATUS_SECURITY, /* active support is over */
	STATUS_EXTENDED, /* end of life reached, extended support runs */
	STATUS_EOL,
	_STATUS_MAX,
} Status;

/* The word of a status on the bus. */
const char *status_name(Status status);

/* DaysLeft where there is no number. */
#define DAYS_LEFT_NO_END INT32_MAX
#define DAYS_LEFT_ENDED INT32_MIN

/* Extended support that the administrator has bought for a release. */
typedef struct Entitlement {
	bool given;
	CivilDay
		until; /* the last day of it, or CIVIL_DAY_NONE: it runs, nobody knows until when */
} Entitlement;

#define ENTITLEMENT_NONE \
	{ .until = CIVIL_DAY_NONE }

/* All that changes by the day moving, of one release. */
typedef struct Judgement {
	Status status;
	bool is_supported;
	bool is_maintained;
	bool reached[_MILESTONE_MAX]; /* false where the product does not show the milestone */
} Judgement;

/* Everything at once, as it is on the day. */
Judgement lifecycle_judge(
	const Product *product, const Release *release, Entitlement entitlement, CivilDay day);

/* The single judgements that make up the whole. */
Status lifecycle_status(const Product *product, const Release *release, CivilDay day);
/* Upstream's "maintained": any phase that the release has still runs, shown or not. */
bool lifecycle_is_maintained(const Release *release, CivilDay day);
/* Whether an entitlement counts at all: it ends later than the data's end. */
bool lifecycle_entitlement_counts(const Release *release, Entitlement entitlement);
/* Whether it counts and has not run out. */
bool lifecycle_entitlement_runs(const Release *release, Entitlement entitlement, CivilDay day);

/* What is known of a milestone as far as the product shows it: MARK_ABSENT where its column is off
 * or nothing is said; for lts also where it is `false`. This is what Phases, signals and
 * ListTransitions know of. */
static inline Mark lifecycle_shown_mark(
	const Product *product, const Release *release, Milestone milestone) {
	Mark mark = release_mark(release, milestone);

	if (!product_shows(product, milestone))
		return MARK_ABSENT;
	return milestone == MILESTONE_LTS && mark == MARK_FALSE ? MARK_ABSENT : mark;
}

/* Days from `day` to the last day of the end of life: 0 on that day, negative after it;
 * DAYS_LEFT_NO_END, DAYS_LEFT_ENDED. */
int32_t lifecycle_days_left(const Release *release, CivilDay day);
/* Days from `day` to a mark, with the same two extremes. */
int32_t lifecycle_days_to(Mark mark, CivilDay day);
