/* SPDX-License-Identifier: MIT */
#include "host-object.h"

#include <errno.h>
#include <string.h>

#include "dbus/bus-names.h"
#include "dbus/bus-path.h"
#include "document/api-document.h"

HostView host_view(const Snapshot *snapshot, CivilDay day) {
	HostView view = { .facts = snapshot_host(snapshot) };

	view.release = host_release(&view.facts);
	view.state = host_state_judge(&view.facts, day);
	return view;
}

static const Product *view_product(const HostView *view) {
	return view->facts.match->product;
}

#define DEFINE_OS_FIELD(stem, field) \
	static void write_##stem(Sink *sink, const void *object) { \
		sink_text(sink, os_release_get(((const HostView *)object)->facts.os, field)); \
	} \
	struct needs_a_semicolon_##stem

DEFINE_OS_FIELD(os_id, OS_RELEASE_ID);
DEFINE_OS_FIELD(os_version_id, OS_RELEASE_VERSION_ID);
DEFINE_OS_FIELD(os_pretty_name, OS_RELEASE_PRETTY_NAME);
DEFINE_OS_FIELD(os_cpe_name, OS_RELEASE_CPE_NAME);
DEFINE_OS_FIELD(vendor_support_end, OS_RELEASE_SUPPORT_END);

static void write_matched_by(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_text(sink, matched_by_to_string(view->facts.match->matched_by));
}

static void write_resolution(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_text(sink, resolution_to_string(view->facts.match->resolution));
}

static void write_product(Sink *sink, const void *object) {
	const Product *product = view_product(object);
	BusPath path;

	sink_path(sink, product ? bus_path_product(product_name(product), &path) : EOLD_PATH_NONE);
}

static void write_release_path(Sink *sink, const Product *product, const Release *release) {
	BusPath path;

	sink_path(sink, release ? bus_path_release(product_name(product),
					  release_name(product, release), &path)
				: EOLD_PATH_NONE);
}

static void write_release(Sink *sink, const void *object) {
	const HostView *view = object;

	write_release_path(sink, view_product(view), view->release);
}

static void write_product_name(Sink *sink, const void *object) {
	const Product *product = view_product(object);

	sink_text(sink, product ? product_name(product) : "");
}

static void write_cycle(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_text(sink, view->release ? release_name(view_product(view), view->release) : "");
}

static void write_status(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_text(sink, status_name(view->state.status));
}

static void write_is_supported(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_bool(sink, view->state.is_supported);
}

static void write_is_eol(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_bool(sink, view->state.is_eol);
}

static void write_from(Sink *sink, const HostView *view, Milestone milestone) {
	sink_date(sink, view->release ? mark_date(lifecycle_shown_mark(
						view_product(view), view->release, milestone))
				      : CIVIL_DAY_NONE);
}

static void write_eoas_from(Sink *sink, const void *object) {
	write_from(sink, object, MILESTONE_EOAS);
}

static void write_eol_from(Sink *sink, const void *object) {
	write_from(sink, object, MILESTONE_EOL);
}

static void write_eoes_from(Sink *sink, const void *object) {
	write_from(sink, object, MILESTONE_EOES);
}

static void write_supported_until(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_date(sink, view->state.supported_until);
}

static void write_supported_until_source(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_text(sink, support_source_name(view->state.source));
}

static void write_sources_differ(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_bool(sink, host_sources_differ(&view->facts));
}

static void write_days_left(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_int(sink, view->state.days_left);
}

static void write_latest(Sink *sink, const void *object) {
	const HostView *view = object;
	const Product *product = view_product(view);
	bool shown = view->release && !(product->flags & PRODUCT_LATEST_HIDDEN);

	sink_text(sink, shown ? product_text_or_empty(product, view->release->latest) : "");
}

static void write_point_release(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_text(sink, point_state_name(view->state.point));
}

static void write_superseded_on(Sink *sink, const void *object) {
	const HostView *view = object;

	sink_date(sink, view->state.superseded_on);
}

static void write_successor(Sink *sink, const void *object) {
	const HostView *view = object;
	const Product *product = view_product(view);

	write_release_path(sink, product,
		view->state.successor == HOST_NO_SUCCESSOR
			? NULL
			: product_release(product, view->state.successor));
}

/* How to get to the next release: our own data says it, or nobody does. */
static void write_upgrade_link(Sink *sink, const void *object) {
	const Product *product = view_product(object);
	const TextRef *pairs = product ? product_list(product, &product->links) : NULL;

	for (size_t i = 0; product && i < product->links.n; i++)
		if (strcmp(product_text(product, pairs[2 * i]), "upgrade") == 0) {
			sink_text(sink, product_text(product, pairs[2 * i + 1]));
			return;
		}
	sink_text(sink, "");
}

