/* SPDX-License-Identifier: MIT */
#include "product-fields.h"

#include <errno.h>
#include <string.h>

#include "custom-fields.h"
#include "release-fields.h"

/* What upstream shows where a column is simply switched on. */
#define COLUMN_EOAS "Active Support"
#define COLUMN_EOES "Extended Support"
#define COLUMN_DISCONTINUED "Discontinued"

/* ---- keys with a shape of their own ---------------------------------------------------------- */

static int read_permalink(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	const char *link = NULL;
	int r = field_any_text(ctx, "permalink", node, &link);

	if (r < 0)
		return r;
	if (!link || link[0] != '/' || !is_product_name(link + 1))
		return refuse(ctx, node->line, "permalink: '%s' is no /NAME", link ? link : "null");
	draft->name = link + 1;
	return 0;
}

static int read_alternate_urls(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	TextList list;
	size_t n = 0;
	int r = field_text_list(ctx, "alternate_urls", node, &list);

	if (r < 0)
		return r;
	for (size_t i = 0; i < list.n; i++) {
		const char *url = list.items[i];

		if (url[0] == '/' && is_product_name(url + 1))
			list.items[n++] = url + 1;
		else
			doubt(ctx, node->line, "alternate_urls: '%s' is no /NAME; left out", url);
	}
	list.n = n;
	draft->aliases = list;
	return 0;
}

