/* SPDX-License-Identifier: MIT */
#include "sink.h"

#include <errno.h>
#include <string.h>

/* What a basic value takes in a message besides its text: alignment, length, NUL. */
enum { BASIC_BYTES = 12, CONTAINER_BYTES = 16 };

Sink sink_for_message(sd_bus_message *message) {
	return (Sink){ .message = message };
}

Sink sink_for_bytes(StrBuf *bytes) {
	return (Sink){ .bytes = bytes };
}

Sink sink_for_size(void) {
	return (Sink){ 0 };
}

static void note(Sink *sink, int r) {
	if (r < 0 && sink->error == 0)
		sink->error = r;
}

void sink_fail(Sink *sink) {
	note(sink, -ENOMEM);
}

static void put(Sink *sink, char type, const void *value, const void *bytes, size_t n) {
	sink->size += n + BASIC_BYTES;
	if (sink->error < 0)
		return;
	if (sink->message)
		note(sink, sd_bus_message_append_basic(sink->message, type, value));
	else if (sink->bytes) {
		note(sink, strbuf_append_byte(sink->bytes, type));
		note(sink, strbuf_append(sink->bytes, bytes, n));
	}
}

static void put_text(Sink *sink, char type, const char *text) {
	put(sink, type, text, text, strlen(text) + 1);
}

void sink_text(Sink *sink, const char *text) {
	put_text(sink, SD_BUS_TYPE_STRING, text ? text : "");
}

void sink_path(Sink *sink, const char *path) {
	put_text(sink, SD_BUS_TYPE_OBJECT_PATH, path);
}

void sink_bool(Sink *sink, bool value) {
	int number = value;

	put(sink, SD_BUS_TYPE_BOOLEAN, &number, &number, sizeof(number));
}

void sink_int(Sink *sink, int32_t value) {
	put(sink, SD_BUS_TYPE_INT32, &value, &value, sizeof(value));
}

void sink_uint(Sink *sink, uint32_t value) {
	put(sink, SD_BUS_TYPE_UINT32, &value, &value, sizeof(value));
}

void sink_uint64(Sink *sink, uint64_t value) {
	put(sink, SD_BUS_TYPE_UINT64, &value, &value, sizeof(value));
}

void sink_date(Sink *sink, CivilDay day) {
	char text[CIVIL_DAY_SIZE];

	sink_text(sink, civil_day_format(day, text));
}

void sink_open(Sink *sink, char type, const char *contents) {
	sink->size += CONTAINER_BYTES;
	if (sink->error < 0)
		return;
	if (sink->message)
		note(sink, sd_bus_message_open_container(sink->message, type, contents));
	else if (sink->bytes)
		note(sink, strbuf_append_byte(sink->bytes, type));
}

void sink_close(Sink *sink) {
	if (sink->error < 0)
		return;
	if (sink->message)
		note(sink, sd_bus_message_close_container(sink->message));
	else if (sink->bytes)
		note(sink, strbuf_append_byte(sink->bytes, '.'));
}
