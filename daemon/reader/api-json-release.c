/* SPDX-License-Identifier: MIT */
#include "api-json-release.h"

#include <errno.h>
#include <string.h>

#include "template/html-strip.h"

#define UPCOMING "Upcoming "

static int read_marks(ReadContext *ctx, const json_t *object, ReleaseDraft *release) {
	static const struct {
		const char *is_key;
		const char *from_key;
	} keys[_MILESTONE_MAX] = {
		[MILESTONE_LTS] = { "isLts", "ltsFrom" },
		[MILESTONE_EOAS] = { "isEoas", "eoasFrom" },
		[MILESTONE_EOL] = { "isEol", "eolFrom" },
		[MILESTONE_EOES] = { "isEoes", "eoesFrom" },
		[MILESTONE_DISCONTINUED] = { "isDiscontinued", "discontinuedFrom" },
	};
	int r = 0;

	for (Milestone m = 0; m < _MILESTONE_MAX && r == 0; m++)
		r = json_field_mark(
			ctx, object, keys[m].is_key, keys[m].from_key, &release->marks[m]);
	return r;
}

static int read_latest(
	ReadContext *ctx, const json_t *object, ReleaseDraft *release, bool *any_latest) {
	const json_t *latest;
	int r = json_field_object(ctx, object, "latest", &latest);

	release->flags |= RELEASE_FINAL_LABEL | RELEASE_FINAL_LINK | RELEASE_NO_LINK;
	if (r < 0 || !latest)
		return r;
	*any_latest = true;
	r = json_field_text(ctx, latest, "name", &release->latest);
	if (r == 0)
		r = json_field_date(ctx, latest, "date", &release->latest_date);
	if (r == 0)
		r = json_field_text(ctx, latest, "link", &release->link);
	if (release->link)
		release->flags &= ~(unsigned)RELEASE_NO_LINK;
	return r;
}

/* The product's own fields are those of the first release that has any. */
static int declare_custom(ReadContext *ctx, const json_t *custom, ProductDraft *draft) {
	const char *name;
	json_t *value;

	if (json_object_size(custom) > FIELD_MAX_CUSTOM)
		return refuse(ctx, 0, "custom: more than %d fields", FIELD_MAX_CUSTOM);
	draft->custom_fields =
		arena_alloc_array(ctx->arena, json_object_size(custom), sizeof(CustomFieldDraft));
	if (!draft->custom_fields)
		return -ENOMEM;
	json_object_foreach((json_t *)custom, name, value) {
		const char *copy = NULL;
		int r = json_arena_text(ctx, "custom", name, &copy);

		if (r < 0)
			return r;
		draft->custom_fields[draft->n_custom_fields++] = (CustomFieldDraft){
			.name = copy,
			.display = "api-only",
			.label = copy,
			.description = "",
		};
	}
	return 0;
}

static int read_custom(
	ReadContext *ctx, const json_t *object, ProductDraft *draft, ReleaseDraft *release) {
	const json_t *custom;
	size_t n_known = 0;
	int r = json_field_object(ctx, object, "custom", &custom);

	if (r < 0 || !custom)
		return r;
	if (draft->n_custom_fields == 0)
		r = declare_custom(ctx, custom, draft);
	if (r < 0 || draft->n_custom_fields == 0)
		return r;
	release->custom = arena_alloc_array(ctx->arena, draft->n_custom_fields, sizeof(char *));
	if (!release->custom)
		return -ENOMEM;
	for (size_t i = 0; i < draft->n_custom_fields && r == 0; i++) {
		const char *name = draft->custom_fields[i].name;

		n_known += json_object_get(custom, name) != NULL;
		r = json_field_text(ctx, custom, name, &release->custom[i]);
	}
	if (r == 0 && n_known < json_object_size(custom))
		doubt(ctx, 0, "custom: what no release before has is left out");
	return r;
}

static int read_points(ReadContext *ctx, const json_t *object, ReleaseDraft *release) {
	const json_t *list;
	int r = json_field_array(ctx, object, "pointReleases", &list);

	if (r < 0 || !list)
		return r;
	release->points =
		arena_alloc_array(ctx->arena, json_array_size(list), sizeof(PointReleaseDraft));
	if (!release->points)
		return -ENOMEM;
	for (size_t i = 0; i < json_array_size(list) && r == 0; i++) {
		const json_t *item = json_array_get(list, i);
		PointReleaseDraft *point = &release->points[release->n_points++];

		point->release_date = CIVIL_DAY_NONE;
		r = json_field_text(ctx, item, "version", &point->version);
		if (r == 0)
			r = json_field_date(ctx, item, "releaseDate", &point->release_date);
		if (r == 0)
			r = json_field_text(ctx, item, "codename", &point->codename);
		if (r == 0 && (!point->version || !is_cycle_name(point->version) ||
				      point->release_date == CIVIL_DAY_NONE))
			r = refuse(
				ctx, 0, "pointReleases: an entry without version or releaseDate");
	}
	return r;
}

