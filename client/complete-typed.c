/* SPDX-License-Identifier: MIT */
#include "complete-typed.h"

#include <string.h>

/* The option whose value is still to come after this word, or _OPTION_MAX; *ret_value is the value
 * that the word holds itself, or NULL. */
static OptionId read_option(const char *word, OptionId *ret_id, const char **ret_value) {
	const char *equals = strchr(word, '=');

	*ret_value = NULL;
	if (word[1] == '-') {
		*ret_id = args_find_name(
			word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2));
		if (*ret_id == _OPTION_MAX || !args_options[*ret_id].arg)
			return _OPTION_MAX;
		*ret_value = equals ? equals + 1 : NULL;
		return equals ? _OPTION_MAX : *ret_id;
	}
	for (const char *p = word + 1; *p != '\0'; p++) {
		*ret_id = args_find_letter(*p);
		if (*ret_id == _OPTION_MAX || !args_options[*ret_id].arg)
			continue;
		*ret_value = p[1] != '\0' ? p + 1 : NULL;
		return p[1] != '\0' ? _OPTION_MAX : *ret_id;
	}
	return _OPTION_MAX;
}

static void note_value(Typed *typed, OptionId id, const char *value) {
	if (id == OPTION_BUS)
		typed->bus = value;
	if (id == OPTION_HOST || id == OPTION_MACHINE)
		typed->elsewhere = true;
}

static void note_word(Typed *typed, const char *word) {
	if (!typed->verb) {
		typed->verb = verb_by_name(word);
		return;
	}
	if (typed->n_words < 2)
		typed->words[typed->n_words] = word;
	typed->n_words++;
}

static bool is_option(const Typed *typed, const char *word) {
	return !typed->only_words && word[0] == '-' && word[1] != '\0';
}

/* One word that is complete; returns the option that waits for its value. */
static OptionId note_complete(Typed *typed, const char *word) {
	OptionId id = _OPTION_MAX, pending;
	const char *value;

	if (!is_option(typed, word)) {
		note_word(typed, word);
		return _OPTION_MAX;
	}
	if (strcmp(word, "--") == 0) {
		typed->only_words = true;
		return _OPTION_MAX;
	}
	pending = read_option(word, &id, &value);
	if (id != _OPTION_MAX)
		typed->given |= OPTION_BIT(id);
	if (value)
		note_value(typed, id, value);
	return pending;
}

/* --name=VAL and -oVAL hold a value themselves. */
static void note_current(Typed *typed, OptionId pending) {
	OptionId id = _OPTION_MAX;
	const char *value = NULL;

	typed->option = pending;
	typed->value = typed->current;
	if (pending != _OPTION_MAX || !is_option(typed, typed->current))
		return;
	(void)read_option(typed->current, &id, &value);
	if (value) {
		typed->option = id;
		typed->value = value;
	}
}

void typed_read(const char *const *words, size_t n, Typed *ret) {
	Typed typed = { .current = words[n - 1] };
	OptionId pending = _OPTION_MAX;

	for (size_t i = 0; i + 1 < n; i++) {
		if (pending == _OPTION_MAX) {
			pending = note_complete(&typed, words[i]);
			continue;
		}
		note_value(&typed, pending, words[i]);
		pending = _OPTION_MAX;
	}
	note_current(&typed, pending);
	*ret = typed;
}
