/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * args - the command line, read once and then only looked at. Room: client.
 *
 * Options are data: one table of letter, name, argument and help feeds the parser and --help. Each
 * verb says which of them it takes; the common ones are taken by all.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dbus/civil-date.h"

typedef enum OptionId {
	/* common to all verbs */
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_BUS,
	OPTION_HOST,
	OPTION_MACHINE,
	OPTION_JSON,
	OPTION_JSON_SHORT,
	OPTION_NO_PAGER,
	OPTION_NO_LEGEND,
	OPTION_FULL,
	OPTION_QUIET,
	OPTION_NO_ASK_PASSWORD,
	/* taken by some */
	OPTION_AT,
	OPTION_COLUMNS,
	OPTION_CATEGORY,
	OPTION_TAG,
	OPTION_EOL,
	OPTION_SUPPORTED,
	OPTION_WITHIN,
	OPTION_RELEASES,
	OPTION_FROM,
	OPTION_TO,
	OPTION_PRODUCT,
	OPTION_MILESTONE,
	OPTION_TRACKED,
	OPTION_PROPERTY,
	OPTION_PROPERTY_VALUE,
	OPTION_VALUE,
	OPTION_ALL,
	OPTION_EXEC,
	OPTION_FORMAT,
	OPTION_OUTPUT,
	OPTION_WARNING,
	OPTION_CRITICAL,
	OPTION_EXTENDED,
	_OPTION_MAX,
} OptionId;

#define OPTION_BIT(id) (UINT64_C(1) << (id))
#define OPTIONS_COMMON (OPTION_BIT(OPTION_NO_ASK_PASSWORD + 1) - 1)

typedef struct Option {
	char letter; /* 0: none */
	const char *name;
	const char *arg; /* what stands for its argument in the help; NULL: takes none */
	const char *help;
	const char *values; /* those that there are, with blanks between them; NULL: any */
} Option;

typedef enum JsonMode {
	JSON_OFF,
	JSON_PRETTY,
	JSON_SHORT,
} JsonMode;

/* More products or milestones than this in one command are wrong usage. */
#define ARGS_LIST_MAX 256

typedef struct ArgsList {
	const char *items[ARGS_LIST_MAX];
	size_t n;
} ArgsList;

typedef struct Args {
	uint64_t given; /* OPTION_BIT() of every option that was given */
	const char *bus; /* "system", "session" or an address */
	const char *host; /* NULL, or [USER@]HOST */
	const char *machine; /* NULL, or a container */
	JsonMode json;
	const char *at; /* YYYY-MM-DD, or "" for the daemon's today */
	const char *columns; /* NULL, or names with commas between them */
	const char *category; /* "" any */
	const char *tag; /* "" any */
	int within_days; /* -1: not given */
	const char *from; /* "" not given */
	const char *to; /* "" not given */
	ArgsList products;
	ArgsList milestones;
	ArgsList properties; /* as given, each perhaps several with commas between them */
	const char *exec; /* NULL, or a command for the shell */
	const char *format; /* NULL: the verb's default */
	const char *output; /* NULL: standard output */
	int warning_days; /* -1: not given */
	int critical_days; /* -1: not given */
	ArgsList words; /* what is no option: the verb and its arguments */
} Args;

/* The table, one entry for each OptionId. */
extern const Option args_options[_OPTION_MAX];

/* Whether an option was given. */
static inline bool args_has(const Args *args, OptionId id) {
	return args->given & OPTION_BIT(id);
}

/* The option of that long name, which has len bytes, or of that letter; _OPTION_MAX if there is
 * none. A name may be shortened as long as it stays the beginning of one alone, as
 * getopt_long(3) has it. */
OptionId args_find_name(const char *name, size_t len);
OptionId args_find_letter(char letter);
/* Reads the command line; every string stays the caller's. A mistake is named on standard error.
 * Returns 0 or -EINVAL. */
int args_parse(int argc, char *argv[], Args *ret);
/* Reads the name of an option for a message: "--name". */
const char *args_option_name(OptionId id, char buffer[static 32]);
