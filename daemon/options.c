/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "util/cleanup.h"

static const char *const default_data[] = {
	EOLD_SYSCONF_DIR "/products",
	"/run/eold/products",
	EOLD_STATE_DIR "/products",
	EOLD_DATA_DIR "/products",
};

static const char *const default_overrides[] = {
	EOLD_SYSCONF_DIR "/overrides",
	"/run/eold/overrides",
	EOLD_STATE_DIR "/overrides",
	EOLD_DATA_DIR "/overrides",
};

void options_deinit(Options *options) {
	free(options->storage);
	*options = (Options){ 0 };
}

static void print_help(void) {
	printf("eold [OPTIONS]\n"
	       "eold --check [--data=DIR]... [FILE]...\n"
	       "\n"
	       "Serves on D-Bus which software is still supported, and until when.\n"
	       "\n"
	       "  --bus=BUS          system (default), session, or the address of a bus\n"
	       "  --data=DIR         read products from here only; may be given more than\n"
	       "                     once, the first weighs most\n"
	       "  --overrides=DIR    read overrides from here only\n"
	       "  --config=FILE      read this configuration only\n"
	       "  --state=DIR        keep the state here\n"
	       "  --os-release=FILE  what this host is\n"
	       "  --today=DATE       judge for this day (YYYY-MM-DD), for rehearsals\n"
	       "  --check            read without serving; tell what is refused or doubted\n"
	       "  --help             this text\n"
	       "  --version          the version\n"
	       "\n"
	       "--check exits with 0 if nothing is refused, 1 if something is, 2 on wrong use.\n"
	       "See eold(8).\n");
}

typedef enum OptionId {
	OPTION_BUS = 256,
	OPTION_DATA,
	OPTION_OVERRIDES,
	OPTION_CONFIG,
	OPTION_STATE,
	OPTION_OS_RELEASE,
	OPTION_TODAY,
	OPTION_CHECK,
	OPTION_HELP,
	OPTION_VERSION,
} OptionId;

static const struct option long_options[] = {
	{ "bus", required_argument, NULL, OPTION_BUS },
	{ "data", required_argument, NULL, OPTION_DATA },
	{ "overrides", required_argument, NULL, OPTION_OVERRIDES },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "state", required_argument, NULL, OPTION_STATE },
	{ "os-release", required_argument, NULL, OPTION_OS_RELEASE },
	{ "today", required_argument, NULL, OPTION_TODAY },
	{ "check", no_argument, NULL, OPTION_CHECK },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ 0 },
};

/* Returns 1 to go on, 0 if all was said, or -EINVAL. */
static int take_option(Options *options, int id, const char *argument) {
	switch (id) {
	case OPTION_BUS:
		options->bus = argument;
		return 1;
	case OPTION_DATA:
		options->data[options->n_data++] = argument;
		return 1;
	case OPTION_OVERRIDES:
		options->overrides[options->n_overrides++] = argument;
		return 1;
	case OPTION_CONFIG:
		options->config = argument;
		return 1;
	case OPTION_STATE:
		options->state = argument;
		return 1;
	case OPTION_OS_RELEASE:
		options->os_release = argument;
		return 1;
	case OPTION_TODAY:
		if (civil_day_parse(argument, &options->today) == 0)
			return 1;
		fprintf(stderr, "eold: --today: '%s' is no date (YYYY-MM-DD)\n", argument);
		return -EINVAL;
	case OPTION_CHECK:
		options->check = true;
		return 1;
	case OPTION_HELP:
		print_help();
		return 0;
	case OPTION_VERSION:
		printf("eold %s\n", EOLD_VERSION);
		return 0;
	default:
		/* getopt_long() has named the mistake */
		return -EINVAL;
	}
}

/* The installed places count where the command line names none; with --data given, the installed
 * overrides do not count either. */
static void apply_defaults(Options *options) {
	bool own_data = options->n_data > 0;

	if (!own_data) {
		options->data = (const char **)default_data;
		options->n_data = ELEMENTSOF(default_data);
	}
	/* where systemd says it is (StateDirectory=), or where it would be */
	if (!options->state)
		options->state =
			getenv("STATE_DIRECTORY") ? getenv("STATE_DIRECTORY") : EOLD_STATE_DIR;
	if (options->n_overrides == 0 && !own_data) {
		options->overrides = (const char **)default_overrides;
		options->n_overrides = ELEMENTSOF(default_overrides);
	}
}

int options_parse(int argc, char **argv, Options *ret) {
	_cleanup_(options_deinit) Options options = { .bus = "system", .today = CIVIL_DAY_NONE };
	int id, r;

	options.storage = calloc(2 * (size_t)argc + 1, sizeof(char *));
	if (!options.storage)
		return -ENOMEM;
	options.data = options.storage;
	options.overrides = options.storage + argc;
	while ((id = getopt_long(argc, argv, "", long_options, NULL)) >= 0) {
		r = take_option(&options, id, optarg);
		if (r <= 0)
			return r;
	}
	options.files = (const char **)argv + optind;
	options.n_files = (size_t)(argc - optind);
	if (options.n_files > 0 && !options.check) {
		fprintf(stderr, "eold: '%s' is too much: files are for --check\n",
			options.files[0]);
		return -EINVAL;
	}
	apply_defaults(&options);
	*ret = options;
	options = (Options){ 0 };
	return 1;
}
