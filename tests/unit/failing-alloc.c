/* SPDX-License-Identifier: MIT */
#include "failing-alloc.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "util/sanitized.h"

/* What really gives memory: the sanitizer's allocator, which looks for misuse, or libc's. */
#if IS_SANITIZED
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif

extern void *REAL(malloc)(size_t size);
extern void *REAL(calloc)(size_t n, size_t size);
extern void *REAL(realloc)(void *p, size_t size);
extern void REAL(free)(void *p);

/* One thread only. Volatile, because a compiler that knows malloc() knows that it looks at nobody's
 * variables. */
static volatile size_t until_failure; /* 0: nothing fails */
static volatile bool goes_on; /* every later one fails, too */
static volatile size_t n_refused;
static volatile size_t n_live;

static bool fails(void) {
	if (until_failure == 0 || --until_failure > 0)
		return false;
	if (goes_on)
		until_failure = 1;
	n_refused++;
	errno = ENOMEM;
	return true;
}

static void *counted(void *p) {
	n_live += p != NULL;
	return p;
}

__attribute__((visibility("default"))) void *malloc(size_t size) {
	return fails() ? NULL : counted(REAL(malloc)(size));
}

__attribute__((visibility("default"))) void *calloc(size_t n, size_t size) {
	return fails() ? NULL : counted(REAL(calloc)(n, size));
}

__attribute__((visibility("default"))) void *realloc(void *p, size_t size) {
	if (fails())
		return NULL;
	if (!p)
		return counted(REAL(realloc)(p, size));
	/* nothing in this tree gives memory back by realloc(p, 0) */
	return REAL(realloc)(p, size);
}

__attribute__((visibility("default"))) void free(void *p) {
	n_live -= p != NULL;
	REAL(free)(p);
}

bool failing_alloc_works(void) {
	/* nor must it see that nobody needs the memory, or call what stands above without asking */
	void *(*volatile ask)(size_t size) = malloc;
	void *volatile p;

	failing_alloc_arm(1, false);
	p = ask(16);
	free(p);
	return failing_alloc_disarm() && !p;
}

void failing_alloc_arm(size_t nth, bool and_all_after) {
	n_refused = 0;
	goes_on = and_all_after;
	until_failure = nth;
}

bool failing_alloc_has_failed(void) {
	return n_refused > 0;
}

bool failing_alloc_disarm(void) {
	until_failure = 0;
	return failing_alloc_has_failed();
}

size_t failing_alloc_n_live(void) {
#if IS_SANITIZED
	/* what its own strdup() gives is not counted above */
	return 0;
#else
	return n_live;
#endif
}
