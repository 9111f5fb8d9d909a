/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * colour - whether to colour, and with what. Room: client (output).
 *
 * Colours go to a terminal only. SYSTEMD_COLORS decides alone if it is set; NO_COLOR (not empty)
 * and TERM=dumb switch them off. JSON is never coloured.
 */
#include <stdbool.h>

typedef enum Colour {
	COLOUR_NONE,
	COLOUR_GOOD,
	COLOUR_WARN,
	COLOUR_BAD,
	COLOUR_DIM,
	COLOUR_BOLD,
	COLOUR_HEADER,
} Colour;

/* Whether the value of an environment variable says no, as systemd writes a boolean. */
bool env_is_false(const char *value);
/* Whether what goes to standard output is coloured; is_tty says that it is a terminal. */
bool colour_wanted(bool is_tty);
/* The sequence that starts a colour, "" for COLOUR_NONE. */
const char *colour_start(Colour colour);
/* The sequence that ends every colour. */
const char *colour_end(void);
