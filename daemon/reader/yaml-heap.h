/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * yaml-heap - the memory that libyaml works with while files are read. Room: reader.
 *
 * libyaml takes and gives back some sixteen bytes for every word it looks at: malloc(3) is a sixth
 * of what reading costs. It does so by functions that it exports, yaml_malloc() and three more
 * (yaml_private.h), and where a program defines functions of these names the dynamic linker has
 * libyaml call those (System V ABI, "Dynamic Linking"). Ours take and give back pieces (pieces.h).
 *
 * A libyaml that was made so that it calls its own, always or sometimes, is left alone: somebody
 * reads a text while this watches whether all that libyaml takes and gives back passes here
 * (yaml-input does that). Before, and if it does not, all is malloc(3)'s.
 *
 * For one thread: only one may use libyaml.
 */
#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#define INSTEAD_OF_LIBYAML __attribute__((__visibility__("default"), __used__))

/* What libyaml calls, and who puts something into its structures: as malloc(3) and its kin, but
 * that no bytes are a piece, too, and NULL a text. */
INSTEAD_OF_LIBYAML void *yaml_malloc(size_t size);
INSTEAD_OF_LIBYAML void *yaml_realloc(void *p, size_t size);
INSTEAD_OF_LIBYAML void yaml_free(void *p);
INSTEAD_OF_LIBYAML yaml_char_t *yaml_strdup(const yaml_char_t *text);

/* From here on, until it is decided, what libyaml takes and gives back is looked at. */
void yaml_heap_watch(void);
/* A text was read and its parser is gone: decides whether this memory is used, once and for all.
 * Whoever could not read it to its end, for want of memory, does not call this, but watches again.
 */
void yaml_heap_decide(void);
/* Gives back what was taken from the system, unless there is a parser or an event; at the end of a
 * reading. */
void yaml_heap_release(void);
/* Whether libyaml works with this memory. */
bool yaml_heap_is_used(void);
