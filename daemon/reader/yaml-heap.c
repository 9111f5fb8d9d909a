/* SPDX-License-Identifier: MIT */
#include "yaml-heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/pieces.h"

typedef enum YamlHeapState {
	YAML_HEAP_UNKNOWN, /* whether libyaml asks here */
	YAML_HEAP_USED,
	YAML_HEAP_UNUSED,
} YamlHeapState;

static struct {
	YamlHeapState state;
	Pieces pieces;
	/* while it is unknown: how many pieces were handed out, and the addresses of those that are
	 * not back, combined by xor */
	size_t n_taken;
	uintptr_t away;
} heap;

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

void *yaml_malloc(size_t size) {
	return heap.state == YAML_HEAP_USED ? pieces_take(&heap.pieces, size)
					    : see_taken(malloc(size ? size : 1));
}

void *yaml_realloc(void *p, size_t size) {
	if (!p)
		return yaml_malloc(size);
	return heap.state == YAML_HEAP_USED ? pieces_resize(&heap.pieces, p, size)
					    : resize_plainly(p, size ? size : 1);
}

void yaml_free(void *p) {
	if (!p)
		return;
	if (heap.state == YAML_HEAP_USED)
		pieces_give_back(&heap.pieces, p);
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
		heap.state = all_seen ? YAML_HEAP_USED : YAML_HEAP_UNUSED;
}

void yaml_heap_release(void) {
	pieces_release(&heap.pieces);
}

bool yaml_heap_is_used(void) {
	return heap.state == YAML_HEAP_USED;
}
