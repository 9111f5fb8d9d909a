/* SPDX-License-Identifier: MIT */
#include "release-view.h"

#include <string.h>

#include "fields.h"
#include "phase.h"
#include "when.h"

void release_view_append_name(StrBuf *buf, const json_t *release, const char *product_label) {
	const char *label = value_str(release, "Label");

	if (label[0] == '\0')
		label = value_str(release, "Name");
	if (product_label[0] == '\0')
		product_label = value_str(release, "ProductName");
	if (strncasecmp(label, product_label, strlen(product_label)) != 0)
		(void)strbuf_printf(buf, "%s ", product_label);
	(void)strbuf_append_str(buf, label);
}

void release_view_append_date(StrBuf *buf, const char *date, CivilDay day) {
	CivilDay then = CIVIL_DAY_NONE;
	char when[WHEN_SIZE];

	(void)strbuf_append_str(buf, date);
	(void)civil_day_parse(date, &then);
	if (when_format(then, day, when)[0] != '\0')
		(void)strbuf_printf(buf, " (%s)", when);
}

static void print_text(App *app, const char *label, const json_t *release, const char *key) {
	field_print(app->out, &app->terminal, label, COLOUR_NONE, "%s", value_str(release, key));
}

static void print_date(App *app, const char *label, const char *date, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

	release_view_append_date(&text, date, day);
	field_print(app->out, &app->terminal, label, COLOUR_NONE, "%s", strbuf_cstr(&text));
}

static void print_status(App *app, const json_t *release) {
	const char *status = value_str(release, "Status");
	bool supported = value_bool(release, "IsSupported");
	const char *more = "";

	if (strcmp(phase_known(status), "upcoming") == 0 ||
		strcmp(phase_known(status), "unknown") == 0)
		more = "";
	else if (!supported)
		more = ", not supported";
	else if (value_bool(release, "IsEol"))
		more = ", supported by an entitlement";
	field_print(app->out, &app->terminal, "Status", phase_colour(status, supported), "%s%s",
		phase_words(status), more);
}

/* One phase: until when it runs or ran. An end without a date is neither "for ever" nor a day.
 * word is the product's own for it, named where it does not fit before the colon. */
static void print_phase(App *app, const char *label, const char *word, bool begins,
	const json_t *phase, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	bool reached = value_bool_at(phase, 0), fits = strlen(word) <= FIELDS_LABEL_WIDTH;
	const char *date = value_str_at(phase, 1);

	if (begins)
		(void)strbuf_append_str(&text, date[0] == '\0' ? "yes"
					       : reached       ? "since "
							       : "from ");
	else if (date[0] != '\0')
		(void)strbuf_append_str(&text, reached ? "ended after " : "until ");
	else
		(void)strbuf_append_str(&text, reached ? "ended, day unknown" : "no end known yet");
	release_view_append_date(&text, date, day);
	if (!fits)
		(void)strbuf_printf(&text, ", %s", word);
	field_print(app->out, &app->terminal, fits && word[0] != '\0' ? word : label, COLOUR_NONE,
		"%s", strbuf_cstr(&text));
}

static void print_phases(App *app, const json_t *release, const json_t *labels, CivilDay day) {
	static const char *const phases[][2] = { { "lts", "LTS" }, { "eoas", "Active support" },
		{ "eol", "Support" }, { "eoes", "Extended support" },
		{ "discontinued", "Discontinued" } };
	json_t *shown = json_object_get(release, "Phases");

	for (size_t i = 0; i < ELEMENTSOF(phases); i++) {
		const char *milestone = phases[i][0];
		json_t *phase = json_object_get(shown, milestone);

		if (phase)
			print_phase(app, phases[i][1], value_str(labels, milestone), i == 0, phase,
				day);
	}
}

static void print_point_release(App *app, const json_t *point) {
	const char *superseded = value_str_at(point, 2);

	field_print(app->out, &app->terminal, value_str_at(point, 0), COLOUR_NONE, "%s%s%s",
		value_str_at(point, 1), superseded[0] != '\0' ? ", superseded " : "", superseded);
}

static void print_point_releases(App *app, const json_t *release) {
	json_t *points = json_object_get(release, "PointReleases"), *point;
	size_t at;

	if (json_array_size(points) == 0)
		return;
	fputs("\nPoint releases:\n", app->out);
	json_array_foreach(points, at, point) print_point_release(app, point);
}

static void print_custom(App *app, const json_t *release) {
	const char *name;
	json_t *value;

	json_object_foreach(json_object_get(release, "Custom"), name,
		value) if (json_string_value(value)) field_print(app->out, &app->terminal, name,
		COLOUR_NONE, "%s", json_string_value(value));
}

static void print_resolution(App *app, const json_t *release) {
	const char *resolution = value_str(release, "Resolution");
	const char *how = "";

	if (strcmp(resolution, "exact") == 0)
		return;
	if (strcmp(resolution, "shortened") == 0)
		how = ", found by its first components";
	else if (strcmp(resolution, "codename") == 0)
		how = ", the code name";
	field_print(app->out, &app->terminal, "Asked for", COLOUR_NONE, "%s%s",
		value_str(release, "Version"), how);
}

static void print_architectures(App *app, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	size_t at;
	json_t *item;

	json_array_foreach(json_object_get(release, "Architectures"), at, item)(void)
		strbuf_printf(&text, "%s%s", at > 0 ? ", " : "", json_string_value(item));
	field_print(
		app->out, &app->terminal, "Architectures", COLOUR_NONE, "%s", strbuf_cstr(&text));
}

void release_view_print(App *app, const json_t *release, const json_t *product, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf name = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf latest = STRBUF_INIT;

	release_view_append_name(&name, release, value_str(product, "Label"));
	field_print(app->out, &app->terminal, "Release", COLOUR_BOLD, "%s (%s %s)",
		strbuf_cstr(&name), value_str(release, "ProductName"), value_str(release, "Name"));
	print_resolution(app, release);
	print_text(app, "Code name", release, "Codename");
	print_status(app, release);
	print_date(app, "Released", value_str(release, "ReleaseDate"), day);
	print_phases(app, release, json_object_get(product, "Labels"), day);
	(void)strbuf_append_str(&latest, value_str(release, "Latest"));
	if (latest.len > 0 && value_str(release, "LatestReleaseDate")[0] != '\0') {
		(void)strbuf_append_str(&latest, " of ");
		release_view_append_date(&latest, value_str(release, "LatestReleaseDate"), day);
	}
	field_print(app->out, &app->terminal, "Latest", COLOUR_NONE, "%s", strbuf_cstr(&latest));
	print_architectures(app, release);
	print_text(app, "Link", release, "Link");
	print_custom(app, release);
	if (value_bool(release, "Tracked"))
		field_print(app->out, &app->terminal, "Tracked", COLOUR_NONE, "yes");
	print_point_releases(app, release);
}
