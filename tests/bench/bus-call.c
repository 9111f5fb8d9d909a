/* SPDX-License-Identifier: MIT */
#include "bus-call.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-peer.h"
#include "bench-util.h"
#include "dbus/bus-names.h"
#include "private-bus.h"

#define DBUS_PROPERTIES "org.freedesktop.DBus.Properties"
#define DBUS_INTROSPECTABLE "org.freedesktop.DBus.Introspectable"
#define DBUS_PEER "org.freedesktop.DBus.Peer"
#define DBUS_MANAGER "org.freedesktop.DBus.ObjectManager"
#define HOSTNAMED "org.freedesktop.hostname1"
#define HOSTNAMED_PATH "/org/freedesktop/hostname1"

/* A word that begins with % is filled in by expand(). */
typedef struct Template {
	const char *name, *destination, *path, *interface, *member, *signature;
	const char *args[8];
} Template;

#define TO_MANAGER EOLD_BUS_NAME, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER
#define TO_RELEASE(interface) EOLD_BUS_NAME, BENCH_RELEASE_PATH, interface
#define TO_PEER BENCH_PEER_NAME, BENCH_PEER_PATH, BENCH_PEER_INTERFACE
#define TO_PEER_RELEASE(interface) BENCH_PEER_NAME, BENCH_PEER_RELEASE, interface

