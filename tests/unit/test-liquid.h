/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * test-liquid - tables of templates: what goes in, what must come out.
 */
#include "template/liquid.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

/* out NULL: a doubt, whose sentence holds message and whose place is at (-1: not looked at). */
typedef struct LiquidCase {
	const char *text;
	const char *out;
	const char *message;
	int at;
} LiquidCase;

static inline void run_liquid_case(const LiquidCase *c) {
	_cleanup_(strbuf_deinit) StrBuf out = STRBUF_INIT;
	LiquidDoubt doubt = { 0 };

	ck_assert_int_eq(strbuf_append_str(&out, "before:"), 0);

	int r = liquid_render(c->text, strlen(c->text), &out, &doubt);

	if (c->out) {
		ck_assert_msg(r == 0, "%s: %s", c->text, doubt.message);
		ck_assert_msg(strcmp(strbuf_cstr(&out) + 7, c->out) == 0, "%s: got %s, not %s",
			c->text, strbuf_cstr(&out) + 7, c->out);
		ck_assert_int_eq(liquid_check(c->text, strlen(c->text), &doubt), 0);
		return;
	}
	ck_assert_msg(r == -EINVAL || r == -E2BIG, "%s: %d %s", c->text, r, strbuf_cstr(&out));
	/* nothing of a text in doubt is shown */
	ck_assert_str_eq(strbuf_cstr(&out), "before:");
	ck_assert_msg(strstr(doubt.message, c->message), "%s: %s", c->text, doubt.message);
	if (c->at >= 0)
		ck_assert_msg(doubt.offset == (size_t)c->at, "%s: at %zu", c->text, doubt.offset);
	ck_assert_uint_le(doubt.offset, strlen(c->text));
}

#define RUN_LIQUID_CASES(cases) \
	for (size_t case_i = 0; case_i < ELEMENTSOF(cases); case_i++) \
	run_liquid_case(&(cases)[case_i])
