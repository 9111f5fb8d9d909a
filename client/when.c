/* SPDX-License-Identifier: MIT */
#include "when.h"

#include <stdio.h>

/* Full calendar months from one day to a later one. */
static int months_between(CivilDay from, CivilDay to) {
	int y1, m1, d1, y2, m2, d2;

	civil_day_to_ymd(from, &y1, &m1, &d1);
	civil_day_to_ymd(to, &y2, &m2, &d2);
	return (y2 - y1) * 12 + (m2 - m1) - (d2 < d1 ? 1 : 0);
}

char *when_format(CivilDay day, CivilDay today, char buffer[static WHEN_SIZE]) {
	const char *unit = "day";
	int n, months;
	bool past = day < today;

	buffer[0] = '\0';
	if (!civil_day_is_valid(day) || !civil_day_is_valid(today))
		return buffer;
	n = past ? today - day : day - today;
	if (n <= 1) {
		snprintf(buffer, WHEN_SIZE, "%s",
			n == 0 ? "today"
			: past ? "yesterday"
			       : "tomorrow");
		return buffer;
	}
	if (n >= 60) {
		months = past ? months_between(day, today) : months_between(today, day);
		unit = months < 24 ? "month" : "year";
		n = months < 24 ? months : months / 12;
	}
	snprintf(buffer, WHEN_SIZE, "%s%d %s%s%s", past ? "" : "in ", n, unit, n == 1 ? "" : "s",
		past ? " ago" : "");
	return buffer;
}
