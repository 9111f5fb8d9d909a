/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * event - one signal about a release that has to be sent. Room: announce.
 *
 * An event holds everything that its signal says, as it was on the day when it became due: what is
 * sent later, after a sudden end perhaps, is sent as it was written. It owns its texts (one block),
 * so it outlives the data that it was made of. As a line of text it outlives the process.
 */
#include <stdint.h>

#include "lifecycle/lifecycle.h"
#include "util/strbuf.h"

/* In the order in which a turn sends them. */
typedef enum EventKind {
	EVENT_MILESTONE_CHANGED, /* the data was revised */
	EVENT_MILESTONE_REACHED, /* its flag turned true */
	EVENT_MILESTONE_APPROACHING, /* a lead time began */
	EVENT_VERSION_RELEASED, /* `latest` moved */
	_EVENT_KIND_MAX,
} EventKind;

typedef struct LifecycleEvent {
	uint64_t serial;
	EventKind kind;
	Milestone milestone; /* MILESTONE_LTS and without meaning for a version */
	CivilDay date; /* of the milestone, or of the version; CIVIL_DAY_NONE: "" */
	CivilDay old_date; /* changed: as last announced; CIVIL_DAY_NONE: "" */
	Status status;
	uint32_t days_left; /* approaching */
	bool is_tracked;
	bool is_supported;
	bool is_reached; /* changed: as it is now ... */
	bool is_present;
	bool was_reached; /* ... and as last announced */
	bool was_present;
	const char *product; /* texts are never NULL */
	const char *cycle;
	const char *product_label;
	const char *label;
	const char *version; /* released: the new one, else "" */
	const char *old_version;
} LifecycleEvent;

/* A copy of an event with texts of its own; of a text that is NULL it gets "", and what is not
 * valid UTF-8 is escaped. NULL: out of memory. */
LifecycleEvent *event_copy(const LifecycleEvent *event);
LifecycleEvent *event_free(LifecycleEvent *event);
DEFINE_CLEANUP(LifecycleEvent *, event_free);

/* The signal's name on the bus: "MilestoneChanged", "MilestoneReached", ... */
const char *event_kind_name(EventKind kind);
/* What the signal's third argument says: the milestone's name or the version. */
const char *event_subject(const LifecycleEvent *event);

/*
 * Appends the event as a line of fields (line-field.h) without a newline: serial, signal, product,
 * cycle, milestone or version, date, what is true of it (tracked, supported, reached, present,
 * was-reached, was-present), status, product label, label, old date, old version, days left.
 * Returns 0 or the buffer's error.
 */
int event_append_line(const LifecycleEvent *event, StrBuf *buf);
/* Reads such a line, which is changed by that. Returns 0, -ENOMEM, or -EBADMSG; *ret is then
 * untouched. */
int event_parse_line(char *line, LifecycleEvent **ret);

/* Events in the order in which they are sent, owned. */
typedef struct EventList {
	LifecycleEvent **items;
	size_t n;
	size_t size; /* of the array */
} EventList;

void event_list_deinit(EventList *list);
/* Takes the event over, unless it fails with -ENOMEM. */
int event_list_append(EventList *list, LifecycleEvent *event);
