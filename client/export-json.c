/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "export-data.h"
#include "json-out.h"
#include "manager.h"
#include "translate.h"

/* Products asked for at once where no file descriptor passes: far below what a bus carries. */
#define SLICE 16

static const BusMethod dump = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Dump", "h", 0 };
static const BusMethod describe_products = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER,
	"DescribeProducts", "as", 0 };

/* ---- by one descriptor -------------------------------------------------------------------- */

static int copy_all(int fd, FILE *out) {
	char buffer[65536];
	ssize_t n;

	/* The document is a sealed file: it can neither block nor change. */
	while ((n = read(fd, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0 && fwrite(buffer, 1, (size_t)n, out) != (size_t)n)
			return 0; /* told when standard output is closed */
	}
	(void)fputc('\n', out);
	return 0;
}

/* Parses what the descriptor holds, to print it in another form. By a stream: json_loadfd() reads
 * byte by byte. */
static int reprint(App *app, int fd) {
	_cleanup_(fclosep) FILE *file = fdopen(fcntl(fd, F_DUPFD_CLOEXEC, 3), "r");
	_cleanup_(json_decrefp) json_t *document = NULL;
	json_error_t error;

	if (!file)
		return answer_json(app, NULL);
	document = json_loadf(file, 0, &error);
	if (!document) {
		complain(_("The document of eold is no JSON: %s."), error.text);
		return VERB_FAILED;
	}
	return answer_json(app, document);
}

static int export_dump(App *app) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = NULL, *reply = NULL;
	int fd, r = bus_client_new_call(&app->client, &dump, &call);

	if (r >= 0)
		r = sd_bus_message_append(call, "t", UINT64_C(0));
	if (r >= 0)
		r = sd_bus_call(app->client.bus, call, 0, &error, &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "h", &fd);
	if (r >= 0 && app->json != JSON_OFF)
		return reprint(app, fd);
	if (r >= 0)
		r = copy_all(fd, app->out);
	if (r < 0) {
		bus_client_complain(&app->client, &error, r);
		return VERB_FAILED;
	}
	return VERB_OK;
}

/* ---- in slices ---------------------------------------------------------------------------- */

static int ask_slice(
	App *app, const json_t *names, size_t from, size_t to, sd_bus_error *error, json_t **ret) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = NULL;
	int r = bus_client_new_call(&app->client, &describe_products, &call);

	if (r >= 0)
		r = sd_bus_message_open_container(call, 'a', "s");
	for (size_t i = from; r >= 0 && i < to; i++)
		r = sd_bus_message_append_basic(call, 's', value_str_at(names, i));
	if (r >= 0)
		r = sd_bus_message_close_container(call);
	if (r >= 0)
		r = sd_bus_message_append(call, "t", UINT64_C(0));
	return r < 0 ? r : bus_client_send(&app->client, &describe_products, call, error, ret);
}

