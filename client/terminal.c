/* SPDX-License-Identifier: MIT */
#include "terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "colour.h"

/* The number in an environment variable, or 0 for anything but 1 to 9999. */
static size_t env_number(const char *name) {
	const char *text = getenv(name);
	char *end;
	unsigned long n;

	if (!text || text[0] < '0' || text[0] > '9')
		return 0;
	errno = 0;
	n = strtoul(text, &end, 10);
	return errno == 0 && *end == '\0' && n <= 9999 ? n : 0;
}

/* The first variable that is set and not empty names the locale; with none of them set nothing was
 * said, and everything today is UTF-8. */
bool terminal_says_utf8(void) {
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = getenv("SYSTEMD_UTF8");

	if (value && value[0] != '\0')
		return strcmp(value, "0") != 0 && strcasecmp(value, "no") != 0 &&
		       strcasecmp(value, "false") != 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value && value[0] != '\0')
			return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
	}
	return true;
}

void terminal_detect(Terminal *ret) {
	Terminal terminal = { .is_tty = isatty(STDOUT_FILENO) == 1 };

	terminal.colour = colour_wanted(terminal.is_tty);
	if (terminal.is_tty) {
		struct winsize size = { 0 };

		(void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
		terminal.ascii = !terminal_says_utf8();
		terminal.width = env_number("COLUMNS");
		if (terminal.width == 0)
			terminal.width = size.ws_col > 0 ? size.ws_col : 80;
		terminal.height = env_number("LINES");
		if (terminal.height == 0)
			terminal.height = size.ws_row > 0 ? size.ws_row : 24;
	}
	*ret = terminal;
}
