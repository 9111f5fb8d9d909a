/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include "complain.h"
#include "translate.h"

/* The version of the program that is typed; of the daemon as well where the verb was asked for:
 * --version must work without one. */
static int run(App *app, const char *const *words, size_t n) {
	_cleanup_(json_decrefp) json_t *daemon = NULL;
	_cleanup_(json_decrefp) json_t *answer = NULL;

	if (app->args->words.n > 0 && bus_client_get(&app->client, EOLD_PATH_MANAGER,
					      EOLD_INTERFACE_MANAGER, "Version", &daemon) < 0)
		return VERB_FAILED;
	if (app->json != JSON_OFF) {
		answer = json_pack("{ss sO*}", "Client", EOLD_VERSION, "Daemon", daemon);
		return answer_json(app, answer);
	}
	fprintf(app->out, "eolctl %s\n", EOLD_VERSION);
	if (json_is_string(daemon)) {
		_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;

		text_append_clean(&clean, json_string_value(daemon), app->terminal.ascii);
		fprintf(app->out, "eold %s\n", strbuf_cstr(&clean));
	}
	return VERB_OK;
}

const Verb verb_version = {
	.name = "version",
	.arguments = "",
	.summary = N_("Show the versions of eolctl and of the daemon"),
	.run = run,
};
