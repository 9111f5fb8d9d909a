/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * options - the daemon's command line. Room: daemon (top).
 */
#include <stdbool.h>
#include <stddef.h>

#include "dbus/civil-date.h"

typedef struct Options {
	const char *bus; /* "system", "session" or an address */
	const char **data; /* directories, the weightiest first */
	size_t n_data;
	const char **overrides;
	size_t n_overrides;
	const char *config; /* NULL: the installed place and its drop-ins */
	const char *state; /* directory; the installed one where none is named */
	const char *os_release; /* NULL: the installed places */
	CivilDay today; /* CIVIL_DAY_NONE: the clock's */
	bool check; /* read, report, end */
	const char **files; /* what is left: files to check */
	size_t n_files;
	const char **storage; /* what data and overrides point into; owned */
} Options;

void options_deinit(Options *options);

/* Reads the command line. Returns 1 to go on, 0 if all was said (--help, --version), or -EINVAL
 * (the mistake was named on standard error) or -ENOMEM. Texts are those of argv or constants. */
int options_parse(int argc, char **argv, Options *ret);
