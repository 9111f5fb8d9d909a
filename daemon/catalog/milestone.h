/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * milestone - the five points in a release's life, and what a file may say of each. Room: catalog.
 *
 * A Mark is what is known of one milestone of one release. Three things are different and stay so:
 * nothing is said (MARK_ABSENT), it is said without a date (MARK_FALSE: not reached yet, no end
 * known; MARK_TRUE: reached, nobody says when), or there is a date, the last day still covered.
 */
#include <stdbool.h>

#include "dbus/civil-date.h"

/* In the contract's order, which is also the order within a day. */
typedef enum Milestone {
	MILESTONE_LTS, /* long-term support begins */
	MILESTONE_EOAS, /* end of active support */
	MILESTONE_EOL, /* end of life */
	MILESTONE_EOES, /* end of extended support */
	MILESTONE_DISCONTINUED, /* no longer made or sold */
	_MILESTONE_MAX,
} Milestone;

typedef CivilDay Mark;

#define MARK_ABSENT ((Mark)INT32_MIN)
#define MARK_FALSE ((Mark)(INT32_MIN + 1))
#define MARK_TRUE ((Mark)(INT32_MIN + 2))

static inline bool mark_is_date(Mark mark) {
	return mark > MARK_TRUE;
}

/* The date, or CIVIL_DAY_NONE where there is none. */
static inline CivilDay mark_date(Mark mark) {
	return mark_is_date(mark) ? mark : CIVIL_DAY_NONE;
}

/* Whether the milestone lies behind on a day: a date's own day is still covered. */
static inline bool mark_is_reached(Mark mark, CivilDay day) {
	return mark_is_date(mark) ? day > mark : mark == MARK_TRUE;
}

/* Upstream's name of a milestone, as on the bus: "lts", "eoas", "eol", "eoes", "discontinued". */
const char *milestone_name(Milestone milestone);
