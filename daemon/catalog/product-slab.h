/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-slab - where sealed products live. Room: catalog, for its own files.
 *
 * Thousands of products of a few kB each are read while the YAML parser takes and gives back
 * hundreds of thousands of small pieces. So products are put side by side into slabs. A slab goes
 * when the last product in it does; what a reload replaces stays in its slab until then, which is
 * never more than what was there before. One who reads a single file gets a slab that just fits.
 */
#include <stddef.h>

#include "product.h"

/* A pool from which one thread takes: slabs begin to fit and grow from one to the next. */
typedef struct ProductPool {
	ProductSlab *slab; /* the one that is being filled, counted; or NULL */
	size_t used;
	size_t next_size;
} ProductPool;

/* Lets go of the slab that was being filled. */
void product_pool_deinit(ProductPool *pool);
/* Room for n bytes, aligned for a Product, and the slab that it is in, counted once more for it.
 * NULL: out of memory. */
void *product_pool_take(ProductPool *pool, size_t n, ProductSlab **ret_slab);
/* Drops what a product held. */
void product_slab_unref(ProductSlab *slab);
