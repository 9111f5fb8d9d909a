/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid-filter - what stands after the "|" in Liquid. Room: template; only the liquid-* modules
 * use it.
 *
 * A filter is one entry of a table: its name, how many arguments it takes, and a function from a
 * value and its arguments to a value. drop_zero_patch is upstream's own, pop is Jekyll's, the rest
 * are Liquid's.
 */
#include "template/liquid-value.h"

/* One use of a filter. */
typedef struct LiquidCall {
	const char *at; /* where its name stands in the template */
	LiquidValue input;
	LiquidValue arguments[LIQUID_ARGUMENTS_MAX]; /* nil past n_arguments */
	size_t n_arguments;
} LiquidCall;

typedef struct LiquidFilter LiquidFilter;

/* The filter of that name, or NULL. */
const LiquidFilter *liquid_filter_find(LiquidText name);
/* Whether the filter takes so many arguments. Returns 0 or -EINVAL. */
int liquid_filter_check(
	LiquidRun *run, const LiquidFilter *filter, const char *at, size_t n_arguments);
/* Runs it; the number of arguments must have been checked. Charges its work. Returns 0, -EINVAL,
 * -E2BIG or -ENOMEM. */
int liquid_filter_apply(
	LiquidRun *run, const LiquidFilter *filter, const LiquidCall *call, LiquidValue *ret);
