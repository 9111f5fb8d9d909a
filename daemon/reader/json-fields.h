/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * json-fields - typed values out of a JSON object; the twin of fields.h. Room: reader.
 *
 * Texts are copied into ctx->arena. A key that is missing and one that is null are the same:
 * nothing is said. All functions return 0, -EBADMSG (refused, reported) or -ENOMEM, and leave
 * *ret alone unless there is a value (json_field_array and _object set it to NULL).
 */
#include <jansson.h>

#include "fields.h"

/* A text to the arena; `key` is what it is called when it is refused: too long, or with a code that
 * is no character. */
int json_arena_text(ReadContext *ctx, const char *key, const char *text, const char **ret);

/* A field of an object, copied into the arena; *ret stays as it is where the field is missing or
 * null. A field of another kind is refused. Returns 0, or negative errno. */
int json_field_text(ReadContext *ctx, const json_t *object, const char *key, const char **ret);
int json_field_date(ReadContext *ctx, const json_t *object, const char *key, CivilDay *ret);
int json_field_text_list(ReadContext *ctx, const json_t *object, const char *key, TextList *ret);
/* A milestone told by a flag and a date: `is_key` and `from_key`. */
int json_field_mark(ReadContext *ctx, const json_t *object, const char *is_key,
	const char *from_key, Mark *ret);
/* Borrowed from the object, or NULL. */
int json_field_array(ReadContext *ctx, const json_t *object, const char *key, const json_t **ret);
int json_field_object(ReadContext *ctx, const json_t *object, const char *key, const json_t **ret);
