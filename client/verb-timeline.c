/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "manager.h"
#include "translate.h"

/* Days that are looked ahead without --to and --within. */
#define AHEAD_DAYS 365

static const Column columns[] = {
	{ N_("DATE"), "Date", COLUMN_DATE, 0, 1, NULL, N_("The last day of what ends") },
	{ N_("WHEN"), "Date", COLUMN_WHEN, 0, 2, NULL, N_("How far away that day is") },
	{ N_("PRODUCT"), "Product", COLUMN_TEXT, 0, 1, NULL, N_("Product") },
	{ N_("RELEASE"), "Cycle", COLUMN_TEXT, 0, 1, NULL, N_("Release") },
	{ N_("EVENT"), "Milestone", COLUMN_MILESTONE, 12, 1, NULL, N_("What happens, in words") },
	{ N_("MILESTONE"), "Milestone", COLUMN_TEXT, 0, 0, NULL,
		N_("lts, eoas, eol, eoes or discontinued") },
	{ N_("PATH"), "Path", COLUMN_TEXT, 0, 0, NULL, N_("Object on the bus") },
};

/* The days to ask for; those that were not given are counted from the others. */
static void choose_days(const Args *args, CivilDay today, char from[static CIVIL_DAY_SIZE],
	char to[static CIVIL_DAY_SIZE]) {
	int64_t first = today, last;

	if (args->from[0] != '\0') {
		CivilDay day = today;

		(void)civil_day_parse(args->from, &day);
		first = day;
	}
	last = first + (args->within_days >= 0 ? args->within_days : AHEAD_DAYS);
	civil_day_format((CivilDay)first, from);
	civil_day_format(last < CIVIL_DAY_MAX ? (CivilDay)last : CIVIL_DAY_MAX, to);
	if (args->to[0] != '\0')
		memcpy(to, args->to, CIVIL_DAY_SIZE);
}

static bool milestone_is_wanted(const Args *args, const json_t *transition) {
	if (args->milestones.n == 0)
		return true;
	for (size_t i = 0; i < args->milestones.n; i++)
		if (strcmp(args->milestones.items[i], value_str(transition, "Milestone")) == 0)
			return true;
	return false;
}

static json_t *choose_milestones(const Args *args, const json_t *transitions) {
	json_t *wanted = json_array(), *transition;
	size_t at;

	json_array_foreach(transitions, at, transition) if (milestone_is_wanted(args, transition))(
		void) json_array_append(wanted, transition);
	return wanted;
}

/* The error does not say which of several products it was; each is tried. */
static void complain_products(App *app, const sd_bus_error *error, int r) {
	const ArgsList *products = &app->args->products;

	for (size_t i = 0; i < products->n; i++) {
		_cleanup_(sd_bus_error_free) sd_bus_error one = SD_BUS_ERROR_NULL;
		_cleanup_(json_decrefp) json_t *path = NULL;

		if (manager_get_product(app, products->items[i], &one, &path) < 0) {
			answer_complain(app, &one, r, products->items[i], NULL);
			return;
		}
	}
	bus_client_complain(&app->client, error, r);
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *transitions = NULL, *wanted = NULL;
	uint64_t flags = args_has(app->args, OPTION_TRACKED) ? EOLD_TRANSITIONS_TRACKED : 0;
	char from[CIVIL_DAY_SIZE], to[CIVIL_DAY_SIZE];
	Table table = { 0 };
	int r;

	if (table_choose(&table, columns, ELEMENTSOF(columns), app->args->columns) < 0 ||
		answer_day(app, &table.day) < 0)
		return VERB_FAILED;
	choose_days(app->args, table.day, from, to);
	if (strcmp(from, to) > 0) {
		complain_usage(_("The first day, %s, is after the last, %s."), from, to);
		return VERB_FAILED;
	}
	r = manager_list_transitions(
		app, from, to, &app->args->products, flags, &error, &transitions);
	if (r < 0) {
		complain_products(app, &error, r);
		return VERB_FAILED;
	}
	wanted = choose_milestones(app->args, transitions);
	table.rows = wanted;
	return answer_table(app, &table, NP_("event", "events"));
}

const Verb verb_timeline = {
	.name = "timeline",
	.arguments = "",
	.summary = N_("Show what ends, day by day"),
	.details = N_(
		"Without --from it begins today (or on the day of --at), without --to or "
		"--within it ends 365 days "
		"later. Both days are included. A date is the last day that is still covered.\n"),
	.options = OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_FROM) | OPTION_BIT(OPTION_TO) |
		   OPTION_BIT(OPTION_WITHIN) | OPTION_BIT(OPTION_PRODUCT) |
		   OPTION_BIT(OPTION_MILESTONE) | OPTION_BIT(OPTION_TRACKED) |
		   OPTION_BIT(OPTION_COLUMNS),
	.columns = columns,
	.n_columns = ELEMENTSOF(columns),
	.run = run,
};
