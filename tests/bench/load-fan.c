/* SPDX-License-Identifier: MIT */
/*
 * busload fan: one signal, many listeners, and when the last of them has it.
 *
 * floor: a connection of this program sends it. peer, service: a call makes the companion (Ring) or
 * the daemon (Reload, which ends with one Reloaded) send it; what the call takes without any
 * listener to that signal is measured before and given as base_us, so that the reading of
 * directories is not taken for signalling.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-peer.h"
#include "bench-util.h"
#include "busload.h"
#include "dbus/bus-names.h"
#include "listeners.h"

#define FLOOR_INTERFACE "org.eold.bench.Floor"

typedef struct Source {
	const char *who, *call, *rule; /* call NULL: we send the signal ourselves */
} Source;

static const Source sources[] = {
	{ "floor", NULL, "type='signal',interface='" FLOOR_INTERFACE "'" },
	{ "peer", "ring", "type='signal',interface='" BENCH_PEER_INTERFACE "',member='Rung'" },
	{ "service", "reload",
		"type='signal',interface='" EOLD_INTERFACE_MANAGER "',member='Reloaded'" },
};

/* One WHO of the command line. */
typedef struct Fan {
	const Source *source;
	BusCall call;
	StrBuf bytes; /* what is sent to make it happen */
	Ends ends;
	double *usec, *base_usec, *service_usec, *base_service_usec;
} Fan;

#define MAX_FANS 4

static void fan_deinit(Fan *fan) {
	bus_call_deinit(&fan->call);
	strbuf_deinit(&fan->bytes);
	free(fan->usec);
	free(fan->base_usec);
	free(fan->service_usec);
	free(fan->base_service_usec);
}

static int fan_init(Fan *fan, const char *who, sd_bus *bus, size_t n) {
	for (size_t i = 0; i < ELEMENTSOF(sources); i++)
		if (strcmp(who, sources[i].who) == 0)
			fan->source = &sources[i];
	fan->usec = calloc(n, sizeof(double));
	fan->base_usec = calloc(n, sizeof(double));
	fan->service_usec = calloc(n, sizeof(double));
	fan->base_service_usec = calloc(n, sizeof(double));
	if (!fan->source || !fan->usec || !fan->base_usec || !fan->service_usec ||
		!fan->base_service_usec)
		return bench_complain(-EINVAL, "\"%s\"", who);
	if (!fan->source->call)
		return raw_marshal_signal(&fan->bytes, BENCH_PEER_PATH, FLOOR_INTERFACE, "Rung");

	int r = bus_call_init(&fan->call, fan->source->call, bus, 0);

	if (r >= 0)
		r = raw_marshal_call(&fan->bytes, &fan->call);
	return r < 0 ? r : ends_find(bus, fan->call.destination, &fan->ends);
}

/* How long the call takes while nobody listens. */
static int measure_base(Fan *fan, RawBus *sender, size_t i) {
	uint64_t cpu = ends_cpu(&fan->ends).service, begin = bench_now_nsec();
	ssize_t r = raw_bus_call(sender, &fan->call);

	if (r < 0)
		return bench_complain((int)r, "%s", fan->source->call);
	fan->base_usec[i] = (double)(bench_now_nsec() - begin) / 1e3;
	fan->base_service_usec[i] = (double)(ends_cpu(&fan->ends).service - cpu) / 1e3;
	return 0;
}

/* Sends once and waits for the last listener (and for the answer to the call). */
static int measure_one(Fan *fan, RawBus *sender, Listeners *listeners, size_t i) {
	uint64_t cpu = ends_cpu(&fan->ends).service, begin = bench_now_nsec();
	int r = raw_bus_send_message(sender, &fan->bytes);

	if (r >= 0)
		r = listeners_wait(listeners, listeners->n);
	fan->usec[i] = (double)(bench_now_nsec() - begin) / 1e3;
	if (r >= 0 && fan->source->call)
		r = raw_bus_wait_answer(sender);
	fan->service_usec[i] = (double)(ends_cpu(&fan->ends).service - cpu) / 1e3;
	return r < 0 ? bench_complain(r, "a signal of %s", fan->source->who) : 0;
}

static void fan_print(Fan *fan, size_t n) {
	printf("fan %s us=%.1f base_us=%.1f service_us=%.1f base_service_us=%.1f\n",
		fan->source->who, bench_quantile(fan->usec, n, 0.5),
		bench_quantile(fan->base_usec, n, 0.5), bench_quantile(fan->service_usec, n, 0.5),
		bench_quantile(fan->base_service_usec, n, 0.5));
}

/* Subscribes to those that are caused by a call, or to those that are not. */
static int add_matches(Fan fans[], size_t n_fans, Listeners *listeners, bool called) {
	int r = 0;

	for (size_t i = 0; i < n_fans && r >= 0; i++)
		if ((fans[i].source->call != NULL) == called)
			r = listeners_add_match(listeners, fans[i].source->rule);
	return r;
}

/* One of each: as a base, those that are not caused by a call still go to all listeners. So both
 * times a call finds the caches as a thousand other processes have left them. */
static int one_round(
	Fan fans[], size_t n_fans, RawBus *sender, Listeners *listeners, size_t i, bool is_base) {
	int r = 0;

	for (size_t k = 0; k < n_fans && r >= 0; k++)
		r = is_base && fans[k].source->call ? measure_base(&fans[k], sender, i)
						    : measure_one(&fans[k], sender, listeners, i);
	return r;
}

static int run(Fan fans[], size_t n_fans, size_t n_listeners, size_t n) {
	_cleanup_(listeners_deinit) Listeners listeners = LISTENERS_INIT;
	_cleanup_(raw_bus_close) RawBus sender = RAW_BUS_INIT;
	int r = raw_bus_open(&sender);

	if (r >= 0)
		r = listeners_open(&listeners, n_listeners);
	for (int is_base = 1; is_base >= 0 && r >= 0; is_base--) {
		r = add_matches(fans, n_fans, &listeners, !is_base);
		/* Each twice at first, to warm up; the first values are overwritten. */
		for (size_t round = 0; round < n + 2 && r >= 0; round++)
			r = one_round(fans, n_fans, &sender, &listeners, round < 2 ? 0 : round - 2,
				is_base);
	}
	return r;
}

int load_fan(sd_bus *bus, int argc, char *argv[]) {
	Fan fans[MAX_FANS] = { 0 };
	size_t n_listeners, n, n_fans = 0;
	int r = 0;

	if (bench_parse_count(argv[0], "listeners", &n_listeners) < 0 ||
		bench_parse_count(argv[1], "times", &n) < 0)
		return -EINVAL;
	for (int i = 2; i < argc && n_fans < MAX_FANS && r >= 0; i++)
		r = fan_init(&fans[n_fans++], argv[i], bus, n);
	if (r >= 0)
		r = run(fans, n_fans, n_listeners, n);
	for (size_t i = 0; i < n_fans; i++) {
		if (r >= 0)
			fan_print(&fans[i], n);
		fan_deinit(&fans[i]);
	}
	return r;
}
