/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * api-parts - the small steps that API documents are made of. Room: document, for its own files.
 *
 * Each sets a key of an object; failures add up in *failed, so that a whole object is built and
 * asked about once.
 */
#include <jansson.h>
#include <stdbool.h>

#include "catalog/product.h"

/* A new value, which may be NULL (out of memory). Takes it over. */
static inline void api_set(json_t *object, const char *key, json_t *value, bool *failed) {
	/* what is on the bus is valid UTF-8 already: no second look at keys */
	*failed |= json_object_set_new_nocheck(object, key, value) < 0;
}

static inline json_t *api_text(const char *text) {
	return text ? json_string_nocheck(text) : json_null();
}

static inline json_t *api_date(CivilDay day) {
	char text[CIVIL_DAY_SIZE];

	return civil_day_is_valid(day) ? json_string_nocheck(civil_day_format(day, text))
				       : json_null();
}

/* A list of texts of a product's block. */
static inline json_t *api_texts(const Product *product, const BlockList *list) {
	json_t *array = json_array();

	for (size_t i = 0; i < list->n && array; i++)
		if (json_array_append_new(array, api_text(product_list_text(product, list, i))) <
			0) {
			json_decref(array);
			return NULL;
		}
	return array;
}
