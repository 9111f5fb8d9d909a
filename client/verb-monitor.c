/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "answer.h"
#include "complain.h"
#include "json-out.h"
#include "manager.h"
#include "monitor-exec.h"
#include "monitor-view.h"
#include "translate.h"

typedef struct Monitor {
	App *app;
	char *products[ARGS_LIST_MAX]; /* names, not aliases: signals carry names */
	size_t n_products;
	int error; /* why it ends */
} Monitor;

static void monitor_deinit(Monitor *monitor) {
	for (size_t i = 0; i < monitor->n_products; i++)
		free(monitor->products[i]);
}

/* The name behind a name or alias. Without a daemon it is taken as it is: one may wait for a
 * daemon that starts later. */
static int resolve_product(Monitor *monitor, const char *typed) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *path = NULL;
	char *name = NULL;
	int r = manager_get_product(monitor->app, typed, &error, &path);

	if (sd_bus_error_has_name(&error, EOLD_ERROR_NO_SUCH_PRODUCT)) {
		answer_complain(monitor->app, &error, r, typed, NULL);
		return r;
	}
	if (r >= 0)
		(void)sd_bus_path_decode(json_string_value(path), EOLD_PATH_PRODUCTS, &name);
	if (!name)
		name = strdup(typed);
	if (!name)
		return -ENOMEM;
	monitor->products[monitor->n_products++] = name;
	return 0;
}

/* ---- which signals ------------------------------------------------------------------------ */

static bool product_is_wanted(const Monitor *monitor, const json_t *event) {
	for (size_t i = 0; i < monitor->n_products; i++)
		if (strcmp(monitor->products[i], value_str(event, "Product")) == 0)
			return true;
	return monitor->n_products == 0;
}

static bool milestone_is_wanted(const Monitor *monitor, const json_t *event) {
	const ArgsList *milestones = &monitor->app->args->milestones;

	for (size_t i = 0; i < milestones->n; i++)
		if (strcmp(milestones->items[i], value_str(event, "Milestone")) == 0)
			return true;
	return milestones->n == 0;
}

/* A filter leaves out whatever has not got what it asks for: Reloaded, and for --milestone
 * VersionReleased. */
static bool event_is_wanted(const Monitor *monitor, const json_t *event) {
	if (args_has(monitor->app->args, OPTION_TRACKED) &&
		!value_bool(json_object_get(event, "Details"), "Tracked"))
		return false;
	return product_is_wanted(monitor, event) && milestone_is_wanted(monitor, event);
}

/* ---- what is done with them --------------------------------------------------------------- */

static void print_event(App *app, const json_t *event) {
	_cleanup_(strbuf_deinit) StrBuf line = STRBUF_INIT;

	if (app->json != JSON_OFF) {
		(void)json_out(app->out, event, app->json);
		return;
	}
	monitor_append_line(&line, event);
	fprintf(app->out, "%s\n", strbuf_cstr(&line));
}

/* Each signal of a release; not Reloaded, which is about no release. */
static void run_command(App *app, const json_t *event) {
	int r;

	if (!app->args->exec || !json_object_get(event, "Product"))
		return;
	r = monitor_exec(app->args->exec, event);
	if (r < 0)
		complain(_("Cannot run a shell: %s."), strerror(-r));
	else if (r > 0)
		answer_remark(app, _("The command ended with status %d."), r);
}

static int on_signal(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	_cleanup_(json_decrefp) json_t *event = NULL;
	Monitor *monitor = userdata;
	App *app = monitor->app;
	int r = monitor_read(message, &event);

	if (r < 0)
		monitor->error = r;
	if (r <= 0 || !event_is_wanted(monitor, event))
		return 0;
	print_event(app, event);
	/* Whoever reads a pipe wants it now; and a reader who left is noticed. */
	if (fflush(app->out) != 0)
		monitor->error = -EPIPE;
	else
		run_command(app, event);
	return 0;
}

