/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * yaml-input - gives a text to a parser of libyaml, the short way where there is one. Room: reader.
 *
 * libyaml copies its input into a first buffer and decodes that, character by character, into a
 * second one: a sixth of what reading costs. Printable ASCII, which product files are, is the same
 * in both, so such a text is put into the second one at once, as a text that was decoded to
 * its end. The members of yaml_parser_t that this writes stand in yaml.h and do not move, since
 * callers lay the structure out; but what they mean is libyaml's own affair. So before the first
 * file short texts are read both ways, and unless events, marks and errors are the same, all texts
 * go the long way. So does every other text, for libyaml to tell what is wrong with it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

/* Makes a parser that reads n bytes of UTF-8, which stay the caller's and must stay. It ends with
 * yaml_parser_delete(), also after an error. Returns 0 or -ENOMEM. */
int yaml_input_begin(yaml_parser_t *parser, const char *text, size_t n);

/* Whether a text is nothing but printable ASCII and newlines. */
bool yaml_input_is_simple(const char *text, size_t n);
/* Whether such texts go the short way with this libyaml. */
bool yaml_input_has_short_way(void);
