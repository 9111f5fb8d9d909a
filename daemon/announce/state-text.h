/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * state-text - the state as text: everything that was announced, and the signals of the last turn.
 * Room: announce. The format is described in state-format.h.
 */
#include "event.h"
#include "known.h"

/* Neither written nor read is what is larger. */
enum { STATE_MAX_BYTES = 512 * 1024 * 1024 };

/* Takes n more bytes of a text. A negative errno ends the writing. */
typedef int (*StateTextWrite)(const char *text, size_t n, void *userdata);

/* Writes the state, in pieces: what is known when all events have been sent, and these events.
 * Returns 0, -ENOMEM, -E2BIG or what write() returned. */
int state_text_write(
	const Known *known, const EventList *events, StateTextWrite write, void *userdata);

/* Appends the line that ends a state of n bytes in so many lines. Returns 0 or the buffer's error.
 */
int state_text_append_end(const char *text, size_t n, size_t n_lines, StrBuf *buf);

/*
 * Reads a state; takes over the text (size bytes and a NUL behind them, which is changed) whatever
 * it returns: 0 with what is known and the events; -ENOMEM; -EPROTONOSUPPORT for a state
 * of another version; or -EBADMSG for one that is damaged, with the line in *ret_line (0: as a
 * whole).
 */
int state_text_parse(char *text, size_t size, Known **ret, EventList *events, unsigned *ret_line);
