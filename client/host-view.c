/* SPDX-License-Identifier: MIT */
#include "host-view.h"

#include <string.h>

#include "fields.h"
#include "phase.h"
#include "release-view.h"
#include "translate.h"
#include "when.h"

/* Load errors that are shown; the rest is counted. */
#define ERRORS_SHOWN 5

static bool is(const json_t *object, const char *key, const char *word) {
	return strcmp(value_str(object, key), word) == 0;
}

static bool is_unknown(const json_t *host) {
	return strcmp(phase_known(value_str(host, "Status")), "unknown") == 0;
}

/* A release by the names that its path holds. */
static void append_release(StrBuf *buf, const char *path) {
	_cleanup_(freep) char *product = NULL;
	_cleanup_(freep) char *cycle = NULL;

	if (sd_bus_path_decode_many(path, EOLD_PATH_RELEASES "/%/%", &product, &cycle) > 0)
		(void)strbuf_printf(buf, "%s %s", product, cycle);
}

/* ---- fields ------------------------------------------------------------------------------- */

static void print_headline(App *app, const json_t *host) {
	bool supported = value_bool(host, "IsSupported");
	Colour colour = phase_colour(value_str(host, "Status"), supported);
	_cleanup_(strbuf_deinit) StrBuf name = STRBUF_INIT;
	bool coloured = app->terminal.colour && colour != COLOUR_NONE;

	text_append_clean(&name, value_str(host, "OsPrettyName"), app->terminal.ascii);
	if (name.len == 0)
		text_append_clean(&name, value_str(host, "OsId"), app->terminal.ascii);
	fprintf(app->out, "%s%s%s %s\n", coloured ? colour_start(colour) : "",
		app->terminal.ascii ? "*" : "●", coloured ? colour_end() : "",
		name.len > 0 ? strbuf_cstr(&name) : _("a system without a name"));
}

/* The host's release; where there is none, why. */
static void print_release(App *app, const json_t *host) {
	const Terminal *terminal = &app->terminal;
	const char *product = value_str(host, "ProductName"), *cycle = value_str(host, "Cycle");
	const char *version = value_str(host, "OsVersionId");

	if (product[0] == '\0' && value_str(host, "OsId")[0] == '\0')
		field_print(app->out, terminal, _("Release"), COLOUR_NONE,
			_("nothing tells what this system is"));
	else if (product[0] == '\0')
		field_print(app->out, terminal, _("Release"), COLOUR_NONE,
			_("no product in the data fits ID=%s VERSION_ID=%s"),
			value_str(host, "OsId"), version);
	else if (cycle[0] != '\0')
		field_print(app->out, terminal, _("Release"), COLOUR_NONE, "%s %s", product, cycle);
	else if (is(host, "Resolution", "newer-than-data"))
		field_print(app->out, terminal, _("Release"), COLOUR_NONE,
			_("%s %s is newer than the data"), product, version);
	else
		field_print(app->out, terminal, _("Release"), COLOUR_NONE,
			_("%s %s is no release in the data"), product, version);
}

static void print_status(App *app, const json_t *host) {
	const char *status = value_str(host, "Status");
	bool supported = value_bool(host, "IsSupported");
	Colour colour = phase_colour(status, supported);

	if (is_unknown(host) || strcmp(status, "upcoming") == 0)
		field_print(
			app->out, &app->terminal, _("Status"), colour, "%s", phase_words(status));
	else if (supported)
		field_print(app->out, &app->terminal, _("Status"), colour, _("supported: %s"),
			phase_words(status));
	else
		field_print(app->out, &app->terminal, _("Status"), colour, _("not supported: %s"),
			phase_words(status));
}

static const char *source_words(const char *source) {
	static const char *const words[][2] = {
		{ "entitlement", N_("by an entitlement") },
		{ "override", N_("by a local correction of the data") },
		{ "data", N_("by the data") },
		{ "vendor", N_("by the vendor's os-release") },
	};

	for (size_t i = 0; i < ELEMENTSOF(words); i++)
		if (strcmp(words[i][0], source) == 0)
			return _(words[i][1]);
	return source;
}

