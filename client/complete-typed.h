/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * complete-typed - what of a command line is typed already, for completion. Room: client.
 *
 * Unlike args.h it takes everything: a line that is still being typed is neither right nor wrong.
 */
#include "verb.h"

typedef struct Typed {
	const char *current; /* the word that is being typed, perhaps "" */
	const char *value; /* where in it the value of option begins */
	OptionId option; /* whose value it is; _OPTION_MAX: of none */
	bool only_words; /* after "--" */
	const Verb *verb; /* NULL: none yet */
	const char *words[2]; /* the verb's first arguments; NULL where there are none yet */
	size_t n_words; /* all of them, without the current one */
	uint64_t given; /* OPTION_BIT() of the options before the current word */
	const char *bus; /* --bus, or NULL */
	bool elsewhere; /* --host or --machine: not to be asked while somebody types */
} Typed;

/* Reads n words (at least one) that stand behind the program's name; the last one is being typed.
 * Every string stays the caller's. */
void typed_read(const char *const *words, size_t n, Typed *ret);
