/* SPDX-License-Identifier: MIT */
#include "note-table.h"

#include <assert.h>
#include <errno.h>

int note_table_init(NoteTable *table, size_t n) {
	NoteTable made = { .n = n, .n_kinds = 1 };

	made.codes = calloc(n + 1, 1);
	made.kinds = calloc(1, sizeof(Notes));
	if (!made.codes || !made.kinds) {
		note_table_deinit(&made);
		return -ENOMEM;
	}
	*table = made;
	return 0;
}

void note_table_deinit(NoteTable *table) {
	if (!table)
		return;
	free(table->codes);
	free(table->kinds);
	free(table->wide);
	*table = (NoteTable){ 0 };
}

Notes note_table_get(const NoteTable *table, size_t i) {
	assert(i < table->n);
	return table->codes ? table->kinds[table->codes[i]] : table->wide[i];
}

/* From now on each is kept as it is. */
static int widen(NoteTable *table) {
	Notes *wide = calloc(table->n + 1, sizeof(Notes));

	if (!wide)
		return -ENOMEM;
	for (size_t i = 0; i < table->n; i++)
		wide[i] = table->kinds[table->codes[i]];
	free(table->codes);
	free(table->kinds);
	table->codes = NULL;
	table->kinds = NULL;
	table->n_kinds = 0;
	table->wide = wide;
	return 0;
}

static int add_kind(NoteTable *table, Notes notes) {
	size_t n = table->n_kinds;

	if ((n & (n - 1)) == 0) {
		Notes *kinds = reallocarray(table->kinds, 2 * n, sizeof(Notes));

		if (!kinds)
			return -ENOMEM;
		table->kinds = kinds;
	}
	table->kinds[table->n_kinds++] = notes;
	return 0;
}

int note_table_set(NoteTable *table, size_t i, Notes notes) {
	size_t kind = 0;
	int r;

	assert(i < table->n);
	while (kind < table->n_kinds && table->kinds[kind] != notes)
		kind++;
	if (table->codes && kind == table->n_kinds) {
		r = kind < NOTE_KINDS_MAX ? add_kind(table, notes) : widen(table);
		if (r < 0)
			return r;
	}
	if (table->codes)
		table->codes[i] = (uint8_t)kind;
	else
		table->wide[i] = notes;
	return 0;
}

bool note_table_equals(const NoteTable *a, const NoteTable *b) {
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (note_table_get(a, i) != note_table_get(b, i))
			return false;
	return true;
}
