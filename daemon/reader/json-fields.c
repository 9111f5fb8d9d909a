/* SPDX-License-Identifier: MIT */
#include "json-fields.h"

#include <errno.h>
#include <string.h>

#include "util/utf8.h"

int json_arena_text(ReadContext *ctx, const char *key, const char *text, const char **ret) {
	size_t n = strlen(text);
	const char *copy;

	if (n > YAML_MAX_TEXT)
		return refuse(ctx, 0, "%s: a text of more than %d bytes", key, YAML_MAX_TEXT);
	if (!utf8_is_valid(text, n, NULL))
		return refuse(ctx, 0, "%s: a text with a code that is no character", key);
	copy = arena_strndup(ctx->arena, text, n);
	if (!copy)
		return -ENOMEM;
	*ret = copy;
	return 0;
}

int json_field_text(ReadContext *ctx, const json_t *object, const char *key, const char **ret) {
	const json_t *value = json_object_get(object, key);

	if (!value || json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return refuse(ctx, 0, "%s: a text was expected", key);
	return json_arena_text(ctx, key, json_string_value(value), ret);
}

int json_field_date(ReadContext *ctx, const json_t *object, const char *key, CivilDay *ret) {
	const json_t *value = json_object_get(object, key);

	if (!value || json_is_null(value))
		return 0;
	if (!json_is_string(value) || civil_day_parse(json_string_value(value), ret) < 0)
		return refuse(ctx, 0, "%s: '%s' is no date (YYYY-MM-DD)", key,
			json_is_string(value) ? json_string_value(value) : "");
	return 0;
}

int json_field_text_list(ReadContext *ctx, const json_t *object, const char *key, TextList *ret) {
	TextList list = { 0 };
	const json_t *array;
	int r = json_field_array(ctx, object, key, &array);

	if (r < 0 || !array)
		return r;
	list.items = arena_alloc_array(ctx->arena, json_array_size(array), sizeof(char *));
	if (!list.items)
		return -ENOMEM;
	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *text = json_string_value(json_array_get(array, i));

		if (!text)
			return refuse(ctx, 0, "%s: an entry that is no text", key);
		r = json_arena_text(ctx, key, text, &list.items[list.n]);
		if (r < 0)
			return r;
		list.n++;
	}
	*ret = list;
	return 0;
}

int json_field_mark(ReadContext *ctx, const json_t *object, const char *is_key,
	const char *from_key, Mark *ret) {
	const json_t *flag = json_object_get(object, is_key);
	CivilDay date = CIVIL_DAY_NONE;
	int r = json_field_date(ctx, object, from_key, &date);

	if (r < 0)
		return r;
	if (flag && !json_is_null(flag) && !json_is_boolean(flag))
		return refuse(ctx, 0, "%s: true or false was expected", is_key);
	if (date != CIVIL_DAY_NONE)
		*ret = date;
	else if (flag && json_is_boolean(flag))
		*ret = json_is_true(flag) ? MARK_TRUE : MARK_FALSE;
	return 0;
}

int json_field_array(ReadContext *ctx, const json_t *object, const char *key, const json_t **ret) {
	const json_t *value = json_object_get(object, key);

	*ret = NULL;
	if (!value || json_is_null(value))
		return 0;
	if (!json_is_array(value))
		return refuse(ctx, 0, "%s: a list was expected", key);
	*ret = value;
	return 0;
}

int json_field_object(ReadContext *ctx, const json_t *object, const char *key, const json_t **ret) {
	const json_t *value = json_object_get(object, key);

	*ret = NULL;
	if (!value || json_is_null(value))
		return 0;
	if (!json_is_object(value))
		return refuse(ctx, 0, "%s: an object was expected", key);
	*ret = value;
	return 0;
}
