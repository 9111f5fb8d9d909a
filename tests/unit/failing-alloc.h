/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * failing-alloc - memory that runs short at a chosen moment. For programs that link
 * failing-alloc.c.
 *
 * The program's own malloc(), calloc(), realloc() and free() stand before the C library's, for the
 * libraries that it uses as well: libyaml, jansson, opendir(), vasprintf(). Nothing fails unless it
 * was asked for.
 */
#include <stdbool.h>
#include <stddef.h>

/* Whether a failure that is asked for happens: not under a tool that puts an allocator of its own
 * in place (valgrind). */
bool failing_alloc_works(void);

/* From now on the nth allocation (from 1) fails, and with and_all_after every one behind it. */
void failing_alloc_arm(size_t nth, bool and_all_after);
/* Whether an allocation was refused since then. */
bool failing_alloc_has_failed(void);
/* Everything succeeds again. Returns whether an allocation was refused. */
bool failing_alloc_disarm(void);

/* Allocations that were not given back yet, or 0 where something else looks for leaks (ASan). */
size_t failing_alloc_n_live(void);
