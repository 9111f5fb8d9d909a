/* SPDX-License-Identifier: MIT */
#include "catalog.h"

#include <assert.h>
#include <string.h>

/* A name that leads to a product: an alias, or an ID= of os-release. */
typedef struct NameEntry {
	const char *name; /* lives in the product */
	uint32_t product; /* index */
} NameEntry;

typedef struct NameIndex {
	NameEntry *entries; /* sorted by name */
	size_t n;
} NameIndex;

struct Catalog {
	unsigned n_refs;
	size_t n_products;
	size_t n_releases;
	Product **products; /* sorted by name */
	uint32_t *first_serial; /* of each product */
	uint32_t *by_file; /* indices of products */
	NameIndex aliases;
	NameIndex os_release_ids;
};

static Catalog *catalog_free(Catalog *catalog) {
	for (size_t i = 0; i < catalog->n_products && catalog->products; i++)
		product_unref(catalog->products[i]);
	free(catalog->products);
	free(catalog->first_serial);
	free(catalog->by_file);
	free(catalog->aliases.entries);
	free(catalog->os_release_ids.entries);
	free(catalog);
	return NULL;
}

Catalog *catalog_ref(Catalog *catalog) {
	assert(catalog->n_refs > 0);
	catalog->n_refs++;
	return catalog;
}

Catalog *catalog_unref(Catalog *catalog) {
	if (!catalog)
		return NULL;
	assert(catalog->n_refs > 0);
	if (--catalog->n_refs == 0)
		catalog_free(catalog);
	return NULL;
}

size_t catalog_n_products(const Catalog *catalog) {
	return catalog->n_products;
}

size_t catalog_n_releases(const Catalog *catalog) {
	return catalog->n_releases;
}

const Product *catalog_product(const Catalog *catalog, size_t index) {
	assert(index < catalog->n_products);
	return catalog->products[index];
}

size_t catalog_index_by_file(const Catalog *catalog, size_t rank) {
	assert(rank < catalog->n_products);
	return catalog->by_file[rank];
}

const Product *catalog_product_by_file(const Catalog *catalog, size_t rank) {
	return catalog_product(catalog, catalog_index_by_file(catalog, rank));
}

