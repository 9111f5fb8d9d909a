/* SPDX-License-Identifier: MIT */
#include "yaml-tree.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/utf8.h"
#include "yaml-input.h"

typedef struct Anchor {
	const char *name;
	YamlNode *node;
} Anchor;

enum { MAX_ANCHORS = 256 };

/* A collection that is being filled. */
typedef struct Level {
	YamlNode *node;
	YamlNode *last; /* entry or key that came last */
	size_t weight_before; /* the builder's, before this collection */
	bool wants_value; /* mapping: the key stands, its value comes next */
} Level;

typedef struct Builder {
	Arena *arena;
	const char *text; /* what is read */
	size_t n;
	unsigned first_line; /* its number in the file */
	bool has_odd_bytes; /* there is more than ASCII in it */
	YamlNode *root;
	Level levels[YAML_MAX_DEPTH];
	size_t depth;
	Anchor anchors[MAX_ANCHORS];
	size_t n_anchors;
	size_t weight;
	YamlError *error;
} Builder;

static void yaml_parser_deinit(yaml_parser_t *parser) {
	yaml_parser_delete(parser);
}

static void yaml_event_deinit(yaml_event_t *event) {
	/* the end of a collection owns nothing */
	if (event->type != YAML_MAPPING_END_EVENT && event->type != YAML_SEQUENCE_END_EVENT)
		yaml_event_delete(event);
}

static _printf_(3, 4) int fail(Builder *builder, unsigned line, const char *format, ...) {
	va_list args;

	builder->error->line = line;
	va_start(args, format);
	(void)vsnprintf(builder->error->message, sizeof(builder->error->message), format, args);
	va_end(args);
	return -EBADMSG;
}

static unsigned event_line(const Builder *builder, const yaml_event_t *event) {
	return builder->first_line + (unsigned)event->start_mark.line;
}

/* Puts a node where it belongs: under the collection that is open, or at the root. */
static inline int attach(Builder *builder, YamlNode *node) {
	if (builder->depth == 0) {
		builder->root = node;
		return 0;
	}

	Level *level = &builder->levels[builder->depth - 1];

	if (level->wants_value) {
		level->last->value = node;
		level->wants_value = false;
		return 0;
	}
	if (level->last)
		level->last->next = node;
	else
		level->node->first = node;
	level->last = node;
	level->wants_value = level->node->kind == YAML_MAPPING;
	if (++level->node->n > YAML_MAX_ENTRIES)
		return fail(builder, node->line, "more than %d entries", YAML_MAX_ENTRIES);
	return 0;
}

static int remember_anchor(Builder *builder, const yaml_char_t *name, YamlNode *node) {
	if (builder->n_anchors == MAX_ANCHORS)
		return fail(builder, node->line, "more than %d anchors", MAX_ANCHORS);

	const char *copy =
		arena_strndup(builder->arena, (const char *)name, strlen((const char *)name));

	if (!copy)
		return -ENOMEM;
	builder->anchors[builder->n_anchors++] = (Anchor){ copy, node };
	return 0;
}

/* A node with room for a text of n bytes behind it. */
static inline YamlNode *new_node(Builder *builder, YamlKind kind, unsigned line, size_t n) {
	YamlNode *node = arena_take(builder->arena, sizeof(YamlNode) + n);

	if (node)
		*node = (YamlNode){ .kind = kind, .line = line, .weight = 1 };
	return node;
}

static inline int add(Builder *builder, YamlNode *node, const yaml_char_t *anchor) {
	int r = attach(builder, node);

	builder->weight += node->weight;
	if (r == 0 && builder->weight > YAML_MAX_WEIGHT)
		r = fail(builder, node->line, "more than %d values, aliases counted",
			YAML_MAX_WEIGHT);
	return r < 0 || !anchor ? r : remember_anchor(builder, anchor, node);
}

/* Nearly all texts are ASCII; only what is not needs a closer look. */
static inline bool is_ascii(const char *text, size_t n) {
	uint64_t word;

	for (; n >= sizeof(word); text += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		if (((word | (word - UINT64_C(0x0101010101010101))) &
			    UINT64_C(0x8080808080808080)) != 0)
			return false;
	}
	for (; n > 0; text++, n--)
		if ((signed char)*text <= 0)
			return false;
	return true;
}

/* Whether any byte is above ASCII: for a whole file, many at a time. */
static bool has_high_bytes(const char *text, size_t n) {
	uint64_t words[8], any = 0;

	for (; n >= sizeof(words); text += sizeof(words), n -= sizeof(words)) {
		memcpy(words, text, sizeof(words));
		for (size_t i = 0; i < ELEMENTSOF(words); i++)
			any |= words[i];
	}
	for (; n > 0; text++, n--)
		any |= (unsigned char)*text;
	return (any & UINT64_C(0x8080808080808080)) != 0;
}

