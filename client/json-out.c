/* SPDX-License-Identifier: MIT */
#include "json-out.h"

#include <errno.h>
#include <string.h>

#include "text.h"

/* Characters above U+FFFF are two escapes in JSON. */
static void write_escaped(FILE *out, uint32_t code) {
	if (code > 0xffff) {
		fprintf(out, "\\u%04x", 0xd800 + (unsigned)((code - 0x10000) >> 10));
		code = 0xdc00 + ((code - 0x10000) & 0x3ff);
	}
	fprintf(out, "\\u%04x", (unsigned)code);
}

/* Only strings hold anything but ASCII, and there an escape means the same. */
static void write_safe(FILE *out, const char *json, size_t n) {
	size_t start = 0, at = 0;

	while (at < n) {
		uint32_t code = 0;
		unsigned char byte = (unsigned char)json[at];
		size_t len = byte < 0x7f ? 1 : text_decode(json + at, n - at, &code);

		if (byte >= 0x7f && text_code_width(code) < 0) {
			fwrite(json + start, 1, at - start, out);
			write_escaped(out, code);
			start = at + (len > 0 ? len : 1);
		}
		at += len > 0 ? len : 1;
	}
	fwrite(json + start, 1, n - start, out);
}

int json_out(FILE *out, const json_t *value, JsonMode mode) {
	size_t flags = JSON_ENCODE_ANY | (mode == JSON_PRETTY ? JSON_INDENT(2) : JSON_COMPACT);
	_cleanup_(freep) char *text = json_dumps(value, flags);

	if (!text)
		return -ENOMEM;
	write_safe(out, text, strlen(text));
	return fputc('\n', out) == EOF ? -EIO : 0;
}
