/* SPDX-License-Identifier: MIT */
#include "release-object.h"

#include "dbus/bus-path.h"
#include "lifecycle/release-text.h"

ReleaseView release_view(const Snapshot *snapshot, size_t serial, CivilDay day) {
	ReleaseView view = { .snapshot = snapshot, .serial = serial, .day = day };
	size_t release_index;

	view.product =
		catalog_find_serial(snapshot_catalog(snapshot), serial, NULL, &release_index);
	view.release = product_release(view.product, release_index);
	view.judgement = snapshot_judge(snapshot, view.product, view.release, serial, day);
	return view;
}

static const char *text(const ReleaseView *view, TextRef ref) {
	return product_text_or_empty(view->product, ref);
}

static void write_product(Sink *sink, const void *object) {
	const ReleaseView *view = object;
	BusPath path;

	sink_path(sink, bus_path_product(product_name(view->product), &path));
}

static void write_product_name(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_text(sink, product_name(view->product));
}

static void write_release_name(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_text(sink, release_name(view->product, view->release));
}

static void write_release_label(Sink *sink, const void *object) {
	const ReleaseView *view = object;
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	if (release_text_label(view->product, view->release, view->day, &buf) < 0)
		sink_fail(sink);
	sink_text(sink, strbuf_cstr(&buf));
}

static void write_codename(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_text(sink, text(view, release_codename(view->release)));
}

static void write_release_date(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_date(sink, view->release->release_date);
}

static void write_status(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_text(sink, status_name(view->judgement.status));
}

static void write_is_supported(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_bool(sink, view->judgement.is_supported);
}

static void write_is_maintained(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_bool(sink, view->judgement.is_maintained);
}

static void write_reached(Sink *sink, const ReleaseView *view, Milestone milestone) {
	sink_bool(sink, view->judgement.reached[milestone]);
}

static void write_from(Sink *sink, const ReleaseView *view, Milestone milestone) {
	sink_date(sink, mark_date(lifecycle_shown_mark(view->product, view->release, milestone)));
}

#define DEFINE_MILESTONE(stem, milestone) \
	static void write_is_##stem(Sink *sink, const void *object) { \
		write_reached(sink, object, milestone); \
	} \
	static void write_##stem##_from(Sink *sink, const void *object) { \
		write_from(sink, object, milestone); \
	} \
	struct needs_a_semicolon_##stem

DEFINE_MILESTONE(lts, MILESTONE_LTS);
DEFINE_MILESTONE(eoas, MILESTONE_EOAS);
DEFINE_MILESTONE(eol, MILESTONE_EOL);
DEFINE_MILESTONE(eoes, MILESTONE_EOES);
DEFINE_MILESTONE(discontinued, MILESTONE_DISCONTINUED);

void release_write_phases(Sink *sink, const ReleaseView *view) {
	sink_open(sink, SD_BUS_TYPE_ARRAY, "{s(bs)}");
	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		Mark mark = lifecycle_shown_mark(view->product, view->release, m);

		if (mark == MARK_ABSENT)
			continue;
		sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "s(bs)");
		sink_text(sink, milestone_name(m));
		sink_open(sink, SD_BUS_TYPE_STRUCT, "bs");
		sink_bool(sink, view->judgement.reached[m]);
		sink_date(sink, mark_date(mark));
		sink_close(sink);
		sink_close(sink);
	}
	sink_close(sink);
}

static void write_phases(Sink *sink, const void *object) {
	release_write_phases(sink, object);
}

static bool shows_latest(const ReleaseView *view) {
	return !(view->product->flags & PRODUCT_LATEST_HIDDEN);
}

static void write_latest(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_text(sink, shows_latest(view) ? text(view, view->release->latest) : "");
}

static void write_latest_release_date(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_date(sink, shows_latest(view) ? view->release->latest_date : CIVIL_DAY_NONE);
}

static void write_link(Sink *sink, const void *object) {
	const ReleaseView *view = object;
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	bool present;

	if (release_text_link(view->product, view->release, &buf, &present) < 0)
		sink_fail(sink);
	sink_text(sink, strbuf_cstr(&buf));
}

static void write_custom(Sink *sink, const void *object) {
	const ReleaseView *view = object;
	const ReleaseExtras *extras = release_extras(view->product, view->release);
	const CustomField *fields = product_list(view->product, &view->product->custom_fields);

	sink_open(sink, SD_BUS_TYPE_ARRAY, "{ss}");
	for (size_t i = 0; extras && i < extras->custom.n; i++) {
		const char *value = product_list_text(view->product, &extras->custom, i);

		if (!value)
			continue;
		sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "ss");
		sink_text(sink, text(view, fields[i].name));
		sink_text(sink, value);
		sink_close(sink);
	}
	sink_close(sink);
}

