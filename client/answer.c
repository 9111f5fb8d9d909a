/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "complain.h"
#include "json-out.h"
#include "manager.h"
#include "nearest.h"
#include "translate.h"

int answer_json(App *app, const json_t *value) {
	if (!value) {
		complain(_("Out of memory."));
		return VERB_FAILED;
	}
	/* A failed write is told when standard output is closed. */
	if (json_out(app->out, value, app->json) == -ENOMEM)
		return answer_json(app, NULL);
	return VERB_OK;
}

int answer_table(App *app, const Table *table, const char *one, const char *many) {
	bool legend = !args_has(app->args, OPTION_NO_LEGEND);
	size_t n = json_array_size(table->rows);

	if (app->json != JSON_OFF) {
		_cleanup_(json_decrefp) json_t *rows = table_to_json(table);

		return answer_json(app, rows);
	}
	if (n > 0 && table_print(table, app->out, &app->terminal, legend,
			     args_has(app->args, OPTION_FULL)) < 0) {
		complain(_("Out of memory."));
		return VERB_FAILED;
	}
	if (legend && !args_has(app->args, OPTION_QUIET))
		fprintf(app->out, "%s%zu %s.\n", n > 0 ? "\n" : "", n, ngettext(one, many, n));
	return VERB_OK;
}

int answer_day(App *app, CivilDay *ret) {
	_cleanup_(json_decrefp) json_t *today = NULL;
	int r;

	if (app->args->at[0] != '\0')
		return civil_day_parse(app->args->at, ret);
	r = bus_client_get(
		&app->client, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Today", &today);
	if (r < 0)
		return r;
	if (!json_is_string(today) || civil_day_parse(json_string_value(today), ret) < 0) {
		complain(_("eold does not tell which day it is."));
		return -EBADMSG;
	}
	return 0;
}

json_t *answer_name_row(const json_t *row, const char *const *keys) {
	json_t *object = json_object();

	for (size_t i = 0; object && keys[i] && i < json_array_size(row); i++)
		(void)json_object_set(object, keys[i], json_array_get(row, i));
	return object;
}

/* ---- what was not found ------------------------------------------------------------------- */

static void complain_no_product(App *app, const char *product) {
	_cleanup_(json_decrefp) json_t *products = NULL;
	Nearest nearest = { .typed = product };
	size_t at;
	json_t *row;

	complain(_("There is no product \"%s\"."), product);
	if (args_has(app->args, OPTION_QUIET))
		return;
	if (manager_list_products(app, "", "", "", NULL, &products) < 0)
		return;
	json_array_foreach(products, at, row) nearest_offer(&nearest, value_str(row, "Name"));
	for (size_t i = 0; i < nearest.n; i++)
		complain_more(
			i == 0 ? _("Did you mean %s") : _("          or %s"), nearest.words[i]);
	if (nearest.n == 0)
		complain_more(_("See eolctl list."));
}

void answer_complain_no_release(
	App *app, const char *product, const char *version, const char *resolution) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *releases = NULL;
	_cleanup_(strbuf_deinit) StrBuf names = STRBUF_INIT;
	size_t at;
	json_t *release;

	if (strcmp(resolution, "newer-than-data") == 0)
		complain(_("%s %s is newer than every release in the data."), product, version);
	else
		complain(_("There is no release \"%s\" of %s."), version, product);
	if (args_has(app->args, OPTION_QUIET) ||
		manager_list_releases(app, product, "", &error, &releases) < 0)
		return;
	json_array_foreach(releases, at, release) {
		if (at == 40) {
			(void)strbuf_printf(&names, " ... (%zu in all)", json_array_size(releases));
			break;
		}
		(void)strbuf_printf(&names, " %s", value_str(release, "Name"));
	}
	complain_more(_("Releases:%s"), strbuf_cstr(&names));
}

void answer_complain(
	App *app, const sd_bus_error *error, int r, const char *product, const char *cycle) {
	if (product && sd_bus_error_has_name(error, EOLD_ERROR_NO_SUCH_PRODUCT))
		complain_no_product(app, product);
	else if (product && cycle && sd_bus_error_has_name(error, EOLD_ERROR_NO_SUCH_RELEASE))
		answer_complain_no_release(app, product, cycle, "no-such-cycle");
	else
		bus_client_complain(&app->client, error, r);
}

void answer_remark(const App *app, const char *format, ...) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	va_list args;

	if (args_has(app->args, OPTION_QUIET))
		return;
	va_start(args, format);
	(void)strbuf_vprintf(&text, format, args);
	va_end(args);
	complain("%s", strbuf_cstr(&text));
}
