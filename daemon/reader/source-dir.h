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
	uint64_t fingerprint; /* of device, inode, size and times: changes when the file does; 0 if
			       * that cannot be told */
} SourceFile;

typedef struct SourceList {
	SourceFile *files; /* by directory, then name (bytes) */
	size_t n_files;
	size_t n_directories_read;
} SourceList;

void source_list_deinit(SourceList *list);

/* The kind that a file's name tells, or _SOURCE_KIND_MAX. */
SourceKind source_kind(const char *name);

/* Lists what counts in n directories. With only_yaml (overrides) Markdown and JSON do not. A
 * directory that does not exist is no problem; one that cannot be read is one. Returns 0 or
 * -ENOMEM. */
int source_list_scan(const char *const *directories, size_t n, bool only_yaml, SourceList *ret,
	Problems *problems);

/* Reads a whole file into *buf (cleared first). On failure returns a negative errno and sets
 * *ret_cause to a sentence: a constant text, no full stop. */
int source_read(const char *path, StrBuf *buf, const char **ret_cause);
