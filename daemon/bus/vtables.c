/* SPDX-License-Identifier: MIT */
/*
 * The four interfaces as sd-bus knows them, in the order of the XML under dbus/. Every method is
 * open to everybody; Reload asks for itself who calls.
 */
#include "bus-internal.h"

#include <errno.h>

#include "arguments.h"
#include "document/api-document.h"

/* A property by its place in a table of slots. */
#define PROPERTY(type, index, name, signature, flags) \
	SD_BUS_PROPERTY(name, signature, property_get, offsetof(type, slots[index]), flags)

/* Open to everybody, and so that no capability of the caller is asked for. */
#define OPEN SD_BUS_VTABLE_UNPRIVILEGED
#define EMITS SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE

/* ---- Product --------------------------------------------------------------------------------- */

static int reply_document(sd_bus_message *call, const StrBuf *buf, sd_bus_error *error) {
	if (buf->len > EOLD_MAX_ANSWER_BYTES)
		return error_limits(error, "The document would be larger than 24 MiB.");
	return sd_bus_reply_method_return(call, "s", strbuf_cstr(buf));
}

#define PRODUCT(index, name, signature) PROPERTY(FoundProduct, index, name, signature, EMITS)

const sd_bus_vtable product_vtable[] = {
	SD_BUS_VTABLE_START(0),
	PRODUCT(PRODUCT_NAME, "Name", "s"),
	PRODUCT(PRODUCT_LABEL, "Label", "s"),
	PRODUCT(PRODUCT_CATEGORY, "Category", "s"),
	PRODUCT(PRODUCT_TAGS, "Tags", "as"),
	PRODUCT(PRODUCT_ALIASES, "Aliases", "as"),
	PRODUCT(PRODUCT_IDENTIFIERS, "Identifiers", "a(ss)"),
	PRODUCT(PRODUCT_VERSION_COMMAND, "VersionCommand", "s"),
	PRODUCT(PRODUCT_RELEASE_POLICY_LINK, "ReleasePolicyLink", "s"),
	PRODUCT(PRODUCT_LINKS, "Links", "a{ss}"),
	PRODUCT(PRODUCT_LABELS, "Labels", "a{ss}"),
	PRODUCT(PRODUCT_CUSTOM_FIELDS, "CustomFields", "a(ssss)"),
	PRODUCT(PRODUCT_AUTO_METHODS, "AutoMethods", "aa{ss}"),
	PRODUCT(PRODUCT_RELEASES, "Releases", "ao"),
	PRODUCT(PRODUCT_SOURCE, "Source", "s"),
	SD_BUS_METHOD_WITH_ARGS("Describe", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", document),
		method_describe_product, OPEN),
	SD_BUS_VTABLE_END,
};

/* ---- Release --------------------------------------------------------------------------------- */

static int method_describe_release(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const ReleaseView *view = &((const FoundRelease *)userdata)->view;
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	int r = api_document_append_release(view->product, view->release, view->day, &buf);

	return r < 0 ? r : reply_document(call, &buf, error);
}

#define RELEASE(index, name, signature) PROPERTY(FoundRelease, index, name, signature, EMITS)

const sd_bus_vtable release_vtable[] = {
	SD_BUS_VTABLE_START(0),
	RELEASE(RELEASE_PRODUCT, "Product", "o"),
	RELEASE(RELEASE_PRODUCT_NAME, "ProductName", "s"),
	RELEASE(RELEASE_NAME, "Name", "s"),
	RELEASE(RELEASE_LABEL, "Label", "s"),
	RELEASE(RELEASE_CODENAME, "Codename", "s"),
	RELEASE(RELEASE_RELEASE_DATE, "ReleaseDate", "s"),
	RELEASE(RELEASE_STATUS, "Status", "s"),
	RELEASE(RELEASE_IS_SUPPORTED, "IsSupported", "b"),
	RELEASE(RELEASE_IS_MAINTAINED, "IsMaintained", "b"),
	RELEASE(RELEASE_IS_LTS, "IsLts", "b"),
	RELEASE(RELEASE_LTS_FROM, "LtsFrom", "s"),
	RELEASE(RELEASE_IS_EOAS, "IsEoas", "b"),
	RELEASE(RELEASE_EOAS_FROM, "EoasFrom", "s"),
	RELEASE(RELEASE_IS_EOL, "IsEol", "b"),
	RELEASE(RELEASE_EOL_FROM, "EolFrom", "s"),
	RELEASE(RELEASE_IS_EOES, "IsEoes", "b"),
	RELEASE(RELEASE_EOES_FROM, "EoesFrom", "s"),
	RELEASE(RELEASE_IS_DISCONTINUED, "IsDiscontinued", "b"),
	RELEASE(RELEASE_DISCONTINUED_FROM, "DiscontinuedFrom", "s"),
	RELEASE(RELEASE_PHASES, "Phases", "a{s(bs)}"),
	RELEASE(RELEASE_LATEST, "Latest", "s"),
	RELEASE(RELEASE_LATEST_RELEASE_DATE, "LatestReleaseDate", "s"),
	RELEASE(RELEASE_LINK, "Link", "s"),
	RELEASE(RELEASE_CUSTOM, "Custom", "a{ss}"),
	RELEASE(RELEASE_POINT_RELEASES, "PointReleases", "a(sss)"),
	RELEASE(RELEASE_ARCHITECTURES, "Architectures", "as"),
	RELEASE(RELEASE_TRACKED, "Tracked", "b"),
	PROPERTY(FoundRelease, RELEASE_DAYS_LEFT, "DaysLeft", "i", 0),
	SD_BUS_METHOD_WITH_ARGS("Describe", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", document),
		method_describe_release, OPEN),
	SD_BUS_VTABLE_END,
};

