/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * identifier - what somebody typed for a product: NAME, NAME=VERSION, a purl or a CPE. Room:
 * client.
 *
 * Only the version is taken out of a purl or a CPE here; which product it names is the daemon's to
 * say, and it takes them with their versions.
 */
#include "util/cleanup.h"

typedef struct Identifier {
	const char *type; /* "cpe", "purl", "repology"; NULL: the name of a product */
	char *id; /* the identifier as the daemon takes it, or the name */
	char *version; /* NULL: none */
} Identifier;

#define IDENTIFIER_NULL \
	{ 0 }

/* Reads "pkg:...", "cpe:...", "repology:NAME" or "NAME[=VERSION]". Returns 0, -EINVAL for an empty
 * name or version, or -ENOMEM. */
int identifier_parse(const char *text, Identifier *ret);
/* Frees what it holds. */
void identifier_deinit(Identifier *identifier);
