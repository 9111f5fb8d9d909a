/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-file - a product in upstream's YAML, or an override of one, to a draft. Room: reader.
 *
 * The format is endoflife.date's product file with the keys of our own that eold-product(5) lists.
 * Unknown keys are no error; of a key that stands twice the last one counts, with a doubt. A wrong
 * value refuses the whole product, with file, line and cause: half a product would be a lie.
 */
#include "catalog/product-draft.h"
#include "fields.h"

/*
 * Reads a product file: n bytes of UTF-8, the YAML that begins at `line` of its file. Everything in
 * *ret lives in ctx->arena or is constant. Returns 0, -EBADMSG (refused: the problems say why) or
 * -ENOMEM. ctx->product is set as soon as the name is known.
 */
int product_file_read(
	ReadContext *ctx, const char *text, size_t n, unsigned line, ProductDraft *ret);

/* An override: whose it is, and its tree. */
typedef struct Override {
	const char *file; /* full path */
	const char *product;
	const YamlNode *tree;
} Override;

/* Reads an override without looking at its values. Texts live in ctx->arena. Returns as above. */
int override_read(ReadContext *ctx, const char *text, size_t n, Override *ret);

/*
 * Applies an override to a draft of its product: only the keys that it sets. If one of them is
 * wrong, nothing is applied and -EBADMSG returned. The draft's arrays are copied before they
 * change, so a draft that shares them with another one is safe. ctx->arena must be the draft's.
 */
int override_apply(ReadContext *ctx, const Override *override, ProductDraft *draft);
