/* SPDX-License-Identifier: MIT */
/*
 * eolctl - asks eold and prints. Room: client.
 *
 * It reads no data and decides nothing: whether something is supported is the daemon's word.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "complain.h"
#include "nearest.h"
#include "pager.h"
#include "translate.h"
#include "verb.h"

static const Verb *choose_verb(const Args *args) {
	Nearest nearest = { 0 };
	const Verb *verb;

	if (args->words.n == 0)
		return args_has(args, OPTION_HELP) || args_has(args, OPTION_VERSION) ? NULL
										     : verbs[0];
	verb = verb_by_name(args->words.items[0]);
	if (verb)
		return verb;
	nearest.typed = args->words.items[0];
	for (size_t i = 0; verbs[i] && !verbs[i]->hidden; i++)
		nearest_offer(&nearest, verbs[i]->name);
	if (nearest.n > 0)
		complain_usage(_("There is no verb \"%s\"; did you mean %s?"), nearest.typed,
			nearest.words[0]);
	else
		complain_usage(_("There is no verb \"%s\"."), nearest.typed);
	return NULL;
}

/* Whether a verb takes what was given. */
static bool verb_accepts(const Verb *verb, const Args *args) {
	uint64_t refused = args->given & ~(verb->options | OPTIONS_COMMON);
	size_t n = args->words.n > 0 ? args->words.n - 1 : 0;
	char name[32];

	for (int id = 0; id < _OPTION_MAX; id++)
		if (refused & OPTION_BIT(id)) {
			complain_usage(_("%s does not take %s."), verb->name,
				args_option_name((OptionId)id, name));
			return false;
		}
	if (n < verb->min_words) {
		complain_usage(_("%s wants %s."), verb->name, verb->arguments);
		return false;
	}
	if (n > verb->max_words) {
		complain_usage(_("%s: one argument too many: \"%s\"."), verb->name,
			args->words.items[verb->max_words + 1]);
		return false;
	}
	return true;
}

/* Writes what was collected for a terminal, through a pager if it is long. */
static void show_collected(const Terminal *terminal, const char *text, size_t n) {
	if (pager_wanted(terminal, text) && pager_show(text, n) == 0)
		return;
	fwrite(text, 1, n, stdout);
}

static int run_verb(App *app, const Verb *verb) {
	const ArgsList *words = &app->args->words;
	bool collect =
		app->terminal.is_tty && !verb->streams && !args_has(app->args, OPTION_NO_PAGER);
	char *text = NULL;
	size_t size = 0;
	int status;

	app->out = collect ? open_memstream(&text, &size) : NULL;
	if (!app->out) {
		collect = false;
		app->out = stdout;
	}
	status = verb->run(app, words->items + 1, words->n > 0 ? words->n - 1 : 0);
	bus_client_close(&app->client);
	if (collect) {
		if (fclose(app->out) == 0)
			show_collected(&app->terminal, text, size);
		free(text);
	}
	return status;
}

/* Monitoring systems show what a plugin prints on standard output. */
static int tell_wrong_use(int failure) {
	if (failure != VERB_FAILED)
		puts("EOL UNKNOWN - wrong use, see standard error");
	return failure;
}

static int run(const Args *args) {
	App app = { .args = args, .json = args->json, .client = { .args = args }, .out = stdout };
	const Verb *verb = choose_verb(args);

	if (!verb && args->words.n > 0)
		return VERB_FAILED;
	if (args_has(args, OPTION_HELP)) {
		help_print(stdout, verb);
		return VERB_OK;
	}
	if (args_has(args, OPTION_VERSION))
		verb = &verb_version;
	if (!verb_accepts(verb, args))
		return tell_wrong_use(verb->failure != 0 ? verb->failure : VERB_FAILED);
	terminal_detect(&app.terminal);
	if (args_has(args, OPTION_JSON_SHORT))
		app.json = app.terminal.is_tty ? JSON_PRETTY : JSON_SHORT;
	return run_verb(&app, verb);
}

/* A full disk and a closed pipe are noticed here at the latest. */
static bool close_output(void) {
	bool failed = ferror(stdout) != 0;

	errno = 0;
	if (fclose(stdout) != 0)
		failed = true;
	if (failed)
		complain(_("Cannot write to standard output: %s."),
			errno != 0 ? strerror(errno) : _("a write failed"));
	return !failed;
}

/* The verb that will probably run, before the command line is read: what is wrong with it must be
 * told in the right way. A monitoring system must not take a misspelt option of "check" for a
 * warning, and reads English. */
static const Verb *guess_verb(int argc, char *argv[]) {
	for (int i = 1; i < argc; i++) {
		const Verb *verb = verb_by_name(argv[i]);

		if (verb)
			return verb;
	}
	return verbs[0];
}

int main(int argc, char *argv[]) {
	const Verb *verb = guess_verb(argc, argv);
	Args args;
	int status, failure = verb->failure != 0 ? verb->failure : VERB_FAILED;

	if (!verb->plain)
		translate_begin(!terminal_says_utf8());
	if (args_parse(argc, argv, &args) < 0)
		return tell_wrong_use(failure);
	status = run(&args);
	/* What nobody could read is no OK. */
	if (!close_output() && status == VERB_OK)
		status = failure;
	return status;
}
