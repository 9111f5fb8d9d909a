/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "fields.h"
#include "manager.h"
#include "phase.h"
#include "properties.h"
#include "release-columns.h"
#include "release-filter.h"
#include "release-get.h"
#include "release-view.h"
#include "translate.h"

/* ---- a product ---------------------------------------------------------------------------- */

static void print_list(App *app, const char *label, const json_t *list) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	size_t at;
	json_t *item;

	json_array_foreach(list, at, item)(void) strbuf_printf(&text, "%s%s", at > 0 ? ", " : "",
		json_is_array(item) ? value_str_at(item, 1) : json_string_value(item));
	field_print(app->out, &app->terminal, label, COLOUR_NONE, "%s", strbuf_cstr(&text));
}

/* A purl and a CPE tell what they are themselves. */
static void print_identifiers(App *app, const json_t *list) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	size_t at;
	json_t *item;

	json_array_foreach(list, at, item) {
		const char *type = value_str_at(item, 0), *id = value_str_at(item, 1);
		bool tells = strncmp(id, "pkg:", 4) == 0 || strncmp(id, "cpe:", 4) == 0;

		(void)strbuf_printf(&text, "%s%s%s%s", at > 0 ? ", " : "", tells ? "" : type,
			tells ? "" : ":", id);
	}
	field_print(
		app->out, &app->terminal, _("Identifiers"), COLOUR_NONE, "%s", strbuf_cstr(&text));
}

static const char *link_words(const char *name) {
	static const char *const words[][2] = { { "html", N_("Page") },
		{ "releasePolicy", N_("Release policy") }, { "errata", N_("Errata") },
		{ "bugs", N_("Bugs") }, { "oval", "OVAL" }, { "sbom", "SBOM" },
		{ "migration", N_("Migration") }, { "upgrade", N_("Upgrade") } };

	for (size_t i = 0; i < ELEMENTSOF(words); i++)
		if (strcmp(words[i][0], name) == 0)
			return _(words[i][1]);
	return name;
}

static void print_links(App *app, const json_t *product) {
	json_t *links = json_object_get(product, "Links"), *link;
	const char *name;

	json_object_foreach(links, name, link) if (strcmp(name, "icon") != 0 &&
						   json_string_value(link)) field_print(app->out,
		&app->terminal, link_words(name), COLOUR_NONE, "%s", json_string_value(link));
}

static void print_product(App *app, const json_t *product) {
	const Terminal *terminal = &app->terminal;

	field_print(app->out, terminal, _("Product"), COLOUR_BOLD, "%s (%s)",
		value_str(product, "Label"), value_str(product, "Name"));
	field_print(app->out, terminal, _("Category"), COLOUR_NONE, "%s",
		value_str(product, "Category"));
	print_list(app, _("Tags"), json_object_get(product, "Tags"));
	print_list(app, _("Aliases"), json_object_get(product, "Aliases"));
	print_identifiers(app, json_object_get(product, "Identifiers"));
	field_print(app->out, terminal, _("Version by"), COLOUR_NONE, "%s",
		value_str(product, "VersionCommand"));
	print_links(app, product);
	field_print(
		app->out, terminal, _("Source"), COLOUR_NONE, "%s", value_str(product, "Source"));
}

/* JSON: the product's properties, with the releases themselves in place of their paths. */
static int answer_product_json(App *app, const char *path, json_t *product, json_t *releases) {
	_cleanup_(json_decrefp) json_t *answer = json_object();

	if (!answer || json_object_set_new(answer, "Path", json_string(path)) < 0 ||
		json_object_update(answer, product) < 0 ||
		json_object_set(answer, "Releases", releases) < 0)
		return answer_json(app, NULL);
	return answer_json(app, answer);
}

static int show_product(App *app, const char *name) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *path = NULL, *product = NULL, *all = NULL;
	_cleanup_(json_decrefp) json_t *releases = json_array();
	bool only_table = args_has(app->args, OPTION_COLUMNS);
	Table table = { 0 };
	int r;

	if (table_choose(&table, release_columns + 1, release_columns_n - 1, app->args->columns) <
		0)
		return VERB_FAILED;
	r = manager_get_product(app, name, &error, &path);
	if (r >= 0)
		r = manager_list_releases(app, name, app->args->at, &error, &all);
	if (r < 0) {
		answer_complain(app, &error, r, name, NULL);
		return VERB_FAILED;
	}
	if ((app->json == JSON_OFF || app->args->within_days >= 0) &&
		answer_day(app, &table.day) < 0)
		return VERB_FAILED;
	if (release_filter(app, all, table.day, releases) < 0)
		return answer_json(app, NULL);
	table.rows = releases;
	if (!only_table && bus_client_get_all(&app->client, json_string_value(path),
				   EOLD_INTERFACE_PRODUCT, &product) < 0)
		return VERB_FAILED;
	if (app->json != JSON_OFF && !only_table)
		return answer_product_json(app, json_string_value(path), product, releases);
	if (!only_table && !args_has(app->args, OPTION_QUIET)) {
		print_product(app, product);
		fputc('\n', app->out);
	}
	return answer_table(app, &table, NP_("release", "releases"));
}

