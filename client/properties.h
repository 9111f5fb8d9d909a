/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * properties - single properties of an object as NAME=VALUE, in systemd's manner. Room: client
 * (output).
 *
 * For scripts that have no JSON at hand: --property names them, --all takes every one, and --value
 * leaves the names out. Names are those on the bus. A boolean is yes or no, of a list each item is
 * parted from the next by a blank, and what is built of more than that is JSON in one line.
 */
#include <jansson.h>

#include "verb.h"

/* The options that choose properties. */
#define OPTIONS_PROPERTIES \
	(OPTION_BIT(OPTION_PROPERTY) | OPTION_BIT(OPTION_PROPERTY_VALUE) | \
		OPTION_BIT(OPTION_VALUE) | OPTION_BIT(OPTION_ALL))

/* Whether single properties were asked for. */
bool properties_wanted(const Args *args);
/* Prints those of the object that were asked for, in the order in which they were named (--all: as
 * they stand), or with --json an object of them. One that the object lacks is told. Returns the
 * exit status. */
int properties_print(App *app, const json_t *object);
/* Appends a value as it is shown, clean (text.h). */
void properties_append_value(StrBuf *buf, const json_t *value, bool ascii);
