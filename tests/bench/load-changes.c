/* SPDX-License-Identifier: MIT */
/*
 * busload fan-changes K N DIR [dispatches]: K objects change at once.
 *
 * DIR is a data directory of the daemon's that may be written to. A product with K releases is put
 * there; then one property of each changes, N times. Between these the file changes in a comment
 * alone: the daemon reads it as well and announces nothing, and what that costs is taken off, round
 * by round.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench-peer.h"
#include "bench-util.h"
#include "busload.h"
#include "data-change.h"
#include "dbus/bus-names.h"
#include "dispatch-log.h"
#include "listeners.h"
#include "pinger.h"
#include "private-bus.h"

/* So many listen, each to one object. */
#define N_LISTENERS 100

/* Reading, comparing and keeping the state is one dispatch, and takes longer than this, in
 * microseconds, with any data; what comes behind it is announcing. */
#define READING_USEC 1000

typedef struct Changes {
	sd_bus *bus;
	DispatchLog *dispatches; /* NULL: they are not looked at */
	BusCall reload;
	Ends ends;
	char *path; /* of the file */
	size_t k, n;
	unsigned version, comment;
	Listeners listeners;
	double *each_usec; /* n; as the others */
	double *announced_usec, *silent_usec, *dispatch_usec, *announcing_usec, *wait_usec;
} Changes;

static void changes_deinit(Changes *changes) {
	bus_call_deinit(&changes->reload);
	if (changes->path)
		(void)unlink(changes->path);
	free(changes->path);
	listeners_deinit(&changes->listeners);
	free(changes->announced_usec);
	free(changes->silent_usec);
	free(changes->each_usec);
	free(changes->announcing_usec);
	free(changes->dispatch_usec);
	free(changes->wait_usec);
}

static int write_and_reload(Changes *changes, double *ret_service_usec) {
	int r = data_write_many(changes->path, changes->k, changes->version, changes->comment);
	uint64_t cpu = ends_cpu(&changes->ends).service;

	if (r >= 0)
		r = bus_call_run(&changes->reload, changes->bus, NULL);
	*ret_service_usec = (double)(ends_cpu(&changes->ends).service - cpu) / 1e3;
	return r;
}

static size_t n_heard(const Changes *changes) {
	return changes->k < changes->listeners.n ? changes->k : changes->listeners.n;
}

/* The longest dispatch of a change, and how long somebody else waits meanwhile. */
static int one_round_of_dispatches(Changes *changes, size_t i) {
	Pinger pinger = PINGER_INIT;
	double ignored;
	int r, q;

	changes->version++;
	r = pinger_start(&pinger);
	if (r < 0)
		return bench_complain(r, "a change of %zu objects", changes->k);
	dispatch_log_reset(changes->dispatches);
	r = write_and_reload(changes, &ignored);
	q = pinger_stop(&pinger, &changes->wait_usec[i]);
	if (r >= 0)
		r = dispatch_log_longest(changes->dispatches, &changes->dispatch_usec[i]);
	if (r >= 0)
		r = dispatch_log_longest_behind(
			changes->dispatches, READING_USEC, &changes->announcing_usec[i]);
	if (r >= 0)
		r = listeners_wait(&changes->listeners, n_heard(changes));
	return r < 0 ? r : q;
}

static int one_round(Changes *changes, size_t i) {
	int r;

	changes->comment++;
	r = write_and_reload(changes, &changes->silent_usec[i]);
	changes->version++;
	if (r >= 0)
		r = write_and_reload(changes, &changes->announced_usec[i]);
	if (r >= 0)
		r = listeners_wait(&changes->listeners, n_heard(changes));
	changes->each_usec[i] =
		(changes->announced_usec[i] - changes->silent_usec[i]) / (double)changes->k;
	if (r >= 0 && changes->dispatches)
		r = one_round_of_dispatches(changes, i);
	return r;
}

