/* SPDX-License-Identifier: MIT */
#include "yaml-json.h"

#include <errno.h>
#include <string.h>

#include "json-fields.h"

static json_t *to_json(const YamlNode *node);

/* Up to 15 digits, so that every reader of JSON keeps them. */
static bool is_integer(const YamlNode *node) {
	const char *digits = node->text + (node->text[0] == '-');
	size_t n = strspn(digits, "0123456789");

	return node->is_plain && n > 0 && n <= 15 && digits[n] == '\0' &&
	       (digits[0] != '0' || n == 1);
}

static json_t *scalar_to_json(const YamlNode *node) {
	int truth = yaml_to_bool(node);

	if (yaml_is_null(node))
		return json_null();
	if (truth >= 0)
		return json_boolean(truth);
	if (is_integer(node))
		return json_integer(strtoll(node->text, NULL, 10));
	return json_stringn_nocheck(node->text, node->n);
}

static json_t *list_to_json(const YamlNode *node) {
	_cleanup_(json_decrefp) json_t *list = json_array();

	for (const YamlNode *item = node->first; item && list; item = item->next)
		if (json_array_append_new(list, to_json(item)) < 0)
			return NULL;
	return TAKE_PTR(list);
}

static json_t *mapping_to_json(const YamlNode *node) {
	_cleanup_(json_decrefp) json_t *object = json_object();

	for (const YamlNode *key = node->first; key && object; key = key->next)
		if (key->kind == YAML_SCALAR &&
			json_object_set_new_nocheck(object, key->text, to_json(key->value)) < 0)
			return NULL;
	return TAKE_PTR(object);
}

/* The depth is that of the tree, which is bounded. */
static json_t *to_json(const YamlNode *node) {
	switch (node->kind) {
	case YAML_LIST:
		return list_to_json(node);
	case YAML_MAPPING:
		return mapping_to_json(node);
	case YAML_SCALAR:
	default:
		return scalar_to_json(node);
	}
}

static int append_bytes(const char *bytes, size_t n, void *buf) {
	return strbuf_append(buf, bytes, n);
}

/* ---- without building it --------------------------------------------------------------------- */

/* Patterns, and short lists and mappings of them, is what nearly all of it is: that is written as
 * it stands. What has to be escaped by more than a backslash, and large mappings, are built. */

enum { MAX_KEYS = 32 }; /* of a mapping in which keys are compared one with another */

static int append_built(StrBuf *buf, const YamlNode *node) {
	_cleanup_(json_decrefp) json_t *json = to_json(node);

	return json && json_dump_callback(
			       json, append_bytes, buf, JSON_COMPACT | JSON_ENCODE_ANY) == 0
		       ? 0
		       : -ENOMEM;
}

static bool has_control(const YamlNode *node) {
	for (size_t i = 0; i < node->n; i++)
		if ((unsigned char)node->text[i] < 0x20)
			return true;
	return false;
}

static int append_text(StrBuf *buf, const char *text) {
	(void)strbuf_append_byte(buf, '"');
	while (*text) {
		size_t n = strcspn(text, "\"\\");

		(void)strbuf_append(buf, text, n);
		text += n;
		if (*text) {
			(void)strbuf_append_byte(buf, '\\');
			(void)strbuf_append_byte(buf, *text++);
		}
	}
	return strbuf_append_byte(buf, '"');
}

static int append_scalar(StrBuf *buf, const YamlNode *node) {
	if (yaml_is_null(node) || yaml_to_bool(node) >= 0 || is_integer(node) || has_control(node))
		return append_built(buf, node);
	return append_text(buf, node->text);
}

static int append_node(StrBuf *buf, const YamlNode *node);

static int append_list(StrBuf *buf, const YamlNode *list) {
	int r = strbuf_append_byte(buf, '[');

	for (const YamlNode *item = list->first; item && r == 0; item = item->next) {
		if (item != list->first)
			(void)strbuf_append_byte(buf, ',');
		r = append_node(buf, item);
	}
	return r == 0 ? strbuf_append_byte(buf, ']') : r;
}

static bool is_key(const YamlNode *key, const char *text) {
	return key->kind == YAML_SCALAR && strcmp(key->text, text) == 0;
}

/* Of keys that stand there twice the first tells the place, the last the value. */
static const YamlNode *value_of(const YamlNode *mapping, const YamlNode *key) {
	const YamlNode *value = key->value;

	for (const YamlNode *other = mapping->first; other != key; other = other->next)
		if (is_key(other, key->text))
			return NULL;
	for (const YamlNode *other = key->next; other; other = other->next)
		if (is_key(other, key->text))
			value = other->value;
	return value;
}

static int append_mapping(StrBuf *buf, const YamlNode *mapping) {
	int r = strbuf_append_byte(buf, '{');
	bool is_first = true;

	for (const YamlNode *key = mapping->first; key && r == 0; key = key->next) {
		const YamlNode *value = key->kind == YAML_SCALAR ? value_of(mapping, key) : NULL;

		if (!value)
			continue;
		if (!is_first)
			(void)strbuf_append_byte(buf, ',');
		is_first = false;
		(void)append_text(buf, key->text);
		(void)strbuf_append_byte(buf, ':');
		r = append_node(buf, value);
	}
	return r == 0 ? strbuf_append_byte(buf, '}') : r;
}

static bool has_odd_keys(const YamlNode *mapping) {
	for (const YamlNode *key = mapping->first; key; key = key->next)
		if (key->kind == YAML_SCALAR && has_control(key))
			return true;
	return mapping->n > MAX_KEYS;
}

/* The depth is that of the tree, which is bounded. */
static int append_node(StrBuf *buf, const YamlNode *node) {
	switch (node->kind) {
	case YAML_LIST:
		return append_list(buf, node);
	case YAML_MAPPING:
		return has_odd_keys(node) ? append_built(buf, node) : append_mapping(buf, node);
	case YAML_SCALAR:
	default:
		return append_scalar(buf, node);
	}
}

int yaml_to_json(const YamlNode *node, StrBuf *buf) {
	return append_node(buf, node) < 0 ? -ENOMEM : 0;
}
