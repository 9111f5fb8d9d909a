/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * override - a correction of single keys of a product, in the product file's own words. Room:
 * reader.
 *
 * It has `product: NAME` where a product file has title, category and permalink, and only the keys
 * to set. A release is named by its cycle and must be there already.
 */
#include "fields.h"

/* An override: whose it is, and its tree. */
typedef struct Override {
	const char *file; /* full path */
	const char *product;
	const YamlNode *tree;
} Override;

/* Reads an override without looking at its values. Texts live in ctx->arena. Returns 0, -EBADMSG
 * (refused: the problems say why) or -ENOMEM. */
int override_read(ReadContext *ctx, const char *text, size_t n, Override *ret);

/*
 * Applies an override to a draft of its product: only the keys that it sets. If one of them is
 * wrong, nothing is applied and -EBADMSG returned. The draft's arrays are copied before they
 * change, so a draft that shares them with another one is safe. ctx->arena must be the draft's.
 * What is doubtful in the product, but not changed, is not said again.
 */
int override_apply(ReadContext *ctx, const Override *override, ProductDraft *draft);

/* Whether a text is meant as an override: it names a product and has no permalink. Leaves its tree
 * in the arena. */
bool override_is_one(Arena *arena, const char *text, size_t n);

/* Reads an override and holds its values against a product that has all releases that it names.
 * Returns as override_read(). */
int override_check(ReadContext *ctx, const char *text, size_t n);
