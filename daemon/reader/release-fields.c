/* SPDX-License-Identifier: MIT */
#include "release-fields.h"

#include <errno.h>
#include <string.h>

typedef enum ReleaseKey {
	RELEASE_KEY_RELEASE_CYCLE,
	RELEASE_KEY_RELEASE_LABEL,
	RELEASE_KEY_CODENAME,
	RELEASE_KEY_RELEASE_DATE,
	RELEASE_KEY_LTS,
	RELEASE_KEY_EOAS,
	RELEASE_KEY_EOL,
	RELEASE_KEY_EOES,
	RELEASE_KEY_DISCONTINUED,
	RELEASE_KEY_LATEST,
	RELEASE_KEY_LATEST_RELEASE_DATE,
	RELEASE_KEY_LINK,
	RELEASE_KEY_ARCHITECTURES,
	RELEASE_KEY_POINT_RELEASES,
	_RELEASE_KEY_MAX,
} ReleaseKey;

static const struct {
	const char *name;
	size_t length;
} release_keys[_RELEASE_KEY_MAX] = {
#define KEY(id, text) [id] = { text, sizeof(text) - 1 }
	KEY(RELEASE_KEY_RELEASE_CYCLE, "releaseCycle"),
	KEY(RELEASE_KEY_RELEASE_LABEL, "releaseLabel"),
	KEY(RELEASE_KEY_CODENAME, "codename"),
	KEY(RELEASE_KEY_RELEASE_DATE, "releaseDate"),
	KEY(RELEASE_KEY_LTS, "lts"),
	KEY(RELEASE_KEY_EOAS, "eoas"),
	KEY(RELEASE_KEY_EOL, "eol"),
	KEY(RELEASE_KEY_EOES, "eoes"),
	KEY(RELEASE_KEY_DISCONTINUED, "discontinued"),
	KEY(RELEASE_KEY_LATEST, "latest"),
	KEY(RELEASE_KEY_LATEST_RELEASE_DATE, "latestReleaseDate"),
	KEY(RELEASE_KEY_LINK, "link"),
	KEY(RELEASE_KEY_ARCHITECTURES, "architectures"),
	KEY(RELEASE_KEY_POINT_RELEASES, "pointReleases"),
#undef KEY
};

/* Files write their keys in about the order of the table: the search begins behind the last key
 * found and goes round once. */
static ReleaseKey find_release_key(const YamlNode *key, ReleaseKey after) {
	unsigned i = (unsigned)after;

	for (unsigned n = 0; n < _RELEASE_KEY_MAX; n++) {
		i = i + 1 < _RELEASE_KEY_MAX ? i + 1 : 0;
		if (release_keys[i].length == key->n &&
			memcmp(release_keys[i].name, key->text, key->n) == 0)
			return (ReleaseKey)i;
	}
	return _RELEASE_KEY_MAX;
}

static int read_point(ReadContext *ctx, const YamlNode *node, PointReleaseDraft *point) {
	int r = 0;

	point->release_date = CIVIL_DAY_NONE;
	if (node->kind != YAML_MAPPING)
		return refuse(ctx, node->line, "pointReleases: an entry that is no mapping");
	for (const YamlNode *key = node->first; key && r == 0; key = key->next) {
		if (key->kind != YAML_SCALAR)
			continue;
		if (strcmp(key->text, "version") == 0)
			r = field_text(ctx, key->text, key->value, &point->version);
		else if (strcmp(key->text, "releaseDate") == 0)
			r = field_date(ctx, key->text, key->value, &point->release_date);
		else if (strcmp(key->text, "codename") == 0)
			r = field_text(ctx, key->text, key->value, &point->codename);
	}
	if (r < 0)
		return r;
	if (!point->version || !is_cycle_name(point->version))
		return refuse(ctx, node->line, "pointReleases: an entry without a version");
	if (point->release_date == CIVIL_DAY_NONE)
		return refuse(
			ctx, node->line, "pointReleases: %s has no releaseDate", point->version);
	return 0;
}

