/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-fields - the releases of a product file: one mapping each. Room: reader.
 */
#include "fields.h"

/* Reads the list `releases` into a draft whose custom fields are known. With ctx->is_override the
 * entries change the draft's releases of the same cycle; else they are its releases. Returns 0,
 * -EBADMSG (reported) or -ENOMEM. */
int releases_read(ReadContext *ctx, const YamlNode *node, ProductDraft *draft);

/* Gives a draft the releases that an override names, with nothing but what they must say, so that
 * the override can be checked without its product. Reports nothing. Returns 0 or -ENOMEM. */
int releases_stand_in(ReadContext *ctx, const YamlNode *node, ProductDraft *draft);
