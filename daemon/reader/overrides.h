/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * overrides - all corrections that are in force, by product. Room: reader.
 *
 * Overrides are few and small: every loading reads all of them anew. What of them concerns a
 * product is told by a stamp, so that a product is read again when its overrides changed.
 */
#include "override.h"

typedef struct Overrides Overrides;

/* Reads the overrides of n directories, the weightiest first. What is wrong goes into problems and
 * is left out. Returns 0 or -ENOMEM. */
int overrides_load(const char *const *directories, size_t n, Problems *problems, Overrides **ret);
Overrides *overrides_free(Overrides *overrides);
DEFINE_CLEANUP(Overrides *, overrides_free);

/* Changes when anything that concerns a product changes; 0: nothing concerns it. */
uint64_t overrides_stamp(const Overrides *overrides, const char *product);

/* Applies what concerns the draft's product, the lightest first. A wrong override is reported in
 * ctx->problems and not applied. Returns 0 or -ENOMEM. */
int overrides_apply(const Overrides *overrides, ReadContext *ctx, ProductDraft *draft);
