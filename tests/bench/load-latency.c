/* SPDX-License-Identifier: MIT */
/*
 * busload lat and big: how long an answer takes.
 *
 * The calls are interleaved, one of each and again, so that whatever disturbs the machine disturbs
 * all of them. CPU is counted apart: in lat by blocks of the same call, since the two ends are not
 * yet at rest when a short answer is here; in big around each call, which is long enough.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-util.h"
#include "busload.h"
#include "raw-bus.h"

#define MAX_CALLS 24

typedef struct Measured {
	BusCall call;
	Ends ends;
	double *usec; /* one for each round */
	EndsCpu cpu;
	size_t n_cpu; /* calls that cpu is the sum of */
	ssize_t body_size; /* of the answer; negative: not known, it passes a descriptor */
} Measured;

typedef struct Plan {
	Measured measured[MAX_CALLS];
	size_t n_measured;
	size_t order[MAX_CALLS];
	uint64_t random;
	size_t rounds;
	bool big;
} Plan;

static void plan_deinit(Plan *plan) {
	for (size_t i = 0; i < plan->n_measured; i++) {
		bus_call_deinit(&plan->measured[i].call);
		free(plan->measured[i].usec);
	}
}

static int call_once(sd_bus *bus, const Measured *measured, double *ret_usec) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	uint64_t begin = bench_now_nsec();
	int r = bus_call_run(&measured->call, bus, &reply);

	*ret_usec = (double)(bench_now_nsec() - begin) / 1e3;
	return r;
}

/* Size of the answer's body, or -1: an answer with a descriptor does not get through to a
 * connection that cannot take it. */
static ssize_t probe_size(const BusCall *call, sd_bus *bus, RawBus *raw) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;

	if (bus_call_run(call, bus, &reply) < 0 ||
		strchr(sd_bus_message_get_signature(reply, /* complete= */ true), 'h'))
		return -1;
	return raw_bus_call(raw, call);
}

static int add_call(Plan *plan, sd_bus *bus, RawBus *raw, const char *name) {
	size_t n = plan->n_measured;
	Measured *measured = &plan->measured[n];
	ssize_t before = n > 0 ? plan->measured[n - 1].body_size : -1;
	int r;

	if (n >= MAX_CALLS)
		return bench_complain(-E2BIG, "calls");
	/* The body of the answer "bytes" has its length in front. */
	r = bus_call_init(&measured->call, name, bus, before > 4 ? (size_t)before - 4 : 65536);
	if (r < 0)
		return r;
	plan->order[n] = n;
	plan->n_measured++;
	measured->usec = calloc(plan->rounds, sizeof(double));
	if (!measured->usec)
		return -ENOMEM;
	/* The first of each is not measured: caches, the document, memory from the kernel. */
	r = call_once(bus, measured, &measured->usec[0]);
	if (r >= 0)
		r = ends_find(bus, measured->call.destination, &measured->ends);
	if (r >= 0)
		measured->body_size = probe_size(&measured->call, bus, raw);
	return r;
}

static int make_plan(Plan *plan, sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(raw_bus_close) RawBus raw = RAW_BUS_INIT;
	int r = bench_parse_count(argv[0], "rounds", &plan->rounds);

	if (r >= 0)
		r = raw_bus_open(&raw);
	for (int i = 1; i < argc && r >= 0; i++)
		r = add_call(plan, bus, &raw, argv[i]);
	return r;
}

/* Another order for each round: what a call leaves in the caches must not always meet the same
 * successor. */
static void shuffle(Plan *plan) {
	for (size_t i = plan->n_measured; i > 1; i--) {
		plan->random = plan->random * 6364136223846793005u + 1442695040888963407u;

		size_t j = (plan->random >> 33) % i, swapped = plan->order[i - 1];

		plan->order[i - 1] = plan->order[j];
		plan->order[j] = swapped;
	}
}

static int one_round(Plan *plan, sd_bus *bus, size_t round) {
	shuffle(plan);
	for (size_t i = 0; i < plan->n_measured; i++) {
		Measured *measured = &plan->measured[plan->order[i]];
		EndsCpu before = { 0 };

		if (plan->big)
			before = ends_cpu(&measured->ends);

		int r = call_once(bus, measured, &measured->usec[round]);

		if (r < 0)
			return r;
		if (plan->big) {
			ends_cpu_add(&measured->ends, before, &measured->cpu);
			measured->n_cpu++;
		}
	}
	return 0;
}

/* A block of the same call, to see what it costs each end. */
static int count_cpu(Measured *measured, sd_bus *bus, size_t n) {
	EndsCpu before = ends_cpu(&measured->ends);
	double usec;
	int r = 0;

	for (size_t i = 0; i < n && r >= 0; i++)
		r = call_once(bus, measured, &usec);
	ends_cpu_add(&measured->ends, before, &measured->cpu);
	measured->n_cpu = n;
	return r;
}

static int measure(Plan *plan, sd_bus *bus) {
	size_t warm_up = plan->big ? 1 : plan->rounds / 20 + 1;
	int r = 0;

	for (size_t i = 0; i < warm_up && i < plan->rounds && r >= 0; i++)
		r = one_round(plan, bus, i);
	for (size_t i = 0; i < plan->n_measured; i++) {
		plan->measured[i].cpu = (EndsCpu){ 0 };
		plan->measured[i].n_cpu = 0;
	}
	for (size_t i = 0; i < plan->rounds && r >= 0; i++)
		r = one_round(plan, bus, i);
	for (size_t i = 0; !plan->big && i < plan->n_measured && r >= 0; i++)
		r = count_cpu(&plan->measured[i], bus, plan->rounds / 10 + 1);
	return r;
}

static void print_plan(Plan *plan) {
	double first = 0;

	for (size_t i = 0; i < plan->n_measured; i++) {
		Measured *measured = &plan->measured[i];
		double p50 = bench_quantile(measured->usec, plan->rounds, 0.5);
		double p99 = bench_quantile(measured->usec, plan->rounds, 0.99);

		if (i == 0)
			first = p50;
		printf("%s %s p50_us=%.2f p99_us=%.2f ratio=%.3f bytes=%zd",
			plan->big ? "big" : "lat", measured->call.name, p50, p99, p50 / first,
			measured->body_size);
		ends_print(measured->cpu, measured->n_cpu);
		printf("\n");
	}
}

static int run(sd_bus *bus, int argc, char *argv[], bool big) {
	_cleanup_(plan_deinit) Plan plan = { .big = big };
	int r = make_plan(&plan, bus, argc, argv);

	if (r >= 0)
		r = measure(&plan, bus);
	if (r >= 0)
		print_plan(&plan);
	return r;
}

int load_latency(sd_bus *bus, int argc, char *argv[]) {
	return run(bus, argc, argv, /* big= */ false);
}

int load_big(sd_bus *bus, int argc, char *argv[]) {
	return run(bus, argc, argv, /* big= */ true);
}
