/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * notes - what was announced of one release beside its dates. Room: announce.
 *
 * Five bits tell which milestones were announced as reached; twelve bits each, for eoas, eol, eoes
 * and discontinued, hold the shortest lead time in days that was warned of for the date that
 * stands (0: none).
 */
#include <stdint.h>

#include "catalog/milestone.h"

typedef uint64_t Notes;

enum { NOTES_MAX_LEAD = 4095, NOTES_LEAD_BITS = 12 };

static inline bool notes_is_reached(Notes notes, Milestone milestone) {
	return notes >> milestone & 1;
}

static inline void notes_set_reached(Notes *notes, Milestone milestone, bool reached) {
	*notes = (*notes & ~(UINT64_C(1) << milestone)) | (Notes)reached << milestone;
}

/* Where the lead time of a milestone stands; lts has none. */
static inline unsigned notes_lead_shift(Milestone milestone) {
	return _MILESTONE_MAX + (milestone - MILESTONE_EOAS) * NOTES_LEAD_BITS;
}

static inline unsigned notes_lead(Notes notes, Milestone milestone) {
	return milestone == MILESTONE_LTS ? 0
					  : notes >> notes_lead_shift(milestone) & NOTES_MAX_LEAD;
}

static inline void notes_set_lead(Notes *notes, Milestone milestone, unsigned days) {
	if (milestone == MILESTONE_LTS)
		return;
	*notes &= ~((Notes)NOTES_MAX_LEAD << notes_lead_shift(milestone));
	*notes |= (Notes)days << notes_lead_shift(milestone);
}

/* Nothing was announced of a milestone: it is new, or its mark has moved. */
static inline void notes_clear(Notes *notes, Milestone milestone) {
	notes_set_reached(notes, milestone, false);
	notes_set_lead(notes, milestone, 0);
}