static void print_supported_until(App *app, const json_t *host, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	const char *until = value_str(host, "SupportedUntil");

	release_view_append_date(&text, until, day);
	if (text.len > 0)
		(void)strbuf_printf(
			&text, ", %s", source_words(value_str(host, "SupportedUntilSource")));
	else if (value_int(host, "DaysLeft") == EOLD_DAYS_LEFT_ENDED)
		(void)strbuf_append_str(&text, _("ended, day unknown"));
	else if (value_bool(host, "IsSupported"))
		(void)strbuf_append_str(&text, _("no end known yet"));
	field_print(app->out, &app->terminal, _("Supported until"), COLOUR_NONE, "%s",
		strbuf_cstr(&text));
}

static void print_date(App *app, const char *label, const char *date, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

	release_view_append_date(&text, date, day);
	field_print(app->out, &app->terminal, label, COLOUR_NONE, "%s", strbuf_cstr(&text));
}

static void print_sources(App *app, const json_t *host) {
	if (value_bool(host, "SourcesDiffer"))
		field_print(app->out, &app->terminal, _("Sources differ"), COLOUR_WARN,
			_("the data says %s, os-release that support ends before %s"),
			value_str(host, "EolFrom"), value_str(host, "VendorSupportEnd"));
}

static void print_point_release(App *app, const json_t *host) {
	const char *version = value_str(host, "OsVersionId");

	if (is(host, "PointRelease", "current"))
		field_print(app->out, &app->terminal, _("Point release"), COLOUR_NONE,
			_("%s is current"), version);
	else if (is(host, "PointRelease", "superseded"))
		field_print(app->out, &app->terminal, _("Point release"), COLOUR_WARN,
			_("%s is superseded since %s"), version, value_str(host, "SupersededOn"));
	else if (is(host, "PointRelease", "newer-than-data"))
		field_print(app->out, &app->terminal, _("Point release"), COLOUR_WARN,
			_("%s is newer than the data"), version);
}

static void print_next(App *app, const json_t *manager, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	json_t *next = json_object_get(manager, "NextTransition");

	/* It is the one after today: on another day it may be the past. */
	if (app->args->at[0] != '\0' || value_str_at(next, 0)[0] == '\0')
		return;
	release_view_append_date(&text, value_str_at(next, 0), day);
	field_print(app->out, &app->terminal, _("Next event"), COLOUR_NONE, "%s: %s, %s %s",
		strbuf_cstr(&text), milestone_words(value_str_at(next, 3)), value_str_at(next, 1),
		value_str_at(next, 2));
}

/* ---- what to do --------------------------------------------------------------------------- */

static void advise_unknown(App *app, const json_t *host) {
	if (is(host, "Resolution", "newer-than-data"))
		field_print(app->out, &app->terminal, _("To do"), COLOUR_NONE,
			_("Give eold newer data: this system is newer than what it knows."));
	else
		field_print(app->out, &app->terminal, _("To do"), COLOUR_NONE,
			_("Find out from the vendor until when this system is supported."));
}

/* Extended support may be had, and then it has to be told; else nothing is mended any more. */
static void advise_unsupported(App *app, const json_t *host, const char *to) {
	const char *extended = value_str(host, "EoesFrom");

	if (is(host, "Status", "extended") && extended[0] != '\0')
		field_print(app->out, &app->terminal, _("To do"), COLOUR_BOLD,
			_("Move to %s. Extended support runs until %s: if you have it, tell eold "
			  "so in "
			  "its configuration (entitlements)."),
			to, extended);
	else if (is(host, "Status", "extended"))
		field_print(app->out, &app->terminal, _("To do"), COLOUR_BOLD,
			_("Move to %s. Extended support runs: if you have it, tell eold so in its "
			  "configuration (entitlements)."),
			to);
	else
		field_print(app->out, &app->terminal, _("To do"), COLOUR_BOLD,
			_("Move to %s now: nobody mends this one any more."), to);
}

static void advise_move(App *app, const json_t *host, const char *successor) {
	const char *to = successor[0] != '\0' ? successor : _("a system that is supported");

	if (value_bool(host, "IsSupported"))
		field_print(app->out, &app->terminal, _("To do"), COLOUR_BOLD,
			_("Plan the move to %s."), to);
	else
		advise_unsupported(app, host, to);
}

static void print_successor(App *app, const char *successor, const char *link) {
	if (successor[0] == '\0')
		field_print(app->out, &app->terminal, _("Upgrade by"), COLOUR_NONE, "%s", link);
	else if (link[0] == '\0')
		field_print(app->out, &app->terminal, _("Successor"), COLOUR_NONE, "%s", successor);
	else
		field_print(app->out, &app->terminal, _("Successor"), COLOUR_NONE, _("%s, by %s"),
			successor, link);
}

