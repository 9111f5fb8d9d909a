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

int yaml_to_json(const YamlNode *node, StrBuf *buf) {
	_cleanup_(json_decrefp) json_t *json = to_json(node);

	return json && json_dump_callback(
			       json, append_bytes, buf, JSON_COMPACT | JSON_ENCODE_ANY) == 0
		       ? 0
		       : -ENOMEM;
}
