/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-version - the rules of match/version.h on a product of the catalog. Room: match.
 */
#include "catalog/product.h"
#include "match/version.h"

/* The cycles of a product, for version_resolve(); borrowed. */
CycleList product_cycles(const Product *product);

/* The release of an installed version. Returns how it was found; *ret_index is its place in the
 * data's order, untouched when resolution_has_cycle() denies the answer. */
Resolution product_resolve_version(const Product *product, const char *version, size_t *ret_index);
