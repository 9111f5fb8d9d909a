/* SPDX-License-Identifier: MIT */
#include "config-entry.h"

#include <errno.h>

void config_track_deinit(TrackRule *rule) {
	free(rule->product);
	free(rule->value);
	free(rule->file);
}

void config_entitlement_deinit(EntitlementRule *rule) {
	free(rule->product);
	free(rule->cycle);
	free(rule->file);
}

/* Whether a text can be an installed version or a package URL: neither empty nor endless, and
 * without control characters. */
static bool is_value(const char *text, size_t n) {
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	return n > 0 && n <= CONFIG_MAX_VALUE;
}

/* Whether a text has the shape pkg:TYPE/NAME@VERSION; what stands in it is the matcher's
 * business. */
static bool is_versioned_purl(const char *text) {
	size_t n = strcspn(text, "?#");
	const char *at = memrchr(text, '@', n), *slash = memchr(text, '/', n);

	return strncmp(text, "pkg:", 4) == 0 && at && slash && slash > text + 4 && at > slash + 1 &&
	       at + 1 < text + n;
}

/* ---- entries of lists ------------------------------------------------------------------------ */

typedef enum EntryKey {
	ENTRY_PRODUCT,
	ENTRY_CYCLE,
	ENTRY_VERSION,
	ENTRY_PURL,
	ENTRY_UNTIL,
	_ENTRY_KEY_MAX,
} EntryKey;

static const char *const entry_keys[_ENTRY_KEY_MAX] = {
	[ENTRY_PRODUCT] = "product",
	[ENTRY_CYCLE] = "cycle",
	[ENTRY_VERSION] = "version",
	[ENTRY_PURL] = "purl",
	[ENTRY_UNTIL] = "until",
};

/* What an entry says; NULL: nothing. The texts are the tree's. */
typedef struct EntryTexts {
	const char *text[_ENTRY_KEY_MAX];
} EntryTexts;

/* Keys are a bit set of EntryKey. A key that does not belong here is reported, but for what it
 * stands beside the entry still counts. */
static int read_entry(
	ReadContext *ctx, const char *list, const YamlNode *node, unsigned keys, EntryTexts *ret) {
	if (node->kind != YAML_MAPPING)
		return refuse(ctx, node->line, "%s: an entry that is no mapping", list);
	for (const YamlNode *key = node->first; key; key = key->next) {
		size_t known = config_find_word(entry_keys, _ENTRY_KEY_MAX, key);

		if (known == _ENTRY_KEY_MAX || !(keys & 1u << known)) {
			(void)refuse(ctx, key->line, "%s: unknown key '%s'", list,
				key->kind == YAML_SCALAR ? key->text : "");
			continue;
		}
		if (ret->text[known])
			doubt(ctx, key->line, "%s: %s stands twice; the last one counts", list,
				key->text);
		if (field_any_text(ctx, key->text, key->value, &ret->text[known]) < 0)
			return -EBADMSG;
	}
	return 0;
}

static int check_names(ReadContext *ctx, const char *list, unsigned line, const EntryTexts *entry) {
	const char *product = entry->text[ENTRY_PRODUCT], *cycle = entry->text[ENTRY_CYCLE];

	if (!product)
		return refuse(ctx, line, "%s: an entry without a product", list);
	if (!is_product_name(product))
		return refuse(ctx, line, "%s: '%s' is no name of a product", list, product);
	if (cycle && !is_cycle_name(cycle))
		return refuse(ctx, line, "%s: '%s' is no name of a cycle", list, cycle);
	return 0;
}

/* Room for one more in an array that grows by doubling. */
static int reserve(ReadContext *ctx, const char *list, unsigned line, void **array, size_t n,
	size_t element_size) {
	void *bigger;

	if (n >= CONFIG_MAX_ENTRIES)
		return refuse(ctx, line, "%s: more than %d entries", list, CONFIG_MAX_ENTRIES);
	if ((n & (n - 1)) != 0)
		return 0;
	bigger = realloc(*array, (n ? n * 2 : 1) * element_size);
	if (!bigger)
		return -ENOMEM;
	*array = bigger;
	return 0;
}

/* A copy of a text that may be missing; *failed becomes true when memory is short. */
static char *copy(const char *text, bool *failed) {
	char *p = text ? strdup(text) : NULL;

	*failed |= text && !p;
	return p;
}

/* ---- track ----------------------------------------------------------------------------------- */

