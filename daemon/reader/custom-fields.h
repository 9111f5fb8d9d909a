/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * custom-fields - the columns that a product declares as its own. Room: reader.
 */
#include "fields.h"

/* Reads the list `customFields` into a draft. Where the draft has releases already (an override),
 * the values that they have go with their fields; what no longer has a field is gone. Returns 0,
 * -EBADMSG (reported) or -ENOMEM. */
int custom_fields_read(ReadContext *ctx, const YamlNode *node, ProductDraft *draft);
