/* SPDX-License-Identifier: MIT */
#include "journal.h"

#include <stdio.h>
#include <string.h>

#include "util/log.h"

enum { FIELDS = 6 };

/* Fields of one entry, owned. */
typedef struct Fields {
	char *items[FIELDS + 1]; /* NULL at the end */
	size_t n;
} Fields;

static void fields_deinit(Fields *fields) {
	for (size_t i = 0; i < fields->n; i++)
		free(fields->items[i]);
}

static _printf_(2, 3) void fields_add(Fields *fields, const char *format, ...) {
	va_list args;

	va_start(args, format);
	if (fields->n < FIELDS && vasprintf(&fields->items[fields->n], format, args) >= 0)
		fields->n++;
	else
		fields->items[fields->n] = NULL;
	va_end(args);
}

static const char *phase_in_words(Milestone milestone) {
	static const char *const words[_MILESTONE_MAX] = {
		[MILESTONE_LTS] = "the beginning of long-term support",
		[MILESTONE_EOAS] = "the end of active support",
		[MILESTONE_EOL] = "the end of life",
		[MILESTONE_EOES] = "the end of extended support",
		[MILESTONE_DISCONTINUED] = "its discontinuation",
	};

	return words[milestone];
}

static const char *message_id(EventKind kind) {
	static const char *const ids[_EVENT_KIND_MAX] = {
		[EVENT_MILESTONE_CHANGED] = MESSAGE_ID_MILESTONE_CHANGED,
		[EVENT_MILESTONE_REACHED] = MESSAGE_ID_MILESTONE_REACHED,
		[EVENT_MILESTONE_APPROACHING] = MESSAGE_ID_MILESTONE_APPROACHING,
		[EVENT_VERSION_RELEASED] = MESSAGE_ID_VERSION_RELEASED,
	};

	return ids[kind];
}

/* By urgency: what has ended is a warning, the end of the host's own life an error. */
static int priority(const LifecycleEvent *event, bool is_host) {
	if (event->kind == EVENT_MILESTONE_REACHED)
		return is_host && event->milestone == MILESTONE_EOL ? LOG_ERR
		       : event->milestone == MILESTONE_LTS          ? LOG_INFO
								    : LOG_WARNING;
	return event->kind == EVENT_VERSION_RELEASED ? LOG_INFO : LOG_NOTICE;
}

static void say(const LifecycleEvent *event, int level, const char *const *fields) {
	const char *id = message_id(event->kind), *label = event->product_label;
	const char *phase = phase_in_words(event->milestone);
	char date[CIVIL_DAY_SIZE], when[32] = "after today";

	(void)civil_day_format(event->date, date);
	if (event->days_left > 0)
		(void)snprintf(when, sizeof(when), "in %u day%s", event->days_left,
			event->days_left == 1 ? "" : "s");
	switch (event->kind) {
	case EVENT_MILESTONE_CHANGED:
		log_entry(level, id, fields, "%s %s: %s is now given as %s.", label, event->cycle,
			phase,
			date[0]             ? date
			: event->is_reached ? "reached"
					    : "open");
		break;
	case EVENT_MILESTONE_REACHED:
		log_entry(level, id, fields, "%s %s has reached %s%s%s.", label, event->cycle,
			phase, date[0] ? " on " : "", date);
		break;
	case EVENT_MILESTONE_APPROACHING:
		log_entry(level, id, fields, "%s %s: %s comes %s, the last day is %s.", label,
			event->cycle, phase, when, date);
		break;
	case EVENT_VERSION_RELEASED:
		log_entry(level, id, fields, "%s %s: version %s is out.", label, event->cycle,
			event->version);
		break;
	case _EVENT_KIND_MAX:
	default:
		break;
	}
}

void journal_event(const LifecycleEvent *event, bool is_host) {
	_cleanup_(fields_deinit) Fields fields = { 0 };
	char date[CIVIL_DAY_SIZE];

	fields_add(&fields, "PRODUCT=%s", event->product);
	fields_add(&fields, "CYCLE=%s", event->cycle);
	if (event->kind == EVENT_VERSION_RELEASED)
		fields_add(&fields, "VERSION=%s", event->version);
	else
		fields_add(&fields, "MILESTONE=%s", milestone_name(event->milestone));
	fields_add(&fields, "DATE=%s", civil_day_format(event->date, date));
	say(event, priority(event, is_host), (const char *const *)fields.items);
}

void journal_reloaded(const Snapshot *snapshot) {
	const Catalog *catalog = snapshot_catalog(snapshot);

	log_entry(LOG_INFO, MESSAGE_ID_RELOADED, NULL,
		"The data was read: %zu products with %zu releases, %zu refused.",
		catalog_n_products(catalog), catalog_n_releases(catalog),
		snapshot->problems.n_refused);
}

static bool has_problem(const Problems *problems, const Problem *problem) {
	for (size_t i = 0; problems && i < problems->n_items; i++) {
		const Problem *other = &problems->items[i];

		if (other->kind == problem->kind && other->line == problem->line &&
			strcmp(other->file, problem->file) == 0 &&
			strcmp(other->message, problem->message) == 0)
			return true;
	}
	return false;
}

static void journal_problem(const Problem *problem) {
	_cleanup_(fields_deinit) Fields fields = { 0 };
	bool is_refused = problem->kind == PROBLEM_REFUSED;

	fields_add(&fields, "FILE=%s", problem->file);
	fields_add(&fields, "LINE=%u", problem->line);
	if (problem->product[0])
		fields_add(&fields, "PRODUCT=%s", problem->product);
	log_entry(is_refused ? LOG_WARNING : LOG_INFO, is_refused ? MESSAGE_ID_REFUSED : NULL,
		(const char *const *)fields.items, "%s:%u: %s%s%s%s", problem->file, problem->line,
		problem->product, problem->product[0] ? ": " : "",
		is_refused ? "" : "doubt: ", problem->message);
}

void journal_problems(const Problems *before, const Problems *now) {
	for (size_t i = 0; i < now->n_items; i++)
		if (!has_problem(before, &now->items[i]))
			journal_problem(&now->items[i]);
}
