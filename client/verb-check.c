/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "answer.h"
#include "check-item.h"
#include "check-subject.h"
#include "complain.h"
#include "translate.h"
#include "typed-name.h"
#include "manager.h"

/* Things that the first line tells about; monitoring systems cut long ones. */
#define FIRST_MAX 3

#define WARNING_DAYS 180 /* where the daemon names no lead time */

typedef struct Check {
	CheckLimits limits;
	CheckState state; /* the worst so far */
	size_t counts[4]; /* of each state */
	StrBuf first; /* what made the state, for the first line */
	size_t n_first; /* how many sentences that would be */
	StrBuf lines; /* one line for each thing */
	StrBuf perfdata;
	json_t *items;
} Check;

static void check_deinit(Check *check) {
	strbuf_deinit(&check->first);
	strbuf_deinit(&check->lines);
	strbuf_deinit(&check->perfdata);
	json_decref(check->items);
}

/* Takes a state with its sentence into the whole; the first line tells about the worst. */
static void add_state(Check *check, CheckState state, const char *sentence) {
	CheckState worse = check_state_worse(check->state, state);

	if (check->first.len == 0 || worse != check->state) {
		strbuf_clear(&check->first);
		(void)strbuf_append_str(&check->first, sentence);
		check->n_first = 1;
	} else if (state == check->state && state != CHECK_OK && check->n_first++ < FIRST_MAX)
		(void)strbuf_printf(&check->first, ", %s", sentence);
	check->state = worse;
	check->counts[state]++;
	(void)strbuf_printf(&check->lines, "[%s] %s\n", check_state_name(state), sentence);
}

/* Two versions of one release are one thing, and a label of performance data stands once. */
static bool was_added(const Check *check, const json_t *subject) {
	size_t at;
	json_t *item;

	json_array_foreach(
		check->items, at, item) if (json_equal(json_object_get(item, "Label"),
						    json_object_get(subject, "Label")) &&
					    json_equal(json_object_get(item, "Product"),
						    json_object_get(subject, "Product")) &&
					    json_equal(json_object_get(item, "Cycle"),
						    json_object_get(subject, "Cycle"))) return true;
	return false;
}

static void add_subject(Check *check, const json_t *subject) {
	const CheckFacts facts = {
		.name = value_str(subject, "Label"),
		.key = value_str(subject, "Key"),
		.status = value_str(subject, "Status"),
		.supported = value_bool(subject, "IsSupported"),
		.end = value_str(subject, "SupportedUntil"),
		.extended_end = value_str(subject, "EoesFrom"),
		.why = value_str(subject, "Why"),
	};
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	_cleanup_(json_decrefp) json_t *item = json_deep_copy(subject);
	CheckState state = check_item_judge(&facts, &check->limits, &text, &check->perfdata);

	add_state(check, state, strbuf_cstr(&text));
	(void)json_object_set_new(item, "State", json_string(check_state_name(state)));
	(void)json_object_del(item, "Key");
	if (state != CHECK_UNKNOWN)
		(void)json_object_del(item, "Why");
	(void)json_array_append(check->items, item);
}

/* Old data may miss what has changed since, and a daemon older than this client may not tell: that
 * is no ground for an OK. Without arguments, what is tracked has to be known. */
static void add_doubt(Check *check, const json_t *manager, bool needs_tracked) {
	char date[CIVIL_DAY_SIZE];
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

	if (needs_tracked && !json_object_get(manager, "Tracked"))
		add_state(check, CHECK_UNKNOWN,
			"eold is older than this eolctl and does not tell what is tracked");
	if (!json_object_get(manager, "DataStale"))
		add_state(check, CHECK_UNKNOWN,
			"eold is older than this eolctl and does not tell whether its data is old");
	if (!value_bool(manager, "DataStale"))
		return;
	civil_day_format(civil_day_from_usec((uint64_t)value_int(manager, "DataUSec")), date);
	(void)strbuf_printf(&text, "the data is old, its newest fact is of %s", date);
	add_state(check, CHECK_UNKNOWN, strbuf_cstr(&text));
}

/* ---- the answer --------------------------------------------------------------------------- */

static void print_counts(App *app, const Check *check) {
	size_t n = json_array_size(check->items);

	if (check->state != CHECK_OK && check->n_first > FIRST_MAX)
		fprintf(app->out, " and %zu more", check->n_first - FIRST_MAX);
	/* Of a single thing everything is said. */
	if (n > 1)
		fprintf(app->out, "; %zu of %zu OK", check->counts[CHECK_OK], n);
}

