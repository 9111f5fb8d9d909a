/* SPDX-License-Identifier: MIT */
#include "dataset.h"

#include <assert.h>
#include <errno.h>

Dataset *dataset_ref(Dataset *dataset) {
	dataset->n_refs++;
	return dataset;
}

Dataset *dataset_unref(Dataset *dataset) {
	if (!dataset)
		return NULL;
	assert(dataset->n_refs > 0);
	if (--dataset->n_refs > 0)
		return NULL;
	identifier_index_free(dataset->identifiers);
	timeline_free(dataset->timeline);
	catalog_unref(dataset->catalog);
	loaded_free(dataset->loaded);
	problems_deinit(&dataset->problems);
	free(dataset);
	return NULL;
}

int dataset_load(const LoaderDirectories *directories, const Dataset *previous, Dataset **ret) {
	_cleanup_(dataset_unrefp) Dataset *dataset = calloc(1, sizeof(Dataset));
	Product *const *products;
	size_t n;
	int r;

	if (!dataset)
		return -ENOMEM;
	dataset->n_refs = 1;
	r = loader_load(directories, previous ? previous->loaded : NULL, &dataset->loaded);
	if (r < 0)
		return r;
	problems_add_all(&dataset->problems, loaded_problems(dataset->loaded));
	products = loaded_products(dataset->loaded, &n);
	dataset->catalog = catalog_new(products, n, &dataset->problems);
	if (!dataset->catalog)
		return -ENOMEM;
	loaded_forget_products(dataset->loaded);
	dataset->timeline =
		timeline_new_from(dataset->catalog, previous ? previous->timeline : NULL);
	dataset->identifiers = identifier_index_new_from(dataset->catalog,
		previous ? previous->identifiers : NULL, previous ? previous->catalog : NULL);
	if (!dataset->timeline || !dataset->identifiers)
		return -ENOMEM;
	*ret = TAKE_PTR(dataset);
	return 0;
}
