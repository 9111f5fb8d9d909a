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

static int index_product(IdentifierIndex *index, Identifier *identifier, const Product *product,
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

/* Fills an index with all products but those that are left out (NULL: none). */
static int add_products(IdentifierIndex *index, const Catalog *catalog, const bool *left_out) {
	_cleanup_(identifier_deinit) Identifier identifier = IDENTIFIER_INIT;
	size_t n = 0;
	int r = 0;

	for (size_t i = 0; i < catalog_n_products(catalog); i++)
		n += left_out && left_out[i] ? 0 : catalog_product(catalog, i)->identifiers.n;
	index->entries = calloc(n + 1, sizeof(Entry));
	if (!index->entries)
		return -ENOMEM;
	for (size_t i = 0; i < catalog_n_products(catalog) && r == 0; i++)
		if (!left_out || !left_out[i])
			r = index_product(
				index, &identifier, catalog_product(catalog, i), (uint32_t)i);
	if (r == 0)
		qsort(index->entries, index->n, sizeof(Entry), compare_entries);
	return r;
}

IdentifierIndex *identifier_index_new(const Catalog *catalog) {
	_cleanup_(identifier_index_freep) IdentifierIndex *index = calloc(1, sizeof(*index));

	if (!index || add_products(index, catalog, NULL) < 0)
		return NULL;
	return TAKE_PTR(index);
}

/* Both are sorted, and the indices in the map rise, so that what is kept stays sorted. */
static bool merge(IdentifierIndex *index, const IdentifierIndex *previous, const uint32_t *map,
	const IdentifierIndex *added) {
	size_t k = 0;

	index->entries = calloc(previous->n + added->n + 1, sizeof(Entry));
	if (!index->entries)
		return false;
	for (size_t i = 0; i < previous->n; i++) {
		Entry kept = { previous->entries[i].hash, map[previous->entries[i].product] };

		if (kept.product == CATALOG_NOT_SHARED)
			continue;
		while (k < added->n && compare_entries(&added->entries[k], &kept) < 0)
			index->entries[index->n++] = added->entries[k++];
		index->entries[index->n++] = kept;
	}
	while (k < added->n)
		index->entries[index->n++] = added->entries[k++];
	return true;
}

IdentifierIndex *identifier_index_new_from(
	const Catalog *catalog, const IdentifierIndex *previous, const Catalog *before) {
	_cleanup_(identifier_index_freep) IdentifierIndex *index = NULL, *added = NULL;
	_cleanup_(freep) uint32_t *map = NULL;
	_cleanup_(freep) bool *is_shared = NULL;

	if (!previous)
		return identifier_index_new(catalog);
	index = calloc(1, sizeof(*index));
	added = calloc(1, sizeof(*added));
	map = catalog_map_shared(before, catalog);
	is_shared = calloc(catalog_n_products(catalog) + 1, sizeof(bool));
	if (!index || !added || !map || !is_shared)
		return NULL;
	for (size_t k = 0; k < catalog_n_products(before); k++)
		if (map[k] != CATALOG_NOT_SHARED)
			is_shared[map[k]] = true;
	if (add_products(added, catalog, is_shared) < 0 || !merge(index, previous, map, added))
		return NULL;
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
