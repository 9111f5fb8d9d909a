/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sink - where the value of a property goes: into a message, into bytes to compare, or nowhere, for
 * its size. Room: bus.
 *
 * Every property is written once, against a sink, and so is the same in Get, GetAll, lists and
 * signals; and whether it changed is told by writing both values as bytes. The calls are those of
 * sd_bus_message_append_basic(3) and sd_bus_message_open_container(3). After a failure all calls do
 * nothing: ask once, at the end.
 */
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-bus.h>

#include "dbus/civil-date.h"
#include "util/strbuf.h"

typedef struct Sink {
	sd_bus_message *message; /* or NULL */
	StrBuf *bytes; /* or NULL */
	size_t size; /* at least the bytes that a message takes for it */
	int error; /* 0 or a negative errno */
} Sink;

/* Notes that a value could not be made for want of memory. */
void sink_fail(Sink *sink);

/* Values go into a message, or as bytes into a buffer; both stay the caller's. */
Sink sink_for_message(sd_bus_message *message);
Sink sink_for_bytes(StrBuf *bytes);
/* Writes nowhere, and only counts. */
Sink sink_for_size(void);

void sink_text(Sink *sink, const char *text); /* s; NULL is "" */
void sink_path(Sink *sink, const char *path); /* o */
void sink_bool(Sink *sink, bool value); /* b */
void sink_int(Sink *sink, int32_t value); /* i */
void sink_uint(Sink *sink, uint32_t value); /* u */
void sink_uint64(Sink *sink, uint64_t value); /* t */
void sink_date(Sink *sink, CivilDay day); /* s: YYYY-MM-DD or "" */

/* type is SD_BUS_TYPE_ARRAY, _STRUCT, _DICT_ENTRY or _VARIANT. */
void sink_open(Sink *sink, char type, const char *contents);
void sink_close(Sink *sink);
