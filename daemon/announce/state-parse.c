/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "line-field.h"
#include "state-format.h"
#include "state-text.h"
#include "util/heap.h"

typedef struct Items {
	RememberedRelease *items; /* NULL until there is one */
	size_t n;
	size_t max; /* as many lines begin like that */
} Items;

typedef struct Parser {
	char *text; /* all lines, later the texts of the releases */
	Known *known;
	Items live;
	Items gone;
	EventList events;
	const char *product; /* to which the releases belong that come now */
	unsigned seen; /* bits of the head's fields */
} Parser;

enum { SEEN_DAY = 1, SEEN_SEEN = 2, SEEN_SERIAL = 4, SEEN_DEPARTURE = 8, SEEN_ALL = 15 };

static void parser_deinit(Parser *parser) {
	free(parser->text);
	known_free(parser->known);
	free(parser->live.items);
	free(parser->gone.items);
	event_list_deinit(&parser->events);
}

/* ---- marks ----------------------------------------------------------------------------------- */

static int parse_mark_value(const char **text, Mark *ret) {
	if (strncmp(*text, "false", 5) == 0) {
		*ret = MARK_FALSE;
		*text += 5;
		return 0;
	}
	if (strncmp(*text, "true", 4) == 0) {
		*ret = MARK_TRUE;
		*text += 4;
		return 0;
	}
	if (strnlen(*text, CIVIL_DAY_SIZE - 1) < CIVIL_DAY_SIZE - 1 ||
		civil_day_parse_n(*text, CIVIL_DAY_SIZE - 1, ret) < 0)
		return -EBADMSG;
	*text += CIVIL_DAY_SIZE - 1;
	return 0;
}

/* One mark, after the one of the milestone before *next. */
static int parse_mark(const char *text, RememberedRelease *item, Milestone *next) {
	const char *letter = text[0] ? strchr(STATE_MARK_LETTERS, text[0]) : NULL;
	Milestone m = letter ? (Milestone)(letter - STATE_MARK_LETTERS) : _MILESTONE_MAX;
	uint64_t lead;

	if (!letter || m < *next || text[1] != '=')
		return -EBADMSG;
	text += 2;
	if (parse_mark_value(&text, &item->marks[m]) < 0)
		return -EBADMSG;
	if (*text == '!') {
		notes_set_reached(&item->notes, m, true);
		text++;
	}
	if (*text == '<') {
		if (m == MILESTONE_LTS || line_parse_number(text + 1, &lead) < 0 || lead == 0 ||
			lead > NOTES_MAX_LEAD)
			return -EBADMSG;
		notes_set_lead(&item->notes, m, (unsigned)lead);
	} else if (*text) {
		return -EBADMSG;
	}
	*next = m + 1;
	return 0;
}

