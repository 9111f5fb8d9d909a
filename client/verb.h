/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * verb - what eolctl can be told to do: one file and one struct for each. Room: client.
 *
 * A verb asks through the App it is given and prints to app->out. What goes wrong it has told on
 * standard error when it returns. The struct makes the help, too.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "args.h"
#include "bus-client.h"
#include "table.h"
#include "terminal.h"

/* Ordinary verbs end with these; only "check" has others. */
#define VERB_OK 0
#define VERB_FAILED 1

typedef struct App {
	const Args *args;
	JsonMode json; /* with -j resolved */
	Terminal terminal;
	BusClient client;
	FILE *out; /* where answers go */
} App;

/* What the arguments of a verb are, for completion. */
typedef enum VerbWords {
	WORDS_FREE, /* nothing to offer */
	WORDS_PRODUCT, /* one product */
	WORDS_PRODUCTS,
	WORDS_PRODUCT_CYCLE, /* a product and one of its releases */
	WORDS_PRODUCT_IS_CYCLE, /* PRODUCT=CYCLE, any number */
	WORDS_VERB,
} VerbWords;

typedef struct Verb {
	const char *name;
	const char *arguments; /* as shown behind the name; "" for none */
	const char *summary; /* one line for the list of verbs */
	const char *details; /* more for its own help, lines of at most 78 columns; may be NULL */
	uint64_t options; /* OPTION_BIT() of what it takes beside the common ones */
	const Column *columns; /* what -o chooses from; NULL: none */
	size_t n_columns;
	size_t min_words; /* arguments */
	size_t max_words;
	int failure; /* exit status for wrong usage, if it is another than VERB_FAILED */
	VerbWords words;
	bool streams; /* prints as things happen: no pager */
	bool plain; /* read by machines: never translated */
	bool hidden; /* for scripts: not in the help */
	/* Does it with n arguments. Returns the exit status. */
	int (*run)(App *app, const char *const *words, size_t n);
} Verb;

/* All verbs, in the order of the help; ends with NULL. The first one is the default. */
extern const Verb *const verbs[];

extern const Verb verb_status;
extern const Verb verb_list;
extern const Verb verb_show;
extern const Verb verb_find;
extern const Verb verb_timeline;
extern const Verb verb_monitor;
extern const Verb verb_check;
extern const Verb verb_export;
extern const Verb verb_reload;
extern const Verb verb_version;
extern const Verb verb_help;
extern const Verb verb_complete;

/* The verb of that name, or NULL. */
const Verb *verb_by_name(const char *name);
/* Prints the help of a verb, or with NULL that of the program. */
void help_print(FILE *out, const Verb *verb);
