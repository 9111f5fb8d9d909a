/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * line-field - the fields of a line of the state: separated by tabs, anything in them. Room:
 * announce.
 *
 * In a text a backslash and control characters are written \xNN, in lower case, so that a field
 * holds no tab and a line no newline. A text holds no NUL.
 */
#include <stdint.h>

#include "dbus/civil-date.h"
#include "util/strbuf.h"

/* Appends a text as a field's content. An error stays in the buffer. */
void line_append_text(StrBuf *buf, const char *text);

/* The same for a writer that has made room for a whole line: how many bytes the text may need; and
 * the text, written at `end`, without a NUL. Returns where it ends. */
size_t line_text_room(const char *text);
char *line_write_text(char *end, const char *text);

/* Cuts the next field off a line, in place, as strsep(3) does; NULL if there is none. */
char *line_cut_field(char **line);
/* The same for a text, whose escapes are taken out. NULL too if it is none. */
char *line_cut_text(char **line);
/* The same for a number of at most INT64_MAX in plain digits. Returns 0 or -EBADMSG. */
int line_cut_number(char **line, uint64_t *ret);
/* The same for a date; an empty field is CIVIL_DAY_NONE. Returns 0 or -EBADMSG. */
int line_cut_date(char **line, CivilDay *ret);
/* What line_cut_number() does, with a field. */
int line_parse_number(const char *field, uint64_t *ret);
