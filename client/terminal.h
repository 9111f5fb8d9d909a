/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * terminal - what standard output is and how much of it there is. Room: client (output).
 *
 * A pipe or a file has no width: what is read by a program is never cut.
 */
#include <stdbool.h>
#include <stddef.h>

typedef struct Terminal {
	bool is_tty;
	bool colour; /* colours are wanted */
	bool ascii; /* only ASCII can be shown */
	size_t width; /* columns; 0: no limit */
	size_t height; /* lines; 0 where there is no terminal */
} Terminal;

/* Whether the environment says that UTF-8 is understood. */
bool terminal_says_utf8(void);
/* Looks at standard output and the environment (COLUMNS, LINES, LC_ALL, LC_CTYPE, LANG,
 * SYSTEMD_UTF8 and what colour.h names). */
void terminal_detect(Terminal *ret);
