/* SPDX-License-Identifier: MIT */
/*
 * The other half of bus-call.h: walking the arguments, and sending them by sd-bus.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench-util.h"
#include "bus-call.h"

typedef struct Walk {
	const BusCallSink *sink;
	void *to;
	char **next; /* word */
} Walk;

/* Deepest nesting of a signature in the table. */
#define MAX_CONTENTS 32

static int walk_type(Walk *walk, const char **signature);

/* Length of the one complete type that the signature begins with. */
static size_t type_length(const char *signature) {
	size_t depth = 0, i = 0;

	do {
		while (signature[i] == 'a')
			i++;
		if (signature[i] == '(')
			depth++;
		else if (signature[i] == ')')
			depth--;
		i++;
	} while (depth > 0);
	return i;
}

static int copy_contents(char contents[MAX_CONTENTS], const char *from, size_t n) {
	if (n >= MAX_CONTENTS)
		return -E2BIG;
	memcpy(contents, from, n);
	contents[n] = '\0';
	return 0;
}

static int walk_array(Walk *walk, const char **signature) {
	size_t length = type_length(*signature + 1);
	char contents[MAX_CONTENTS];
	int r = copy_contents(contents, *signature + 1, length);

	if (r >= 0)
		r = *walk->next ? walk->sink->open(walk->to, 'a', contents) : -EINVAL;
	if (r < 0)
		return r;
	for (unsigned long n = strtoul(*walk->next++, NULL, 10); n > 0; n--) {
		const char *element = contents;

		r = walk_type(walk, &element);
		if (r < 0)
			return r;
	}
	*signature += 1 + length;
	return walk->sink->close(walk->to);
}

static int walk_struct(Walk *walk, const char **signature) {
	size_t length = type_length(*signature);
	char contents[MAX_CONTENTS];
	const char *member = contents;
	int r = copy_contents(contents, *signature + 1, length - 2);

	if (r >= 0)
		r = walk->sink->open(walk->to, 'r', contents);
	while (r >= 0 && *member)
		r = walk_type(walk, &member);
	*signature += length;
	return r < 0 ? r : walk->sink->close(walk->to);
}

static int walk_type(Walk *walk, const char **signature) {
	char type = **signature;

	if (type == 'a')
		return walk_array(walk, signature);
	if (type == '(')
		return walk_struct(walk, signature);

	const char *word = *walk->next;

	if (!word)
		return -EINVAL;
	walk->next++;
	(*signature)++;
	if (type == 's' || type == 'o')
		return walk->sink->string(walk->to, type, word);
	return walk->sink->number(walk->to, type, strtoull(word, NULL, 10));
}

int bus_call_walk(const BusCall *call, const BusCallSink *sink, void *to) {
	Walk walk = { .sink = sink, .to = to, .next = call->args };
	const char *signature = call->signature;
	int r = 0;

	while (r >= 0 && *signature)
		r = walk_type(&walk, &signature);
	return r;
}

static int append_string(void *to, char type, const char *value) {
	return sd_bus_message_append_basic(to, type, value);
}

static int append_number(void *to, char type, uint64_t value) {
	uint32_t small = (uint32_t)value;

	return sd_bus_message_append_basic(to, type, type == 't' ? (void *)&value : &small);
}

static int open_container(void *to, char type, const char *contents) {
	return sd_bus_message_open_container(to, type, contents);
}

static int close_container(void *to) {
	return sd_bus_message_close_container(to);
}

static const BusCallSink message_sink = {
	.string = append_string,
	.number = append_number,
	.open = open_container,
	.close = close_container,
};

int bus_call_new_message(const BusCall *call, sd_bus *bus, sd_bus_message **ret_message) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *message = NULL;
	int r = sd_bus_message_new_method_call(
		bus, &message, call->destination, call->path, call->interface, call->member);

	if (r >= 0)
		r = bus_call_walk(call, &message_sink, message);
	if (r >= 0)
		*ret_message = TAKE_PTR(message);
	return r;
}

int bus_call_run(const BusCall *call, sd_bus *bus, sd_bus_message **ret_reply) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *message = NULL;
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	int r = bus_call_new_message(call, bus, &message);

	if (r >= 0)
		r = sd_bus_call(bus, message, 60 * UINT64_C(1000000), &error, ret_reply);
	if (r < 0)
		return bench_complain(r, "%s (%s): %s", call->name, call->member,
			error.message ? error.message : "no answer");
	return 0;
}