/* ---- Host ------------------------------------------------------------------------------------ */

static int method_describe_host(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const HostObject *host = userdata;
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	int r = host_append_document(&host->view, &buf);

	return r < 0 ? r : reply_document(call, &buf, error);
}

static int method_get_host_status(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const HostObject *host = userdata;
	const Snapshot *snapshot = host->bus->snapshot;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	const char *day_text;
	HostView view;
	CivilDay day;
	int r = sd_bus_message_read_basic(call, SD_BUS_TYPE_STRING, &day_text);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = parse_day(snapshot, day_text, &day, error);
	if (r >= 0)
		r = sd_bus_message_new_method_return(call, &reply);
	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);

	view = host_view(snapshot, day);
	host_write_status(&sink, &view);
	return send_answer(reply, sink.error, sink.size, error);
}

#define HOST(index, name, signature) PROPERTY(HostObject, index, name, signature, EMITS)

const sd_bus_vtable host_vtable[] = {
	SD_BUS_VTABLE_START(0),
	HOST(HOST_OS_ID, "OsId", "s"),
	HOST(HOST_OS_VERSION_ID, "OsVersionId", "s"),
	HOST(HOST_OS_PRETTY_NAME, "OsPrettyName", "s"),
	HOST(HOST_OS_CPE_NAME, "OsCpeName", "s"),
	HOST(HOST_VENDOR_SUPPORT_END, "VendorSupportEnd", "s"),
	HOST(HOST_MATCHED_BY, "MatchedBy", "s"),
	HOST(HOST_RESOLUTION, "Resolution", "s"),
	HOST(HOST_PRODUCT, "Product", "o"),
	HOST(HOST_RELEASE, "Release", "o"),
	HOST(HOST_PRODUCT_NAME, "ProductName", "s"),
	HOST(HOST_CYCLE, "Cycle", "s"),
	HOST(HOST_STATUS, "Status", "s"),
	HOST(HOST_IS_SUPPORTED, "IsSupported", "b"),
	HOST(HOST_IS_EOL, "IsEol", "b"),
	HOST(HOST_EOAS_FROM, "EoasFrom", "s"),
	HOST(HOST_EOL_FROM, "EolFrom", "s"),
	HOST(HOST_EOES_FROM, "EoesFrom", "s"),
	HOST(HOST_SUPPORTED_UNTIL, "SupportedUntil", "s"),
	HOST(HOST_SUPPORTED_UNTIL_SOURCE, "SupportedUntilSource", "s"),
	HOST(HOST_SOURCES_DIFFER, "SourcesDiffer", "b"),
	HOST(HOST_DAYS_LEFT, "DaysLeft", "i"),
	HOST(HOST_LATEST, "Latest", "s"),
	HOST(HOST_POINT_RELEASE, "PointRelease", "s"),
	HOST(HOST_SUPERSEDED_ON, "SupersededOn", "s"),
	HOST(HOST_SUCCESSOR, "Successor", "o"),
	HOST(HOST_UPGRADE_LINK, "UpgradeLink", "s"),
	SD_BUS_METHOD_WITH_ARGS("Describe", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", document),
		method_describe_host, OPEN),
	SD_BUS_METHOD_WITH_ARGS("GetStatus", SD_BUS_ARGS("s", day, "t", flags),
		SD_BUS_RESULT("a{sv}", status), method_get_host_status, OPEN),
	SD_BUS_VTABLE_END,
};

/* ---- Manager --------------------------------------------------------------------------------- */

/* The Manager's slots stand in the Bus itself. */
#define MANAGER(index, name, signature) \
	SD_BUS_PROPERTY(name, signature, property_get, offsetof(Bus, manager_slots[index]), EMITS)

