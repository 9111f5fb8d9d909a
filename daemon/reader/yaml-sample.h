/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * yaml-sample - short texts with something of everything, and what libyaml makes of them. Room:
 * reader.
 *
 * yaml-heap and yaml-input go shorter ways than libyaml does by itself, and use these to see that
 * the one at hand lets them.
 */
#include <stdbool.h>
#include <stdint.h>
#include <yaml.h>

/* One that is good, and one that ends in the midst of everything. */
enum { YAML_N_SAMPLES = 2 };
extern const char *const yaml_samples[YAML_N_SAMPLES];

typedef struct YamlOutcome {
	uint64_t events; /* all of them, with their texts and marks, as one number */
	uint64_t problem; /* the error, its text and its mark, likewise */
	bool is_complete; /* neither memory nor the reader failed: libyaml has said all it has to
			     say */
} YamlOutcome;

/* Drains a parser that was given a text; the caller ends it. */
YamlOutcome yaml_sample_read(yaml_parser_t *parser);