/* The product alone, without its releases: Releases holds their paths. */
static int show_product_properties(App *app, const char *name) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *path = NULL, *product = NULL;
	int r = manager_get_product(app, name, &error, &path);

	if (r < 0) {
		answer_complain(app, &error, r, name, NULL);
		return VERB_FAILED;
	}
	if (bus_client_get_all(
		    &app->client, json_string_value(path), EOLD_INTERFACE_PRODUCT, &product) < 0)
		return VERB_FAILED;
	return properties_print(app, product);
}

/* ---- a release ---------------------------------------------------------------------------- */

static int print_release_for_people(App *app, const json_t *release) {
	_cleanup_(json_decrefp) json_t *product = NULL;
	const char *path = value_str(release, "Product");
	CivilDay day;

	/* The product's own name, and its own words for its phases. An older eold may not tell. */
	if (path[0] != '\0' &&
		bus_client_get_all(&app->client, path, EOLD_INTERFACE_PRODUCT, &product) < 0)
		return VERB_FAILED;
	if (answer_day(app, &day) < 0)
		return VERB_FAILED;
	release_view_print(app, release, product, day);
	return VERB_OK;
}

static int show_release(App *app, const char *product, const char *version) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL, *release = NULL;
	const char *path, *resolution;
	int r = manager_get_release_for_version(app, product, version, &error, &answer);

	if (r < 0) {
		answer_complain(app, &error, r, product, NULL);
		return VERB_FAILED;
	}
	path = value_str_at(answer, 0);
	resolution = value_str_at(answer, 1);
	if (strcmp(path, EOLD_PATH_NONE) == 0) {
		answer_complain_no_release(app, product, version, resolution);
		return VERB_FAILED;
	}
	if (release_get(app, product, path, &release) < 0)
		return VERB_FAILED;
	if (json_object_set_new(release, "Version", json_string(version)) < 0 ||
		json_object_set_new(release, "Resolution", json_string(resolution)) < 0)
		return answer_json(app, NULL);
	if (properties_wanted(app->args))
		return properties_print(app, release);
	if (app->json != JSON_OFF)
		return answer_json(app, release);
	return print_release_for_people(app, release);
}

static int run(App *app, const char *const *words, size_t n) {
	if (args_has(app->args, OPTION_COLUMNS) && properties_wanted(app->args)) {
		complain_usage(_("-o chooses columns, --property and --all make no table."));
		return VERB_FAILED;
	}
	if ((app->args->given & OPTIONS_RELEASE_FILTER) &&
		(n > 1 || properties_wanted(app->args))) {
		complain_usage(_(
			"--eol, --supported and --within choose from the releases of a product."));
		return VERB_FAILED;
	}
	if (n == 1 && properties_wanted(app->args))
		return show_product_properties(app, words[0]);
	if (n == 1)
		return show_product(app, words[0]);
	if (args_has(app->args, OPTION_COLUMNS)) {
		complain_usage(_("-o chooses columns of a list; a release has none."));
		return VERB_FAILED;
	}
	return show_release(app, words[0], words[1]);
}

const Verb verb_show = {
	.name = "show",
	.arguments = "PRODUCT [VERSION]",
	.summary = N_("Show a product with its releases, or the release of a version"),
	.details =
		N_("PRODUCT is a name or an alias. VERSION is a release, a code name or any "
		   "version as installed, such as 9.5, bookworm or 1:2.4.57-2: eold finds the "
		   "release. In JSON the keys are the names of the properties on the bus. For a "
		   "product Releases holds the releases themselves; for a version Resolution says "
		   "how it led to the release.\n"),
	.options = OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_COLUMNS) | OPTIONS_PROPERTIES |
		   OPTIONS_RELEASE_FILTER,
	.columns = release_columns + 1,
	.n_columns = 19,
	.min_words = 1,
	.max_words = 2,
	.words = WORDS_PRODUCT_CYCLE,
	.run = run,
};
