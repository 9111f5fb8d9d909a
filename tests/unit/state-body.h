/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * state-body - states as tests write them down: without the last line, which is put right here.
 */
#include <string.h>

#include "announce/state-text.h"
#include "test-main.h"

/* What stands before the products. */
#define STATE_BODY_HEAD \
	"eold-announced 1\nday\t2026-11-20\nseen\t2026-11-19\nserial\t1795132800000003\n" \
	"departure\t3\n"

#define STATE_BODY_SIGNAL(serial) \
	"signal\t" serial "\tMilestoneReached\tp\t9\teol\t\ttracked\teol\tP\t9\t\t\t0\n"

/* One of everything that can stand in a state. */
static const char state_body_full[] =
	STATE_BODY_HEAD "product\talmalinux\n"
			"\t8\ta=2024-05-31! e=2029-03-01<180\t8.10\n"
			"\t9 LTS\tl=true! a=2027-05-31 e=false x=false d=2040-01-01<4095\t\n"
			"product\tb\n"
			"\t\\x5c\\x09\t\tone\\x0atwo\n"
			"gone\t2\talmalinux\t7\te=2025-01-01!\t7.1\n"
			"gone\t1\ttool\t2\t\t\n" STATE_BODY_SIGNAL("1795132800000001")
				STATE_BODY_SIGNAL("1795132800000002");

/* The text with its last line put right, parsed: as state_text_parse(). */
static inline int state_body_parse(
	const char *body, Known **ret, EventList *events, unsigned *ret_line) {
	StrBuf buf = STRBUF_INIT;
	size_t n_lines = 0;

	for (const char *p = body; *p; p++)
		n_lines += *p == '\n';
	ck_assert_int_eq(strbuf_append_str(&buf, body), 0);
	ck_assert_int_eq(state_text_append_end(body, strlen(body), n_lines, &buf), 0);
	return state_text_parse(buf.data, buf.len, ret, events, ret_line);
}
