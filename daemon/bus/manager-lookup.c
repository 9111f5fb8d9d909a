/* SPDX-License-Identifier: MIT */
/* The Manager's methods that lead from a name, version or identifier to an object. */
#include "bus-internal.h"

#include <errno.h>
#include <string.h>

#include "arguments.h"
#include "match/product-version.h"

int method_get_product(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	const Product *product = NULL;
	const char *name;
	BusPath path;
	int r = sd_bus_message_read_basic(call, SD_BUS_TYPE_STRING, &name);

	if (r >= 0)
		r = find_product(self->snapshot, name, &product, NULL, error);
	if (r < 0)
		return r;
	return sd_bus_reply_method_return(
		call, "o", bus_path_product(product_name(product), &path));
}

int method_get_release(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	const Product *product = NULL;
	const Release *release;
	const char *name, *cycle;
	size_t serial;
	BusPath path;
	int r = sd_bus_message_read(call, "ss", &name, &cycle);

	if (r >= 0)
		r = find_release(self->snapshot, name, cycle, &product, &release, &serial, error);
	if (r < 0)
		return r;
	return sd_bus_reply_method_return(
		call, "o", bus_path_release(product_name(product), cycle, &path));
}

/* The path of what a version was resolved to. */
static const char *resolved_path(
	const Product *product, Resolution resolution, size_t release_index, BusPath *path) {
	return resolution_has_cycle(resolution)
		       ? bus_path_release(product_name(product),
				 release_name(product, product_release(product, release_index)),
				 path)
		       : EOLD_PATH_NONE;
}

int method_get_release_for_version(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	const Product *product = NULL;
	const char *name, *version;
	size_t release_index = 0;
	Resolution resolution;
	BusPath path;
	int r = sd_bus_message_read(call, "ss", &name, &version);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = find_product(self->snapshot, name, &product, NULL, error);
	if (r < 0)
		return r;
	resolution = product_resolve_version(product, version, &release_index);
	return sd_bus_reply_method_return(call, "os",
		resolved_path(product, resolution, release_index, &path),
		resolution_to_string(resolution));
}

/* ---- identifiers ----------------------------------------------------------------------------- */

static int parse_question(
	const char *type, const char *id, Identifier *question, sd_bus_error *error) {
	int r = identifier_parse(question, type, id);
	Excerpt shown;

	if (r == -EINVAL)
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"Identifiers of type '%s' are not known.", excerpt_of(type, &shown));
	if (r == -ENOMEM)
		return r;
	return r < 0 ? sd_bus_error_setf(error, EOLD_ERROR_NO_SUCH_IDENTIFIER,
			       "'%s' is no identifier of type %s.", excerpt_of(id, &shown), type)
		     : 0;
}

static int reply_products(sd_bus_message *call, const Catalog *catalog, const size_t *products,
	size_t n, sd_bus_error *error) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	BusPath path;
	int r = sd_bus_message_new_method_return(call, &reply);

	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);

	sink_open(&sink, SD_BUS_TYPE_ARRAY, "o");
	for (size_t i = 0; i < n; i++)
		sink_path(
			&sink, bus_path_product(
				       product_name(catalog_product(catalog, products[i])), &path));
	sink_close(&sink);
	return send_answer(reply, sink.error, sink.size, error);
}

int method_find_products(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	enum { FOUND_MAX = 1000 };
	const Bus *self = userdata;
	const Catalog *catalog = snapshot_catalog(self->snapshot);
	_cleanup_(identifier_deinit) Identifier question = IDENTIFIER_INIT;
	size_t products[FOUND_MAX];
	const char *type, *id;
	Excerpt shown;
	ssize_t n;
	int r = sd_bus_message_read(call, "ss", &type, &id);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_question(type, id, &question, error);
	if (r < 0)
		return r;
	n = identifier_index_find(
		self->snapshot->dataset->identifiers, catalog, &question, products, FOUND_MAX);
	if (n < 0)
		return (int)n;
	if (n == 0)
		return sd_bus_error_setf(error, EOLD_ERROR_NO_SUCH_IDENTIFIER,
			"No product has the %s identifier '%s'.", type, excerpt_of(id, &shown));
	return reply_products(call, catalog, products, (size_t)n, error);
}

/* ---- judgements ------------------------------------------------------------------------------ */

int method_get_status(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const char *name, *cycle, *day_text;
	const Product *product;
	const Release *release;
	ReleaseView view;
	size_t serial;
	CivilDay day;
	int r = sd_bus_message_read(call, "sss", &name, &cycle, &day_text);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(self->snapshot, day_text, &day, error);
	if (r >= 0)
		r = find_release(self->snapshot, name, cycle, &product, &release, &serial, error);
	if (r >= 0)
		r = sd_bus_message_new_method_return(call, &reply);
	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);

	view = release_view(self->snapshot, serial, day);
	sink_text(&sink, status_name(view.judgement.status));
	sink_bool(&sink, view.judgement.is_supported);
	sink_bool(&sink, view.judgement.is_maintained);
	release_write_phases(&sink, &view);
	return send_answer(reply, sink.error, sink.size, error);
}

