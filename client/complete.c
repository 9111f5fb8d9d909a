/* SPDX-License-Identifier: MIT */
#include "complete.h"

#include <ctype.h>
#include <string.h>

#include "manager.h"
#include "release-columns.h"
#include "text.h"
#include "translate.h"

bool complete_is_harmless(const char *word) {
	size_t left = strlen(word);
	uint32_t code;

	if (left == 0)
		return false;
	while (left > 0) {
		size_t n = text_decode(word, left, &code);

		if (n == 0 || text_code_width(code) < 0)
			return false;
		if (n == 1 && !isalnum((int)code) && !strchr("-_.,:=+@/%", (int)code))
			return false;
		/* Blanks that are none in ASCII. */
		if (code == 0xa0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200a))
			return false;
		word += n;
		left -= n;
	}
	return true;
}

/* ---- offering ----------------------------------------------------------------------------- */

typedef struct Offer {
	App *app;
	const Typed *typed;
	const char *begin; /* of the current word, up to ... */
	size_t n_begin; /* ... this: stands before everything that is offered */
	const char *rest; /* what an offer has to begin with */
} Offer;

static void offer(const Offer *offer, const char *word, const char *meaning) {
	_cleanup_(strbuf_deinit) StrBuf line = STRBUF_INIT;

	if (strncmp(word, offer->rest, strlen(offer->rest)) != 0 || !complete_is_harmless(word))
		return;
	(void)strbuf_append(&line, offer->begin, offer->n_begin);
	(void)strbuf_append_str(&line, word);
	if (meaning[0] != '\0') {
		(void)strbuf_append_byte(&line, '\t');
		text_append_clean(&line, meaning, false);
	}
	fprintf(offer->app->out, "%s\n", strbuf_cstr(&line));
}

/* Moves on to what stands behind the last of some marks: that much is typed and stays. */
static void skip_to(Offer *offer, char mark) {
	const char *last = strrchr(offer->rest, mark);

	if (!last)
		return;
	offer->rest = last + 1;
	offer->n_begin = (size_t)(offer->rest - offer->begin);
}

static void offer_verbs(const Offer *o) {
	for (size_t i = 0; verbs[i]; i++)
		if (!verbs[i]->hidden)
			offer(o, verbs[i]->name, _(verbs[i]->summary));
}

static const Verb *verb_of(const Typed *typed) {
	return typed->verb ? typed->verb : verbs[0];
}

static void offer_options(const Offer *o) {
	uint64_t taken = verb_of(o->typed)->options | OPTIONS_COMMON;

	for (int id = 0; id < _OPTION_MAX; id++) {
		const Option *option = &args_options[id];
		char name[64];

		if (!(taken & OPTION_BIT(id)))
			continue;
		if (option->name)
			snprintf(
				name, sizeof(name), "--%s%s", option->name, option->arg ? "=" : "");
		else
			snprintf(name, sizeof(name), "-%c", option->letter);
		offer(o, name, _(option->help));
	}
}

static void offer_list(const Offer *o, const char *values) {
	while (*values != '\0') {
		size_t n = strcspn(values, " ");
		_cleanup_(freep) char *value = strndup(values, n);

		if (value)
			offer(o, value, "");
		values += n + (values[n] == ' ');
	}
}

static void offer_columns(Offer *o) {
	const Verb *verb = verb_of(o->typed);
	const Column *columns = verb->columns;
	size_t n = verb->n_columns;

	if (o->typed->given & verb->options & OPTION_BIT(OPTION_RELEASES)) {
		columns = release_columns;
		n = release_columns_n;
	}
	skip_to(o, ',');
	for (size_t i = 0; i < n; i++) {
		char name[64];
		size_t at = 0;

		for (; columns[i].title[at] != '\0' && at < sizeof(name) - 1; at++)
			name[at] = (char)tolower((unsigned char)columns[i].title[at]);
		name[at] = '\0';
		offer(o, name, _(columns[i].help));
	}
}

/* ---- from the bus ------------------------------------------------------------------------- */

static void offer_products(const Offer *o) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *products = NULL;
	size_t at;
	json_t *product;

	if (manager_list_products(o->app, "", "", "", &error, &products) < 0)
		return;
	json_array_foreach(products, at, product)
		offer(o, value_str(product, "Name"), value_str(product, "Label"));
}

static void offer_categories(const Offer *o) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *products = NULL, *seen = json_object();
	size_t at;
	json_t *product;

	if (manager_list_products(o->app, "", "", "", &error, &products) < 0)
		return;
	json_array_foreach(products, at, product) {
		const char *category = value_str(product, "Category");

		if (json_object_get(seen, category))
			continue;
		(void)json_object_set_new(seen, category, json_true());
		offer(o, category, "");
	}
}

