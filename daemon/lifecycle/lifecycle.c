/* SPDX-License-Identifier: MIT */
#include "lifecycle.h"

#include <assert.h>

const char *status_name(Status status) {
	static const char *const names[_STATUS_MAX] = {
		[STATUS_UNKNOWN] = "unknown",
		[STATUS_UPCOMING] = "upcoming",
		[STATUS_ACTIVE] = "active",
		[STATUS_SECURITY] = "security",
		[STATUS_EXTENDED] = "extended",
		[STATUS_EOL] = "eol",
	};

	assert((unsigned)status < _STATUS_MAX);
	return names[status];
}

static bool shown_and_reached(
	const Product *product, const Release *release, Milestone milestone, CivilDay day) {
	return mark_is_reached(lifecycle_shown_mark(product, release, milestone), day);
}

Status lifecycle_status(const Product *product, const Release *release, CivilDay day) {
	Mark eol = release_mark(release, MILESTONE_EOL);
	Mark eoes = lifecycle_shown_mark(product, release, MILESTONE_EOES);

	if (release->release_date != CIVIL_DAY_NONE && release->release_date > day)
		return STATUS_UPCOMING;
	if (eol == MARK_ABSENT)
		return STATUS_UNKNOWN;
	if (mark_is_reached(eol, day))
		return eoes != MARK_ABSENT && !mark_is_reached(eoes, day) ? STATUS_EXTENDED
									  : STATUS_EOL;
	return shown_and_reached(product, release, MILESTONE_EOAS, day) ? STATUS_SECURITY
									: STATUS_ACTIVE;
}

bool lifecycle_is_maintained(const Release *release, CivilDay day) {
	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++)
		if (release_mark(release, m) != MARK_ABSENT &&
			!mark_is_reached(release_mark(release, m), day))
			return true;
	return false;
}

bool lifecycle_entitlement_counts(const Release *release, Entitlement entitlement) {
	Mark eol = release_mark(release, MILESTONE_EOL);

	if (!entitlement.given || eol == MARK_FALSE)
		return false;
	if (!mark_is_date(eol) || entitlement.until == CIVIL_DAY_NONE)
		return true;
	return entitlement.until > eol;
}

bool lifecycle_entitlement_runs(const Release *release, Entitlement entitlement, CivilDay day) {
	return lifecycle_entitlement_counts(release, entitlement) &&
	       (entitlement.until == CIVIL_DAY_NONE || day <= entitlement.until);
}

Judgement lifecycle_judge(
	const Product *product, const Release *release, Entitlement entitlement, CivilDay day) {
	Judgement judgement = {
		.status = lifecycle_status(product, release, day),
		.is_maintained = lifecycle_is_maintained(release, day),
	};

	judgement.is_supported = judgement.status == STATUS_ACTIVE ||
				 judgement.status == STATUS_SECURITY ||
				 (judgement.status != STATUS_UPCOMING &&
					 lifecycle_entitlement_runs(release, entitlement, day));
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		judgement.reached[m] = shown_and_reached(product, release, m, day);
	return judgement;
}

int32_t lifecycle_days_to(Mark mark, CivilDay day) {
	if (mark_is_date(mark))
		return mark - day;
	return mark == MARK_TRUE ? DAYS_LEFT_ENDED : DAYS_LEFT_NO_END;
}

int32_t lifecycle_days_left(const Release *release, CivilDay day) {
	return lifecycle_days_to(release_mark(release, MILESTONE_EOL), day);
}
