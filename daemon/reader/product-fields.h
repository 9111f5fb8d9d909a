/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-fields - the keys of a product's mapping, in a product file or in an override. Room:
 * reader.
 */
#include "fields.h"

/* What upstream shows where nothing else is said. */
#define PRODUCT_COLUMN_EOL "Security Support"
#define PRODUCT_LTS_LABEL "LTS"

/*
 * Reads the keys that a mapping has into a draft, the releases last. Without ctx->is_override the
 * draft is a new one, ctx->product is set as soon as the name is known, and what a product must
 * have is missed at `line`; with it only what is there changes, and what a product must have cannot
 * be taken away. An override's draft must own its array of releases; all else is copied before it
 * changes. Returns 0, -EBADMSG (reported; the draft is then worth nothing) or -ENOMEM.
 */
int product_fields_read(ReadContext *ctx, const YamlNode *tree, unsigned line, ProductDraft *draft);