/* Appends the documents of a slice as JSON values. */
static int add_documents(const json_t *documents, json_t *result) {
	size_t at;
	json_t *document;

	json_array_foreach(documents, at, document) {
		json_error_t error;
		json_t *product = json_loads(json_string_value(document), 0, &error);

		if (!product) {
			complain(_("A document of eold is no JSON: %s."), error.text);
			return -EBADMSG;
		}
		if (json_array_append_new(result, product) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int describe_all(App *app, const json_t *names, json_t *result) {
	size_t n = json_array_size(names), slice = SLICE;

	for (size_t from = 0; from < n;) {
		_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
		_cleanup_(json_decrefp) json_t *answer = NULL;
		size_t to = from + slice < n ? from + slice : n;
		int r = ask_slice(app, names, from, to, &error, &answer);

		/* Too much for one answer: smaller ones, down to single products. */
		if (slice > 1 && sd_bus_error_has_name(&error, SD_BUS_ERROR_LIMITS_EXCEEDED)) {
			slice /= 2;
			continue;
		}
		if (r < 0) {
			answer_complain(app, &error, r, value_str_at(names, from), NULL);
			return r;
		}
		r = add_documents(json_array_get(answer, 0), result);
		if (r < 0)
			return r;
		from = to;
	}
	return 0;
}

/* ---- as on another day -------------------------------------------------------------------- */

/* What of a release depends on the day, in the document and on the bus. */
static const char *const by_day[][2] = {
	{ "label", "Label" },
	{ "isLts", "IsLts" },
	{ "isEoas", "IsEoas" },
	{ "isEol", "IsEol" },
	{ "isEoes", "IsEoes" },
	{ "isDiscontinued", "IsDiscontinued" },
	{ "isMaintained", "IsMaintained" },
};

/* Keys that the document leaves out or holds null stay so: what the product does not show. */
static void set_states(json_t *document, const json_t *release) {
	for (size_t i = 0; i < ELEMENTSOF(by_day); i++) {
		json_t *now = json_object_get(document, by_day[i][0]);
		json_t *then = json_object_get(release, by_day[i][1]);

		if (now && !json_is_null(now) && then)
			(void)json_object_set(document, by_day[i][0], then);
	}
}

static int set_day(Export *export, json_t *product) {
	_cleanup_(json_decrefp) json_t *releases = NULL, *by_name = json_object();
	size_t at;
	json_t *release, *document;
	int r = manager_list_releases(
		export->app, value_str(product, "name"), export->app->args->at, NULL, &releases);

	if (r < 0)
		return r;
	json_array_foreach(releases, at, release)(void)
		json_object_set(by_name, value_str(release, "Name"), release);
	json_array_foreach(json_object_get(product, "releases"), at, document)
		set_states(document, json_object_get(by_name, value_str(document, "name")));
	return 0;
}

/* ---- the document ------------------------------------------------------------------------- */

/* The order of Dump, by file name, as far as files are called like their products. */
static int by_file_name(const void *a, const void *b) {
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	size_t n = 0;

	while (x[n] != '\0' && x[n] == y[n])
		n++;
	return (x[n] != '\0' ? (unsigned char)x[n] : '.') -
	       (y[n] != '\0' ? (unsigned char)y[n] : '.');
}

static int chosen_names(Export *export, json_t **ret) {
	_cleanup_(json_decrefp) json_t *products = NULL, *names = json_array();
	_cleanup_(freep) const char **sorted = NULL;
	size_t n;
	int r = export_products(export, &products);

	if (r < 0)
		return r;
	n = json_array_size(products);
	sorted = calloc(n + 1, sizeof(*sorted));
	if (!sorted || !names)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		sorted[i] = value_str(json_array_get(products, i), "Name");
	qsort(sorted, n, sizeof(*sorted), by_file_name);
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(names, json_string(sorted[i]));
	*ret = TAKE_PTR(names);
	return 0;
}

/* A document of the shape that Dump has. */
static int export_slices(Export *export) {
	_cleanup_(json_decrefp) json_t *names = NULL, *result = json_array(), *document = NULL;
	App *app = export->app;
	char date[CIVIL_DAY_SIZE];
	size_t at;
	json_t *product;

	if (chosen_names(export, &names) < 0 || describe_all(app, names, result) < 0)
		return VERB_FAILED;
	if (app->args->at[0] != '\0')
		json_array_foreach(
			result, at, product) if (set_day(export, product) < 0) return VERB_FAILED;
	document = json_pack("{ss so sI sO}", "schema_version", "1.2.1", "generated_at",
		json_sprintf("%sT00:00:00+00:00", civil_day_format(export->day, date)), "total",
		(json_int_t)json_array_size(result), "result", result);
	if (app->json == JSON_OFF)
		app->json = JSON_SHORT;
	return answer_json(app, document);
}

/* One descriptor has it all, but neither ssh nor a container's bus passes it. */
static int write_json(Export *export) {
	const Args *args = export->app->args;
	bool chosen = export->n_names > 0 || export->tracked || args->category[0] != '\0' ||
		      args->tag[0] != '\0' || args->at[0] != '\0';

	if (!chosen && sd_bus_can_send(export->app->client.bus, SD_BUS_TYPE_UNIX_FD) > 0)
		return export_dump(export->app);
	return export_slices(export);
}

const ExportFormat export_json = {
	.name = "json",
	.is_json = true,
	.all = true,
	.write = write_json,
};
