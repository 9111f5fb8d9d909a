/* SPDX-License-Identifier: MIT */
#include "template/liquid-filter.h"

#include <errno.h>
#include <string.h>

#include "template/liquid-filter-parts.h"

struct LiquidFilter {
	const char *name;
	size_t n_min, n_max; /* arguments */
	int (*apply)(LiquidRun *run, const LiquidCall *call, LiquidValue *ret);
};

/* ---- what the parts share -------------------------------------------------------------------- */

int liquid_call_too_large(LiquidRun *run, const LiquidCall *call) {
	return liquid_doubt(
		run, call->at, -E2BIG, "a value is longer than %u bytes", LIQUID_TEXT_MAX);
}

/* The input, and the argument of that number, as text. */
int liquid_call_input(LiquidRun *run, const LiquidCall *call, LiquidText *ret) {
	return liquid_value_to_text(run, call->at, call->input, ret);
}

int liquid_call_text(LiquidRun *run, const LiquidCall *call, size_t i, LiquidText *ret) {
	return liquid_value_to_text(run, call->at, call->arguments[i], ret);
}

/* Both at once; *ret_a and *ret_b are set together. */
int liquid_call_both(LiquidRun *run, const LiquidCall *call, LiquidText *ret_a, LiquidText *ret_b) {
	int r = liquid_call_input(run, call, ret_a);

	return r < 0 ? r : liquid_call_text(run, call, 0, ret_b);
}

/* Memory for a text of n bytes. */
int liquid_call_alloc(LiquidRun *run, const LiquidCall *call, size_t n, char **ret) {
	void *bytes;
	int r;

	if (n > LIQUID_TEXT_MAX)
		return liquid_call_too_large(run, call);
	r = liquid_alloc(run, call->at, n, &bytes);
	if (r < 0)
		return r;
	*ret = bytes;
	return 0;
}

char *liquid_put(char *to, LiquidText text) {
	if (text.len > 0)
		memcpy(to, text.data, text.len);
	return to + text.len;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static int add(LiquidRun *run, const LiquidCall *call, bool is_minus, LiquidValue *ret) {
	LiquidValue a, b;
	int r = liquid_value_to_number(run, call->at, call->input, &a);

	if (r < 0)
		return r;
	r = liquid_value_to_number(run, call->at, call->arguments[0], &b);
	return r < 0 ? r : liquid_number_add(run, call->at, a, b, is_minus, ret);
}

static int apply_plus(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return add(run, call, /* is_minus= */ false, ret);
}

static int apply_minus(LiquidRun *run, const LiquidCall *call, LiquidValue *ret) {
	return add(run, call, /* is_minus= */ true, ret);
}

/* ---- the table ------------------------------------------------------------------------------- */

static const LiquidFilter filters[] = {
	{ "append", 1, 1, liquid_filter_append },
	{ "downcase", 0, 0, liquid_filter_downcase },
	{ "drop_zero_patch", 0, 0, liquid_filter_drop_zero_patch },
	{ "first", 0, 0, liquid_filter_first },
	{ "join", 0, 1, liquid_filter_join },
	{ "last", 0, 0, liquid_filter_last },
	{ "lstrip", 0, 0, liquid_filter_lstrip },
	{ "minus", 1, 1, apply_minus },
	{ "plus", 1, 1, apply_plus },
	{ "pop", 0, 1, liquid_filter_pop },
	{ "prepend", 1, 1, liquid_filter_prepend },
	{ "remove", 1, 1, liquid_filter_replace },
	{ "remove_first", 1, 1, liquid_filter_replace_first },
	{ "replace", 1, 2, liquid_filter_replace },
	{ "replace_first", 1, 2, liquid_filter_replace_first },
	{ "rstrip", 0, 0, liquid_filter_rstrip },
	{ "size", 0, 0, liquid_filter_size },
	{ "slice", 1, 2, liquid_filter_slice },
	{ "split", 1, 1, liquid_filter_split },
	{ "strip", 0, 0, liquid_filter_strip },
	{ "upcase", 0, 0, liquid_filter_upcase },
};

const LiquidFilter *liquid_filter_find(LiquidText name) {
	for (size_t i = 0; i < ELEMENTSOF(filters); i++)
		if (liquid_text_is(name, (LiquidText){ filters[i].name, strlen(filters[i].name) }))
			return &filters[i];
	return NULL;
}

int liquid_filter_check(
	LiquidRun *run, const LiquidFilter *filter, const char *at, size_t n_arguments) {
	if (n_arguments < filter->n_min)
		return liquid_doubt(
			run, at, -EINVAL, "the filter %s has too few arguments", filter->name);
	if (n_arguments > filter->n_max)
		return liquid_doubt(
			run, at, -EINVAL, "the filter %s has too many arguments", filter->name);
	return 0;
}

int liquid_filter_apply(
	LiquidRun *run, const LiquidFilter *filter, const LiquidCall *call, LiquidValue *ret) {
	size_t work = liquid_value_measure(call->input);
	LiquidValue value;
	int r;

	for (size_t i = 0; i < call->n_arguments; i++)
		work += liquid_value_measure(call->arguments[i]);
	r = liquid_charge(run, call->at, work);
	if (r < 0)
		return r;
	r = filter->apply(run, call, &value);
	if (r < 0)
		return r;
	*ret = value;
	return 0;
}
