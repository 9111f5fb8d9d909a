/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a state file: as they are, and with a last line that fits, so that what is behind
 * the checksum is reached. What can be read is written, and then reads and is written the same.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "announce/state-text.h"
#include "util/utf8.h"

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *copy_bytes(const void *bytes, size_t n) {
	char *copy = malloc(n + 1);

	CHECK(copy);
	if (n > 0)
		memcpy(copy, bytes, n);
	copy[n] = '\0';
	return copy;
}

static int append_piece(const char *text, size_t n, void *userdata) {
	return strbuf_append(userdata, text, n);
}

/* Returns whether it could be read; then *ret holds it written anew. */
static bool round_trip(const void *bytes, size_t n, StrBuf *ret) {
	_cleanup_(known_freep) Known *known = NULL;
	_cleanup_(event_list_deinit) EventList events = { 0 };
	unsigned line = 0;
	int r = state_text_parse(copy_bytes(bytes, n), n, &known, &events, &line);

	if (r < 0) {
		CHECK(r == -EBADMSG || r == -EPROTONOSUPPORT);
		CHECK(!known && events.n == 0);
		return false;
	}
	for (size_t i = 0; i < events.n; i++) {
		const char *label = events.items[i]->label;

		CHECK(events.items[i]->serial < known->next_serial);
		CHECK(utf8_is_valid(label, strlen(label), NULL));
	}
	for (size_t i = 0; i < known->read->n; i++) {
		KnownRelease release;

		CHECK(known_find(known, known->read->items[i].product, known->read->items[i].cycle,
			&release));
	}
	CHECK(state_text_write(known, &events, append_piece, ret) == 0);
	return true;
}

static void check_state(const void *bytes, size_t n) {
	_cleanup_(strbuf_deinit) StrBuf first = STRBUF_INIT, second = STRBUF_INIT;

	if (!round_trip(bytes, n, &first))
		return;
	CHECK(round_trip(first.data, first.len, &second));
	CHECK(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	_cleanup_(strbuf_deinit) StrBuf whole = STRBUF_INIT;
	size_t n_lines = 0;

	check_state(data, size);
	for (size_t i = 0; i < size; i++)
		n_lines += data[i] == '\n';
	CHECK(strbuf_append(&whole, data, size) == 0);
	CHECK(state_text_append_end(strbuf_cstr(&whole), size, n_lines, &whole) == 0);
	check_state(whole.data, whole.len);
	return 0;
}