/* Escapes can make what libyaml would not take as it stands. */
static int check_escapes(Builder *builder, unsigned line, const char *text, size_t n) {
	if (memchr(text, '\0', n))
		return fail(builder, line, "a text with a NUL");
	if (!utf8_is_valid(text, n, NULL))
		return fail(builder, line, "a text with a code that is no character");
	return 0;
}

static int add_scalar(Builder *builder, const yaml_event_t *event) {
	const char *text = (const char *)event->data.scalar.value;
	size_t n = event->data.scalar.length;
	unsigned line = event_line(builder, event);

	if (n > YAML_MAX_TEXT)
		return fail(builder, line, "a text of more than %d bytes", YAML_MAX_TEXT);
	if ((builder->has_odd_bytes ||
		    event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) &&
		!is_ascii(text, n) && check_escapes(builder, line, text, n) < 0)
		return -EBADMSG;

	YamlNode *node = new_node(builder, YAML_SCALAR, line, n + 1);

	if (!node)
		return -ENOMEM;
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->n = (unsigned)n;
	node->weight = 1 + (unsigned)n / YAML_BYTES_PER_WEIGHT;
	node->text = memcpy(node + 1, text, n + 1);
	return add(builder, node, event->data.scalar.anchor);
}

static int open_collection(
	Builder *builder, const yaml_event_t *event, YamlKind kind, const yaml_char_t *anchor) {
	unsigned line = event_line(builder, event);

	if (builder->depth == YAML_MAX_DEPTH)
		return fail(builder, line, "nested deeper than %d levels", YAML_MAX_DEPTH);

	YamlNode *node = new_node(builder, kind, line, 0);

	if (!node)
		return -ENOMEM;

	int r = add(builder, node, anchor);

	if (r < 0)
		return r;
	node->height = 1;
	builder->levels[builder->depth++] = (Level){
		.node = node,
		.weight_before = builder->weight - 1,
	};
	return 0;
}

static void raise_height(const Level *level, const YamlNode *content) {
	if (level->node->height <= content->height)
		level->node->height = content->height + 1;
}

/* An alias stands for a node that is complete: one that contains itself is refused. The tree
 * holds a copy of the node's head, since an entry can stand in one list only. */
static int add_alias(Builder *builder, const yaml_event_t *event) {
	const char *name = (const char *)event->data.alias.anchor;
	unsigned line = event_line(builder, event);
	const YamlNode *target = NULL;

	for (size_t i = builder->n_anchors; i-- > 0 && !target;)
		if (strcmp(builder->anchors[i].name, name) == 0)
			target = builder->anchors[i].node;
	if (!target)
		return fail(builder, line, "unknown alias");
	for (size_t i = 0; i < builder->depth; i++)
		if (builder->levels[i].node == target)
			return fail(builder, line, "an alias of what contains it");
	if (builder->depth + target->height > YAML_MAX_DEPTH)
		return fail(builder, line, "nested deeper than %d levels, aliases counted",
			YAML_MAX_DEPTH);

	YamlNode *node = new_node(builder, target->kind, line, 0);

	if (!node)
		return -ENOMEM;
	*node = *target;
	node->line = line;
	node->next = node->value = NULL;
	if (builder->depth > 0)
		raise_height(&builder->levels[builder->depth - 1], node);
	return add(builder, node, NULL);
}

/* A collection weighs what is in it, once all of it is there. */
static void close_collection(Builder *builder) {
	const Level *closed = &builder->levels[--builder->depth];

	closed->node->weight = (unsigned)(builder->weight - closed->weight_before);
	if (builder->depth > 0)
		raise_height(&builder->levels[builder->depth - 1], closed->node);
}

/* The line of a byte, for what libyaml does not tell by line. */
static unsigned line_at(const Builder *builder, size_t offset) {
	unsigned line = builder->first_line;

	for (size_t i = 0; i < offset && i < builder->n; i++)
		line += builder->text[i] == '\n';
	return line;
}

/* Whether a line begins at p: all that YAML 1.1 takes for a line's end. */
static bool begins_line(const char *text, const char *p) {
	size_t n = (size_t)(p - text);

	return n == 0 || p[-1] == '\n' || p[-1] == '\r' ||
	       (n >= 2 && memcmp(p - 2, "\xc2\x85", 2) == 0) ||
	       (n >= 3 && (memcmp(p - 3, "\xe2\x80\xa8", 3) == 0 ||
				  memcmp(p - 3, "\xe2\x80\xa9", 3) == 0));
}

