/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-check - what must hold over a whole product, whatever file it came from. Room: reader.
 */
#include "fields.h"

/* Sorts draft->by_name and refuses two releases of one name; doubts dates that stand in the wrong
 * order, templates that cannot be rendered, and a product without releases. Returns 0, -EBADMSG or
 * -ENOMEM. */
int product_check(ReadContext *ctx, ProductDraft *draft);
/* The first part alone: makes draft->by_name. Returns 0 or -ENOMEM. */
int product_check_sort(ReadContext *ctx, ProductDraft *draft);
/* The doubts of what an override changed: the releases that have a line, and the templates that are
 * not those of `before`. */
void product_check_changes(ReadContext *ctx, const ProductDraft *before, const ProductDraft *draft);
