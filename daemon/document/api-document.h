/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api-document - products and releases as endoflife.date's API v1 gives them. Room: document (above
 * lifecycle, below bus).
 *
 * Keys, their order and the null-or-missing rules are upstream's (schema 1.2.1); what our own data
 * adds stands behind them: links of a product, architectures, pointReleases. The JSON itself is
 * jansson's.
 */
#include <jansson.h>

#include "lifecycle/lifecycle.h"
#include "util/strbuf.h"

#define API_SCHEMA_VERSION "1.2.1"

/* The object of one release of a product as on a day; the caller drops it. NULL: out of memory. */
json_t *api_release_json(const Product *product, const Release *release, CivilDay day);
/* The object of a product with all its releases. */
json_t *api_product_json(const Product *product, CivilDay day);

/* Appends compact JSON text. All return 0 or -ENOMEM. */
int api_json_append(const json_t *json, StrBuf *buf);
int api_document_append_release(
	const Product *product, const Release *release, CivilDay day, StrBuf *buf);
int api_document_append_product(const Product *product, CivilDay day, StrBuf *buf);

/* The text of a product on its way, for those who make it piece by piece: begin with the product
 * and the day. */
typedef struct ApiProductText {
	const Product *product;
	CivilDay day;
	size_t n_done; /* steps */
} ApiProductText;

/* Appends the next piece, never more than one release. Returns 1 with the last one; else 0, or
 * -ENOMEM. All of them are what api_document_append_product() appends. */
int api_product_text_step(ApiProductText *text, StrBuf *buf);

/* The frame of /api/v1/products/full: what stands before the first product and behind the last;
 * between products comes a comma. */
int api_document_append_head(size_t n_products, CivilDay day, StrBuf *buf);
int api_document_append_tail(StrBuf *buf);
