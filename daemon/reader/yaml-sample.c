/* SPDX-License-Identifier: MIT */
#include "yaml-sample.h"

#include <string.h>

#include "util/hash.h"

/* Texts that grow, all styles, tags, anchors, escapes; nesting and queues that grow; an end without
 * a newline. */
#define NEARLY_EVERYTHING \
	"%TAG ! tag:example.org:\n" \
	"--- !a &b\n" \
	"'quoted, and not short at all': \"the same, with an escape: \\x41 \\u0041\"\n" \
	"folded: >-\n  a text\n  of two lines\n\n  and a third\n" \
	"literal: |\n  as it\n   stands\n" \
	"? [[[[[[[[[[[[[[[[[[[[ deep ]]]]]]]]]]]]]]]]]]]]\n" \
	": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]\n" \
	"again: *b\n" \
	"-   - 'a list'\n" \
	"plain text: of more than a few words # and a comment\n"

const char *const yaml_samples[YAML_N_SAMPLES] = {
	"title: A product\n"
	"releases:\n"
	"-   releaseCycle: \"1\"\n"
	"    eol: 2029-05-31\n"
	"    empty:\n"
	"    flow: { a: [b, 'c', \"d\"], e: }\n"
	"    text: >\n"
	"        folded\n"
	"\n"
	"        and long enough to make a string grow more than once, so that it is moved\n"
	"-   last: true\n",
	NEARLY_EVERYTHING "broken: [ { \"a\": b, c: 'd",
};

static uint64_t mix_mark(uint64_t hash, const yaml_mark_t *mark) {
	const size_t place[] = { mark->index, mark->line, mark->column };

	return hash_bytes(hash, place, sizeof(place));
}

static uint64_t mix_event(uint64_t hash, const yaml_event_t *event) {
	hash = hash_bytes(hash, &event->type, sizeof(event->type));
	hash = mix_mark(mix_mark(hash, &event->start_mark), &event->end_mark);
	if (event->type != YAML_SCALAR_EVENT)
		return hash;
	hash = hash_bytes(hash, &event->data.scalar.style, sizeof(event->data.scalar.style));
	return hash_bytes(hash, event->data.scalar.value, event->data.scalar.length + 1);
}

static uint64_t mix_problem(const yaml_parser_t *parser) {
	const char *problem = parser->problem ? parser->problem : "";
	uint64_t hash = hash_bytes(HASH_INIT, &parser->error, sizeof(parser->error));

	return mix_mark(hash_bytes(hash, problem, strlen(problem)), &parser->problem_mark);
}

YamlOutcome yaml_sample_read(yaml_parser_t *parser) {
	YamlOutcome outcome = { .events = HASH_INIT };
	yaml_event_type_t type = YAML_NO_EVENT;
	yaml_event_t event;

	while (type != YAML_STREAM_END_EVENT && yaml_parser_parse(parser, &event)) {
		type = event.type;
		outcome.events = mix_event(outcome.events, &event);
		yaml_event_delete(&event);
	}
	outcome.problem = mix_problem(parser);
	outcome.is_complete =
		parser->error != YAML_MEMORY_ERROR && parser->error != YAML_READER_ERROR;
	return outcome;
}
