/* SPDX-License-Identifier: MIT */
#include "complain.h"
#include "translate.h"
#include "verb.h"

static int run(App *app, const char *const *words, size_t n) {
	const Verb *verb = n > 0 ? verb_by_name(words[0]) : NULL;

	if (n > 0 && !verb) {
		complain_usage(_("There is no verb \"%s\"."), words[0]);
		return VERB_FAILED;
	}
	help_print(app->out, verb);
	return VERB_OK;
}

const Verb verb_help = {
	.name = "help",
	.arguments = "[VERB]",
	.summary = N_("Show this help, or that of a verb"),
	.max_words = 1,
	.words = WORDS_VERB,
	.run = run,
};
