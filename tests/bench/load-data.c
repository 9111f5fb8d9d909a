/* SPDX-License-Identifier: MIT */
/*
 * busload dump-first and reload-one: what follows a change of the data.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-util.h"
#include "busload.h"
#include "data-change.h"
#include "dbus/bus-names.h"
#include "dispatch-log.h"
#include "pinger.h"

/* What was seen of one call, made several times. */
typedef struct Series {
	double *service_usec, *wall_usec;
	size_t n;
} Series;

static int series_init(Series *series, size_t n) {
	series->service_usec = calloc(n, sizeof(double));
	series->wall_usec = calloc(n, sizeof(double));
	return series->service_usec && series->wall_usec ? 0 : bench_complain(-ENOMEM, "times");
}

static void series_deinit(Series *series) {
	free(series->service_usec);
	free(series->wall_usec);
}

static void series_print(const char *what, const char *name, Series *series) {
	printf("%s %s service_us=%.1f wall_us=%.1f n=%zu\n", what, name,
		bench_quantile(series->service_usec, series->n, 0.5),
		bench_quantile(series->wall_usec, series->n, 0.5), series->n);
}

/* The call, and the CPU that the daemon spent for it up to a moment after the answer. */
static int timed_call(const BusCall *call, sd_bus *bus, const Ends *ends, Series *series) {
	const struct timespec settle = { .tv_nsec = 20000000 };
	uint64_t cpu = ends_cpu(ends).service, begin = bench_now_nsec();
	int r = bus_call_run(call, bus, NULL);

	series->wall_usec[series->n] = (double)(bench_now_nsec() - begin) / 1e3;
	(void)nanosleep(&settle, NULL);
	series->service_usec[series->n++] = (double)(ends_cpu(ends).service - cpu) / 1e3;
	return r;
}

/* Changes the file and has it read, without measuring. */
static int change_and_reload(const DataFile *file, bool changed, sd_bus *bus) {
	_cleanup_(bus_call_deinit) BusCall reload = BUS_CALL_INIT;
	int r = data_file_set_latest(file, changed);

	if (r >= 0)
		r = bus_call_init(&reload, "reload", bus, 0);
	return r < 0 ? r : bus_call_run(&reload, bus, NULL);
}

typedef struct Beside {
	double dispatch_usec; /* the longest dispatch while the document is made */
	double wait_usec; /* the longest that somebody waits for a Ping meanwhile */
} Beside;

static int dump_beside_pinger(
	const BusCall *dump, sd_bus *bus, DispatchLog *dispatches, Beside *ret) {
	Pinger pinger = PINGER_INIT;
	int r = pinger_start(&pinger), q;

	if (r < 0)
		return r;
	dispatch_log_reset(dispatches);
	r = bus_call_run(dump, bus, NULL);
	q = pinger_stop(&pinger, &ret->wait_usec);
	if (r >= 0)
		r = dispatch_log_longest(dispatches, &ret->dispatch_usec);
	return r < 0 ? r : q;
}

static int dump_after_changes(
	const BusCall *dump, sd_bus *bus, const Ends *ends, size_t n, const char *path) {
	_cleanup_(data_file_restore) DataFile file = DATA_FILE_INIT;
	_cleanup_(series_deinit) Series series = { 0 };
	_cleanup_(freep) double *dispatch = calloc(n, sizeof(double));
	DispatchLog *dispatches = dispatch_log_open();
	Beside beside = { 0 };
	int r = dispatch && dispatches ? series_init(&series, n) : -ENOMEM;

	if (r >= 0)
		r = data_file_open(&file, path);
	/* The first document is made from all; it is not what is measured here. */
	if (r >= 0)
		r = bus_call_run(dump, bus, NULL);
	for (size_t i = 0; i < n && r >= 0; i++) {
		r = change_and_reload(&file, true, bus);
		if (r >= 0)
			r = timed_call(dump, bus, ends, &series);
		if (r >= 0)
			r = change_and_reload(&file, false, bus);
		if (r >= 0)
			r = dump_beside_pinger(dump, bus, dispatches, &beside);
		dispatch[i] = beside.dispatch_usec;
	}
	if (r < 0)
		return r;
	series_print("dump-first", "changed", &series);
	printf("dump-first changed-dispatch us=%.1f\n", bench_quantile(dispatch, n, 0.5));
	return 0;
}

/* The first document of all, with somebody else who calls. */
static int first_beside_pinger(const BusCall *dump, sd_bus *bus) {
	DispatchLog *dispatches = dispatch_log_open();
	Beside beside;
	int r = dispatches ? dump_beside_pinger(dump, bus, dispatches, &beside) : -ENOENT;

	if (r >= 0)
		printf("dump-first dispatch us=%.1f wait_us=%.1f\n", beside.dispatch_usec,
			beside.wait_usec);
	return r;
}

int load_dump_first(sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(bus_call_deinit) BusCall dump = BUS_CALL_INIT;
	_cleanup_(series_deinit) Series series = { 0 };
	Ends ends;
	size_t n;
	int r = bench_parse_count(argv[0], "times", &n);

	if (r >= 0)
		r = bus_call_init(&dump, "dump", bus, 0);
	if (r >= 0)
		r = ends_find(bus, EOLD_BUS_NAME, &ends);
	if (r >= 0 && argc > 1 && strcmp(argv[1], "ping") != 0)
		return dump_after_changes(&dump, bus, &ends, n, argv[1]);
	if (r >= 0 && argc > 1)
		return first_beside_pinger(&dump, bus);
	if (r >= 0)
		r = series_init(&series, 1);
	if (r >= 0)
		r = timed_call(&dump, bus, &ends, &series);
	if (r >= 0)
		series_print("dump-first", "whole", &series);
	return r;
}

int load_reload_one(sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(data_file_restore) DataFile file = DATA_FILE_INIT;
	_cleanup_(bus_call_deinit) BusCall reload = BUS_CALL_INIT;
	_cleanup_(series_deinit) Series changed = { 0 }, same = { 0 };
	Ends ends;
	size_t n;
	int r = bench_parse_count(argv[0], "times", &n);

	if (r >= 0)
		r = data_file_open(&file, argv[1]);
	if (r >= 0)
		r = bus_call_init(&reload, "reload", bus, 0);
	if (r >= 0)
		r = ends_find(bus, EOLD_BUS_NAME, &ends);
	if (r >= 0)
		r = series_init(&changed, n);
	if (r >= 0)
		r = series_init(&same, n);
	for (size_t i = 0; i < n && r >= 0; i++) {
		r = data_file_set_latest(&file, i % 2 == 0);
		if (r >= 0)
			r = timed_call(&reload, bus, &ends, &changed);
		if (r >= 0)
			r = timed_call(&reload, bus, &ends, &same);
	}
	if (r < 0)
		return r;
	series_print("reload-one", "changed", &changed);
	series_print("reload-one", "same", &same);
	return 0;
}