static void write_point_releases(Sink *sink, const void *object) {
	const ReleaseView *view = object;
	const ReleaseExtras *extras = release_extras(view->product, view->release);
	const PointRelease *points = extras ? product_list(view->product, &extras->points) : NULL;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "(sss)");
	for (size_t i = 0; extras && i < extras->points.n; i++) {
		sink_open(sink, SD_BUS_TYPE_STRUCT, "sss");
		sink_text(sink, text(view, points[i].version));
		sink_date(sink, points[i].release_date);
		sink_date(sink, points[i].superseded_on);
		sink_close(sink);
	}
	sink_close(sink);
}

/* A release's own, or what the product says for all. */
static void write_architectures(Sink *sink, const void *object) {
	const ReleaseView *view = object;
	const ReleaseExtras *extras = release_extras(view->product, view->release);
	const BlockList *list = extras && extras->architectures.n > 0
					? &extras->architectures
					: &view->product->architectures;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "s");
	for (size_t i = 0; i < list->n; i++)
		sink_text(sink, product_list_text(view->product, list, i));
	sink_close(sink);
}

static void write_release_tracked(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_bool(sink, tracking_has(&view->snapshot->tracking, view->serial));
}

static void write_days_left(Sink *sink, const void *object) {
	const ReleaseView *view = object;

	sink_int(sink, lifecycle_days_left(view->release, view->day));
}

const PropertyInfo release_properties[_RELEASE_PROPERTY_MAX] = {
	[RELEASE_PRODUCT] = { "Product", "o", write_product },
	[RELEASE_PRODUCT_NAME] = { "ProductName", "s", write_product_name },
	[RELEASE_NAME] = { "Name", "s", write_release_name },
	[RELEASE_LABEL] = { "Label", "s", write_release_label },
	[RELEASE_CODENAME] = { "Codename", "s", write_codename },
	[RELEASE_RELEASE_DATE] = { "ReleaseDate", "s", write_release_date },
	[RELEASE_STATUS] = { "Status", "s", write_status },
	[RELEASE_IS_SUPPORTED] = { "IsSupported", "b", write_is_supported },
	[RELEASE_IS_MAINTAINED] = { "IsMaintained", "b", write_is_maintained },
	[RELEASE_IS_LTS] = { "IsLts", "b", write_is_lts },
	[RELEASE_LTS_FROM] = { "LtsFrom", "s", write_lts_from },
	[RELEASE_IS_EOAS] = { "IsEoas", "b", write_is_eoas },
	[RELEASE_EOAS_FROM] = { "EoasFrom", "s", write_eoas_from },
	[RELEASE_IS_EOL] = { "IsEol", "b", write_is_eol },
	[RELEASE_EOL_FROM] = { "EolFrom", "s", write_eol_from },
	[RELEASE_IS_EOES] = { "IsEoes", "b", write_is_eoes },
	[RELEASE_EOES_FROM] = { "EoesFrom", "s", write_eoes_from },
	[RELEASE_IS_DISCONTINUED] = { "IsDiscontinued", "b", write_is_discontinued },
	[RELEASE_DISCONTINUED_FROM] = { "DiscontinuedFrom", "s", write_discontinued_from },
	[RELEASE_PHASES] = { "Phases", "a{s(bs)}", write_phases },
	[RELEASE_LATEST] = { "Latest", "s", write_latest },
	[RELEASE_LATEST_RELEASE_DATE] = { "LatestReleaseDate", "s", write_latest_release_date },
	[RELEASE_LINK] = { "Link", "s", write_link },
	[RELEASE_CUSTOM] = { "Custom", "a{ss}", write_custom },
	[RELEASE_POINT_RELEASES] = { "PointReleases", "a(sss)", write_point_releases },
	[RELEASE_ARCHITECTURES] = { "Architectures", "as", write_architectures },
	[RELEASE_TRACKED] = { "Tracked", "b", write_release_tracked },
	[RELEASE_DAYS_LEFT] = { "DaysLeft", "i", write_days_left, .is_quiet = true },
};

/* Of one sealed product only what depends on the day and on the administrator can differ. */
static const uint64_t unsealed = UINT64_C(1) << RELEASE_LABEL | UINT64_C(1) << RELEASE_STATUS |
				 UINT64_C(1) << RELEASE_IS_SUPPORTED |
				 UINT64_C(1) << RELEASE_IS_MAINTAINED |
				 UINT64_C(1) << RELEASE_IS_LTS | UINT64_C(1) << RELEASE_IS_EOAS |
				 UINT64_C(1) << RELEASE_IS_EOL | UINT64_C(1) << RELEASE_IS_EOES |
				 UINT64_C(1) << RELEASE_IS_DISCONTINUED |
				 UINT64_C(1) << RELEASE_PHASES | UINT64_C(1) << RELEASE_TRACKED;

int release_compare(const ReleaseView *before, const ReleaseView *after, uint64_t *ret_changed) {
	return property_compare(release_properties, _RELEASE_PROPERTY_MAX,
		before->release == after->release ? unsealed : UINT64_MAX, before, after,
		ret_changed);
}
