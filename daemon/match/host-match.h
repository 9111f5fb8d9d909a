/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * host-match - which product and release is the running system. Room: match.
 *
 * Only products of category `os` are looked at (a switch with ID=nexus is no repository manager).
 * The first that fits counts:
 *
 *  1. cpe: CPE_NAME begins as a cpe identifier of the product does. Where several products have it,
 *     ID decides among them.
 *  2. id: ID is the product's name, or stands in its osReleaseIds.
 *  3. alias: ID is an alias of it.
 *  4. cpe again, where the system has no CPE_NAME: ID and NAME are both what the product's cpe
 *     identifier calls it (clear-linux-os, "Clear Linux OS").
 *
 * ID_LIKE is never asked. What ID finds is vetoed by a CPE_NAME that fits none of the product's cpe
 * identifiers, if it has any. What either finds is vetoed by a NAME that is another's (see
 * match/host-name.h); only where the catalog has a product of just that name, which goes on from
 * the name found (centos, then centos-stream for "CentOS Stream"), that one is the host's, by `id`.
 * ID=linux is what os-release(5) assumes when nothing is said, and finds nothing.
 *
 * The release is that of VERSION_ID by the rules of match/version.h; if there is none, of the name
 * before it and VERSION_ID together (cos and 97: cos-97; LMDE and 6: lmde6). Without VERSION_ID
 * VERSION_CODENAME counts, then the version in a CPE_NAME that fits. Where VERSION_ID contradicts
 * the CPE_NAME (RHEL 8 and 4.12) or the code name (10.0 and bookworm) none is taken. A host that is
 * not understood stays unknown, with a sentence that says why.
 */
#include "catalog/catalog.h"
#include "host/os-release.h"
#include "match/version.h"

typedef enum MatchedBy {
	MATCHED_BY_NONE,
	MATCHED_BY_CPE,
	MATCHED_BY_ID,
	MATCHED_BY_ALIAS,
	_MATCHED_BY_MAX,
} MatchedBy;

typedef struct HostMatch {
	MatchedBy matched_by;
	Resolution resolution; /* RESOLUTION_NO_SUCH_PRODUCT when product is NULL */
	const Product *product; /* borrowed from the catalog; NULL: unknown */
	size_t product_index; /* in the catalog */
	size_t release_index; /* in the product; only if resolution_has_cycle(resolution) */
	char *reason; /* why product or release is not known: a sentence; NULL if both are */
} HostMatch;

#define HOST_MATCH_INIT \
	{ .resolution = RESOLUTION_NO_SUCH_PRODUCT }

void host_match_deinit(HostMatch *match);

/* The contract's word. */
const char *matched_by_to_string(MatchedBy matched_by);

/* Finds the product and release of a system. *ret, which must be fresh, is valid as long as the
 * catalog. Returns 0, or -ENOMEM with *ret untouched. */
int host_match_find(const Catalog *catalog, const OsRelease *release, HostMatch *ret);
