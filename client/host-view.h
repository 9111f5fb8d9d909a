/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * host-view - this host on one screen, and what to do. Room: client (output).
 *
 * Every statement is the daemon's; the sentences are ours.
 */
#include <jansson.h>

#include "verb.h"

/* Prints the host (properties of Host) as on day; manager holds those of Manager. */
void host_view_print(App *app, const json_t *host, const json_t *manager, CivilDay day);
/* Prints why the answer may be wrong: stale data, files that could not be loaded. */
void host_view_print_warnings(App *app, const json_t *manager, CivilDay day);
