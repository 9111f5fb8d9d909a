/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid-filter-parts - what the table of filters and the functions in it share. Room: template;
 * only liquid-filter.c and its parts use it.
 */
#include "template/liquid-filter.h"

/* The doubt of a value that is too long. Returns -E2BIG. */
int liquid_call_too_large(LiquidRun *run, const LiquidCall *call);
/* The input, the i-th argument, the input and the first argument, as text. Return as
 * liquid_value_to_text() does. */
int liquid_call_input(LiquidRun *run, const LiquidCall *call, LiquidText *ret);
int liquid_call_text(LiquidRun *run, const LiquidCall *call, size_t i, LiquidText *ret);
int liquid_call_both(
	LiquidRun *run, const LiquidCall *call, LiquidText *ret_input, LiquidText *ret_text);
/* Memory for a text of n bytes, at most LIQUID_TEXT_MAX. */
int liquid_call_alloc(LiquidRun *run, const LiquidCall *call, size_t n, char **ret);
/* Copies text to the place to. Returns the place after it. */
char *liquid_put(char *to, LiquidText text);

/* The filters: each takes a call with the right number of arguments, sets *ret and returns 0, or
 * returns -EINVAL, -E2BIG or -ENOMEM. Text in, text out: */
int liquid_filter_append(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_prepend(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_downcase(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_upcase(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_lstrip(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_rstrip(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_strip(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
/* replace and remove, the latter with one argument only. */
int liquid_filter_replace(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_replace_first(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_drop_zero_patch(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);

/* Lists, made, cut and measured: */
int liquid_filter_split(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_join(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_first(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_last(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_pop(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_size(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
int liquid_filter_slice(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
