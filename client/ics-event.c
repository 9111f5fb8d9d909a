/* SPDX-License-Identifier: MIT */
#include "ics-event.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

/* What a number may grow to by one. */
#define SEQUENCE_MAX (INT32_MAX - 1)

/* ---- what stood there before -------------------------------------------------------------- */

static const char *uid_of(const Libical *ical, icalcomponent *event) {
	const char *uid = ical->icalcomponent_get_uid(event);

	return uid ? uid : "";
}

static int by_uid(const void *a, const void *b, void *ical) {
	return strcmp(
		uid_of(ical, *(icalcomponent *const *)a), uid_of(ical, *(icalcomponent *const *)b));
}

static icalcomponent *first_event(const Libical *ical, icalcomponent *calendar) {
	return ical->icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
}

static icalcomponent *next_event(const Libical *ical, icalcomponent *calendar) {
	return ical->icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
}

int ics_previous_read(const Libical *ical, const char *text, IcsPrevious *ret) {
	IcsPrevious previous = { .calendar = ical->icalparser_parse_string(text) };
	size_t n = 0;

	if (!previous.calendar ||
		ical->icalcomponent_isa(previous.calendar) != ICAL_VCALENDAR_COMPONENT) {
		ics_previous_clear(ical, &previous);
		return -EBADMSG;
	}
	for (icalcomponent *event = first_event(ical, previous.calendar); event;
		event = next_event(ical, previous.calendar))
		n++;
	previous.events = calloc(n + 1, sizeof(*previous.events));
	if (!previous.events) {
		ics_previous_clear(ical, &previous);
		return -ENOMEM;
	}
	for (icalcomponent *event = first_event(ical, previous.calendar); event;
		event = next_event(ical, previous.calendar))
		previous.events[previous.n++] = event;
	qsort_r(previous.events, n, sizeof(*previous.events), by_uid, (void *)ical);
	*ret = previous;
	return 0;
}

void ics_previous_clear(const Libical *ical, IcsPrevious *previous) {
	if (previous->calendar)
		ical->icalcomponent_free(previous->calendar);
	free(previous->events);
	*previous = (IcsPrevious){ 0 };
}

