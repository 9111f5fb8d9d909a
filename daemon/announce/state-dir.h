/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * state-dir - the files in the state directory. Room: announce.
 *
 * `announced` holds the state; it is replaced whole, by a temporary file, fsync(2) and rename(2).
 * `announced.log` gets one line, the serial, for each signal that has left. A state that cannot be
 * read is moved aside to `announced.damaged` (of another version: `announced.unknown`).
 * Functions return 0 or a negative errno and never follow a link that stands in place of a file.
 */
#include <stdint.h>

#include "util/strbuf.h"

typedef struct StateDir {
	int fd; /* of the directory, or -1 */
	int log_fd; /* or -1 */
} StateDir;

#define STATE_DIR_INIT \
	{ .fd = -1, .log_fd = -1 }

#define STATE_FILE "announced"
#define STATE_LOG "announced.log"

/* Opens the directory, and makes it if only it is missing. */
int state_dir_open(const char *path, StateDir *ret);
void state_dir_deinit(StateDir *dir);

/* Reads the state: *ret_text is the caller's to free and has a NUL behind its size bytes. -ENOENT:
 * there is none. -EFBIG: larger than may be. */
int state_dir_read(const StateDir *dir, char **ret_text, size_t *ret_size);
/* Opens the state to compare it, piece by piece, with what would be written in its place: *ret is
 * for state_dir_expect() and in the end for state_dir_expect_end(), and the caller's to close. An
 * error where it could not be replaced either (a directory that may not be written to). */
int state_dir_look(const StateDir *dir, int *ret);
/* Returns 0 when the next size bytes of it are these, -ESTALE when they are not. */
int state_dir_expect(int fd, const char *text, size_t size);
/* Returns 0 when that was all of it, and it is on the disk; -ESTALE when there is more. */
int state_dir_expect_end(const StateDir *dir, int fd);
/* Makes the file that is to replace the state: *ret is for state_dir_append() and in the end for
 * state_dir_replace(). */
int state_dir_create(const StateDir *dir, int *ret);
int state_dir_append(int fd, const char *text, size_t size);
/* Puts it in the place of the state; when this returns 0 it is on the disk. With an r below 0
 * something went wrong while it was written: it is thrown away, and r returned. Closes fd. */
int state_dir_replace(const StateDir *dir, int fd, int r);
/* Moves the state aside under another name, in place of what was kept there. */
int state_dir_keep_aside(const StateDir *dir, const char *name);

/* The serials in the log: *ret, ascending, is the caller's to free. What is no number is left out,
 * and half a line at the end is cut off. No log is an empty one. */
int state_dir_read_log(const StateDir *dir, uint64_t **ret, size_t *ret_n);
/* Opens the log for a turn that the state on disk knows of: an empty one. */
int state_dir_begin_log(StateDir *dir);
/* Opens the log for signals of which it may know some already. */
int state_dir_resume_log(StateDir *dir);
/* Appends a serial to the open log, by one write(2). */
int state_dir_log(const StateDir *dir, uint64_t serial);
/* Closes the log, if it is open: all signals have left. */
void state_dir_finish_log(StateDir *dir);
