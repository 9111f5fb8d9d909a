/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-view - a release on one screen. Room: client (output).
 */
#include <jansson.h>

#include "verb.h"

/* Prints a release (the properties of Release, with Version and Resolution) as on day; product
 * holds the properties of Product. */
void release_view_print(App *app, const json_t *release, const json_t *product, CivilDay day);
/* Appends the name of a release for people: its label, after the product's unless it begins with
 * that ("Debian" and "12 (Bookworm)"). An empty product label leaves its name. */
void release_view_append_name(StrBuf *buf, const json_t *release, const char *product_label);
/* Appends "2029-05-31 (in 2 years)", or only the date if day is none; nothing for "". */
void release_view_append_date(StrBuf *buf, const char *date, CivilDay day);
