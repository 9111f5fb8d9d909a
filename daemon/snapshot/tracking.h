/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * tracking - what the administrator's rules mean in the data at hand. Room: snapshot.
 *
 * Rules name products, versions and packages; here they become releases. What matches nothing stays
 * in the list with an empty cycle and is reported with the configuration's file and line.
 */
#include "dataset.h"
#include "lifecycle/lifecycle.h"
#include "match/host-match.h"
#include "reader/config-file.h"

#define SERIAL_NONE SIZE_MAX

typedef struct TrackedItem {
	const char *product; /* name, or what was written; borrowed from catalog or configuration */
	const char *cycle; /* "" if it matches nothing */
	size_t serial; /* SERIAL_NONE if it matches nothing */
} TrackedItem;

typedef struct EntitledRelease {
	size_t serial;
	Entitlement entitlement;
} EntitledRelease;

typedef struct Tracking {
	TrackedItem *items; /* the host's own release first, then in the order of the rules */
	size_t n_items;
	size_t *serials; /* of the items, ascending */
	size_t n_serials;
	EntitledRelease *entitled; /* by serial, each once: the latest entitlement counts */
	size_t n_entitled;
} Tracking;

void tracking_deinit(Tracking *tracking);

/* Resolves all rules. `host` may be unmatched. What matches nothing goes into problems as refused.
 * Returns 0 or -ENOMEM; *ret is then untouched. */
int tracking_resolve(const Config *config, const Dataset *dataset, const HostMatch *host,
	Problems *problems, Tracking *ret);

/* Whether the release is tracked, and what has been bought for it. */
bool tracking_has(const Tracking *tracking, size_t serial);
Entitlement tracking_entitlement(const Tracking *tracking, size_t serial);
