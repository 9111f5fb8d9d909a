/* SPDX-License-Identifier: MIT */
/*
 * busload SUBCOMMAND...: the clients of the benchmark; busload.h lists what they do.
 *
 * Runs on the system bus, which with-bus makes a private one.
 */
#include "busload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-util.h"

static int find_process(sd_bus *bus, const char *name, pid_t *ret_pid) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	uint32_t pid;
	int r = sd_bus_call_method(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
		"org.freedesktop.DBus", "GetConnectionUnixProcessID", &error, &reply, "s", name);

	if (r >= 0)
		r = sd_bus_message_read(reply, "u", &pid);
	if (r < 0)
		return bench_complain(r, "the process of %s", name);
	*ret_pid = (pid_t)pid;
	return 0;
}

/* dbus-broker names its launcher; the one who works is the launcher's only child. */
static pid_t find_worker(pid_t pid) {
	_cleanup_(fclosep) FILE *file = NULL;
	char path[64];
	int child;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid, (int)pid);
	file = fopen(path, "re");
	return file && fscanf(file, "%d", &child) == 1 ? child : pid;
}

int ends_find(sd_bus *bus, const char *name, Ends *ret_ends) {
	int r = find_process(bus, name, &ret_ends->service);

	if (r >= 0)
		r = find_process(bus, "org.freedesktop.DBus", &ret_ends->bus);
	if (r >= 0)
		ret_ends->bus = find_worker(ret_ends->bus);
	return r;
}

EndsCpu ends_cpu(const Ends *ends) {
	return (EndsCpu){
		.service = bench_process_cpu_nsec(ends->service),
		.bus = bench_process_cpu_nsec(ends->bus),
	};
}

void ends_cpu_add(const Ends *ends, EndsCpu before, EndsCpu *sum) {
	EndsCpu now = ends_cpu(ends);

	sum->service += now.service - before.service;
	sum->bus += now.bus - before.bus;
}

void ends_print(EndsCpu sum, size_t n_calls) {
	printf(" service_us=%.2f bus_us=%.2f", (double)sum.service / 1e3 / (double)n_calls,
		(double)sum.bus / 1e3 / (double)n_calls);
}

typedef struct Subcommand {
	const char *name;
	int (*run)(sd_bus *bus, int argc, char *argv[]);
	int min_args; /* behind the name */
	const char *usage;
} Subcommand;

static const Subcommand subcommands[] = {
	{ "lat", load_latency, 2, "N CALL..." },
	{ "big", load_big, 2, "N CALL..." },
	{ "thr", load_throughput, 4, "CLIENTS DEPTH N CALL" },
	{ "hol", load_head_of_line, 3, "N CALL HEAVY" },
	{ "fan", load_fan, 3, "LISTENERS N WHO..." },
	{ "fan-changes", load_fan_changes, 3, "K N DIR [dispatches]" },
	{ "every-method", load_every_method, 0, "" },
	{ "dump-first", load_dump_first, 1, "1|N [ping|FILE]" },
	{ "reload-one", load_reload_one, 2, "N FILE" },
	{ "one", load_one, 1, "CALL" },
};

static int usage(void) {
	(void)fprintf(stderr, "Usage:\n");
	for (size_t i = 0; i < ELEMENTSOF(subcommands); i++)
		(void)fprintf(
			stderr, "  busload %s %s\n", subcommands[i].name, subcommands[i].usage);
	(void)fprintf(stderr, "Calls:");
	for (size_t i = 0; bus_call_name(i); i++)
		(void)fprintf(stderr, " %s", bus_call_name(i));
	(void)fprintf(stderr, "\n");
	return 2;
}

static const Subcommand *find_subcommand(int argc, char *argv[]) {
	for (size_t i = 0; argc > 1 && i < ELEMENTSOF(subcommands); i++)
		if (strcmp(argv[1], subcommands[i].name) == 0 &&
			argc - 2 >= subcommands[i].min_args)
			return &subcommands[i];
	return NULL;
}

int main(int argc, char *argv[]) {
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	const Subcommand *subcommand = find_subcommand(argc, argv);
	int r;

	if (!subcommand)
		return usage();
	r = sd_bus_open_system(&bus);
	if (r < 0)
		(void)bench_complain(r, "the bus");
	else
		r = subcommand->run(bus, argc - 2, argv + 2);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
