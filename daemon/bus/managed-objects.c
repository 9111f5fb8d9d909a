/* SPDX-License-Identifier: MIT */
/* GetManagedObjects on the products: what sd-bus would answer, in turns and bounded. */
#include "bus-internal.h"

#include <errno.h>

/* Objects that are in the answer. */
typedef struct Managed {
	size_t n;
} Managed;

/* Every object has these, and they have no properties. */
static void write_standard(Sink *sink, const char *interface) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sa{sv}");
	sink_text(sink, interface);
	sink_open(sink, SD_BUS_TYPE_ARRAY, "{sv}");
	sink_close(sink);
	sink_close(sink);
}

static void write_managed_product(Sink *sink, const Product *product) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sa{sv}");
	sink_text(sink, EOLD_INTERFACE_PRODUCT);
	sink_open(sink, SD_BUS_TYPE_ARRAY, "{sv}");
	for (size_t i = 0; i < _PRODUCT_PROPERTY_MAX; i++)
		property_write_entry(&product_properties[i], sink, product);
	sink_close(sink);
	sink_close(sink);
}

static int managed_step(void *work, const Snapshot *snapshot, Sink *sink) {
	const Catalog *catalog = snapshot_catalog(snapshot);
	Managed *managed = work;
	const Product *product;
	BusPath path;

	if (managed->n == catalog_n_products(catalog))
		return 1;
	product = catalog_product(catalog, managed->n++);
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "oa{sa{sv}}");
	sink_path(sink, bus_path_product(product_name(product), &path));
	sink_open(sink, SD_BUS_TYPE_ARRAY, "{sa{sv}}");
	write_standard(sink, "org.freedesktop.DBus.Peer");
	write_standard(sink, "org.freedesktop.DBus.Introspectable");
	write_standard(sink, "org.freedesktop.DBus.Properties");
	write_managed_product(sink, product);
	sink_close(sink);
	sink_close(sink);
	return 0;
}

int method_get_managed_objects(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	static const AnswerMaker maker = { "{oa{sa{sv}}}", managed_step, free };
	const Bus *self = userdata;
	Managed *managed;

	if (!sd_bus_message_has_signature(call, ""))
		return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS, "Expected no parameters");
	managed = calloc(1, sizeof(Managed));
	if (!managed)
		return -ENOMEM;
	return answers_request(self->answers,
		(AnswerRequest){ .maker = &maker,
			.work = managed,
			.n_pieces = catalog_n_products(snapshot_catalog(self->snapshot)) },
		self->snapshot, call, error);
}
