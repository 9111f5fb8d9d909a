/* SPDX-License-Identifier: MIT */
#include "event.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "line-field.h"
#include "util/utf8.h"

/* The texts of an event, in the order in which they stand behind the struct. */
static const size_t text_offsets[] = {
	offsetof(LifecycleEvent, product),
	offsetof(LifecycleEvent, cycle),
	offsetof(LifecycleEvent, product_label),
	offsetof(LifecycleEvent, label),
	offsetof(LifecycleEvent, version),
	offsetof(LifecycleEvent, old_version),
};

static const char **text_at(LifecycleEvent *event, size_t i) {
	return (const char **)((char *)event + text_offsets[i]);
}

static const char *get_text(const LifecycleEvent *event, size_t i) {
	const char *text = *(const char *const *)((const char *)event + text_offsets[i]);

	return text ? text : "";
}

/* Appends the texts, each with a NUL; what is no UTF-8 could never be sent. */
static int collect_texts(const LifecycleEvent *event, StrBuf *texts) {
	for (size_t i = 0; i < ELEMENTSOF(text_offsets); i++) {
		const char *text = get_text(event, i);
		size_t n = strlen(text);

		if (utf8_is_valid(text, n, NULL))
			(void)strbuf_append(texts, text, n);
		else
			(void)utf8_append_escaped(texts, text, n);
		(void)strbuf_append_byte(texts, '\0');
	}
	return strbuf_error(texts);
}

LifecycleEvent *event_copy(const LifecycleEvent *event) {
	_cleanup_(strbuf_deinit) StrBuf texts = STRBUF_INIT;
	LifecycleEvent *copy;
	char *text;

	if (collect_texts(event, &texts) < 0)
		return NULL;
	copy = malloc(sizeof(LifecycleEvent) + texts.len);
	if (!copy)
		return NULL;
	*copy = *event;
	text = (char *)(copy + 1);
	memcpy(text, texts.data, texts.len);
	for (size_t i = 0; i < ELEMENTSOF(text_offsets); i++) {
		*text_at(copy, i) = text;
		text += strlen(text) + 1;
	}
	return copy;
}

LifecycleEvent *event_free(LifecycleEvent *event) {
	free(event);
	return NULL;
}

const char *event_kind_name(EventKind kind) {
	static const char *const names[_EVENT_KIND_MAX] = {
		[EVENT_MILESTONE_CHANGED] = "MilestoneChanged",
		[EVENT_MILESTONE_REACHED] = "MilestoneReached",
		[EVENT_MILESTONE_APPROACHING] = "MilestoneApproaching",
		[EVENT_VERSION_RELEASED] = "VersionReleased",
	};

	assert((unsigned)kind < _EVENT_KIND_MAX);
	return names[kind];
}

const char *event_subject(const LifecycleEvent *event) {
	return event->kind == EVENT_VERSION_RELEASED ? event->version
						     : milestone_name(event->milestone);
}

/* ---- as a line ------------------------------------------------------------------------------- */

/* What is true of an event, as words. */
static const struct {
	const char *word;
	size_t offset;
} flags[] = {
	{ "tracked", offsetof(LifecycleEvent, is_tracked) },
	{ "supported", offsetof(LifecycleEvent, is_supported) },
	{ "reached", offsetof(LifecycleEvent, is_reached) },
	{ "present", offsetof(LifecycleEvent, is_present) },
	{ "was-reached", offsetof(LifecycleEvent, was_reached) },
	{ "was-present", offsetof(LifecycleEvent, was_present) },
};

static void append_field(StrBuf *buf, const char *text) {
	(void)strbuf_append_byte(buf, '\t');
	line_append_text(buf, text);
}

static void append_date(StrBuf *buf, CivilDay date) {
	char text[CIVIL_DAY_SIZE];

	append_field(buf, civil_day_format(date, text));
}

static void append_flags(StrBuf *buf, const LifecycleEvent *event) {
	const char *before = "\t";

	for (size_t i = 0; i < ELEMENTSOF(flags); i++) {
		if (!*(const bool *)((const char *)event + flags[i].offset))
			continue;
		(void)strbuf_append_str(buf, before);
		(void)strbuf_append_str(buf, flags[i].word);
		before = " ";
	}
	if (*before == '\t')
		(void)strbuf_append_str(buf, before);
}

