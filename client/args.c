/* SPDX-License-Identifier: MIT */
#include "args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "nearest.h"
#include "translate.h"

const Option args_options[_OPTION_MAX] = {
	[OPTION_HELP] = { 'h', "help", NULL, N_("Show this help, or that of a verb") },
	[OPTION_VERSION] = { 0, "version", NULL, N_("Show the version of eolctl") },
	[OPTION_BUS] = { 0, "bus", "BUS", N_("Bus: system (default), session, or an address"),
		"system session" },
	[OPTION_HOST] = { 'H', "host", "[USER@]HOST", N_("Ask the eold of another host, by ssh") },
	[OPTION_MACHINE] = { 'M', "machine", "CONTAINER", N_("Ask the eold of a local container") },
	[OPTION_JSON] = { 0, "json", "MODE", N_("Answer in JSON: pretty, short, or off"),
		"pretty short off" },
	[OPTION_JSON_SHORT] = { 'j', NULL, NULL,
		N_("Same as --json=pretty on a terminal, --json=short otherwise") },
	[OPTION_NO_PAGER] = { 0, "no-pager", NULL, N_("Do not show long output in a pager") },
	[OPTION_NO_LEGEND] = { 0, "no-legend", NULL, N_("Leave out headers and footers") },
	[OPTION_FULL] = { 'l', "full", NULL, N_("Do not cut long text to fit the terminal") },
	[OPTION_QUIET] = { 'q', "quiet", NULL, N_("Leave out hints and remarks") },
	[OPTION_NO_ASK_PASSWORD] = { 0, "no-ask-password", NULL,
		N_("Do not let anybody be asked for a password") },
	[OPTION_AT] = { 0, "at", "DATE", N_("As on that day (YYYY-MM-DD) instead of today") },
	[OPTION_COLUMNS] = { 'o', "columns", "COLUMNS",
		N_("Which columns, with commas between them") },
	[OPTION_CATEGORY] = { 0, "category", "NAME", N_("Only products of this category") },
	[OPTION_TAG] = { 0, "tag", "NAME", N_("Only products with this tag") },
	[OPTION_EOL] = { 0, "eol", NULL, N_("Only what has reached its end of life") },
	[OPTION_SUPPORTED] = { 0, "supported", NULL, N_("Only what is supported") },
	[OPTION_WITHIN] = { 0, "within", "DAYS",
		N_("Only what happens in so many days from the day") },
	[OPTION_RELEASES] = { 'r', "releases", NULL, N_("List releases instead of products") },
	[OPTION_FROM] = { 0, "from", "DATE", N_("First day (default: today)") },
	[OPTION_TO] = { 0, "to", "DATE", N_("Last day, included") },
	[OPTION_PRODUCT] = { 0, "product", "PRODUCT", N_("Only this product; may be repeated") },
	[OPTION_MILESTONE] = { 'm', "milestone", "NAME",
		N_("Only lts, eoas, eol, eoes or discontinued; may be repeated"),
		"lts eoas eol eoes discontinued" },
	[OPTION_TRACKED] = { 't', "tracked", NULL,
		N_("Only what this host and its administrator track") },
	[OPTION_PROPERTY] = { 'p', "property", "NAME",
		N_("Only this property, as NAME=VALUE; may be repeated") },
	[OPTION_PROPERTY_VALUE] = { 'P', NULL, "NAME", N_("Same as --value --property=NAME") },
	[OPTION_VALUE] = { 0, "value", NULL, N_("Of properties show the values alone") },
	[OPTION_ALL] = { 'a', "all", NULL,
		N_("Everything: all properties, or what nobody tracks, too") },
	[OPTION_EXEC] = { 0, "exec", "COMMAND",
		N_("Run COMMAND for each, with EOLD_* in its environment") },
	[OPTION_FORMAT] = { 0, "format", "FORMAT", N_("Format to write (default: json)"),
		"json csv facts prometheus ics" },
	[OPTION_OUTPUT] = { 0, "output", "FILE",
		N_("Write to FILE, which is replaced as a whole") },
	[OPTION_WARNING] = { 'w', "warning", "DAYS",
		N_("WARNING with at most so many days left (default: longest lead time)") },
	[OPTION_CRITICAL] = { 'c', "critical", "DAYS",
		N_("CRITICAL with fewer days left (default: 0, after the last day)") },
	[OPTION_EXTENDED] = { 0, "extended", NULL, N_("Count extended support as support") },
};

const char *args_option_name(OptionId id, char buffer[static 32]) {
	const Option *option = &args_options[id];

	if (option->name)
		snprintf(buffer, 32, "--%s", option->name);
	else
		snprintf(buffer, 32, "-%c", option->letter);
	return buffer;
}

/* ---- values ------------------------------------------------------------------------------- */

