/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api-json-release - the releases of a product in an API answer. Room: reader.
 */
#include "json-fields.h"

/* Reads `releases` of a product object into the draft, its custom fields and LTS word too. Returns
 * 0, -EBADMSG (reported) or -ENOMEM. */
int api_json_read_releases(ReadContext *ctx, const json_t *object, ProductDraft *draft);
