/* SPDX-License-Identifier: MIT */
#include "product-slab.h"

#include <assert.h>
#include <stdalign.h>

#include "util/heap.h"

enum {
	FIRST_SIZE = 8 * 1024,
	LAST_SIZE = 256 * 1024, /* past the size for which memory is mapped by itself */
};

struct ProductSlab {
	size_t n_refs; /* products, and the pool that fills it */
	size_t size; /* bytes of data */
	alignas(max_align_t) unsigned char data[];
};

void product_slab_unref(ProductSlab *slab) {
	assert(slab->n_refs > 0);
	if (--slab->n_refs == 0)
		free(slab);
}

void product_pool_deinit(ProductPool *pool) {
	if (pool->slab) {
		heap_release(pool->slab->data + pool->used, pool->slab->size - pool->used);
		product_slab_unref(pool->slab);
	}
	*pool = (ProductPool){ 0 };
}

/* The first slab of a pool just fits, the next ones double. */
static bool add_slab(ProductPool *pool, size_t n) {
	size_t size = n > pool->next_size ? n : pool->next_size;
	ProductSlab *slab = malloc(sizeof(ProductSlab) + size);

	if (!slab)
		return false;
	heap_populate(slab, sizeof(ProductSlab) + size);
	slab->n_refs = 1;
	slab->size = size;
	if (pool->slab)
		product_slab_unref(pool->slab);
	pool->slab = slab;
	pool->used = 0;
	pool->next_size = pool->next_size == 0          ? FIRST_SIZE
			  : pool->next_size < LAST_SIZE ? pool->next_size * 2
							: LAST_SIZE;
	return true;
}

void *product_pool_take(ProductPool *pool, size_t n, ProductSlab **ret_slab) {
	size_t rounded = (n + alignof(Product) - 1) & ~(alignof(Product) - 1);
	void *p;

	if ((!pool->slab || rounded > pool->slab->size - pool->used) && !add_slab(pool, rounded))
		return NULL;
	p = pool->slab->data + pool->used;
	pool->used += rounded;
	pool->slab->n_refs++;
	*ret_slab = pool->slab;
	return p;
}
