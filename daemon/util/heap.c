/* SPDX-License-Identifier: MIT */
#include "heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Linux 5.14; headers may be older. */
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

enum {
	STEP = 1024 * 1024, /* by which the heap grows while much is read */
	KEPT_MAX = 128 * 1024, /* glibc's own values, but fixed: mallopt(3) */
	LARGE_MAX = 32 * 1024 * 1024, /* the largest that may be part of the heap */
};

void heap_prepare(size_t n) {
	void *memory;

	(void)mallopt(M_MMAP_THRESHOLD, LARGE_MAX);
	(void)mallopt(M_TRIM_THRESHOLD, LARGE_MAX);
	(void)mallopt(M_TOP_PAD, STEP);
	memory = malloc(n);
	if (memory)
		heap_populate(memory, n);
	/* it stays at the heap's end, for everybody */
	free(memory);
}

/* Large answers come and go; with thresholds that adapt, glibc would keep the memory of the largest
 * one for ever. */
void heap_settle(void) {
	(void)mallopt(M_MMAP_THRESHOLD, KEPT_MAX);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_MAX);
	(void)mallopt(M_TOP_PAD, KEPT_MAX);
	heap_trim();
}

void heap_trim(void) {
	(void)malloc_trim(0);
}

/* The whole pages in a piece of memory. */
static void advise(void *memory, size_t n, int advice) {
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t begin = ((uintptr_t)memory + page - 1) & ~(page - 1);
	uintptr_t end = ((uintptr_t)memory + n) & ~(page - 1);

	if (begin < end)
		(void)madvise((void *)begin, end - begin, advice);
}

void heap_populate(void *memory, size_t n) {
	advise(memory, n, MADV_POPULATE_WRITE);
}

void heap_release(void *memory, size_t n) {
	advise(memory, n, MADV_DONTNEED);
}
