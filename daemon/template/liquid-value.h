/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid-value - the values of Liquid: as text, as numbers, compared. Room: template; only the
 * liquid-* modules use it.
 *
 * Everything follows Ruby, which is what Liquid is written in: only nil and false are false, text
 * and numbers are never equal, "12.9" is the integer 12 to a function that wants one. Where Ruby
 * raises an error, or shows something that is of no use to anybody, there is a doubt.
 */
#include "template/liquid-run.h"

static inline LiquidValue liquid_nil(void) {
	return (LiquidValue){ .kind = LIQUID_NIL };
}
static inline LiquidValue liquid_boolean(bool b) {
	return (LiquidValue){ .kind = LIQUID_BOOLEAN, .boolean = b };
}
static inline LiquidValue liquid_integer(int64_t i) {
	return (LiquidValue){ .kind = LIQUID_INTEGER, .integer = i };
}
static inline LiquidValue liquid_string(LiquidText text) {
	return (LiquidValue){ .kind = LIQUID_STRING, .string = text };
}
static inline LiquidValue liquid_list(const LiquidText *items, size_t n) {
	return (LiquidValue){ .kind = LIQUID_LIST, .list = { items, n } };
}

/* Reads a number as it stands in a template: digits, perhaps a "-" before them, perhaps dots
 * among them; of "1.2.3" the first two parts count. Returns 1, 0 when text is no number, or
 * -EINVAL when it has too many digits. */
int liquid_number_parse(LiquidRun *run, LiquidText text, LiquidValue *ret);

/* A value as the text that a filter works on. A list has none: -EINVAL. */
int liquid_value_to_text(LiquidRun *run, const char *at, LiquidValue value, LiquidText *ret);
/* A value as a number to calculate with: LIQUID_INTEGER or LIQUID_DECIMAL; what is none is 0. */
int liquid_value_to_number(LiquidRun *run, const char *at, LiquidValue value, LiquidValue *ret);
/* A value as a position or length. Only whole numbers are: all else is -EINVAL. */
int liquid_value_to_index(LiquidRun *run, const char *at, LiquidValue value, int64_t *ret);
/* a + b, or a - b, of two numbers. */
int liquid_number_add(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, bool is_minus,
	LiquidValue *ret);

/* What looking at a value once costs: its bytes or items, and one. */
static inline size_t liquid_value_measure(LiquidValue value) {
	return 1 + (value.kind == LIQUID_STRING        ? value.string.len
			   : value.kind == LIQUID_LIST ? value.list.n_items
						       : 0);
}

/* Whether an if takes it for true. */
static inline bool liquid_value_is_true(LiquidValue value) {
	return value.kind != LIQUID_NIL && (value.kind != LIQUID_BOOLEAN || value.boolean);
}
/* a == b. Never fails: values of different kinds are not equal. */
bool liquid_value_is_equal(LiquidValue a, LiquidValue b);
/* Which of the two is more. ret: -1, 0 or 1. Returns 1; 0 when they have no order and every
 * comparison is false; -EINVAL where Liquid raises an error (text against number). */
int liquid_value_compare(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, int *ret);
/* a contains b. Charges its work. */
int liquid_value_contains(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, bool *ret);