/* The kind that the keys of an entry tell; a mixture of them is refused. */
static int find_track_kind(
	ReadContext *ctx, unsigned line, const EntryTexts *entry, TrackKind *ret) {
	bool has_cycle = entry->text[ENTRY_CYCLE], has_version = entry->text[ENTRY_VERSION];

	if (entry->text[ENTRY_PURL]) {
		if (entry->text[ENTRY_PRODUCT] || has_cycle || has_version)
			return refuse(ctx, line, "track: a purl stands for itself");
		*ret = TRACK_PURL;
		return 0;
	}
	if (has_cycle == has_version)
		return refuse(ctx, line, "track: %s",
			has_cycle ? "either cycle or version, not both"
				  : "an entry needs a cycle, a version or a purl");
	*ret = has_cycle ? TRACK_CYCLE : TRACK_VERSION;
	return 0;
}

static int check_track(ReadContext *ctx, unsigned line, TrackKind kind, const EntryTexts *entry) {
	const char *version = entry->text[ENTRY_VERSION], *purl = entry->text[ENTRY_PURL];

	if (kind == TRACK_PURL)
		return is_value(purl, strlen(purl)) && is_versioned_purl(purl)
			       ? 0
			       : refuse(ctx, line, "track: '%s' is no pkg:TYPE/NAME@VERSION", purl);
	if (kind == TRACK_VERSION && !is_value(version, strlen(version)))
		return refuse(ctx, line, "track: '%s' is no version", version);
	return check_names(ctx, "track", line, entry);
}

int config_read_track(ReadContext *ctx, const YamlNode *node, Config *config) {
	const unsigned keys =
		1u << ENTRY_PRODUCT | 1u << ENTRY_CYCLE | 1u << ENTRY_VERSION | 1u << ENTRY_PURL;
	static const EntryKey values[] = { [TRACK_CYCLE] = ENTRY_CYCLE,
		[TRACK_VERSION] = ENTRY_VERSION,
		[TRACK_PURL] = ENTRY_PURL };
	EntryTexts entry = { 0 };
	TrackRule rule = { .line = node->line };
	bool failed = false;
	int r = read_entry(ctx, "track", node, keys, &entry);

	if (r == 0)
		r = find_track_kind(ctx, node->line, &entry, &rule.kind);
	if (r == 0)
		r = check_track(ctx, node->line, rule.kind, &entry);
	if (r == 0)
		r = reserve(ctx, "track", node->line, (void **)&config->track, config->n_track,
			sizeof(TrackRule));
	if (r < 0)
		return r;
	rule.product = copy(entry.text[ENTRY_PRODUCT], &failed);
	rule.value = copy(entry.text[values[rule.kind]], &failed);
	rule.file = copy(ctx->file, &failed);
	if (failed) {
		config_track_deinit(&rule);
		return -ENOMEM;
	}
	config->track[config->n_track++] = rule;
	return 0;
}

/* ---- entitlements ---------------------------------------------------------------------------- */

static int read_until(
	ReadContext *ctx, unsigned line, const EntryTexts *entry, EntitlementRule *rule) {
	const char *cycle = entry->text[ENTRY_CYCLE], *until = entry->text[ENTRY_UNTIL];

	if (!cycle)
		return refuse(ctx, line, "entitlements: an entry without a cycle (or all)");
	if (!until)
		return refuse(ctx, line, "entitlements: an entry without an end (until)");
	rule->from_data = strcmp(until, "data") == 0;
	if (!rule->from_data && civil_day_parse(until, &rule->until) < 0)
		return refuse(ctx, line, "entitlements: until '%s' is no date (YYYY-MM-DD) or data",
			until);
	return 0;
}

int config_read_entitlement(ReadContext *ctx, const YamlNode *node, Config *config) {
	const unsigned keys = 1u << ENTRY_PRODUCT | 1u << ENTRY_CYCLE | 1u << ENTRY_UNTIL;
	EntryTexts entry = { 0 };
	EntitlementRule rule = { .line = node->line, .until = CIVIL_DAY_NONE };
	const char *cycle;
	bool failed = false;
	int r = read_entry(ctx, "entitlements", node, keys, &entry);

	if (r == 0)
		r = check_names(ctx, "entitlements", node->line, &entry);
	if (r == 0)
		r = read_until(ctx, node->line, &entry, &rule);
	if (r == 0)
		r = reserve(ctx, "entitlements", node->line, (void **)&config->entitlements,
			config->n_entitlements, sizeof(EntitlementRule));
	if (r < 0)
		return r;
	cycle = entry.text[ENTRY_CYCLE];
	rule.product = copy(entry.text[ENTRY_PRODUCT], &failed);
	rule.cycle = copy(strcmp(cycle, "all") == 0 ? NULL : cycle, &failed);
	rule.file = copy(ctx->file, &failed);
	if (failed) {
		config_entitlement_deinit(&rule);
		return -ENOMEM;
	}
	config->entitlements[config->n_entitlements++] = rule;
	return 0;
}
