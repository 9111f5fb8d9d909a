/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * liquid - the part of the Liquid template language that product files use. Room: template.
 *
 * Product files write their links and labels as Liquid, and the API shows what upstream's Liquid
 * 4.0.4 makes of them. This is a small interpreter with the same results: output with filters, if,
 * elsif, else, unless and assign, white space control, and the sloppy forms that Liquid's lax mode
 * takes.
 *
 * Tags:    if, elsif, else, endif, unless, endunless, assign
 * Filters: append, downcase, drop_zero_patch, first, join, last, lstrip, minus, plus, pop, prepend,
 *          remove, remove_first, replace, replace_first, rstrip, size, slice, split, strip, upcase
 *
 * What it does not know, or what Liquid would answer with an error text, is a doubt: an error with
 * a place and a sentence. The caller leaves the text out then, so nothing wrong is ever shown.
 *
 * Templates come from files that anybody may have written. Time, memory, nesting and the sizes of
 * everything are bounded, and nothing here calls itself.
 */
#include <stdbool.h>
#include <stddef.h>

#include "util/strbuf.h"

#define LIQUID_TEXT_MAX (16U * 1024U) /* bytes of a template, of an output, of one value */
#define LIQUID_ITEMS_MAX 1024U /* items of a list */
#define LIQUID_NESTING_MAX 16U /* tags inside each other */
#define LIQUID_VARIABLES_MAX 16U /* names that are assigned */
#define LIQUID_ARGUMENTS_MAX 4U /* arguments of a filter */
#define LIQUID_WORK_MAX (64U * 1024U) /* bytes that filters and comparisons go over, in all */

/* Why a template was not rendered. The sentence is plain ASCII without a full stop; what it quotes
 * from the template is cut and holds letters, digits and marks only. */
typedef struct LiquidDoubt {
	size_t offset; /* bytes from the start of the text that was given */
	char message[128];
} LiquidDoubt;

/* Whether there is anything to interpret: a "{{" or "{%". All other text renders as itself. */
bool liquid_is_needed(const char *text, size_t n);

/*
 * Renders a template.
 *
 * text, n: the template in UTF-8, need not be NUL-terminated.
 * out: the result is appended to it; unchanged after a failure.
 * ret_doubt: set for -EINVAL and -E2BIG; may be NULL.
 *
 * Returns 0; -EINVAL when the template is wrong or not understood; -E2BIG when a bound is passed;
 * -ENOMEM, or what the buffer's own bound gives.
 */
int liquid_render(const char *text, size_t n, StrBuf *out, LiquidDoubt *ret_doubt);

/*
 * Reads a template without rendering it: finds tags and filters that are unknown, quotes and
 * braces that are not closed. Placeholders that are still inside are taken as they stand. What
 * depends on values is not seen. Parameters and result are those of liquid_render().
 */
int liquid_check(const char *text, size_t n, LiquidDoubt *ret_doubt);
