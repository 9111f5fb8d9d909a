/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * state-format - what the writer and the reader of the state agree on. Room: announce.
 *
 * The state is text, a line for everything, its fields separated by tabs:
 *
 *	eold-announced 1                             the format's version
 *	day     2026-11-20                           the newest day that was announced
 *	seen    2026-11-20                           the day last seen; earlier: clock set back
 *	serial  1795132800000000                     of the next signal
 *	departure       2                            the number of the next departure
 *	product almalinux                            to it belong the releases that follow:
 *	        9       a=2027-05-31<180 e=2032-05-31        9.7
 *	gone    1       tool    2       e=2025-01-01!   2.4
 *	signal  1795132799999999        MilestoneReached        almalinux       ...
 *	end     9       c0ffee0123456789
 *
 * A release has its cycle, its milestones and its last version that was not empty. Milestones are
 * l (lts), a (eoas), e (eol), x (eoes) and d (discontinued), those that are shown, each with a
 * date, `false` or `true` as last announced, `!` if it was announced as reached, and `<` with the
 * shortest lead time that was warned of for this date. What has left the data is `gone`, with a
 * number that tells who left first. `signal` are those of the last turn, with the fields that
 * event.h tells, as they are, or were, to be sent; the rest of the state is how things are when all
 * have been.
 *
 * Releases are sorted by product and cycle, bytes, each once, and so are those that are gone;
 * signals by serial. Texts are escaped as line-field.h tells.
 * The last line counts the lines before it and has a checksum of them.
 */
#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "catalog/milestone.h"

#define STATE_MAGIC "eold-announced "
#define STATE_VERSION "1"

/* In the order of milestones. */
#define STATE_MARK_LETTERS "laexd"

/* FNV-1a over eight bytes at a time, little-endian, the last ones filled up with zeros; then over
 * their number. Against damage, not against people. A text in pieces goes from one add to the next;
 * all but the last have a multiple of eight bytes. */
#define STATE_CHECKSUM_PRIME UINT64_C(0x100000001b3)
#define STATE_CHECKSUM_INIT UINT64_C(0xcbf29ce484222325)

static inline uint64_t state_checksum_word(uint64_t hash, const char *text, size_t n) {
	uint64_t word = 0;

	memcpy(&word, text, n);
	hash = (hash ^ le64toh(word)) * STATE_CHECKSUM_PRIME;
	return hash ^ hash >> 32;
}

static inline uint64_t state_checksum_add(uint64_t hash, const char *text, size_t n) {
	size_t i = 0;

	for (; n - i >= 8; i += 8)
		hash = state_checksum_word(hash, text + i, 8);
	return i < n ? state_checksum_word(hash, text + i, n - i) : hash;
}

static inline uint64_t state_checksum_end(uint64_t hash, uint64_t n) {
	return (hash ^ n) * STATE_CHECKSUM_PRIME;
}
