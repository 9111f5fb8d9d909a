/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid-expr - what stands between the braces of Liquid: a value with its filters, or a condition.
 * Room: template; only the liquid-* modules use it.
 *
 * Liquid first tries a strict grammar and falls back to searching the text for what looks like a
 * value, a filter, an argument; what it finds in between is ignored. Here the sloppy forms of the
 * second way are taken as far as nothing but marks is ignored: a colon for a comma, arguments
 * left empty, a quote too many. Words that Liquid would skip are a doubt: they come from
 * values that hold a quote, and the result would be cut off in the middle.
 */
#include "template/liquid-value.h"

/*
 * Reads VALUE | FILTER: ARGUMENT, ARGUMENT | ... as in {{ }} and behind the "=" of an assign.
 * is_live: whether to work it out; if not it is only checked, and *ret is nil.
 * Returns 0, -EINVAL, -E2BIG or -ENOMEM.
 */
int liquid_expr_output(LiquidRun *run, LiquidText markup, bool is_live, LiquidValue *ret);
/*
 * Reads the condition of an if: values, compared or not, with "and" and "or" between them, which
 * bind to the right. Parameters and result as above; *ret is false when not live.
 */
int liquid_expr_condition(LiquidRun *run, LiquidText markup, bool is_live, bool *ret);