/* libyaml compares each directive with all before it, which a file of nothing else would make it
 * do for minutes; product files have none. They stand between documents, so this is asked where
 * one may come: before the first, unless it begins at once, and behind it, unless all is read. */
static int refuse_directives(Builder *builder) {
	const char *end = builder->text + builder->n, *p = builder->text;

	for (; p < end && (p = memchr(p, '%', (size_t)(end - p))); p++)
		if (begins_line(builder->text, p))
			return fail(builder, line_at(builder, (size_t)(p - builder->text)),
				"a YAML directive");
	return 0;
}

/* Counted in characters, a text that is all ASCII is as long as its bytes. */
static bool ends_as_ascii(const Builder *builder, const yaml_event_t *event) {
	return event->end_mark.index == builder->n;
}

/* libyaml takes codes that are no characters as they stand. Returns 1: all is read. */
static int end_stream(Builder *builder, const yaml_event_t *event) {
	size_t offset;

	if (ends_as_ascii(builder, event) || utf8_is_valid(builder->text, builder->n, &offset))
		return 1;
	return fail(builder, line_at(builder, offset), "a code that is no character");
}

/* Returns 1 when all is read. */
static int take_event(Builder *builder, const yaml_event_t *event) {
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return add_scalar(builder, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(
			builder, event, YAML_LIST, event->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return open_collection(
			builder, event, YAML_MAPPING, event->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(builder);
		return 0;
	case YAML_ALIAS_EVENT:
		return add_alias(builder, event);
	case YAML_STREAM_END_EVENT:
		return end_stream(builder, event);
	case YAML_DOCUMENT_END_EVENT:
		return ends_as_ascii(builder, event) ? 0 : refuse_directives(builder);
	case YAML_DOCUMENT_START_EVENT:
		return builder->root
			       ? fail(builder, event_line(builder, event), "a second document")
			       : 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	default:
		return 0;
	}
}

static int parser_error(Builder *builder, const yaml_parser_t *parser) {
	if (parser->error == YAML_MEMORY_ERROR)
		return -ENOMEM;
	if (parser->error == YAML_READER_ERROR)
		return fail(builder, line_at(builder, parser->problem_offset), "not UTF-8 text: %s",
			parser->problem ? parser->problem : "odd bytes");
	return fail(builder, builder->first_line + (unsigned)parser->problem_mark.line, "%s",
		parser->problem ? parser->problem : "not YAML");
}

static int build(Builder *builder, yaml_parser_t *parser) {
	int r = 0;

	while (r == 0) {
		/* yaml_parser_parse() clears it before all else */
		_cleanup_(yaml_event_deinit) yaml_event_t event;

		if (!yaml_parser_parse(parser, &event))
			return parser_error(builder, parser);
		r = take_event(builder, &event);
	}
	return r < 0 ? r : 0;
}

/* The arrays stay as they are: their counts tell what of them is used. */
static void builder_init(Builder *builder, Arena *arena, const char *text, size_t n, unsigned line,
	YamlError *error) {
	builder->arena = arena;
	builder->text = text;
	builder->n = n;
	builder->first_line = line;
	builder->has_odd_bytes = has_high_bytes(text, n);
	builder->root = NULL;
	builder->depth = builder->n_anchors = builder->weight = 0;
	builder->error = error;
}

int yaml_tree_parse(Arena *arena, const char *text, size_t n, unsigned line, YamlNode **ret,
	YamlError *ret_error) {
	Builder builder;
	_cleanup_(yaml_parser_deinit) yaml_parser_t parser;
	int r;

	builder_init(&builder, arena, text, n, line, ret_error);
	r = yaml_input_begin(&parser, text, n);
	if (r == 0 && (n == 0 || !isalpha((unsigned char)text[0])))
		r = refuse_directives(&builder);
	if (r == 0)
		r = build(&builder, &parser);
	if (r < 0)
		return r;
	*ret = builder.root;
	return 0;
}

bool yaml_is_null(const YamlNode *node) {
	if (node->kind != YAML_SCALAR || !node->is_plain)
		return false;
	if (node->n != 4)
		return node->n == 0 || (node->n == 1 && node->text[0] == '~');
	return strcasecmp(node->text, "null") == 0;
}

int yaml_to_bool(const YamlNode *node) {
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off" };

	if (node->kind != YAML_SCALAR || !node->is_plain || node->n < 2 || node->n > 5)
		return -1;
	for (size_t i = 0; i < ELEMENTSOF(yes); i++)
		if (strcasecmp(node->text, yes[i]) == 0)
			return 1;
	for (size_t i = 0; i < ELEMENTSOF(no); i++)
		if (strcasecmp(node->text, no[i]) == 0)
			return 0;
	return -1;
}