static int bad_value(OptionId id, const char *value, const char *wanted) {
	char name[32];

	return complain_usage(
		_("%s wants %s, not \"%s\"."), args_option_name(id, name), _(wanted), value);
}

static int parse_days(OptionId id, const char *value, int *ret) {
	char *end = NULL;
	long n = -1;

	errno = 0;
	if (value[0] >= '0' && value[0] <= '9')
		n = strtol(value, &end, 10);
	if (n < 0 || errno != 0 || *end != '\0' || n > 10000 * 366)
		return bad_value(id, value, N_("a number of days"));
	*ret = (int)n;
	return 0;
}

static int parse_date(OptionId id, const char *value, const char **ret) {
	CivilDay day;

	if (civil_day_parse(value, &day) < 0)
		return bad_value(id, value, N_("a date such as 2029-05-31"));
	*ret = value;
	return 0;
}

static int parse_json(const char *value, JsonMode *ret) {
	if (strcmp(value, "pretty") == 0)
		*ret = JSON_PRETTY;
	else if (strcmp(value, "short") == 0)
		*ret = JSON_SHORT;
	else if (strcmp(value, "off") == 0)
		*ret = JSON_OFF;
	else
		return bad_value(OPTION_JSON, value, N_("pretty, short or off"));
	return 0;
}

static int parse_milestone(const char *value, ArgsList *list) {
	static const char *const known[] = { "lts", "eoas", "eol", "eoes", "discontinued" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(value, known[i]) == 0 && list->n < ARGS_LIST_MAX) {
			list->items[list->n++] = known[i];
			return 0;
		}
	return bad_value(OPTION_MILESTONE, value, N_("lts, eoas, eol, eoes or discontinued"));
}

static int list_add(ArgsList *list, const char *value) {
	if (list->n >= ARGS_LIST_MAX)
		return complain_usage(_("More than %d arguments of one kind."), ARGS_LIST_MAX);
	list->items[list->n++] = value;
	return 0;
}

/* An address is KIND:KEY=VALUE... */
static bool is_bus(const char *value) {
	return strcmp(value, "system") == 0 || strcmp(value, "session") == 0 || strchr(value, ':');
}

static int set_text(OptionId id, const char *value, const char **ret) {
	if (value[0] == '\0')
		return bad_value(id, value, N_("a value"));
	*ret = value;
	return 0;
}

/* The options whose argument is any text. */
static const char **text_of(Args *args, OptionId id) {
	const char **const texts[_OPTION_MAX] = {
		[OPTION_BUS] = &args->bus,
		[OPTION_HOST] = &args->host,
		[OPTION_MACHINE] = &args->machine,
		[OPTION_COLUMNS] = &args->columns,
		[OPTION_CATEGORY] = &args->category,
		[OPTION_TAG] = &args->tag,
		[OPTION_EXEC] = &args->exec,
		[OPTION_FORMAT] = &args->format,
		[OPTION_OUTPUT] = &args->output,
	};

	return texts[id];
}

static int set_option(Args *args, OptionId id, const char *value) {
	const char **text = text_of(args, id);

	args->given |= OPTION_BIT(id);
	if (id == OPTION_BUS && !is_bus(value))
		return bad_value(id, value, N_("system, session or an address"));
	if (text)
		return set_text(id, value, text);
	switch ((int)id) {
	case OPTION_JSON:
		return parse_json(value, &args->json);
	case OPTION_AT:
		return parse_date(id, value, &args->at);
	case OPTION_FROM:
		return parse_date(id, value, &args->from);
	case OPTION_TO:
		return parse_date(id, value, &args->to);
	case OPTION_WITHIN:
		return parse_days(id, value, &args->within_days);
	case OPTION_WARNING:
		return parse_days(id, value, &args->warning_days);
	case OPTION_CRITICAL:
		return parse_days(id, value, &args->critical_days);
	case OPTION_MILESTONE:
		return parse_milestone(value, &args->milestones);
	case OPTION_PRODUCT:
		return list_add(&args->products, value);
	case OPTION_PROPERTY:
	case OPTION_PROPERTY_VALUE:
		return list_add(&args->properties, value);
	default:
		return 0;
	}
}

/* ---- names ------------------------------------------------------------------------------- */

static bool begins_with(int id, const char *name, size_t len) {
	return len > 0 && args_options[id].name && strncmp(args_options[id].name, name, len) == 0;
}

OptionId args_find_name(const char *name, size_t len) {
	OptionId found = _OPTION_MAX;
	size_t n = 0;

	for (int id = 0; id < _OPTION_MAX; id++) {
		if (!begins_with(id, name, len))
			continue;
		if (args_options[id].name[len] == '\0')
			return (OptionId)id;
		found = (OptionId)id;
		n++;
	}
	return n == 1 ? found : _OPTION_MAX;
}

