/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "translate.h"
#include "typed-name.h"
#include "manager.h"

static const Column columns[] = {
	{ N_("PRODUCT"), "Name", COLUMN_TEXT, 0, 1, NULL, N_("Name, as in all other commands") },
	{ N_("LABEL"), "Label", COLUMN_TEXT, 12, 2, NULL, N_("Name for people") },
	{ N_("CATEGORY"), "Category", COLUMN_TEXT, 0, 3, NULL, N_("Category") },
	{ N_("VERSION"), "Version", COLUMN_TEXT, 0, 1, NULL,
		N_("Version that the identifier holds") },
	{ N_("RELEASE"), "Cycle", COLUMN_TEXT, 0, 1, NULL, N_("Release of that version") },
	{ N_("STATUS"), "Status", COLUMN_STATUS, 0, 1, NULL,
		N_("upcoming, active, security, extended, eol, or unknown") },
	{ N_("SUPPORTED"), "IsSupported", COLUMN_SUPPORTED, 0, 0, NULL,
		N_("Whether it is supported (active, security, or an entitlement runs)") },
	{ N_("ENDS"), "EolFrom", COLUMN_DATE, 0, 1, "IsEol",
		N_("Last day before the end of life") },
	{ N_("WHEN"), "EolFrom", COLUMN_WHEN, 0, 2, NULL, N_("How far away that day is") },
	{ N_("PATH"), "Path", COLUMN_TEXT, 0, 0, NULL, N_("Object on the bus of the product") },
};

/* Adds a row for a product; with a version also what it leads to. */
static int add_product(App *app, const char *path, const char *version, json_t *rows) {
	_cleanup_(json_decrefp) json_t *product = NULL, *question = NULL, *answers = NULL,
				       *row = NULL;
	int r = bus_client_get_all(&app->client, path, EOLD_INTERFACE_PRODUCT, &product);

	if (r < 0)
		return r;
	row = json_pack("{ss ss ss ss}", "Path", path, "Name", value_str(product, "Name"), "Label",
		value_str(product, "Label"), "Category", value_str(product, "Category"));
	if (version) {
		static const char *const keys[] = { "Version", "Cycle", "Resolution", "Status",
			"IsSupported", "IsEol", "EolFrom", NULL };

		question = json_pack(
			"[{ss ss}]", "Product", value_str(product, "Name"), "Version", version);
		r = manager_match_versions(app, question, app->args->at, NULL, &answers);
		if (r < 0)
			return r;
		for (size_t i = 0; keys[i]; i++)
			(void)json_object_set(
				row, keys[i], json_object_get(json_array_get(answers, 0), keys[i]));
	}
	return json_array_append(rows, row) < 0 ? -ENOMEM : 0;
}

static int find(App *app, const char *text, json_t *rows) {
	static const BusMethod find_products = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
		"FindProducts", "ao", 0 };
	_cleanup_(typed_name_deinit) TypedName identifier = TYPED_NAME_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	size_t at;
	json_t *path;
	int r = typed_name_parse(text, &identifier);

	if (r < 0)
		return complain_usage(_("\"%s\" is no identifier."), text);
	r = bus_client_call_or_complain(&app->client, &find_products, &answer, "sst",
		identifier.type ? identifier.type : "repology", identifier.id, UINT64_C(0));
	if (r < 0)
		return r;
	json_array_foreach(json_array_get(answer, 0), at, path) {
		r = add_product(app, json_string_value(path), identifier.version, rows);
		if (r < 0)
			return r;
	}
	return 0;
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(json_decrefp) json_t *rows = json_array();
	Table table = { .rows = rows, .day = CIVIL_DAY_NONE };

	if (table_choose(&table, columns, ELEMENTSOF(columns), app->args->columns) < 0)
		return VERB_FAILED;
	for (size_t i = 0; i < n; i++)
		if (find(app, words[i], rows) < 0)
			return VERB_FAILED;
	if (app->json == JSON_OFF && answer_day(app, &table.day) < 0)
		return VERB_FAILED;
	return answer_table(app, &table, NP_("product", "products"));
}

const Verb verb_find = {
	.name = "find",
	.arguments = "IDENTIFIER...",
	.summary = N_("Find products by a purl, a CPE or a name at Repology"),
	.details = N_("pkg:TYPE/NAME[@VERSION], cpe:... (2.2 or 2.3, with or without a version), "
		      "repology:NAME or just NAME. A version is judged, too.\n"),
	.options = OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_COLUMNS),
	.columns = columns,
	.n_columns = ELEMENTSOF(columns),
	.min_words = 1,
	.max_words = ARGS_LIST_MAX,
	.run = run,
};