static void offer_cycles(const Offer *o, const char *product) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *releases = NULL;
	size_t at;
	json_t *release;

	if (manager_list_releases(o->app, product, "", &error, &releases) < 0)
		return;
	json_array_foreach(releases, at, release) {
		_cleanup_(strbuf_deinit) StrBuf meaning = STRBUF_INIT;
		const char *end = value_str(release, "EolFrom");

		(void)strbuf_printf(&meaning, "%s, %s%s%s", value_str(release, "Label"),
			value_str(release, "Status"), end[0] != '\0' ? ", " : "", end);
		offer(o, value_str(release, "Name"), strbuf_cstr(&meaning));
	}
}

/* Behind PRODUCT= its releases. */
static void offer_product_is_cycle(Offer *o) {
	const char *equals = strchr(o->rest, '=');
	_cleanup_(freep) char *product =
		equals ? strndup(o->rest, (size_t)(equals - o->rest)) : NULL;

	if (!equals)
		offer_products(o);
	else if (product) {
		skip_to(o, '=');
		offer_cycles(o, product);
	}
}

/* The path of what the arguments name; the caller frees it. */
static char *object_of(App *app, const Typed *typed, const char **ret_interface) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	int r;

	*ret_interface = EOLD_INTERFACE_HOST;
	if (verb_of(typed) == &verb_status)
		return strdup(EOLD_PATH_HOST);
	if (!typed->words[0])
		return NULL;
	*ret_interface = typed->words[1] ? EOLD_INTERFACE_RELEASE : EOLD_INTERFACE_PRODUCT;
	if (!typed->words[1]) {
		r = manager_get_product(app, typed->words[0], &error, &answer);
		return r < 0 ? NULL : strdup(json_string_value(answer));
	}
	r = manager_get_release_for_version(app, typed->words[0], typed->words[1], &error, &answer);
	return r < 0 ? NULL : strdup(value_str_at(answer, 0));
}

static void offer_properties(Offer *o) {
	BusMethod get_all = { NULL, BUS_INTERFACE_PROPERTIES, "GetAll", "a{sv}", 0 };
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;
	const char *interface, *name;
	_cleanup_(freep) char *path = object_of(o->app, o->typed, &interface);
	json_t *value;

	get_all.path = path;
	if (!path ||
		bus_client_call(&o->app->client, &get_all, &error, &answer, "s", interface) < 0)
		return;
	skip_to(o, ',');
	json_object_foreach(json_array_get(answer, 0), name, value) offer(o, name, "");
}

/* ---- what it is ---------------------------------------------------------------------------- */

static void offer_value(Offer *o) {
	OptionId id = o->typed->option;

	o->rest = o->typed->value;
	o->n_begin = (size_t)(o->rest - o->begin);
	if (args_options[id].values)
		offer_list(o, args_options[id].values);
	else if (id == OPTION_COLUMNS)
		offer_columns(o);
	else if (id == OPTION_PRODUCT)
		offer_products(o);
	else if (id == OPTION_CATEGORY)
		offer_categories(o);
	else if (id == OPTION_PROPERTY || id == OPTION_PROPERTY_VALUE)
		offer_properties(o);
	else if (id == OPTION_OUTPUT)
		fputs(COMPLETE_FILES "\n", o->app->out);
}

static void offer_word(Offer *o) {
	const Typed *typed = o->typed;
	size_t n = typed->n_words;

	if (n >= typed->verb->max_words)
		return;
	switch (typed->verb->words) {
	case WORDS_FREE:
		break;
	case WORDS_PRODUCT:
	case WORDS_PRODUCTS:
		offer_products(o);
		break;
	case WORDS_PRODUCT_CYCLE:
		if (n == 0)
			offer_products(o);
		else
			offer_cycles(o, typed->words[0]);
		break;
	case WORDS_PRODUCT_IS_CYCLE:
		offer_product_is_cycle(o);
		break;
	case WORDS_VERB:
		offer_verbs(o);
		break;
	}
}

void complete_print(App *app, const Typed *typed) {
	Offer o = { .app = app, .typed = typed, .begin = typed->current, .rest = typed->current };

	if (typed->option != _OPTION_MAX)
		offer_value(&o);
	else if (typed->current[0] == '-' && !typed->only_words)
		offer_options(&o);
	else if (typed->verb)
		offer_word(&o);
	else
		offer_verbs(&o);
}
