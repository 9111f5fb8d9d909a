/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * raw-bus - a bus connection that costs next to nothing. Room: tests/bench.
 *
 * Messages are marshalled once, by hand, and sent again and again; answers are counted by their
 * headers, never looked into. With it the load generator is not what is measured. It speaks no
 * file descriptors.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bus-call.h"
#include "util/strbuf.h"

typedef struct RawBus {
	int fd;
	uint8_t header[16]; /* of the message that is coming in */
	size_t header_len; /* bytes of it that are here */
	size_t rest; /* bytes of the message that are still to come, after the header */
	size_t size; /* of that message, all in all */
	uint32_t serial; /* of the message sent last */
} RawBus;

#define RAW_BUS_INIT \
	{ .fd = -1 }

/* Connects to DBUS_SYSTEM_BUS_ADDRESS (a unix:path) and says Hello; the socket blocks. Returns 0
 * or a negative errno having said so. */
int raw_bus_open(RawBus *bus);
void raw_bus_close(RawBus *bus);

/* What is read of a message: its type (2 answer, 3 error, 4 signal), all its bytes, its body's. */
typedef struct RawMessage {
	uint8_t type;
	size_t size;
	size_t body_size;
} RawMessage;

/* Called for each message that has come in completely; a negative answer ends the reading. */
typedef int (*RawHandler)(void *userdata, const RawMessage *message);

/* Reads what is there (once, up to 64 KiB; waits if the socket blocks and nothing is there) and
 * hands on what became complete. Returns the number of messages, or a negative errno: -EAGAIN,
 * -ECONNRESET when the bus hung up, the handler's. */
int raw_bus_read(RawBus *bus, RawHandler handler, void *userdata);

/* Sends all of it, waiting as needed. Returns 0 or a negative errno. */
int raw_bus_send(RawBus *bus, const void *bytes, size_t n);

/* Sends one marshalled message, having given it a serial number of its own: the bus refuses a call
 * with the number of one that is still unanswered. */
int raw_bus_send_message(RawBus *bus, StrBuf *message);

/* Appends a method call. */
int raw_marshal_call(StrBuf *out, const BusCall *call);
/* Appends a signal with one number 'u' as its body. */
int raw_marshal_signal(StrBuf *out, const char *path, const char *interface, const char *member);

/* Waits for an answer, passing over signals. Returns the size of its body or a negative errno:
 * -EREMOTEIO for an error. */
ssize_t raw_bus_wait_answer(RawBus *bus);
/* Sends the call and waits for its answer, passing over signals. Returns the size of the answer's
 * body or a negative errno: -EREMOTEIO for an error. */
ssize_t raw_bus_call(RawBus *bus, const BusCall *call);
