/* SPDX-License-Identifier: MIT */
#include "export-csv.h"

#include <string.h>

#include "answer.h"
#include "export-data.h"
#include "phase.h"
#include "text.h"

typedef enum FieldType {
	FIELD_TEXT,
	FIELD_DATE,
	FIELD_FLAG,
	FIELD_STATUS,
	FIELD_SUPPORTED,
} FieldType;

typedef struct Field {
	const char *title; /* as in the API */
	const char *key; /* of the release on the bus */
	FieldType type;
	const char *milestone; /* empty unless the release has it; NULL: always there */
} Field;

static const Field fields[] = {
	{ "product", "ProductName", FIELD_TEXT, NULL },
	{ "productLabel", "ProductLabel", FIELD_TEXT, NULL },
	{ "category", "Category", FIELD_TEXT, NULL },
	{ "name", "Name", FIELD_TEXT, NULL },
	{ "codename", "Codename", FIELD_TEXT, NULL },
	{ "label", "Label", FIELD_TEXT, NULL },
	{ "releaseDate", "ReleaseDate", FIELD_DATE, NULL },
	{ "isLts", "IsLts", FIELD_FLAG, NULL },
	{ "ltsFrom", "LtsFrom", FIELD_DATE, NULL },
	{ "isEoas", "IsEoas", FIELD_FLAG, "eoas" },
	{ "eoasFrom", "EoasFrom", FIELD_DATE, NULL },
	{ "isEol", "IsEol", FIELD_FLAG, "eol" },
	{ "eolFrom", "EolFrom", FIELD_DATE, NULL },
	{ "isDiscontinued", "IsDiscontinued", FIELD_FLAG, "discontinued" },
	{ "discontinuedFrom", "DiscontinuedFrom", FIELD_DATE, NULL },
	{ "isEoes", "IsEoes", FIELD_FLAG, "eoes" },
	{ "eoesFrom", "EoesFrom", FIELD_DATE, NULL },
	{ "isMaintained", "IsMaintained", FIELD_FLAG, NULL },
	{ "latest", "Latest", FIELD_TEXT, NULL },
	{ "latestDate", "LatestReleaseDate", FIELD_DATE, NULL },
	{ "latestLink", "Link", FIELD_TEXT, NULL },
	{ "status", "Status", FIELD_STATUS, NULL },
	{ "isSupported", "IsSupported", FIELD_SUPPORTED, NULL },
	{ "isTracked", "Tracked", FIELD_FLAG, NULL },
};

/* ---- fields ------------------------------------------------------------------------------- */

static void append_quoted(StrBuf *buf, const char *text) {
	(void)strbuf_append_byte(buf, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			(void)strbuf_append_byte(buf, '"');
		(void)strbuf_append_byte(buf, *text);
	}
	(void)strbuf_append_byte(buf, '"');
}

void csv_append_text(StrBuf *buf, const char *text) {
	_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;

	if (text[0] != '\0' && strchr("=+-@", text[0]))
		(void)strbuf_append_byte(&clean, '\'');
	text_append_clean(&clean, text, false);
	if (strpbrk(strbuf_cstr(&clean), "\","))
		append_quoted(buf, strbuf_cstr(&clean));
	else
		(void)strbuf_append_str(buf, strbuf_cstr(&clean));
}

static void append_field(StrBuf *line, const json_t *release, const Field *field) {
	CivilDay day;

	if (field->milestone &&
		!json_object_get(json_object_get(release, "Phases"), field->milestone))
		return;
	switch (field->type) {
	case FIELD_FLAG:
		(void)strbuf_append_str(line, value_bool(release, field->key) ? "true" : "false");
		break;
	case FIELD_SUPPORTED:
		(void)strbuf_append_str(line, export_is_supported(release) ? "true" : "false");
		break;
	case FIELD_STATUS:
		(void)strbuf_append_str(line, phase_known(value_str(release, field->key)));
		break;
	case FIELD_DATE:
		if (civil_day_parse(value_str(release, field->key), &day) == 0)
			(void)strbuf_append_str(line, value_str(release, field->key));
		break;
	case FIELD_TEXT:
	default:
		csv_append_text(line, value_str(release, field->key));
	}
}

/* ---- the format --------------------------------------------------------------------------- */

static int write_line(FILE *out, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf line = STRBUF_INIT;

	for (size_t i = 0; i < ELEMENTSOF(fields); i++) {
		if (i > 0)
			(void)strbuf_append_byte(&line, ',');
		if (release)
			append_field(&line, release, &fields[i]);
		else
			(void)strbuf_append_str(&line, fields[i].title);
	}
	(void)strbuf_append_str(&line, "\r\n");
	fputs(strbuf_cstr(&line), out);
	return strbuf_error(&line);
}

static int write_csv(Export *export) {
	_cleanup_(json_decrefp) json_t *releases = NULL;
	FILE *out = export->app->out;
	size_t at;
	json_t *release;
	int r;

	if (export_releases(export, &releases) < 0)
		return VERB_FAILED;
	r = write_line(out, NULL);
	json_array_foreach(releases, at, release) if (r >= 0) r = write_line(out, release);
	return r < 0 ? answer_json(export->app, NULL) : VERB_OK;
}

const ExportFormat export_csv = {
	.name = "csv",
	.all = true,
	.write = write_csv,
};
