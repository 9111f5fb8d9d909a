/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fields - "Label: value" lines with the colons below each other. Room: client (output).
 *
 * A value that is too long for the terminal is broken between words and goes on below itself.
 */
#include <stdio.h>

#include "colour.h"
#include "terminal.h"
#include "util/cleanup.h"

/* Columns before the colon. */
#define FIELDS_LABEL_WIDTH 16

/* Prints a field; label and value are made clean first. An empty value is left out. */
void field_print(FILE *out, const Terminal *terminal, const char *label, Colour colour,
	const char *format, ...) _printf_(5, 6);
