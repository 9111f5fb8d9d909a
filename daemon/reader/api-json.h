/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api-json - an endoflife.date API v1 answer as data: one product, or products/full. Room: reader.
 *
 * States are not taken from it but computed from its dates, whatever day it was written on; a label
 * loses the LTS suffix that was true on that day and gets it back from the day that is asked about.
 * What such an answer cannot know stays unknown: phases whose column is off, templates, how
 * upstream follows its releases. Keys that our own export adds (links, architectures,
 * pointReleases, osReleaseIds) are read back.
 */
#include "fields.h"

/* Called with each product that was read; ctx->arena is reset after it. A negative return value
 * ends the reading and is passed on. */
typedef int (*ApiJsonSink)(ReadContext *ctx, ProductDraft *draft, void *userdata);

typedef struct ApiJsonInfo {
	bool is_collection; /* products/full, and not one product */
	uint64_t generated_usec; /* `generated_at`; 0 if there is none */
} ApiJsonInfo;

/*
 * Reads n bytes and hands every product to the sink. A product that is wrong is refused and
 * reported, the others are served. Returns 0, -EBADMSG (the whole file is refused, reported) or
 * -ENOMEM.
 */
int api_json_read(ReadContext *ctx, const char *text, size_t n, ApiJsonSink sink, void *userdata,
	ApiJsonInfo *ret_info);
