/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * changes - which objects differ between two snapshots, one after the other. Room: bus.
 *
 * A walk over what may differ, and nothing else: products whose sealed block is another one, with
 * all their releases; and of the others the releases for which the day, an entitlement or tracking
 * can have changed something. It is taken step by step, so that it can be spread over many
 * dispatches.
 */
#include "dbus/bus-path.h"
#include "host-object.h"
#include "manager-object.h"
#include "product-object.h"
#include "release-object.h"

typedef struct Changes Changes;

typedef enum ChangeKind {
	CHANGE_NONE, /* there is no more */
	CHANGE_REMOVED, /* a product went */
	CHANGE_ADDED, /* a product came */
	CHANGE_RELEASE_REMOVED, /* a release of a product that stayed; tells itself in Releases */
	CHANGE_RELEASE_ADDED,
	CHANGE_MANAGER,
	CHANGE_HOST,
	CHANGE_PRODUCT,
	CHANGE_RELEASE,
} ChangeKind;

typedef struct Change {
	ChangeKind kind;
	uint64_t properties; /* a bit for each property that differs */
	BusPath path;
	const Product *product; /* CHANGE_ADDED and _PRODUCT: in the snapshot after */
	ReleaseView release; /* CHANGE_RELEASE: in the snapshot after */
} Change;

/* The snapshots must outlive it. NULL: out of memory. */
Changes *changes_new(const Snapshot *before, const Snapshot *after);
Changes *changes_free(Changes *changes);
DEFINE_CLEANUP(Changes *, changes_free);

/* The next object that differs, in the order of a turn. Returns 1; 0 where this step found none,
 * but there may be more (call again); or -ENOMEM. At the end *ret is CHANGE_NONE, with 1. */
int changes_next(Changes *changes, Change *ret);
