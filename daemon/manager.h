/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * manager - owns everything, and decides when something happens. Room: daemon (top).
 *
 * It reads the data, builds snapshots, serves them on the bus and makes the next one when the day
 * moves, when somebody asks for a reload, or when files change. Everything runs in one event
 * loop.
 */
#include "options.h"
#include "util/cleanup.h"

typedef struct Manager Manager;

/* Loads everything and puts it onto the bus; the name is not asked for yet. Failures are logged.
 * Returns 0 or a negative errno. */
int manager_new(const Options *options, Manager **ret);
Manager *manager_free(Manager *manager);
DEFINE_CLEANUP(Manager *, manager_free);

/* Asks for the name, takes up the state, says READY, and serves until it is told to end. Returns 0,
 * or a negative errno that was logged. */
int manager_run(Manager *manager);
