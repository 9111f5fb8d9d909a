/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * manager-object - org.eold.lifecycle1.Manager: its properties as a table. Room: bus.
 */
#include "property.h"
#include "snapshot/snapshot.h"

typedef enum ManagerProperty {
	MANAGER_VERSION,
	MANAGER_TODAY,
	MANAGER_PRODUCT_COUNT,
	MANAGER_RELEASE_COUNT,
	MANAGER_DATA_USEC,
	MANAGER_DATA_STALE,
	MANAGER_LOAD_ERRORS,
	MANAGER_WARNING_DAYS,
	MANAGER_TRACKED,
	MANAGER_NEXT_TRANSITION,
	_MANAGER_PROPERTY_MAX,
} ManagerProperty;

/* The functions of the table take a const Snapshot. */
extern const PropertyInfo manager_properties[_MANAGER_PROPERTY_MAX];

/* Writes one transition (sssso). */
void manager_write_transition(Sink *sink, const Snapshot *snapshot, TimelineEntry entry);
