/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-filter - which releases --eol, --supported and --within leave. Room: client.
 */
#include <jansson.h>

#include "verb.h"

#define OPTIONS_RELEASE_FILTER \
	(OPTION_BIT(OPTION_EOL) | OPTION_BIT(OPTION_SUPPORTED) | OPTION_BIT(OPTION_WITHIN))

/* Appends those of an array of releases, with the properties of Release as on day, that fit every
 * filter that was given to another one, in their order. A day that is none fits no --within.
 * Returns 0 or -ENOMEM. */
int release_filter(const App *app, const json_t *releases, CivilDay day, json_t *wanted);
