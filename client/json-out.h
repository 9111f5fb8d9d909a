/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * json-out - JSON on standard output: exact, complete, never coloured. Room: client (output).
 *
 * Characters that could steer a terminal are written as \uNNNN, which is the same value.
 */
#include <jansson.h>
#include <stdio.h>

#include "args.h"

/* Writes a value and a newline, in one line (JSON_SHORT) or indented by two (JSON_PRETTY).
 * Returns 0, or -EIO if it could not be written. */
int json_out(FILE *out, const json_t *value, JsonMode mode);