static icalcomponent *find_previous(
	const Libical *ical, const IcsPrevious *previous, const char *uid) {
	size_t low = 0, high = previous->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(uid_of(ical, previous->events[middle]), uid);

		if (order == 0)
			return previous->events[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- an event ----------------------------------------------------------------------------- */

static void add(const Libical *ical, icalcomponent *component, icalproperty *property) {
	if (property)
		ical->icalcomponent_add_property(component, property);
}

static struct icaltimetype time_of(const Libical *ical, CivilDay day, const char *after) {
	char text[CIVIL_DAY_SIZE + 16];
	int year, month, day_of_month;

	civil_day_to_ymd(day, &year, &month, &day_of_month);
	snprintf(text, sizeof(text), "%04d%02d%02d%s", year, month, day_of_month, after);
	return ical->icaltime_from_string(text);
}

/* A calendar may be opened by a click: only web pages, and nothing that needs quoting. */
static bool is_url(const char *url) {
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
		return false;
	for (; *url != '\0'; url++)
		if (*url <= ' ' || *url > '~' || strchr("\"<>\\^`{|}", *url))
			return false;
	return true;
}

static void add_alarm(
	const Libical *ical, icalcomponent *event, const IcsEvent *from, int days_before) {
	icalcomponent *alarm = ical->icalcomponent_new(ICAL_VALARM_COMPONENT);

	if (!alarm)
		return;
	add(ical, alarm, ical->icalproperty_new_action(ICAL_ACTION_DISPLAY));
	add(ical, alarm, ical->icalproperty_new_description(from->summary));
	add(ical, alarm,
		ical->icalproperty_new_trigger(
			ical->icaltriggertype_from_int(-days_before * 86400)));
	ical->icalcomponent_add_component(event, alarm);
}

static icalcomponent *make_event(
	const Libical *ical, const IcsEvent *from, int sequence, struct icaltimetype stamp) {
	icalcomponent *event = ical->icalcomponent_new(ICAL_VEVENT_COMPONENT);

	if (!event)
		return NULL;
	add(ical, event, ical->icalproperty_new_uid(from->uid));
	add(ical, event, ical->icalproperty_new_dtstamp(stamp));
	add(ical, event, ical->icalproperty_new_sequence(sequence));
	add(ical, event, ical->icalproperty_new_dtstart(time_of(ical, from->date, "")));
	add(ical, event, ical->icalproperty_new_summary(from->summary));
	add(ical, event, ical->icalproperty_new_description(from->description));
	add(ical, event, ical->icalproperty_new_categories(from->category));
	add(ical, event, ical->icalproperty_new_categories(from->milestone));
	if (is_url(from->url))
		add(ical, event, ical->icalproperty_new_url(from->url));
	/* It takes nobody's time. */
	add(ical, event, ical->icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	for (size_t i = 0; i < from->n_alarms; i++)
		add_alarm(ical, event, from, from->alarm_days[i]);
	return event;
}

/* Clean texts, of which the library escapes what a calendar needs escaped; line breaks stay. */
static void append_lines(StrBuf *buf, const char *text) {
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		_cleanup_(freep) char *line = strndup(text, n);

		text_append_clean(buf, line ? line : "", false);
		text += n;
		if (*text == '\n') {
			(void)strbuf_append_byte(buf, '\n');
			text++;
		}
	}
}

/* ---- into the calendar -------------------------------------------------------------------- */

static bool is_same(const Libical *ical, icalcomponent *a, icalcomponent *b) {
	_cleanup_(freep) char *x = libical_text(ical, a), *y = libical_text(ical, b);

	return x && y && strcmp(x, y) == 0;
}

static bool has_moved(const Libical *ical, icalcomponent *old, const IcsEvent *event) {
	struct icaltimetype before = ical->icalcomponent_get_dtstart(old);
	int year, month, day_of_month;

	civil_day_to_ymd(event->date, &year, &month, &day_of_month);
	return before.year != year || before.month != month || before.day != day_of_month;
}

static icalcomponent *number_event(
	const Libical *ical, const IcsEvent *event, const IcsPrevious *previous, CivilDay today) {
	icalcomponent *old = find_previous(ical, previous, event->uid), *made;
	struct icaltimetype now = time_of(ical, today, "T000000Z");
	int sequence = today > 0 ? today : 0, before;

	if (!old)
		return make_event(ical, event, sequence, now);
	before = ical->icalcomponent_get_sequence(old);
	if (has_moved(ical, old, event)) {
		if (before >= sequence)
			sequence = before < SEQUENCE_MAX ? before + 1 : SEQUENCE_MAX;
		return make_event(ical, event, sequence, now);
	}
	made = make_event(ical, event, before, ical->icalcomponent_get_dtstamp(old));
	if (!made || is_same(ical, made, old))
		return made;
	ical->icalcomponent_free(made);
	return make_event(ical, event, before, now);
}

int ics_calendar_add(const Libical *ical, icalcomponent *calendar, const IcsEvent *event,
	const IcsPrevious *previous, CivilDay today) {
	_cleanup_(strbuf_deinit) StrBuf uid = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf summary = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf description = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf category = STRBUF_INIT;
	IcsEvent clean = *event;
	icalcomponent *made;

	text_append_clean(&uid, event->uid, false);
	text_append_clean(&summary, event->summary, false);
	text_append_clean(&category, event->category, false);
	append_lines(&description, event->description);
	clean.uid = strbuf_cstr(&uid);
	clean.summary = strbuf_cstr(&summary);
	clean.category = strbuf_cstr(&category);
	clean.description = strbuf_cstr(&description);
	made = number_event(ical, &clean, previous, today);
	if (!made)
		return -ENOMEM;
	ical->icalcomponent_add_component(calendar, made);
	return 0;
}

icalcomponent *ics_calendar_new(const Libical *ical, const char *name) {
	icalcomponent *calendar = ical->icalcomponent_new(ICAL_VCALENDAR_COMPONENT);

	if (!calendar)
		return NULL;
	add(ical, calendar, ical->icalproperty_new_version("2.0"));
	add(ical, calendar, ical->icalproperty_new_prodid("-//eold//eolctl//EN"));
	add(ical, calendar, ical->icalproperty_new_calscale("GREGORIAN"));
	add(ical, calendar, ical->icalproperty_new_method(ICAL_METHOD_PUBLISH));
	add(ical, calendar, ical->icalproperty_new_name(name));
	return calendar;
}
