/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-value - what the bus answers, as JSON values. Room: client.
 *
 * One decoder serves every answer: a dictionary becomes an object with its keys in the order in
 * which they came, an array or structure an array, numbers and booleans what they are. So JSON
 * output is the answer itself, keys and values under their names on the bus, and what prints for
 * people asks the same objects by key. A key that an older daemon lacks reads as "" or 0.
 */
#include <jansson.h>
#include <stdbool.h>
#include <systemd/sd-bus.h>

#include "util/cleanup.h"

/* Reads the next complete value of a message. Returns 1 and a value that the caller owns, 0 at the
 * end, or a negative errno (-EBADMSG: not what JSON can hold). */
int bus_value_read(sd_bus_message *message, json_t **ret);
/* Reads a whole message as an array of its values, after checking that its signature is types.
 * Returns 0, -EBADMSG for another signature, or a negative errno. */
int bus_value_read_reply(sd_bus_message *message, const char *types, json_t **ret);

/* The text under a key of an object, owned by it; "" if there is none. */
const char *value_str(const json_t *object, const char *key);
/* The number under a key; 0 if there is none. */
json_int_t value_int(const json_t *object, const char *key);
/* Whether the value under a key is true. */
bool value_bool(const json_t *object, const char *key);
/* The same by place in an array. */
const char *value_str_at(const json_t *array, size_t at);
json_int_t value_int_at(const json_t *array, size_t at);
bool value_bool_at(const json_t *array, size_t at);
