/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "export-data.h"
#include "ics-event.h"
#include "phase.h"
#include "release-view.h"
#include "whole-file.h"
#include "translate.h"

/* A calendar of everything that is known is some ten MiB. */
#define PREVIOUS_MAX (64u * 1024u * 1024u)

typedef struct Calendar {
	Export *export;
	Libical ical;
	IcsPrevious previous;
	icalcomponent *calendar;
} Calendar;

static void calendar_deinit(Calendar *calendar) {
	if (calendar->calendar)
		calendar->ical.icalcomponent_free(calendar->calendar);
	if (calendar->previous.calendar)
		ics_previous_clear(&calendar->ical, &calendar->previous);
	libical_close(&calendar->ical);
}

/* In the order of the contract, each with what is true of its day. */
static const struct {
	const char *name;
	const char *sentence; /* before the release's name */
	bool warns; /* the daemon warns before it */
} milestones[] = {
	{ "lts", "The last day before the long-term support of", false },
	{ "eoas", "The last day of active support of", true },
	{ "eol", "The last day before the end of life of", true },
	{ "eoes", "The last day of extended support of", true },
	{ "discontinued", "The last day before the discontinuation of", true },
};

static bool is_wanted(const Args *args, const char *milestone) {
	for (size_t i = 0; i < args->milestones.n; i++)
		if (strcmp(args->milestones.items[i], milestone) == 0)
			return true;
	return args->milestones.n == 0;
}

/* The daemon's lead times, and like it without those that are long against the release's life. */
static void add_alarms(const Export *export, const json_t *release, IcsEvent *event) {
	json_t *lead_times = json_object_get(export->manager, "WarningDays");
	CivilDay released = CIVIL_DAY_MIN;

	(void)civil_day_parse(value_str(release, "ReleaseDate"), &released);
	for (size_t i = 0; i < json_array_size(lead_times); i++) {
		json_int_t days = value_int_at(lead_times, i);

		if (event->n_alarms < ICS_ALARMS_MAX && days >= 0 &&
			days <= (event->date - released) / 3)
			event->alarm_days[event->n_alarms++] = (int)days;
	}
}

static void describe(const json_t *release, size_t milestone, const char *name, StrBuf *text) {
	(void)strbuf_printf(text, "%s %s.", milestones[milestone].sentence, name);
	if (strcmp(milestones[milestone].name, "eol") == 0 &&
		value_str(release, "EoesFrom")[0] != '\0')
		(void)strbuf_printf(
			text, "\nExtended support runs until %s.", value_str(release, "EoesFrom"));
	(void)strbuf_printf(text, "\neolctl show %s %s", value_str(release, "ProductName"),
		value_str(release, "Name"));
}

static int add_milestone(
	Calendar *calendar, const json_t *release, size_t milestone, CivilDay date) {
	_cleanup_(strbuf_deinit) StrBuf uid = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf name = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf summary = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf description = STRBUF_INIT;
	const char *key = milestones[milestone].name;
	IcsEvent event = { .date = date, .milestone = key };

	release_view_append_name(&name, release, value_str(release, "ProductLabel"));
	(void)strbuf_printf(&uid, "%s/%s/%s@eold", value_str(release, "ProductName"),
		value_str(release, "Name"), key);
	(void)strbuf_printf(&summary, "%s: %s", strbuf_cstr(&name), milestone_words(key));
	describe(release, milestone, strbuf_cstr(&name), &description);
	event.uid = strbuf_cstr(&uid);
	event.summary = strbuf_cstr(&summary);
	event.description = strbuf_cstr(&description);
	event.url = value_str(release, "Link");
	event.category = value_str(release, "Category");
	if (milestones[milestone].warns && date >= calendar->export->day)
		add_alarms(calendar->export, release, &event);
	return ics_calendar_add(&calendar->ical, calendar->calendar, &event, &calendar->previous,
		calendar->export->today);
}

static int add_release(Calendar *calendar, const json_t *release) {
	json_t *phases = json_object_get(release, "Phases");
	CivilDay date;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ELEMENTSOF(milestones); i++) {
		const json_t *phase = json_object_get(phases, milestones[i].name);

		if (is_wanted(calendar->export->app->args, milestones[i].name) &&
			civil_day_parse(value_str_at(phase, 1), &date) == 0)
			r = add_milestone(calendar, release, i, date);
	}
	return r;
}

/* The file that will be replaced knows how its events were numbered. */
static void read_previous(Calendar *calendar) {
	const char *path = calendar->export->app->args->output;
	_cleanup_(freep) char *text = NULL;
	int r = path ? whole_file_read(path, PREVIOUS_MAX, &text) : -ENOENT;

	if (r >= 0)
		r = ics_previous_read(&calendar->ical, text, &calendar->previous);
	if (r < 0 && r != -ENOENT)
		answer_remark(calendar->export->app,
			"What is in %s cannot be read as a calendar; every event counts as new.",
			path);
}

static int fill(Calendar *calendar, const json_t *releases) {
	size_t at;
	json_t *release;
	int r = 0;

	calendar->calendar = ics_calendar_new(&calendar->ical, "End of life");
	if (!calendar->calendar)
		return -ENOMEM;
	json_array_foreach((json_t *)releases, at, release) {
		if (r >= 0)
			r = add_release(calendar, release);
	}
	return r;
}

static int write_ics(Export *export) {
	_cleanup_(calendar_deinit) Calendar calendar = { .export = export };
	_cleanup_(json_decrefp) json_t *releases = NULL;
	_cleanup_(freep) char *text = NULL;

	if (libical_open(&calendar.ical) < 0) {
		complain(_("Calendars are written by libical, which is not installed (%s)."),
			EOLD_LIBICAL);
		return VERB_FAILED;
	}
	if (export_releases(export, &releases) < 0)
		return VERB_FAILED;
	read_previous(&calendar);
	if (fill(&calendar, releases) >= 0)
		text = libical_text(&calendar.ical, calendar.calendar);
	if (!text)
		return answer_json(export->app, NULL);
	fputs(text, export->app->out);
	return VERB_OK;
}

const ExportFormat export_ics = {
	.name = "ics",
	.options = OPTION_BIT(OPTION_MILESTONE),
	.write = write_ics,
};
