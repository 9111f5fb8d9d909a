/* SPDX-License-Identifier: MIT */
#include "product.h"

#include <assert.h>
#include <string.h>

#include "product-slab.h"

Product *product_ref(Product *product) {
	assert(product->n_refs > 0 && product->n_refs < UINT32_MAX);
	product->n_refs++;
	return product;
}

Product *product_unref(Product *product) {
	if (!product)
		return NULL;
	assert(product->n_refs > 0);
	if (--product->n_refs == 0)
		product_slab_unref(product->slab);
	return NULL;
}

/* Compares n bytes with a C string, as strcmp() would. */
static int compare_bytes(const char *bytes, size_t n, const char *text) {
	int r = strncmp(bytes, text, n);

	return r != 0 ? r : text[n] == '\0' ? 0 : -1;
}

const Release *product_find_release(
	const Product *product, const char *name, size_t n, size_t *ret_index) {
	const uint16_t *by_name = product_list(product, &product->by_name);
	size_t low = 0, high = product->by_name.n;

	if (memchr(name, '\0', n))
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const Release *release = product_release(product, by_name[middle]);
		int r = compare_bytes(name, n, release_name(product, release));

		if (r == 0) {
			if (ret_index)
				*ret_index = by_name[middle];
			return release;
		}
		if (r < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
