/* SPDX-License-Identifier: MIT */
#include "api-json.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "api-json-release.h"
#include "json-fields.h"
#include "json-parse.h"
#include "json-slices.h"
#include "product-check.h"

#define HTML_LINK_PREFIX "https://endoflife.date/"

static int read_identifiers(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	const json_t *list;
	int r = json_field_array(ctx, object, "identifiers", &list);

	if (r < 0 || !list)
		return r;
	draft->identifiers.items =
		arena_alloc_array(ctx->arena, json_array_size(list), sizeof(TextPair));
	if (!draft->identifiers.items)
		return -ENOMEM;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		TextPair pair = { 0 };

		r = json_field_text(ctx, item, "type", &pair.key);
		if (r == 0)
			r = json_field_text(ctx, item, "id", &pair.value);
		if (r < 0)
			return r;
		if (!pair.key || !pair.value)
			return refuse(ctx, 0, "identifiers: an entry without type or id");
		draft->identifiers.items[draft->identifiers.n++] = pair;
	}
	return 0;
}

static int read_labels(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	const json_t *labels;
	int r = json_field_object(ctx, object, "labels", &labels);

	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX && labels && r == 0; m++)
		r = json_field_text(ctx, labels, milestone_name(m), &draft->column_labels[m]);
	return r;
}

static int add_link(ReadContext *ctx, const char *name, const char *url, ProductDraft *draft) {
	TextPair pair = { .value = url };
	int r = json_arena_text(ctx, "links", name, &pair.key);

	if (r == 0)
		draft->links.items[draft->links.n++] = pair;
	return r;
}

/* Upstream's three links have places of their own; the others are additions of ours. */
static int read_link(ReadContext *ctx, const json_t *links, const char *name, ProductDraft *draft) {
	const char *url = NULL;
	int r = json_field_text(ctx, links, name, &url);

	if (r < 0 || !url)
		return r;
	if (strcmp(name, "icon") == 0)
		draft->icon = url;
	else if (strcmp(name, "releasePolicy") == 0)
		draft->policy_link = url;
	else if (strcmp(name, "html") != 0)
		return add_link(ctx, name, url, draft);
	else if (strncmp(url, HTML_LINK_PREFIX, strlen(HTML_LINK_PREFIX)) != 0 ||
		 strcmp(url + strlen(HTML_LINK_PREFIX), draft->name) != 0)
		draft->html_link = url;
	return 0;
}

static int read_links(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	const json_t *links;
	const char *name;
	json_t *value;
	int r = json_field_object(ctx, object, "links", &links);

	if (r < 0 || !links)
		return r;
	draft->links.items =
		arena_alloc_array(ctx->arena, json_object_size(links), sizeof(TextPair));
	if (!draft->links.items)
		return -ENOMEM;
	json_object_foreach((json_t *)links, name, value) {
		r = read_link(ctx, links, name, draft);
		if (r < 0)
			return r;
	}
	return 0;
}

