/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * host-state - how the running system stands on a day. Room: snapshot.
 *
 * Pure: of what os-release says, what it was matched to, and the day. The rules are the contract's,
 * section on Host: with a release its judgement counts; the vendor's date decides only where the
 * data has none.
 */
#include "host/os-release.h"
#include "lifecycle/lifecycle.h"
#include "match/host-match.h"

/* Where SupportedUntil comes from: the first that gives a date. */
typedef enum SupportSource {
	SUPPORT_NONE,
	SUPPORT_ENTITLEMENT,
	SUPPORT_OVERRIDE,
	SUPPORT_DATA,
	SUPPORT_VENDOR,
	_SUPPORT_SOURCE_MAX,
} SupportSource;

typedef enum PointState {
	POINT_UNKNOWN,
	POINT_CURRENT,
	POINT_SUPERSEDED,
	POINT_NEWER_THAN_DATA,
	_POINT_STATE_MAX,
} PointState;

#define HOST_NO_SUCCESSOR SIZE_MAX

/* What is known of the host, whatever the day; all borrowed. */
typedef struct HostFacts {
	const OsRelease *os;
	const HostMatch *match;
	Entitlement entitlement; /* for its release */
} HostFacts;

typedef struct HostDay {
	Status status;
	bool is_supported;
	bool is_eol;
	CivilDay supported_until; /* CIVIL_DAY_NONE: no date */
	SupportSource source;
	int32_t days_left; /* to supported_until, or DAYS_LEFT_NO_END, DAYS_LEFT_ENDED */
	PointState point;
	CivilDay superseded_on; /* only where point is POINT_SUPERSEDED */
	size_t successor; /* index of a release of the product, or HOST_NO_SUCCESSOR */
} HostDay;

/* The host's release, or NULL if it is not known. */
const Release *host_release(const HostFacts *facts);
HostDay host_state_judge(const HostFacts *facts, CivilDay day);
/* Whether vendor and data both give a date, more than a day apart. */
bool host_sources_differ(const HostFacts *facts);

/* The words of the bus. */
const char *support_source_name(SupportSource source);
const char *point_state_name(PointState state);
