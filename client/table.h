/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * table - rows and columns, for people and as JSON. Room: client (output).
 *
 * A column is data: what it is called, where its value lies in a row, how it is shown, what it
 * means. A row is a JSON object as it came from the bus (bus-value.h). The same description makes
 * the header, the choice by -o, the list in --help and the JSON, so they cannot differ.
 */
#include <jansson.h>
#include <stdio.h>

#include "dbus/civil-date.h"
#include "terminal.h"
#include "text.h"

typedef enum ColumnType {
	COLUMN_TEXT,
	COLUMN_DATE, /* a day; with a flag: "ended" where there is none but the flag is true */
	COLUMN_WHEN, /* a day, as seen from the day asked for */
	COLUMN_NUMBER,
	COLUMN_YES_NO,
	COLUMN_SUPPORTED, /* yes or no, but "unknown" where the row's Status is */
	COLUMN_STATUS, /* coloured; the row's IsSupported takes part */
	COLUMN_MILESTONE, /* in words */
} ColumnType;

typedef struct Column {
	const char *title; /* header, and in lower case the name for -o */
	const char *key; /* of the value in a row and in JSON */
	ColumnType type;
	size_t min_width; /* may be cut down to this; 0: never cut */
	unsigned rank; /* 0: only when asked for; 1: always shown; higher ones go first where
			  the terminal is too narrow */
	const char *flag; /* COLUMN_DATE: key of the flag, or NULL */
	const char *help;
} Column;

#define TABLE_COLUMNS_MAX 24

typedef struct Table {
	const Column *columns[TABLE_COLUMNS_MAX]; /* those shown */
	size_t n_columns;
	bool chosen; /* by -o: all of them are shown, and JSON has no other keys */
	json_t *rows; /* array, borrowed */
	CivilDay day; /* what COLUMN_WHEN counts from */
	size_t indent; /* blanks before each line */
} Table;

/* Chooses the columns: those named (commas between them, case does not matter), or with names NULL
 * all with a rank. Returns 0, or -EINVAL after naming the mistake on standard error. */
int table_choose(Table *table, const Column *all, size_t n_all, const char *names);
/* Writes the table. Columns that are empty in every row are left out unless chosen; what is too
 * wide for the terminal is cut, unless full. Returns 0 or a negative errno. */
int table_print(const Table *table, FILE *out, const Terminal *terminal, bool legend, bool full);
/* The rows as JSON: as they are, or of each the chosen keys alone. The caller owns the answer;
 * NULL when out of memory. */
json_t *table_to_json(const Table *table);
/* The JSON type of a column: "string", "number" or "boolean". */
const char *column_json_type(const Column *column);
