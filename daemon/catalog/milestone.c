/* SPDX-License-Identifier: MIT */
#include "milestone.h"

#include <assert.h>

const char *milestone_name(Milestone milestone) {
	static const char *const names[_MILESTONE_MAX] = {
		[MILESTONE_LTS] = "lts",
		[MILESTONE_EOAS] = "eoas",
		[MILESTONE_EOL] = "eol",
		[MILESTONE_EOES] = "eoes",
		[MILESTONE_DISCONTINUED] = "discontinued",
	};

	assert((unsigned)milestone < _MILESTONE_MAX);
	return names[milestone];
}
