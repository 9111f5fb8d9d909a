/* SPDX-License-Identifier: MIT */
#include "template/liquid-run.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A block is no smaller than this, so that small values share one. */
#define BLOCK_SIZE 4096U

struct LiquidBlock {
	LiquidBlock *next;
	size_t size;
	max_align_t bytes[];
};

void liquid_run_init(LiquidRun *run, const char *text, size_t n) {
	run->text = text;
	run->n_text = n;
	run->doubt.offset = 0;
	run->doubt.message[0] = '\0';
	run->n_variables = 0;
	run->work = 0;
	run->blocks = NULL;
	run->used = 0;
}

void liquid_run_deinit(LiquidRun *run) {
	while (run->blocks) {
		LiquidBlock *next = run->blocks->next;

		free(run->blocks);
		run->blocks = next;
	}
}

int liquid_doubt(LiquidRun *run, const char *at, int error, const char *format, ...) {
	uintptr_t start = (uintptr_t)run->text, place = (uintptr_t)at;
	va_list args;

	run->doubt.offset =
		at && place >= start && place - start <= run->n_text ? place - start : 0;
	va_start(args, format);
	(void)vsnprintf(run->doubt.message, sizeof(run->doubt.message), format, args);
	va_end(args);
	return error;
}

LiquidQuote liquid_quote(LiquidText text) {
	LiquidQuote quote;
	size_t n = text.len < sizeof(quote.str) ? text.len : sizeof(quote.str) - 1;

	for (size_t i = 0; i < n; i++) {
		bool is_plain = text.data[i] >= ' ' && text.data[i] <= '~';

		quote.str[i] = '?';
		if (is_plain)
			quote.str[i] = text.data[i];
	}
	quote.str[n] = '\0';
	if (n < text.len)
		memcpy(quote.str + n - 3, "...", 3);
	return quote;
}

int liquid_charge(LiquidRun *run, const char *at, size_t n) {
	if (n > LIQUID_WORK_MAX - run->work)
		return liquid_doubt(run, at, -E2BIG, "the template is too much work");
	run->work += n;
	return 0;
}

int liquid_alloc(LiquidRun *run, const char *at, size_t n, void **ret) {
	size_t unit = sizeof(max_align_t);
	int r = liquid_charge(run, at, n);

	if (r < 0)
		return r;
	n = (n + unit - 1) / unit * unit;

	char *bytes = (char *)(run->blocks ? run->blocks->bytes : run->first);
	size_t size = run->blocks ? run->blocks->size : sizeof(run->first);

	if (n > size - run->used) {
		size = n > BLOCK_SIZE ? n : BLOCK_SIZE;
		LiquidBlock *block = malloc(sizeof(LiquidBlock) + size);
		if (!block)
			return -ENOMEM;
		block->next = run->blocks;
		block->size = size;
		run->blocks = block;
		run->used = 0;
		bytes = (char *)block->bytes;
	}
	*ret = bytes + run->used;
	run->used += n;
	return 0;
}

const LiquidValue *liquid_variable_find(const LiquidRun *run, LiquidText name) {
	for (size_t i = 0; i < run->n_variables; i++)
		if (liquid_text_is(run->variables[i].name, name))
			return &run->variables[i].value;
	return NULL;
}

int liquid_variable_set(LiquidRun *run, LiquidText name, LiquidValue value) {
	size_t i = 0;

	while (i < run->n_variables && !liquid_text_is(run->variables[i].name, name))
		i++;
	if (i >= LIQUID_VARIABLES_MAX)
		return liquid_doubt(
			run, name.data, -E2BIG, "more than %u variables", LIQUID_VARIABLES_MAX);
	run->variables[i] = (LiquidVariable){ name, value };
	if (i == run->n_variables)
		run->n_variables++;
	return 0;
}
