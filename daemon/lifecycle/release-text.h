/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-text - labels and links of a release, rendered when somebody asks. Room: lifecycle.
 *
 * A product keeps templates, because what they give depends on the day (the LTS suffix) and would
 * double the catalog. The rules are upstream's: the release's own label or the product's template
 * or the cycle, then " (LTS)" once it is, or " (Upcoming LTS)" before the date, then HTML taken
 * out; the release's own link if it has one, rendered only if it holds "__", or the product's
 * template. What cannot be rendered is left out: the label is then the cycle, and there is no link.
 *
 * All functions append to a buffer and return 0 or -ENOMEM.
 */
#include "lifecycle.h"
#include "util/strbuf.h"

/* The label as it is on the day; it is never empty. */
int release_text_label(const Product *product, const Release *release, CivilDay day, StrBuf *buf);
/* *ret_present tells whether there is a link at all. */
int release_text_link(
	const Product *product, const Release *release, StrBuf *buf, bool *ret_present);
/* The links of a product itself: upstream's page about it, and its icon (*ret_present). */
int product_text_html_link(const Product *product, StrBuf *buf);
int product_text_icon_link(const Product *product, StrBuf *buf, bool *ret_present);
