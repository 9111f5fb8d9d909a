/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "heap.h"
#include "sanitized.h"

/* Under AddressSanitizer every piece is a block of its own, so that it sees who writes past one. */
#if IS_SANITIZED
#define BLOCK_BYTES 0u
#else
#define BLOCK_BYTES 65536u
#endif

struct ArenaBlock {
	ArenaBlock *next;
	size_t size; /* bytes in data */
	alignas(max_align_t) unsigned char data[];
};

static void free_blocks(ArenaBlock *block) {
	for (ArenaBlock *next; block; block = next) {
		next = block->next;
		free(block);
	}
}

void arena_deinit(Arena *arena) {
	free_blocks(arena->blocks);
	free_blocks(arena->spare);
	*arena = (Arena){ .max_total = arena->max_total };
}

static void use_block(Arena *arena, ArenaBlock *block) {
	block->next = arena->blocks;
	arena->blocks = block;
	arena->total += block->size;
	arena->cursor = (char *)block->data;
	arena->end = (char *)block->data + block->size;
}

/* Blocks of ordinary size become spare ones, the oldest first, as many as are kept: the next file
 * finds them warm. */
void arena_reset(Arena *arena) {
	ArenaBlock **end = &arena->spare;
	size_t kept = 0;

	for (ArenaBlock *block = arena->blocks, *next; block; block = next) {
		next = block->next;
		if (BLOCK_BYTES == 0 || block->size != BLOCK_BYTES) {
			free(block);
			continue;
		}
		block->next = arena->spare;
		arena->spare = block;
	}
	for (; *end && kept + BLOCK_BYTES <= ARENA_KEEP_BYTES; end = &(*end)->next)
		kept += BLOCK_BYTES;
	free_blocks(*end);
	*end = NULL;
	*arena = (Arena){ .spare = arena->spare, .max_total = arena->max_total };
}

/* As much as fits a block anyway, or exactly what is asked for. */
static size_t block_bytes(size_t size) {
	if (BLOCK_BYTES == 0)
		return size;
	/* a piece never fills a block to its last byte */
	return size > BLOCK_BYTES - 8 ? ((size + 7) & ~(size_t)7) + 8 : BLOCK_BYTES;
}

/* A block that is spare, or a new one. */
static ArenaBlock *make_block(Arena *arena, size_t size) {
	ArenaBlock *block = arena->spare;

	if (block && size == BLOCK_BYTES) {
		arena->spare = block->next;
		return block;
	}
	block = malloc(sizeof(ArenaBlock) + size);
	if (!block)
		return NULL;
	heap_populate(block, sizeof(ArenaBlock) + size);
	block->size = size;
	return block;
}

void *arena_take_from_new_block(Arena *arena, size_t size) {
	size_t block_size;
	ArenaBlock *block;

	if (size > SIZE_MAX / 2)
		return NULL;
	block_size = block_bytes(size);
	if (arena->max_total > 0 &&
		(block_size > arena->max_total || arena->total > arena->max_total - block_size)) {
		arena->exceeded = true;
		return NULL;
	}
	block = make_block(arena, block_size);
	if (!block)
		return NULL;
	use_block(arena, block);
	arena->cursor = BLOCK_BYTES == 0 ? arena->end : arena->cursor + ((size + 7) & ~(size_t)7);
	return block->data;
}

void *arena_alloc(Arena *arena, size_t size) {
	void *p = arena_take(arena, size);

	return p ? memset(p, 0, size) : NULL;
}

void *arena_alloc_array(Arena *arena, size_t n, size_t size) {
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return arena_alloc(arena, bytes);
}

char *arena_strndup(Arena *arena, const char *text, size_t n) {
	char *copy = n < SIZE_MAX ? arena_take(arena, n + 1) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *arena_printf(Arena *arena, const char *format, ...) {
	_cleanup_(freep) char *text = NULL;
	va_list args;

	va_start(args, format);
	int n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0) {
		text = NULL;
		return NULL;
	}
	return arena_strndup(arena, text, (size_t)n);
}