const PropertyInfo host_properties[_HOST_PROPERTY_MAX] = {
	[HOST_OS_ID] = { "OsId", "s", write_os_id },
	[HOST_OS_VERSION_ID] = { "OsVersionId", "s", write_os_version_id },
	[HOST_OS_PRETTY_NAME] = { "OsPrettyName", "s", write_os_pretty_name },
	[HOST_OS_CPE_NAME] = { "OsCpeName", "s", write_os_cpe_name },
	[HOST_VENDOR_SUPPORT_END] = { "VendorSupportEnd", "s", write_vendor_support_end },
	[HOST_MATCHED_BY] = { "MatchedBy", "s", write_matched_by },
	[HOST_RESOLUTION] = { "Resolution", "s", write_resolution },
	[HOST_PRODUCT] = { "Product", "o", write_product },
	[HOST_RELEASE] = { "Release", "o", write_release },
	[HOST_PRODUCT_NAME] = { "ProductName", "s", write_product_name },
	[HOST_CYCLE] = { "Cycle", "s", write_cycle },
	[HOST_STATUS] = { "Status", "s", write_status },
	[HOST_IS_SUPPORTED] = { "IsSupported", "b", write_is_supported },
	[HOST_IS_EOL] = { "IsEol", "b", write_is_eol },
	[HOST_EOAS_FROM] = { "EoasFrom", "s", write_eoas_from },
	[HOST_EOL_FROM] = { "EolFrom", "s", write_eol_from },
	[HOST_EOES_FROM] = { "EoesFrom", "s", write_eoes_from },
	[HOST_SUPPORTED_UNTIL] = { "SupportedUntil", "s", write_supported_until },
	[HOST_SUPPORTED_UNTIL_SOURCE] = { "SupportedUntilSource", "s",
		write_supported_until_source },
	[HOST_SOURCES_DIFFER] = { "SourcesDiffer", "b", write_sources_differ },
	[HOST_DAYS_LEFT] = { "DaysLeft", "i", write_days_left },
	[HOST_LATEST] = { "Latest", "s", write_latest },
	[HOST_POINT_RELEASE] = { "PointRelease", "s", write_point_release },
	[HOST_SUPERSEDED_ON] = { "SupersededOn", "s", write_superseded_on },
	[HOST_SUCCESSOR] = { "Successor", "o", write_successor },
	[HOST_UPGRADE_LINK] = { "UpgradeLink", "s", write_upgrade_link },
};

void host_write_status(Sink *sink, const HostView *view) {
	static const HostProperty answered[] = { HOST_STATUS, HOST_IS_SUPPORTED, HOST_IS_EOL,
		HOST_SUPPORTED_UNTIL, HOST_SUPPORTED_UNTIL_SOURCE, HOST_DAYS_LEFT,
		HOST_POINT_RELEASE, HOST_SUPERSEDED_ON, HOST_SUCCESSOR };

	sink_open(sink, SD_BUS_TYPE_ARRAY, "{sv}");
	for (size_t i = 0; i < ELEMENTSOF(answered); i++)
		property_write_entry(&host_properties[answered[i]], sink, view);
	sink_close(sink);
}

/* All values are basic: their bytes in a sink are their type and their memory. */
static json_t *value_json(const StrBuf *bytes) {
	const char *value = strbuf_cstr(bytes) + 1;
	int32_t number;

	memcpy(&number, bytes->len > sizeof(number) ? value : "\0\0\0\0", sizeof(number));
	switch (strbuf_cstr(bytes)[0]) {
	case SD_BUS_TYPE_BOOLEAN:
		return json_boolean(number);
	case SD_BUS_TYPE_INT32:
		return json_integer(number);
	default:
		return json_string_nocheck(value);
	}
}

int host_append_document(const HostView *view, StrBuf *buf) {
	_cleanup_(json_decrefp) json_t *object = json_object();
	_cleanup_(strbuf_deinit) StrBuf bytes = STRBUF_INIT;

	for (size_t i = 0; i < _HOST_PROPERTY_MAX; i++) {
		Sink sink = sink_for_bytes(&bytes);

		strbuf_clear(&bytes);
		host_properties[i].write(&sink, view);
		if (sink.error < 0 || json_object_set_new_nocheck(object, host_properties[i].name,
					      value_json(&bytes)) < 0)
			return -ENOMEM;
	}
	return api_json_append(object, buf);
}
