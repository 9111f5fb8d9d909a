/* SPDX-License-Identifier: MIT */
#include "bus-value.h"

#include <errno.h>
#include <string.h>

/* sd-bus refuses a message nested deeper than 64; this is only so that nobody needs to know. */
#define DEPTH_MAX 70

static int read_value(sd_bus_message *m, unsigned depth, json_t **ret);

static int from_pointer(json_t *value, json_t **ret) {
	if (!value)
		return -ENOMEM;
	*ret = value;
	return 1;
}

/* JSON numbers of this library are signed: what does not fit is exact only as text. */
static json_t *from_uint64(uint64_t n) {
	if (n > INT64_MAX)
		return json_sprintf("%llu", (unsigned long long)n);
	return json_integer((json_int_t)n);
}

/* JSON has neither infinity nor "not a number". */
static json_t *from_double(double d) {
	json_t *value = json_real(d);

	return value ? value : json_null();
}

static int read_basic(sd_bus_message *m, char type, json_t **ret) {
	union {
		uint8_t y;
		int16_t n;
		uint16_t q;
		int32_t i;
		uint32_t u;
		int64_t x;
		uint64_t t;
		double d;
		int b;
		const char *s;
	} basic = { 0 };
	int r;

	if (type == SD_BUS_TYPE_UNIX_FD)
		return -EBADMSG;
	r = sd_bus_message_read_basic(m, type, &basic);
	if (r <= 0)
		return r;
	switch (type) {
	case SD_BUS_TYPE_BYTE:
		return from_pointer(json_integer(basic.y), ret);
	case SD_BUS_TYPE_BOOLEAN:
		return from_pointer(json_boolean(basic.b), ret);
	case SD_BUS_TYPE_INT16:
		return from_pointer(json_integer(basic.n), ret);
	case SD_BUS_TYPE_UINT16:
		return from_pointer(json_integer(basic.q), ret);
	case SD_BUS_TYPE_INT32:
		return from_pointer(json_integer(basic.i), ret);
	case SD_BUS_TYPE_UINT32:
		return from_pointer(json_integer(basic.u), ret);
	case SD_BUS_TYPE_INT64:
		return from_pointer(json_integer(basic.x), ret);
	case SD_BUS_TYPE_UINT64:
		return from_pointer(from_uint64(basic.t), ret);
	case SD_BUS_TYPE_DOUBLE:
		return from_pointer(from_double(basic.d), ret);
	default:
		return from_pointer(json_string(basic.s), ret);
	}
}

/* One entry of a dictionary, whose key is text; any other key is not for JSON. */
static int read_entry(sd_bus_message *m, const char *contents, unsigned depth, json_t *object) {
	_cleanup_(json_decrefp) json_t *value = NULL;
	const char *key;
	int r;

	r = sd_bus_message_enter_container(m, SD_BUS_TYPE_DICT_ENTRY, contents);
	if (r <= 0)
		return r;
	r = sd_bus_message_read_basic(m, contents[0], &key);
	if (r > 0)
		r = read_value(m, depth, &value);
	if (r <= 0)
		return r < 0 ? r : -EBADMSG;
	if (json_object_set(object, key, value) < 0)
		return -ENOMEM;
	r = sd_bus_message_exit_container(m);
	return r < 0 ? r : 1;
}

static int read_dictionary(sd_bus_message *m, const char *contents, unsigned depth, json_t **ret) {
	_cleanup_(json_decrefp) json_t *object = json_object();
	_cleanup_(freep) char *entry = strndup(contents + 1, strlen(contents) - 2);
	int r;

	if (!object || !entry)
		return -ENOMEM;
	if (!strchr("sog", entry[0]))
		return -EBADMSG;
	r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, contents);
	if (r < 0)
		return r;
	while ((r = read_entry(m, entry, depth, object)) > 0)
		;
	if (r == 0)
		r = sd_bus_message_exit_container(m);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(object);
	return 1;
}

static int read_sequence(
	sd_bus_message *m, char type, const char *contents, unsigned depth, json_t **ret) {
	_cleanup_(json_decrefp) json_t *array = json_array();
	int r;

	if (!array)
		return -ENOMEM;
	r = sd_bus_message_enter_container(m, type, contents);
	if (r < 0)
		return r;
	for (;;) {
		json_t *item = NULL;

		r = read_value(m, depth, &item);
		if (r <= 0)
			break;
		if (json_array_append_new(array, item) < 0)
			return -ENOMEM;
	}
	if (r == 0)
		r = sd_bus_message_exit_container(m);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(array);
	return 1;
}

static int read_variant(sd_bus_message *m, const char *contents, unsigned depth, json_t **ret) {
	_cleanup_(json_decrefp) json_t *value = NULL;
	int r;

	r = sd_bus_message_enter_container(m, SD_BUS_TYPE_VARIANT, contents);
	if (r >= 0)
		r = read_value(m, depth, &value);
	if (r > 0)
		r = sd_bus_message_exit_container(m);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(value);
	return *ret ? 1 : -EBADMSG;
}

static int read_value(sd_bus_message *m, unsigned depth, json_t **ret) {
	const char *contents;
	char type;
	int r;

	if (depth > DEPTH_MAX)
		return -EBADMSG;
	r = sd_bus_message_peek_type(m, &type, &contents);
	if (r <= 0)
		return r;
	if (type == SD_BUS_TYPE_ARRAY && contents[0] == '{')
		return read_dictionary(m, contents, depth + 1, ret);
	if (type == SD_BUS_TYPE_ARRAY || type == SD_BUS_TYPE_STRUCT)
		return read_sequence(m, type, contents, depth + 1, ret);
	if (type == SD_BUS_TYPE_VARIANT)
		return read_variant(m, contents, depth + 1, ret);
	return read_basic(m, type, ret);
}

int bus_value_read(sd_bus_message *message, json_t **ret) {
	return read_value(message, 0, ret);
}

int bus_value_read_reply(sd_bus_message *message, const char *types, json_t **ret) {
	_cleanup_(json_decrefp) json_t *array = json_array();
	json_t *item;
	int r;

	if (!array)
		return -ENOMEM;
	if (!sd_bus_message_has_signature(message, types))
		return -EBADMSG;
	while ((r = bus_value_read(message, &item)) > 0)
		if (json_array_append_new(array, item) < 0)
			return -ENOMEM;
	if (r < 0)
		return r;
	*ret = TAKE_PTR(array);
	return 0;
}

static const char *text_or_empty(const json_t *value) {
	const char *text = json_string_value(value);

	return text ? text : "";
}

const char *value_str(const json_t *object, const char *key) {
	return text_or_empty(json_object_get(object, key));
}

json_int_t value_int(const json_t *object, const char *key) {
	return json_integer_value(json_object_get(object, key));
}

bool value_bool(const json_t *object, const char *key) {
	return json_is_true(json_object_get(object, key));
}

const char *value_str_at(const json_t *array, size_t at) {
	return text_or_empty(json_array_get(array, at));
}

json_int_t value_int_at(const json_t *array, size_t at) {
	return json_integer_value(json_array_get(array, at));
}

bool value_bool_at(const json_t *array, size_t at) {
	return json_is_true(json_array_get(array, at));
}