/* Upstream's labels are free of HTML. In others it is taken out once, before the suffix is. */
static int strip_html(ReadContext *ctx, ReleaseDraft *release) {
	_cleanup_(strbuf_deinit) StrBuf stripped = STRBUF_INIT;
	const char *copy;

	if (html_strip(release->label, strlen(release->label), &stripped) < 0)
		return -ENOMEM;
	copy = arena_strndup(ctx->arena, strbuf_cstr(&stripped), stripped.len);
	if (!copy)
		return -ENOMEM;
	release->label = copy;
	return 0;
}

/* Whether a label carries an LTS suffix of the day on which it was written. */
static bool has_suffix(const ReleaseDraft *release) {
	Mark lts = release->marks[MILESTONE_LTS];

	return mark_is_date(lts) || lts == MARK_TRUE;
}

/*
 * "22 (LTS)" or "26 (Upcoming LTS)": finds the parenthesis at the end, and the word in it. The word
 * is the product's, so the first release that has one tells it, and a label with another one stays
 * as it is, without a suffix that could change.
 */
static int strip_suffix(ReadContext *ctx, ProductDraft *draft, ReleaseDraft *release) {
	size_t n = strlen(release->label);
	const char *open =
		n > 0 && release->label[n - 1] == ')' ? strrchr(release->label, '(') : NULL;
	const char *word = open ? open + 1 : NULL;
	char *copy;

	if (!open || open == release->label || open[-1] != ' ')
		return 0;
	if (strncmp(word, UPCOMING, strlen(UPCOMING)) == 0)
		word += strlen(UPCOMING);
	/* "(Upcoming Upcoming X)": which of them belongs to the word nobody can tell */
	if (strncmp(word, UPCOMING, strlen(UPCOMING)) == 0)
		return 0;
	copy = arena_strndup(ctx->arena, word, (size_t)(release->label + n - 1 - word));
	if (!copy)
		return -ENOMEM;
	if (draft->lts_label && strcmp(copy, draft->lts_label) != 0)
		return 0;
	draft->lts_label = copy;
	copy = arena_strndup(ctx->arena, release->label, (size_t)(open - 1 - release->label));
	if (!copy)
		return -ENOMEM;
	release->label = copy;
	release->flags |= RELEASE_LTS_SUFFIX;
	return 0;
}

static int read_release(ReadContext *ctx, const json_t *object, ProductDraft *draft,
	ReleaseDraft *release, bool *any_latest) {
	int r = json_field_text(ctx, object, "label", &release->label);

	if (r == 0)
		r = json_field_text(ctx, object, "codename", &release->codename);
	if (r == 0)
		r = json_field_date(ctx, object, "releaseDate", &release->release_date);
	if (r == 0)
		r = read_marks(ctx, object, release);
	if (r == 0)
		r = read_latest(ctx, object, release, any_latest);
	if (r == 0)
		r = read_custom(ctx, object, draft, release);
	if (r == 0)
		r = read_points(ctx, object, release);
	if (r == 0)
		r = json_field_text_list(ctx, object, "architectures", &release->architectures);
	/* without a label it is called by its name, in which a suffix may stand as well */
	if (r == 0 && !release->label)
		release->label = release->name;
	if (r == 0 && strchr(release->label, '<'))
		r = strip_html(ctx, release);
	if (r == 0 && has_suffix(release))
		r = strip_suffix(ctx, draft, release);
	return r;
}

static int read_one(ReadContext *ctx, const json_t *object, ProductDraft *draft, bool *any_latest) {
	ReleaseDraft *release = &draft->releases[draft->n_releases];
	const char *name = NULL;
	int r = json_is_object(object) ? json_field_text(ctx, object, "name", &name)
				       : refuse(ctx, 0, "a release that is no object");

	if (r < 0)
		return r;
	if (!name || !is_cycle_name(name))
		return refuse(ctx, 0, "release '%s' cannot be a cycle", name ? name : "null");
	*release = (ReleaseDraft){
		.name = name,
		.release_date = CIVIL_DAY_NONE,
		.latest_date = CIVIL_DAY_NONE,
	};
	for (size_t m = 0; m < _MILESTONE_MAX; m++)
		release->marks[m] = MARK_ABSENT;
	ctx->release = name;
	r = read_release(ctx, object, draft, release, any_latest);
	ctx->release = NULL;
	if (r == 0)
		draft->n_releases++;
	return r;
}

int api_json_read_releases(ReadContext *ctx, const json_t *object, ProductDraft *draft) {
	const json_t *list;
	bool any_latest = false;
	int r = json_field_array(ctx, object, "releases", &list);

	if (r < 0)
		return r;
	if (!list)
		return refuse(ctx, 0, "releases: a list was expected");
	draft->releases =
		arena_alloc_array(ctx->arena, json_array_size(list), sizeof(ReleaseDraft));
	if (!draft->releases)
		return -ENOMEM;
	for (size_t i = 0; i < json_array_size(list) && r == 0; i++)
		r = read_one(ctx, json_array_get(list, i), draft, &any_latest);
	if (r == 0 && !any_latest)
		draft->flags |= PRODUCT_LATEST_HIDDEN;
	return r;
}
