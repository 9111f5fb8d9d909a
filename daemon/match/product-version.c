/* SPDX-License-Identifier: MIT */
#include "product-version.h"

static const char *cycle_name(const void *userdata, size_t i) {
	const Product *product = userdata;

	return release_name(product, product_release(product, i));
}

static const char *cycle_codename(const void *userdata, size_t i) {
	const Product *product = userdata;

	return product_text(product, release_codename(product_release(product, i)));
}

static bool cycle_find(const void *userdata, const char *name, size_t len, size_t *ret_index) {
	return product_find_release(userdata, name, len, ret_index) != NULL;
}

CycleList product_cycles(const Product *product) {
	return (CycleList){
		.userdata = product,
		.n = product_n_releases(product),
		.name = cycle_name,
		.codename = cycle_codename,
		.find = cycle_find,
	};
}

Resolution product_resolve_version(const Product *product, const char *version, size_t *ret_index) {
	CycleList cycles = product_cycles(product);

	return version_resolve(&cycles, version, ret_index);
}
