/* SPDX-License-Identifier: MIT */
#include "custom-fields.h"

#include <errno.h>
#include <string.h>

static int read_custom_field(ReadContext *ctx, const YamlNode *node, CustomFieldDraft *field) {
	PairList pairs;
	int r = field_pairs(ctx, "customFields", node, false, &pairs);

	if (r < 0)
		return r;
	*field = (CustomFieldDraft){ .display = "", .label = "", .description = "" };
	for (size_t i = 0; i < pairs.n; i++) {
		const char *key = pairs.items[i].key, *value = pairs.items[i].value;

		if (strcmp(key, "name") == 0)
			field->name = value;
		else if (strcmp(key, "display") == 0)
			field->display = value;
		else if (strcmp(key, "label") == 0)
			field->label = value;
		else if (strcmp(key, "description") == 0)
			field->description = value;
	}
	return field->name ? 0 : refuse(ctx, node->line, "customFields: a field without a name");
}

static const CustomFieldDraft *find_custom(
	const CustomFieldDraft *fields, size_t n, const char *name) {
	for (size_t i = 0; i < n; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

/* An override that declares fields anew moves the values that releases have to their new places. */
static int move_custom_values(
	ReadContext *ctx, const ProductDraft *before, ProductDraft *draft, size_t release) {
	const char **values = draft->releases[release].custom, **moved;

	if (!values)
		return 0;
	moved = arena_alloc_array(ctx->arena, draft->n_custom_fields, sizeof(char *));
	if (!moved)
		return -ENOMEM;
	for (size_t i = 0; i < draft->n_custom_fields; i++) {
		const CustomFieldDraft *old = find_custom(before->custom_fields,
			before->n_custom_fields, draft->custom_fields[i].name);

		if (old)
			moved[i] = values[old - before->custom_fields];
	}
	draft->releases[release].custom = moved;
	return 0;
}

static int set_custom_fields(
	ReadContext *ctx, CustomFieldDraft *fields, size_t n, ProductDraft *draft) {
	ProductDraft before = *draft;

	draft->custom_fields = fields;
	draft->n_custom_fields = n;
	for (size_t i = 0; i < draft->n_releases; i++)
		if (move_custom_values(ctx, &before, draft, i) < 0)
			return -ENOMEM;
	return 0;
}

int custom_fields_read(ReadContext *ctx, const YamlNode *node, ProductDraft *draft) {
	if (node->kind != YAML_LIST && !yaml_is_null(node))
		return refuse(ctx, node->line, "customFields: a list was expected");
	if (node->kind == YAML_LIST && node->n > FIELD_MAX_CUSTOM)
		return refuse(
			ctx, node->line, "customFields: more than %d fields", FIELD_MAX_CUSTOM);

	CustomFieldDraft *fields = arena_alloc_array(ctx->arena, node->n, sizeof(*fields));
	size_t n = 0;

	if (!fields)
		return -ENOMEM;
	for (const YamlNode *item = node->first; item; item = item->next) {
		int r = read_custom_field(ctx, item, &fields[n]);

		if (r < 0)
			return r;
		if (find_custom(fields, n, fields[n].name))
			return refuse(ctx, item->line, "customFields: two fields are called %s",
				fields[n].name);
		n++;
	}
	return set_custom_fields(ctx, fields, n, draft);
}
