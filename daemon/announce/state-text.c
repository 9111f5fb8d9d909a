/* SPDX-License-Identifier: MIT */
#include "state-text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "line-field.h"
#include "state-format.h"

/* What is made before it is handed on: it stays in the processor's cache, and no page is touched
 * that was not before. */
enum { PIECE_BYTES = 32 * 1024 };

typedef struct Writer {
	StrBuf buf; /* lines that were not handed on yet */
	size_t n_lines;
	uint64_t n, checksum; /* of what was */
	StateTextWrite write;
	void *userdata;
	int error;
} Writer;

/* Hands on what there is, up to the last that the checksum takes, or all of it. */
static void hand_on(Writer *writer, bool is_all) {
	StrBuf *buf = &writer->buf;
	size_t n = is_all ? buf->len : buf->len & ~(size_t)7, rest = buf->len - n;

	if (writer->error == 0)
		writer->error = strbuf_error(buf);
	if (writer->error < 0 || buf->len == 0)
		return;
	writer->n += n;
	writer->checksum = state_checksum_add(writer->checksum, buf->data, n);
	writer->error = writer->n > STATE_MAX_BYTES ? -E2BIG
						    : writer->write(buf->data, n, writer->userdata);
	memmove(buf->data, buf->data + n, rest);
	strbuf_truncate(buf, rest);
}

static void end_line(Writer *writer) {
	(void)strbuf_append_byte(&writer->buf, '\n');
	writer->n_lines++;
	if (writer->buf.len >= PIECE_BYTES)
		hand_on(writer, false);
}

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
	if (notes == 0)
		return end;
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
static void write_release(
	Writer *writer, const char *cycle, const Mark *marks, Notes notes, const char *latest) {
	size_t n = line_text_room(cycle) + (latest ? line_text_room(latest) : 0) + MARKS_ROOM + 3;
	char *line = strbuf_make_room(&writer->buf, n), *end = line;

	if (!line)
		return;
	*end++ = '\t';
	end = line_write_text(end, cycle);
	*end++ = '\t';
	end = write_marks(end, marks, notes);
	*end++ = '\t';
	if (latest)
		end = line_write_text(end, latest);
	strbuf_add_written(&writer->buf, (size_t)(end - line));
	end_line(writer);
}

static void write_product(Writer *writer, const char *name) {
	(void)strbuf_append_str(&writer->buf, "product\t");
	line_append_text(&writer->buf, name);
	end_line(writer);
}

static void write_live(Writer *writer, const Known *known) {
	for (size_t i = 0; i < known_n_products(known) && writer->error == 0; i++) {
		KnownProduct entry = known_product(known, i);
		const Product *product = entry.product;
		const uint16_t *by_name = product_list(product, &product->by_name);

		if (product_n_releases(product) > 0)
			write_product(writer, product_name(product));
		for (size_t k = 0; k < product_n_releases(product); k++) {
			const Release *release = product_release(product, by_name[k]);
			KnownRelease view;

			known_get(known, &entry, by_name[k], &view);
			write_release(writer, release_name(product, release), view.marks,
				view.notes, view.latest);
		}
	}
}

static void write_read(Writer *writer, const Remembered *list) {
	for (size_t i = 0; list && i < list->n && writer->error == 0; i++) {
		const RememberedRelease *item = &list->items[i];

		if (i == 0 || strcmp(item->product, list->items[i - 1].product) != 0)
			write_product(writer, item->product);
		write_release(writer, item->cycle, item->marks, item->notes, item->latest);
	}
}

static void write_gone(Writer *writer, const Remembered *list) {
	for (size_t i = 0; list && i < list->n && writer->error == 0; i++) {
		const RememberedRelease *item = &list->items[i];

		if (item->departure == 0)
			continue;
		(void)strbuf_printf(&writer->buf, "gone\t%" PRIu64 "\t", item->departure);
		line_append_text(&writer->buf, item->product);
		write_release(writer, item->cycle, item->marks, item->notes, item->latest);
	}
}

static void write_events(Writer *writer, const EventList *events) {
	for (size_t i = 0; i < events->n && writer->error == 0; i++) {
		(void)strbuf_append_str(&writer->buf, "signal\t");
		(void)event_append_line(events->items[i], &writer->buf);
		end_line(writer);
	}
}

static void write_head(Writer *writer, const Known *known) {
	char day[CIVIL_DAY_SIZE], seen[CIVIL_DAY_SIZE];

	(void)strbuf_printf(&writer->buf,
		STATE_MAGIC STATE_VERSION "\nday\t%s\nseen\t%s\nserial\t%" PRIu64
					  "\ndeparture\t%" PRIu64,
		civil_day_format(known->day, day), civil_day_format(known->seen, seen),
		known->next_serial, known->next_departure);
	writer->n_lines += 4;
	end_line(writer);
}

static int append_end(uint64_t checksum, uint64_t n, size_t n_lines, StrBuf *buf) {
	return strbuf_printf(
		buf, "end\t%zu\t%016" PRIx64 "\n", n_lines, state_checksum_end(checksum, n));
}

int state_text_append_end(const char *text, size_t n, size_t n_lines, StrBuf *buf) {
	return append_end(state_checksum_add(STATE_CHECKSUM_INIT, text, n), n, n_lines, buf);
}

int state_text_write(
	const Known *known, const EventList *events, StateTextWrite write, void *userdata) {
	_cleanup_(strbuf_deinit) StrBuf end = STRBUF_INIT;
	Writer writer = {
		.checksum = STATE_CHECKSUM_INIT,
		.write = write,
		.userdata = userdata,
	};
	int r;

	write_head(&writer, known);
	write_live(&writer, known);
	write_read(&writer, known->read);
	write_gone(&writer, known->remembered);
	write_events(&writer, events);
	hand_on(&writer, true);
	strbuf_deinit(&writer.buf);
	r = writer.error;
	if (r == 0)
		r = append_end(writer.checksum, writer.n, writer.n_lines, &end);
	return r < 0 ? r : write(end.data, end.len, userdata);
}
