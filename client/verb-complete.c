/* SPDX-License-Identifier: MIT */
#include "complete.h"

/* A bus of its own: the one that is typed, asked without disturbing anybody. Another host is not
 * asked at all: ssh might want a password. */
static int run(App *app, const char *const *words, size_t n) {
	Args args = *app->args;
	App there = { .args = &args, .out = app->out, .client = { .args = &args, .shy = true } };
	Typed typed;

	if (n == 0)
		return VERB_OK;
	typed_read(words, n, &typed);
	if (typed.bus)
		args.bus = typed.bus;
	if (typed.elsewhere)
		args.bus = "unix:path=/dev/null";
	complete_print(&there, &typed);
	bus_client_close(&there.client);
	return VERB_OK;
}

const Verb verb_complete = {
	.name = "complete",
	.arguments = "-- [WORD]...",
	.summary = "Tell what may stand in place of the last word, for the shells",
	.details = "One a line, behind a tab what it means; \"" COMPLETE_FILES
		   "\" stands for the name of a file. "
		   "Nothing is said where there is nothing to offer, or no daemon to ask.\n",
	.max_words = ARGS_LIST_MAX,
	.streams = true,
	.hidden = true,
	.run = run,
};
