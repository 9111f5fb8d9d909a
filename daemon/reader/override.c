/* SPDX-License-Identifier: MIT */
#include "override.h"

#include <errno.h>
#include <string.h>

#include "product-check.h"
#include "product-fields.h"
#include "release-fields.h"

static const YamlNode *find_value(const YamlNode *tree, const char *name) {
	const YamlNode *value = NULL;

	for (const YamlNode *key = tree->first; key; key = key->next)
		if (key->kind == YAML_SCALAR && strcmp(key->text, name) == 0)
			value = key->value;
	return value;
}

int override_read(ReadContext *ctx, const char *text, size_t n, Override *ret) {
	const YamlNode *tree = NULL, *value;
	const char *product = NULL;
	int r = field_tree(ctx, text, n, 1, &tree);

	if (r < 0)
		return r;
	value = find_value(tree, "product");
	r = value ? field_text(ctx, "product", value, &product) : 0;
	if (r < 0)
		return r;
	if (!product || !is_product_name(product))
		return refuse(
			ctx, value ? value->line : tree->line, "product: no name of a product");
	*ret = (Override){ .file = ctx->file, .product = product, .tree = tree };
	return 0;
}

/* The releases are the override's own to change. What it does not touch has no line in its file,
 * and that is how it is told apart. */
static int copy_releases(ReadContext *ctx, ProductDraft *draft) {
	ReleaseDraft *copy = arena_alloc_array(ctx->arena, draft->n_releases, sizeof(ReleaseDraft));

	if (!copy)
		return -ENOMEM;
	for (size_t i = 0; i < draft->n_releases; i++) {
		copy[i] = draft->releases[i];
		copy[i].line = 0;
	}
	draft->releases = copy;
	return 0;
}

int override_apply(ReadContext *ctx, const Override *override, ProductDraft *draft) {
	ProductDraft changed = *draft;
	int r = copy_releases(ctx, &changed);

	if (r == 0)
		r = product_fields_read(ctx, override->tree, override->tree->line, &changed);
	if (r < 0)
		return r;
	/* an import without LTS releases knows no word for them */
	if (!changed.lts_label)
		changed.lts_label = PRODUCT_LTS_LABEL;
	product_check_changes(ctx, draft, &changed);
	*draft = changed;
	return 0;
}

bool override_is_one(Arena *arena, const char *text, size_t n) {
	YamlNode *tree = NULL;
	YamlError error;

	return yaml_tree_parse(arena, text, n, 1, &tree, &error) == 0 && tree &&
	       tree->kind == YAML_MAPPING && find_value(tree, "product") &&
	       !find_value(tree, "permalink");
}

int override_check(ReadContext *ctx, const char *text, size_t n) {
	ProductDraft draft = { .label = "", .category = "", .lts_label = PRODUCT_LTS_LABEL };
	const YamlNode *releases;
	Override override;
	int r = override_read(ctx, text, n, &override);

	if (r < 0)
		return r;
	draft.name = ctx->product = override.product;
	releases = find_value(override.tree, "releases");
	r = releases ? releases_stand_in(ctx, releases, &draft) : 0;
	if (r == 0)
		r = product_check_sort(ctx, &draft);
	return r < 0 ? r : override_apply(ctx, &override, &draft);
}
