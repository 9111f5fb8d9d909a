/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * phase - the words of the contract for status, milestone and resolution, for people. Room: client
 * (output).
 *
 * A word that this client does not know is "unknown", and unknown is never shown as fine.
 */
#include <stdbool.h>

#include "colour.h"

/* The status itself if it is one of the contract's, else "unknown". */
const char *phase_known(const char *status);
/* A status in one word for a table. */
const char *phase_word(const char *status);
/* A status in a few words. */
const char *phase_words(const char *status);
/* How a status is coloured; supported is what the daemon says of it. */
Colour phase_colour(const char *status, bool supported);
/* What is over when a milestone is reached: "end of life"; the word itself if it is unknown. */
const char *milestone_words(const char *milestone);
