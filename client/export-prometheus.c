/* SPDX-License-Identifier: MIT */
#include "export-prometheus.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "answer.h"
#include "export-data.h"
#include "manager.h"
#include "phase.h"
#include "text.h"

/*
 * A date is the last day that is still covered; a _timestamp_seconds here is the first second that
 * is not, 00:00:00 UTC of the day after. What has no date has no such sample. Without --all only
 * this host and what is tracked make labels.
 */

typedef struct Metric {
	const char *name;
	const char *help;
} Metric;

static const Metric build_info = { "eold_info", "The eold that answered" };
static const Metric data_time = { "eold_data_timestamp_seconds",
	"The day of the newest fact in the data" };
static const Metric data_stale = { "eold_data_stale",
	"Whether the data is older than configured: every answer deserves a doubt" };
static const Metric load_errors = { "eold_load_errors",
	"Files and parts of files that eold refused" };
static const Metric unmatched = { "eold_tracked_unmatched",
	"Things to be tracked that are not in the data" };
static const Metric products = { "eold_products", "Products that eold knows" };
static const Metric releases_known = { "eold_releases", "Releases that eold knows" };
static const Metric day_time = { "eold_day_timestamp_seconds",
	"The day for which everything here was judged" };
static const Metric written = { "eold_export_timestamp_seconds", "When these metrics were made" };
static const Metric host_info = { "eold_host_info", "The running system and its release" };
static const Metric host_status = { "eold_host_status",
	"Status of the host's release: upcoming, active, security, extended, eol or unknown" };
static const Metric host_supported = { "eold_host_supported",
	"Whether the host is supported; 0, too, where nobody knows" };
static const Metric host_end = { "eold_host_support_end_timestamp_seconds",
	"First second after the host's last day of support" };
static const Metric host_superseded = { "eold_host_point_release_superseded",
	"Whether a newer point release is out" };
static const Metric release_info = { "eold_release_info", "A release, with names for people" };
static const Metric release_status = { "eold_release_status",
	"Status of a release: upcoming, active, security, extended, eol or unknown" };
static const Metric release_supported = { "eold_release_supported",
	"Whether a release is supported; 0, too, where nobody knows" };
static const Metric release_tracked = { "eold_release_tracked",
	"Whether this host or its administrator tracks the release" };
static const Metric milestone_time = { "eold_release_milestone_timestamp_seconds",
	"First second after the last day before a milestone (lts, eoas, eol, eoes, discontinued)" };
static const Metric milestone_reached = { "eold_release_milestone_reached",
	"Whether a milestone is reached" };

/* ---- samples ------------------------------------------------------------------------------ */

void prometheus_append_label(StrBuf *labels, const char *name, const char *value) {
	_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;

	text_append_clean(&clean, value, false);
	(void)strbuf_printf(labels, "%s%s=\"", labels->len > 0 ? "," : "", name);
	for (const char *p = strbuf_cstr(&clean); *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			(void)strbuf_append_byte(labels, '\\');
		(void)strbuf_append_byte(labels, *p);
	}
	(void)strbuf_append_byte(labels, '"');
}

static void write_head(FILE *out, const Metric *metric) {
	fprintf(out, "# HELP %s %s.\n# TYPE %s gauge\n", metric->name, metric->help, metric->name);
}

/* Labels may be NULL. */
static void write_sample(FILE *out, const Metric *metric, const StrBuf *labels, int64_t value) {
	fputs(metric->name, out);
	if (labels && labels->len > 0)
		fprintf(out, "{%s}", strbuf_cstr(labels));
	fprintf(out, " %" PRId64 "\n", value);
}

static void write_one(FILE *out, const Metric *metric, int64_t value) {
	write_head(out, metric);
	write_sample(out, metric, NULL, value);
}

static int64_t day_start(CivilDay day) {
	return (int64_t)day * 86400;
}

/* ---- eold and its data -------------------------------------------------------------------- */

static void write_manager(const Export *export, FILE *out) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;
	_cleanup_(json_decrefp) json_t *missing = export_unmatched(export);
	const json_t *manager = export->manager;

	prometheus_append_label(&labels, "version", value_str(manager, "Version"));
	write_head(out, &build_info);
	write_sample(out, &build_info, &labels, 1);
	write_one(out, &data_time, value_int(manager, "DataUSec") / 1000000);
	write_one(out, &data_stale, value_bool(manager, "DataStale"));
	write_one(out, &load_errors,
		(int64_t)json_array_size(json_object_get(manager, "LoadErrors")));
	write_one(out, &unmatched, (int64_t)json_array_size(missing));
	write_one(out, &products, value_int(manager, "ProductCount"));
	write_one(out, &releases_known, value_int(manager, "ReleaseCount"));
	write_one(out, &day_time, day_start(export->day));
	write_one(out, &written, (int64_t)time(NULL));
}