static int subscribe(Changes *changes) {
	int r = listeners_open(&changes->listeners, N_LISTENERS);

	for (size_t i = 0; i < n_heard(changes) && r >= 0; i++) {
		_cleanup_(freep) char *path = data_many_release_path(i), *rule = NULL;

		if (!path || asprintf(&rule,
				     "type='signal',path='%s',"
				     "interface='org.freedesktop.DBus.Properties'",
				     path) < 0)
			return -ENOMEM;
		r = listener_add_match(&changes->listeners, i, rule);
	}
	return r;
}

static int prepare(Changes *changes, const char *dir) {
	double ignored;
	int r;

	changes->announced_usec = calloc(changes->n, sizeof(double));
	changes->silent_usec = calloc(changes->n, sizeof(double));
	changes->dispatch_usec = calloc(changes->n, sizeof(double));
	changes->announcing_usec = calloc(changes->n, sizeof(double));
	changes->each_usec = calloc(changes->n, sizeof(double));
	changes->wait_usec = calloc(changes->n, sizeof(double));
	if (!changes->announced_usec || !changes->silent_usec || !changes->dispatch_usec ||
		!changes->announcing_usec || !changes->each_usec || !changes->wait_usec ||
		asprintf(&changes->path, "%s/eold-bench-changes.md", dir) < 0)
		return bench_complain(-ENOMEM, "times");
	r = bus_call_init(&changes->reload, "reload", changes->bus, 0);
	if (r >= 0)
		r = ends_find(changes->bus, EOLD_BUS_NAME, &changes->ends);
	if (r >= 0)
		r = write_and_reload(changes, &ignored);
	return r < 0 ? r : subscribe(changes);
}

/* What one PropertiesChanged costs the companion: a thousand in one call. */
static int measure_unit(sd_bus *bus, double *ret_usec) {
	enum { TIMES = 21, SIGNALS = 1000 };
	_cleanup_(bus_call_deinit) BusCall change = BUS_CALL_INIT;
	double usec[TIMES];
	Ends ends;
	int r = bus_call_init(&change, "change", bus, SIGNALS);

	if (r >= 0)
		r = ends_find(bus, BENCH_PEER_NAME, &ends);
	for (size_t i = 0; i < TIMES && r >= 0; i++) {
		uint64_t cpu = ends_cpu(&ends).service;

		r = bus_call_run(&change, bus, NULL);
		usec[i] = (double)(ends_cpu(&ends).service - cpu) / 1e3 / SIGNALS;
	}
	if (r >= 0)
		*ret_usec = bench_quantile(usec, TIMES, 0.5);
	return r;
}

int load_fan_changes(sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(changes_deinit) Changes changes = { .bus = bus, .listeners = LISTENERS_INIT };
	double unit = 0;
	int r = 0;

	if (argc > 3 && !(changes.dispatches = dispatch_log_open()))
		return -ENOENT;
	if (bench_parse_count(argv[0], "objects", &changes.k) < 0 ||
		bench_parse_count(argv[1], "times", &changes.n) < 0)
		return -EINVAL;
	r = measure_unit(bus, &unit);
	if (r >= 0)
		r = prepare(&changes, argv[2]);
	for (size_t i = 0; i < changes.n && r >= 0; i++)
		r = one_round(&changes, i);
	if (r < 0)
		return r;

	printf("fan-changes %zu announced_us=%.1f silent_us=%.1f each_us=%.3f unit_us=%.3f "
	       "dispatch_us=%.1f announcing_us=%.1f wait_us=%.1f heard=%zu\n",
		changes.k, bench_quantile(changes.announced_usec, changes.n, 0.5),
		bench_quantile(changes.silent_usec, changes.n, 0.5),
		bench_quantile(changes.each_usec, changes.n, 0.5), unit,
		bench_quantile(changes.dispatch_usec, changes.n, 0.5),
		bench_quantile(changes.announcing_usec, changes.n, 0.5),
		bench_quantile(changes.wait_usec, changes.n, 0.5), n_heard(&changes));
	return 0;
}
