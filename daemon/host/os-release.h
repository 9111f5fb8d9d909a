/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * os-release - what the running system says of itself. Room: host.
 *
 * Reads os-release(5): lines KEY=VALUE, values bare or in single or double quotes, escapes as in
 * the shell, comments, CRLF tolerated; of several lines for one key the last counts. The file is
 * as foreign as any other: it is bounded, opened without waiting, and a line that is none is left
 * out and reported, with the rest still served.
 *
 * Values are kept for showing: control characters and bytes that are no UTF-8 stand in them as
 * \xNN. Such a value is marked odd. It is good to look at, but says nothing that may be matched.
 *
 * ID_LIKE is not kept at all: no host is what it is only like.
 */
#include <stdbool.h>
#include <stddef.h>

#include "dbus/civil-date.h"
#include "util/problems.h"

/* Bytes that a file may have. Real ones have less than one KiB. */
#define OS_RELEASE_SIZE_MAX (64u * 1024u)

typedef enum OsReleaseField {
	OS_RELEASE_ID,
	OS_RELEASE_NAME,
	OS_RELEASE_PRETTY_NAME,
	OS_RELEASE_VERSION,
	OS_RELEASE_VERSION_ID,
	OS_RELEASE_VERSION_CODENAME,
	OS_RELEASE_VARIANT_ID,
	OS_RELEASE_BUILD_ID,
	OS_RELEASE_CPE_NAME,
	OS_RELEASE_SUPPORT_END,
	_OS_RELEASE_FIELD_MAX,
} OsReleaseField;

typedef struct OsRelease {
	char *values[_OS_RELEASE_FIELD_MAX]; /* NULL: the key does not occur */
	bool odd[_OS_RELEASE_FIELD_MAX]; /* the value had bytes that are shown as \xNN */
	unsigned lines[_OS_RELEASE_FIELD_MAX]; /* where it stands, from 1 */
	/* The last day with support by SUPPORT_END, which is the first without; CIVIL_DAY_NONE if
	 * there is none, or one that is no date. */
	CivilDay supported_until;
} OsRelease;

#define OS_RELEASE_INIT \
	{ .supported_until = CIVIL_DAY_NONE }

/* Forgets all values; the struct may be used again. */
void os_release_deinit(OsRelease *release);

/* Parses n bytes. `file` names them in problems, all of which are doubts: lines that are left out,
 * with their number, and a SUPPORT_END that is no date. Returns 0, -EFBIG for more than
 * OS_RELEASE_SIZE_MAX bytes, or -ENOMEM; *ret is then untouched. What *ret held before is
 * not freed: it must be fresh. problems may be NULL. */
int os_release_parse(
	const char *bytes, size_t n, const char *file, Problems *problems, OsRelease *ret);

/* Reads and parses a file; with path NULL /etc/os-release, and /usr/lib/os-release if there is no
 * such file. *ret_path, if not NULL, is set to the path that was read, or that failed (a constant,
 * or `path`). Returns 0 or a negative errno: -ENOENT, -EFBIG, -EISDIR, -EBADFD (neither file nor
 * directory) and those of open(2) and read(2). Nothing is waited for: FIFOs and devices are
 * refused. */
int os_release_read(const char *path, Problems *problems, const char **ret_path, OsRelease *ret);

/* A value for showing; "" if the key does not occur. Lives as long as the struct. */
const char *os_release_get(const OsRelease *release, OsReleaseField field);
/* The same for matching: "" also for a value with odd bytes. */
const char *os_release_get_plain(const OsRelease *release, OsReleaseField field);
/* Whether two say the same. */
bool os_release_equal(const OsRelease *a, const OsRelease *b);
