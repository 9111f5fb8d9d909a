/* SPDX-License-Identifier: MIT */
/*
 * start-to-name --eold=PATH --data=DIR [ARG]...  or  start-to-name --name=NAME CMD...: what a
 * service costs from its start until it owns its name.
 *
 * The bus is that of DBUS_SYSTEM_BUS_ADDRESS, so that starting a bus is not measured: run it under
 * with-bus. The daemon's state is kept in EOLD_BENCH_DIR, the bus's directory, from one start to
 * the next: that is how a daemon starts, all its life long but once.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench-util.h"
#include "dbus/bus-names.h"
#include "pair.h"
#include "private-bus.h"
#include "service.h"

typedef struct Options {
	const char *eold, *data, *name;
	char **rest;
} Options;

static int parse(Options *options, int argc, char *argv[]) {
	static const struct option names[] = {
		{ "eold", required_argument, NULL, 'e' },
		{ "data", required_argument, NULL, 'd' },
		{ "name", required_argument, NULL, 'n' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) >= 0) {
		if (option == 'e')
			options->eold = optarg;
		else if (option == 'd')
			options->data = optarg;
		else if (option == 'n')
			options->name = optarg;
		else
			return -EINVAL;
	}
	options->rest = argv + optind;
	if (options->eold)
		return options->data && !options->name ? 0 : -EINVAL;
	return options->name && optind < argc ? 0 : -EINVAL;
}

static int start(const Options *options, Service *service) {
	_cleanup_(eold_args_deinit) EoldArgs args = EOLD_ARGS_INIT;
	const char *dir = getenv(PRIVATE_BUS_DIR_ENV);
	int r;

	if (!options->eold)
		return service_start(options->rest, options->name, service);
	if (!dir)
		return bench_complain(-ENOENT, "%s", PRIVATE_BUS_DIR_ENV);
	r = eold_args_init(&args, options->eold, options->data, dir, options->rest);
	return r < 0 ? r : service_start(args.argv, EOLD_BUS_NAME, service);
}

static void report(const Service *service) {
	const PairReport report = {
		.cpu_nsec = service->cpu_nsec,
		.wall_nsec = service->wall_nsec,
	};
	const char *fd = getenv(PAIR_REPORT_ENV);

	if (fd)
		(void)!write(atoi(fd), &report, sizeof(report));
	printf("start-to-name cpu_ms=%.3f wall_ms=%.3f\n", (double)service->cpu_nsec / 1e6,
		(double)service->wall_nsec / 1e6);
}

int main(int argc, char *argv[]) {
	_cleanup_(service_stop) Service service = SERVICE_INIT;
	Options options = { 0 };

	if (parse(&options, argc, argv) < 0) {
		(void)fprintf(stderr, "Usage: start-to-name --eold=PATH --data=DIR [ARG]...\n"
				      "       start-to-name --name=NAME CMD...\n");
		return 2;
	}
	if (start(&options, &service) < 0)
		return EXIT_FAILURE;
	report(&service);
	return EXIT_SUCCESS;
}
