/* SPDX-License-Identifier: MIT */
#include "check-subject.h"

#include <errno.h>
#include <string.h>

#include "typed-name.h"
#include "manager.h"
#include "release-view.h"

/* ---- making subjects ---------------------------------------------------------------------- */

static int add_unknown(
	json_t *subjects, const char *product, const char *version, const char *why) {
	_cleanup_(strbuf_deinit) StrBuf label = STRBUF_INIT;

	(void)strbuf_printf(&label, "%s%s%s", product, version[0] != '\0' ? " " : "", version);
	return json_array_append_new(
		       subjects, json_pack("{ss ss ss ss ss sb ss ss ss}", "Label",
					 strbuf_cstr(&label), "Key", strbuf_cstr(&label), "Product",
					 product, "Cycle", "", "Status", "unknown", "IsSupported",
					 0, "SupportedUntil", "", "EoesFrom", "", "Why", why))
		       ? -ENOMEM
		       : 0;
}

/* Without knowing whether it is supported nothing is known. */
static const char *status_of(const json_t *object) {
	return json_object_get(object, "IsSupported") ? value_str(object, "Status") : "unknown";
}

/* From the properties of a release, under the product's name for people: many labels of releases
 * are only numbers. */
static int add_release(App *app, const json_t *release, sd_bus_error *error, json_t *subjects) {
	const BusMethod get = { value_str(release, "Product"), BUS_INTERFACE_PROPERTIES, "Get", "v",
		0 };
	const char *product = value_str(release, "ProductName"),
		   *cycle = value_str(release, "Name");
	_cleanup_(strbuf_deinit) StrBuf key = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf name = STRBUF_INIT;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = bus_client_call(
		&app->client, &get, error, &answer, "ss", EOLD_INTERFACE_PRODUCT, "Label");

	if (r < 0)
		return r;
	(void)strbuf_printf(&key, "%s %s", product, cycle);
	release_view_append_name(&name, release, value_str_at(answer, 0));
	return json_array_append_new(
		       subjects, json_pack("{ss ss ss ss ss sb ss ss ss}", "Label",
					 strbuf_cstr(&name), "Key", strbuf_cstr(&key), "Product",
					 product, "Cycle", cycle, "Status", status_of(release),
					 "IsSupported", value_bool(release, "IsSupported"),
					 "SupportedUntil", value_str(release, "EolFrom"),
					 "EoesFrom", value_str(release, "EoesFrom"), "Why",
					 "the data does not say until when it is supported"))
		       ? -ENOMEM
		       : 0;
}

static int add_host(json_t *subjects, const json_t *host) {
	_cleanup_(strbuf_deinit) StrBuf key = STRBUF_INIT;
	const char *label = value_str(host, "OsPrettyName");
	const char *why = "no release in the data fits this system";

	(void)strbuf_printf(
		&key, "%s %s", value_str(host, "ProductName"), value_str(host, "Cycle"));
	if (strcmp(value_str(host, "Resolution"), "newer-than-data") == 0)
		why = "this system is newer than the data";
	return json_array_append_new(
		       subjects, json_pack("{ss ss ss ss ss sb ss ss ss}", "Label",
					 label[0] != '\0' ? label : "this host", "Key",
					 key.len > 1 ? strbuf_cstr(&key) : "host", "Product",
					 value_str(host, "ProductName"), "Cycle",
					 value_str(host, "Cycle"), "Status", status_of(host),
					 "IsSupported", value_bool(host, "IsSupported"),
					 "SupportedUntil", value_str(host, "SupportedUntil"),
					 "EoesFrom", value_str(host, "EoesFrom"), "Why", why))
		       ? -ENOMEM
		       : 0;
}

/* ---- asking ------------------------------------------------------------------------------- */

static int get_all(
	App *app, const char *path, const char *interface, sd_bus_error *error, json_t **ret) {
	const BusMethod method = { path, BUS_INTERFACE_PROPERTIES, "GetAll", "a{sv}", 0 };
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = bus_client_call(&app->client, &method, error, &answer, "s", interface);

	if (r >= 0)
		*ret = json_incref(json_array_get(answer, 0));
	return r;
}

/* The release at a path as on the day asked for. */
static int add_path(
	App *app, const char *product, const char *path, sd_bus_error *error, json_t *subjects) {
	_cleanup_(json_decrefp) json_t *found = NULL;
	size_t at;
	json_t *release;
	int r;

	if (app->args->at[0] == '\0') {
		r = get_all(app, path, EOLD_INTERFACE_RELEASE, error, &found);
		return r < 0 ? r : add_release(app, found, error, subjects);
	}
	r = manager_list_releases(app, product, app->args->at, error, &found);
	json_array_foreach(found, at,
		release) if (strcmp(value_str(release, "Path"), path) == 0) return add_release(app,
		release, error, subjects);
	return r;
}

static int add_tracked(App *app, const json_t *item, sd_bus_error *error, json_t *subjects) {
	const char *product = value_str_at(item, 0), *path = value_str_at(item, 2);

	if (strcmp(path, EOLD_PATH_NONE) == 0)
		return add_unknown(
			subjects, product, "", "what is tracked of it is not in the data");
	return add_path(app, product, path, error, subjects);
}

