/* SPDX-License-Identifier: MIT */
#include "check-item.h"

#include <string.h>

#include "phase.h"
#include "text.h"
#include "when.h"

const char *check_state_name(CheckState state) {
	static const char *const names[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };

	return names[state];
}

CheckState check_state_worse(CheckState a, CheckState b) {
	static const int weights[] = {
		[CHECK_OK] = 0,
		[CHECK_WARNING] = 1,
		[CHECK_UNKNOWN] = 2,
		[CHECK_CRITICAL] = 3,
	};

	return weights[a] >= weights[b] ? a : b;
}

void check_append_text(StrBuf *buf, const char *text) {
	size_t start = buf->len;

	text_append_clean(buf, text, false);
	for (size_t i = start; i < buf->len; i++)
		if (buf->data[i] == '|')
			buf->data[i] = '/';
}

/* 'label'=value;warn;crit: no unit is defined for days. "181:" is "alert below 181". A quote in a
 * label is doubled, "=" is not allowed. */
static void append_perfdata(StrBuf *buf, const char *key, int days, const CheckLimits *limits) {
	size_t start;

	(void)strbuf_append_str(buf, buf->len > 0 ? " '" : "'");
	start = buf->len;
	check_append_text(buf, key);
	for (size_t i = start; i < buf->len; i++)
		if (buf->data[i] == '=' || buf->data[i] == '\'')
			buf->data[i] = '_';
	(void)strbuf_printf(
		buf, "'=%d;%d:;%d:", days, limits->warning_days + 1, limits->critical_days);
}

static void append_end(StrBuf *text, const char *before, CivilDay end, CivilDay day) {
	char date[CIVIL_DAY_SIZE], when[WHEN_SIZE];

	(void)strbuf_printf(text, "%s %s (%s)", before, civil_day_format(end, date),
		when_format(end, day, when));
}

/* Supported until a day, or with no end known. */
static CheckState judge_supported(const CheckFacts *facts, const CheckLimits *limits, CivilDay end,
	StrBuf *text, StrBuf *perfdata) {
	int left;

	if (end == CIVIL_DAY_NONE) {
		(void)strbuf_append_str(text, " is supported, no end is known");
		return CHECK_OK;
	}
	left = end - limits->day;
	/* The date of the data is over and yet it is supported: by an entitlement, of which only
	 * the daemon knows how long it runs. */
	if (left < 0) {
		append_end(
			text, " is supported by an entitlement; its own end was", end, limits->day);
		return CHECK_OK;
	}
	append_end(text, " is supported until", end, limits->day);
	append_perfdata(perfdata, facts->key, left, limits);
	if (left < limits->critical_days)
		return CHECK_CRITICAL;
	return left <= limits->warning_days ? CHECK_WARNING : CHECK_OK;
}

static CheckState judge_unsupported(const CheckFacts *facts, const CheckLimits *limits,
	CivilDay end, StrBuf *text, StrBuf *perfdata) {
	if (end == CIVIL_DAY_NONE) {
		(void)strbuf_append_str(text, " is not supported any more");
		return CHECK_CRITICAL;
	}
	append_end(text, " is not supported any more, its last day was", end, limits->day);
	append_perfdata(perfdata, facts->key, end - limits->day, limits);
	return CHECK_CRITICAL;
}

CheckState check_item_judge(
	const CheckFacts *facts, const CheckLimits *limits, StrBuf *text, StrBuf *perfdata) {
	const char *status = phase_known(facts->status);
	bool supported = facts->supported;
	CivilDay end = CIVIL_DAY_NONE;

	check_append_text(text, facts->name);
	(void)civil_day_parse(facts->end, &end);
	if (strcmp(status, "unknown") == 0) {
		(void)strbuf_append_str(text, ": ");
		check_append_text(text, facts->why);
		return CHECK_UNKNOWN;
	}
	if (strcmp(status, "upcoming") == 0) {
		(void)strbuf_append_str(text, " is not released yet");
		return CHECK_WARNING;
	}
	if (limits->extended && facts->extended_end[0] != '\0') {
		CivilDay extended_end = CIVIL_DAY_NONE;

		/* An entitlement may end later still. */
		(void)civil_day_parse(facts->extended_end, &extended_end);
		end = extended_end > end ? extended_end : end;
		supported |= strcmp(status, "extended") == 0;
	} else if (limits->extended && strcmp(status, "extended") == 0) {
		end = CIVIL_DAY_NONE;
		supported = true;
	}
	return supported ? judge_supported(facts, limits, end, text, perfdata)
			 : judge_unsupported(facts, limits, end, text, perfdata);
}