static int print_check(App *app, Check *check) {
	if (app->json != JSON_OFF) {
		_cleanup_(json_decrefp) json_t *answer =
			json_pack("{ss si sO}", "State", check_state_name(check->state), "Code",
				(int)check->state, "Items", check->items);

		(void)answer_json(app, answer);
		return check->state;
	}
	fprintf(app->out, "EOL %s - %s", check_state_name(check->state),
		check->state == CHECK_OK && json_array_size(check->items) > 1
			? "everything is supported"
			: strbuf_cstr(&check->first));
	print_counts(app, check);
	if (check->perfdata.len > 0)
		fprintf(app->out, " | %s", strbuf_cstr(&check->perfdata));
	fputc('\n', app->out);
	if (json_array_size(check->items) > 1 && !args_has(app->args, OPTION_QUIET))
		fputs(strbuf_cstr(&check->lines), app->out);
	return check->state;
}

/* A plugin tells its trouble on standard output, too. */
static int print_failure(App *app, const sd_bus_error *error, int r) {
	_cleanup_(strbuf_deinit) StrBuf why = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf hint = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;

	bus_client_explain(&app->client, error, r, &why, &hint);
	check_append_text(&clean, strbuf_cstr(&why));
	if (app->json != JSON_OFF) {
		_cleanup_(json_decrefp) json_t *answer = json_pack("{ss si s[] ss}", "State",
			"UNKNOWN", "Code", CHECK_UNKNOWN, "Items", "Error", strbuf_cstr(&why));

		(void)answer_json(app, answer);
	} else
		fprintf(app->out, "EOL UNKNOWN - %s\n", strbuf_cstr(&clean));
	return CHECK_UNKNOWN;
}

/* ---- asking ------------------------------------------------------------------------------- */

static int get_manager(App *app, sd_bus_error *error, json_t **ret) {
	static const BusMethod get_all = { EOLD_PATH_MANAGER, BUS_INTERFACE_PROPERTIES, "GetAll",
		"a{sv}", 0 };
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = bus_client_call(
		&app->client, &get_all, error, &answer, "s", EOLD_INTERFACE_MANAGER);

	if (r >= 0)
		*ret = json_incref(json_array_get(answer, 0));
	return r;
}

static void choose_limits(const App *app, const json_t *manager, CheckLimits *ret) {
	json_t *lead_times = json_object_get(manager, "WarningDays");
	const char *day = app->args->at[0] != '\0' ? app->args->at : value_str(manager, "Today");

	*ret = (CheckLimits){
		.day = CIVIL_DAY_NONE,
		.warning_days = app->args->warning_days,
		.critical_days = app->args->critical_days >= 0 ? app->args->critical_days : 0,
		.extended = args_has(app->args, OPTION_EXTENDED),
	};
	(void)civil_day_parse(day, &ret->day);
	if (ret->warning_days < 0)
		ret->warning_days = json_array_size(lead_times) > 0
					    ? (int)value_int_at(lead_times, 0)
					    : WARNING_DAYS;
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *manager = NULL, *subjects = json_array();
	_cleanup_(check_deinit) Check check = { .items = json_array() };
	size_t at;
	json_t *subject;
	int r = get_manager(app, &error, &manager);

	if (r >= 0)
		choose_limits(app, manager, &check.limits);
	if (r >= 0 && n == 0)
		r = check_subjects_all(app, manager, &error, subjects);
	for (size_t i = 0; r >= 0 && i < n; i++)
		r = check_subjects_of(app, words[i], manager, &error, subjects);
	if (r < 0)
		return print_failure(app, &error, r);
	if (check.limits.day == CIVIL_DAY_NONE)
		return print_failure(app, &error, -EBADMSG);
	json_array_foreach(subjects, at, subject) if (!was_added(&check, subject))
		add_subject(&check, subject);
	if (json_array_size(subjects) == 0)
		add_state(&check, CHECK_UNKNOWN, "there is nothing to check");
	add_doubt(&check, manager, n == 0);
	return print_check(app, &check);
}

const Verb verb_check = {
	.name = "check",
	.arguments = "[PRODUCT[=VERSION]|pkg:...|cpe:...]...",
	.summary =
		N_("Check as a monitoring plugin: this host and what is tracked, or what is named"),
	/* Stays English: "plain" is for the whole verb, so that what a monitoring system shows, its
	 * options and its help use the same words. */
	.details = "Prints one line with performance data (and of several things a line each) and "
		   "exits 0 OK, 1 WARNING, 2 CRITICAL or 3 UNKNOWN. What is not known, data that "
		   "is too old and a daemon that does not answer are UNKNOWN. A PRODUCT without a "
		   "version stands for its tracked releases, or, if there are none, for the one "
		   "that is supported longest.\n",
	.options = OPTION_BIT(OPTION_AT) | OPTION_BIT(OPTION_WARNING) |
		   OPTION_BIT(OPTION_CRITICAL) | OPTION_BIT(OPTION_EXTENDED),
	.max_words = ARGS_LIST_MAX,
	.plain = true,
	.words = WORDS_PRODUCT_IS_CYCLE,
	.failure = CHECK_UNKNOWN,
	.run = run,
};
