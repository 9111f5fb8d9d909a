/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
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

/* Parses what the descriptor holds, to print it in another form. */
static int reprint(App *app, int fd) {
	_cleanup_(json_decrefp) json_t *document = NULL;
	json_error_t error;

	document = json_loadfd(fd, 0, &error);
	if (!document) {
		complain("The document of eold is no JSON: %s.", error.text);
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
			complain("A document of eold is no JSON: %s.", error.text);
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

/* The order of Dump, by file name, as far as files are called like their products. */
static int by_file_name(const void *a, const void *b) {
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	size_t n = 0;

	while (x[n] != '\0' && x[n] == y[n])
		n++;
	return (x[n] != '\0' ? (unsigned char)x[n] : '.') -
	       (y[n] != '\0' ? (unsigned char)y[n] : '.');
}

static int all_names(App *app, json_t **ret) {
	_cleanup_(json_decrefp) json_t *products = NULL, *names = json_array();
	_cleanup_(freep) const char **sorted = NULL;
	size_t n;
	int r = manager_list_products(app, "", "", "", NULL, &products);

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
static int export_slices(App *app, const json_t *names) {
	_cleanup_(json_decrefp) json_t *result = json_array(), *document = NULL;
	char today[CIVIL_DAY_SIZE];
	CivilDay day;

	if (answer_day(app, &day) < 0 || describe_all(app, names, result) < 0)
		return VERB_FAILED;
	document = json_pack("{ss so sI sO}", "schema_version", "1.2.1", "generated_at",
		json_sprintf("%sT00:00:00+00:00", civil_day_format(day, today)), "total",
		(json_int_t)json_array_size(result), "result", result);
	if (app->json == JSON_OFF)
		app->json = JSON_SHORT;
	return answer_json(app, document);
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(json_decrefp) json_t *names = NULL;

	if (app->args->format && strcmp(app->args->format, "json") != 0) {
		complain_usage("There is no format \"%s\": wanted is json.", app->args->format);
		return VERB_FAILED;
	}
	if (n > 0) {
		names = json_array();
		for (size_t i = 0; i < n; i++)
			(void)json_array_append_new(names, json_string(words[i]));
		return export_slices(app, names);
	}
	if (bus_client_open(&app->client) < 0) {
		const sd_bus_error none = SD_BUS_ERROR_NULL;

		bus_client_complain(&app->client, &none, bus_client_open(&app->client));
		return VERB_FAILED;
	}
	/* Neither ssh nor a container's bus passes descriptors. */
	if (sd_bus_can_send(app->client.bus, SD_BUS_TYPE_UNIX_FD) > 0)
		return export_dump(app);
	return all_names(app, &names) < 0 ? VERB_FAILED : export_slices(app, names);
}

const Verb verb_export = {
	.name = "export",
	.arguments = "[PRODUCT]...",
	.summary = N_("Write all data, or that of some products, as one document"),
	.details = "json: the answer of /api/v1/products/full of endoflife.date, as of today, from "
		   "which another eold can be fed.\n",
	.options = OPTION_BIT(OPTION_FORMAT),
	.max_words = ARGS_LIST_MAX,
	.words = WORDS_PRODUCTS,
	.streams = true,
	.run = run,
};
