/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * check-item - one thing that "check" judges, and the form of a monitoring plugin. Room: client.
 *
 * The daemon says whether something is supported; here its answer becomes a state of a monitoring
 * system. What is unknown is UNKNOWN, never OK.
 */
#include <jansson.h>
#include <stdbool.h>

#include "dbus/civil-date.h"
#include "util/strbuf.h"

/* The exit statuses that monitoring systems know. */
typedef enum CheckState {
	CHECK_OK = 0,
	CHECK_WARNING = 1,
	CHECK_CRITICAL = 2,
	CHECK_UNKNOWN = 3,
} CheckState;

typedef struct CheckLimits {
	CivilDay day; /* the day asked for */
	int warning_days; /* WARNING with at most so many days left */
	int critical_days; /* CRITICAL with fewer */
	bool extended; /* extended support counts */
} CheckLimits;

/* What the daemon said of a thing; strings are borrowed. */
typedef struct CheckFacts {
	const char *name; /* for people */
	const char *key; /* for performance data, such as "almalinux 9" */
	const char *status; /* "" if nothing is known */
	bool supported;
	const char *end; /* last day of support, "" if there is none */
	const char *extended_end; /* last day of extended support, or "" */
	const char *why; /* what to say where nothing is known */
} CheckFacts;

/* Judges a thing and appends a sentence about it to text, and its performance data, if there is a
 * number, to perfdata. */
CheckState check_item_judge(
	const CheckFacts *facts, const CheckLimits *limits, StrBuf *text, StrBuf *perfdata);
/* The worse of two states: CRITICAL, UNKNOWN, WARNING, OK. */
CheckState check_state_worse(CheckState a, CheckState b);
/* "OK", "WARNING", "CRITICAL", "UNKNOWN". */
const char *check_state_name(CheckState state);
/* Appends text as it may stand before the performance data: clean, and without "|". */
void check_append_text(StrBuf *buf, const char *text);
