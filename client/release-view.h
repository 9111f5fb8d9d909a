/* SPDX-License-TypedName: MIT */
#pragma once
/*
 * release-view - a release on one screen. Room: client (output).
 */
#include <jansson.h>

#include "verb.h"

/* Prints a release (the properties of Release, with Version and Resolution) as on day; labels are
 * the product's words for its phases and may be NULL. */
void release_view_print(App *app, const json_t *release, const json_t *labels, CivilDay day);
/* Appends "2029-05-31 (in 2 years)", or only the date if day is none; nothing for "". */
void release_view_append_date(StrBuf *buf, const char *date, CivilDay day);
