/* SPDX-License-Identifier: MIT */
#include "raw-bus.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bench-util.h"

enum { MESSAGE_CALL = 1, MESSAGE_ANSWER = 2, MESSAGE_ERROR = 3, MESSAGE_SIGNAL = 4 };
enum {
	FIELD_PATH = 1,
	FIELD_INTERFACE = 2,
	FIELD_MEMBER = 3,
	FIELD_DESTINATION = 6,
	FIELD_SIGNATURE = 8
};

static int align_to(StrBuf *out, size_t from, size_t alignment) {
	static const char zeros[8] = { 0 };

	return strbuf_append(out, zeros, -(out->len - from) % alignment);
}

static int put_u32(StrBuf *out, size_t from, uint32_t value) {
	(void)align_to(out, from, 4);
	return strbuf_append(out, &value, sizeof(value));
}

static int put_string(StrBuf *out, size_t from, const char *value) {
	(void)put_u32(out, from, (uint32_t)strlen(value));
	return strbuf_append(out, value, strlen(value) + 1);
}

static int put_field(StrBuf *out, size_t from, char field, const char *type, const char *value) {
	(void)align_to(out, from, 8);
	(void)strbuf_append_byte(out, field);
	(void)strbuf_append_byte(out, 1);
	(void)strbuf_append(out, type, 2);
	if (type[0] != 'g')
		return put_string(out, from, value);
	(void)strbuf_append_byte(out, (char)strlen(value));
	return strbuf_append(out, value, strlen(value) + 1);
}

/* A body being marshalled. Offsets count from its beginning. */
typedef struct Body {
	StrBuf bytes;
	size_t length_at[8], begin_at[8]; /* of the arrays that are open */
	char open[8];
	size_t depth;
} Body;

static int body_string(void *to, char type, const char *value) {
	Body *body = to;

	return put_string(&body->bytes, 0, value);
}

static int body_number(void *to, char type, uint64_t value) {
	Body *body = to;

	if (type != 't')
		return put_u32(&body->bytes, 0, (uint32_t)value);
	(void)align_to(&body->bytes, 0, 8);
	return strbuf_append(&body->bytes, &value, sizeof(value));
}

static int body_open(void *to, char type, const char *contents) {
	Body *body = to;

	if (body->depth >= ELEMENTSOF(body->open))
		return -E2BIG;
	if (type == 'a') {
		(void)put_u32(&body->bytes, 0, 0);
		body->length_at[body->depth] = body->bytes.len - 4;
		if (contents[0] == '(' || contents[0] == 't')
			(void)align_to(&body->bytes, 0, 8);
		body->begin_at[body->depth] = body->bytes.len;
	} else
		(void)align_to(&body->bytes, 0, 8);
	body->open[body->depth++] = type;
	return strbuf_error(&body->bytes);
}

static int body_close(void *to) {
	Body *body = to;
	size_t depth = --body->depth;

	if (body->open[depth] == 'a') {
		uint32_t length = (uint32_t)(body->bytes.len - body->begin_at[depth]);

		memcpy(body->bytes.data + body->length_at[depth], &length, sizeof(length));
	}
	return 0;
}

static const BusCallSink body_sink = {
	.string = body_string,
	.number = body_number,
	.open = body_open,
	.close = body_close,
};

/* The fixed beginning, the fields, and the body. destination may be NULL. */
static int marshal(StrBuf *out, char type, const BusCall *call, const StrBuf *body) {
	/* Little-endian or big, as this machine is. */
	const uint16_t one = 1;
	char order = *(const char *)&one ? 'l' : 'B';
	const char begin[4] = { order, type, /* flags */ 0, /* protocol */ 1 };
	size_t from = out->len;

	(void)strbuf_append(out, begin, sizeof(begin));
	(void)put_u32(out, from, (uint32_t)body->len);
	(void)put_u32(out, from, /* serial */ 1);
	(void)put_u32(out, from, 0);
	(void)put_field(out, from, FIELD_PATH, "o", call->path);
	(void)put_field(out, from, FIELD_INTERFACE, "s", call->interface);
	(void)put_field(out, from, FIELD_MEMBER, "s", call->member);
	if (call->destination)
		(void)put_field(out, from, FIELD_DESTINATION, "s", call->destination);
	if (call->signature[0])
		(void)put_field(out, from, FIELD_SIGNATURE, "g", call->signature);
	if (strbuf_error(out) < 0)
		return strbuf_error(out);

	uint32_t length = (uint32_t)(out->len - from - 16);

	memcpy(out->data + from + 12, &length, sizeof(length));
	(void)align_to(out, from, 8);
	return strbuf_append(out, strbuf_cstr(body), body->len);
}

int raw_marshal_call(StrBuf *out, const BusCall *call) {
	Body body = { 0 };
	int r = bus_call_walk(call, &body_sink, &body);

	if (r >= 0)
		r = marshal(out, MESSAGE_CALL, call, &body.bytes);
	strbuf_deinit(&body.bytes);
	return r;
}

int raw_marshal_signal(StrBuf *out, const char *path, const char *interface, const char *member) {
	_cleanup_(strbuf_deinit) StrBuf body = STRBUF_INIT;
	const BusCall call = {
		.path = path,
		.interface = interface,
		.member = member,
		.signature = "u",
	};

	(void)put_u32(&body, 0, 0);
	return marshal(out, MESSAGE_SIGNAL, &call, &body);
}

