/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * export - the formats of "export": one file and one struct for each. Room: client.
 *
 * The verb chooses a format, opens the Export, and takes care of where the output goes. A format
 * asks for what it needs by the functions of export-data.h and prints to app->out, bytes that are
 * the same whenever data, day and options are. What goes wrong it has told when it returns.
 */
#include <jansson.h>

#include "verb.h"

typedef struct ExportFormat ExportFormat;

typedef struct Export {
	App *app;
	const ExportFormat *format;
	const char *const *names; /* products that were named, borrowed */
	size_t n_names;
	bool tracked; /* only what is tracked */
	json_t *manager; /* the properties of Manager */
	CivilDay today; /* the daemon's */
	CivilDay day; /* the day asked for: --at, else today */
} Export;

struct ExportFormat {
	const char *name;
	uint64_t options; /* OPTION_BIT() of what it takes beside OPTIONS_EXPORT */
	bool is_json; /* --json says how it is laid out */
	bool all; /* everything unless something was chosen; else only what is tracked */
	/* Writes it. Returns the exit status. */
	int (*write)(Export *export);
};

/* What every format takes beside the common options. */
#define OPTIONS_EXPORT \
	(OPTION_BIT(OPTION_FORMAT) | OPTION_BIT(OPTION_OUTPUT) | OPTION_BIT(OPTION_AT) | \
		OPTION_BIT(OPTION_TRACKED) | OPTION_BIT(OPTION_ALL) | OPTION_BIT(OPTION_PRODUCT) | \
		OPTION_BIT(OPTION_CATEGORY) | OPTION_BIT(OPTION_TAG))

/* All formats, in the order of the help; ends with NULL. The first one is the default. */
extern const ExportFormat *const export_formats[];

extern const ExportFormat export_json;
extern const ExportFormat export_csv;
extern const ExportFormat export_facts;
extern const ExportFormat export_prometheus;
extern const ExportFormat export_ics;
