/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * host-object - org.eold.lifecycle1.Host: its properties, GetStatus and Describe. Room: bus.
 */
#include "property.h"
#include "snapshot/snapshot.h"

typedef enum HostProperty {
	HOST_OS_ID,
	HOST_OS_VERSION_ID,
	HOST_OS_PRETTY_NAME,
	HOST_OS_CPE_NAME,
	HOST_VENDOR_SUPPORT_END,
	HOST_MATCHED_BY,
	HOST_RESOLUTION,
	HOST_PRODUCT,
	HOST_RELEASE,
	HOST_PRODUCT_NAME,
	HOST_CYCLE,
	HOST_STATUS,
	HOST_IS_SUPPORTED,
	HOST_IS_EOL,
	HOST_EOAS_FROM,
	HOST_EOL_FROM,
	HOST_EOES_FROM,
	HOST_SUPPORTED_UNTIL,
	HOST_SUPPORTED_UNTIL_SOURCE,
	HOST_SOURCES_DIFFER,
	HOST_DAYS_LEFT,
	HOST_LATEST,
	HOST_POINT_RELEASE,
	HOST_SUPERSEDED_ON,
	HOST_SUCCESSOR,
	HOST_UPGRADE_LINK,
	_HOST_PROPERTY_MAX,
} HostProperty;

extern const PropertyInfo host_properties[_HOST_PROPERTY_MAX];

/* The host as on a day: what the table's functions take. All borrowed. */
typedef struct HostView {
	HostFacts facts;
	const Release *release; /* or NULL */
	HostDay state;
} HostView;

/* The host as it is on the day. */
HostView host_view(const Snapshot *snapshot, CivilDay day);

/* Writes the a{sv} that GetStatus answers. */
void host_write_status(Sink *sink, const HostView *view);
/* Appends the properties as one JSON object, under their names on the bus. Returns 0 or -ENOMEM. */
int host_append_document(const HostView *view, StrBuf *buf);