#define MILESTONE_SIGNAL(name) \
	SD_BUS_SIGNAL_WITH_ARGS(name, \
		SD_BUS_ARGS("s", product, "s", cycle, "s", milestone, "s", date, "o", path, \
			"a{sv}", details), \
		0)

const sd_bus_vtable manager_vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_PROPERTY("Version", "s", property_get, offsetof(Bus, manager_slots[MANAGER_VERSION]),
		SD_BUS_VTABLE_PROPERTY_CONST),
	MANAGER(MANAGER_TODAY, "Today", "s"),
	MANAGER(MANAGER_PRODUCT_COUNT, "ProductCount", "u"),
	MANAGER(MANAGER_RELEASE_COUNT, "ReleaseCount", "u"),
	MANAGER(MANAGER_DATA_USEC, "DataUSec", "t"),
	MANAGER(MANAGER_DATA_STALE, "DataStale", "b"),
	MANAGER(MANAGER_LOAD_ERRORS, "LoadErrors", "a(ssus)"),
	MANAGER(MANAGER_WARNING_DAYS, "WarningDays", "au"),
	MANAGER(MANAGER_TRACKED, "Tracked", "a(sso)"),
	MANAGER(MANAGER_NEXT_TRANSITION, "NextTransition", "(sssso)"),
	SD_BUS_METHOD_WITH_ARGS("GetProduct", SD_BUS_ARGS("s", product), SD_BUS_RESULT("o", path),
		method_get_product, OPEN),
	SD_BUS_METHOD_WITH_ARGS("GetRelease", SD_BUS_ARGS("s", product, "s", cycle),
		SD_BUS_RESULT("o", path), method_get_release, OPEN),
	SD_BUS_METHOD_WITH_ARGS("GetReleaseForVersion",
		SD_BUS_ARGS("s", product, "s", version, "t", flags),
		SD_BUS_RESULT("o", path, "s", resolution), method_get_release_for_version, OPEN),
	SD_BUS_METHOD_WITH_ARGS("FindProducts", SD_BUS_ARGS("s", type, "s", id, "t", flags),
		SD_BUS_RESULT("ao", paths), method_find_products, OPEN),
	SD_BUS_METHOD_WITH_ARGS("ListProducts",
		SD_BUS_ARGS("s", category, "s", tag, "s", day, "t", flags),
		SD_BUS_RESULT("a(osssuuu)", products), method_list_products, OPEN),
	SD_BUS_METHOD_WITH_ARGS("ListReleases", SD_BUS_ARGS("s", product, "s", day, "t", flags),
		SD_BUS_RESULT("aa{sv}", releases), method_list_releases, OPEN),
	SD_BUS_METHOD_WITH_ARGS("ListTransitions",
		SD_BUS_ARGS("s", from, "s", to, "as", products, "t", flags),
		SD_BUS_RESULT("a(sssso)", transitions), method_list_transitions, OPEN),
	SD_BUS_METHOD_WITH_ARGS("GetStatus",
		SD_BUS_ARGS("s", product, "s", cycle, "s", day, "t", flags),
		SD_BUS_RESULT("s", status, "b", supported, "b", maintained, "a{s(bs)}", phases),
		method_get_status, OPEN),
	SD_BUS_METHOD_WITH_ARGS("MatchVersions",
		SD_BUS_ARGS("a(ss)", questions, "s", day, "t", flags),
		SD_BUS_RESULT("a(ossbsbsa{sv})", answers), method_match_versions, OPEN),
	SD_BUS_METHOD_WITH_ARGS("DescribeProducts", SD_BUS_ARGS("as", products, "t", flags),
		SD_BUS_RESULT("as", documents), method_describe_products, OPEN),
	SD_BUS_METHOD_WITH_ARGS(
		"Dump", SD_BUS_ARGS("t", flags), SD_BUS_RESULT("h", document), method_dump, OPEN),
	SD_BUS_METHOD_WITH_ARGS(
		"Reload", SD_BUS_ARGS("t", flags), SD_BUS_NO_RESULT, method_reload, OPEN),
	MILESTONE_SIGNAL("MilestoneReached"),
	MILESTONE_SIGNAL("MilestoneApproaching"),
	MILESTONE_SIGNAL("MilestoneChanged"),
	SD_BUS_SIGNAL_WITH_ARGS("VersionReleased",
		SD_BUS_ARGS("s", product, "s", cycle, "s", version, "s", date, "o", path, "a{sv}",
			details),
		0),
	SD_BUS_SIGNAL_WITH_ARGS("Reloaded", SD_BUS_ARGS("a{sv}", summary), 0),
	SD_BUS_VTABLE_END,
};
