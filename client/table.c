/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "bus-value.h"
#include "colour.h"
#include "complain.h"
#include "nearest.h"
#include "phase.h"
#include "translate.h"
#include "when.h"

#define GAP 1

const char *column_json_type(const Column *column) {
	if (column->type == COLUMN_NUMBER)
		return "number";
	return column->type == COLUMN_YES_NO || column->type == COLUMN_SUPPORTED ? "boolean"
										 : "string";
}

/* ---- which columns ------------------------------------------------------------------------ */

static const Column *find_column(const Column *all, size_t n_all, const char *name, size_t len) {
	for (size_t i = 0; i < n_all; i++)
		if (strlen(all[i].title) == len && strncasecmp(all[i].title, name, len) == 0)
			return &all[i];
	return NULL;
}

static int unknown_column(const Column *all, size_t n_all, const char *name, size_t len) {
	_cleanup_(strbuf_deinit) StrBuf names = STRBUF_INIT;

	for (size_t i = 0; i < n_all; i++)
		(void)strbuf_printf(&names, "%s%s", i > 0 ? "," : "", all[i].title);
	for (char *p = names.data; p && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	complain(_("There is no column \"%.*s\"."), (int)len, name);
	complain_more(_("Columns: %s"), strbuf_cstr(&names));
	return -EINVAL;
}

int table_choose(Table *table, const Column *all, size_t n_all, const char *names) {
	table->n_columns = 0;
	table->chosen = names != NULL;
	for (size_t i = 0; !names && i < n_all; i++)
		if (all[i].rank > 0 && table->n_columns < TABLE_COLUMNS_MAX)
			table->columns[table->n_columns++] = &all[i];
	while (names) {
		const char *comma = strchr(names, ',');
		size_t len = comma ? (size_t)(comma - names) : strlen(names);
		const Column *column = find_column(all, n_all, names, len);

		if (!column)
			return unknown_column(all, n_all, names, len);
		if (table->n_columns == TABLE_COLUMNS_MAX) {
			complain(_("More than %d columns."), TABLE_COLUMNS_MAX);
			return -EINVAL;
		}
		table->columns[table->n_columns++] = column;
		names = comma ? comma + 1 : NULL;
	}
	return 0;
}

/* ---- cells -------------------------------------------------------------------------------- */

static void append_date(StrBuf *buf, const Column *column, const json_t *row, bool ascii) {
	const char *date = value_str(row, column->key);

	if (date[0] == '\0' && column->flag && value_bool(row, column->flag))
		date = _("ended");
	text_append_clean(buf, date, ascii);
}

static void append_when(StrBuf *buf, const Column *column, const json_t *row, CivilDay today) {
	CivilDay day = CIVIL_DAY_NONE;
	char when[WHEN_SIZE];

	(void)civil_day_parse(value_str(row, column->key), &day);
	(void)strbuf_append_str(buf, when_format(day, today, when));
}

static void append_text(StrBuf *buf, const json_t *value, bool ascii) {
	size_t at;
	json_t *item;

	if (json_is_string(value))
		text_append_clean(buf, json_string_value(value), ascii);
	json_array_foreach(value, at, item) {
		if (at > 0)
			(void)strbuf_append_str(buf, " ");
		append_text(buf, item, ascii);
	}
}

static const char *text_of(const json_t *value) {
	const char *text = json_string_value(value);

	return text ? text : "";
}

/* Whatever the flag says: what is unknown is never shown as fine. */
static void append_supported(StrBuf *buf, const Column *column, const json_t *row) {
	if (!json_object_get(row, "Status"))
		return;
	if (strcmp(phase_known(value_str(row, "Status")), "unknown") == 0)
		(void)strbuf_append_str(buf, _("unknown"));
	else
		(void)strbuf_append_str(buf, value_bool(row, column->key) ? _("yes") : _("no"));
}

/* Appends what a cell shows; nothing where there is no value. */
static void append_cell(
	const Table *table, const Column *column, const json_t *row, bool ascii, StrBuf *buf) {
	const json_t *value = json_object_get(row, column->key);

	switch (column->type) {
	case COLUMN_TEXT:
		append_text(buf, value, ascii);
		break;
	case COLUMN_DATE:
		append_date(buf, column, row, ascii);
		break;
	case COLUMN_WHEN:
		append_when(buf, column, row, table->day);
		break;
	case COLUMN_NUMBER:
		if (json_is_integer(value))
			(void)strbuf_printf(buf, "%lld", (long long)json_integer_value(value));
		break;
	case COLUMN_YES_NO:
		if (json_is_boolean(value))
			(void)strbuf_append_str(buf, json_is_true(value) ? _("yes") : _("no"));
		break;
	case COLUMN_SUPPORTED:
		append_supported(buf, column, row);
		break;
	case COLUMN_STATUS:
		if (value)
			(void)strbuf_append_str(buf, phase_word(text_of(value)));
		break;
	case COLUMN_MILESTONE:
		text_append_clean(buf, milestone_words(value_str(row, column->key)), ascii);
		break;
	}
}

static Colour cell_colour(const Column *column, const json_t *row) {
	if (column->type != COLUMN_STATUS)
		return COLOUR_NONE;
	return phase_colour(value_str(row, column->key), value_bool(row, "IsSupported"));
}

static TextAlign alignment(const Column *column) {
	return column->type == COLUMN_NUMBER ? TEXT_RIGHT : TEXT_LEFT;
}

/* ---- layout ------------------------------------------------------------------------------- */

typedef struct Layout {
	const Column *columns[TABLE_COLUMNS_MAX];
	size_t widths[TABLE_COLUMNS_MAX];
	bool filled[TABLE_COLUMNS_MAX]; /* some row has a value */
	size_t n;
} Layout;

static int measure(const Table *table, const Terminal *terminal, Layout *ret) {
	_cleanup_(strbuf_deinit) StrBuf cell = STRBUF_INIT;
	size_t at;
	json_t *row;

	*ret = (Layout){ .n = table->n_columns };
	for (size_t i = 0; i < table->n_columns; i++) {
		ret->columns[i] = table->columns[i];
		ret->widths[i] = text_width(_(table->columns[i]->title));
	}
	json_array_foreach(table->rows, at, row) {
		for (size_t i = 0; i < ret->n; i++) {
			strbuf_clear(&cell);
			append_cell(table, ret->columns[i], row, terminal->ascii, &cell);
			size_t width = text_width(strbuf_cstr(&cell));

			ret->filled[i] |= width > 0;
			ret->widths[i] = width > ret->widths[i] ? width : ret->widths[i];
		}
	}
	return strbuf_error(&cell);
}

static void drop(Layout *layout, size_t at) {
	for (size_t i = at; i + 1 < layout->n; i++) {
		layout->columns[i] = layout->columns[i + 1];
		layout->widths[i] = layout->widths[i + 1];
		layout->filled[i] = layout->filled[i + 1];
	}
	layout->n--;
}

static void drop_empty(Layout *layout) {
	for (size_t i = layout->n; i-- > 0;)
		if (!layout->filled[i] && layout->n > 1)
			drop(layout, i);
}

static size_t total(const Layout *layout, size_t indent) {
	size_t sum = indent;

	for (size_t i = 0; i < layout->n; i++)
		sum += layout->widths[i] + (i > 0 ? GAP : 0);
	return sum;
}

/* Takes columns from the widest cell that may be cut; false if none may. */
static bool shrink(Layout *layout, size_t excess) {
	size_t widest = layout->n, room = 0;

	for (size_t i = 0; i < layout->n; i++) {
		size_t least = layout->columns[i]->min_width;

		if (least == 0 || layout->widths[i] <= least)
			continue;
		if (widest == layout->n || layout->widths[i] > layout->widths[widest])
			widest = i;
	}
	if (widest == layout->n)
		return false;
	room = layout->widths[widest] - layout->columns[widest]->min_width;
	layout->widths[widest] -= room < excess ? room : excess;
	return true;
}

/* Drops the column that matters least; false if only those are left that are always shown. */
static bool drop_least(Layout *layout) {
	size_t least = 0;

	for (size_t i = 1; i < layout->n; i++)
		if (layout->columns[i]->rank >= layout->columns[least]->rank)
			least = i;
	if (layout->n == 0 || layout->columns[least]->rank <= 1)
		return false;
	drop(layout, least);
	return true;
}

/* Columns that matter less are dropped while even cut ones leave no room; then cells are cut. */
static void fit(Layout *layout, const Table *table, size_t width) {
	Layout cut;

	for (;;) {
		cut = *layout;
		while (total(&cut, table->indent) > width &&
			shrink(&cut, total(&cut, table->indent) - width))
			;
		if (total(&cut, table->indent) <= width || table->chosen || !drop_least(layout))
			break;
	}
	*layout = cut;
}

/* ---- printing ----------------------------------------------------------------------------- */

typedef struct Line {
	StrBuf *text;
	const Terminal *terminal;
	size_t blanks; /* owed before the next cell, so that no line ends in them */
} Line;

static void add_cell(Line *line, const char *cell, size_t width, TextAlign align, Colour colour) {
	_cleanup_(strbuf_deinit) StrBuf fitted = STRBUF_INIT;
	const char *start;
	size_t len;

	text_append_fitted(&fitted, cell, width, align, line->terminal->ascii);
	start = strbuf_cstr(&fitted);
	len = strlen(start);
	while (len > 0 && start[len - 1] == ' ') {
		len--;
		width--;
	}
	if (len > 0) {
		while (line->blanks > 0) {
			(void)strbuf_append_byte(line->text, ' ');
			line->blanks--;
		}
		if (line->terminal->colour && colour != COLOUR_NONE)
			(void)strbuf_append_str(line->text, colour_start(colour));
		(void)strbuf_append(line->text, start, len);
		if (line->terminal->colour && colour != COLOUR_NONE)
			(void)strbuf_append_str(line->text, colour_end());
	}
	line->blanks += strlen(start) - len + GAP;
}

static int end_line(Line *line, FILE *out) {
	(void)strbuf_append_byte(line->text, '\n');
	if (strbuf_error(line->text) < 0)
		return strbuf_error(line->text);
	(void)fwrite(line->text->data, 1, line->text->len, out);
	strbuf_clear(line->text);
	return 0;
}

static int print_header(
	const Table *table, const Layout *layout, FILE *out, const Terminal *terminal) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	Line line = { &text, terminal, table->indent };

	for (size_t i = 0; i < layout->n; i++)
		add_cell(&line, _(layout->columns[i]->title), layout->widths[i],
			alignment(layout->columns[i]), COLOUR_HEADER);
	return end_line(&line, out);
}

