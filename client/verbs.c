/* SPDX-License-Identifier: MIT */
#include "verb.h"

#include <string.h>

const Verb *const verbs[] = {
	&verb_status,
	&verb_list,
	&verb_show,
	&verb_find,
	&verb_timeline,
	&verb_monitor,
	&verb_check,
	&verb_export,
	&verb_reload,
	&verb_version,
	&verb_help,
	&verb_complete,
	NULL,
};

const Verb *verb_by_name(const char *name) {
	for (size_t i = 0; verbs[i]; i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}
