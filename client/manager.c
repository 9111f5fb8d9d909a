/* SPDX-License-Identifier: MIT */
#include "manager.h"

#include <errno.h>

#include "answer.h"
#include "complain.h"

static const BusMethod list_products = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "ListProducts",
	"a(osssuuu)", 0 };
static const BusMethod list_releases = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "ListReleases",
	"aa{sv}", 0 };
static const BusMethod get_product = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "GetProduct", "o",
	0 };
static const BusMethod get_release_for_version = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
	"GetReleaseForVersion", "os", 0 };
static const BusMethod list_transitions = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
	"ListTransitions", "a(sssso)", 0 };
static const BusMethod match_versions = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
	"MatchVersions", "a(ossbsbsa{sv})", 0 };
static const BusMethod get_host = { EOLD_PATH_HOST, BUS_INTERFACE_PROPERTIES, "GetAll", "a{sv}",
	0 };
static const BusMethod get_host_status = { EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "GetStatus",
	"a{sv}", 0 };

/* Makes objects of the structures in the first value of an answer. */
static int name_rows(const json_t *answer, const char *const *keys, json_t **ret) {
	_cleanup_(json_decrefp) json_t *rows = json_array();
	size_t at;
	json_t *row;

	json_array_foreach(json_array_get(answer, 0), at,
		row) if (!rows || json_array_append_new(rows, answer_name_row(row, keys)) <
					  0) return -ENOMEM;
	if (!rows)
		return -ENOMEM;
	*ret = TAKE_PTR(rows);
	return 0;
}

/* Tells about a failure unless the caller wants to. */
static int finish(App *app, const sd_bus_error *given, const sd_bus_error *own, int r) {
	if (r < 0 && !given)
		bus_client_complain(&app->client, own, r);
	return r;
}

int manager_list_products(App *app, const char *category, const char *tag, const char *day,
	sd_bus_error *error, json_t **ret) {
	static const char *const keys[] = { "Path", "Name", "Label", "Category", "Releases",
		"Current", "Ending", NULL };
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = bus_client_call(&app->client, &list_products, error ? error : &own, &answer, "ssst",
		category, tag, day, UINT64_C(0));

	if (r >= 0)
		r = name_rows(answer, keys, ret);
	return finish(app, error, &own, r);
}

int manager_list_releases(
	App *app, const char *product, const char *day, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = bus_client_call(&app->client, &list_releases, error ? error : &own, &answer, "sst",
		product, day, UINT64_C(0));

	if (r >= 0)
		*ret = json_incref(json_array_get(answer, 0));
	return finish(app, error, &own, r);
}

int manager_get_product(App *app, const char *product, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = bus_client_call(
		&app->client, &get_product, error ? error : &own, &answer, "s", product);

	if (r >= 0)
		*ret = json_incref(json_array_get(answer, 0));
	return finish(app, error, &own, r);
}

int manager_get_release_for_version(
	App *app, const char *product, const char *version, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	int r = bus_client_call(&app->client, &get_release_for_version, error ? error : &own, ret,
		"sst", product, version, UINT64_C(0));

	return finish(app, error, &own, r);
}

static int send_transitions(App *app, const char *from, const char *to, const ArgsList *products,
	uint64_t flags, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = NULL;
	int r = bus_client_new_call(&app->client, &list_transitions, &call);

	if (r >= 0)
		r = sd_bus_message_append(call, "ss", from, to);
	if (r >= 0)
		r = sd_bus_message_open_container(call, 'a', "s");
	for (size_t i = 0; r >= 0 && i < products->n; i++)
		r = sd_bus_message_append_basic(call, 's', products->items[i]);
	if (r >= 0)
		r = sd_bus_message_close_container(call);
	if (r >= 0)
		r = sd_bus_message_append(call, "t", flags);
	return r < 0 ? r : bus_client_send(&app->client, &list_transitions, call, error, ret);
}

int manager_list_transitions(App *app, const char *from, const char *to, const ArgsList *products,
	uint64_t flags, sd_bus_error *error, json_t **ret) {
	static const char *const keys[] = { "Date", "Product", "Cycle", "Milestone", "Path", NULL };
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = send_transitions(app, from, to, products, flags, error ? error : &own, &answer);

	if (r >= 0)
		r = name_rows(answer, keys, ret);
	return finish(app, error, &own, r);
}

static int send_questions(
	App *app, const json_t *questions, const char *day, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = NULL;
	int r = bus_client_new_call(&app->client, &match_versions, &call);
	size_t at;
	json_t *question;

	if (r >= 0)
		r = sd_bus_message_open_container(call, 'a', "(ss)");
	json_array_foreach(questions, at, question) if (r >= 0) r = sd_bus_message_append(
		call, "(ss)", value_str(question, "Product"), value_str(question, "Version"));
	if (r >= 0)
		r = sd_bus_message_close_container(call);
	if (r >= 0)
		r = sd_bus_message_append(call, "st", day, UINT64_C(0));
	return r < 0 ? r : bus_client_send(&app->client, &match_versions, call, error, ret);
}

/* Puts each question before its answer. */
static int join_answers(const json_t *questions, const json_t *answers, json_t **ret) {
	static const char *const keys[] = { "Path", "Cycle", "Resolution", "IsEol", "Status",
		"IsSupported", "EolFrom", "Details", NULL };
	_cleanup_(json_decrefp) json_t *rows = json_array();
	size_t at;
	json_t *question;

	if (json_array_size(questions) != json_array_size(answers))
		return -EBADMSG;
	json_array_foreach(questions, at, question) {
		_cleanup_(json_decrefp) json_t *row = json_copy(question);
		_cleanup_(json_decrefp) json_t *answer =
			answer_name_row(json_array_get(answers, at), keys);

		if (!rows || !row || !answer || json_object_update(row, answer) < 0 ||
			json_array_append(rows, row) < 0)
			return -ENOMEM;
	}
	*ret = TAKE_PTR(rows);
	return 0;
}

int manager_match_versions(
	App *app, const json_t *questions, const char *day, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r = send_questions(app, questions, day, error ? error : &own, &answer);

	if (r >= 0)
		r = join_answers(questions, json_array_get(answer, 0), ret);
	return finish(app, error, &own, r);
}

/* The object's properties are those of today. */
static int ask_host(App *app, sd_bus_error *error, json_t **ret) {
	_cleanup_(json_decrefp) json_t *host = NULL, *on_day = NULL;
	int r = bus_client_call(&app->client, &get_host, error, &host, "s", EOLD_INTERFACE_HOST);

	if (r >= 0 && app->args->at[0] != '\0')
		r = bus_client_call(&app->client, &get_host_status, error, &on_day, "st",
			app->args->at, UINT64_C(0));
	if (r < 0)
		return r;
	if (on_day)
		(void)json_object_update(json_array_get(host, 0), json_array_get(on_day, 0));
	*ret = json_incref(json_array_get(host, 0));
	return 0;
}

int manager_get_host(App *app, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_error_free) sd_bus_error own = SD_BUS_ERROR_NULL;
	int r = ask_host(app, error ? error : &own, ret);

	return finish(app, error, &own, r);
}
