/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * libical - the library for calendars, loaded when a calendar is written. Room: client.
 *
 * It brings ICU with it, and linked to eolctl it would double the start of every command
 * (measured), so only a calendar waits for it, and where it is not installed only calendars are
 * missing. The members have the names and types of the functions.
 */
#include <libical/ical.h>

#include "util/cleanup.h"

#define LIBICAL_FUNCTIONS(X) \
	X(icalcomponent_add_component) \
	X(icalcomponent_add_property) \
	X(icalcomponent_as_ical_string_r) \
	X(icalcomponent_free) \
	X(icalcomponent_get_dtstamp) \
	X(icalcomponent_get_dtstart) \
	X(icalcomponent_get_first_component) \
	X(icalcomponent_get_next_component) \
	X(icalcomponent_get_sequence) \
	X(icalcomponent_get_uid) \
	X(icalcomponent_isa) \
	X(icalcomponent_new) \
	X(icalmemory_free_buffer) \
	X(icalparser_parse_string) \
	X(icalproperty_new_action) \
	X(icalproperty_new_calscale) \
	X(icalproperty_new_categories) \
	X(icalproperty_new_description) \
	X(icalproperty_new_dtstamp) \
	X(icalproperty_new_dtstart) \
	X(icalproperty_new_method) \
	X(icalproperty_new_name) \
	X(icalproperty_new_prodid) \
	X(icalproperty_new_sequence) \
	X(icalproperty_new_summary) \
	X(icalproperty_new_transp) \
	X(icalproperty_new_trigger) \
	X(icalproperty_new_uid) \
	X(icalproperty_new_url) \
	X(icalproperty_new_version) \
	X(icaltime_as_ical_string_r) \
	X(icaltime_from_string) \
	X(icaltimezone_free_builtin_timezones) \
	X(icaltriggertype_from_int)

typedef struct Libical {
	void *handle;
#define X(name) __typeof__(name) *name;
	LIBICAL_FUNCTIONS(X)
#undef X
} Libical;

/* Loads the library. Returns 0, or -ENOPKG if it is missing or lacks a function. */
int libical_open(Libical *ret);
/* Unloads it; legal on one that was never loaded (all zero). */
void libical_close(Libical *ical);

/* The text of a component, which the caller frees, or NULL when out of memory. */
char *libical_text(const Libical *ical, icalcomponent *component);
