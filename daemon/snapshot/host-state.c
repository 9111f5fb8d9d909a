/* SPDX-License-Identifier: MIT */
#include "host-state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *support_source_name(SupportSource source) {
	static const char *const names[_SUPPORT_SOURCE_MAX] = {
		[SUPPORT_NONE] = "none",
		[SUPPORT_ENTITLEMENT] = "entitlement",
		[SUPPORT_OVERRIDE] = "override",
		[SUPPORT_DATA] = "data",
		[SUPPORT_VENDOR] = "vendor",
	};

	assert((unsigned)source < _SUPPORT_SOURCE_MAX);
	return names[source];
}

const char *point_state_name(PointState state) {
	static const char *const names[_POINT_STATE_MAX] = {
		[POINT_UNKNOWN] = "unknown",
		[POINT_CURRENT] = "current",
		[POINT_SUPERSEDED] = "superseded",
		[POINT_NEWER_THAN_DATA] = "newer-than-data",
	};

	assert((unsigned)state < _POINT_STATE_MAX);
	return names[state];
}

const Release *host_release(const HostFacts *facts) {
	const HostMatch *match = facts->match;

	return match->product && resolution_has_cycle(match->resolution)
		       ? product_release(match->product, match->release_index)
		       : NULL;
}

bool host_sources_differ(const HostFacts *facts) {
	const Release *release = host_release(facts);
	CivilDay vendor = facts->os->supported_until;
	CivilDay data = release ? mark_date(release_mark(release, MILESTONE_EOL)) : CIVIL_DAY_NONE;

	return vendor != CIVIL_DAY_NONE && data != CIVIL_DAY_NONE && abs(vendor - data) > 1;
}

/* ---- until when ------------------------------------------------------------------------------ */

static void set_until(HostDay *state, SupportSource source, CivilDay until) {
	if (state->source != SUPPORT_NONE || until == CIVIL_DAY_NONE)
		return;
	state->source = source;
	state->supported_until = until;
}

static void judge_until(const HostFacts *facts, const Release *release, HostDay *state) {
	Mark eol = release ? release_mark(release, MILESTONE_EOL) : MARK_ABSENT;

	if (release && lifecycle_entitlement_counts(release, facts->entitlement))
		set_until(state, SUPPORT_ENTITLEMENT, facts->entitlement.until);
	if (release && release->flags & RELEASE_EOL_OVERRIDDEN)
		set_until(state, SUPPORT_OVERRIDE, mark_date(eol));
	set_until(state, SUPPORT_DATA, mark_date(eol));
	/* a release that has ended is not brought back by an installed package's word */
	if (eol != MARK_TRUE)
		set_until(state, SUPPORT_VENDOR, facts->os->supported_until);
}

/* What has ended nobody knows when, but is supported all the same by an entitlement that nobody
 * knows the end of, has no end. */
static int32_t days_left(const Release *release, const HostDay *state, CivilDay day) {
	if (state->source != SUPPORT_NONE)
		return state->supported_until - day;
	return release && release_mark(release, MILESTONE_EOL) == MARK_TRUE && !state->is_supported
		       ? DAYS_LEFT_ENDED
		       : DAYS_LEFT_NO_END;
}

/* ---- what it is ------------------------------------------------------------------------------ */

static void judge_status(
	const HostFacts *facts, const Release *release, CivilDay day, HostDay *state) {
	if (release) {
		Judgement judgement =
			lifecycle_judge(facts->match->product, release, facts->entitlement, day);

		state->status = judgement.status;
		state->is_supported = judgement.is_supported;
		state->is_eol = judgement.reached[MILESTONE_EOL];
	} else if (state->source == SUPPORT_VENDOR) {
		state->is_eol = day > state->supported_until;
		state->is_supported = !state->is_eol;
		state->status = state->is_eol ? STATUS_EOL : STATUS_ACTIVE;
	}
}

/* ---- point releases -------------------------------------------------------------------------- */

static void judge_known_point(const PointRelease *point, CivilDay day, HostDay *state) {
	bool superseded = point->superseded_on != CIVIL_DAY_NONE && day >= point->superseded_on;

	state->point = superseded ? POINT_SUPERSEDED : POINT_CURRENT;
	state->superseded_on = superseded ? point->superseded_on : CIVIL_DAY_NONE;
}

static void judge_point(
	const HostFacts *facts, const Release *release, CivilDay day, HostDay *state) {
	const char *version = os_release_get_plain(facts->os, OS_RELEASE_VERSION_ID);
	const Product *product = facts->match->product;
	const ReleaseExtras *extras = release ? release_extras(product, release) : NULL;
	const PointRelease *points;
	bool newer = true;

	if (!extras || extras->points.n == 0 || version[0] == '\0' ||
		!(product->flags & PRODUCT_POINTS_SUPERSEDED))
		return;
	points = product_list(product, &extras->points);
	for (size_t i = 0; i < extras->points.n; i++) {
		int r = version_compare(version, product_text(product, points[i].version));

		if (r == 0) {
			judge_known_point(&points[i], day, state);
			return;
		}
		newer &= r > 0;
	}
	state->point = newer ? POINT_NEWER_THAN_DATA : POINT_UNKNOWN;
}

/* ---- what comes next ------------------------------------------------------------------------- */

static bool is_supported(const Product *product, const Release *release, CivilDay day) {
	Status status = lifecycle_status(product, release, day);

	return status == STATUS_ACTIVE || status == STATUS_SECURITY;
}

/* The newest supported release by date, the first of equals; none if that is the host's own. It may
 * be older than the host's, where only that has ended. A host that is newer than the data knows
 * better than the data what comes next. */
static size_t find_successor(const HostFacts *facts, const Release *own, CivilDay day) {
	const Product *product = facts->match->product;
	bool own_counts = own && is_supported(product, own, day);
	CivilDay newest = own_counts ? own->release_date : CIVIL_DAY_NONE;
	size_t successor = HOST_NO_SUCCESSOR;

	if (!product || facts->match->resolution == RESOLUTION_NEWER_THAN_DATA)
		return HOST_NO_SUCCESSOR;
	for (size_t i = 0; i < product_n_releases(product); i++) {
		const Release *release = product_release(product, i);

		if (release->release_date > newest && is_supported(product, release, day)) {
			newest = release->release_date;
			successor = i;
		}
	}
	return successor;
}

HostDay host_state_judge(const HostFacts *facts, CivilDay day) {
	const Release *release = host_release(facts);
	HostDay state = {
		.status = STATUS_UNKNOWN,
		.supported_until = CIVIL_DAY_NONE,
		.superseded_on = CIVIL_DAY_NONE,
	};

	judge_until(facts, release, &state);
	judge_status(facts, release, day, &state);
	judge_point(facts, release, day, &state);
	state.days_left = days_left(release, &state, day);
	state.successor = find_successor(facts, release, day);
	return state;
}