static int read_points(ReadContext *ctx, const YamlNode *node, ReleaseDraft *release) {
	if (yaml_is_null(node)) {
		release->n_points = 0;
		return 0;
	}
	if (node->kind != YAML_LIST)
		return refuse(ctx, node->line, "pointReleases: a list was expected");

	PointReleaseDraft *points = arena_alloc_array(ctx->arena, node->n, sizeof(*points));
	size_t n = 0;

	if (!points)
		return -ENOMEM;
	for (const YamlNode *item = node->first; item; item = item->next) {
		int r = read_point(ctx, item, &points[n]);

		if (r < 0)
			return r;
		n++;
	}
	release->points = points;
	release->n_points = n;
	return 0;
}

/* `link: null` is not the same as no link: it switches the product's template off. */
static int read_link(ReadContext *ctx, const YamlNode *node, ReleaseDraft *release) {
	int r = field_any_text(ctx, "link", node, &release->link);

	if (r < 0)
		return r;
	release->flags &= ~(unsigned)(RELEASE_NO_LINK | RELEASE_FINAL_LINK);
	if (!release->link)
		release->flags |= RELEASE_NO_LINK;
	return 0;
}

/* What an import has is the finished text; an override brings a template again, and with it the
 * suffix by the day. */
static int read_label(ReadContext *ctx, const YamlNode *node, ReleaseDraft *release) {
	int r = field_any_text(ctx, "releaseLabel", node, &release->label);

	if (r == 0)
		release->flags &= ~(unsigned)(RELEASE_FINAL_LABEL | RELEASE_LTS_SUFFIX);
	return r;
}

static int read_milestone(
	ReadContext *ctx, ReleaseKey key, const YamlNode *node, ReleaseDraft *release) {
	Milestone milestone = (Milestone)(key - RELEASE_KEY_LTS) + MILESTONE_LTS;
	int r = field_mark(ctx, release_keys[key].name, node, &release->marks[milestone]);

	if (r == 0 && ctx->is_override && milestone == MILESTONE_EOL)
		release->flags |= RELEASE_EOL_OVERRIDDEN;
	if (r == 0 && ctx->is_override && milestone == MILESTONE_LTS)
		release->flags |= RELEASE_LTS_SUFFIX;
	return r;
}

_Static_assert(RELEASE_KEY_DISCONTINUED - RELEASE_KEY_LTS == MILESTONE_DISCONTINUED - MILESTONE_LTS,
	"keys stand in the order of milestones");

static int read_known(
	ReadContext *ctx, ReleaseKey key, const YamlNode *node, ReleaseDraft *release) {
	const char *name = release_keys[key].name;

	switch (key) {
	case RELEASE_KEY_RELEASE_CYCLE:
		return 0; /* read before everything else */
	case RELEASE_KEY_RELEASE_LABEL:
		return read_label(ctx, node, release);
	case RELEASE_KEY_CODENAME:
		return field_text(ctx, name, node, &release->codename);
	case RELEASE_KEY_RELEASE_DATE:
		return field_date(ctx, name, node, &release->release_date);
	case RELEASE_KEY_LATEST:
		return field_text(ctx, name, node, &release->latest);
	case RELEASE_KEY_LATEST_RELEASE_DATE:
		return field_date(ctx, name, node, &release->latest_date);
	case RELEASE_KEY_LINK:
		return read_link(ctx, node, release);
	case RELEASE_KEY_ARCHITECTURES:
		return field_text_list(ctx, name, node, &release->architectures);
	case RELEASE_KEY_POINT_RELEASES:
		return read_points(ctx, node, release);
	case RELEASE_KEY_LTS:
	case RELEASE_KEY_EOAS:
	case RELEASE_KEY_EOL:
	case RELEASE_KEY_EOES:
	case RELEASE_KEY_DISCONTINUED:
		return read_milestone(ctx, key, node, release);
	case _RELEASE_KEY_MAX:
	default:
		return 0;
	}
}

