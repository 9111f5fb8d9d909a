/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid-run - what one reading of a template needs: its memory, its bounds, its doubt, its
 * variables. Room: template; only the liquid-* modules use it.
 *
 * Values never own anything. Their bytes lie in the template or in the run's memory, which grows
 * in blocks that stay where they are and goes as a whole at the end. Memory and time are charged
 * to one account, so no template, however made, can use much of either.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "template/liquid-text.h"
#include "template/liquid.h"
#include "util/cleanup.h"

typedef enum LiquidKind {
	LIQUID_NIL,
	LIQUID_BOOLEAN,
	LIQUID_INTEGER,
	LIQUID_DECIMAL,
	LIQUID_STRING,
	LIQUID_LIST,
	LIQUID_EMPTY, /* the word "empty" */
} LiquidKind;

/* A number with a decimal point: digits / 10^scale. Liquid has binary fractions here; up to 15
 * digits both print the same, and more are a doubt. Scale is at least 1, without further zeros. */
typedef struct LiquidDecimal {
	int64_t digits;
	unsigned scale;
} LiquidDecimal;

typedef struct LiquidValue {
	LiquidKind kind;
	union {
		bool boolean;
		int64_t integer;
		LiquidDecimal decimal;
		LiquidText string;
		struct {
			const LiquidText *items; /* lists hold strings only */
			size_t n_items;
		} list;
	};
} LiquidValue;

typedef struct LiquidVariable {
	LiquidText name;
	LiquidValue value;
} LiquidVariable;

typedef struct LiquidBlock LiquidBlock;

typedef struct LiquidRun {
	const char *text; /* the template, where offsets start */
	size_t n_text;
	LiquidDoubt doubt; /* message empty until there is one */
	LiquidVariable variables[LIQUID_VARIABLES_MAX];
	size_t n_variables;
	size_t work; /* bytes charged so far */
	LiquidBlock *blocks; /* memory past the first bytes, newest first */
	size_t used; /* bytes of the newest block, or of first */
	max_align_t first[1024 / sizeof(max_align_t)]; /* enough for most: no heap */
} LiquidRun;

/* Starts a run over a template. Leaves the large arrays as they are; they are written first. */
void liquid_run_init(LiquidRun *run, const char *text, size_t n);
/* Frees the memory of all values. */
void liquid_run_deinit(LiquidRun *run);

/* Notes a doubt about the place at (inside the template; NULL or elsewhere: its start). Returns
 * error, so that a caller can return it on. */
int liquid_doubt(LiquidRun *run, const char *at, int error, const char *format, ...) _printf_(4, 5);
/* A piece of the template in a form fit for a doubt's sentence. */
typedef struct LiquidQuote {
	char str[36];
} LiquidQuote;
LiquidQuote liquid_quote(LiquidText text);

/* Charges n bytes of work. Returns 0 or -E2BIG. */
int liquid_charge(LiquidRun *run, const char *at, size_t n);
/* Takes n bytes of memory, aligned for anything and valid until the end of the run; charges them.
 * Returns 0, -E2BIG or -ENOMEM. */
int liquid_alloc(LiquidRun *run, const char *at, size_t n, void **ret);

/* The variable of that name, or NULL. */
const LiquidValue *liquid_variable_find(const LiquidRun *run, LiquidText name);
/* Sets a variable. Returns 0 or -E2BIG. */
int liquid_variable_set(LiquidRun *run, LiquidText name, LiquidValue value);
