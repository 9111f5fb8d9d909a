/* SPDX-License-Identifier: MIT */
#include "identifier-index.h"

#include <errno.h>
#include <sys/types.h>

typedef struct Entry {
	uint32_t hash;
	uint32_t product;
} Entry;

struct IdentifierIndex {
	Entry *entries; /* by hash, then product */
	size_t n;
};

IdentifierIndex *identifier_index_free(IdentifierIndex *index) {
	if (!index)
		return NULL;
	free(index->entries);
	free(index);
	return NULL;
}

/* FNV-1a, 32 bits. */
static uint32_t hash_key(const StrBuf *key) {
	uint32_t hash = UINT32_C(0x811c9dc5);

	for (size_t i = 0; i < key->len; i++)
		hash = (hash ^ (unsigned char)key->data[i]) * UINT32_C(0x01000193);
	return hash;
}

static int compare_entries(const void *a, const void *b) {
	const Entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->product < y->product ? -1 : x->product > y->product;
}

/* Takes the k-th identifier of a product apart. Returns as identifier_parse(). */
static int parse_own(Identifier *identifier, const Product *product, size_t k) {
	const TextRef *pairs = product_list(product, &product->identifiers);

	return identifier_parse(identifier, product_text(product, pairs[2 * k]),
		product_text(product, pairs[2 * k + 1]));
}

static int add_product(IdentifierIndex *index, Identifier *identifier, const Product *product,
	uint32_t product_index) {
	for (size_t k = 0; k < product->identifiers.n; k++) {
		int r = parse_own(identifier, product, k);

		if (r == -ENOMEM)
			return r;
		if (r == 0)
			index->entries[index->n++] =
				(Entry){ hash_key(&identifier->key), product_index };
	}
	return 0;
}

IdentifierIndex *identifier_index_new(const Catalog *catalog) {
	_cleanup_(identifier_index_freep) IdentifierIndex *index = calloc(1, sizeof(*index));
	_cleanup_(identifier_deinit) Identifier identifier = IDENTIFIER_INIT;
	size_t n = 0;

	if (!index)
		return NULL;
	for (size_t i = 0; i < catalog_n_products(catalog); i++)
		n += catalog_product(catalog, i)->identifiers.n;
	index->entries = calloc(n + 1, sizeof(Entry));
	if (!index->entries)
		return NULL;
	for (size_t i = 0; i < catalog_n_products(catalog); i++)
		if (add_product(index, &identifier, catalog_product(catalog, i), (uint32_t)i) < 0)
			return NULL;
	qsort(index->entries, index->n, sizeof(Entry), compare_entries);
	return TAKE_PTR(index);
}

static size_t first_of(const IdentifierIndex *index, uint32_t hash) {
	size_t low = 0, high = index->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->entries[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Returns 1 if any identifier of the product fits, 0 or -ENOMEM. */
static int product_fits(
	const Product *product, const Identifier *question, Identifier *identifier) {
	for (size_t k = 0; k < product->identifiers.n; k++) {
		int r = parse_own(identifier, product, k);

		if (r == -ENOMEM)
			return r;
		if (r == 0 && identifier_fits(identifier, question))
			return 1;
	}
	return 0;
}

ssize_t identifier_index_find(const IdentifierIndex *index, const Catalog *catalog,
	const Identifier *question, size_t *ret, size_t max) {
	_cleanup_(identifier_deinit) Identifier identifier = IDENTIFIER_INIT;
	uint32_t hash = hash_key(&question->key);
	size_t n = 0;

	for (size_t i = first_of(index, hash);
		i < index->n && index->entries[i].hash == hash && n < max; i++) {
		size_t product = index->entries[i].product;
		int r;

		if (n > 0 && ret[n - 1] == product)
			continue;
		r = product_fits(catalog_product(catalog, product), question, &identifier);
		if (r < 0)
			return r;
		if (r > 0)
			ret[n++] = product;
	}
	return (ssize_t)n;
}