/* ---- the host ----------------------------------------------------------------------------- */

static void write_host(const json_t *host, FILE *out) {
	_cleanup_(strbuf_deinit) StrBuf info = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf status = STRBUF_INIT;
	const char *point = value_str(host, "PointRelease");
	CivilDay end;

	prometheus_append_label(&info, "os_id", value_str(host, "OsId"));
	prometheus_append_label(&info, "os_version_id", value_str(host, "OsVersionId"));
	prometheus_append_label(&info, "pretty_name", value_str(host, "OsPrettyName"));
	prometheus_append_label(&info, "product", value_str(host, "ProductName"));
	prometheus_append_label(&info, "release", value_str(host, "Cycle"));
	prometheus_append_label(&info, "source", value_str(host, "SupportedUntilSource"));
	write_head(out, &host_info);
	write_sample(out, &host_info, &info, 1);
	prometheus_append_label(&status, "status", phase_known(value_str(host, "Status")));
	write_head(out, &host_status);
	write_sample(out, &host_status, &status, 1);
	write_one(out, &host_supported, export_is_supported(host));
	if (civil_day_parse(value_str(host, "SupportedUntil"), &end) == 0)
		write_one(out, &host_end, day_start(end) + 86400);
	if (strcmp(point, "superseded") == 0 || strcmp(point, "current") == 0)
		write_one(out, &host_superseded, strcmp(point, "superseded") == 0);
}

/* ---- releases ----------------------------------------------------------------------------- */

static void append_release(StrBuf *labels, const json_t *release) {
	prometheus_append_label(labels, "product", value_str(release, "ProductName"));
	prometheus_append_label(labels, "release", value_str(release, "Name"));
}

static void write_info(FILE *out, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;

	append_release(&labels, release);
	prometheus_append_label(&labels, "product_label", value_str(release, "ProductLabel"));
	prometheus_append_label(&labels, "label", value_str(release, "Label"));
	prometheus_append_label(&labels, "category", value_str(release, "Category"));
	prometheus_append_label(&labels, "latest", value_str(release, "Latest"));
	write_sample(out, &release_info, &labels, 1);
}

static void write_status(FILE *out, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;

	append_release(&labels, release);
	prometheus_append_label(&labels, "status", phase_known(value_str(release, "Status")));
	write_sample(out, &release_status, &labels, 1);
}

static void write_supported(FILE *out, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;

	append_release(&labels, release);
	write_sample(out, &release_supported, &labels, export_is_supported(release));
}

static void write_tracked(FILE *out, const json_t *release) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;

	append_release(&labels, release);
	write_sample(out, &release_tracked, &labels, value_bool(release, "Tracked"));
}

/* A phase is an array of whether it is reached and of its date, which may be "". */
static void write_milestones(FILE *out, const json_t *release, const Metric *metric) {
	json_t *phases = json_object_get(release, "Phases"), *phase;
	const char *milestone;

	json_object_foreach(phases, milestone, phase) {
		_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;
		CivilDay day;

		append_release(&labels, release);
		prometheus_append_label(&labels, "milestone", milestone);
		if (metric == &milestone_reached)
			write_sample(out, metric, &labels, value_bool_at(phase, 0));
		else if (civil_day_parse(value_str_at(phase, 1), &day) == 0)
			write_sample(out, metric, &labels, day_start(day) + 86400);
	}
}

static void write_times(FILE *out, const json_t *release) {
	write_milestones(out, release, &milestone_time);
}

static void write_reached(FILE *out, const json_t *release) {
	write_milestones(out, release, &milestone_reached);
}

/* The samples of a metric must stand together. */
static void write_releases(const json_t *releases, FILE *out) {
	static const struct {
		const Metric *metric;
		void (*write)(FILE *out, const json_t *release);
	} families[] = {
		{ &release_info, write_info },
		{ &release_status, write_status },
		{ &release_supported, write_supported },
		{ &release_tracked, write_tracked },
		{ &milestone_time, write_times },
		{ &milestone_reached, write_reached },
	};
	size_t at;
	json_t *release;

	for (size_t i = 0; i < ELEMENTSOF(families); i++) {
		write_head(out, families[i].metric);
		json_array_foreach((json_t *)releases, at, release) families[i].write(out, release);
	}
}

static int write_prometheus(Export *export) {
	_cleanup_(json_decrefp) json_t *host = NULL, *releases = NULL;
	App *app = export->app;

	if (manager_get_host(app, NULL, &host) < 0 || export_releases(export, &releases) < 0)
		return VERB_FAILED;
	write_manager(export, app->out);
	write_host(host, app->out);
	write_releases(releases, app->out);
	return VERB_OK;
}

const ExportFormat export_prometheus = {
	.name = "prometheus",
	.write = write_prometheus,
};
