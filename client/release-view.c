/* SPDX-License-Identifier: MIT */
#include "release-view.h"

#include <string.h>

#include "fields.h"
#include "phase.h"
#include "translate.h"
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
		more = _(", not supported");
	else if (value_bool(release, "IsEol"))
		more = _(", supported by an entitlement");
	field_print(app->out, &app->terminal, _("Status"), phase_colour(status, supported), "%s%s",
		phase_words(status), more);
}

/* "since 2022-05-26 (4 years ago)" and the like; a format for the date, and what is said without
 * one. */
static void append_period(
	StrBuf *text, const char *format, const char *undated, const char *date, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf until = STRBUF_INIT;
	const char *at = strstr(format, "%s");

	release_view_append_date(&until, date, day);
	if (until.len == 0 || !at)
		(void)strbuf_append_str(text, undated);
	else
		(void)strbuf_printf(
			text, "%.*s%s%s", (int)(at - format), format, strbuf_cstr(&until), at + 2);
}

/* Words that products have for their phases; what is not among them stays as it is. */
static const char *const phase_labels[] = { N_("Active Support"), N_("Security Support"),
	N_("Extended Support"), N_("Maintenance Support") };

static const char *translate_label(const char *word) {
	for (size_t i = 0; i < ELEMENTSOF(phase_labels); i++)
		if (strcmp(phase_labels[i], word) == 0)
			return _(phase_labels[i]);
	return word;
}

/* One phase: until when it runs or ran. An end without a date is neither "for ever" nor a day.
 * word is the product's own for it, named where it does not fit before the colon. */
static void print_phase(App *app, const char *label, const char *word, bool begins,
	const json_t *phase, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	bool reached = value_bool_at(phase, 0), fits;
	const char *date = value_str_at(phase, 1);

	word = translate_label(word);
	fits = text_width(word) <= FIELDS_LABEL_WIDTH;
	if (begins)
		append_period(&text, reached ? _("since %s") : _("from %s"), _("yes"), date, day);
	else if (reached)
		append_period(&text, _("ended after %s"), _("ended, day unknown"), date, day);
	else
		append_period(&text, _("until %s"), _("no end known yet"), date, day);
	if (!fits)
		(void)strbuf_printf(&text, ", %s", word);
	field_print(app->out, &app->terminal, fits && word[0] != '\0' ? word : label, COLOUR_NONE,
		"%s", strbuf_cstr(&text));
}

static void print_phases(App *app, const json_t *release, const json_t *labels, CivilDay day) {
	static const char *const phases[][2] = { { "lts", N_("LTS") },
		{ "eoas", N_("Active support") }, { "eol", N_("Support") },
		{ "eoes", N_("Extended support") }, { "discontinued", N_("Discontinued") } };
	json_t *shown = json_object_get(release, "Phases");

	for (size_t i = 0; i < ELEMENTSOF(phases); i++) {
		const char *milestone = phases[i][0];
		json_t *phase = json_object_get(shown, milestone);

		if (phase)
			print_phase(app, _(phases[i][1]), value_str(labels, milestone), i == 0,
				phase, day);
	}
}

static void print_point_release(App *app, const json_t *point) {
	const char *superseded = value_str_at(point, 2);

	if (superseded[0] != '\0')
		field_print(app->out, &app->terminal, value_str_at(point, 0), COLOUR_NONE,
			_("%s, superseded %s"), value_str_at(point, 1), superseded);
	else
		field_print(app->out, &app->terminal, value_str_at(point, 0), COLOUR_NONE, "%s",
			value_str_at(point, 1));
}

static void print_point_releases(App *app, const json_t *release) {
	json_t *points = json_object_get(release, "PointReleases"), *point;
	size_t at;

	if (json_array_size(points) == 0)
		return;
	fprintf(app->out, "\n%s\n", _("Point releases:"));
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
		how = _(", found by its first components");
	else if (strcmp(resolution, "codename") == 0)
		how = _(", the code name");
	field_print(app->out, &app->terminal, _("Asked for"), COLOUR_NONE, "%s%s",
		value_str(release, "Version"), how);
}

static void print_architectures(App *app, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	size_t at;
	json_t *item;

	json_array_foreach(json_object_get(release, "Architectures"), at, item)(void)
		strbuf_printf(&text, "%s%s", at > 0 ? ", " : "", json_string_value(item));
	field_print(app->out, &app->terminal, _("Architectures"), COLOUR_NONE, "%s",
		strbuf_cstr(&text));
}

static void print_latest(App *app, const json_t *release, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf date = STRBUF_INIT;
	const char *latest = value_str(release, "Latest");

	release_view_append_date(&date, value_str(release, "LatestReleaseDate"), day);
	if (latest[0] != '\0' && date.len > 0)
		field_print(app->out, &app->terminal, _("Latest"), COLOUR_NONE, _("%s of %s"),
			latest, strbuf_cstr(&date));
	else
		field_print(app->out, &app->terminal, _("Latest"), COLOUR_NONE, "%s", latest);
}

void release_view_print(App *app, const json_t *release, const json_t *product, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf name = STRBUF_INIT;

	release_view_append_name(&name, release, value_str(product, "Label"));
	field_print(app->out, &app->terminal, _("Release"), COLOUR_BOLD, "%s (%s %s)",
		strbuf_cstr(&name), value_str(release, "ProductName"), value_str(release, "Name"));
	print_resolution(app, release);
	print_text(app, _("Code name"), release, "Codename");
	print_status(app, release);
	print_date(app, _("Released"), value_str(release, "ReleaseDate"), day);
	print_phases(app, release, json_object_get(product, "Labels"), day);
	print_latest(app, release, day);
	print_architectures(app, release);
	print_text(app, _("Link"), release, "Link");
	print_custom(app, release);
	if (value_bool(release, "Tracked"))
		field_print(app->out, &app->terminal, _("Tracked"), COLOUR_NONE, "%s", _("yes"));
	print_point_releases(app, release);
}
