/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * catalog - all products that are served, indexed for every way in which people ask. Room: catalog.
 *
 * A catalog is an immutable array over counted products, sorted by name, with indices by alias, by
 * identifier and by source file. It is built once from what the reader loaded, and replaced whole
 * by the next one; pointers into it never outlive a held reference. A product is known here by its
 * index (its place by name), a release by a serial index over all products in that order.
 *
 * References are taken and dropped by one thread. Nothing here blocks, and nothing but building
 * allocates.
 */
#include <stddef.h>
#include <stdint.h>

#include "product.h"
#include "util/problems.h"

typedef struct Catalog Catalog;

/* Builds a catalog of n products, taking a reference of each; names must differ. An alias that is a
 * product's name, or that another product (the first by name) has too, is left out of the index
 * and reported as a doubt. Returns NULL when out of memory. */
Catalog *catalog_new(Product *const *products, size_t n, Problems *problems);
Catalog *catalog_ref(Catalog *catalog);
/* Drops a reference; accepts NULL, returns NULL. */
Catalog *catalog_unref(Catalog *catalog);
DEFINE_CLEANUP(Catalog *, catalog_unref);

/* How many there are; their indexes and serials run from 0. */
size_t catalog_n_products(const Catalog *catalog);
size_t catalog_n_releases(const Catalog *catalog);

/* The product at an index (below catalog_n_products()), in the order of names. */
const Product *catalog_product(const Catalog *catalog, size_t index);
/* The same in the order of upstream's collection: by source file name, its ending taken for .md. */
const Product *catalog_product_by_file(const Catalog *catalog, size_t rank);
/* The index of the product at a rank of that order. */
size_t catalog_index_by_file(const Catalog *catalog, size_t rank);

/* The product of exactly that name, or NULL. */
const Product *catalog_find_name(const Catalog *catalog, const char *name, size_t *ret_index);
/* The product of that name or alias, or NULL. ret_index may be NULL. */
const Product *catalog_find(const Catalog *catalog, const char *name, size_t *ret_index);
/* The product that says of itself that this is its ID= in os-release, or NULL. */
const Product *catalog_find_os_release_id(
	const Catalog *catalog, const char *id, size_t *ret_index);

/* The serial of a product's first release; that of the i-th release is i more. */
size_t catalog_first_serial(const Catalog *catalog, size_t product_index);
/* The product whose release has a serial (below catalog_n_releases()), and which one it is. */
const Product *catalog_find_serial(const Catalog *catalog, size_t serial, size_t *ret_product_index,
	size_t *ret_release_index);

/* The newest releaseDate or latestReleaseDate of all releases that is not after `day`, or
 * CIVIL_DAY_NONE: how fresh the facts are. Walks all releases. */
CivilDay catalog_newest_date(const Catalog *catalog, CivilDay day);

/* The index of a product that another catalog does not hold. */
#define CATALOG_NOT_SHARED UINT32_MAX

/* Which products two catalogs share, each the very same in both: for every index in `before` the
 * index in `now`, or CATALOG_NOT_SHARED. The indices rise, as both are sorted by name. The caller
 * frees the array; NULL: out of memory. */
uint32_t *catalog_map_shared(const Catalog *before, const Catalog *now);
