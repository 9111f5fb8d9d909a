/* SPDX-License-Identifier: MIT */
#include "event.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

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

/* ---- to JSON --------------------------------------------------------------------------------- */

/* Written out by hand: a turn may have tens of thousands of events, and a tree for each of them
 * would cost ten times as much. Texts are valid UTF-8 already. */
static void append_quoted(StrBuf *buf, const char *text) {
	(void)strbuf_append_byte(buf, '"');
	while (*text) {
		const char *from = text;

		while ((unsigned char)*text >= 0x20 && *text != '"' && *text != '\\')
			text++;
		(void)strbuf_append(buf, from, (size_t)(text - from));
		if (*text)
			(void)strbuf_printf(buf, "\\u%04x", (unsigned)*text++);
	}
	(void)strbuf_append_byte(buf, '"');
}

/* All names are literals that need no escape. */
static void append_name(StrBuf *buf, const char *name) {
	(void)strbuf_append_byte(buf, ',');
	(void)strbuf_append_byte(buf, '"');
	(void)strbuf_append_str(buf, name);
	(void)strbuf_append_str(buf, "\":");
}

static void append_text(StrBuf *buf, const char *name, const char *text) {
	append_name(buf, name);
	append_quoted(buf, text);
}

static void append_bool(StrBuf *buf, const char *name, bool value) {
	append_name(buf, name);
	(void)strbuf_append_str(buf, value ? "true" : "false");
}

static void append_date(StrBuf *buf, const char *name, CivilDay date) {
	char text[CIVIL_DAY_SIZE];

	append_text(buf, name, civil_day_format(date, text));
}

int event_append_json(const LifecycleEvent *event, StrBuf *buf) {
	(void)strbuf_printf(buf, "{\"serial\":%" PRIu64, event->serial);
	append_text(buf, "signal", event_kind_name(event->kind));
	append_text(buf, "product", event->product);
	append_text(buf, "cycle", event->cycle);
	if (event->kind != EVENT_VERSION_RELEASED)
		append_text(buf, "milestone", milestone_name(event->milestone));
	append_date(buf, "date", event->date);
	append_bool(buf, "tracked", event->is_tracked);
	append_text(buf, "productLabel", event->product_label);
	append_text(buf, "label", event->label);
	append_text(buf, "status", status_name(event->status));
	append_bool(buf, "supported", event->is_supported);
	if (event->kind == EVENT_MILESTONE_APPROACHING) {
		append_name(buf, "daysLeft");
		(void)strbuf_printf(buf, "%" PRIu32, event->days_left);
	} else if (event->kind == EVENT_MILESTONE_CHANGED) {
		append_date(buf, "oldDate", event->old_date);
		append_bool(buf, "oldReached", event->was_reached);
		append_bool(buf, "oldPresent", event->was_present);
		append_bool(buf, "reached", event->is_reached);
		append_bool(buf, "present", event->is_present);
	} else if (event->kind == EVENT_VERSION_RELEASED) {
		append_text(buf, "version", event->version);
		append_text(buf, "oldVersion", event->old_version);
	}
	return strbuf_append_byte(buf, '}');
}

/* ---- from JSON ------------------------------------------------------------------------------- */

/* The fields of an object; what is missing or of another type is remembered. */
typedef struct Fields {
	const json_t *object;
	bool wrong;
} Fields;

static const char *get_string(Fields *fields, const char *name) {
	const char *text = json_string_value(json_object_get(fields->object, name));

	if (!text)
		fields->wrong = true;
	return text ? text : "";
}

static bool get_bool(Fields *fields, const char *name) {
	const json_t *value = json_object_get(fields->object, name);

	if (!json_is_boolean(value))
		fields->wrong = true;
	return json_is_true(value);
}

static uint64_t get_number(Fields *fields, const char *name, uint64_t max) {
	const json_t *value = json_object_get(fields->object, name);
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || (uint64_t)number > max) {
		fields->wrong = true;
		return 0;
	}
	return (uint64_t)number;
}

static CivilDay get_date(Fields *fields, const char *name) {
	const char *text = get_string(fields, name);
	CivilDay day = CIVIL_DAY_NONE;

	if (text[0] && civil_day_parse(text, &day) < 0)
		fields->wrong = true;
	return day;
}

/* The number of a word; names are given by a function of the number. */
#define GET_WORD(fields, key, name_of, n) \
	({ \
		const char *word_ = get_string(fields, key); \
		unsigned found_ = 0; \
		while (found_ < (unsigned)(n) && strcmp(name_of(found_), word_) != 0) \
			found_++; \
		if (found_ == (unsigned)(n)) { \
			(fields)->wrong = true; \
			found_ = 0; \
		} \
		found_; \
	})

static void get_details(Fields *fields, LifecycleEvent *event) {
	if (event->kind == EVENT_MILESTONE_APPROACHING) {
		event->days_left = (uint32_t)get_number(fields, "daysLeft", INT32_MAX);
	} else if (event->kind == EVENT_MILESTONE_CHANGED) {
		event->old_date = get_date(fields, "oldDate");
		event->was_reached = get_bool(fields, "oldReached");
		event->was_present = get_bool(fields, "oldPresent");
		event->is_reached = get_bool(fields, "reached");
		event->is_present = get_bool(fields, "present");
	} else if (event->kind == EVENT_VERSION_RELEASED) {
		event->version = get_string(fields, "version");
		event->old_version = get_string(fields, "oldVersion");
	}
}

/* Returns whether all fields were there. The texts are borrowed from the object. */
static bool get_event(const json_t *object, LifecycleEvent *event) {
	Fields fields = { .object = object };

	*event = (LifecycleEvent){
		.serial = get_number(&fields, "serial", INT64_MAX),
		.kind = (EventKind)GET_WORD(&fields, "signal", event_kind_name, _EVENT_KIND_MAX),
		.product = get_string(&fields, "product"),
		.cycle = get_string(&fields, "cycle"),
		.date = get_date(&fields, "date"),
		.old_date = CIVIL_DAY_NONE,
		.is_tracked = get_bool(&fields, "tracked"),
		.product_label = get_string(&fields, "productLabel"),
		.label = get_string(&fields, "label"),
		.status = (Status)GET_WORD(&fields, "status", status_name, _STATUS_MAX),
		.is_supported = get_bool(&fields, "supported"),
	};
	if (event->kind != EVENT_VERSION_RELEASED)
		event->milestone =
			(Milestone)GET_WORD(&fields, "milestone", milestone_name, _MILESTONE_MAX);
	get_details(&fields, event);
	return !fields.wrong;
}

int event_parse_json(const char *text, size_t n, LifecycleEvent **ret) {
	json_error_t error;
	json_t *object = json_loadb(text, n, JSON_REJECT_DUPLICATES, &error);
	LifecycleEvent event, *copy = NULL;
	int r = 0;

	if (!object)
		return json_error_code(&error) == json_error_out_of_memory ? -ENOMEM : -EBADMSG;
	if (!get_event(object, &event))
		r = -EBADMSG;
	else if (!(copy = event_copy(&event)))
		r = -ENOMEM;
	json_decref(object);
	if (r == 0)
		*ret = copy;
	return r;
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
