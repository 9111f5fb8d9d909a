/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * config-entry - one entry of `track` or `entitlements` in the configuration. Room: reader, for
 * config-file.
 *
 * An entry is applied whole or not at all, but for keys that do not belong into it: those are
 * reported, and what else it says counts.
 */
#include <string.h>

#include "config-file.h"
#include "fields.h"

/* Adds an entry to the configuration. Return 0, -EBADMSG (refused, reported) or -ENOMEM. */
int config_read_track(ReadContext *ctx, const YamlNode *node, Config *config);
int config_read_entitlement(ReadContext *ctx, const YamlNode *node, Config *config);

/* Free what a rule owns. */
void config_track_deinit(TrackRule *rule);
void config_entitlement_deinit(EntitlementRule *rule);

/* The place of a word in a list of n, or n. */
static inline size_t config_find_word(const char *const *words, size_t n, const YamlNode *node) {
	for (size_t i = 0; i < n && node->kind == YAML_SCALAR; i++)
		if (strcmp(words[i], node->text) == 0)
			return i;
	return n;
}