/* A key that the product declares as a field of its own; all others mean nothing to anybody. */
static int read_custom(
	ReadContext *ctx, const ProductDraft *draft, const YamlNode *key, ReleaseDraft *release) {
	for (size_t i = 0; i < draft->n_custom_fields; i++)
		if (strcmp(draft->custom_fields[i].name, key->text) == 0)
			return field_any_text(ctx, key->text, key->value, &release->custom[i]);
	return 0;
}

/* What a release that is read has said already, to notice what it says twice. */
static int read_keys(
	ReadContext *ctx, const ProductDraft *draft, const YamlNode *node, ReleaseDraft *release) {
	ReleaseKey last = _RELEASE_KEY_MAX;
	unsigned seen = 0;

	for (const YamlNode *key = node->first; key; key = key->next) {
		if (key->kind != YAML_SCALAR)
			continue;

		ReleaseKey known = find_release_key(key, last);
		int r = known == _RELEASE_KEY_MAX ? read_custom(ctx, draft, key, release)
						  : read_known(ctx, known, key->value, release);

		if (r == -ENOMEM)
			return r;
		if (known == _RELEASE_KEY_MAX) {
			field_check_unknown_key(ctx, key);
			continue;
		}
		last = known;
		if (seen & 1u << known)
			doubt(ctx, key->line, "%s stands twice; the last one counts", key->text);
		seen |= 1u << known;
	}
	return 0;
}

static const YamlNode *find_cycle(const YamlNode *node) {
	const size_t cycle_length = release_keys[RELEASE_KEY_RELEASE_CYCLE].length;
	const YamlNode *cycle = NULL;

	for (const YamlNode *key = node->first; key; key = key->next)
		if (key->kind == YAML_SCALAR && key->n == cycle_length &&
			memcmp(key->text, release_keys[RELEASE_KEY_RELEASE_CYCLE].name,
				cycle_length) == 0)
			cycle = key->value;
	return cycle;
}

static int read_cycle(ReadContext *ctx, const YamlNode *node, const char **ret) {
	const YamlNode *cycle = node->kind == YAML_MAPPING ? find_cycle(node) : NULL;
	const char *name = NULL;

	if (node->kind != YAML_MAPPING)
		return refuse(ctx, node->line, "releases: an entry that is no mapping");
	if (!cycle)
		return refuse(ctx, node->line, "a release without releaseCycle");

	int r = field_text(ctx, "releaseCycle", cycle, &name);

	if (r < 0)
		return r;
	if (!name || !is_cycle_name(name))
		return refuse(ctx, cycle->line, "releaseCycle: '%s' cannot be a cycle",
			name ? name : "null");
	*ret = name;
	return 0;
}

static int prepare_custom(ReadContext *ctx, const ProductDraft *draft, ReleaseDraft *release) {
	size_t n = draft->n_custom_fields;
	const char **values;

	if (n == 0)
		return 0;
	values = arena_alloc_array(ctx->arena, n, sizeof(char *));
	if (!values)
		return -ENOMEM;
	if (release->custom)
		memcpy(values, release->custom, n * sizeof(char *));
	release->custom = values;
	return 0;
}

static int read_release(
	ReadContext *ctx, const ProductDraft *draft, const YamlNode *node, ReleaseDraft *release) {
	int r = prepare_custom(ctx, draft, release);

	return r < 0 ? r : read_keys(ctx, draft, node, release);
}

/* What every release of a product file must say. */
static void check_release_required(ReadContext *ctx, const ReleaseDraft *release) {
	if (release->release_date == CIVIL_DAY_NONE)
		(void)refuse(ctx, release->line, "release %s has no releaseDate", release->name);
	if (release->marks[MILESTONE_EOL] == MARK_ABSENT)
		(void)refuse(ctx, release->line, "release %s does not say eol", release->name);
}

