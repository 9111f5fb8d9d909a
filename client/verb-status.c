/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "host-view.h"
#include "manager.h"
#include "properties.h"
#include "translate.h"

static const Column columns[] = {
	{ N_("PRODUCT"), "Product", COLUMN_TEXT, 0, 1, NULL, N_("Product") },
	{ N_("RELEASE"), "Cycle", COLUMN_TEXT, 0, 1, NULL, N_("Release") },
	{ N_("STATUS"), "Status", COLUMN_STATUS, 0, 1, NULL,
		N_("upcoming, active, security, extended, eol, or unknown") },
	{ N_("SUPPORTED"), "IsSupported", COLUMN_SUPPORTED, 0, 3, NULL,
		N_("Whether it is supported (active, security, or an entitlement runs)") },
	{ N_("ENDS"), "EolFrom", COLUMN_DATE, 0, 1, "IsEol",
		N_("Last day before the end of life") },
	{ N_("WHEN"), "EolFrom", COLUMN_WHEN, 0, 2, NULL, N_("How far away that day is") },
	{ N_("PATH"), "Path", COLUMN_TEXT, 0, 0, NULL, N_("Object on the bus") },
};

/* Ended without a date first, then by date, then what has no end. */
static int by_end(const void *a, const void *b) {
	const json_t *x = *(const json_t *const *)a, *y = *(const json_t *const *)b;
	const char *day_x = value_str(x, "EolFrom"), *day_y = value_str(y, "EolFrom");
	int late_x = day_x[0] == '\0' ? (value_bool(x, "IsEol") ? -1 : 1) : 0;
	int late_y = day_y[0] == '\0' ? (value_bool(y, "IsEol") ? -1 : 1) : 0;

	if (late_x != late_y)
		return late_x < late_y ? -1 : 1;
	return strcmp(day_x, day_y);
}

static json_t *sort_by_end(const json_t *rows) {
	size_t n = json_array_size(rows);
	_cleanup_(freep) json_t **sorted = calloc(n + 1, sizeof(*sorted));
	json_t *answer = json_array();

	for (size_t i = 0; sorted && i < n; i++)
		sorted[i] = json_array_get(rows, i);
	if (sorted)
		qsort(sorted, n, sizeof(*sorted), by_end);
	for (size_t i = 0; sorted && i < n; i++)
		(void)json_array_append(answer, sorted[i]);
	return answer;
}

/* Splits what is tracked into questions to MatchVersions, every release by its name, and what
 * matches nothing: that has no cycle, and stays in the list as unknown. */
static void split_tracked(const json_t *manager, json_t *questions, json_t *unmatched) {
	json_t *item;
	size_t at;

	json_array_foreach(json_object_get(manager, "Tracked"), at, item) {
		const char *product = value_str_at(item, 0), *cycle = value_str_at(item, 1);
		bool matched =
			cycle[0] != '\0' && json_array_size(questions) < EOLD_MAX_ARGUMENT_ENTRIES;

		(void)json_array_append_new(matched ? questions : unmatched,
			matched ? json_pack("{ss ss}", "Product", product, "Version", cycle)
				: json_pack("{ss ss ss sb}", "Product", product, "Cycle", cycle,
					  "Status", "unknown", "IsSupported", 0));
	}
}

/* One call for all that is tracked. An older daemon that cannot answer leaves them out. */
static int get_tracked(App *app, const json_t *manager, json_t **ret) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *questions = json_array(), *unmatched = json_array(),
				       *rows = NULL;
	int r = 0;

	split_tracked(manager, questions, unmatched);
	if (json_array_size(questions) > 0)
		r = manager_match_versions(app, questions, app->args->at, &error, &rows);
	if (r < 0 && !bus_error_is_missing_member(&error)) {
		bus_client_complain(&app->client, &error, r);
		return r;
	}
	if (r < 0)
		answer_remark(app, _("This eold is too old to tell about what it tracks."));
	if (rows)
		(void)json_array_extend(unmatched, rows);
	*ret = sort_by_end(unmatched);
	return 0;
}

/* ---- answers ------------------------------------------------------------------------------ */

static int answer_status_json(App *app, json_t *manager, json_t *host, json_t *tracked) {
	static const char *const keys[] = { "Version", "DataUSec", "DataStale", "ProductCount",
		"ReleaseCount", "NextTransition", "LoadErrors", NULL };
	_cleanup_(json_decrefp) json_t *answer = json_object();
	json_t *day = app->args->at[0] != '\0' ? json_string(app->args->at)
					       : json_incref(json_object_get(manager, "Today"));

	(void)json_object_set_new(answer, "Day", day);
	(void)json_object_set(answer, "Host", host);
	(void)json_object_set(answer, "Tracked", tracked);
	for (size_t i = 0; keys[i]; i++)
		if (json_object_get(manager, keys[i]))
			(void)json_object_set(answer, keys[i], json_object_get(manager, keys[i]));
	return answer_json(app, answer);
}

static bool is_host(const json_t *host, const json_t *tracked) {
	return strcmp(value_str(host, "ProductName"), value_str(tracked, "Product")) == 0 &&
	       strcmp(value_str(host, "Cycle"), value_str(tracked, "Cycle")) == 0;
}

/* The host's own release stands above already. */
static int print_tracked(App *app, Table *table, const json_t *host, const json_t *tracked) {
	_cleanup_(json_decrefp) json_t *others = json_array();
	size_t at;
	json_t *row;

	json_array_foreach(tracked, at, row) if (!is_host(host, row))(void)
		json_array_append(others, row);
	if (json_array_size(others) == 0)
		return 0;
	table->rows = others;
	table->indent = 2;
	fprintf(app->out, "\n%s\n", _("Tracked:"));
	return table_print(table, app->out, &app->terminal, !args_has(app->args, OPTION_NO_LEGEND),
		args_has(app->args, OPTION_FULL));
}

/* The host's properties, without the rest of the screen. */
static int print_properties(App *app) {
	_cleanup_(json_decrefp) json_t *host = NULL;

	return manager_get_host(app, NULL, &host) < 0 ? VERB_FAILED : properties_print(app, host);
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(json_decrefp) json_t *manager = NULL, *host = NULL, *tracked = NULL;
	Table table = { .day = CIVIL_DAY_NONE };

	if (properties_wanted(app->args))
		return print_properties(app);
	if (table_choose(&table, columns, ELEMENTSOF(columns), app->args->columns) < 0 ||
		bus_client_get_all(
			&app->client, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, &manager) < 0 ||
		manager_get_host(app, NULL, &host) < 0 || get_tracked(app, manager, &tracked) < 0)
		return VERB_FAILED;
	if (app->json != JSON_OFF)
		return answer_status_json(app, manager, host, tracked);
	(void)civil_day_parse(
		app->args->at[0] != '\0' ? app->args->at : value_str(manager, "Today"), &table.day);
	host_view_print(app, host, manager, table.day);
	if (print_tracked(app, &table, host, tracked) < 0)
		return answer_json(app, NULL);
	host_view_print_warnings(app, manager, table.day);
	return VERB_OK;
}

const Verb verb_status = {
	.name = "status",
	.arguments = "",
	.summary = N_("Show this host: its release, until when it is supported, what to do"),
	.details =
		N_("Below the host: what else is tracked, the nearest end first, and whether the "
		   "data deserves a doubt. In JSON, Host holds the host's properties under their "
		   "names on the bus.\n"),
	.options = OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_COLUMNS) | OPTIONS_PROPERTIES,
	.columns = columns,
	.n_columns = ELEMENTSOF(columns),
	.run = run,
};
