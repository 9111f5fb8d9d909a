/* SPDX-License-Identifier: MIT */
#include "translate.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "util/cleanup.h"

/* The first variable that is set and not empty names the locale. */
static const char *locale_name(void) {
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < ELEMENTSOF(names); i++) {
		const char *value = getenv(names[i]);

		if (value && value[0] != '\0')
			return value;
	}
	return "C";
}

bool translate_wanted(void) {
	const char *name = locale_name(), *language = getenv("LANGUAGE");

	if (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
		return false;
	if (language && language[0] != '\0')
		return true;
	return strncmp(name, "C.", 2) != 0 && strncmp(name, "en", 2) != 0;
}

void translate_begin(bool ascii) {
#if EOLD_NLS
	const char *dir = secure_getenv("EOLD_LOCALE_DIR");

	if (!translate_wanted() || !setlocale(LC_MESSAGES, ""))
		return;
	/* For the C library's own sentences. Not the user's: which letters are which, and how wide,
	 * does not depend on a language. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	(void)bindtextdomain("eold", dir ? dir : EOLD_LOCALE_INSTALL_DIR);
	(void)bind_textdomain_codeset("eold", ascii ? "ASCII" : "UTF-8");
	(void)textdomain("eold");
#endif
}
