/* SPDX-License-Identifier: MIT */
#include "pieces.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct PieceBlock {
	PieceBlock *next;
	alignas(max_align_t) char data[PIECES_BLOCK_BYTES - sizeof(max_align_t)];
};

static void *piece_of(Pieces *pieces, PieceHead *head, unsigned index) {
	if (!head)
		return NULL;
	head->index = index;
	pieces->n_used++;
	return head + 1;
}

static void *cut(Pieces *pieces, unsigned index) {
	size_t size = (size_t)1 << (index + PIECES_SMALLEST_BITS);
	char *begin;

	if ((size_t)(pieces->end - pieces->cursor) < size) {
		PieceBlock *block = malloc(sizeof(PieceBlock));

		if (!block)
			return NULL;
		block->next = pieces->blocks;
		pieces->blocks = block;
		pieces->cursor = block->data;
		pieces->end = block->data + sizeof(block->data);
	}
	begin = pieces->cursor;
	pieces->cursor += size;
	return piece_of(pieces, (PieceHead *)(void *)begin, index);
}

/* With the head; 0 if there is no such size. */
static size_t large_size(size_t size) {
	return size < SIZE_MAX - sizeof(PieceHead) ? size + sizeof(PieceHead) : 0;
}

void *pieces_take_new(Pieces *pieces, size_t size) {
	size_t whole = large_size(size);

	if (pieces_are_listed(size))
		return cut(pieces, pieces_index(size));
	return piece_of(pieces, whole > 0 ? malloc(whole) : NULL, PIECES_N_SIZES);
}

void pieces_give_back_large(PieceHead *head) {
	free(head);
}

static void *resize_large(PieceHead *head, size_t size) {
	size_t whole = large_size(size);

	head = whole > 0 ? realloc(head, whole) : NULL;
	return head ? head + 1 : NULL;
}

void *pieces_resize(Pieces *pieces, void *p, size_t size) {
	PieceHead *head = (PieceHead *)p - 1;
	size_t room = ((size_t)1 << (head->index + PIECES_SMALLEST_BITS)) - sizeof(PieceHead);
	void *larger;

	if (head->index == PIECES_N_SIZES)
		return resize_large(head, size);
	if (size <= room)
		return p;
	larger = pieces_take(pieces, size);
	if (larger) {
		memcpy(larger, p, room);
		pieces_give_back(pieces, p);
	}
	return larger;
}

void pieces_release(Pieces *pieces) {
	if (pieces->n_used > 0)
		return;
	for (PieceBlock *block = pieces->blocks, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	*pieces = (Pieces)PIECES_INIT;
}
