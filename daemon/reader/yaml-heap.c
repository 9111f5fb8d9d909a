/* SPDX-License-Identifier: MIT */
#include "yaml-heap.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "util/sanitized.h"

/* Pieces are of 32, 64, ... bytes with their heads: libyaml's strings begin with 16 bytes, and
 * double; its largest buffer has 48 KiB. A block holds what a parser begins with. */
enum { SMALLEST_BITS = 5, N_SIZES = 12, BLOCK_BYTES = 128 * 1024 };

/* Stands before each piece that is handed out. */
typedef struct Head {
	alignas(max_align_t) unsigned index; /* of its size; N_SIZES: it is one of malloc()'s */
} Head;

typedef struct Piece {
	struct Piece *next;
} Piece;

/* What the pieces are cut from. */
typedef struct Block {
	struct Block *next;
	alignas(max_align_t) char data[BLOCK_BYTES - sizeof(max_align_t)];
} Block;

typedef enum YamlHeapState {
	YAML_HEAP_UNKNOWN, /* whether libyaml asks here */
	YAML_HEAP_USED,
	YAML_HEAP_UNUSED,
} YamlHeapState;

static struct {
	YamlHeapState state;
	Piece *free[N_SIZES];
	char *cursor, *end; /* what is left of the newest block */
	Block *blocks;
	/* while it is unknown: how many pieces were handed out, and the addresses of those that are
	 * not back, combined by xor */
	size_t n_taken;
	uintptr_t away;
} heap;

#define INSTEAD_OF_LIBYAML __attribute__((__visibility__("default"), __used__))

/* Declared in yaml_private.h, which nobody gets. */
INSTEAD_OF_LIBYAML void *yaml_malloc(size_t size);
INSTEAD_OF_LIBYAML void *yaml_realloc(void *p, size_t size);
INSTEAD_OF_LIBYAML void yaml_free(void *p);
INSTEAD_OF_LIBYAML yaml_char_t *yaml_strdup(const yaml_char_t *text);

/* ---- pieces ---------------------------------------------------------------------------------- */

/* What a piece of a size holds. */
static size_t room(unsigned index) {
	return ((size_t)1 << (index + SMALLEST_BITS)) - sizeof(Head);
}

static void *cut(unsigned index) {
	size_t size = (size_t)1 << (index + SMALLEST_BITS);

	if ((size_t)(heap.end - heap.cursor) < size) {
		Block *block = malloc(sizeof(Block));

		if (!block)
			return NULL;
		block->next = heap.blocks;
		heap.blocks = block;
		heap.cursor = block->data;
		heap.end = block->data + sizeof(block->data);
	}

	Head *head = (Head *)(void *)heap.cursor;

	heap.cursor += size;
	head->index = index;
	return head + 1;
}

enum { LARGEST = (1 << (SMALLEST_BITS + N_SIZES - 1)) - sizeof(Head) };

/* Of a size that is no larger than the largest. */
static inline unsigned size_index(size_t size) {
	enum { LONG_BITS = 8 * sizeof(long) };

	return size <= sizeof(Head) ? 0
				    : LONG_BITS - SMALLEST_BITS -
					      (unsigned)__builtin_clzl(size + sizeof(Head) - 1);
}

static void *take_large(size_t size) {
	Head *head = size < SIZE_MAX - sizeof(Head) ? malloc(sizeof(Head) + size) : NULL;

	if (!head)
		return NULL;
	head->index = N_SIZES;
	return head + 1;
}

static inline void give_back(void *p) {
	Head *head = (Head *)p - 1;
	Piece *piece = p;

	if (head->index == N_SIZES) {
		free(head);
		return;
	}
	piece->next = heap.free[head->index];
	heap.free[head->index] = piece;
}

static void *resize_large(Head *head, size_t size) {
	head = size < SIZE_MAX - sizeof(Head) ? realloc(head, sizeof(Head) + size) : NULL;
	return head ? head + 1 : NULL;
}

static void *resize(void *p, size_t size) {
	Head *head = (Head *)p - 1;
	void *larger;

	if (head->index == N_SIZES)
		return resize_large(head, size);
	if (size <= room(head->index))
		return p;
	larger = yaml_malloc(size);
	if (larger) {
		memcpy(larger, p, room(head->index));
		give_back(p);
	}
	return larger;
}

/* ---- while it is unknown, or unused ---------------------------------------------------------- */

static void *see_taken(void *p) {
	heap.n_taken += p != NULL;
	heap.away ^= (uintptr_t)p;
	return p;
}

static void *see_back(void *p) {
	heap.away ^= (uintptr_t)p;
	return p;
}

/* Where that fails the piece counts as back, but then nobody comes to a decision. */
static void *resize_plainly(void *p, size_t size) {
	return see_taken(realloc(see_back(p), size));
}

/* ---- what libyaml calls ---------------------------------------------------------------------- */

/* Apart, so that what is done mostly is short. */
static __attribute__((__noinline__)) void *take_anew(size_t size) {
	if (heap.state != YAML_HEAP_USED)
		return see_taken(malloc(size ? size : 1));
	return size <= LARGEST ? cut(size_index(size)) : take_large(size);
}

/* Only pieces of a heap that is used are ever in a list. */
void *yaml_malloc(size_t size) {
	Piece **list = size <= LARGEST ? &heap.free[size_index(size)] : NULL;
	Piece *piece = list ? *list : NULL;

	if (!piece)
		return take_anew(size);
	*list = piece->next;
	return piece;
}

void *yaml_realloc(void *p, size_t size) {
	if (!p)
		return yaml_malloc(size);
	return heap.state == YAML_HEAP_USED ? resize(p, size) : resize_plainly(p, size ? size : 1);
}

void yaml_free(void *p) {
	if (!p)
		return;
	if (heap.state == YAML_HEAP_USED)
		give_back(p);
	else
		free(see_back(p));
}

yaml_char_t *yaml_strdup(const yaml_char_t *text) {
	size_t n = text ? strlen((const char *)text) + 1 : 0;
	yaml_char_t *copy = text ? yaml_malloc(n) : NULL;

	return copy ? memcpy(copy, text, n) : NULL;
}

/* ---- life ------------------------------------------------------------------------------------ */

void yaml_heap_watch(void) {
	if (heap.state == YAML_HEAP_UNKNOWN)
		heap.n_taken = heap.away = 0;
}

void yaml_heap_decide(void) {
	bool all_seen = heap.n_taken > 0 && heap.away == 0;

	if (heap.state == YAML_HEAP_UNKNOWN)
		heap.state = all_seen && !IS_SANITIZED ? YAML_HEAP_USED : YAML_HEAP_UNUSED;
}

void yaml_heap_release(void) {
	for (Block *block = heap.blocks, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	heap.blocks = NULL;
	heap.cursor = heap.end = NULL;
	memset(heap.free, 0, sizeof(heap.free));
}

bool yaml_heap_is_used(void) {
	return heap.state == YAML_HEAP_USED;
}
