/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * link-prefix - what the links of one product have in common at their beginning. Room: catalog, for
 * its own files.
 *
 * Links are the longest texts of a release, and mostly differ behind a slash only.
 */
#include <stdbool.h>
#include <stddef.h>

#include "product-draft.h"

typedef struct LinkPrefix {
	const char *text; /* of which the first length bytes count */
	size_t length; /* 0: there is none */
} LinkPrefix;

/* Finds the beginning that saves most when it is stored once, up to a slash; borrowed from the
 * draft's links. Only a few are tried. */
LinkPrefix link_prefix_find(const ProductDraft *draft);
/* Whether a link (may be NULL) begins so. */
bool link_has_prefix(const char *link, LinkPrefix prefix);
