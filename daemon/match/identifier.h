/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * identifier - cpe, purl and repology names, made comparable. Room: match.
 *
 * People write one thing in many ways: cpe:/o:oracle:linux:9:6:server and
 * cpe:2.3:o:oracle:linux:9.6:*:*:*:*:*:*:* are the same product. identifier_parse() makes one key
 * of both, so that a sorted list of keys is an index, and sets apart what is no part of the name:
 * the version asked about, and the conditions that only the data may set.
 *
 *   cpe       key "cpe:PART:VENDOR:PRODUCT" from the 2.2 URI and the 2.3 formatted string, case and
 *             escapes (%2f, \/) resolved. Components behind the product are conditions, apart from
 *             the version, which is handed out ("" for `*`, `-` or none).
 *   purl      key "purl:TYPE/NAMESPACE/NAME", % escapes resolved; the type in lower case, and the
 *             name too, but for the types whose registries tell case apart. Qualifiers are
 *             conditions. The version is handed out, the subpath dropped.
 *   repology  key "repology:NAME", exactly as it stands.
 *
 * An identifier of the data *fits* a question when the keys are equal and the question meets every
 * condition of the data: what the question says more is ignored. A version in the data's
 * identifier is a condition too. Nothing here blocks.
 */
#include <stdbool.h>

#include "util/strbuf.h"

/* Longer ones are refused. */
#define IDENTIFIER_SIZE_MAX 1024u

typedef struct Identifier {
	StrBuf key;
	StrBuf version; /* as people write it, escapes resolved; "" if there is none */
	StrBuf conditions; /* "NAME=VALUE", each followed by a newline */
} Identifier;

#define IDENTIFIER_INIT \
	{ STRBUF_INIT, STRBUF_INIT, STRBUF_INIT }

void identifier_deinit(Identifier *identifier);

/* Whether a type is one of the three. */
bool identifier_type_is_known(const char *type);

/* Takes a text of a type ("cpe", "purl", "repology") apart into *identifier, which keeps its memory
 * from call to call. Returns 0, -EINVAL for a type that is not known, -EBADMSG for a text that is
 * none of its type (a cpe without a product, a purl without a name, odd bytes), -E2BIG or -ENOMEM;
 * after a failure the identifier is empty. */
int identifier_parse(Identifier *identifier, const char *type, const char *text);

/* Whether an identifier of the data fits a question. */
bool identifier_fits(const Identifier *data, const Identifier *question);
