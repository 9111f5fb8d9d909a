/* SPDX-License-Identifier: MIT */
#include "state-text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "line-field.h"
#include "state-format.h"

/* Room for five marks: letter, date, flag, lead time, space. */
enum { MARKS_ROOM = _MILESTONE_MAX * 24 };

/* A number below 10,000. */
static char *write_small_number(char *end, unsigned number) {
	char digits[4];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (n > 0)
		*end++ = digits[--n];
	return end;
}

static char *write_mark(char *end, Milestone m, Mark mark, Notes notes) {
	*end++ = STATE_MARK_LETTERS[m];
	*end++ = '=';
	if (mark_is_date(mark)) {
		civil_day_format(mark, end);
		end += CIVIL_DAY_SIZE - 1;
	} else {
		end = stpcpy(end, mark == MARK_TRUE ? "true" : "false");
	}
	if (notes_is_reached(notes, m))
		*end++ = '!';
	if (notes_lead(notes, m) > 0) {
		*end++ = '<';
		end = write_small_number(end, notes_lead(notes, m));
	}
	return end;
}

/* Writes the marks that there are. */
static char *write_marks(char *end, const Mark *marks, Notes notes) {
	const char *begin = end;

	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		if (marks[m] == MARK_ABSENT)
			continue;
		if (end > begin)
			*end++ = ' ';
		end = write_mark(end, m, marks[m], notes);
	}
	return end;
}

/* The fields that live and departed releases have in common. Most of a state is such lines, so each
 * is written in one go. */
static void append_release(StrBuf *buf, const char *cycle, const Mark *marks, Notes notes,
	const char *latest, size_t *n_lines) {
	size_t n = line_text_room(cycle) + (latest ? line_text_room(latest) : 0) + MARKS_ROOM + 4;
	char *line = strbuf_make_room(buf, n), *end = line;

	if (!line)
		return;
	*end++ = '\t';
	end = line_write_text(end, cycle);
	*end++ = '\t';
	end = write_marks(end, marks, notes);
	*end++ = '\t';
	if (latest)
		end = line_write_text(end, latest);
	*end++ = '\n';
	strbuf_add_written(buf, (size_t)(end - line));
	(*n_lines)++;
}

static void append_product(StrBuf *buf, const char *name, size_t *n_lines) {
	(void)strbuf_append_str(buf, "product\t");
	line_append_text(buf, name);
	(void)strbuf_append_byte(buf, '\n');
	(*n_lines)++;
}

static void append_live(const Known *known, StrBuf *buf, size_t *n_lines) {
	for (size_t i = 0; i < known_n_products(known); i++) {
		KnownProduct entry = known_product(known, i);
		const Product *product = entry.product;
		const uint16_t *by_name = product_list(product, &product->by_name);

		if (product_n_releases(product) > 0)
			append_product(buf, product_name(product), n_lines);
		for (size_t k = 0; k < product_n_releases(product); k++) {
			const Release *release = product_release(product, by_name[k]);
			KnownRelease view;

			known_get(known, &entry, by_name[k], &view);
			append_release(buf, release_name(product, release), view.marks, view.notes,
				view.latest, n_lines);
		}
	}
}

static void append_read(const Remembered *list, StrBuf *buf, size_t *n_lines) {
	for (size_t i = 0; list && i < list->n; i++) {
		const RememberedRelease *item = &list->items[i];

		if (i == 0 || strcmp(item->product, list->items[i - 1].product) != 0)
			append_product(buf, item->product, n_lines);
		append_release(buf, item->cycle, item->marks, item->notes, item->latest, n_lines);
	}
}

static void append_gone(const Remembered *list, StrBuf *buf, size_t *n_lines) {
	for (size_t i = 0; list && i < list->n; i++) {
		const RememberedRelease *item = &list->items[i];

		if (item->departure == 0)
			continue;
		(void)strbuf_printf(buf, "gone\t%" PRIu64 "\t", item->departure);
		line_append_text(buf, item->product);
		append_release(buf, item->cycle, item->marks, item->notes, item->latest, n_lines);
	}
}

static void append_events(const EventList *events, StrBuf *buf, size_t *n_lines) {
	for (size_t i = 0; i < events->n; i++) {
		(void)strbuf_append_str(buf, "signal\t");
		(void)event_append_line(events->items[i], buf);
		(void)strbuf_append_byte(buf, '\n');
		(*n_lines)++;
	}
}

static void append_head(const Known *known, StrBuf *buf, size_t *n_lines) {
	char day[CIVIL_DAY_SIZE], seen[CIVIL_DAY_SIZE];

	(void)strbuf_printf(buf,
		STATE_MAGIC STATE_VERSION "\nday\t%s\nseen\t%s\nserial\t%" PRIu64
					  "\ndeparture\t%" PRIu64 "\n",
		civil_day_format(known->day, day), civil_day_format(known->seen, seen),
		known->next_serial, known->next_departure);
	*n_lines += 5;
}

int state_text_append_end(const char *text, size_t n, size_t n_lines, StrBuf *buf) {
	return strbuf_printf(buf, "end\t%zu\t%016" PRIx64 "\n", n_lines, state_checksum(text, n));
}

/* The buffer must be empty: the last line speaks of all that it holds. */
int state_text_append(const Known *known, const EventList *events, StrBuf *buf) {
	size_t n_lines = 0;

	append_head(known, buf, &n_lines);
	append_live(known, buf, &n_lines);
	append_read(known->read, buf, &n_lines);
	append_gone(known->remembered, buf, &n_lines);
	append_events(events, buf, &n_lines);
	return state_text_append_end(strbuf_cstr(buf), buf->len, n_lines, buf);
}
