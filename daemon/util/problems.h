/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * problems - what was refused or doubted while reading, with file, line and a sentence. Room: util.
 *
 * Readers do not log. They put what is wrong into a list like this one, and whoever ends the
 * journey of the error shows it: the bus in LoadErrors, the journal, `eold --check` on standard
 * error. Texts are escaped when they are put in, so that they may be shown anywhere. A list keeps
 * at most PROBLEMS_MAX entries of each kind and counts the rest.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "cleanup.h"

#define PROBLEMS_MAX 1000u

typedef enum ProblemKind {
	PROBLEM_REFUSED, /* this is not served */
	PROBLEM_DOUBT, /* this is served, but somebody should look at it */
} ProblemKind;

typedef struct Problem {
	ProblemKind kind;
	unsigned line; /* 0: the whole file */
	char *file; /* full path; "" if no file is concerned */
	char *product; /* name or "" */
	char *message;
} Problem;

typedef struct Problems {
	Problem *items;
	size_t n_items;
	size_t n_items_refused; /* of n_items */
	size_t n_total; /* of both kinds, also what was not kept */
	size_t n_refused; /* of n_total */
	bool incomplete; /* an entry was lost for want of memory */
} Problems;

#define PROBLEMS_INIT \
	{ 0 }

void problems_deinit(Problems *problems);

/* Adds a problem; file and product may be NULL (""). The message is a sentence without a full stop
 * and newline; control characters and odd bytes in any of the texts are escaped. When memory is
 * short the entry is counted and `incomplete` set: the count is never wrong. */
void problems_add(Problems *problems, ProblemKind kind, const char *file, const char *product,
	unsigned line, const char *format, ...) _printf_(6, 7);
void problems_vadd(Problems *problems, ProblemKind kind, const char *file, const char *product,
	unsigned line, const char *format, va_list args) _printf_(6, 0);

/* Gives a product to every entry that names none. Without memory an entry stays as it is. */
void problems_name_product(Problems *problems, const char *product);

/* Adds copies of all entries of another list, and its counts. */
void problems_add_all(Problems *problems, const Problems *other);
/* The same with copies of at most `max` entries of each kind. */
void problems_add_some(Problems *problems, const Problems *other, size_t max);
