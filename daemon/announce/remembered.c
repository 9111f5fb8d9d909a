/* SPDX-License-Identifier: MIT */
#include "remembered.h"

#include <assert.h>
#include <string.h>

Remembered *remembered_new(RememberedRelease *items, size_t n, char *texts) {
	Remembered *list = malloc(sizeof(Remembered));

	if (!list)
		return NULL;
	*list = (Remembered){ .n_refs = 1, .texts = texts, .items = items, .n = n };
	return list;
}

Remembered *remembered_ref(Remembered *list) {
	if (list)
		list->n_refs++;
	return list;
}

Remembered *remembered_unref(Remembered *list) {
	if (!list)
		return NULL;
	assert(list->n_refs > 0);
	if (--list->n_refs > 0)
		return NULL;
	free(list->texts);
	free(list->items);
	free(list);
	return NULL;
}

int remembered_compare(const RememberedRelease *a, const RememberedRelease *b) {
	int r = strcmp(a->product, b->product);

	return r != 0 ? r : strcmp(a->cycle, b->cycle);
}

static int compare_items(const void *a, const void *b) {
	return remembered_compare(a, b);
}

/* The longest gone first, those that are in the data last; of one turn by name. */
static int compare_departures(const void *a, const void *b) {
	const RememberedRelease *x = a, *y = b;

	/* 0 becomes the largest number */
	if (x->departure != y->departure)
		return x->departure - 1 < y->departure - 1 ? -1 : 1;
	return remembered_compare(x, y);
}

/* Drops the longest gone of too many. Returns how many are left, at the beginning. */
static size_t forget_the_longest_gone(RememberedRelease *items, size_t n) {
	size_t n_departed = 0, n_dropped;

	for (size_t i = 0; i < n; i++)
		n_departed += items[i].departure != 0;
	if (n_departed <= REMEMBERED_MAX_DEPARTED)
		return n;
	n_dropped = n_departed - REMEMBERED_MAX_DEPARTED;
	qsort(items, n, sizeof(*items), compare_departures);
	memmove(items, items + n_dropped, (n - n_dropped) * sizeof(*items));
	return n - n_dropped;
}

static size_t text_bytes(const RememberedRelease *item) {
	return strlen(item->product) + strlen(item->cycle) + 2 +
	       (item->latest ? strlen(item->latest) + 1 : 0);
}

/* Copies a text to *end and moves that on; NULL stays NULL. */
static const char *move_text(const char *text, char **end) {
	char *copy = *end;

	if (!text)
		return NULL;
	*end = stpcpy(copy, text) + 1;
	return copy;
}

Remembered *remembered_copy(RememberedRelease *items, size_t n) {
	_cleanup_(freep) RememberedRelease *copies = NULL;
	_cleanup_(freep) char *texts = NULL;
	Remembered *list;
	size_t size = 0;
	char *end;

	n = forget_the_longest_gone(items, n);
	if (n > 1)
		qsort(items, n, sizeof(*items), compare_items);
	for (size_t i = 0; i < n; i++)
		size += text_bytes(&items[i]);
	copies = calloc(n + 1, sizeof(*copies));
	texts = malloc(size + 1);
	if (!copies || !texts)
		return NULL;
	end = texts;
	for (size_t i = 0; i < n; i++) {
		copies[i] = items[i];
		copies[i].product = move_text(items[i].product, &end);
		copies[i].cycle = move_text(items[i].cycle, &end);
		copies[i].latest = move_text(items[i].latest, &end);
	}
	list = remembered_new(copies, n, texts);
	if (list)
		copies = NULL, texts = NULL;
	return list;
}

const RememberedRelease *remembered_find(
	const Remembered *list, const char *product, const char *cycle) {
	RememberedRelease wanted = { .product = product, .cycle = cycle };

	return !list || list->n == 0
		       ? NULL
		       : bsearch(&wanted, list->items, list->n, sizeof(wanted), compare_items);
}

void remembered_forget_from(Remembered *list, CivilDay day) {
	for (size_t i = 0; list && i < list->n; i++)
		for (Milestone m = 0; m < _MILESTONE_MAX; m++)
			if (mark_is_date(list->items[i].marks[m]) && list->items[i].marks[m] >= day)
				notes_clear(&list->items[i].notes, m);
}