const Product *catalog_find_name(const Catalog *catalog, const char *name, size_t *ret_index) {
	size_t low = 0, high = catalog->n_products;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int r = strcmp(name, product_name(catalog->products[middle]));

		if (r == 0) {
			if (ret_index)
				*ret_index = middle;
			return catalog->products[middle];
		}
		if (r < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static int compare_entry_name(const void *name, const void *entry) {
	return strcmp(name, ((const NameEntry *)entry)->name);
}

static const Product *find_entry(
	const Catalog *catalog, const NameIndex *index, const char *name, size_t *ret_index) {
	const NameEntry *entry = index->n == 0 ? NULL
					       : bsearch(name, index->entries, index->n,
							 sizeof(NameEntry), compare_entry_name);

	if (!entry)
		return NULL;
	if (ret_index)
		*ret_index = entry->product;
	return catalog->products[entry->product];
}

const Product *catalog_find(const Catalog *catalog, const char *name, size_t *ret_index) {
	const Product *product = catalog_find_name(catalog, name, ret_index);

	return product ? product : find_entry(catalog, &catalog->aliases, name, ret_index);
}

const Product *catalog_find_os_release_id(
	const Catalog *catalog, const char *id, size_t *ret_index) {
	return find_entry(catalog, &catalog->os_release_ids, id, ret_index);
}

size_t catalog_first_serial(const Catalog *catalog, size_t product_index) {
	assert(product_index < catalog->n_products);
	return catalog->first_serial[product_index];
}

const Product *catalog_find_serial(const Catalog *catalog, size_t serial, size_t *ret_product_index,
	size_t *ret_release_index) {
	size_t low = 0, high = catalog->n_products;

	assert(serial < catalog->n_releases);
	/* the last product whose first serial is not above */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (catalog->first_serial[middle] <= serial)
			low = middle;
		else
			high = middle;
	}
	if (ret_product_index)
		*ret_product_index = low;
	if (ret_release_index)
		*ret_release_index = serial - catalog->first_serial[low];
	return catalog->products[low];
}

static void take_newer(CivilDay date, CivilDay day, CivilDay *newest) {
	if (date <= day && date > *newest)
		*newest = date;
}

CivilDay catalog_newest_date(const Catalog *catalog, CivilDay day) {
	CivilDay newest = CIVIL_DAY_NONE;

	for (size_t i = 0; i < catalog->n_products; i++)
		for (size_t k = 0; k < product_n_releases(catalog->products[i]); k++) {
			const Release *release = product_release(catalog->products[i], k);

			take_newer(release->release_date, day, &newest);
			take_newer(release->latest_date, day, &newest);
		}
	return newest;
}

/* ---- building -------------------------------------------------------------------------------- */

static int compare_products(const void *a, const void *b) {
	return strcmp(product_name(*(Product *const *)a), product_name(*(Product *const *)b));
}

/* The stem of a product's place in upstream's collection: its own file's name without the ending,
 * or its name where it came out of a collection of many. */
static const char *file_stem(const Product *product, size_t *ret_length) {
	const char *source = product_text_or_empty(product, product->source);
	const char *slash = strrchr(source, '/');
	const char *base = slash ? slash + 1 : source;
	const char *dot = strrchr(base, '.');

	if (product->flags & PRODUCT_FROM_COLLECTION || !dot) {
		*ret_length = strlen(product_name(product));
		return product_name(product);
	}
	*ret_length = (size_t)(dot - base);
	return base;
}

/* Compares stem + ".md" by bytes, so that ansible-core comes before ansible. */
static int compare_by_file(const void *a, const void *b, void *userdata) {
	const Catalog *catalog = userdata;
	size_t n, m;
	const char *s = file_stem(catalog->products[*(const uint32_t *)a], &n);
	const char *t = file_stem(catalog->products[*(const uint32_t *)b], &m);
	size_t common = n < m ? n : m;
	int r = memcmp(s, t, common);

	if (r != 0)
		return r;
	if (n == m)
		return *(const uint32_t *)a < *(const uint32_t *)b ? -1 : 1;
	/* the shorter one goes on with ".md" */
	const char *longer = n < m ? t : s;
	int order = '.' - (unsigned char)longer[common];

	if (order == 0)
		order = -1;
	return n < m ? order : -order;
}

static int compare_entries(const void *a, const void *b) {
	const NameEntry *x = a, *y = b;
	int r = strcmp(x->name, y->name);

	return r != 0 ? r : x->product < y->product ? -1 : x->product > y->product;
}

static const BlockList *index_list(const Product *product, size_t field) {
	return (const BlockList *)(const void *)((const char *)product + field);
}

/* Leaves the first of each name and drops what is a product's name, saying so. */
static void drop_clashes(const Catalog *catalog, NameIndex *index, bool with_names,
	const char *what, Problems *problems) {
	size_t n = 0;

	for (size_t i = 0; i < index->n; i++) {
		const NameEntry *entry = &index->entries[i];
		const Product *loser = catalog->products[entry->product];
		const Product *winner =
			with_names ? catalog_find_name(catalog, entry->name, NULL) : NULL;

		if (!winner && n > 0 && strcmp(index->entries[n - 1].name, entry->name) == 0)
			winner = catalog->products[index->entries[n - 1].product];
		if (!winner)
			index->entries[n++] = *entry;
		else if (winner != loser)
			problems_add(problems, PROBLEM_DOUBT, product_text(loser, loser->source),
				product_name(loser), 0, "%s '%s' leads to product %s, not here",
				what, entry->name, product_name(winner));
	}
	index->n = n;
}

/* Fills an index from a list field (an offset in Product) of all products. */
static bool build_index(const Catalog *catalog, NameIndex *index, size_t field) {
	size_t n = 0;

	for (size_t i = 0; i < catalog->n_products; i++)
		n += index_list(catalog->products[i], field)->n;
	index->entries = calloc(n ? n : 1, sizeof(NameEntry));
	if (!index->entries)
		return false;
	for (size_t i = 0; i < catalog->n_products; i++) {
		const Product *product = catalog->products[i];
		const BlockList *list = index_list(product, field);

		for (size_t k = 0; k < list->n; k++)
			index->entries[index->n++] = (NameEntry){
				.name = product_list_text(product, list, k),
				.product = (uint32_t)i,
			};
	}
	qsort(index->entries, index->n, sizeof(NameEntry), compare_entries);
	return true;
}

static bool build_indices(Catalog *catalog, Problems *problems) {
	for (size_t i = 0; i < catalog->n_products; i++) {
		catalog->first_serial[i] = (uint32_t)catalog->n_releases;
		catalog->n_releases += product_n_releases(catalog->products[i]);
		catalog->by_file[i] = (uint32_t)i;
	}
	if (catalog->n_products > 1)
		qsort_r(catalog->by_file, catalog->n_products, sizeof(uint32_t), compare_by_file,
			catalog);
	if (!build_index(catalog, &catalog->aliases, offsetof(Product, aliases)) ||
		!build_index(catalog, &catalog->os_release_ids, offsetof(Product, os_release_ids)))
		return false;
	drop_clashes(catalog, &catalog->aliases, true, "alias", problems);
	drop_clashes(catalog, &catalog->os_release_ids, false, "os-release ID", problems);
	return true;
}

Catalog *catalog_new(Product *const *products, size_t n, Problems *problems) {
	_cleanup_(catalog_unrefp) Catalog *catalog = calloc(1, sizeof(Catalog));

	if (!catalog)
		return NULL;
	catalog->n_refs = 1;
	catalog->products = calloc(n ? n : 1, sizeof(Product *));
	catalog->first_serial = calloc(n ? n : 1, sizeof(uint32_t));
	catalog->by_file = calloc(n ? n : 1, sizeof(uint32_t));
	if (!catalog->products || !catalog->first_serial || !catalog->by_file)
		return NULL;
	for (size_t i = 0; i < n; i++)
		catalog->products[i] = product_ref(products[i]);
	catalog->n_products = n;
	if (n > 1)
		qsort(catalog->products, n, sizeof(Product *), compare_products);
	if (!build_indices(catalog, problems))
		return NULL;
	return TAKE_PTR(catalog);
}

uint32_t *catalog_map_shared(const Catalog *before, const Catalog *now) {
	size_t n_before = catalog_n_products(before), n_now = catalog_n_products(now), i = 0;
	uint32_t *map = calloc(n_before + 1, sizeof(uint32_t));

	for (size_t k = 0; map && k < n_before; k++) {
		const Product *product = catalog_product(before, k);

		map[k] = CATALOG_NOT_SHARED;
		while (i < n_now && catalog_product(now, i) != product &&
			strcmp(product_name(catalog_product(now, i)), product_name(product)) < 0)
			i++;
		if (i < n_now && catalog_product(now, i) == product)
			map[k] = (uint32_t)i++;
	}
	return map;
}
