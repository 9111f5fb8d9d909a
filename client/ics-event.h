/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * ics-event - a milestone as an event of a calendar. Room: client.
 *
 * An event lasts the whole last day that is covered. It is known by its UID, so that whoever
 * imports a calendar again gets no second one, and a correction has a higher SEQUENCE.
 *
 * Which? An event that is new, or has moved since the file that is replaced was written, gets the
 * number of today's day since 1970-01-01, or one more than it had, whichever is higher. One that
 * has not moved keeps its number; if nothing else has changed either, its DTSTAMP, too, so the file
 * is the same. Without a file to replace every event is new, and numbers rise from day to day.
 */
#include "dbus/civil-date.h"
#include "libical.h"

#define ICS_ALARMS_MAX 16

/* Strings are borrowed and may be hostile. */
typedef struct IcsEvent {
	const char *uid;
	CivilDay date;
	const char *summary;
	const char *description;
	const char *url; /* left out unless it is one */
	const char *category;
	const char *milestone; /* a second category */
	int alarm_days[ICS_ALARMS_MAX]; /* days before */
	size_t n_alarms;
} IcsEvent;

/* The events of a calendar that was written before, by UID. */
typedef struct IcsPrevious {
	icalcomponent *calendar; /* NULL: there is none */
	icalcomponent **events; /* sorted by UID */
	size_t n;
} IcsPrevious;

/* Reads a calendar. Returns 0, -EBADMSG if text is none, or -ENOMEM. */
int ics_previous_read(const Libical *ical, const char *text, IcsPrevious *ret);
/* Frees it. */
void ics_previous_clear(const Libical *ical, IcsPrevious *previous);

/* Makes a calendar without events; NULL when out of memory. */
icalcomponent *ics_calendar_new(const Libical *ical, const char *name);
/* Adds an event, numbered and stamped as the rule above says. Returns 0 or -ENOMEM. */
int ics_calendar_add(const Libical *ical, icalcomponent *calendar, const IcsEvent *event,
	const IcsPrevious *previous, CivilDay today);
