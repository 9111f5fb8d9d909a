/* SPDX-License-Identifier: MIT */
#include "phase.h"

#include <stddef.h>
#include <string.h>

#include "translate.h"

typedef struct Phase {
	const char *status;
	const char *word;
	const char *words;
	Colour supported;
	Colour unsupported;
} Phase;

/* The first entry stands for every word that is not known. */
static const Phase phases[] = {
	{ "unknown", N_("unknown"), N_("unknown: nothing tells whether it is still supported"),
		COLOUR_WARN, COLOUR_WARN },
	{ "upcoming", N_("upcoming"), N_("not released yet"), COLOUR_NONE, COLOUR_NONE },
	{ "active", N_("active"), N_("active support"), COLOUR_GOOD, COLOUR_WARN },
	{ "security", N_("security"), N_("security support (active support is over)"), COLOUR_GOOD,
		COLOUR_WARN },
	{ "extended", N_("extended"), N_("end of life reached, extended support runs"), COLOUR_GOOD,
		COLOUR_WARN },
	{ "eol", N_("eol"), N_("end of life reached"), COLOUR_WARN, COLOUR_BAD },
};

static const Phase *find(const char *status) {
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++)
		if (strcmp(phases[i].status, status) == 0)
			return &phases[i];
	return &phases[0];
}

const char *phase_known(const char *status) {
	return find(status)->status;
}

const char *phase_word(const char *status) {
	return _(find(status)->word);
}

const char *phase_words(const char *status) {
	return _(find(status)->words);
}

Colour phase_colour(const char *status, bool supported) {
	const Phase *phase = find(status);

	return supported ? phase->supported : phase->unsupported;
}

const char *milestone_words(const char *milestone) {
	static const char *const words[][2] = {
		{ "lts", N_("long-term support begins") },
		{ "eoas", N_("end of active support") },
		{ "eol", N_("end of life") },
		{ "eoes", N_("end of extended support") },
		{ "discontinued", N_("discontinued") },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], milestone) == 0)
			return _(words[i][1]);
	return milestone;
}
