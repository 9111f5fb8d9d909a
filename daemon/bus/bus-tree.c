/* SPDX-License-Identifier: MIT */
/*
 * The object tree: which paths there are, and what stands behind them. Lookups are binary searches
 * by the names in a path; enumerators answer for the prefix that is asked about, because sd-bus
 * calls them with it: below a leaf there is nothing, below a product only its releases.
 */
#include "bus-internal.h"

#include <errno.h>
#include <string.h>

static int find_product_object(sd_bus *connection, const char *path, const char *interface,
	void *userdata, void **ret, sd_bus_error *error) {
	Bus *self = userdata;
	FoundProduct *found = &self->found_product;
	BusPathNames names;

	if (!bus_path_parse_product(path, &names))
		return 0;
	found->product =
		catalog_find_name(snapshot_catalog(self->snapshot), names.product, &found->index);
	if (!found->product)
		return 0;
	property_slots_init(
		found->slots, product_properties, _PRODUCT_PROPERTY_MAX, found->product);
	*ret = found;
	return 1;
}

static int find_release_object(sd_bus *connection, const char *path, const char *interface,
	void *userdata, void **ret, sd_bus_error *error) {
	Bus *self = userdata;
	const Catalog *catalog = snapshot_catalog(self->snapshot);
	const Product *product;
	BusPathNames names;
	size_t index, place;

	if (!bus_path_parse_release(path, &names))
		return 0;
	product = catalog_find_name(catalog, names.product, &index);
	if (!product || !product_find_release(product, names.cycle, strlen(names.cycle), &place))
		return 0;
	self->found_release.view = release_view(self->snapshot,
		catalog_first_serial(catalog, index) + place, self->snapshot->today);
	*ret = &self->found_release;
	return 1;
}

/* A list of paths under way to sd-bus, which frees it. */
typedef struct PathList {
	char **paths;
	size_t n;
} PathList;

static void path_list_deinit(PathList *list) {
	for (size_t i = 0; i < list->n; i++)
		free(list->paths[i]);
	free(list->paths);
}

static int path_list_init(PathList *list, size_t max) {
	list->paths = calloc(max + 1, sizeof(char *));
	return list->paths ? 0 : -ENOMEM;
}

static int path_list_add(PathList *list, const char *path) {
	list->paths[list->n] = strdup(path);
	return list->paths[list->n++] ? 0 : -ENOMEM;
}

static int list_products(const Catalog *catalog, PathList *list) {
	BusPath path;
	int r = path_list_init(list, catalog_n_products(catalog));

	for (size_t i = 0; i < catalog_n_products(catalog) && r == 0; i++)
		r = path_list_add(
			list, bus_path_product(product_name(catalog_product(catalog, i)), &path));
	return r;
}

/* /release/PRODUCT is no object, but the way to its releases. */
static int list_release_products(const Catalog *catalog, PathList *list) {
	int r = path_list_init(list, catalog_n_products(catalog));
	BusPath path;

	for (size_t i = 0; i < catalog_n_products(catalog) && r == 0; i++) {
		const Product *product = catalog_product(catalog, i);

		/* the path of a release, up to its last slash */
		(void)bus_path_release(product_name(product), "x", &path);
		*strrchr(path.text, '/') = '\0';
		r = path_list_add(list, path.text);
	}
	return r;
}

static int list_releases(const Product *product, PathList *list) {
	int r = path_list_init(list, product_n_releases(product));
	BusPath path;

	for (size_t i = 0; i < product_n_releases(product) && r == 0; i++)
		r = path_list_add(
			list, bus_path_release(product_name(product),
				      release_name(product, product_release(product, i)), &path));
	return r;
}

/* Hands a list over to sd-bus. */
static int give(PathList *list, int r, char ***ret) {
	if (r < 0)
		return r;
	*ret = TAKE_PTR(list->paths);
	list->n = 0;
	return 1;
}

static int enumerate_products(
	sd_bus *connection, const char *prefix, void *userdata, char ***ret, sd_bus_error *error) {
	const Bus *self = userdata;
	_cleanup_(path_list_deinit) PathList list = { 0 };

	if (strcmp(prefix, EOLD_PATH_PRODUCTS) != 0)
		return 0;
	return give(&list, list_products(snapshot_catalog(self->snapshot), &list), ret);
}

static int enumerate_releases(
	sd_bus *connection, const char *prefix, void *userdata, char ***ret, sd_bus_error *error) {
	const Bus *self = userdata;
	const Catalog *catalog = snapshot_catalog(self->snapshot);
	_cleanup_(path_list_deinit) PathList list = { 0 };
	const Product *product;
	BusPathNames names;

	if (strcmp(prefix, EOLD_PATH_RELEASES) == 0)
		return give(&list, list_release_products(catalog, &list), ret);
	if (!bus_path_parse_release_product(prefix, &names))
		return 0;
	product = catalog_find_name(catalog, names.product, NULL);
	return product ? give(&list, list_releases(product, &list), ret) : 0;
}

/* GetManagedObjects of sd-bus makes all of it in one go, and does not look whether the bus takes as
 * much: who sends more loses the connection. This handler is asked before it. */
static int on_call(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	return sd_bus_message_is_method_call(
		       call, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
		       ? method_get_managed_objects(call, userdata, error)
		       : 0;
}

int bus_tree_register(Bus *bus) {
	sd_bus *c = bus->connection;
	int r = sd_bus_add_object(c, NULL, EOLD_PATH_PRODUCTS, on_call, bus);

	if (r >= 0)
		r = sd_bus_add_object_vtable(
			c, NULL, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, manager_vtable, bus);
	if (r >= 0)
		r = sd_bus_add_object_vtable(
			c, NULL, EOLD_PATH_HOST, EOLD_INTERFACE_HOST, host_vtable, &bus->host);
	if (r >= 0)
		r = sd_bus_add_fallback_vtable(c, NULL, EOLD_PATH_PRODUCTS, EOLD_INTERFACE_PRODUCT,
			product_vtable, find_product_object, bus);
	if (r >= 0)
		r = sd_bus_add_fallback_vtable(c, NULL, EOLD_PATH_RELEASES, EOLD_INTERFACE_RELEASE,
			release_vtable, find_release_object, bus);
	if (r >= 0)
		r = sd_bus_add_node_enumerator(
			c, NULL, EOLD_PATH_PRODUCTS, enumerate_products, bus);
	if (r >= 0)
		r = sd_bus_add_node_enumerator(
			c, NULL, EOLD_PATH_RELEASES, enumerate_releases, bus);
	if (r >= 0)
		r = sd_bus_add_object_manager(c, NULL, EOLD_PATH_PRODUCTS);
	return r;
}