static void write_match(Sink *sink, const char *path, const char *cycle, Resolution resolution,
	const ReleaseView *view) {
	Mark eol = view ? release_mark(view->release, MILESTONE_EOL) : MARK_ABSENT;

	sink_open(sink, SD_BUS_TYPE_STRUCT, "ossbsbsa{sv}");
	sink_path(sink, path);
	sink_text(sink, cycle);
	sink_text(sink, resolution_to_string(resolution));
	sink_bool(sink, view && view->judgement.reached[MILESTONE_EOL]);
	sink_text(sink, status_name(view ? view->judgement.status : STATUS_UNKNOWN));
	sink_bool(sink, view && view->judgement.is_supported);
	sink_date(sink, mark_date(eol));
	sink_open(sink, SD_BUS_TYPE_ARRAY, "{sv}");
	sink_close(sink);
	sink_close(sink);
}

/* One answer; never an error. */
static void answer_match(
	const Snapshot *snapshot, const char *name, const char *version, CivilDay day, Sink *sink) {
	const Catalog *catalog = snapshot_catalog(snapshot);
	size_t product_index, release_index = 0;
	const Product *product = catalog_find(catalog, name, &product_index);
	Resolution resolution = product ? product_resolve_version(product, version, &release_index)
					: RESOLUTION_NO_SUCH_PRODUCT;
	ReleaseView view;
	BusPath path;

	if (!resolution_has_cycle(resolution)) {
		write_match(sink, EOLD_PATH_NONE, "", resolution, NULL);
		return;
	}
	view = release_view(
		snapshot, catalog_first_serial(catalog, product_index) + release_index, day);
	write_match(sink, resolved_path(product, resolution, release_index, &path),
		release_name(product, view.release), resolution, &view);
}

/* What is asked; the texts lie in the call. */
typedef struct Question {
	const char *product;
	const char *version;
} Question;

typedef struct Questions {
	Question *items;
	size_t n, i;
	size_t n_bytes; /* of all texts */
	CivilDay day;
} Questions;

static void questions_free(void *work) {
	Questions *questions = work;

	if (!questions)
		return;
	free(questions->items);
	free(questions);
}

static void questions_freep(Questions **questions) {
	questions_free(*questions);
}

static int add_question(Questions *questions, Question question, sd_bus_error *error) {
	size_t n = questions->n;

	if (n == EOLD_MAX_ARGUMENT_ENTRIES)
		return error_limits(error, "More than 10,000 versions were asked about.");
	if ((n & (n - 1)) == 0) {
		Question *bigger = realloc(questions->items, (n ? n * 2 : 1) * sizeof(Question));

		if (!bigger)
			return -ENOMEM;
		questions->items = bigger;
	}
	questions->items[questions->n++] = question;
	questions->n_bytes += strlen(question.product) + strlen(question.version);
	return 0;
}

/* The day stands behind the questions, so they are kept until it is known. */
static int read_questions(sd_bus_message *call, Questions *questions, sd_bus_error *error) {
	Question question;
	int r = sd_bus_message_enter_container(call, SD_BUS_TYPE_ARRAY, "(ss)");

	while (r >= 0 &&
		(r = sd_bus_message_read(call, "(ss)", &question.product, &question.version)) > 0)
		r = add_question(questions, question, error);
	return r < 0 ? r : sd_bus_message_exit_container(call);
}

static int questions_step(void *work, const Snapshot *snapshot, Sink *sink) {
	Questions *questions = work;
	const Question *question;

	if (questions->i == questions->n)
		return 1;
	question = &questions->items[questions->i++];
	answer_match(snapshot, question->product, question->version, questions->day, sink);
	return 0;
}

int method_match_versions(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	static const AnswerMaker maker = { "(ossbsbsa{sv})", questions_step, questions_free };
	_cleanup_(questions_freep) Questions *questions = calloc(1, sizeof(Questions));
	const Bus *self = userdata;
	const char *day_text;
	AnswerRequest request;
	int r = questions ? read_questions(call, questions, error) : -ENOMEM;

	if (r >= 0)
		r = sd_bus_message_read_basic(call, SD_BUS_TYPE_STRING, &day_text);
	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(self->snapshot, day_text, &questions->day, error);
	if (r < 0)
		return r;
	request = (AnswerRequest){
		.maker = &maker,
		.work = questions,
		.n_pieces = questions->n,
		.held_bytes = questions->n_bytes,
	};
	questions = NULL;
	return answers_request(self->answers, request, self->snapshot, call, error);
}
