/* SPDX-License-Identifier: MIT */
#include "json-parse.h"

#include <errno.h>
#include <setjmp.h>

typedef struct Parsing {
	Arena *arena;
	jmp_buf no_memory;
} Parsing;

/* What this thread reads. jansson's allocator has no argument that could tell. */
static _Thread_local Parsing *current;

static void *take(size_t size) {
	void *p;

	if (!current)
		return malloc(size);
	p = arena_take(current->arena, size);
	if (!p)
		longjmp(current->no_memory, 1);
	return p;
}

/* What was read is given back with its arena. */
static void give_back(void *p) {
	if (!current)
		free(p);
}

static json_t *load(Parsing *parsing, const char *text, size_t n, json_error_t *ret_error) {
	json_t *json;

	if (setjmp(parsing->no_memory) != 0) {
		current = NULL;
		return NULL;
	}
	current = parsing;
	json = json_loadb(text, n, JSON_REJECT_DUPLICATES, ret_error);
	current = NULL;
	return json;
}

int json_parse(
	Arena *arena, const char *text, size_t n, const json_t **ret, json_error_t *ret_error) {
	Parsing parsing = { .arena = arena };
	json_error_t error = { 0 };
	const json_t *json;

	/* always the same two: outside a reading they are malloc() and free() */
	json_set_alloc_funcs(take, give_back);
	json = load(&parsing, text, n, &error);
	if (json) {
		*ret = json;
		return 0;
	}
	/* only jansson itself says what is wrong */
	if (error.text[0] == '\0')
		return -ENOMEM;
	*ret_error = error;
	return -EBADMSG;
}
