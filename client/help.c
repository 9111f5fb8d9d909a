/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "text.h"
#include "translate.h"
#include "util/cleanup.h"
#include "verb.h"

#define HELP_WIDTH 79

/* What fits into a line, up to a blank; everything if there is none. */
static size_t line_of(const char *text, size_t room) {
	size_t n = text_prefix(text, room);

	while (text[n] != '\0' && n > 0 && text[n] != ' ')
		n--;
	return n > 0 ? n : strlen(text);
}

/* Prints what stands left, padded, and the text beside it, broken between words. */
static void print_entry(FILE *out, const char *left, int column, const char *text) {
	size_t room = (size_t)(HELP_WIDTH - column);

	fprintf(out, "%-*s", column, left);
	if (column > 0 && (int)strlen(left) >= column)
		fprintf(out, "\n%*s", column, "");
	for (;;) {
		size_t n = line_of(text, room);

		fprintf(out, "%.*s\n", (int)n, text);
		text += n + (text[n] == ' ');
		if (*text == '\0')
			return;
		fprintf(out, "%*s", column, "");
	}
}

static void print_option(FILE *out, OptionId id) {
	const Option *option = &args_options[id];
	char left[64];

	if (!option->name)
		snprintf(left, sizeof(left), "  -%c%s%s", option->letter, option->arg ? " " : "",
			option->arg ? option->arg : "");
	else
		snprintf(left, sizeof(left), "  %c%c --%s%s%s", option->letter ? '-' : ' ',
			option->letter ? option->letter : ' ', option->name, option->arg ? "=" : "",
			option->arg ? option->arg : "");
	print_entry(out, left, 28, _(option->help));
}

static void print_options(FILE *out, const char *title, uint64_t options) {
	if (options == 0)
		return;
	fprintf(out, "\n%s:\n", title);
	for (int id = 0; id < _OPTION_MAX; id++)
		if (options & OPTION_BIT(id))
			print_option(out, (OptionId)id);
}

static void print_columns(FILE *out, const Verb *verb) {
	if (!verb->columns)
		return;
	fputs(_("\nColumns for -o (in JSON: key, type):\n"), out);
	for (size_t i = 0; i < verb->n_columns; i++) {
		const Column *column = &verb->columns[i];
		char left[64], text[512];
		size_t at = 0;

		snprintf(left, sizeof(left), "  %s%s", column->title, column->rank > 0 ? " *" : "");
		for (; left[at] != '\0'; at++)
			left[at] = (char)tolower((unsigned char)left[at]);
		snprintf(text, sizeof(text), "%s (%s, %s)", _(column->help), column->key,
			column_json_type(column));
		print_entry(out, left, 18, text);
	}
	fputs(_("  * shown without -o, where there is a value and room\n"), out);
}

/* Paragraphs, one a line, are broken between words; lines that begin with blanks stay. */
static void print_details(FILE *out, const char *details) {
	fputc('\n', out);
	while (*details != '\0') {
		size_t n = strcspn(details, "\n");
		_cleanup_(freep) char *line = strndup(details, n);

		if (!line)
			return;
		if (line[0] == ' ' || line[0] == '\0')
			fprintf(out, "%s\n", line);
		else
			print_entry(out, "", 0, line);
		details += n + (details[n] == '\n');
	}
}

static void print_verb(FILE *out, const Verb *verb) {
	fprintf(out, "eolctl [OPTIONS] %s%s%s\n\n%s.\n", verb->name,
		verb->arguments[0] != '\0' ? " " : "", verb->arguments, _(verb->summary));
	if (verb->details)
		print_details(out, _(verb->details));
	print_options(out, _("Options"), verb->options);
	print_columns(out, verb);
	fputs(_("\nOptions that every verb takes: eolctl --help\n"), out);
}

void help_print(FILE *out, const Verb *verb) {
	if (verb) {
		print_verb(out, verb);
		return;
	}
	fprintf(out, "eolctl [OPTIONS] [VERB] [ARGUMENTS]\n\n%s\n\n%s:\n",
		_("Ask eold which software is still supported, and until when."), _("Verbs"));
	for (size_t i = 0; verbs[i]; i++) {
		char left[64];

		if (verbs[i]->hidden)
			continue;
		snprintf(left, sizeof(left), "  %s %s", verbs[i]->name, verbs[i]->arguments);
		print_entry(out, left, 32, _(verbs[i]->summary));
	}
	print_options(out, _("Options"), OPTIONS_COMMON);
	fputs(_("\nMore about a verb and its own options: eolctl help VERB\n"
		"See eolctl(1).\n"),
		out);
}
