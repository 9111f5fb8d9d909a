/* SPDX-License-Identifier: MIT */
#include "properties.h"

#include <string.h>

#include "answer.h"
#include "complain.h"
#include "translate.h"

bool properties_wanted(const Args *args) {
	return args->given & OPTIONS_PROPERTIES;
}

/* A list of texts and numbers may be read by blanks; a list of lists may not. */
static bool is_plain_list(const json_t *value) {
	size_t at;
	json_t *item;

	json_array_foreach(
		value, at, item) if (json_is_array(item) || json_is_object(item)) return false;
	return json_is_array(value);
}

static void append_json(StrBuf *buf, const json_t *value, bool ascii) {
	_cleanup_(freep) char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

	if (text)
		text_append_clean(buf, text, ascii);
}

void properties_append_value(StrBuf *buf, const json_t *value, bool ascii) {
	size_t at;
	json_t *item;

	if (json_is_string(value))
		text_append_clean(buf, json_string_value(value), ascii);
	else if (json_is_boolean(value))
		(void)strbuf_append_str(buf, json_is_true(value) ? "yes" : "no");
	else if (is_plain_list(value))
		json_array_foreach(value, at, item) {
			(void)strbuf_append_str(buf, at > 0 ? " " : "");
			properties_append_value(buf, item, ascii);
		}
	else if (!json_object_size(value) && json_is_object(value))
		return;
	else
		append_json(buf, value, ascii);
}

/* Adds what stands between commas; returns how many names the object lacks. */
static size_t choose(const json_t *object, const char *names, json_t *chosen) {
	size_t missing = 0;

	while (names) {
		size_t n = strcspn(names, ",");
		_cleanup_(freep) char *name = strndup(names, n);
		json_t *value = name ? json_object_get(object, name) : NULL;

		if (value)
			(void)json_object_set(chosen, name, value);
		else {
			complain(_("There is no property \"%s\" here."), name ? name : names);
			missing++;
		}
		names = names[n] == ',' ? names + n + 1 : NULL;
	}
	return missing;
}

static void print_property(App *app, const char *name, const json_t *value) {
	_cleanup_(strbuf_deinit) StrBuf line = STRBUF_INIT;
	bool bare = args_has(app->args, OPTION_VALUE) || args_has(app->args, OPTION_PROPERTY_VALUE);

	if (!bare) {
		text_append_clean(&line, name, app->terminal.ascii);
		(void)strbuf_append_byte(&line, '=');
	}
	properties_append_value(&line, value, app->terminal.ascii);
	fprintf(app->out, "%s\n", strbuf_cstr(&line));
}

int properties_print(App *app, const json_t *object) {
	const ArgsList *names = &app->args->properties;
	_cleanup_(json_decrefp) json_t *chosen = json_object();
	size_t missing = 0;
	const char *name;
	json_t *value;

	if (args_has(app->args, OPTION_ALL))
		(void)json_object_update(chosen, (json_t *)object);
	else if (names->n == 0) {
		complain_usage(_("--value wants --property or --all."));
		return VERB_FAILED;
	}
	for (size_t i = 0; i < names->n; i++)
		missing += choose(object, names->items[i], chosen);
	if (app->json != JSON_OFF) {
		if (answer_json(app, chosen) != VERB_OK)
			return VERB_FAILED;
	} else
		json_object_foreach(chosen, name, value) print_property(app, name, value);
	return missing > 0 ? VERB_FAILED : VERB_OK;
}
