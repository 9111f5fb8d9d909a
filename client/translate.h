/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * translate - what people read, in their language. Room: client.
 *
 * The text in the source is English and complete; a catalogue (po/) may have it in other languages.
 * Translated is what is written for people, never what programs read: JSON, what "check" prints,
 * names on the bus, names of verbs, options and columns. Dates stay as they are.
 *
 *   _("text")              the text in the user's language
 *   N_("text")             marks a text in a table; _() is called where it is used
 *   NP_("one", "many")     marks two forms of a word that ngettext() will choose from
 *   ngettext(one, many, n) the form for a number
 */
#include <stdbool.h>

#include "config.h"

#if EOLD_NLS
#include <libintl.h>
#else
#define gettext(text) (text)
#define ngettext(one, many, n) ((n) == 1 ? (one) : (many))
#endif

#define _(text) gettext(text)
#define N_(text) text
#define NP_(one, many) one, many

/* Whether the environment asks for another language than English: LANGUAGE, LC_ALL, LC_MESSAGES,
 * LANG. In the locales C and POSIX nothing is translated. */
bool translate_wanted(void);
/* Begins to translate if that is wanted. Where it is not, this costs nothing: no catalogue and no
 * locale is looked for. ascii says that only ASCII can be shown. EOLD_LOCALE_DIR in the environment
 * names another directory of catalogues, for tests. */
void translate_begin(bool ascii);