static int print_row(const Table *table, const Layout *layout, const json_t *row, FILE *out,
	const Terminal *terminal) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf cell = STRBUF_INIT;
	Line line = { &text, terminal, table->indent };

	for (size_t i = 0; i < layout->n; i++) {
		strbuf_clear(&cell);
		append_cell(table, layout->columns[i], row, terminal->ascii, &cell);
		/* An empty cell would shift what a script cuts by blanks. */
		add_cell(&line, cell.len > 0 ? strbuf_cstr(&cell) : "-", layout->widths[i],
			alignment(layout->columns[i]), cell_colour(layout->columns[i], row));
	}
	return end_line(&line, out);
}

int table_print(const Table *table, FILE *out, const Terminal *terminal, bool legend, bool full) {
	Layout layout;
	size_t at;
	json_t *row;
	int r = measure(table, terminal, &layout);

	if (r < 0)
		return r;
	if (!table->chosen)
		drop_empty(&layout);
	if (terminal->width > 0 && !full)
		fit(&layout, table, terminal->width);
	if (legend)
		r = print_header(table, &layout, out, terminal);
	json_array_foreach(table->rows, at, row) {
		if (r < 0)
			break;
		r = print_row(table, &layout, row, out, terminal);
	}
	return r;
}

/* ---- JSON --------------------------------------------------------------------------------- */

static json_t *choose_keys(const Table *table, const json_t *row) {
	json_t *chosen = json_object();

	for (size_t i = 0; chosen && i < table->n_columns; i++) {
		json_t *value = json_object_get(row, table->columns[i]->key);

		if (value)
			(void)json_object_set(chosen, table->columns[i]->key, value);
		else
			(void)json_object_set_new(chosen, table->columns[i]->key, json_null());
	}
	return chosen;
}

json_t *table_to_json(const Table *table) {
	json_t *rows, *row;
	size_t at;

	if (!table->chosen)
		return json_incref(table->rows);
	rows = json_array();
	json_array_foreach(table->rows, at,
		row) if (!rows || json_array_append_new(rows, choose_keys(table, row)) < 0) {
		json_decref(rows);
		return NULL;
	}
	return rows;
}
