/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * pieces - memory in small pieces that come and go by the hundred thousand. Room: util.
 *
 * For libraries that let a program bring its own malloc(3): a list of free pieces for each size,
 * one thread, no questions. What is given back is used again; the system gets all of it back at
 * once, when nothing is in use. Large pieces are malloc()'s own, and so are all of them in builds
 * with sanitizers, which want to see every one.
 */
#include <stdalign.h>
#include <stddef.h>

#include "sanitized.h"

/* Sizes are 32, 64, ... bytes, with a head in each. A block is what pieces are cut from. */
enum {
	PIECES_SMALLEST_BITS = 5,
	PIECES_N_SIZES = IS_SANITIZED ? 0 : 7,
	PIECES_BLOCK_BYTES = 16 * 1024,
};

/* Stands before each piece that is handed out. */
typedef struct PieceHead {
	alignas(max_align_t) unsigned index; /* of its size; PIECES_N_SIZES: one of malloc()'s */
} PieceHead;

enum {
	PIECES_LARGEST = PIECES_N_SIZES == 0 ? 0
					     : (1 << (PIECES_SMALLEST_BITS + PIECES_N_SIZES - 1)) -
						       sizeof(PieceHead),
};

typedef struct FreePiece {
	struct FreePiece *next;
} FreePiece;

typedef struct PieceBlock PieceBlock;

typedef struct Pieces {
	FreePiece *free[PIECES_N_SIZES + 1]; /* the last one is for nobody */
	char *cursor, *end; /* what is left of the newest block */
	PieceBlock *blocks;
	size_t n_used; /* pieces handed out and not given back */
} Pieces;

#define PIECES_INIT \
	{ 0 }

/* The way of pieces_take() where no piece of that size is free; not for others. */
void *pieces_take_new(Pieces *pieces, size_t size);
/* The same for what is not kept in a list. */
void pieces_give_back_large(PieceHead *head);

/* Whether pieces of a size are kept in a list. */
static inline bool pieces_are_listed(size_t size) {
	return PIECES_N_SIZES > 0 && size <= PIECES_LARGEST;
}

/* Which list that is. */
static inline unsigned pieces_index(size_t size) {
	enum { LONG_BITS = 8 * sizeof(long) };

	return size <= sizeof(PieceHead)
		       ? 0
		       : LONG_BITS - PIECES_SMALLEST_BITS -
				 (unsigned)__builtin_clzl(size + sizeof(PieceHead) - 1);
}

/* Returns size bytes, aligned for anything, as they are; or NULL. */
static inline void *pieces_take(Pieces *pieces, size_t size) {
	FreePiece **list = pieces_are_listed(size) ? &pieces->free[pieces_index(size)] : NULL;
	FreePiece *piece = list ? *list : NULL;

	if (!piece)
		return pieces_take_new(pieces, size);
	*list = piece->next;
	pieces->n_used++;
	return piece;
}

/* Takes a piece back, which must not be NULL. */
static inline void pieces_give_back(Pieces *pieces, void *p) {
	PieceHead *head = (PieceHead *)p - 1;
	FreePiece *piece = p;

	pieces->n_used--;
	if (head->index == PIECES_N_SIZES) {
		pieces_give_back_large(head);
		return;
	}
	piece->next = pieces->free[head->index];
	pieces->free[head->index] = piece;
}

/* As realloc(3) does; p must not be NULL. */
void *pieces_resize(Pieces *pieces, void *p, size_t size);
/* Gives the system back all that was taken from it, if none of it is in use. */
void pieces_release(Pieces *pieces);
