/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * whole-file - a file that others read is there as a whole, the old one or the new one. Room:
 * client (output).
 */
#include <stddef.h>

/* Writes size bytes into a file beside path (a name that begins with a dot and ends otherwise than
 * path does), makes it durable, and puts it in the place of path with mode 0644. A link is
 * followed; what it leads to is replaced. Returns 0 or a negative errno, and then path is as it was
 * and nothing is left beside it: -EINVAL where path is there but no regular file. */
int whole_file_write(const char *path, const void *data, size_t size);
/* Reads a regular file of at most max_size bytes as a C string that the caller frees. Returns 0,
 * -ENOENT, -EINVAL (no regular file, or a NUL in it), -E2BIG, or another negative errno. */
int whole_file_read(const char *path, size_t max_size, char **ret);
