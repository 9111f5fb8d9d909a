/* SPDX-License-Identifier: MIT */
#include "yaml-input.h"

#include <errno.h>
#include <string.h>

#include "yaml-heap.h"
#include "yaml-sample.h"

/* libyaml looks at what comes next before it sees that the text has ended: four characters ahead,
 * after an escape eight. */
enum { PADDING = 8 };

typedef enum ShortWay {
	SHORT_WAY_UNKNOWN,
	SHORT_WAY_OPEN,
	SHORT_WAY_CLOSED,
} ShortWay;

static ShortWay short_way;

static inline bool is_odd(unsigned char byte) {
	return (unsigned char)(byte - ' ') > '~' - ' ' && byte != '\n';
}

/* Many at a time: loops of a fixed length compilers do in a few instructions. */
bool yaml_input_is_simple(const char *text, size_t n) {
	enum { STRIDE = 64 };
	unsigned char odd = 0;

	for (; n >= STRIDE; text += STRIDE, n -= STRIDE)
		for (size_t i = 0; i < STRIDE; i++)
			odd |= is_odd((unsigned char)text[i]);
	for (size_t i = 0; i < n; i++)
		odd |= is_odd((unsigned char)text[i]);
	return !odd;
}

/* Makes the buffer of what is decoded hold n bytes; it holds 48 KiB. */
static bool make_room(yaml_parser_t *parser, size_t n) {
	yaml_char_t *buffer;

	if (n <= (size_t)(parser->buffer.end - parser->buffer.start))
		return true;
	buffer = yaml_malloc(n);
	if (!buffer)
		return false;
	yaml_free(parser->buffer.start);
	parser->buffer.start = parser->buffer.pointer = buffer;
	parser->buffer.end = buffer + n;
	return true;
}

/* As if the text had been decoded, with the NUL that stands for its end. Returns 0 or -ENOMEM. */
static int put_decoded(yaml_parser_t *parser, const char *text, size_t n) {
	yaml_char_t *buffer;

	if (!make_room(parser, n + PADDING))
		return -ENOMEM;
	buffer = parser->buffer.start;
	memcpy(buffer, text, n);
	memset(buffer + n, 0, PADDING);
	parser->buffer.last = buffer + n + 1;
	parser->unread = n + 1;
	parser->offset = n;
	parser->eof = 1;
	return 0;
}

static int begin(yaml_parser_t *parser, const char *text, size_t n, bool is_short) {
	if (!yaml_parser_initialize(parser))
		return -ENOMEM;
	yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(parser, (const unsigned char *)text, n);
	return is_short ? put_decoded(parser, text, n) : 0;
}

static YamlOutcome read_sample(const char *text, bool is_short) {
	YamlOutcome outcome = { 0 };
	yaml_parser_t parser;

	if (begin(&parser, text, strlen(text), is_short) == 0)
		outcome = yaml_sample_read(&parser);
	yaml_parser_delete(&parser);
	return outcome;
}

/* The same by the short way. */
static ShortWay compare_ways(const YamlOutcome by_long[]) {
	for (size_t i = 0; i < YAML_N_SAMPLES; i++) {
		YamlOutcome by_short = read_sample(yaml_samples[i], true);

		if (!by_short.is_complete)
			return SHORT_WAY_UNKNOWN;
		if (by_short.events != by_long[i].events || by_short.problem != by_long[i].problem)
			return SHORT_WAY_CLOSED;
	}
	return SHORT_WAY_OPEN;
}

/* What this libyaml is like. Where memory is short that remains open, until the next time. */
static void look_around(void) {
	YamlOutcome by_long[YAML_N_SAMPLES];

	yaml_heap_watch();
	for (size_t i = 0; i < YAML_N_SAMPLES; i++) {
		by_long[i] = read_sample(yaml_samples[i], false);
		if (!by_long[i].is_complete)
			return;
	}
	yaml_heap_decide();
	short_way = compare_ways(by_long);
}

bool yaml_input_has_short_way(void) {
	if (short_way == SHORT_WAY_UNKNOWN)
		look_around();
	return short_way == SHORT_WAY_OPEN;
}

int yaml_input_begin(yaml_parser_t *parser, const char *text, size_t n) {
	return begin(parser, text, n, yaml_input_has_short_way() && yaml_input_is_simple(text, n));
}