static const Template templates[] = {
	/* the bus alone */
	{ "getid", "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId",
		"", {} },
	/* one release */
	{ "ping", EOLD_BUS_NAME, EOLD_PATH_MANAGER, DBUS_PEER, "Ping", "", {} },
	{ "get", TO_RELEASE(DBUS_PROPERTIES), "Get", "ss", { EOLD_INTERFACE_RELEASE, "EolFrom" } },
	{ "getall", TO_RELEASE(DBUS_PROPERTIES), "GetAll", "s", { EOLD_INTERFACE_RELEASE } },
	{ "introspect", TO_RELEASE(DBUS_INTROSPECTABLE), "Introspect", "", {} },
	{ "describe-release", TO_RELEASE(EOLD_INTERFACE_RELEASE), "Describe", "", {} },
	/* small answers of the manager */
	{ "getproduct", TO_MANAGER, "GetProduct", "s", { BENCH_PRODUCT } },
	{ "getrelease", TO_MANAGER, "GetRelease", "ss", { BENCH_PRODUCT, BENCH_CYCLE } },
	{ "forversion", TO_MANAGER, "GetReleaseForVersion", "sst", { BENCH_PRODUCT, "9.4", "0" } },
	{ "find", TO_MANAGER, "FindProducts", "sst", { "cpe", "cpe:/o:almalinux:almalinux", "0" } },
	{ "getstatus", TO_MANAGER, "GetStatus", "ssst", { BENCH_PRODUCT, BENCH_CYCLE, "", "0" } },
	{ "match", TO_MANAGER, "MatchVersions", "a(ss)st", { "1", BENCH_PRODUCT, "9.4", "", "0" } },
	{ "list-none", TO_MANAGER, "ListProducts", "ssst", { "no-such-category", "", "", "0" } },
	{ "transitions-none", TO_MANAGER, "ListTransitions", "ssast",
		{ "2001-01-01", "2001-01-01", "1", BENCH_PRODUCT, "0" } },
	{ "describe-none", TO_MANAGER, "DescribeProducts", "ast", { "0", "0" } },
	/* other objects */
	{ "describe-product", EOLD_BUS_NAME, BENCH_PRODUCT_PATH, EOLD_INTERFACE_PRODUCT, "Describe",
		"", {} },
	{ "getall-product", EOLD_BUS_NAME, BENCH_PRODUCT_PATH, DBUS_PROPERTIES, "GetAll", "s",
		{ EOLD_INTERFACE_PRODUCT } },
	{ "getall-manager", EOLD_BUS_NAME, EOLD_PATH_MANAGER, DBUS_PROPERTIES, "GetAll", "s",
		{ EOLD_INTERFACE_MANAGER } },
	{ "getall-host", EOLD_BUS_NAME, EOLD_PATH_HOST, DBUS_PROPERTIES, "GetAll", "s",
		{ EOLD_INTERFACE_HOST } },
	{ "host-status", EOLD_BUS_NAME, EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "GetStatus", "st",
		{ "", "0" } },
	{ "describe-host", EOLD_BUS_NAME, EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "Describe", "", {} },
	{ "introspect-root", EOLD_BUS_NAME, "/", DBUS_INTROSPECTABLE, "Introspect", "", {} },
	{ "introspect-products", EOLD_BUS_NAME, EOLD_PATH_PRODUCTS, DBUS_INTROSPECTABLE,
		"Introspect", "", {} },
	{ "introspect-releases", EOLD_BUS_NAME, EOLD_PATH_RELEASES, DBUS_INTROSPECTABLE,
		"Introspect", "", {} },
	/* bulk */
	{ "match-many", TO_MANAGER, "MatchVersions", "a(ss)st", { "%versions", "", "0" } },
	{ "list", TO_MANAGER, "ListProducts", "ssst", { "", "", "", "0" } },
	{ "releases", TO_MANAGER, "ListReleases", "sst", { "%largest", "", "0" } },
	{ "transitions", TO_MANAGER, "ListTransitions", "ssast",
		{ "0001-01-01", "9999-12-31", "0", "0" } },
	{ "month", TO_MANAGER, "ListTransitions", "ssast",
		{ "2026-11-01", "2026-11-30", "0", "0" } },
	{ "describe", TO_MANAGER, "DescribeProducts", "ast", { "%products", "0" } },
	{ "managed", EOLD_BUS_NAME, EOLD_PATH_PRODUCTS, DBUS_MANAGER, "GetManagedObjects", "", {} },
	{ "dump", TO_MANAGER, "Dump", "t", { "0" } },
	{ "reload", TO_MANAGER, "Reload", "t", { "0" } },
	/* the companion, and a peer that systemd ships */
	{ "trivial", TO_PEER, "Trivial", "", {} },
	{ "bytes", TO_PEER, "Bytes", "t", { "%bytes" } },
	{ "memfd", TO_PEER, "Memfd", "", {} },
	{ "ring", TO_PEER, "Ring", "", {} },
	{ "change", TO_PEER, "Change", "u", { "%bytes" } },
	{ "peer-ping", BENCH_PEER_NAME, BENCH_PEER_PATH, DBUS_PEER, "Ping", "", {} },
	{ "peer-get", TO_PEER_RELEASE(DBUS_PROPERTIES), "Get", "ss",
		{ EOLD_INTERFACE_RELEASE, "EolFrom" } },
	{ "peer-getall", TO_PEER_RELEASE(DBUS_PROPERTIES), "GetAll", "s",
		{ EOLD_INTERFACE_RELEASE } },
	{ "peer-introspect", TO_PEER_RELEASE(DBUS_INTROSPECTABLE), "Introspect", "", {} },
	{ "hostnamed-ping", HOSTNAMED, HOSTNAMED_PATH, DBUS_PEER, "Ping", "", {} },
	{ "hostnamed-get", HOSTNAMED, HOSTNAMED_PATH, DBUS_PROPERTIES, "Get", "ss",
		{ HOSTNAMED, "OperatingSystemPrettyName" } },
	{ "hostnamed-getall", HOSTNAMED, HOSTNAMED_PATH, DBUS_PROPERTIES, "GetAll", "s",
		{ HOSTNAMED } },
};

const char *bus_call_name(size_t i) {
	return i < ELEMENTSOF(templates) ? templates[i].name : NULL;
}

/* A list of words that grows. */
typedef struct Words {
	char **words; /* NULL-terminated */
	size_t n, size;
} Words;

static int words_add(Words *words, const char *word) {
	if (words->n + 2 > words->size) {
		size_t size = words->size ? words->size * 2 : 16;
		char **bigger = reallocarray(words->words, size, sizeof(char *));

		if (!bigger)
			return -ENOMEM;
		words->words = bigger;
		words->size = size;
	}
	words->words[words->n] = strdup(word);
	words->words[words->n + 1] = NULL;
	return words->words[words->n++] ? 0 : -ENOMEM;
}

static void words_deinit(Words *words) {
	for (size_t i = 0; i < words->n; i++)
		free(words->words[i]);
	free(words->words);
}

static int list_products(sd_bus *bus, sd_bus_message **ret_reply) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	int r = sd_bus_call_method(bus, EOLD_BUS_NAME, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
		"ListProducts", &error, ret_reply, "ssst", "", "", "", UINT64_C(0));

	if (r < 0)
		return bench_complain(r, "ListProducts: %s", error.message);
	return sd_bus_message_enter_container(*ret_reply, 'a', "(osssuuu)");
}

