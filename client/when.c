/* SPDX-License-Identifier: MIT */
#include "when.h"

#include <stdio.h>

#include "translate.h"

/* Full calendar months from one day to a later one. */
static int months_between(CivilDay from, CivilDay to) {
	int y1, m1, d1, y2, m2, d2;

	civil_day_to_ymd(from, &y1, &m1, &d1);
	civil_day_to_ymd(to, &y2, &m2, &d2);
	return (y2 - y1) * 12 + (m2 - m1) - (d2 < d1 ? 1 : 0);
}

static void write_days(int n, bool past, char buffer[static WHEN_SIZE]) {
	if (past)
		snprintf(buffer, WHEN_SIZE, ngettext("%d day ago", "%d days ago", (unsigned long)n),
			n);
	else
		snprintf(buffer, WHEN_SIZE, ngettext("in %d day", "in %d days", (unsigned long)n),
			n);
}

static void write_months(int n, bool past, char buffer[static WHEN_SIZE]) {
	if (past)
		snprintf(buffer, WHEN_SIZE,
			ngettext("%d month ago", "%d months ago", (unsigned long)n), n);
	else
		snprintf(buffer, WHEN_SIZE,
			ngettext("in %d month", "in %d months", (unsigned long)n), n);
}

static void write_years(int n, bool past, char buffer[static WHEN_SIZE]) {
	if (past)
		snprintf(buffer, WHEN_SIZE,
			ngettext("%d year ago", "%d years ago", (unsigned long)n), n);
	else
		snprintf(buffer, WHEN_SIZE, ngettext("in %d year", "in %d years", (unsigned long)n),
			n);
}

/* Days up to 59, months up to 23, then years. */
static void write_distance(
	CivilDay first, CivilDay last, bool past, char buffer[static WHEN_SIZE]) {
	int days = last - first, months = months_between(first, last);

	if (days < 60)
		write_days(days, past, buffer);
	else if (months < 24)
		write_months(months, past, buffer);
	else
		write_years(months / 12, past, buffer);
}

char *when_format(CivilDay day, CivilDay today, char buffer[static WHEN_SIZE]) {
	bool past = day < today;

	buffer[0] = '\0';
	if (!civil_day_is_valid(day) || !civil_day_is_valid(today))
		return buffer;
	if (day == today)
		snprintf(buffer, WHEN_SIZE, "%s", _("today"));
	else if (day == today - 1)
		snprintf(buffer, WHEN_SIZE, "%s", _("yesterday"));
	else if (day == today + 1)
		snprintf(buffer, WHEN_SIZE, "%s", _("tomorrow"));
	else
		write_distance(past ? day : today, past ? today : day, past, buffer);
	return buffer;
}