static int compare_texts(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int read_name(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	int r = json_field_text(ctx, object, "name", &draft->name);

	if (r < 0)
		return r;
	if (!draft->name)
		return refuse(ctx, 0, "a product without a name");
	if (!is_product_name(draft->name))
		return refuse(ctx, 0, "'%s' cannot be a product's name", draft->name);
	ctx->product = draft->name;
	return 0;
}

static int read_texts(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	int r = json_field_text(ctx, object, "label", &draft->label);

	if (r == 0)
		r = json_field_text(ctx, object, "category", &draft->category);
	if (r == 0)
		r = json_field_text(ctx, object, "versionCommand", &draft->version_command);
	if (r == 0)
		r = json_field_text_list(ctx, object, "aliases", &draft->aliases);
	if (r == 0)
		r = json_field_text_list(ctx, object, "tags", &draft->tags);
	if (r == 0)
		r = json_field_text_list(ctx, object, "architectures", &draft->architectures);
	if (r == 0)
		r = json_field_text_list(ctx, object, "osReleaseIds", &draft->os_release_ids);
	if (r < 0)
		return r;
	if (!draft->label || !draft->category)
		return refuse(ctx, 0, "a product without label or category");
	return 0;
}

/* A wrong alias is left out, as in a product file. */
static void check_aliases(ReadContext *ctx, ProductDraft *draft) {
	size_t n = 0;

	for (size_t i = 0; i < draft->aliases.n; i++)
		if (is_product_name(draft->aliases.items[i]))
			draft->aliases.items[n++] = draft->aliases.items[i];
		else
			doubt(ctx, 0, "aliases: '%s' is no name; left out",
				draft->aliases.items[i]);
	draft->aliases.n = n;
}

static int read_point_policy(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	const char *policy = NULL;
	int r = json_field_text(ctx, object, "pointReleasePolicy", &policy);

	if (r == 0 && policy && strcmp(policy, "superseded") == 0)
		draft->flags |= PRODUCT_POINTS_SUPERSEDED;
	return r;
}

static int read_product(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	int r;

	*draft = (ProductDraft){ .source = ctx->file, .flags = PRODUCT_IMPORTED };
	if (!json_is_object(object))
		return refuse(ctx, 0, "a product that is no object");
	r = read_name(ctx, object, draft);
	if (r == 0)
		r = read_texts(ctx, object, draft);
	if (r == 0)
		r = read_identifiers(ctx, object, draft);
	if (r == 0)
		r = read_labels(ctx, object, draft);
	if (r == 0)
		r = read_links(ctx, object, draft);
	if (r == 0)
		r = read_point_policy(ctx, object, draft);
	if (r == 0)
		r = api_json_read_releases(ctx, object, draft);
	if (r < 0)
		return r;
	check_aliases(ctx, draft);
	if (draft->tags.n > 1)
		qsort(draft->tags.items, draft->tags.n, sizeof(char *), compare_texts);
	return product_check(ctx, draft);
}

static int read_slice(ReadContext *ctx, const JsonSlice *slice, bool from_collection,
	ApiJsonSink sink, void *userdata) {
	const json_t *object;
	json_error_t error;
	ProductDraft draft;
	int r;

	ctx->product = NULL;
	if (slice->too_long)
		return refuse(ctx, slice->line,
			"a list of more than %d entries, or more than %d values in all",
			JSON_MAX_ENTRIES, JSON_MAX_VALUES);
	r = json_parse(ctx->arena, slice->text, slice->n, &object, &error);
	if (r == -EBADMSG)
		return refuse(ctx, slice->line - 1 + (unsigned)error.line, "%s", error.text);
	if (r == 0)
		r = read_product(ctx, object, &draft);
	if (r < 0)
		return r;
	if (from_collection)
		draft.flags |= PRODUCT_FROM_COLLECTION;
	return sink(ctx, &draft, userdata);
}

/* Two digits at p, below a bound; or -1. */
static int two_digits(const char *p, int bound) {
	int value = isdigit((unsigned char)p[0]) && isdigit((unsigned char)p[1])
			    ? (p[0] - '0') * 10 + p[1] - '0'
			    : -1;

	return value < bound ? value : -1;
}

/* `generated_at` is a time with its distance to UTC: 2026-11-20T00:00:00+00:00, or ...Z. Returns 0
 * or -EINVAL. */
static int parse_time(const char *text, uint64_t *ret_usec) {
	static const char form[] = "2026-11-20T00:00:00";
	const char *zone = text + strlen(form);
	int hours, minutes, seconds, zone_hours = 0, zone_minutes = 0;
	CivilDay day;
	int64_t time;

	if (strlen(text) < strlen(form) || civil_day_parse_n(text, 10, &day) < 0 ||
		text[10] != 'T' || text[13] != ':' || text[16] != ':')
		return -EINVAL;
	hours = two_digits(text + 11, 24);
	minutes = two_digits(text + 14, 60);
	seconds = two_digits(text + 17, 61);
	if (strcmp(zone, "Z") != 0) {
		if ((zone[0] != '+' && zone[0] != '-') || strlen(zone) != 6 || zone[3] != ':')
			return -EINVAL;
		zone_hours = two_digits(zone + 1, 24);
		zone_minutes = two_digits(zone + 4, 60);
	}
	if (hours < 0 || minutes < 0 || seconds < 0 || zone_hours < 0 || zone_minutes < 0)
		return -EINVAL;
	time = (int64_t)day * 86400 + hours * 3600 + minutes * 60 + seconds;
	time -= (zone[0] == '-' ? -1 : 1) * (zone_hours * 3600 + zone_minutes * 60);
	*ret_usec = time > 0 ? (uint64_t)time * 1000000 : 0;
	return 0;
}

static int read_envelope(ReadContext *ctx, const JsonSlices *slices, ApiJsonInfo *info) {
	const StrBuf *text = &slices->envelope;
	const json_t *envelope;
	json_error_t error;
	const char *generated = NULL;
	int r = json_parse(ctx->arena, strbuf_cstr(text), text->len, &envelope, &error);

	if (r == -EBADMSG)
		return refuse(ctx, (unsigned)error.line, "%s", error.text);
	if (r == 0)
		r = json_field_text(ctx, envelope, "generated_at", &generated);
	if (r < 0)
		return r;
	info->is_collection = slices->is_collection;
	if (generated && parse_time(generated, &info->generated_usec) < 0)
		doubt(ctx, 0, "generated_at: '%s' is no time", generated);
	return 0;
}

int api_json_read(ReadContext *ctx, const char *text, size_t n, ApiJsonSink sink, void *userdata,
	ApiJsonInfo *ret_info) {
	_cleanup_(json_slices_deinit) JsonSlices slices = { 0 };
	ApiJsonInfo info = { 0 };
	const char *message = NULL;
	unsigned line = 0;
	int r = json_slices_cut(text, n, &slices, &line, &message);

	if (r == -EBADMSG)
		return refuse(ctx, line, "%s", message);
	if (r == 0)
		r = read_envelope(ctx, &slices, &info);
	if (r < 0)
		return r;
	for (size_t i = 0; i < slices.n_items; i++) {
		r = read_slice(ctx, &slices.items[i], slices.is_collection, sink, userdata);
		if (r == -ENOMEM && ctx->arena->exceeded)
			r = refuse(
				ctx, slices.items[i].line, "reading it would take too much memory");
		arena_reset(ctx->arena);
		ctx->product = NULL;
		if (r < 0 && r != -EBADMSG)
			return r;
	}
	*ret_info = info;
	return 0;
}
