/* SPDX-License-Identifier: MIT */
#include "bench-peer-release.h"

#include <stdint.h>
#include <string.h>

#include "bench-peer.h"
#include "dbus/bus-names.h"

static uint32_t hash_path(const char *path) {
	uint32_t hash = 2166136261u;

	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619u;
	return hash;
}

static int find_release(sd_bus *bus, const char *path, const char *interface, void *userdata,
	void **ret_found, sd_bus_error *error) {
	static const char *const known = BENCH_PEER_RELEASE;

	if (hash_path(path) != hash_path(known) || strcmp(path, known) != 0)
		return 0;
	*ret_found = (void *)known;
	return 1;
}

/* The values are of the length that real ones have. */
static const char *string_of(const char *property) {
	static const struct {
		const char *property, *value;
	} values[] = {
		{ "ProductName", "almalinux" },
		{ "Name", "9" },
		{ "Label", "AlmaLinux OS 9" },
		{ "Codename", "" },
		{ "Status", "active" },
		{ "Latest", "9.8" },
		{ "Link", "https://example.org/2026-05-26-almalinux_98_and_102_stable/" },
		{ "LtsFrom", "" },
		{ "EoesFrom", "" },
		{ "DiscontinuedFrom", "" },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(values[i].property, property) == 0)
			return values[i].value;
	return "2032-05-31";
}

static int get_string(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	return sd_bus_message_append_basic(reply, 's', string_of(property));
}

static int get_path(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	return sd_bus_message_append_basic(reply, 'o', EOLD_PATH_PRODUCTS "/almalinux");
}

static int get_bool(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	const int value = 1;

	return sd_bus_message_append_basic(reply, 'b', &value);
}

static int get_days_left(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	const int32_t days = 2000;

	return sd_bus_message_append_basic(reply, 'i', &days);
}

static int get_phases(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	return sd_bus_message_append(
		reply, "a{s(bs)}", 2, "eoas", 0, "2027-05-31", "eol", 0, "2032-05-31");
}

static int get_empty(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	if (strcmp(property, "Custom") == 0)
		return sd_bus_message_append(reply, "a{ss}", 0);
	if (strcmp(property, "PointReleases") == 0)
		return sd_bus_message_append(reply, "a(sss)", 0);
	return sd_bus_message_append(reply, "as", 0);
}

static int method_describe(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	return sd_bus_reply_method_return(message, "s", "{}");
}

#define CHANGES SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE
#define STRING(name) SD_BUS_PROPERTY(name, "s", get_string, 0, CHANGES)
#define BOOLEAN(name) SD_BUS_PROPERTY(name, "b", get_bool, 0, CHANGES)

static const sd_bus_vtable release_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Product", "o", get_path, 0, CHANGES),
	STRING("ProductName"),
	STRING("Name"),
	STRING("Label"),
	STRING("Codename"),
	STRING("ReleaseDate"),
	STRING("Status"),
	BOOLEAN("IsSupported"),
	BOOLEAN("IsMaintained"),
	BOOLEAN("IsLts"),
	STRING("LtsFrom"),
	BOOLEAN("IsEoas"),
	STRING("EoasFrom"),
	BOOLEAN("IsEol"),
	STRING("EolFrom"),
	BOOLEAN("IsEoes"),
	STRING("EoesFrom"),
	BOOLEAN("IsDiscontinued"),
	STRING("DiscontinuedFrom"),
	SD_BUS_PROPERTY("Phases", "a{s(bs)}", get_phases, 0, CHANGES),
	STRING("Latest"),
	STRING("LatestReleaseDate"),
	STRING("Link"),
	SD_BUS_PROPERTY("Custom", "a{ss}", get_empty, 0, CHANGES),
	SD_BUS_PROPERTY("PointReleases", "a(sss)", get_empty, 0, CHANGES),
	SD_BUS_PROPERTY("Architectures", "as", get_empty, 0, CHANGES),
	BOOLEAN("Tracked"),
	SD_BUS_PROPERTY("DaysLeft", "i", get_days_left, 0, 0),
	SD_BUS_METHOD_WITH_ARGS("Describe", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", document),
		method_describe, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_VTABLE_END,
};

int bench_peer_add_releases(sd_bus *bus) {
	return sd_bus_add_fallback_vtable(bus, NULL, BENCH_PEER_RELEASES, EOLD_INTERFACE_RELEASE,
		release_vtable, find_release, NULL);
}