static int on_owner_changed(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	Monitor *monitor = userdata;
	const char *name, *before, *after;

	if (sd_bus_message_read(message, "sss", &name, &before, &after) > 0 &&
		(before[0] == '\0') != (after[0] == '\0'))
		answer_remark(
			monitor->app, after[0] != '\0' ? _("eold started.") : _("eold stopped."));
	return 0;
}

/* ---- the loop ----------------------------------------------------------------------------- */

static int subscribe(Monitor *monitor) {
	sd_bus *bus = monitor->app->client.bus;
	int r = sd_bus_match_signal(bus, NULL, EOLD_BUS_NAME, EOLD_PATH_MANAGER,
		EOLD_INTERFACE_MANAGER, NULL, on_signal, monitor);

	if (r >= 0)
		r = sd_bus_add_match(bus, NULL,
			"type='signal',sender='org.freedesktop.DBus',"
			"path='/org/freedesktop/DBus',interface='org.freedesktop.DBus',"
			"member='NameOwnerChanged',arg0='" EOLD_BUS_NAME "'",
			on_owner_changed, monitor);
	return r;
}

/* Whether somebody is there; a bus that can start eold does so by this. */
static void greet(App *app) {
	static const BusMethod get = { EOLD_PATH_MANAGER, BUS_INTERFACE_PROPERTIES, "Get", "v", 0 };
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(json_decrefp) json_t *version = NULL;

	if (bus_client_call(&app->client, &get, &error, &version, "ss", EOLD_INTERFACE_MANAGER,
		    "Version") < 0)
		answer_remark(app, _("eold is not running; waiting for it."));
}

static int watch(Monitor *monitor) {
	sd_bus *bus = monitor->app->client.bus;
	int r = 0;

	while (r >= 0 && monitor->error == 0) {
		r = sd_bus_process(bus, NULL);
		if (r == 0)
			r = sd_bus_wait(bus, UINT64_MAX);
		if (r == -EINTR)
			r = 0;
	}
	return monitor->error < 0 ? monitor->error : r;
}

static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(monitor_deinit) Monitor monitor = { .app = app };
	const sd_bus_error none = SD_BUS_ERROR_NULL;
	int r = bus_client_open(&app->client);

	if (app->json == JSON_PRETTY && args_has(app->args, OPTION_JSON_SHORT))
		app->json = JSON_SHORT; /* -j: one object a line */
	if (r >= 0)
		r = subscribe(&monitor);
	if (r < 0) {
		bus_client_complain(&app->client, &none, r);
		return VERB_FAILED;
	}
	greet(app);
	for (size_t i = 0; i < app->args->products.n; i++)
		if (resolve_product(&monitor, app->args->products.items[i]) < 0)
			return VERB_FAILED;
	r = watch(&monitor);
	if (r != -EPIPE || !ferror(app->out))
		bus_client_complain(&app->client, &none, r);
	return VERB_FAILED;
}

const Verb verb_monitor = {
	.name = "monitor",
	.arguments = "",
	.summary = N_("Print what eold announces, as it happens"),
	.details =
		N_("Goes on until it is interrupted, also while eold is away. With --json each "
		   "signal is an object (short: one a line). Filters fit together; --milestone "
		   "leaves out new versions, and any filter leaves out the reading of data.\n\n"
		   "--exec=COMMAND is run by the shell for each signal about a release, one after "
		   "the other, with EOLD_SIGNAL, EOLD_PRODUCT, EOLD_CYCLE, EOLD_MILESTONE or "
		   "EOLD_VERSION, EOLD_DATE, EOLD_PATH and the details (EOLD_LABEL, EOLD_STATUS, "
		   "EOLD_TRACKED, EOLD_DAYS_LEFT, EOLD_OLD_DATE, EOLD_SERIAL ...) in its "
		   "environment.\n"),
	.options = OPTION_BIT(OPTION_PRODUCT) | OPTION_BIT(OPTION_MILESTONE) |
		   OPTION_BIT(OPTION_TRACKED) | OPTION_BIT(OPTION_EXEC),
	.streams = true,
	.run = run,
};
