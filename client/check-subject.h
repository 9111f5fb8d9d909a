/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * check-subject - what "check" is about, as the daemon describes it. Room: client.
 *
 * A subject is an object: Label, Key ("almalinux 9"), Product, Cycle, Status, IsSupported,
 * SupportedUntil, EoesFrom, and Why where nothing is known. Functions append subjects to an array
 * and return 0 or a negative errno, with error set if the bus gave one; they tell nothing.
 */
#include <jansson.h>

#include "verb.h"

/* The host and everything else that is tracked; manager holds the properties of Manager. */
int check_subjects_all(App *app, const json_t *manager, sd_bus_error *error, json_t *subjects);
/* What somebody named: PRODUCT[=VERSION], a purl or a CPE. */
int check_subjects_of(
	App *app, const char *text, const json_t *manager, sd_bus_error *error, json_t *subjects);
