/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "complain.h"
#include "export.h"
#include "nearest.h"
#include "translate.h"
#include "whole-file.h"

static void export_deinit(Export *export) {
	json_decref(export->manager);
}

/* ---- what is wanted ----------------------------------------------------------------------- */

static const ExportFormat *find_format(const char *name) {
	Nearest nearest = { .typed = name };

	if (!name)
		return export_formats[0];
	for (size_t i = 0; export_formats[i]; i++) {
		if (strcmp(export_formats[i]->name, name) == 0)
			return export_formats[i];
		nearest_offer(&nearest, export_formats[i]->name);
	}
	complain_usage(_("There is no format \"%s\"%s%s; see eolctl help export."), name,
		nearest.n > 0 ? _("; did you mean ") : "", nearest.n > 0 ? nearest.words[0] : "");
	return NULL;
}

/* A format says which options mean something to it. */
static bool format_accepts(const ExportFormat *format, const App *app) {
	uint64_t refused = app->args->given & ~(format->options | OPTIONS_EXPORT | OPTIONS_COMMON);
	char name[32];

	for (int id = 0; id < _OPTION_MAX; id++)
		if (refused & OPTION_BIT(id)) {
			complain_usage(_("The format %s does not take %s."), format->name,
				args_option_name((OptionId)id, name));
			return false;
		}
	if (app->json != JSON_OFF && !format->is_json) {
		complain_usage(_("The format %s is no JSON."), format->name);
		return false;
	}
	if (args_has(app->args, OPTION_ALL) && args_has(app->args, OPTION_TRACKED)) {
		complain_usage(_("--all and --tracked exclude each other."));
		return false;
	}
	return true;
}

/* Products can be named as arguments and by --product. */
static int collect_names(const Args *args, const char *const *words, size_t n, ArgsList *names) {
	*names = args->products;
	for (size_t i = 0; i < n; i++) {
		if (names->n >= ARGS_LIST_MAX) {
			complain_usage(_("More than %d products."), ARGS_LIST_MAX);
			return -EINVAL;
		}
		names->items[names->n++] = words[i];
	}
	return 0;
}

/* What is chosen in any way is chosen from everything. */
static bool only_tracked(const Args *args, const ExportFormat *format, size_t n_names) {
	if (args_has(args, OPTION_TRACKED))
		return true;
	return !format->all && !args_has(args, OPTION_ALL) && n_names == 0 &&
	       args->category[0] == '\0' && args->tag[0] == '\0';
}

/* ---- doing it ----------------------------------------------------------------------------- */

static int ask_manager(Export *export) {
	const char *at = export->app->args->at;
	int r = bus_client_get_all(
		&export->app->client, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, &export->manager);

	if (r < 0)
		return r;
	if (civil_day_parse(value_str(export->manager, "Today"), &export->today) < 0) {
		complain(_("eold does not tell which day it is."));
		return -EBADMSG;
	}
	export->day = export->today;
	if (at[0] != '\0')
		(void)civil_day_parse(at, &export->day);
	return 0;
}

static int complain_file(const char *path, int r) {
	if (r == -EINVAL)
		complain(_("%s is no regular file: it is not replaced."), path);
	else
		complain(_("Cannot write %s: %s."), path, strerror(-r));
	return VERB_FAILED;
}

/* Only what is complete comes into the file. */
static int write_to_file(Export *export, const char *path) {
	FILE *out = export->app->out;
	_cleanup_(freep) char *text = NULL;
	size_t size = 0;
	int status, r = 0;

	export->app->out = open_memstream(&text, &size);
	if (!export->app->out) {
		export->app->out = out;
		return complain_file(path, -ENOMEM);
	}
	status = export->format->write(export);
	if (fclose(export->app->out) != 0)
		r = -ENOMEM;
	export->app->out = out;
	if (status != VERB_OK)
		return status;
	if (r >= 0)
		r = whole_file_write(path, text, size);
	return r < 0 ? complain_file(path, r) : VERB_OK;
}

static int run(App *app, const char *const *words, size_t n) {
	const ExportFormat *format = find_format(app->args->format);
	_cleanup_(export_deinit) Export export = { .app = app, .format = format };
	ArgsList names;

	if (!format || !format_accepts(format, app) ||
		collect_names(app->args, words, n, &names) < 0 || ask_manager(&export) < 0)
		return VERB_FAILED;
	export.names = names.items;
	export.n_names = names.n;
	export.tracked = only_tracked(app->args, format, names.n);
	if (app->args->output)
		return write_to_file(&export, app->args->output);
	return format->write(&export);
}

const Verb verb_export = {
	.name = "export",
	.arguments = "[PRODUCT]...",
	.summary = N_("Write data for other programs: JSON, CSV, calendar, metrics, facts"),
	.details = N_(
		"All filters must fit. With --output the file is replaced as a whole, with mode "
		"0644, and only once everything is there.\n\n"
		"  json        everything, as the answer of /api/v1/products/full of\n"
		"              endoflife.date, from which another eold can be fed; products\n"
		"              are always whole\n"
		"  csv         everything, a line for each release\n"
		"  facts       this host and what is tracked, for Ansible and Puppet\n"
		"  prometheus  this host and what is tracked, for the textfile collector\n"
		"  ics         a calendar of what is tracked, an event for each last day\n\n"
		"The last three are about what is tracked unless --all or products are given.\n"),
	.options = OPTIONS_EXPORT | OPTION_BIT(OPTION_MILESTONE),
	.max_words = ARGS_LIST_MAX,
	.words = WORDS_PRODUCTS,
	.streams = true,
	.run = run,
};
