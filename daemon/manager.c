/* SPDX-License-Identifier: MIT */
#include "manager.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#include "bus/bus.h"
#include "config.h"
#include "snapshot/snapshot.h"
#include "time/clock.h"
#include "util/log.h"

enum { RELOADS_MAX = 1000 };

struct Manager {
	const Options *options;
	sd_event *event;
	sd_event_source *signals[3];
	Clock *clock;
	Bus *bus;
	Snapshot *snapshot;
	sd_bus_message *reloads[RELOADS_MAX]; /* calls that wait for the reading to be announced */
	size_t n_reloads;
};

/* ---- reading --------------------------------------------------------------------------------- */

static LoaderDirectories directories(const Options *options) {
	return (LoaderDirectories){
		.data = options->data,
		.n_data = options->n_data,
		.overrides = options->overrides,
		.n_overrides = options->n_overrides,
	};
}

/* The configuration, or the last good one where it does not parse. */
static int load_config(const Manager *manager, Problems *problems, Config **ret) {
	const Options *options = manager->options;
	const char *file = options->config ? options->config : EOLD_SYSCONF_DIR "/eold.yaml";
	const char *dropins = options->config ? NULL : EOLD_SYSCONF_DIR "/eold.yaml.d";
	int r = config_load(file, dropins, problems, ret);

	if (r != -EBADMSG)
		return r;
	*ret = manager->snapshot ? config_ref(manager->snapshot->config) : config_new();
	return *ret ? 0 : -ENOMEM;
}

/* What cannot be read is not known: a host that is gone must not look supported. */
static int load_os_release(const Manager *manager, Problems *problems, OsRelease *ret) {
	const char *path;
	int r = os_release_read(manager->options->os_release, problems, &path, ret);

	if (r == -ENOMEM)
		return r;
	if (r < 0)
		problems_add(problems, PROBLEM_DOUBT, path, NULL, 0,
			"what this host is cannot be read: %s", strerror(-r));
	return 0;
}

static int load_dataset(const Manager *manager, bool anew, Dataset **ret) {
	LoaderDirectories where = directories(manager->options);

	if (!anew && manager->snapshot) {
		*ret = dataset_ref(manager->snapshot->dataset);
		return 0;
	}
	return dataset_load(&where, manager->snapshot ? manager->snapshot->dataset : NULL, ret);
}

/* Puts the next snapshot together. With `anew` files are looked at again. */
static int load(const Manager *manager, bool anew, Snapshot **ret) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(dataset_unrefp) Dataset *dataset = NULL;
	_cleanup_(config_unrefp) Config *config = NULL;
	_cleanup_(os_release_deinit) OsRelease os_release = OS_RELEASE_INIT;
	int r = load_dataset(manager, anew, &dataset);

	if (r >= 0)
		r = load_config(manager, &problems, &config);
	if (r >= 0)
		r = load_os_release(manager, &problems, &os_release);
	if (r >= 0)
		r = snapshot_new(
			dataset, config, &os_release, &problems, clock_today(manager->clock), ret);
	return r;
}

/* ---- turns ----------------------------------------------------------------------------------- */

static void reply_reloads(Manager *manager, int r) {
	for (size_t i = 0; i < manager->n_reloads; i++) {
		(void)bus_reply_reload(manager->reloads[i], r);
		sd_bus_message_unref(manager->reloads[i]);
	}
	manager->n_reloads = 0;
}

static void turn(Manager *manager, bool anew) {
	Snapshot *next;
	int r = load(manager, anew, &next);

	if (r < 0) {
		log_message(LOG_ERR, "Cannot read the data again: %s", strerror(-r));
		reply_reloads(manager, r);
		return;
	}
	bus_serve(manager->bus, next);
	snapshot_unref(manager->snapshot);
	manager->snapshot = next;
	r = loaded_n_directories_read(next->dataset->loaded) == 0 ? -ENOENT : 0;
	reply_reloads(manager, r);
}

static void on_day(CivilDay day, void *userdata) {
	Manager *manager = userdata;

	if (day != manager->snapshot->today)
		turn(manager, false);
}

static void on_reload(sd_bus_message *call, void *userdata) {
	Manager *manager = userdata;

	if (manager->n_reloads == RELOADS_MAX) {
		(void)sd_bus_reply_method_errno(call, -EBUSY, NULL);
		return;
	}
	manager->reloads[manager->n_reloads++] = sd_bus_message_ref(call);
	turn(manager, true);
}

