/* SPDX-License-Identifier: MIT */
#include <fnmatch.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "manager.h"
#include "release-columns.h"
#include "release-filter.h"
#include "translate.h"

static const Column columns[] = {
	{ N_("PRODUCT"), "Name", COLUMN_TEXT, 0, 1, NULL, N_("Name, as in all other commands") },
	{ N_("LABEL"), "Label", COLUMN_TEXT, 12, 3, NULL, N_("Name for people") },
	{ N_("CATEGORY"), "Category", COLUMN_TEXT, 0, 5, NULL, N_("Category") },
	{ N_("RELEASES"), "Releases", COLUMN_NUMBER, 0, 4, NULL,
		N_("How many releases are known") },
	{ N_("CURRENT"), "Current", COLUMN_NUMBER, 0, 2, NULL,
		N_("How many of them are not yet at their end of life") },
	{ N_("ENDING"), "Ending", COLUMN_NUMBER, 0, 2, NULL,
		N_("How many of those reach it within the daemon's longest lead time") },
	{ N_("NEXT"), "NextCycle", COLUMN_TEXT, 0, 1, NULL,
		N_("Release that comes to its end of life next (only with --within)") },
	{ N_("ENDS"), "NextDate", COLUMN_DATE, 0, 1, NULL, N_("Last day of that release") },
	{ N_("WHEN"), "NextDate", COLUMN_WHEN, 0, 1, NULL, N_("How far away that day is") },
	{ N_("PATH"), "Path", COLUMN_TEXT, 0, 0, NULL, N_("Object on the bus") },
};

/* Whether a product fits the pattern: a glob if it holds *, ? or [, else a part of name or label,
 * whatever the case. */
static bool matches(const char *pattern, const json_t *product) {
	const char *name = value_str(product, "Name"), *label = value_str(product, "Label");

	if (!pattern)
		return true;
	if (strpbrk(pattern, "*?["))
		return fnmatch(pattern, name, FNM_CASEFOLD) == 0 ||
		       fnmatch(pattern, label, FNM_CASEFOLD) == 0;
	return strcasestr(name, pattern) || strcasestr(label, pattern);
}

/* Notes at each product the first end of life of the coming days; returns 0 or negative. */
static int add_next_ends(App *app, CivilDay day, const json_t *by_name) {
	static const ArgsList all = { 0 };
	_cleanup_(json_decrefp) json_t *transitions = NULL;
	char from[CIVIL_DAY_SIZE], to[CIVIL_DAY_SIZE];
	CivilDay last = day + app->args->within_days;
	size_t at;
	json_t *transition;
	int r;

	civil_day_format(day, from);
	civil_day_format(last < CIVIL_DAY_MAX ? last : CIVIL_DAY_MAX, to);
	r = manager_list_transitions(app, from, to, &all, 0, NULL, &transitions);
	if (r < 0)
		return r;
	json_array_foreach(transitions, at, transition) {
		json_t *product = json_object_get(by_name, value_str(transition, "Product"));

		if (!product || strcmp(value_str(transition, "Milestone"), "eol") != 0 ||
			json_object_get(product, "NextDate"))
			continue;
		(void)json_object_set(product, "NextCycle", json_object_get(transition, "Cycle"));
		(void)json_object_set(product, "NextDate", json_object_get(transition, "Date"));
	}
	return 0;
}

static bool product_is_wanted(const App *app, const json_t *product) {
	json_int_t current = value_int(product, "Current");

	if (args_has(app->args, OPTION_EOL) && (current > 0 || value_int(product, "Releases") == 0))
		return false;
	if (args_has(app->args, OPTION_SUPPORTED) && current == 0)
		return false;
	return app->args->within_days < 0 || json_object_get(product, "NextDate");
}

/* The products of the category, the tag and the pattern. */
static int find_products(App *app, const char *pattern, json_t **ret) {
	_cleanup_(json_decrefp) json_t *found = NULL, *fitting = json_array();
	size_t at;
	json_t *product;
	int r = manager_list_products(
		app, app->args->category, app->args->tag, app->args->at, NULL, &found);

	if (r < 0)
		return r;
	json_array_foreach(found, at, product) if (matches(pattern, product))(void)
		json_array_append(fitting, product);
	*ret = TAKE_PTR(fitting);
	return 0;
}

static int list_products(App *app, const json_t *products, Table *table) {
	_cleanup_(json_decrefp) json_t *wanted = json_array(), *by_name = json_object();
	size_t at;
	json_t *product;

	json_array_foreach(products, at, product)(void)
		json_object_set(by_name, value_str(product, "Name"), product);
	if (app->args->within_days >= 0 && add_next_ends(app, table->day, by_name) < 0)
		return VERB_FAILED;
	json_array_foreach(products, at, product) if (product_is_wanted(app, product))(void)
		json_array_append(wanted, product);
	table->rows = wanted;
	return answer_table(app, table, NP_("product", "products"));
}

/* Asked product by product, so that no answer grows large, whatever the data. */
static int list_releases(App *app, const json_t *products, Table *table) {
	_cleanup_(json_decrefp) json_t *wanted = json_array();
	size_t at;
	json_t *product;

	json_array_foreach(products, at, product) {
		_cleanup_(json_decrefp) json_t *releases = NULL;

		if (manager_list_releases(
			    app, value_str(product, "Name"), app->args->at, NULL, &releases) < 0)
			return VERB_FAILED;
		if (release_filter(app, releases, table->day, wanted) < 0)
			return answer_json(app, NULL);
	}
	table->rows = wanted;
	return answer_table(app, table, NP_("release", "releases"));
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(json_decrefp) json_t *products = NULL;
	bool releases = args_has(app->args, OPTION_RELEASES);
	Table table = { .day = CIVIL_DAY_NONE };

	if (table_choose(&table, releases ? release_columns : columns,
		    releases ? release_columns_n : ELEMENTSOF(columns), app->args->columns) < 0)
		return VERB_FAILED;
	/* Only what counts from the day needs to know it. */
	if ((releases || app->args->within_days >= 0) && answer_day(app, &table.day) < 0)
		return VERB_FAILED;
	if (find_products(app, n > 0 ? words[0] : NULL, &products) < 0)
		return VERB_FAILED;
	return releases ? list_releases(app, products, &table)
			: list_products(app, products, &table);
}

const Verb verb_list = {
	.name = "list",
	.arguments = "[PATTERN]",
	.summary = N_("List products, or with --releases their releases"),
	.details = N_(
		"PATTERN is a glob if it holds *, ? or [, else a part of the name or the label.\n"
		"All filters must fit.\n\n"
		"  Of products:  --eol        every release has reached its end of life\n"
		"                --supported  some release has not reached it yet\n"
		"                --within     some release reaches it in so many days; the last\n"
		"                             day counts, and what lies in the past does not\n"
		"  Of releases:  --eol        the end of life is reached\n"
		"                --supported  active, security, or an entitlement runs\n"
		"                --within     the end of life is reached in so many days\n\n"
		"An empty list is no error. The columns of releases: eolctl help show\n"),
	.options = OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_COLUMNS) |
		   OPTION_BIT(OPTION_CATEGORY) | OPTION_BIT(OPTION_TAG) | OPTIONS_RELEASE_FILTER |
		   OPTION_BIT(OPTION_RELEASES),
	.columns = columns,
	.n_columns = ELEMENTSOF(columns),
	.max_words = 1,
	.words = WORDS_PRODUCT,
	.run = run,
};
