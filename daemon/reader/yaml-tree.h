/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * yaml-tree - YAML text to a small tree with line numbers, within bounds. Room: reader.
 *
 * libyaml's events are taken one by one and anything past a bound ends the reading at once:
 * nesting, length of a text, entries of a list, weight in all (an alias weighs as much as what it
 * stands for, and is as deep). Tags are ignored, as upstream's reader does; directives and a second
 * document are refused. libyaml itself refuses what is no UTF-8 and control characters; a NUL that
 * is written as an escape, and codes that are no characters, are refused here. Nodes and texts live
 * in the caller's arena.
 */
#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"

enum {
	YAML_MAX_DEPTH = 64, /* nested collections */
	YAML_MAX_TEXT = 16 * 1024, /* bytes of one scalar */
	YAML_MAX_ENTRIES = 10000, /* entries of one list or mapping */
	YAML_MAX_WEIGHT = 400 * 1000, /* of one file, aliases expanded */
	YAML_BYTES_PER_WEIGHT = 64, /* a value weighs 1, and as much for each so many bytes */
};

typedef enum YamlKind {
	YAML_SCALAR,
	YAML_LIST,
	YAML_MAPPING,
} YamlKind;

typedef struct YamlNode YamlNode;

struct YamlNode {
	YamlKind kind : 8;
	bool is_plain; /* scalar: written without quotes, so it may be more than a string */
	unsigned char height; /* levels of collections, itself counted and aliases expanded */
	unsigned line; /* where it begins, from 1 */
	unsigned n; /* bytes of the text, or entries of the collection */
	unsigned weight; /* of itself and all that is in it, aliases expanded */
	const char *text; /* scalar: NUL-terminated, UTF-8 */
	YamlNode *first; /* first entry of a list, first key of a mapping */
	YamlNode *next; /* next entry, next key */
	YamlNode *value; /* key: what it stands for */
};

/* What is wrong, and where. */
typedef struct YamlError {
	unsigned line;
	char message[160];
} YamlError;

/*
 * Reads one document. `line` is the number of the text's first line in its file. An empty text
 * gives *ret NULL. Returns 0, -EBADMSG (not YAML, or past a bound: *ret_error says what) or
 * -ENOMEM.
 */
int yaml_tree_parse(Arena *arena, const char *text, size_t n, unsigned line, YamlNode **ret,
	YamlError *ret_error);

/* What a plain scalar means to upstream's reader (SafeYAML): */
bool yaml_is_null(const YamlNode *node);
/* ... 1 true, 0 false, -1 neither */
int yaml_to_bool(const YamlNode *node);
