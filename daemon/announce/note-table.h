/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * note-table - the notes of many releases, a byte each. Room: announce.
 *
 * Of thousands of releases few have notes of their own kind: most are reached, or not, and warned
 * of alike. Each different value is kept once, and of each release which one it is. Where there are
 * more values than a byte tells apart, all are kept as they are, at eight bytes each.
 */
#include <stddef.h>

#include "notes.h"
#include "util/cleanup.h"

enum { NOTE_KINDS_MAX = 256 };

typedef struct NoteTable {
	size_t n;
	uint8_t *codes; /* which of the kinds; NULL: they are in `wide` */
	Notes *kinds; /* different values, the first is "nothing noted" */
	size_t n_kinds;
	Notes *wide;
} NoteTable;

/* n of them, nothing noted of any. Returns 0 or -ENOMEM. */
int note_table_init(NoteTable *table, size_t n);
void note_table_deinit(NoteTable *table);

/* Those of the i-th, below n. */
Notes note_table_get(const NoteTable *table, size_t i);
/* Returns 0, or -ENOMEM (the table stays as it is): a new value may need memory. */
int note_table_set(NoteTable *table, size_t i, Notes notes);
/* Whether two tables say the same of as many. */
bool note_table_equals(const NoteTable *a, const NoteTable *b);