static int compare_texts(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One text, words apart; upstream's reader takes a list too. */
static int split_words(ReadContext *ctx, const TextList *texts, size_t spare, TextList *ret) {
	TextList words = { 0 };
	size_t n = spare;

	for (size_t i = 0; i < texts->n; i++)
		n += strlen(texts->items[i]) / 2 + 1;
	words.items = arena_alloc_array(ctx->arena, n, sizeof(char *));
	if (!words.items)
		return -ENOMEM;
	for (size_t i = 0; i < texts->n; i++)
		for (const char *p = texts->items[i]; *p;) {
			size_t length = strcspn(p, " \t\r\n");

			if (length > 0) {
				char *word = arena_strndup(ctx->arena, p, length);

				if (!word)
					return -ENOMEM;
				words.items[words.n++] = word;
			}
			p += length + (p[length] != '\0');
		}
	*ret = words;
	return 0;
}

static int read_tags(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	TextList list;
	int r = field_text_list(ctx, "tags", node, &list);

	/* one place is left for the category, which is a tag too */
	return r < 0 ? r : split_words(ctx, &list, 1, &draft->tags);
}

static int read_identifier(ReadContext *ctx, const YamlNode *node, PairList *list) {
	PairList pairs;
	int r = field_pairs(ctx, "identifiers", node, false, &pairs);

	if (r < 0)
		return r;
	if (pairs.n == 0)
		return refuse(ctx, node->line, "identifiers: an entry without a value");
	if (pairs.n > 1)
		doubt(ctx, node->line, "identifiers: an entry with more than one key");
	list->items[list->n++] = pairs.items[0];
	return 0;
}

static int read_identifiers(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	PairList list = { 0 };
	int r = 0;

	if (node->kind != YAML_LIST && !yaml_is_null(node))
		return refuse(ctx, node->line, "identifiers: a list was expected");
	list.items = arena_alloc_array(ctx->arena, node->n, sizeof(TextPair));
	if (!list.items)
		return -ENOMEM;
	for (const YamlNode *item = node->first; item && r == 0; item = item->next)
		r = read_identifier(ctx, item, &list);
	if (r < 0)
		return r;
	draft->identifiers = list;
	return 0;
}

/* `auto` is upstream's own business; of it only `methods` is shown, as it stands. */
static int read_auto(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	const YamlNode *methods = NULL;

	for (const YamlNode *key = node->kind == YAML_MAPPING ? node->first : NULL; key;
		key = key->next)
		if (key->kind == YAML_SCALAR && strcmp(key->text, "methods") == 0)
			methods = key->value;
	if (!methods || methods->kind != YAML_LIST) {
		doubt(ctx, node->line, "auto: no list of methods");
		return 0;
	}

	PairList *list = arena_alloc_array(ctx->arena, methods->n, sizeof(*list));
	size_t n = 0;

	if (!list)
		return -ENOMEM;
	for (const YamlNode *item = methods->first; item; item = item->next) {
		int r = field_pairs(ctx, "auto.methods", item, true, &list[n]);

		if (r < 0)
			return r;
		n++;
	}
	draft->auto_methods = list;
	draft->n_auto_methods = n;
	return 0;
}

static int read_icon(ReadContext *ctx, const YamlNode *node, ProductDraft *draft, bool is_slug) {
	const char *icon = NULL;
	int r = field_any_text(ctx, is_slug ? "iconSlug" : "iconUrl", node, &icon);

	if (r < 0 || (!icon && !is_slug))
		return r;
	/* a slug weighs more than an address, wherever it stands */
	if (!is_slug && (draft->flags & PRODUCT_ICON_IS_SLUG))
		return 0;
	draft->icon = icon;
	draft->flags &= ~(unsigned)PRODUCT_ICON_IS_SLUG;
	if (is_slug && icon)
		draft->flags |= PRODUCT_ICON_IS_SLUG;
	return 0;
}

static int read_latest_column(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	const char *label = NULL;
	int r = field_column(ctx, "latestColumn", node, "Latest", &label);

	if (r < 0)
		return r;
	draft->flags &= ~(unsigned)PRODUCT_LATEST_HIDDEN;
	if (!label && !yaml_is_null(node))
		draft->flags |= PRODUCT_LATEST_HIDDEN;
	return 0;
}

static int read_point_policy(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	const char *policy = NULL;
	int r = field_any_text(ctx, "pointReleasePolicy", node, &policy);

	if (r < 0)
		return r;
	draft->flags &= ~(unsigned)PRODUCT_POINTS_SUPERSEDED;
	if (policy && strcmp(policy, "superseded") == 0)
		draft->flags |= PRODUCT_POINTS_SUPERSEDED;
	else if (policy)
		return refuse(ctx, node->line, "pointReleasePolicy: '%s' is not known", policy);
	return 0;
}

/* ---- the table of keys ----------------------------------------------------------------------- */

typedef enum ProductKey {
	KEY_TITLE,
	KEY_CATEGORY,
	KEY_PERMALINK,
	KEY_PRODUCT,
	KEY_TAGS,
	KEY_ALTERNATE_URLS,
	KEY_VERSION_COMMAND,
	KEY_RELEASE_POLICY_LINK,
	KEY_ICON_SLUG,
	KEY_ICON_URL,
	KEY_CHANGELOG_TEMPLATE,
	KEY_RELEASE_LABEL,
	KEY_LTS_LABEL,
	KEY_EOAS_COLUMN,
	KEY_EOL_COLUMN,
	KEY_EOES_COLUMN,
	KEY_DISCONTINUED_COLUMN,
	KEY_LATEST_COLUMN,
	KEY_IDENTIFIERS,
	KEY_CUSTOM_FIELDS,
	KEY_AUTO,
	KEY_LINKS,
	KEY_ARCHITECTURES,
	KEY_OS_RELEASE_IDS,
	KEY_POINT_RELEASE_POLICY,
	KEY_RELEASES,
	_PRODUCT_KEY_MAX,
} ProductKey;

static const char product_keys[_PRODUCT_KEY_MAX][20] = {
	[KEY_TITLE] = "title",
	[KEY_CATEGORY] = "category",
	[KEY_PERMALINK] = "permalink",
	[KEY_PRODUCT] = "product",
	[KEY_TAGS] = "tags",
	[KEY_ALTERNATE_URLS] = "alternate_urls",
	[KEY_VERSION_COMMAND] = "versionCommand",
	[KEY_RELEASE_POLICY_LINK] = "releasePolicyLink",
	[KEY_ICON_SLUG] = "iconSlug",
	[KEY_ICON_URL] = "iconUrl",
	[KEY_CHANGELOG_TEMPLATE] = "changelogTemplate",
	[KEY_RELEASE_LABEL] = "releaseLabel",
	[KEY_LTS_LABEL] = "LTSLabel",
	[KEY_EOAS_COLUMN] = "eoasColumn",
	[KEY_EOL_COLUMN] = "eolColumn",
	[KEY_EOES_COLUMN] = "eoesColumn",
	[KEY_DISCONTINUED_COLUMN] = "discontinuedColumn",
	[KEY_LATEST_COLUMN] = "latestColumn",
	[KEY_IDENTIFIERS] = "identifiers",
	[KEY_CUSTOM_FIELDS] = "customFields",
	[KEY_AUTO] = "auto",
	[KEY_LINKS] = "links",
	[KEY_ARCHITECTURES] = "architectures",
	[KEY_OS_RELEASE_IDS] = "osReleaseIds",
	[KEY_POINT_RELEASE_POLICY] = "pointReleasePolicy",
	[KEY_RELEASES] = "releases",
};

static int read_lts_label(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	int r = field_any_text(ctx, "LTSLabel", node, &draft->lts_label);

	if (r == 0 && !draft->lts_label)
		draft->lts_label = PRODUCT_LTS_LABEL;
	return r;
}

static int read_texts(ReadContext *ctx, ProductKey key, const YamlNode *node, ProductDraft *draft) {
	const char *name = product_keys[key];
	const char **labels = draft->column_labels;

	switch ((int)key) {
	case KEY_TITLE:
		return field_text(ctx, name, node, &draft->label);
	case KEY_CATEGORY:
		return field_text(ctx, name, node, &draft->category);
	case KEY_VERSION_COMMAND:
		return field_any_text(ctx, name, node, &draft->version_command);
	case KEY_RELEASE_POLICY_LINK:
		return field_any_text(ctx, name, node, &draft->policy_link);
	case KEY_CHANGELOG_TEMPLATE:
		return field_any_text(ctx, name, node, &draft->changelog_template);
	case KEY_RELEASE_LABEL:
		return field_any_text(ctx, name, node, &draft->release_label);
	case KEY_LTS_LABEL:
		return read_lts_label(ctx, node, draft);
	case KEY_EOAS_COLUMN:
		return field_column(ctx, name, node, COLUMN_EOAS, &labels[MILESTONE_EOAS]);
	case KEY_EOL_COLUMN:
		return field_column(ctx, name, node, PRODUCT_COLUMN_EOL, &labels[MILESTONE_EOL]);
	case KEY_EOES_COLUMN:
		return field_column(ctx, name, node, COLUMN_EOES, &labels[MILESTONE_EOES]);
	case KEY_DISCONTINUED_COLUMN:
		return field_column(
			ctx, name, node, COLUMN_DISCONTINUED, &labels[MILESTONE_DISCONTINUED]);
	default:
		return 0;
	}
}

static int read_key(ReadContext *ctx, ProductKey key, const YamlNode *node, ProductDraft *draft) {
	const char *name = product_keys[key];

	switch ((int)key) {
	case KEY_TAGS:
		return read_tags(ctx, node, draft);
	case KEY_ALTERNATE_URLS:
		return read_alternate_urls(ctx, node, draft);
	case KEY_ICON_SLUG:
		return read_icon(ctx, node, draft, true);
	case KEY_ICON_URL:
		return read_icon(ctx, node, draft, false);
	case KEY_LATEST_COLUMN:
		return read_latest_column(ctx, node, draft);
	case KEY_IDENTIFIERS:
		return read_identifiers(ctx, node, draft);
	case KEY_CUSTOM_FIELDS:
		return custom_fields_read(ctx, node, draft);
	case KEY_AUTO:
		return read_auto(ctx, node, draft);
	case KEY_LINKS:
		return field_pairs(ctx, name, node, false, &draft->links);
	case KEY_ARCHITECTURES:
		return field_text_list(ctx, name, node, &draft->architectures);
	case KEY_OS_RELEASE_IDS:
		return field_text_list(ctx, name, node, &draft->os_release_ids);
	case KEY_POINT_RELEASE_POLICY:
		return read_point_policy(ctx, node, draft);
	default:
		return read_texts(ctx, key, node, draft);
	}
}

static ProductKey find_key(const YamlNode *key) {
	for (ProductKey i = 0; i < _PRODUCT_KEY_MAX && key->kind == YAML_SCALAR; i++)
		if (product_keys[i][0] == key->text[0] && strcmp(product_keys[i], key->text) == 0)
			return i;
	return _PRODUCT_KEY_MAX;
}

/* The values of all known keys, the last of each. Releases come last: they need the rest. */
static void collect_keys(ReadContext *ctx, const YamlNode *tree, const YamlNode **values) {
	for (const YamlNode *key = tree->first; key; key = key->next) {
		ProductKey known = find_key(key);

		if (known == _PRODUCT_KEY_MAX) {
			field_check_unknown_key(ctx, key);
			continue;
		}
		if (values[known])
			doubt(ctx, key->line, "%s stands twice; the last one counts", key->text);
		values[known] = key->value;
	}
}

/* The name first: messages carry it. */
static void read_name(ReadContext *ctx, const YamlNode **values, ProductDraft *draft) {
	if (!values[KEY_PERMALINK])
		return;
	(void)read_permalink(ctx, values[KEY_PERMALINK], draft);
	ctx->product = draft->name;
}

static int read_all(ReadContext *ctx, const YamlNode **values, ProductDraft *draft) {
	for (ProductKey i = 0; i < KEY_RELEASES; i++)
		if (values[i] && read_key(ctx, i, values[i], draft) == -ENOMEM)
			return -ENOMEM;
	if (values[KEY_RELEASES] && releases_read(ctx, values[KEY_RELEASES], draft) == -ENOMEM)
		return -ENOMEM;
	return 0;
}

/* The category is a tag too. Tags that were just read have a place for it. */
static int add_category(ReadContext *ctx, ProductDraft *draft) {
	if (!draft->tags.items)
		draft->tags.items = arena_alloc_array(ctx->arena, 1, sizeof(char *));
	if (!draft->tags.items)
		return -ENOMEM;
	draft->tags.items[draft->tags.n++] = draft->category;
	qsort(draft->tags.items, draft->tags.n, sizeof(char *), compare_texts);
	return 0;
}

/* Another category for the same tags: the one before goes. */
static int replace_category(ReadContext *ctx, const char *before, ProductDraft *draft) {
	TextList old = draft->tags;
	bool is_gone = false;

	draft->tags.n = 0;
	draft->tags.items = arena_alloc_array(ctx->arena, old.n + 1, sizeof(char *));
	if (!draft->tags.items)
		return -ENOMEM;
	for (size_t i = 0; i < old.n; i++)
		if (!is_gone && strcmp(old.items[i], before) == 0)
			is_gone = true;
		else
			draft->tags.items[draft->tags.n++] = old.items[i];
	return add_category(ctx, draft);
}

static void check_required(ReadContext *ctx, unsigned line, const YamlNode **values) {
	static const ProductKey required[] = { KEY_PERMALINK, KEY_TITLE, KEY_CATEGORY,
		KEY_RELEASES };

	for (size_t i = 0; i < ELEMENTSOF(required); i++)
		if (!values[required[i]] || yaml_is_null(values[required[i]]))
			(void)refuse(ctx, line, "%s is missing", product_keys[required[i]]);
}

/* What a product must have an override may change, not take away. */
static void check_kept(ReadContext *ctx, const YamlNode **values) {
	static const ProductKey kept[] = { KEY_TITLE, KEY_CATEGORY };

	for (size_t i = 0; i < ELEMENTSOF(kept); i++)
		if (values[kept[i]] && yaml_is_null(values[kept[i]]))
			(void)refuse(ctx, values[kept[i]]->line, "%s: a product must have one",
				product_keys[kept[i]]);
}

int product_fields_read(
	ReadContext *ctx, const YamlNode *tree, unsigned line, ProductDraft *draft) {
	const YamlNode *values[_PRODUCT_KEY_MAX] = { 0 };
	const char *category = draft->category;
	size_t n_refused = ctx->n_refused;
	int r;

	collect_keys(ctx, tree, values);
	if (ctx->is_override)
		check_kept(ctx, values);
	else {
		read_name(ctx, values, draft);
		check_required(ctx, line, values);
	}
	r = read_all(ctx, values, draft);
	if (r < 0)
		return r;
	if (ctx->n_refused > n_refused)
		return -EBADMSG;
	if (!ctx->is_override || values[KEY_TAGS])
		return add_category(ctx, draft);
	return values[KEY_CATEGORY] ? replace_category(ctx, category, draft) : 0;
}
