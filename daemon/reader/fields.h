/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fields - typed values out of a YAML tree, and what to say when they are something else. Room:
 * reader.
 *
 * Every reader of a file carries a ReadContext: where texts live, where problems go, and whose they
 * are. A value of the wrong type is reported as refused, and reading goes on so that one look shows
 * everything that is wrong; whoever began counts ctx->n_refused at the end. Out-parameters are
 * untouched when a value is refused. All functions return 0, -EBADMSG (refused, reported) or
 * -ENOMEM.
 */
#include <stdbool.h>

#include "catalog/product-draft.h"
#include "util/problems.h"
#include "yaml-tree.h"

enum { FIELD_MAX_CUSTOM = 64 }; /* fields of a product's own */

typedef struct ReadContext {
	Arena *arena;
	Problems *problems;
	const char *file; /* full path, for messages */
	const char *product; /* name, once it is known; or NULL */
	const char *release; /* cycle, where a line cannot tell it (JSON); or NULL */
	size_t n_refused; /* values refused so far */
	bool is_override; /* an override: nothing is required, unknown releases are doubts */
} ReadContext;

/* Reports what is refused, and returns -EBADMSG. */
int refuse(ReadContext *ctx, unsigned line, const char *format, ...) _printf_(3, 4);
/* Reports what is served but doubtful. */
void doubt(ReadContext *ctx, unsigned line, const char *format, ...) _printf_(3, 4);

/* Reads n bytes of YAML, the first at `line` of its file, as one mapping. */
int field_tree(ReadContext *ctx, const char *text, size_t n, unsigned line, const YamlNode **ret);
/* Unknown keys are no error, but for `<<`: what it asks for, to merge another mapping in, is not
 * done here, and a mapping without what it should have would be a lie. Refuses that. */
void field_check_unknown_key(ReadContext *ctx, const YamlNode *key);

/* A text; null gives NULL. What is written without quotes but is no string to YAML (1.10, yes) is
 * taken as it is written, with a doubt. */
int field_text(ReadContext *ctx, const char *key, const YamlNode *node, const char **ret);
/* The same without that doubt: for values that may be anything. */
int field_any_text(ReadContext *ctx, const char *key, const YamlNode *node, const char **ret);
/* A date; null gives CIVIL_DAY_NONE. */
int field_date(ReadContext *ctx, const char *key, const YamlNode *node, CivilDay *ret);
/* A date or true or false; null gives MARK_ABSENT. */
int field_mark(ReadContext *ctx, const char *key, const YamlNode *node, Mark *ret);
/* A column: its label without HTML, `standard` for true, NULL for false and null. */
int field_column(ReadContext *ctx, const char *key, const YamlNode *node, const char *standard,
	const char **ret);
/* A list of texts; a single text is a list of one, null an empty one. */
int field_text_list(ReadContext *ctx, const char *key, const YamlNode *node, TextList *ret);
/* A mapping of texts; values that are collections become JSON where `nested_as_json`, else they are
 * refused. */
int field_pairs(ReadContext *ctx, const char *key, const YamlNode *node, bool nested_as_json,
	PairList *ret);

/* Whether a text can be a product's name: letters, digits, . + _ -, not beginning with a dot, at
 * most 128 bytes. */
bool is_product_name(const char *text);
/* Whether a text can be a cycle: 1 to 128 bytes without slash, white space at the ends and control
 * characters, and not made of dots only. */
bool is_cycle_name(const char *text);
