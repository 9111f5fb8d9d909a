/* SPDX-License-Identifier: MIT */
#include "answer.h"
#include "translate.h"

/* A human may have to be asked for a password. */
#define PATIENCE_USEC (UINT64_C(300) * 1000000)

static int run(App *app, const char *const *words, size_t n) {
	static const BusMethod reload = { EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Reload", "",
		PATIENCE_USEC };
	_cleanup_(json_decrefp) json_t *answer = NULL;

	return bus_client_call_or_complain(&app->client, &reload, &answer, "t", UINT64_C(0)) < 0
		       ? VERB_FAILED
		       : VERB_OK;
}

const Verb verb_reload = {
	.name = "reload",
	.arguments = "",
	.summary = N_("Let the daemon read its data and configuration again"),
	.details = N_("Returns when the new data is in place and announced. Needs to be root, or a "
		      "permission by polkit.\n"),
	.run = run,
};