static int on_hangup(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata) {
	turn(userdata, true);
	return 0;
}

static int on_end(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata) {
	const Manager *manager = userdata;

	return sd_event_exit(manager->event, 0);
}

/* ---- life ------------------------------------------------------------------------------------ */

static int add_signals(Manager *manager) {
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	sigset_t mask;
	int r = 0;

	(void)sigemptyset(&mask);
	for (size_t i = 0; i < ELEMENTSOF(numbers); i++)
		(void)sigaddset(&mask, numbers[i]);
	if (sigprocmask(SIG_BLOCK, &mask, NULL) < 0)
		return -errno;
	for (size_t i = 0; i < ELEMENTSOF(numbers) && r >= 0; i++)
		r = sd_event_add_signal(manager->event, &manager->signals[i], numbers[i],
			numbers[i] == SIGHUP ? on_hangup : on_end, manager);
	return r;
}

static int add_clock(Manager *manager) {
	ClockConfig config = {
		.fixed_day = manager->options->today,
		.callback = on_day,
		.userdata = manager,
	};

	return clock_new(manager->event, &config, &manager->clock);
}

static int add_bus(Manager *manager) {
	_cleanup_(sd_bus_unrefp) sd_bus *connection = NULL;
	BusHooks hooks = { .reload = on_reload, .userdata = manager };
	int r = bus_open(manager->options->bus, &connection);

	if (r < 0) {
		log_message(LOG_ERR, "Cannot connect to the bus '%s': %s", manager->options->bus,
			strerror(-r));
		return r;
	}
	r = sd_bus_attach_event(connection, manager->event, SD_EVENT_PRIORITY_NORMAL);
	if (r >= 0)
		r = sd_bus_set_exit_on_disconnect(connection, true);
	if (r >= 0)
		r = bus_new(connection, manager->event, manager->snapshot, &hooks, &manager->bus);
	return r;
}

static int start(Manager *manager) {
	int r = sd_event_default(&manager->event);

	if (r >= 0)
		r = add_signals(manager);
	if (r >= 0)
		r = sd_event_set_watchdog(manager->event, true);
	if (r >= 0)
		r = add_clock(manager);
	if (r >= 0)
		r = load(manager, true, &manager->snapshot);
	if (r < 0) {
		log_message(LOG_ERR, "Cannot start: %s", strerror(-r));
		return r;
	}
	/* reading left holes behind */
	(void)malloc_trim(0);
	return add_bus(manager);
}

/* Large answers come and go; without fixed bounds glibc would keep the memory of the largest one
 * for ever (mallopt(3)). */
static void bound_the_heap(void) {
	(void)mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	(void)mallopt(M_TRIM_THRESHOLD, 128 * 1024);
}

int manager_new(const Options *options, Manager **ret) {
	Manager *manager = calloc(1, sizeof(Manager));
	int r;

	if (!manager)
		return -ENOMEM;
	bound_the_heap();
	manager->options = options;
	r = start(manager);
	if (r < 0) {
		manager_free(manager);
		return r;
	}
	*ret = manager;
	return 0;
}

Manager *manager_free(Manager *manager) {
	if (!manager)
		return NULL;
	reply_reloads(manager, -ECANCELED);
	bus_free(manager->bus);
	clock_free(manager->clock);
	for (size_t i = 0; i < ELEMENTSOF(manager->signals); i++)
		sd_event_source_unref(manager->signals[i]);
	sd_event_unref(manager->event);
	snapshot_unref(manager->snapshot);
	free(manager);
	return NULL;
}

static void tell_ready(const Manager *manager) {
	const Catalog *catalog = snapshot_catalog(manager->snapshot);

	(void)sd_notifyf(false, "READY=1\nSTATUS=Serving %zu products with %zu releases.",
		catalog_n_products(catalog), catalog_n_releases(catalog));
}

int manager_run(Manager *manager) {
	int r = bus_request_name(manager->bus);

	if (r < 0) {
		log_message(LOG_ERR, "Cannot own the name on the bus: %s", strerror(-r));
		return r;
	}
	tell_ready(manager);
	r = sd_event_loop(manager->event);
	(void)sd_notify(false, "STOPPING=1");
	if (r < 0)
		log_message(LOG_ERR, "The connection to the bus ended: %s", strerror(-r));
	return r;
}
