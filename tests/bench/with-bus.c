/* SPDX-License-Identifier: MIT */
/*
 * with-bus [OPTION]... CMD...: runs a command beside a daemon on a bus of its own.
 *
 * Starts the bus and what the options name, waits until each owns its name, runs the command with
 * DBUS_SYSTEM_BUS_ADDRESS set, ends everything, and exits as the command did.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-util.h"
#include "child.h"
#include "dbus/bus-names.h"
#include "dispatch-log.h"
#include "private-bus.h"
#include "service.h"

typedef struct Options {
	BusOptions bus;
	bool one_core;
	bool peer;
	bool dispatches;
	const char *eold, *data;
	const char *hostnamed;
	char *extra[SERVICE_MAX_ARGS]; /* for eold */
	size_t n_extra;
	char **command;
} Options;

/* The command while it runs, for the signal handler. */
static volatile sig_atomic_t command_pid;

static void pass_on(int signal_number) {
	if (command_pid > 0)
		(void)kill(command_pid, SIGTERM);
}

static int usage(void) {
	(void)fprintf(stderr, "Usage: with-bus [OPTION]... CMD...\n"
			      "  --eold=PATH        start this daemon\n"
			      "  --data=DIR         with this data\n"
			      "  --arg=ARG          and this argument; may be repeated\n"
			      "  --peer             start bench-peer\n"
			      "  --hostnamed=PATH   start systemd-hostnamed\n"
			      "  --broker           use dbus-broker instead of dbus-daemon\n"
			      "  --one-core         tie everything to one processor\n"
			      "  --dispatches       record what the daemon's dispatches cost\n"
			      "  --limits=stock|raised  of the bus\n");
	return -EINVAL;
}

static int parse_limits(const char *text, bool *ret_raised) {
	if (strcmp(text, "stock") != 0 && strcmp(text, "raised") != 0)
		return usage();
	*ret_raised = text[0] == 'r';
	return 0;
}

static int parse_one(Options *options, int option) {
	switch (option) {
	case 'e':
		options->eold = optarg;
		return 0;
	case 'd':
		options->data = optarg;
		return 0;
	case 'a':
		if (options->n_extra >= SERVICE_MAX_ARGS - 1)
			return usage();
		options->extra[options->n_extra++] = optarg;
		return 0;
	case 'p':
		options->peer = true;
		return 0;
	case 'h':
		options->hostnamed = optarg;
		return 0;
	case 'b':
		options->bus.broker = true;
		return 0;
	case '1':
		options->one_core = true;
		return 0;
	case 'D':
		options->dispatches = true;
		return 0;
	case 'l':
		return parse_limits(optarg, &options->bus.raised_limits);
	default:
		return usage();
	}
}

static int parse(Options *options, int argc, char *argv[]) {
	static const struct option names[] = {
		{ "eold", required_argument, NULL, 'e' },
		{ "data", required_argument, NULL, 'd' },
		{ "arg", required_argument, NULL, 'a' },
		{ "peer", no_argument, NULL, 'p' },
		{ "hostnamed", required_argument, NULL, 'h' },
		{ "broker", no_argument, NULL, 'b' },
		{ "one-core", no_argument, NULL, '1' },
		{ "dispatches", no_argument, NULL, 'D' },
		{ "limits", required_argument, NULL, 'l' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) >= 0) {
		int r = parse_one(options, option);

		if (r < 0)
			return r;
	}
	options->command = argv + optind;
	if (optind >= argc || !options->eold != !options->data)
		return usage();
	return 0;
}

static int start_eold(const Options *options, const char *dir, Service *service) {
	_cleanup_(eold_args_deinit) EoldArgs args = EOLD_ARGS_INIT;
	int r;

	if (!options->eold)
		return 0;
	r = eold_args_init(&args, options->eold, options->data, dir, options->extra);
	if (r >= 0 && options->dispatches)
		r = dispatch_log_prepare(dir);
	if (r >= 0)
		r = service_start(args.argv, EOLD_BUS_NAME, service);
	dispatch_log_leave();
	return r;
}

static int start_peer(const Options *options, Service *service) {
	_cleanup_(freep) char *path = NULL;

	if (!options->peer)
		return 0;
	path = child_sibling("bench-peer");
	if (!path)
		return -ENOMEM;

	char *argv[] = { path, NULL };

	return service_start(argv, BENCH_PEER_NAME, service);
}

static int start_hostnamed(const Options *options, Service *service) {
	char *argv[] = { (char *)options->hostnamed, NULL };

	return options->hostnamed ? service_start(argv, "org.freedesktop.hostname1", service) : 0;
}

static int run_command(char *argv[]) {
	pid_t pid;
	int r = child_start(argv, /* quiet= */ false, &pid);

	if (r < 0)
		return r;
	command_pid = pid;
	r = child_wait(pid, NULL);
	command_pid = 0;
	return r;
}

/* Returns the command's exit status or a negative errno. */
static int run(const Options *options) {
	_cleanup_(private_bus_stop) PrivateBus bus = PRIVATE_BUS_INIT;
	_cleanup_(service_stop) Service eold = SERVICE_INIT;
	_cleanup_(service_stop) Service peer = SERVICE_INIT;
	_cleanup_(service_stop) Service hostnamed = SERVICE_INIT;
	int r = 0;

	if (options->one_core)
		r = child_pin_to_one_core();
	if (r >= 0)
		r = private_bus_start(&options->bus, &bus);
	if (r >= 0)
		r = start_peer(options, &peer);
	if (r >= 0)
		r = start_hostnamed(options, &hostnamed);
	if (r >= 0)
		r = start_eold(options, bus.dir, &eold);
	if (r < 0)
		return r;
	r = run_command(options->command);
	if (options->eold && child_has_ended(&eold.pid))
		return bench_complain(-ECHILD, "the daemon ended on its own");
	return r;
}

int main(int argc, char *argv[]) {
	const struct sigaction action = { .sa_handler = pass_on };
	Options options = { 0 };

	if (parse(&options, argc, argv) < 0)
		return 2;
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);

	int r = run(&options);

	return r < 0 ? EXIT_FAILURE : r;
}