static int parse_marks(char *text, RememberedRelease *item) {
	Milestone next = 0;
	char *word;
	int r = 0;

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		item->marks[m] = MARK_ABSENT;
	if (!text[0])
		return 0;
	while (r == 0 && (word = strsep(&text, " ")))
		r = parse_mark(word, item, &next);
	return r;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static int add_item(Items *list, const RememberedRelease *item) {
	enum { POPULATED = 1024 };

	if (list->n > 0 && remembered_compare(&list->items[list->n - 1], item) >= 0)
		return -EBADMSG;
	assert(list->n < list->max);
	if (!list->items && !(list->items = reallocarray(NULL, list->max, sizeof(*list->items))))
		return -ENOMEM;
	if (list->n % POPULATED == 0) {
		size_t left = list->max - list->n, n = left < POPULATED ? left : POPULATED;

		heap_populate(&list->items[list->n], n * sizeof(*list->items));
	}
	list->items[list->n++] = *item;
	return 0;
}

/* Cycle, marks and version: all that is left of a line. */
static int parse_release(char *line, RememberedRelease *item) {
	char *cycle = line_cut_text(&line), *marks = line_cut_field(&line);
	char *latest = line_cut_text(&line);

	if (!cycle || !marks || !latest || line)
		return -EBADMSG;
	item->cycle = cycle;
	item->latest = latest[0] ? latest : NULL;
	return parse_marks(marks, item);
}

static int parse_live(Parser *parser, char *line) {
	RememberedRelease item = { .product = parser->product };
	int r;

	if (!parser->product)
		return -EBADMSG;
	r = parse_release(line, &item);
	return r < 0 ? r : add_item(&parser->live, &item);
}

static int parse_gone(Parser *parser, char *line) {
	RememberedRelease item = { 0 };
	int r;

	if (line_cut_number(&line, &item.departure) < 0 || item.departure == 0 ||
		!(item.product = line_cut_text(&line)) || parser->gone.n == REMEMBERED_MAX_DEPARTED)
		return -EBADMSG;
	r = parse_release(line, &item);
	return r < 0 ? r : add_item(&parser->gone, &item);
}

static int parse_event(Parser *parser, char *line) {
	LifecycleEvent *event = NULL;
	int r = event_parse_line(line, &event);

	if (r < 0)
		return r;
	if (parser->events.n > 0 &&
		parser->events.items[parser->events.n - 1]->serial >= event->serial)
		r = -EBADMSG;
	else
		r = event_list_append(&parser->events, event);
	if (r < 0)
		event_free(event);
	return r;
}

/* A field of the head; each stands there once. */
static int parse_head(
	Parser *parser, unsigned bit, const char *value, CivilDay *day, uint64_t *number) {
	if (parser->seen & bit)
		return -EBADMSG;
	parser->seen |= bit;
	if (day)
		return civil_day_parse(value, day) < 0 ? -EBADMSG : 0;
	return line_parse_number(value, number);
}

static int parse_line(Parser *parser, char *line, size_t n) {
	Known *known = parser->known;
	char *rest = memchr(line, '\t', n);

	if (!rest)
		return -EBADMSG;
	if (rest == line)
		return parse_live(parser, line + 1);
	*rest++ = '\0';
	if (strcmp(line, "product") == 0) {
		parser->product = line_cut_text(&rest);
		return !parser->product || rest ? -EBADMSG : 0;
	}
	if (strcmp(line, "gone") == 0)
		return parse_gone(parser, rest);
	if (strcmp(line, "signal") == 0)
		return parse_event(parser, rest);
	if (strcmp(line, "day") == 0)
		return parse_head(parser, SEEN_DAY, rest, &known->day, NULL);
	if (strcmp(line, "seen") == 0)
		return parse_head(parser, SEEN_SEEN, rest, &known->seen, NULL);
	if (strcmp(line, "serial") == 0)
		return parse_head(parser, SEEN_SERIAL, rest, NULL, &known->next_serial);
	if (strcmp(line, "departure") == 0)
		return parse_head(parser, SEEN_DEPARTURE, rest, NULL, &known->next_departure);
	return -EBADMSG;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The first line, which tells whether we may read the others. */
static int check_version(const char *text, size_t size, size_t *ret_offset) {
	const size_t n = strlen(STATE_MAGIC), m = strlen(STATE_VERSION);
	const char *end = memchr(text, '\n', size);
	size_t n_digits;

	if (!end || (size_t)(end - text) <= n || memcmp(text, STATE_MAGIC, n) != 0)
		return -EBADMSG;
	n_digits = strspn(text + n, "0123456789");
	if (text + n + n_digits != end)
		return -EBADMSG;
	*ret_offset = (size_t)(end - text) + 1;
	return n_digits == m && memcmp(text + n, STATE_VERSION, m) == 0 ? 0 : -EPROTONOSUPPORT;
}

/* The last line must tell what stands before it, which is counted on the way. *ret_n is where it
 * begins. */
static int check_end(Parser *parser, const char *text, size_t size, size_t *ret_n) {
	_cleanup_(strbuf_deinit) StrBuf end = STRBUF_INIT;
	size_t n = size, n_lines = 0;

	if (size < 2 || text[size - 1] != '\n' || memchr(text, '\0', size))
		return -EBADMSG;
	for (n = size - 1; n > 0 && text[n - 1] != '\n';)
		n--;
	for (const char *p = text; p < text + n; p = memchr(p, '\n', (size_t)(text + n - p)), p++) {
		parser->live.max += *p == '\t';
		parser->gone.max += *p == 'g';
		n_lines++;
	}
	if (state_text_append_end(text, n, n_lines, &end) < 0)
		return -ENOMEM;
	*ret_n = n;
	return end.len == size - n && memcmp(end.data, text + n, end.len) == 0 ? 0 : -EBADMSG;
}

static int parse_lines(Parser *parser, char *text, char *end, unsigned *line) {
	int r = 0;

	for (*line = 2; r == 0 && text < end; (*line)++) {
		char *newline = memchr(text, '\n', (size_t)(end - text));

		*newline = '\0';
		r = parse_line(parser, text, (size_t)(newline - text));
		text = newline + 1;
	}
	(*line)--;
	return r;
}

/* What only the whole can tell: the head is complete, and all numbers lie before the next ones. */
static int check_whole(const Parser *parser) {
	const Known *known = parser->known;
	const EventList *events = &parser->events;

	if (parser->seen != SEEN_ALL || known->seen > known->day)
		return -EBADMSG;
	if (events->n > 0 && events->items[events->n - 1]->serial >= known->next_serial)
		return -EBADMSG;
	for (size_t i = 0; i < parser->gone.n; i++) {
		const RememberedRelease *item = &parser->gone.items[i];

		if (item->departure >= known->next_departure ||
			remembered_find(known->read, item->product, item->cycle))
			return -EBADMSG;
	}
	return 0;
}

/* The live releases keep the text, the departed get texts of their own: they stay much longer. */
static int build_known(Parser *parser) {
	Known *known = parser->known;

	known->read = remembered_new(parser->live.items, parser->live.n, parser->text);
	if (!known->read)
		return -ENOMEM;
	parser->live.items = NULL;
	parser->text = NULL;
	if (parser->gone.n == 0)
		return 0;
	known->remembered = remembered_copy(parser->gone.items, parser->gone.n);
	return known->remembered ? 0 : -ENOMEM;
}

static int parse(Parser *parser, char *text, size_t size, unsigned *ret_line) {
	size_t begin, end;
	int r = check_version(text, size, &begin);

	if (r == 0)
		r = check_end(parser, text, size, &end);
	if (r == 0 && !(parser->known = known_new(0)))
		r = -ENOMEM;
	if (r == 0) {
		unsigned line;

		r = parse_lines(parser, text + begin, text + end, &line);
		if (r < 0)
			*ret_line = line;
	}
	if (r == 0)
		r = build_known(parser);
	return r < 0 ? r : check_whole(parser);
}

int state_text_parse(char *text, size_t size, Known **ret, EventList *events, unsigned *ret_line) {
	_cleanup_(parser_deinit) Parser parser = { .text = text };
	int r;

	*ret_line = 0;
	r = parse(&parser, text, size, ret_line);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(parser.known);
	*events = parser.events;
	parser.events = (EventList){ 0 };
	return 0;
}
