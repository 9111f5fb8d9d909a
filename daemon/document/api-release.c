/* SPDX-License-Identifier: MIT */
#include "api-document.h"

#include "api-parts.h"
#include "lifecycle/release-text.h"

static json_t *label_json(const Product *product, const Release *release, CivilDay day) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	return release_text_label(product, release, day, &buf) < 0
		       ? NULL
		       : json_stringn_nocheck(strbuf_cstr(&buf), buf.len);
}

/* A flag and its date: null and null where the release says nothing. */
static void set_mark(json_t *object, const char *is_key, const char *from_key, Mark mark,
	CivilDay day, bool *failed) {
	api_set(object, is_key,
		mark == MARK_ABSENT ? json_null() : json_boolean(mark_is_reached(mark, day)),
		failed);
	api_set(object, from_key, api_date(mark_date(mark)), failed);
}

static void set_shown_mark(json_t *object, const Product *product, const Release *release,
	Milestone milestone, const char *is_key, const char *from_key, CivilDay day, bool *failed) {
	if (product_shows(product, milestone))
		set_mark(object, is_key, from_key, release_mark(release, milestone), day, failed);
}

static json_t *latest_json(const Product *product, const Release *release) {
	_cleanup_(strbuf_deinit) StrBuf link = STRBUF_INIT;
	_cleanup_(json_decrefp) json_t *object = NULL;
	bool present, failed = false;

	if (product->flags & PRODUCT_LATEST_HIDDEN)
		return json_null();
	object = json_object();
	if (!object || release_text_link(product, release, &link, &present) < 0)
		return NULL;
	api_set(object, "name", api_text(product_text(product, release->latest)), &failed);
	api_set(object, "date", api_date(release->latest_date), &failed);
	api_set(object, "link", api_text(present ? strbuf_cstr(&link) : NULL), &failed);
	return failed ? NULL : TAKE_PTR(object);
}

/* null where the product has no fields of its own; else all of them, null where one is lacking. */
static json_t *custom_json(const Product *product, const Release *release) {
	const ReleaseExtras *extras = release_extras(product, release);
	const CustomField *fields = product_list(product, &product->custom_fields);
	_cleanup_(json_decrefp) json_t *object = NULL;
	bool failed = false;

	if (product->custom_fields.n == 0)
		return json_null();
	object = json_object();
	for (size_t i = 0; i < product->custom_fields.n && object; i++) {
		const char *value = extras && extras->custom.n > i
					    ? product_list_text(product, &extras->custom, i)
					    : NULL;

		api_set(object, product_text(product, fields[i].name), api_text(value), &failed);
	}
	return failed ? NULL : TAKE_PTR(object);
}

static json_t *point_json(const Product *product, const PointRelease *point) {
	_cleanup_(json_decrefp) json_t *object = json_object();
	bool failed = !object;

	api_set(object, "version", api_text(product_text(product, point->version)), &failed);
	api_set(object, "releaseDate", api_date(point->release_date), &failed);
	api_set(object, "codename", api_text(product_text(product, point->codename)), &failed);
	return failed ? NULL : TAKE_PTR(object);
}

static json_t *points_json(const Product *product, const BlockList *list) {
	const PointRelease *points = product_list(product, list);
	_cleanup_(json_decrefp) json_t *array = json_array();

	for (size_t i = 0; i < list->n && array; i++)
		if (json_array_append_new(array, point_json(product, &points[i])) < 0)
			return NULL;
	return TAKE_PTR(array);
}

/* What our own data adds, only where there is something. */
static void set_release_additions(
	json_t *object, const Product *product, const Release *release, bool *failed) {
	const ReleaseExtras *extras = release_extras(product, release);

	if (extras && extras->architectures.n > 0)
		api_set(object, "architectures", api_texts(product, &extras->architectures),
			failed);
	if (extras && extras->points.n > 0)
		api_set(object, "pointReleases", points_json(product, &extras->points), failed);
}

json_t *api_release_json(const Product *product, const Release *release, CivilDay day) {
	_cleanup_(json_decrefp) json_t *object = json_object();
	Mark lts = release_mark(release, MILESTONE_LTS);
	bool failed = !object;

	api_set(object, "name", api_text(release_name(product, release)), &failed);
	api_set(object, "codename", api_text(product_text(product, release_codename(release))),
		&failed);
	api_set(object, "label", label_json(product, release, day), &failed);
	api_set(object, "releaseDate", api_date(release->release_date), &failed);
	/* not to be long-term supported is the same as to say nothing of it */
	set_mark(object, "isLts", "ltsFrom", lts == MARK_ABSENT ? MARK_FALSE : lts, day, &failed);
	set_shown_mark(
		object, product, release, MILESTONE_EOAS, "isEoas", "eoasFrom", day, &failed);
	set_mark(object, "isEol", "eolFrom", release_mark(release, MILESTONE_EOL), day, &failed);
	set_shown_mark(object, product, release, MILESTONE_DISCONTINUED, "isDiscontinued",
		"discontinuedFrom", day, &failed);
	set_shown_mark(
		object, product, release, MILESTONE_EOES, "isEoes", "eoesFrom", day, &failed);
	api_set(object, "isMaintained", json_boolean(lifecycle_is_maintained(release, day)),
		&failed);
	api_set(object, "latest", latest_json(product, release), &failed);
	api_set(object, "custom", custom_json(product, release), &failed);
	set_release_additions(object, product, release, &failed);
	return failed ? NULL : TAKE_PTR(object);
}
