/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * release-object - org.eold.lifecycle1.Release: its properties as a table. Room: bus.
 */
#include "property.h"
#include "snapshot/snapshot.h"

typedef enum ReleaseProperty {
	RELEASE_PRODUCT,
	RELEASE_PRODUCT_NAME,
	RELEASE_NAME,
	RELEASE_LABEL,
	RELEASE_CODENAME,
	RELEASE_RELEASE_DATE,
	RELEASE_STATUS,
	RELEASE_IS_SUPPORTED,
	RELEASE_IS_MAINTAINED,
	RELEASE_IS_LTS,
	RELEASE_LTS_FROM,
	RELEASE_IS_EOAS,
	RELEASE_EOAS_FROM,
	RELEASE_IS_EOL,
	RELEASE_EOL_FROM,
	RELEASE_IS_EOES,
	RELEASE_EOES_FROM,
	RELEASE_IS_DISCONTINUED,
	RELEASE_DISCONTINUED_FROM,
	RELEASE_PHASES,
	RELEASE_LATEST,
	RELEASE_LATEST_RELEASE_DATE,
	RELEASE_LINK,
	RELEASE_CUSTOM,
	RELEASE_POINT_RELEASES,
	RELEASE_ARCHITECTURES,
	RELEASE_TRACKED,
	RELEASE_DAYS_LEFT,
	_RELEASE_PROPERTY_MAX,
} ReleaseProperty;

extern const PropertyInfo release_properties[_RELEASE_PROPERTY_MAX];

/* A release as on a day: what the table's functions take. All borrowed. */
typedef struct ReleaseView {
	const Snapshot *snapshot;
	const Product *product;
	const Release *release;
	size_t serial;
	CivilDay day;
	Judgement judgement;
} ReleaseView;

/* The release with this serial as it is on the day; as short-lived as the snapshot. */
ReleaseView release_view(const Snapshot *snapshot, size_t serial, CivilDay day);

/* Which properties differ: a bit for each that is announced. Quicker than comparing all values
 * where the sealed product is the same. Returns 0 or -ENOMEM. */
int release_compare(const ReleaseView *before, const ReleaseView *after, uint64_t *ret_changed);

/* Writes the phases a{s(bs)} of a release as on a day. */
void release_write_phases(Sink *sink, const ReleaseView *view);
