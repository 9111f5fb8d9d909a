/* SPDX-License-Identifier: MIT */
#include "release-filter.h"

#include <errno.h>

#include "bus-value.h"

static bool is_wanted(const App *app, const json_t *release, CivilDay day) {
	CivilDay end = CIVIL_DAY_NONE;

	if (args_has(app->args, OPTION_EOL) && !value_bool(release, "IsEol"))
		return false;
	if (args_has(app->args, OPTION_SUPPORTED) && !value_bool(release, "IsSupported"))
		return false;
	if (app->args->within_days < 0)
		return true;
	(void)civil_day_parse(value_str(release, "EolFrom"), &end);
	return day != CIVIL_DAY_NONE && end != CIVIL_DAY_NONE && end >= day &&
	       end - day <= app->args->within_days;
}

int release_filter(const App *app, const json_t *releases, CivilDay day, json_t *wanted) {
	size_t at;
	json_t *release;

	json_array_foreach(
		releases, at, release) if (is_wanted(app, release, day) &&
					   json_array_append(wanted, release) < 0) return -ENOMEM;
	return 0;
}
