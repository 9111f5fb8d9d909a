/* SPDX-License-Identifier: MIT */
#include "colour.h"

#include <stdlib.h>
#include <string.h>

bool env_is_false(const char *value) {
	static const char *const off[] = { "0", "no", "n", "false", "f", "off" };

	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		if (strcasecmp(value, off[i]) == 0)
			return true;
	return false;
}

bool colour_wanted(bool is_tty) {
	const char *value = getenv("SYSTEMD_COLORS");

	if (value && value[0] != '\0' && strncmp(value, "auto", 4) != 0)
		return !env_is_false(value);
	value = getenv("NO_COLOR");
	if (value && value[0] != '\0')
		return false;
	value = getenv("TERM");
	return is_tty && value && value[0] != '\0' && strcmp(value, "dumb") != 0;
}

const char *colour_start(Colour colour) {
	static const char *const sequences[] = {
		[COLOUR_NONE] = "",
		[COLOUR_GOOD] = "\033[0;1;32m",
		[COLOUR_WARN] = "\033[0;1;33m",
		[COLOUR_BAD] = "\033[0;1;31m",
		[COLOUR_DIM] = "\033[0;90m",
		[COLOUR_BOLD] = "\033[0;1m",
		[COLOUR_HEADER] = "\033[0;4m",
	};

	return sequences[colour];
}

const char *colour_end(void) {
	return "\033[0m";
}