OptionId args_find_letter(char letter) {
	int id = 0;

	while (id < _OPTION_MAX && args_options[id].letter != letter)
		id++;
	return (OptionId)id;
}

/* ---- words -------------------------------------------------------------------------------- */

/* Names what begins so; returns whether there is more than one option. */
static bool complain_ambiguous(const char *name, size_t len) {
	char text[256] = "";
	size_t at = 0, n = 0;

	for (int id = 0; id < _OPTION_MAX; id++)
		if (begins_with(id, name, len) && at < sizeof(text)) {
			at += (size_t)snprintf(text + at, sizeof(text) - at, "%s--%s",
				n > 0 ? ", " : "", args_options[id].name);
			n++;
		}
	if (n > 1)
		complain_usage(_("\"--%.*s\" may be any of %s."), (int)len, name, text);
	return n > 1;
}

static int unknown_option(const char *name, size_t len) {
	char typed[64], hint[32];
	Nearest nearest = { .typed = typed };

	if (complain_ambiguous(name, len))
		return -EINVAL;
	snprintf(typed, sizeof(typed), "%.*s", (int)(len < 63 ? len : 63), name);
	for (int id = 0; id < _OPTION_MAX; id++)
		if (args_options[id].name)
			nearest_offer(&nearest, args_options[id].name);
	if (nearest.n == 0)
		return complain_usage(_("There is no option \"--%s\"."), typed);
	snprintf(hint, sizeof(hint), "--%s", nearest.words[0]);
	return complain_usage(_("There is no option \"--%s\"; did you mean %s?"), typed, hint);
}

/* Reads "--name", "--name=value" or "--name" "value"; moves *at over what it takes. */
static int parse_long(Args *args, int argc, char *argv[], int *at) {
	const char *name = argv[*at] + 2, *value = strchr(name, '=');
	size_t len = value ? (size_t)(value - name) : strlen(name);
	OptionId id = args_find_name(name, len);

	if (id == _OPTION_MAX)
		return unknown_option(name, len);
	if (!args_options[id].arg && value)
		return complain_usage(_("--%s takes no value."), args_options[id].name);
	if (args_options[id].arg && !value) {
		if (*at + 1 >= argc)
			return complain_usage(_("--%s wants a value: %s."), args_options[id].name,
				args_options[id].arg);
		value = argv[++*at];
	} else if (value)
		value++;
	return set_option(args, id, value);
}

/* Reads a group of letters, the last of which may take the rest or the next word as its value. */
static int parse_letters(Args *args, int argc, char *argv[], int *at) {
	for (const char *p = argv[*at] + 1; *p != '\0'; p++) {
		const char *value = NULL;
		OptionId id = args_find_letter(*p);
		int r;

		if (id == _OPTION_MAX)
			return complain_usage(_("There is no option \"-%c\"."), *p);
		if (args_options[id].arg && p[1] == '\0' && *at + 1 >= argc)
			return complain_usage(
				_("-%c wants a value: %s."), *p, args_options[id].arg);
		if (args_options[id].arg)
			value = p[1] != '\0' ? p + 1 : argv[++*at];
		r = set_option(args, id, value);
		if (r < 0 || value)
			return r;
	}
	return 0;
}

/* What cannot be meant together, whatever the verb. */
static int check_together(const Args *args) {
	int places = args_has(args, OPTION_BUS) + args_has(args, OPTION_HOST) +
		     args_has(args, OPTION_MACHINE);

	if (places > 1)
		return complain_usage(_("Only one of --bus, --host and --machine can be asked."));
	if (args_has(args, OPTION_EOL) && args_has(args, OPTION_SUPPORTED))
		return complain_usage(_("--eol and --supported exclude each other."));
	if (args_has(args, OPTION_TO) && args_has(args, OPTION_WITHIN))
		return complain_usage(_("--to and --within exclude each other."));
	return 0;
}

int args_parse(int argc, char *argv[], Args *ret) {
	*ret = (Args){
		.bus = "system",
		.at = "",
		.category = "",
		.tag = "",
		.from = "",
		.to = "",
		.within_days = -1,
		.warning_days = -1,
		.critical_days = -1,
	};
	bool only_words = false;
	int r = 0;

	for (int at = 1; at < argc && r == 0; at++) {
		const char *word = argv[at];

		if (only_words || word[0] != '-' || word[1] == '\0')
			r = list_add(&ret->words, word);
		else if (strcmp(word, "--") == 0)
			only_words = true;
		else if (word[1] == '-')
			r = parse_long(ret, argc, argv, &at);
		else
			r = parse_letters(ret, argc, argv, &at);
	}
	return r < 0 ? r : check_together(ret);
}
