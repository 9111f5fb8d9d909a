/* SPDX-License-Identifier: MIT */
#include "json-out.h"

#include <errno.h>

int json_out(FILE *out, const json_t *value, JsonMode mode) {
	size_t flags = JSON_ENCODE_ANY | (mode == JSON_PRETTY ? JSON_INDENT(2) : JSON_COMPACT);

	if (json_dumpf(value, out, flags) < 0 || fputc('\n', out) == EOF)
		return -EIO;
	return 0;
}
