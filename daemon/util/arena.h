/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * arena - memory that is taken piece by piece and given back all at once. Room: util.
 *
 * A reader builds a whole file's tree and draft in one arena and resets it for the next file, so
 * no piece has an owner of its own. The bound makes a file that wants too much an error. Of the
 * blocks ARENA_KEEP_BYTES are kept over a reset: one huge file must not stay in memory for ever.
 */
#include <stdbool.h>
#include <stddef.h>

#include "cleanup.h"

#define ARENA_KEEP_BYTES (256u * 1024u)

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
	ArenaBlock *blocks; /* in use, newest first */
	ArenaBlock *spare; /* of ordinary size, for what comes next */
	char *cursor; /* where the next piece begins in the newest block */
	char *end; /* of the newest block */
	size_t total; /* bytes of blocks in use */
	size_t max_total; /* bytes that blocks may have; 0: no bound */
	bool exceeded; /* since the last reset something was refused for the sake of the bound */
} Arena;

#define ARENA_INIT \
	{ 0 }

/* Gives all memory back. */
void arena_deinit(Arena *arena);
/* Forgets everything that was handed out; the memory is used again. */
void arena_reset(Arena *arena);

/* The way of arena_take() for what does not fit into the newest block; not for others. */
void *arena_take_from_new_block(Arena *arena, size_t size);

/* Returns size bytes as they are, aligned for any scalar, or NULL (out of memory, or over the
 * bound). No bytes are a piece, too. */
static inline void *arena_take(Arena *arena, size_t size) {
	size_t rounded = (size + 7) & ~(size_t)7;
	char *p = arena->cursor;

	/* >= and not >: so an arena without a block does not hand out NULL for no bytes */
	if (__builtin_expect(rounded < size || rounded >= (size_t)(arena->end - p), 0))
		return arena_take_from_new_block(arena, size);
	arena->cursor = p + rounded;
	return p;
}

/* The same, zeroed. */
void *arena_alloc(Arena *arena, size_t size);
/* The same for n elements of a size; NULL too where the product overflows. */
void *arena_alloc_array(Arena *arena, size_t n, size_t size);
/* A NUL-terminated copy of n bytes, or NULL. */
char *arena_strndup(Arena *arena, const char *text, size_t n);
/* A formatted text, or NULL. */
char *arena_printf(Arena *arena, const char *format, ...) _printf_(2, 3);
