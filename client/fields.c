/* SPDX-License-Identifier: MIT */
#include "fields.h"

#include <stdarg.h>
#include <string.h>

#include "text.h"

/* Bytes of a clean text that make its next line: up to the last blank that fits, or else as much
 * as fits (at least one byte, so that it ends). */
static size_t next_line(const char *clean, size_t width) {
	size_t n = text_prefix(clean, width), at;

	if (clean[n] == '\0' || clean[n] == ' ')
		return n;
	for (at = n; at > 0 && clean[at - 1] != ' '; at--)
		;
	if (at == 0) /* one long word, such as a link, is worth more whole */
		return strcspn(clean, " ");
	return at;
}

/* Without the blanks at which it was broken. */
static void write_line(FILE *out, const char *clean, size_t n) {
	while (n > 0 && clean[n - 1] == ' ')
		n--;
	fwrite(clean, 1, n, out);
}

static void print_wrapped(FILE *out, const char *clean, size_t width) {
	size_t n = width > 0 ? next_line(clean, width) : strlen(clean);

	write_line(out, clean, n);
	for (clean += n + strspn(clean + n, " "); *clean != '\0';
		clean += n + strspn(clean + n, " ")) {
		n = next_line(clean, width);
		fprintf(out, "\n%*s", FIELDS_LABEL_WIDTH + 2, "");
		write_line(out, clean, n);
	}
}

void field_print(FILE *out, const Terminal *terminal, const char *label, Colour colour,
	const char *format, ...) {
	_cleanup_(strbuf_deinit) StrBuf raw = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf name = STRBUF_INIT;
	bool coloured = terminal->colour && colour != COLOUR_NONE;
	size_t width = terminal->width;
	va_list args;

	va_start(args, format);
	(void)strbuf_vprintf(&raw, format, args);
	va_end(args);
	if (raw.len == 0)
		return;
	text_append_clean(&clean, strbuf_cstr(&raw), terminal->ascii);
	width = width > FIELDS_LABEL_WIDTH + 12 ? width - FIELDS_LABEL_WIDTH - 2 : 0;
	text_append_clean(&name, label, terminal->ascii);
	for (size_t n = text_width(strbuf_cstr(&name)); n < FIELDS_LABEL_WIDTH; n++)
		fputc(' ', out);
	fprintf(out, "%s%s %s", strbuf_cstr(&name), label[0] != '\0' ? ":" : " ",
		coloured ? colour_start(colour) : "");
	print_wrapped(out, strbuf_cstr(&clean), width);
	fprintf(out, "%s\n", coloured ? colour_end() : "");
}