int raw_bus_send(RawBus *bus, const void *bytes, size_t n) {
	const char *next = bytes;

	while (n > 0) {
		ssize_t sent = send(bus->fd, next, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EAGAIN) {
			struct pollfd ready = { .fd = bus->fd, .events = POLLOUT };

			(void)poll(&ready, 1, -1);
			continue;
		}
		if (sent < 0)
			return -errno;
		next += sent;
		n -= (size_t)sent;
	}
	return 0;
}

int raw_bus_send_message(RawBus *bus, StrBuf *message) {
	uint32_t serial = ++bus->serial;

	memcpy(message->data + 8, &serial, sizeof(serial));
	return raw_bus_send(bus, message->data, message->len);
}

static size_t header_u32(const RawBus *bus, size_t at) {
	uint32_t value;

	memcpy(&value, bus->header + at, sizeof(value));
	return value;
}

/* Takes the next bytes into account. Returns how many, and whether a message is complete now. */
static size_t consume(RawBus *bus, const uint8_t *bytes, size_t n, bool *ret_complete) {
	size_t taken = 0;

	if (bus->header_len < sizeof(bus->header)) {
		taken = sizeof(bus->header) - bus->header_len;
		if (taken > n)
			taken = n;
		memcpy(bus->header + bus->header_len, bytes, taken);
		bus->header_len += taken;
		if (bus->header_len == sizeof(bus->header)) {
			bus->rest = ((header_u32(bus, 12) + 7) & ~(size_t)7) + header_u32(bus, 4);
			bus->size = bus->rest + sizeof(bus->header);
		}
	} else {
		taken = bus->rest < n ? bus->rest : n;
		bus->rest -= taken;
	}
	*ret_complete = bus->header_len == sizeof(bus->header) && bus->rest == 0;
	return taken;
}

int raw_bus_read(RawBus *bus, RawHandler handler, void *userdata) {
	uint8_t bytes[65536];
	ssize_t n = recv(bus->fd, bytes, sizeof(bytes), 0);
	int count = 0;

	if (n < 0)
		return -errno;
	if (n == 0)
		return -ECONNRESET;
	for (size_t at = 0; at < (size_t)n;) {
		bool complete;

		at += consume(bus, bytes + at, (size_t)n - at, &complete);
		if (!complete)
			continue;

		const RawMessage message = {
			.type = bus->header[1], .size = bus->size, .body_size = header_u32(bus, 4)
		};
		int r = handler(userdata, &message);

		if (r < 0)
			return r;
		bus->header_len = 0;
		count++;
	}
	return count;
}

typedef struct Answer {
	bool here;
	RawMessage message;
} Answer;

static int on_answer(void *userdata, const RawMessage *message) {
	Answer *answer = userdata;

	if (message->type == MESSAGE_SIGNAL)
		return 0;
	*answer = (Answer){ .here = true, .message = *message };
	return 0;
}

ssize_t raw_bus_wait_answer(RawBus *bus) {
	Answer answer = { 0 };
	int r = 0;

	while (r >= 0 && !answer.here)
		r = raw_bus_read(bus, on_answer, &answer);
	if (r < 0)
		return r;
	return answer.message.type == MESSAGE_ANSWER ? (ssize_t)answer.message.body_size
						     : -EREMOTEIO;
}

ssize_t raw_bus_call(RawBus *bus, const BusCall *call) {
	_cleanup_(strbuf_deinit) StrBuf bytes = STRBUF_INIT;
	int r = raw_marshal_call(&bytes, call);

	if (r >= 0)
		r = raw_bus_send_message(bus, &bytes);
	return r < 0 ? r : raw_bus_wait_answer(bus);
}

/* The one mechanism of a system bus: the kernel says who we are. */
static int authenticate(RawBus *bus) {
	char line[128], hex[64] = "", uid[32];
	int n = snprintf(uid, sizeof(uid), "%u", (unsigned)geteuid());

	for (int i = 0; i < n; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", (unsigned)uid[i]);
	n = snprintf(line, sizeof(line), "%cAUTH EXTERNAL %s\r\n", '\0', hex);
	int r = raw_bus_send(bus, line, (size_t)n);
	if (r < 0)
		return r;
	ssize_t got = recv(bus->fd, line, sizeof(line), 0);
	if (got < 3 || memcmp(line, "OK ", 3) != 0)
		return got < 0 ? -errno : -EACCES;
	return raw_bus_send(bus, "BEGIN\r\n", 7);
}

static int connect_to_bus(void) {
	static const char prefix[] = "unix:path=";
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *text = getenv("DBUS_SYSTEM_BUS_ADDRESS");

	if (!text || strncmp(text, prefix, strlen(prefix)) != 0)
		return -EDESTADDRREQ;
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", text + strlen(prefix));

	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		int error = errno;

		close(fd);
		return -error;
	}
	return fd < 0 ? -errno : fd;
}

int raw_bus_open(RawBus *bus) {
	static const BusCall hello = {
		.destination = "org.freedesktop.DBus",
		.path = "/org/freedesktop/DBus",
		.interface = "org.freedesktop.DBus",
		.member = "Hello",
		.signature = "",
	};
	ssize_t r;

	*bus = (RawBus)RAW_BUS_INIT;
	bus->fd = connect_to_bus();
	r = bus->fd < 0 ? bus->fd : authenticate(bus);
	if (r >= 0)
		r = raw_bus_call(bus, &hello);
	if (r < 0) {
		raw_bus_close(bus);
		return bench_complain((int)r, "connecting to the bus by hand");
	}
	return 0;
}

void raw_bus_close(RawBus *bus) {
	closep(&bus->fd);
	*bus = (RawBus)RAW_BUS_INIT;
}
