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
