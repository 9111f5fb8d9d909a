/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-internal - what the files of the bus share, and nobody else sees. Room: bus.
 */
#include "answers.h"
#include "bus.h"
#include "document-job.h"
#include "gate.h"
#include "dbus/bus-names.h"
#include "dbus/bus-path.h"
#include "host-object.h"
#include "manager-object.h"
#include "product-object.h"
#include "release-object.h"

/* What a lookup found last: sd-bus asks for one object after the other and uses each at once. */
typedef struct FoundProduct {
	PropertySlot slots[_PRODUCT_PROPERTY_MAX];
	Bus *bus;
	const Product *product;
	size_t index;
} FoundProduct;

typedef struct FoundRelease {
	PropertySlot slots[_RELEASE_PROPERTY_MAX];
	Bus *bus;
	ReleaseView view;
} FoundRelease;

typedef struct HostObject {
	PropertySlot slots[_HOST_PROPERTY_MAX];
	Bus *bus;
	HostView view;
} HostObject;

struct Bus {
	PropertySlot manager_slots[_MANAGER_PROPERTY_MAX];
	sd_bus *connection;
	sd_event *event;
	Snapshot *snapshot;
	BusHooks hooks;
	FoundProduct found_product;
	FoundRelease found_release;
	HostObject host;
	Gate gate;
	Answers *answers;
	DocumentJob *documents; /* Dump's */
	unsigned n_authorizing; /* Reload calls that wait for polkit */
};

/* The vtables; each stands at the end of its file. */
extern const sd_bus_vtable manager_vtable[];
extern const sd_bus_vtable product_vtable[];
extern const sd_bus_vtable release_vtable[];
extern const sd_bus_vtable host_vtable[];

/* The tree: lookups and enumerators. */
int bus_tree_register(Bus *bus);

/* GetManagedObjects on the products. */
int method_get_managed_objects(sd_bus_message *call, void *userdata, sd_bus_error *error);

/* Describe of a Product. */
int method_describe_product(sd_bus_message *call, void *userdata, sd_bus_error *error);

/* Methods of the Manager. */
int method_get_product(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_get_release(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_get_release_for_version(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_find_products(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_list_products(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_list_releases(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_list_transitions(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_get_status(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_match_versions(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_describe_products(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_dump(sd_bus_message *call, void *userdata, sd_bus_error *error);
int method_reload(sd_bus_message *call, void *userdata, sd_bus_error *error);
