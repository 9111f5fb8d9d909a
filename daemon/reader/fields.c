/* SPDX-License-Identifier: MIT */
#include "fields.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "template/html-strip.h"
#include "yaml-json.h"

enum { NAME_BYTES = 128 };

/* The sentence, with the release in front where no line leads to it. */
static _printf_(4, 0) void report(
	ReadContext *ctx, ProblemKind kind, unsigned line, const char *format, va_list args) {
	_cleanup_(freep) char *sentence = NULL;

	if (!ctx->release || vasprintf(&sentence, format, args) < 0) {
		sentence = NULL;
		problems_vadd(ctx->problems, kind, ctx->file, ctx->product, line, format, args);
		return;
	}
	problems_add(ctx->problems, kind, ctx->file, ctx->product, line, "release %s: %s",
		ctx->release, sentence);
}

int refuse(ReadContext *ctx, unsigned line, const char *format, ...) {
	va_list args;

	ctx->n_refused++;
	va_start(args, format);
	report(ctx, PROBLEM_REFUSED, line, format, args);
	va_end(args);
	return -EBADMSG;
}

void doubt(ReadContext *ctx, unsigned line, const char *format, ...) {
	va_list args;

	va_start(args, format);
	report(ctx, PROBLEM_DOUBT, line, format, args);
	va_end(args);
}

int field_tree(ReadContext *ctx, const char *text, size_t n, unsigned line, const YamlNode **ret) {
	YamlNode *tree = NULL;
	YamlError error;
	int r = yaml_tree_parse(ctx->arena, text, n, line, &tree, &error);

	if (r == -EBADMSG)
		return refuse(ctx, error.line, "%s", error.message);
	if (r < 0)
		return r;
	if (!tree || tree->kind != YAML_MAPPING)
		return refuse(ctx, line, "no mapping of keys");
	*ret = tree;
	return 0;
}

void field_check_unknown_key(ReadContext *ctx, const YamlNode *key) {
	if (key->kind == YAML_SCALAR && key->is_plain && key->n == 2 &&
		memcmp(key->text, "<<", 2) == 0)
		(void)refuse(ctx, key->line, "<<: merging mappings is not understood");
}

/* Whether YAML would take a plain scalar for a number: 10, 1.10, -3, 1_000. */
static bool looks_like_number(const char *p) {
	bool has_point = false;

	if (*p == '-' || *p == '+')
		p++;
	if (!isdigit((unsigned char)*p))
		return false;
	for (; *p; p++) {
		if (*p == '.' && !has_point)
			has_point = true;
		else if (!isdigit((unsigned char)*p) && *p != '_' && *p != ',')
			return false;
	}
	return true;
}

int field_any_text(ReadContext *ctx, const char *key, const YamlNode *node, const char **ret) {
	if (node->kind != YAML_SCALAR)
		return refuse(ctx, node->line, "%s: a text was expected", key);
	*ret = yaml_is_null(node) ? NULL : node->text;
	return 0;
}

int field_text(ReadContext *ctx, const char *key, const YamlNode *node, const char **ret) {
	if (node->kind == YAML_SCALAR && node->is_plain &&
		(yaml_to_bool(node) >= 0 || looks_like_number(node->text)))
		doubt(ctx, node->line, "%s: '%s' should be quoted; it is read as written", key,
			node->text);
	return field_any_text(ctx, key, node, ret);
}

int field_date(ReadContext *ctx, const char *key, const YamlNode *node, CivilDay *ret) {
	if (node->kind != YAML_SCALAR)
		return refuse(ctx, node->line, "%s: a date was expected", key);
	if (yaml_is_null(node)) {
		*ret = CIVIL_DAY_NONE;
		return 0;
	}
	if (civil_day_parse_n(node->text, node->n, ret) < 0)
		return refuse(ctx, node->line, "%s: '%s' is no date (YYYY-MM-DD)", key, node->text);
	if (!node->is_plain)
		doubt(ctx, node->line, "%s: a date should not be quoted", key);
	return 0;
}

int field_mark(ReadContext *ctx, const char *key, const YamlNode *node, Mark *ret) {
	int truth = yaml_to_bool(node);

	if (truth >= 0) {
		*ret = truth ? MARK_TRUE : MARK_FALSE;
		return 0;
	}
	if (node->kind != YAML_SCALAR)
		return refuse(ctx, node->line, "%s: a date, true or false was expected", key);
	if (yaml_is_null(node)) {
		/* an override takes a phase away like that; in a product file it is a slip */
		if (!ctx->is_override)
			doubt(ctx, node->line, "%s: no value; read as if it did not stand here",
				key);
		*ret = MARK_ABSENT;
		return 0;
	}
	if (civil_day_parse_n(node->text, node->n, ret) < 0)
		return refuse(ctx, node->line, "%s: '%s' is no date (YYYY-MM-DD), true or false",
			key, node->text);
	if (!node->is_plain)
		doubt(ctx, node->line, "%s: a date should not be quoted", key);
	return 0;
}

