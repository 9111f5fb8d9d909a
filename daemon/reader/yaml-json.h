/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * yaml-json - a YAML value as JSON text, for what is passed on without being understood. Room:
 * reader.
 */
#include "util/strbuf.h"
#include "yaml-tree.h"

/* Appends a value: null, booleans and plain integers as such, everything else as a string. Returns
 * 0 or -ENOMEM. */
int yaml_to_json(const YamlNode *node, StrBuf *buf);
