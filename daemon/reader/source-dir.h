/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * source-dir - which files count, out of several directories, and their bytes. Room: reader.
 *
 * Directories are given by weight, the weightiest first. A file replaces those of exactly its name
 * in lighter directories; a link to /dev/null masks them. Opening is for hostile places: FIFOs,
 * devices and sockets are not opened, no link is followed out of its directory, and the size is
 * known before the first byte is read.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/problems.h"
#include "util/strbuf.h"

/* Bytes that a file may have. */
#define SOURCE_YAML_BYTES_MAX (4u * 1024u * 1024u)
#define SOURCE_JSON_BYTES_MAX (16u * 1024u * 1024u)

typedef enum SourceKind {
	SOURCE_MARKDOWN, /* *.md: YAML front matter */
	SOURCE_YAML, /* *.yaml, *.yml */
	SOURCE_JSON, /* *.json */
	_SOURCE_KIND_MAX, /* anything else is no source */
} SourceKind;

typedef struct SourceFile {
	char *path; /* directory/name */
	size_t directory; /* index of its directory: its weight */
	SourceKind kind;
	bool is_regular; /* the listing says so: it is neither a link nor anything odder */
	uint64_t fingerprint; /* of device, inode, size and times: changes when the file does; 0 if
			       * that cannot be told, or nobody asked */
} SourceFile;

typedef struct SourceList {
	SourceFile *files; /* by directory, then name (bytes) */
	size_t n_files;
	size_t n_directories_read;
} SourceList;

void source_list_deinit(SourceList *list);

/* The kind that a file's name tells, or _SOURCE_KIND_MAX. */
SourceKind source_kind(const char *name);

typedef enum SourceScanFlags {
	SOURCE_SCAN_ONLY_YAML = 1 << 0, /* Markdown and JSON do not count, as among overrides */
	SOURCE_SCAN_FINGERPRINTS = 1 << 1, /* look at each file: something is to be compared */
} SourceScanFlags;

/* Lists what counts in n directories. A directory that does not exist is no problem; one that
 * cannot be read is one. Returns 0 or -ENOMEM. */
int source_list_scan(const char *const *directories, size_t n, unsigned flags, SourceList *ret,
	Problems *problems);

/* Reads one file after the other; the directory that was read from last stays open, because
 * thousands of files stand side by side. */
typedef struct SourceReader {
	char *directory; /* with its slash; "" for a path without one */
	int dir_fd; /* -1: none */
	uint64_t
		fingerprint; /* as of SourceFile, of the file that was read last; 0 if it was not */
} SourceReader;

#define SOURCE_READER_INIT \
	{ .dir_fd = -1 }

void source_reader_deinit(SourceReader *reader);
/* Reads a whole file into *buf (cleared first), and leaves its fingerprint in the reader: taken
 * before the first byte, so that a change while it is read is seen the next time. On failure
 * returns a negative errno and sets *ret_cause to a sentence: a constant text, no full stop. */
int source_reader_read(
	SourceReader *reader, const SourceFile *file, StrBuf *buf, const char **ret_cause);
/* The same for a single path that nobody looked at before. */
int source_read(const char *path, StrBuf *buf, const char **ret_cause);