int field_column(ReadContext *ctx, const char *key, const YamlNode *node, const char *standard,
	const char **ret) {
	int truth = yaml_to_bool(node);

	if (truth >= 0 || (node->kind == YAML_SCALAR && yaml_is_null(node))) {
		*ret = truth == 1 ? standard : NULL;
		return 0;
	}
	if (node->kind != YAML_SCALAR)
		return refuse(ctx, node->line, "%s: true, false or a text was expected", key);
	if (!memchr(node->text, '<', node->n)) {
		*ret = node->text;
		return 0;
	}

	_cleanup_(strbuf_deinit) StrBuf stripped = STRBUF_INIT;
	int r = html_strip(node->text, node->n, &stripped);

	if (r < 0)
		return -ENOMEM;

	char *copy = arena_strndup(ctx->arena, strbuf_cstr(&stripped), stripped.len);

	if (!copy)
		return -ENOMEM;
	*ret = copy;
	return 0;
}

static int one_text(ReadContext *ctx, const char *key, const YamlNode *node, TextList *list) {
	const char *text = NULL;
	int r = field_any_text(ctx, key, node, &text);

	if (r < 0)
		return r;
	if (text)
		list->items[list->n++] = text;
	return 0;
}

int field_text_list(ReadContext *ctx, const char *key, const YamlNode *node, TextList *ret) {
	TextList list = { 0 };
	int r = 0;

	if (node->kind == YAML_MAPPING)
		return refuse(ctx, node->line, "%s: a list of texts was expected", key);
	list.items = arena_alloc_array(ctx->arena, node->n + 1, sizeof(char *));
	if (!list.items)
		return -ENOMEM;
	if (node->kind == YAML_SCALAR)
		r = one_text(ctx, key, node, &list);
	else
		for (const YamlNode *item = node->first; item && r == 0; item = item->next)
			r = one_text(ctx, key, item, &list);
	if (r < 0)
		return r;
	*ret = list;
	return 0;
}

/* The text of a value, whatever it is; a collection as JSON. */
static int nested_text(ReadContext *ctx, const YamlNode *node, const char **ret) {
	_cleanup_(strbuf_deinit) StrBuf json = STRBUF_INIT;
	int r;

	if (node->kind == YAML_SCALAR) {
		*ret = node->text;
		return 0;
	}
	r = yaml_to_json(node, &json);
	if (r < 0)
		return -ENOMEM;

	char *copy = arena_strndup(ctx->arena, strbuf_cstr(&json), json.len);

	if (!copy)
		return -ENOMEM;
	*ret = copy;
	return 0;
}

int field_pairs(ReadContext *ctx, const char *key, const YamlNode *node, bool nested_as_json,
	PairList *ret) {
	PairList list = { 0 };

	if (node->kind == YAML_SCALAR && yaml_is_null(node)) {
		*ret = list;
		return 0;
	}
	if (node->kind != YAML_MAPPING)
		return refuse(ctx, node->line, "%s: a mapping was expected", key);
	list.items = arena_alloc_array(ctx->arena, node->n, sizeof(TextPair));
	if (!list.items)
		return -ENOMEM;
	for (const YamlNode *name = node->first; name; name = name->next) {
		TextPair *pair = &list.items[list.n];

		if (name->kind != YAML_SCALAR)
			return refuse(ctx, name->line, "%s: a key that is no text", key);
		int r = nested_as_json ? nested_text(ctx, name->value, &pair->value)
				       : field_any_text(ctx, key, name->value, &pair->value);

		if (r < 0)
			return r;
		pair->key = name->text;
		if (pair->value)
			list.n++;
	}
	*ret = list;
	return 0;
}

bool is_product_name(const char *text) {
	size_t n = strnlen(text, NAME_BYTES + 1);

	if (n == 0 || n > NAME_BYTES || text[0] == '.')
		return false;
	for (const char *p = text; *p; p++)
		if (!isascii((unsigned char)*p) ||
			(!isalnum((unsigned char)*p) && !strchr(".+_-", *p)))
			return false;
	return true;
}

bool is_cycle_name(const char *text) {
	const unsigned char *p = (const unsigned char *)text;
	bool only_dots = true;

	for (; *p; p++) {
		/* letters, digits and most signs need no closer look */
		if (*p > '/' && *p < 0x7f) {
			only_dots = false;
			continue;
		}
		if (*p < 0x20 || *p == 0x7f || *p == '/' || (p[0] == 0xc2 && p[1] < 0xa0))
			return false;
		only_dots &= *p == '.';
	}
	return !only_dots && text[0] != ' ' && p[-1] != ' ' &&
	       p - (const unsigned char *)text <= NAME_BYTES;
}
