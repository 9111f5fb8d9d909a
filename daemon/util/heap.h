/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * heap - what malloc(3) takes from the system at once, and what it gives back. Room: util.
 *
 * Touching fresh memory costs a page fault for every 4 KiB, and where page tables are the
 * hypervisor's that is twenty microseconds: at a start more than reading the data. So the heap is
 * made ready in one call before much is read, and given back afterwards what it did not need. None
 * of this can fail: without it everything is only slower, or larger.
 */
#include <stddef.h>

/* Before much is read: a heap that grows by large steps, of which n bytes are there already. */
void heap_prepare(size_t n);
/* Afterwards: gives back what is free, also between what is used, and from now on all that is
 * large as soon as it is free. */
void heap_settle(void);
/* Gives back what is free. */
void heap_trim(void);

/* For memory that was taken and not written to yet: has the pages that lie in it made ready at
 * once. Its content is as before. */
void heap_populate(void *memory, size_t n);
/* For memory that nobody needs any more, or not yet: the pages that lie in it are given back. Its
 * content is undefined. */
void heap_release(void *memory, size_t n);
