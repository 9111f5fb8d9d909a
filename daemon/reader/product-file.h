/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-file - a product in upstream's YAML, to a draft. Room: reader.
 *
 * The format is endoflife.date's product file with the keys of our own that eold-product(5) lists.
 * Unknown keys are no error; of a key that stands twice the last one counts, with a doubt. A wrong
 * value refuses the whole product, with file, line and cause: half a product would be a lie.
 */
#include "fields.h"

/*
 * Reads a product file: n bytes of UTF-8, the YAML that begins at `line` of its file. Everything in
 * *ret lives in ctx->arena or is constant. Returns 0, -EBADMSG (refused: the problems say why) or
 * -ENOMEM. ctx->product is set as soon as the name is known.
 */
int product_file_read(
	ReadContext *ctx, const char *text, size_t n, unsigned line, ProductDraft *ret);