int check_subjects_all(App *app, const json_t *manager, sd_bus_error *error, json_t *subjects) {
	_cleanup_(json_decrefp) json_t *host = NULL;
	size_t at;
	json_t *item;
	int r = manager_get_host(app, error, &host);

	if (r >= 0)
		r = add_host(subjects, host);
	json_array_foreach(json_object_get(manager, "Tracked"), at, item) {
		if (r < 0)
			return r;
		/* The host's own release is the host, of which the daemon knows more. */
		if (strcmp(value_str_at(item, 2), EOLD_PATH_NONE) == 0 ||
			strcmp(value_str_at(item, 2), value_str(host, "Release")) != 0)
			r = add_tracked(app, item, error, subjects);
	}
	return r;
}

/* ---- what was named ----------------------------------------------------------------------- */

/* The release that is supported longest: no end known before the latest date. */
static const json_t *longest(const json_t *releases) {
	const json_t *best = NULL, *release;
	size_t at;

	json_array_foreach((json_t *)releases, at, release) {
		const char *end = value_str(release, "EolFrom");

		if (strcmp(value_str(release, "Status"), "upcoming") == 0)
			continue;
		if (end[0] == '\0' && !value_bool(release, "IsEol"))
			return release;
		if (!best || strcmp(end, value_str(best, "EolFrom")) > 0)
			best = release;
	}
	return best;
}

static int add_product(App *app, const char *product, const char *name, const json_t *manager,
	sd_bus_error *error, json_t *subjects) {
	_cleanup_(json_decrefp) json_t *releases = NULL;
	size_t at, before = json_array_size(subjects);
	json_t *item;
	int r = 0;

	json_array_foreach(json_object_get(manager, "Tracked"), at,
		item) if (r >= 0 && strcmp(value_str_at(item, 0), name) == 0) r =
		add_tracked(app, item, error, subjects);
	if (r < 0 || json_array_size(subjects) > before)
		return r;
	r = manager_list_releases(app, product, app->args->at, error, &releases);
	if (r < 0)
		return r;
	return longest(releases) ? add_release(app, longest(releases), error, subjects)
				 : add_unknown(subjects, name, "", "it has no release");
}

/* The name of the product that is meant: "" if there is none. */
static int find_name(App *app, const TypedName *identifier, sd_bus_error *error, char **ret) {
	static const BusMethod find = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "FindProducts",
		"ao", 0 };
	_cleanup_(json_decrefp) json_t *answer = NULL;
	const json_t *path;
	int r;

	if (identifier->type) {
		r = bus_client_call(&app->client, &find, error, &answer, "sst", identifier->type,
			identifier->id, UINT64_C(0));
		path = json_array_get(json_array_get(answer, 0), 0);
	} else {
		r = manager_get_product(app, identifier->id, error, &answer);
		path = answer;
	}
	if (sd_bus_error_has_name(error, EOLD_ERROR_NO_SUCH_PRODUCT) ||
		sd_bus_error_has_name(error, EOLD_ERROR_NO_SUCH_IDENTIFIER)) {
		sd_bus_error_free(error);
		*ret = strdup("");
		return *ret ? 0 : -ENOMEM;
	}
	if (r < 0)
		return r;
	r = sd_bus_path_decode(
		path ? json_string_value(path) : EOLD_PATH_NONE, EOLD_PATH_PRODUCTS, ret);
	return r < 0 ? r : r == 0 ? -EBADMSG : 0;
}

static int add_version(
	App *app, const char *name, const char *version, sd_bus_error *error, json_t *subjects) {
	_cleanup_(json_decrefp) json_t *answer = NULL;
	const char *why = "there is no such release in the data";
	int r = manager_get_release_for_version(app, name, version, error, &answer);

	if (r < 0)
		return r;
	if (strcmp(value_str_at(answer, 0), EOLD_PATH_NONE) != 0)
		return add_path(app, name, value_str_at(answer, 0), error, subjects);
	if (strcmp(value_str_at(answer, 1), "newer-than-data") == 0)
		why = "it is newer than every release in the data";
	return add_unknown(subjects, name, version, why);
}

int check_subjects_of(
	App *app, const char *text, const json_t *manager, sd_bus_error *error, json_t *subjects) {
	_cleanup_(typed_name_deinit) TypedName identifier = TYPED_NAME_NULL;
	_cleanup_(freep) char *name = NULL;
	int r = typed_name_parse(text, &identifier);

	if (r == -EINVAL)
		return add_unknown(subjects, text, "", "that names no product");
	if (r >= 0)
		r = find_name(app, &identifier, error, &name);
	if (r < 0)
		return r;
	if (name[0] == '\0')
		return add_unknown(subjects, text, "", "there is no such product in the data");
	if (identifier.version)
		return add_version(app, name, identifier.version, error, subjects);
	return add_product(app, name, name, manager, error, subjects);
}
