/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * answer - what several verbs ask and print alike. Room: client.
 */
#include <jansson.h>

#include "verb.h"

/* Prints a value as JSON. Returns the exit status. */
int answer_json(App *app, const json_t *value);
/* Prints a table (or its rows as JSON) and under it how many there are of what, in the singular
 * and the plural. Returns the exit status. */
int answer_table(App *app, const Table *table, const char *one, const char *many);
/* The day that is asked about: --at, else the daemon's Today, for which it is asked. Returns 0 or
 * a negative errno after telling why. */
int answer_day(App *app, CivilDay *ret);
/* An object of the row's values under those keys, in order; keys ends with NULL. A row that is too
 * short leaves keys out. NULL when out of memory. */
json_t *answer_name_row(const json_t *row, const char *const *keys);
/* Tells that a product or release was not found, with what was probably meant, or about any other
 * error. cycle may be NULL. */
void answer_complain(
	App *app, const sd_bus_error *error, int r, const char *product, const char *cycle);
/* Tells that a version leads to no release of a product, and which releases there are. */
void answer_complain_no_release(
	App *app, const char *product, const char *version, const char *resolution);
/* Says something that is no answer, on standard error, unless --quiet. */
void answer_remark(const App *app, const char *format, ...) _printf_(2, 3);
