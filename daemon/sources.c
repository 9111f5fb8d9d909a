/* SPDX-License-Identifier: MIT */
#include "sources.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "document/json-heap.h"
#include "reader/source-dir.h"
#include "util/log.h"
#include "watch/watch.h"

#define CONFIG_FILE EOLD_SYSCONF_DIR "/eold.yaml"
#define CONFIG_DROPINS EOLD_SYSCONF_DIR "/eold.yaml.d"

struct Sources {
	const Options *options;
	Dataset *dataset;
	Config *config;
	Problems config_problems;
	Watch *data_watch; /* NULL where inotify is not to be had */
	Watch *os_release_watch;
	SourcesCallback callback;
	void *userdata;
};

/* ---- watching -------------------------------------------------------------------------------- */

static void on_data(void *userdata) {
	const Sources *sources = userdata;

	sources->callback(true, sources->userdata);
}

static void on_os_release(void *userdata) {
	const Sources *sources = userdata;

	sources->callback(false, sources->userdata);
}

static bool is_source(const char *name) {
	return source_kind(name) != _SOURCE_KIND_MAX;
}

static bool is_yaml(const char *name) {
	return source_kind(name) == SOURCE_YAML;
}

static int add_directories(
	Watch *watch, const char *const *directories, size_t n, WatchFilter filter) {
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++)
		r = watch_add_directory(watch, directories[i], filter);
	return r;
}

static int watch_data(Sources *sources, sd_event *event) {
	const Options *options = sources->options;
	int r = watch_new(event, on_data, sources, &sources->data_watch);

	if (r >= 0)
		r = add_directories(sources->data_watch, options->data, options->n_data, is_source);
	if (r >= 0)
		r = add_directories(
			sources->data_watch, options->overrides, options->n_overrides, is_yaml);
	if (r >= 0)
		r = watch_add_file(
			sources->data_watch, options->config ? options->config : CONFIG_FILE);
	if (r >= 0 && !options->config)
		r = watch_add_directory(sources->data_watch, CONFIG_DROPINS, is_yaml);
	return r < 0 ? r : watch_arm(sources->data_watch);
}

static int watch_os_release(Sources *sources, sd_event *event) {
	const char *own = sources->options->os_release;
	int r = watch_new(event, on_os_release, sources, &sources->os_release_watch);

	if (r >= 0)
		r = watch_add_file(sources->os_release_watch, own ? own : "/etc/os-release");
	if (r >= 0 && !own)
		r = watch_add_file(sources->os_release_watch, "/usr/lib/os-release");
	return r < 0 ? r : watch_arm(sources->os_release_watch);
}

/* ---- reading --------------------------------------------------------------------------------- */

static int read_dataset(Sources *sources) {
	const Options *options = sources->options;
	LoaderDirectories where = {
		.data = options->data,
		.n_data = options->n_data,
		.overrides = options->overrides,
		.n_overrides = options->n_overrides,
	};
	Dataset *dataset;
	int r = dataset_load(&where, sources->dataset, &dataset);

	if (r < 0)
		return r;
	if (sources->dataset && loaded_n_directories_read(dataset->loaded) == 0) {
		dataset_unref(dataset);
		return -ENOENT;
	}
	dataset_unref(sources->dataset);
	sources->dataset = dataset;
	return loaded_n_directories_read(dataset->loaded) == 0 ? -ENOENT : 0;
}

/* A configuration that does not parse keeps the last good one; at the first time, the defaults. */
static int read_config(Sources *sources) {
	const char *own = sources->options->config;
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	Config *config = NULL;
	int r = config_load(
		own ? own : CONFIG_FILE, own ? NULL : CONFIG_DROPINS, &problems, &config);

	if (r == -EBADMSG && sources->config)
		config = config_ref(sources->config);
	else if (r == -EBADMSG)
		config = config_new();
	else if (r < 0)
		return r;
	if (!config)
		return -ENOMEM;
	config_unref(sources->config);
	sources->config = config;
	problems_deinit(&sources->config_problems);
	sources->config_problems = problems;
	problems = (Problems)PROBLEMS_INIT;
	return 0;
}

int sources_read(Sources *sources) {
	int r;

	if (sources->data_watch)
		watch_settle(sources->data_watch);
	r = read_config(sources);
	if (r >= 0)
		r = read_dataset(sources);
	json_heap_release();
	return r;
}

/* What cannot be read is not known: a host whose file is gone must not look supported. */
static int read_os_release(const Sources *sources, Problems *problems, OsRelease *ret) {
	const char *path;
	int r = os_release_read(sources->options->os_release, problems, &path, ret);

	if (r < 0 && r != -ENOMEM)
		problems_add(problems, PROBLEM_DOUBT, path, NULL, 0,
			"what this host is cannot be read: %s", strerror(-r));
	return r == -ENOMEM ? r : 0;
}

int sources_snapshot(
	Sources *sources, CivilDay today, const Problems *other_problems, Snapshot **ret) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(os_release_deinit) OsRelease os_release = OS_RELEASE_INIT;
	int r;

	problems_add_all(&problems, &sources->config_problems);
	if (other_problems)
		problems_add_all(&problems, other_problems);
	r = read_os_release(sources, &problems, &os_release);
	if (r < 0)
		return r;
	return snapshot_new(sources->dataset, sources->config, &os_release, &problems, today, ret);
}

/* ---- life ------------------------------------------------------------------------------------ */

int sources_new(sd_event *event, const Options *options, SourcesCallback callback, void *userdata,
	Sources **ret) {
	_cleanup_(sources_freep) Sources *sources = calloc(1, sizeof(Sources));
	int r;

	if (!sources)
		return -ENOMEM;
	sources->options = options;
	sources->callback = callback;
	sources->userdata = userdata;
	r = watch_data(sources, event);
	if (r >= 0)
		r = watch_os_release(sources, event);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		log_message(LOG_WARNING,
			"Not all files can be watched (%s); after changes, reload by hand.",
			strerror(-r));
	*ret = TAKE_PTR(sources);
	return 0;
}

Sources *sources_free(Sources *sources) {
	if (!sources)
		return NULL;
	watch_free(sources->data_watch);
	watch_free(sources->os_release_watch);
	config_unref(sources->config);
	dataset_unref(sources->dataset);
	problems_deinit(&sources->config_problems);
	free(sources);
	return NULL;
}
