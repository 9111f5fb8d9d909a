/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-template - labels and links of releases, made from a product's templates. Room: template.
 *
 * A template has white space cut off at both ends. Then its placeholders are replaced, one after
 * the other over the whole text, so that a value may bring a later placeholder with it. What
 * comes out is read as Liquid: the values are part of the program, and a quotation mark in a
 * code name can break it. That is upstream's way, and a doubt here.
 */
#include <stddef.h>

#include "template/liquid.h"
#include "util/strbuf.h"

/* What stands for the placeholders, in the order in which they are replaced. NULL: no value,
 * which is the empty text. Values are inserted byte for byte. */
typedef struct ReleaseTemplateValues {
	const char *cycle; /* __RELEASE_CYCLE__ */
	const char *codename; /* __CODENAME__ */
	const char *release_date; /* __RELEASE_DATE__, yyyy-mm-dd */
	const char *latest; /* __LATEST__ */
	const char *latest_release_date; /* __LATEST_RELEASE_DATE__, yyyy-mm-dd */
} ReleaseTemplateValues;

/*
 * Renders one template for one release.
 *
 * text, n: the template, need not be NUL-terminated.
 * values: what to insert.
 * out: the result is appended to it; unchanged after a failure.
 * ret_doubt: set for -EINVAL and -E2BIG; may be NULL. Its offset counts in the text after
 * stripping and replacing.
 *
 * Returns 0, or a negative errno as liquid_render() does; -E2BIG also when the text grows past
 * LIQUID_TEXT_MAX by its values.
 */
int release_template_render(const char *text, size_t n, const ReleaseTemplateValues *values,
	StrBuf *out, LiquidDoubt *ret_doubt);
