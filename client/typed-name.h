/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * typed-name - what somebody typed for a product: NAME, NAME=VERSION, a purl or a CPE. Room:
 * client.
 *
 * Only the version is taken out of a purl or a CPE here; which product it names is the daemon's to
 * say, and it takes them with their versions.
 */
#include "util/cleanup.h"

typedef struct TypedName {
	const char *type; /* "cpe", "purl", "repology"; NULL: the name of a product */
	char *id; /* the identifier as the daemon takes it, or the name */
	char *version; /* NULL: none */
} TypedName;

#define TYPED_NAME_NULL \
	{ 0 }

/* Reads "pkg:...", "cpe:...", "repology:NAME" or "NAME[=VERSION]". Returns 0, -EINVAL for an empty
 * name or version, or -ENOMEM. */
int typed_name_parse(const char *text, TypedName *ret);
/* Frees what it holds. */
void typed_name_deinit(TypedName *name);
