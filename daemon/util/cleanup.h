/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * cleanup - values that let go of what they own at the end of their block. Room: util.
 *
 * Every local that owns something says so with _cleanup_(); there is no goto in this tree. The
 * destructors named here accept "nothing" (NULL, -1), so a half-built object may be left at any
 * time. TAKE_PTR() and TAKE_FD() hand ownership on and leave nothing behind.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* An owner that is only there to let go at the end is used enough; clang thinks otherwise. */
#define _cleanup_(func) __attribute__((__cleanup__(func), __unused__))
#define _pure_ __attribute__((__pure__))
#define _printf_(fmt, first) __attribute__((__format__(__printf__, fmt, first)))
#define _warn_unused_result_ __attribute__((__warn_unused_result__))

/* Defines func##p(), the cleanup helper of a destructor that takes a TYPE and accepts NULL. */
#define DEFINE_CLEANUP(type, func) \
	static inline void func##p(type *p) { \
		if (*p) \
			func(*p); \
	} \
	struct cleanup_needs_a_semicolon_##func

static inline void freep(void *p) {
	free(*(void **)p);
}

static inline void closep(int *fd) {
	if (*fd >= 0)
		close(*fd);
}

DEFINE_CLEANUP(FILE *, fclose);
DEFINE_CLEANUP(DIR *, closedir);

#define TAKE_PTR(p) \
	({ \
		__typeof__(p) *take_from_ = &(p); \
		__typeof__(p) taken_ = *take_from_; \
		*take_from_ = NULL; \
		taken_; \
	})

#define TAKE_FD(fd) \
	({ \
		int *take_from_ = &(fd); \
		int taken_ = *take_from_; \
		*take_from_ = -1; \
		taken_; \
	})

#define ELEMENTSOF(array) (sizeof(array) / sizeof((array)[0]))
