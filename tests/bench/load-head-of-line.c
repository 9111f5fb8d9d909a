/* SPDX-License-Identifier: MIT */
/*
 * busload hol: how long others wait while one client does its worst.
 *
 * A second process loops a call without a pause; this one measures its own calls, first beside a
 * loop of the same call, then beside a loop of the heavy one, and so on in turns.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "bench-util.h"
#include "bus-call.h"
#include "busload.h"
#include "child.h"

#define TURNS 4

static _Noreturn void loop_for_ever(const char *name) {
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;
	int r;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	r = sd_bus_open_system(&bus);
	if (r >= 0)
		r = bus_call_init(&call, name, bus, 64);
	while (r >= 0)
		r = bus_call_run(&call, bus, NULL);
	_exit(EXIT_FAILURE);
}

static int start_loop(const char *name, pid_t *ret_pid) {
	const struct timespec settle = { .tv_nsec = 100000000 };

	(void)fflush(NULL);
	*ret_pid = fork();
	if (*ret_pid == 0)
		loop_for_ever(name);
	(void)nanosleep(&settle, NULL);
	return *ret_pid < 0 ? bench_complain(-errno, "fork") : 0;
}

/* Measures n calls beside a loop of the other one. */
static int measure(sd_bus *bus, const BusCall *call, const char *other, double usec[], size_t n) {
	pid_t pid;
	int r = start_loop(other, &pid);

	for (size_t i = 0; i < n && r >= 0; i++) {
		uint64_t begin = bench_now_nsec();

		r = bus_call_run(call, bus, NULL);
		usec[i] = (double)(bench_now_nsec() - begin) / 1e3;
	}
	if (child_has_ended(&pid))
		return bench_complain(-ECHILD, "the other client ended");
	child_end(&pid);
	return r;
}

static double print_line(const char *other, double usec[], size_t n, double base) {
	double p99 = bench_quantile(usec, n, 0.99);

	printf("hol %s p50_us=%.2f p99_us=%.2f max_us=%.2f ratio=%.2f\n", other,
		bench_quantile(usec, n, 0.5), p99, bench_quantile(usec, n, 1),
		base > 0 ? p99 / base : 1);
	return p99;
}

int load_head_of_line(sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;
	_cleanup_(freep) double *light = NULL, *heavy = NULL;
	size_t n;
	int r = bench_parse_count(argv[0], "calls", &n);

	if (r >= 0)
		r = bus_call_init(&call, argv[1], bus, 64);
	if (r < 0)
		return r;

	size_t slice = n / TURNS + 1;

	light = calloc(slice * TURNS, sizeof(double));
	heavy = calloc(slice * TURNS, sizeof(double));
	if (!light || !heavy)
		return bench_complain(-ENOMEM, "times");
	for (size_t turn = 0; turn < TURNS && r >= 0; turn++) {
		r = measure(bus, &call, argv[1], light + turn * slice, slice);
		if (r >= 0)
			r = measure(bus, &call, argv[2], heavy + turn * slice, slice);
	}
	if (r < 0)
		return r;

	double base = print_line(argv[1], light, slice * TURNS, 0);

	(void)print_line(argv[2], heavy, slice * TURNS, base);
	return 0;
}
