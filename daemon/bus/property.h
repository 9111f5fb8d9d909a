/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * property - an interface's properties as a table: name, signature, and how each is written. Room:
 * bus.
 *
 * One table serves the vtable, lists, comparisons and PropertiesChanged. The getter of a vtable is
 * always property_get(): an object begins with one PropertySlot for each of its properties, and
 * the vtable's offset leads to the slot, which knows the table's entry and the object.
 */
#include "sink.h"

typedef struct PropertyInfo {
	const char *name;
	const char *signature;
	void (*write)(Sink *sink, const void *object);
	bool is_quiet; /* never announced: EmitsChangedSignal is false or const */
	/* Whether two objects have the same value, where that can be told sooner than by writing
	 * both; NULL: it cannot. */
	bool (*is_same)(const void *before, const void *after);
} PropertyInfo;

typedef struct PropertySlot {
	const PropertyInfo *info;
	const void *object; /* what info->write takes */
} PropertySlot;

/* Fills the slots of an object. */
void property_slots_init(
	PropertySlot *slots, const PropertyInfo *infos, size_t n, const void *object);

/* The getter of every vtable; its userdata is a PropertySlot. */
int property_get(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *ret_error);

/* Writes one entry {sv} of a dictionary. */
void property_write_entry(const PropertyInfo *info, Sink *sink, const void *object);

/* Which of n (at most 64) properties differ between two objects: a bit for each. Looked at are
 * those whose bits are set in `asked`, quiet ones left out. *ret_changed is untouched on failure
 * (-ENOMEM). */
int property_compare(const PropertyInfo *infos, size_t n, uint64_t asked, const void *before,
	const void *after, uint64_t *ret_changed);

/* Sends PropertiesChanged for an object with the properties whose bits are set. */
int property_emit(sd_bus *bus, const char *path, const char *interface, const PropertyInfo *infos,
	size_t n, const void *object, uint64_t changed);