/* The sentence for people: what the daemon's answer asks of them. */
static void print_advice(App *app, const json_t *host, const json_t *manager) {
	_cleanup_(strbuf_deinit) StrBuf successor = STRBUF_INIT;
	json_int_t lead = value_int_at(json_object_get(manager, "WarningDays"), 0);
	bool supported = value_bool(host, "IsSupported");
	bool moving = !supported || value_int(host, "DaysLeft") <= lead;

	append_release(&successor, value_str(host, "Successor"));
	if (is_unknown(host)) {
		advise_unknown(app, host);
		return;
	}
	print_successor(app, strbuf_cstr(&successor), value_str(host, "UpgradeLink"));
	if (is(host, "Status", "upcoming"))
		field_print(app->out, &app->terminal, _("To do"), COLOUR_NONE,
			_("Do not rely on it yet: it is not released."));
	else if (moving)
		advise_move(app, host, strbuf_cstr(&successor));
	else if (is(host, "PointRelease", "superseded"))
		field_print(app->out, &app->terminal, _("To do"), COLOUR_BOLD,
			_("Update within this release, to %s."), value_str(host, "Latest"));
}

void host_view_print(App *app, const json_t *host, const json_t *manager, CivilDay day) {
	print_headline(app, host);
	print_date(app, _("As on"), app->args->at, CIVIL_DAY_NONE);
	print_release(app, host);
	print_status(app, host);
	print_supported_until(app, host, day);
	if (app->args->at[0] == '\0' && !is(host, "EoasFrom", value_str(host, "SupportedUntil")))
		print_date(app, _("Active support"), value_str(host, "EoasFrom"), day);
	if (!is(host, "EolFrom", value_str(host, "SupportedUntil")))
		print_date(app, _("End of life"), value_str(host, "EolFrom"), day);
	print_date(app, _("Extended support"), value_str(host, "EoesFrom"), day);
	print_sources(app, host);
	print_point_release(app, host);
	field_print(app->out, &app->terminal, _("Latest"), COLOUR_NONE, "%s",
		value_str(host, "Latest"));
	print_next(app, manager, day);
	print_advice(app, host, manager);
}

/* ---- doubts ------------------------------------------------------------------------------- */

static void print_stale(App *app, const json_t *manager, CivilDay day) {
	char date[CIVIL_DAY_SIZE], when[WHEN_SIZE];
	CivilDay fresh = civil_day_from_usec((uint64_t)value_int(manager, "DataUSec"));
	bool coloured = app->terminal.colour;

	if (!value_bool(manager, "DataStale"))
		return;
	fprintf(app->out, "\n%s", coloured ? colour_start(COLOUR_WARN) : "");
	fprintf(app->out, _("The data is old: its newest fact is of %s (%s)."),
		civil_day_format(fresh, date), when_format(fresh, day, when));
	fprintf(app->out, "%s\n", coloured ? colour_end() : "");
}

static void print_error(App *app, const json_t *error) {
	_cleanup_(strbuf_deinit) StrBuf raw = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;

	(void)strbuf_append_str(&raw, value_str_at(error, 0));
	if (raw.len > 0 && value_int_at(error, 2) > 0)
		(void)strbuf_printf(&raw, ":%lld", (long long)value_int_at(error, 2));
	(void)strbuf_printf(&raw, "%s%s", raw.len > 0 ? ": " : "", value_str_at(error, 3));
	text_append_clean(&clean, strbuf_cstr(&raw), app->terminal.ascii);
	fprintf(app->out, "  %s\n", strbuf_cstr(&clean));
}

void host_view_print_warnings(App *app, const json_t *manager, CivilDay day) {
	json_t *errors = json_object_get(manager, "LoadErrors");
	size_t n = json_array_size(errors);
	bool coloured = app->terminal.colour;

	print_stale(app, manager, day);
	if (n == 0)
		return;
	fprintf(app->out, "\n%s%s%s\n", coloured ? colour_start(COLOUR_WARN) : "",
		_("Refused while loading:"), coloured ? colour_end() : "");
	for (size_t i = 0; i < n && i < ERRORS_SHOWN; i++)
		print_error(app, json_array_get(errors, i));
	if (n > ERRORS_SHOWN)
		fprintf(app->out, _("  ... and %zu more: eolctl status --json=pretty\n"),
			n - ERRORS_SHOWN);
}
