/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * hash - a number for bytes, to see that something is not what it was. Room: util.
 *
 * FNV-1a with 64 bits (draft-eastlake-fnv): nothing that somebody could not make collide on
 * purpose, and nothing that is written down.
 */
#include <stddef.h>
#include <stdint.h>

#define HASH_INIT UINT64_C(0xcbf29ce484222325)

/* Goes on with a hash, or begins one with HASH_INIT. */
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n) {
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
	return hash;
}
