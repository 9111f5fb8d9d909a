/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * arena - memory that is taken piece by piece and given back all at once. Room: util.
 *
 * A reader builds a whole file's tree and draft in one arena and resets it for the next file, so
 * no piece has an owner of its own. The bound makes a file that wants too much an error. The
 * blocks are kept over a reset, but for those above ARENA_KEEP_BYTES: one huge file must not stay
 * in memory for ever.
 */
#include <stdbool.h>
#include <stddef.h>

#include "cleanup.h"

#define ARENA_KEEP_BYTES (256u * 1024u)

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
	ArenaBlock *blocks; /* newest first */
	size_t used; /* bytes taken from the newest block */
	size_t total; /* bytes handed out since the last reset */
	size_t max_total; /* bytes that may be handed out; 0: no bound */
	bool exceeded; /* since the last reset something was refused for the sake of the bound */
} Arena;

#define ARENA_INIT \
	{ 0 }

/* Gives all memory back. */
void arena_deinit(Arena *arena);
/* Forgets everything that was handed out; the memory is used again. */
void arena_reset(Arena *arena);
/* Returns size bytes as they are, aligned for any type, or NULL (out of memory, or over the bound).
 */
void *arena_take(Arena *arena, size_t size);
/* Returns size zeroed bytes, aligned for any type, or NULL (out of memory, or over the bound). */
void *arena_alloc(Arena *arena, size_t size);
/* The same for n elements of a size; NULL too where the product overflows. */
void *arena_alloc_array(Arena *arena, size_t n, size_t size);
/* A NUL-terminated copy of n bytes, or NULL. */
char *arena_strndup(Arena *arena, const char *text, size_t n);
/* A formatted text, or NULL. */
char *arena_printf(Arena *arena, const char *format, ...) _printf_(2, 3);
