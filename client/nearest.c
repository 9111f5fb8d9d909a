/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <stdbool.h>
#include <string.h>

#define WORD_MAX 64

static char lower(char c) {
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static unsigned least(unsigned a, unsigned b, unsigned c) {
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

unsigned nearest_distance(const char *a, const char *b) {
	unsigned row[3][WORD_MAX + 1] = { 0 };
	size_t n = strlen(a), m = strlen(b);

	if (n > WORD_MAX || m > WORD_MAX)
		return 1000;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = row[i % 3], *before = row[(i + 2) % 3], *two = row[(i + 1) % 3];

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			bool same = lower(a[i - 1]) == lower(b[j - 1]);

			now[j] = least(before[j] + 1, now[j - 1] + 1, before[j - 1] + !same);
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]) && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
		}
	}
	return row[n % 3][m];
}

void nearest_offer(Nearest *nearest, const char *word) {
	size_t typed = strlen(nearest->typed), at;
	unsigned distance = nearest_distance(nearest->typed, word);

	/* What is typed may be the beginning of a longer name, but then it must say something. */
	if (typed >= 3 && strncasecmp(word, nearest->typed, typed) == 0 && distance > 2)
		distance = 2;
	if (distance > 1 + typed / 4)
		return;
	for (at = nearest->n; at > 0 && nearest->distances[at - 1] > distance; at--)
		if (at < NEAREST_MAX) {
			nearest->words[at] = nearest->words[at - 1];
			nearest->distances[at] = nearest->distances[at - 1];
		}
	if (at >= NEAREST_MAX)
		return;
	nearest->words[at] = word;
	nearest->distances[at] = distance;
	if (nearest->n < NEAREST_MAX)
		nearest->n++;
}