int event_append_line(const LifecycleEvent *event, StrBuf *buf) {
	(void)strbuf_printf(buf, "%" PRIu64, event->serial);
	append_field(buf, event_kind_name(event->kind));
	append_field(buf, event->product);
	append_field(buf, event->cycle);
	append_field(buf, event_subject(event));
	append_date(buf, event->date);
	append_flags(buf, event);
	append_field(buf, status_name(event->status));
	append_field(buf, event->product_label);
	append_field(buf, event->label);
	append_date(buf, event->old_date);
	append_field(buf, event->old_version);
	return strbuf_printf(buf, "\t%" PRIu32, event->days_left);
}

/* The number of a word among n that a function names; n if it is none of them. */
#define FIND_WORD(text, name_of, n) \
	({ \
		const char *text_ = (text); \
		unsigned found_ = 0; \
		while (text_ && found_ < (unsigned)(n) && strcmp(name_of(found_), text_) != 0) \
			found_++; \
		text_ ? found_ : (unsigned)(n); \
	})

static int parse_flags(char *field, LifecycleEvent *event) {
	char *word;

	if (!field || !field[0])
		return field ? 0 : -EBADMSG;
	while ((word = strsep(&field, " "))) {
		size_t i = 0;

		while (i < ELEMENTSOF(flags) && strcmp(flags[i].word, word) != 0)
			i++;
		if (i == ELEMENTSOF(flags))
			return -EBADMSG;
		*(bool *)((char *)event + flags[i].offset) = true;
	}
	return 0;
}

static int parse_subject(const char *text, LifecycleEvent *event) {
	unsigned milestone;

	if (!text)
		return -EBADMSG;
	if (event->kind == EVENT_VERSION_RELEASED) {
		event->version = text;
		return 0;
	}
	milestone = FIND_WORD(text, milestone_name, _MILESTONE_MAX);
	if (milestone == _MILESTONE_MAX)
		return -EBADMSG;
	event->milestone = (Milestone)milestone;
	return 0;
}

static int parse_status(const char *text, LifecycleEvent *event) {
	unsigned status = FIND_WORD(text, status_name, _STATUS_MAX);

	if (status == _STATUS_MAX)
		return -EBADMSG;
	event->status = (Status)status;
	return 0;
}

/* All fields in their order; texts are borrowed from the line. Returns 0 or -EBADMSG. */
static int parse_fields(char *line, LifecycleEvent *event) {
	uint64_t days_left;
	unsigned kind;

	*event = (LifecycleEvent){ 0 };
	if (line_cut_number(&line, &event->serial) < 0)
		return -EBADMSG;
	kind = FIND_WORD(line_cut_field(&line), event_kind_name, _EVENT_KIND_MAX);
	if (kind == _EVENT_KIND_MAX)
		return -EBADMSG;
	event->kind = (EventKind)kind;
	if (!(event->product = line_cut_text(&line)) || !(event->cycle = line_cut_text(&line)) ||
		parse_subject(line_cut_text(&line), event) < 0 ||
		line_cut_date(&line, &event->date) < 0 ||
		parse_flags(line_cut_field(&line), event) < 0 ||
		parse_status(line_cut_field(&line), event) < 0 ||
		!(event->product_label = line_cut_text(&line)) ||
		!(event->label = line_cut_text(&line)) ||
		line_cut_date(&line, &event->old_date) < 0 ||
		!(event->old_version = line_cut_text(&line)) ||
		line_cut_number(&line, &days_left) < 0 || line || days_left > INT32_MAX)
		return -EBADMSG;
	event->days_left = (uint32_t)days_left;
	return 0;
}

int event_parse_line(char *line, LifecycleEvent **ret) {
	LifecycleEvent event, *copy;

	if (parse_fields(line, &event) < 0)
		return -EBADMSG;
	copy = event_copy(&event);
	if (!copy)
		return -ENOMEM;
	*ret = copy;
	return 0;
}

/* ---- lists ----------------------------------------------------------------------------------- */

void event_list_deinit(EventList *list) {
	for (size_t i = 0; i < list->n; i++)
		event_free(list->items[i]);
	free(list->items);
	*list = (EventList){ 0 };
}

int event_list_append(EventList *list, LifecycleEvent *event) {
	if (list->n == list->size) {
		size_t size = list->size ? list->size * 2 : 16;
		LifecycleEvent **items = reallocarray(list->items, size, sizeof(*items));

		if (!items)
			return -ENOMEM;
		list->items = items;
		list->size = size;
	}
	list->items[list->n++] = event;
	return 0;
}
