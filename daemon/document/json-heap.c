/* SPDX-License-Identifier: MIT */
#include "json-heap.h"

#include <jansson.h>

#include "util/pieces.h"

static Pieces pieces = PIECES_INIT;

static void *take(size_t size) {
	return pieces_take(&pieces, size);
}

static void give_back(void *p) {
	if (p)
		pieces_give_back(&pieces, p);
}

void json_heap_use(void) {
	json_set_alloc_funcs(take, give_back);
}

void json_heap_release(void) {
	pieces_release(&pieces);
}
