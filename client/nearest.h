/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * nearest - which known words somebody may have meant. Room: client.
 *
 * Words are compared by the number of letters to add, drop, change or swap, without case; a word
 * that begins with what was typed counts as close, too. Words longer than 64 bytes are never near.
 */
#include <stddef.h>

/* At most so many words are suggested. */
#define NEAREST_MAX 4

typedef struct Nearest {
	const char *typed; /* borrowed */
	const char *words[NEAREST_MAX]; /* borrowed, the nearest first */
	unsigned distances[NEAREST_MAX];
	size_t n;
} Nearest;

/* Letters to add, drop, change or swap to make b of a (ASCII without case); 1000 if one of them is
 * longer than 64 bytes. */
unsigned nearest_distance(const char *a, const char *b);
/* Offers a word, which must live as long as nearest is used. */
void nearest_offer(Nearest *nearest, const char *word);
