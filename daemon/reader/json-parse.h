/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * json-parse - JSON text to jansson's tree, all of it in an arena. Room: reader.
 *
 * While jansson reads a long string or number and memory gets short, it loses bytes without
 * noticing and then aborts, or writes past its buffer (its issue 362, in all versions so far). So
 * its memory comes out of our arena while it reads, and when there is none left we leave it at
 * once, by longjmp(): nothing of it needs to be cleaned up, because all that it took is the
 * arena's. This also bounds what a file can make it take.
 *
 * One reading at a time in a thread; other threads may do what they like with jansson.
 */
#include <jansson.h>

#include "util/arena.h"

/*
 * Reads n bytes that must be one object or list, each key of an object once. The tree lives in the
 * arena: it is never dropped by json_decref(), but goes when the arena is reset. Returns 0,
 * -EBADMSG
 * (*ret_error says what is wrong, and in which line) or -ENOMEM (or over the arena's bound).
 */
int json_parse(
	Arena *arena, const char *text, size_t n, const json_t **ret, json_error_t *ret_error);
