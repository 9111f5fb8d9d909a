/* SPDX-License-Identifier: MIT */
#include "export-data.h"

#include <errno.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "manager.h"
#include "phase.h"

/* ---- products ----------------------------------------------------------------------------- */

/* The paths of the products that were named, as keys of an object. */
static int find_named(Export *export, json_t *paths) {
	for (size_t i = 0; i < export->n_names; i++) {
		_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
		_cleanup_(json_decrefp) json_t *path = NULL;
		int r = manager_get_product(export->app, export->names[i], &error, &path);

		if (r < 0) {
			answer_complain(export->app, &error, r, export->names[i], NULL);
			return r;
		}
		if (!json_is_string(path) ||
			json_object_set_new(paths, json_string_value(path), json_true()) < 0)
			return -ENOMEM;
	}
	return 0;
}

static bool is_tracked(const Export *export, const char *product) {
	json_t *item;
	size_t at;

	json_array_foreach(json_object_get(export->manager, "Tracked"), at,
		item) if (strcmp(value_str_at(item, 0), product) == 0 &&
			  value_str_at(item, 1)[0] != '\0') return true;
	return false;
}

int export_products(Export *export, json_t **ret) {
	_cleanup_(json_decrefp) json_t *paths = json_object(), *rows = NULL, *chosen = json_array();
	const Args *args = export->app->args;
	size_t at;
	json_t *row;
	int r = paths && chosen ? find_named(export, paths) : -ENOMEM;

	if (r >= 0)
		r = manager_list_products(
			export->app, args->category, args->tag, args->at, NULL, &rows);
	if (r < 0)
		return r;
	json_array_foreach(rows, at, row) {
		if (export->n_names > 0 && !json_object_get(paths, value_str(row, "Path")))
			continue;
		if (export->tracked && !is_tracked(export, value_str(row, "Name")))
			continue;
		if (json_array_append(chosen, row) < 0)
			return -ENOMEM;
	}
	*ret = TAKE_PTR(chosen);
	return 0;
}

/* ---- releases ----------------------------------------------------------------------------- */

static int add_releases(Export *export, const json_t *product, json_t *chosen) {
	_cleanup_(json_decrefp) json_t *releases = NULL;
	size_t at;
	json_t *release;
	int r = manager_list_releases(
		export->app, value_str(product, "Name"), export->app->args->at, NULL, &releases);

	json_array_foreach(releases, at, release) {
		if (export->tracked && !value_bool(release, "Tracked"))
			continue;
		if (json_object_set(release, "ProductLabel", json_object_get(product, "Label")) <
				0 ||
			json_object_set(release, "Category", json_object_get(product, "Category")) <
				0 ||
			json_array_append(chosen, release) < 0)
			return -ENOMEM;
	}
	return r;
}

int export_releases(Export *export, json_t **ret) {
	_cleanup_(json_decrefp) json_t *products = NULL, *chosen = json_array();
	size_t at;
	json_t *product;
	int r = export_products(export, &products);

	/* Product by product, so that no answer grows large, whatever the data. */
	json_array_foreach(products, at, product) {
		if (r >= 0)
			r = add_releases(export, product, chosen);
	}
	if (r < 0)
		return r;
	*ret = TAKE_PTR(chosen);
	return 0;
}

json_t *export_unmatched(const Export *export) {
	json_t *names = json_array(), *item;
	size_t at;

	json_array_foreach(json_object_get(export->manager, "Tracked"), at,
		item) if (value_str_at(item, 1)[0] == '\0')(void)
		json_array_append(names, json_array_get(item, 0));
	return names;
}

bool export_is_supported(const json_t *values) {
	return value_bool(values, "IsSupported") &&
	       strcmp(phase_known(value_str(values, "Status")), "unknown") != 0;
}