static void release_draft_init(ReleaseDraft *release, const char *name, unsigned line) {
	*release = (ReleaseDraft){
		.name = name,
		.line = line,
		.release_date = CIVIL_DAY_NONE,
		.latest_date = CIVIL_DAY_NONE,
	};
	for (size_t i = 0; i < _MILESTONE_MAX; i++)
		release->marks[i] = MARK_ABSENT;
}

static int add_releases(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	draft->releases = arena_alloc_array(ctx->arena, node->n, sizeof(ReleaseDraft));
	if (!draft->releases)
		return -ENOMEM;
	for (const YamlNode *item = node->first; item; item = item->next) {
		ReleaseDraft *release = &draft->releases[draft->n_releases];
		size_t n_refused = ctx->n_refused;
		const char *name = NULL;
		int r = read_cycle(ctx, item, &name);

		if (r == -EBADMSG)
			continue;
		release_draft_init(release, name, item->line);
		r = read_release(ctx, draft, item, release);
		if (r < 0)
			return r;
		if (ctx->n_refused == n_refused)
			check_release_required(ctx, release);
		draft->n_releases++;
	}
	return 0;
}

/* Names are sorted when a draft was checked, and an override changes none. */
static ReleaseDraft *find_release(ProductDraft *draft, const char *name) {
	size_t low = 0, high = draft->n_releases;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		ReleaseDraft *release = &draft->releases[draft->by_name[middle]];
		int r = strcmp(name, release->name);

		if (r == 0)
			return release;
		if (r < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* An override may change what a release must say, not take it away; what an import lacks is not the
 * override's fault. */
static void check_release_kept(
	ReadContext *ctx, const ReleaseDraft *before, const ReleaseDraft *release) {
	if (before->release_date != CIVIL_DAY_NONE && release->release_date == CIVIL_DAY_NONE)
		(void)refuse(
			ctx, release->line, "release %s must have a releaseDate", release->name);
	if (before->marks[MILESTONE_EOL] != MARK_ABSENT &&
		release->marks[MILESTONE_EOL] == MARK_ABSENT)
		(void)refuse(ctx, release->line, "release %s must say eol", release->name);
}

static int override_release(ReadContext *ctx, const YamlNode *item, ProductDraft *draft) {
	const char *name = NULL;
	ReleaseDraft *release, before;
	int r = read_cycle(ctx, item, &name);

	if (r < 0)
		return r;
	release = find_release(draft, name);
	if (!release) {
		doubt(ctx, item->line, "%s has no release %s to override", draft->name, name);
		return 0;
	}
	before = *release;
	release->line = item->line;
	r = read_release(ctx, draft, item, release);
	if (r == 0)
		check_release_kept(ctx, &before, release);
	return r;
}

static int override_releases(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	for (const YamlNode *item = node->first; item; item = item->next)
		if (override_release(ctx, item, draft) == -ENOMEM)
			return -ENOMEM;
	return 0;
}

int releases_stand_in(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	/* what is wrong with the list is found when it is read in earnest */
	if (node->kind != YAML_LIST)
		return 0;
	draft->releases = arena_alloc_array(ctx->arena, node->n, sizeof(ReleaseDraft));
	if (!draft->releases)
		return -ENOMEM;
	for (const YamlNode *item = node->first; item; item = item->next) {
		const YamlNode *cycle = item->kind == YAML_MAPPING ? find_cycle(item) : NULL;
		ReleaseDraft *release = &draft->releases[draft->n_releases];

		if (!cycle || cycle->kind != YAML_SCALAR)
			continue;
		release_draft_init(release, cycle->text, 0);
		release->release_date = CIVIL_DAY_MIN;
		release->marks[MILESTONE_EOL] = MARK_FALSE;
		draft->n_releases++;
	}
	return 0;
}

int releases_read(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	if (node->kind != YAML_LIST)
		return refuse(ctx, node->line, "releases: a list was expected");
	return ctx->is_override ? override_releases(ctx, node, draft)
				: add_releases(ctx, node, draft);
}
