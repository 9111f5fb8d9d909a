/* SPDX-License-Identifier: MIT */
#include "line-field.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* All but control characters, the backslash and DEL. */
static const bool is_plain[256] = {
	[0x20 ... 0x5b] = true,
	[0x5d ... 0x7e] = true,
	[0x80 ... 0xff] = true,
};

static char *write_escaped(char *end, unsigned char c) {
	static const char digits[] = "0123456789abcdef";

	*end++ = '\\';
	*end++ = 'x';
	*end++ = digits[c >> 4];
	*end++ = digits[c & 15];
	return end;
}

size_t line_text_room(const char *text) {
	return 4 * strlen(text);
}

char *line_write_text(char *end, const char *text) {
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (is_plain[c])
			*end++ = (char)c;
		else
			end = write_escaped(end, c);
	}
	return end;
}

void line_append_text(StrBuf *buf, const char *text) {
	char *room = strbuf_make_room(buf, line_text_room(text));

	if (room)
		strbuf_add_written(buf, (size_t)(line_write_text(room, text) - room));
}

char *line_cut_field(char **line) {
	return strsep(line, "\t");
}

static int hex_value(char c) {
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes the escapes out, in place. */
static int unescape(char *text) {
	char *end = text;

	while (*text) {
		if (*text != '\\') {
			*end++ = *text++;
			continue;
		}
		if (text[1] != 'x' || hex_value(text[2]) < 0 || hex_value(text[3]) < 0)
			return -EBADMSG;
		*end = (char)(hex_value(text[2]) << 4 | hex_value(text[3]));
		if (*end++ == '\0')
			return -EBADMSG;
		text += 4;
	}
	*end = '\0';
	return 0;
}

char *line_cut_text(char **line) {
	char *text = line_cut_field(line);

	return !text || unescape(text) < 0 ? NULL : text;
}

int line_parse_number(const char *text, uint64_t *ret) {
	uint64_t number = 0;

	if (!text || !text[0] || (text[0] == '0' && text[1]))
		return -EBADMSG;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || number > (INT64_MAX - 9) / 10)
			return -EBADMSG;
		number = number * 10 + (uint64_t)(*text - '0');
	}
	*ret = number;
	return 0;
}

int line_cut_number(char **line, uint64_t *ret) {
	return line_parse_number(line_cut_field(line), ret);
}

int line_cut_date(char **line, CivilDay *ret) {
	const char *field = line_cut_field(line);

	if (!field)
		return -EBADMSG;
	if (field[0])
		return civil_day_parse(field, ret) < 0 ? -EBADMSG : 0;
	*ret = CIVIL_DAY_NONE;
	return 0;
}
