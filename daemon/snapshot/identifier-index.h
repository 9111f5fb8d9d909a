/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * identifier-index - from a cpe, purl or repology name to products. Room: snapshot.
 *
 * Kept are only hashes of the comparable keys (match/identifier.h), sorted; the few that a hash
 * finds are compared for real. Eight bytes an identifier.
 */
#include <sys/types.h>

#include "catalog/catalog.h"
#include "match/identifier.h"

typedef struct IdentifierIndex IdentifierIndex;

/* NULL: out of memory. An identifier that cannot be read is left out. */
IdentifierIndex *identifier_index_new(const Catalog *catalog);
/* The same from an index that was made of another catalog: only what the two do not share is read.
 * Without one (NULL, NULL) as above. */
IdentifierIndex *identifier_index_new_from(
	const Catalog *catalog, const IdentifierIndex *previous, const Catalog *before);
IdentifierIndex *identifier_index_free(IdentifierIndex *index);
DEFINE_CLEANUP(IdentifierIndex *, identifier_index_free);

/* The products (indices, ascending, each once) that a question finds: *ret, at most max of them.
 * Returns how many, or -ENOMEM. The catalog must be the one that the index was made of. */
ssize_t identifier_index_find(const IdentifierIndex *index, const Catalog *catalog,
	const Identifier *question, size_t *ret, size_t max);