/* Adds the number of all products and their names; or the name of that with most releases. */
static int add_products(Words *words, sd_bus *bus, bool largest) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const char *name, *largest_name = NULL;
	uint32_t releases, most = 0;
	size_t count_at = words->n;
	int r = list_products(bus, &reply);

	if (r >= 0 && !largest)
		r = words_add(words, "");
	if (r < 0)
		return r;
	while ((r = sd_bus_message_read(
			reply, "(osssuuu)", NULL, &name, NULL, NULL, &releases, NULL, NULL)) > 0) {
		if (releases >= most) {
			most = releases;
			largest_name = name;
		}
		if (!largest && (r = words_add(words, name)) < 0)
			return r;
	}
	if (r < 0)
		return r;
	if (largest)
		return words_add(words, largest_name ? largest_name : "");
	free(words->words[count_at]);
	return asprintf(&words->words[count_at], "%zu", words->n - count_at - 1) < 0 ? -ENOMEM : 0;
}

/* Adds the number of questions, and for each a product and a version as packages write it, from
 * all over the data. */
static int add_versions(Words *words, sd_bus *bus) {
	static const char *const suffixes[] = { "", ".3", "-1.el9", ".1-0+deb12u1" };
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	const char *product, *cycle;
	char number[32], version[256];
	size_t count_at = words->n, n = 0;
	int r = sd_bus_call_method(bus, EOLD_BUS_NAME, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
		"ListTransitions", &error, &reply, "ssast", "0001-01-01", "9999-12-31", 0,
		UINT64_C(0));

	if (r < 0)
		return bench_complain(r, "ListTransitions: %s", error.message);
	r = words_add(words, "");
	if (r >= 0)
		r = sd_bus_message_enter_container(reply, 'a', "(sssso)");
	while (r >= 0 && n < BENCH_VERSIONS &&
		(r = sd_bus_message_read(reply, "(sssso)", NULL, &product, &cycle, NULL, NULL)) >
			0) {
		(void)snprintf(version, sizeof(version), "%s%s", cycle,
			suffixes[n++ % ELEMENTSOF(suffixes)]);
		r = words_add(words, product);
		if (r >= 0)
			r = words_add(words, version);
	}
	if (r < 0)
		return r;
	(void)snprintf(number, sizeof(number), "%zu", n);
	free(words->words[count_at]);
	words->words[count_at] = strdup(number);
	return words->words[count_at] ? 0 : -ENOMEM;
}

static int add_word(Words *words, const char *word, sd_bus *bus, size_t n_bytes) {
	char number[32];

	if (strcmp(word, "%versions") == 0)
		return add_versions(words, bus);

	if (strcmp(word, "%products") == 0)
		return add_products(words, bus, /* largest= */ false);
	if (strcmp(word, "%largest") == 0)
		return add_products(words, bus, /* largest= */ true);
	if (strcmp(word, "%bytes") == 0) {
		(void)snprintf(number, sizeof(number), "%zu", n_bytes);
		return words_add(words, number);
	}
	return words_add(words, word);
}

static const Template *find_template(const char *name) {
	for (size_t i = 0; i < ELEMENTSOF(templates); i++)
		if (strcmp(templates[i].name, name) == 0)
			return &templates[i];
	return NULL;
}

int bus_call_init(BusCall *call, const char *name, sd_bus *bus, size_t n_bytes) {
	const Template *template = find_template(name);
	Words words = { 0 };
	int r = 0;

	if (!template)
		return bench_complain(-EINVAL, "call \"%s\"", name);
	for (size_t i = 0; i < ELEMENTSOF(template->args) && template->args[i] && r >= 0; i++)
		r = add_word(&words, template->args[i], bus, n_bytes);
	if (r < 0) {
		words_deinit(&words);
		return bench_complain(r, "arguments of \"%s\"", name);
	}
	*call = (BusCall){
		.name = template->name,
		.destination = template->destination,
		.path = template->path,
		.interface = template->interface,
		.member = template->member,
		.signature = template->signature,
		.args = words.words,
	};
	return 0;
}

void bus_call_deinit(BusCall *call) {
	for (char **arg = call->args; arg && *arg; arg++)
		free(*arg);
	free(call->args);
	*call = (BusCall)BUS_CALL_INIT;
}
