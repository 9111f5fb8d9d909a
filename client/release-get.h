/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-get - all that the daemon knows of one release. Room: client.
 */
#include <jansson.h>

#include "verb.h"

/* The properties of the release at a path and its Path, as on the day of --at. Returns 0, or a
 * negative errno after telling why. */
int release_get(App *app, const char *product, const char *path, json_t **ret);
