/* SPDX-License-Identifier: MIT */
#include "config-file.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "config-entry.h"
#include "front-matter.h"
#include "source-dir.h"
#include "util/arena.h"
#include "yaml-heap.h"

enum { ARENA_BYTES_MAX = 64 * 1024 * 1024 };

/* What reading one file after the other needs. */
typedef struct ConfigReader {
	Arena arena;
	StrBuf buf;
	Problems *problems;
	Config *config;
} ConfigReader;

static void config_reader_deinit(ConfigReader *reader) {
	arena_deinit(&reader->arena);
	strbuf_deinit(&reader->buf);
	config_unref(reader->config);
	yaml_heap_release();
}

/* ---- the configuration ----------------------------------------------------------------------- */

Config *config_new(void) {
	static const unsigned warning_days[] = { 180, 90, 30, 7, 1 };
	Config *config = calloc(1, sizeof(Config));

	if (!config)
		return NULL;
	config->n_refs = 1;
	config->n_warning_days = ELEMENTSOF(warning_days);
	memcpy(config->warning_days, warning_days, sizeof(warning_days));
	config->stale_after_days = 180;
	return config;
}

Config *config_ref(Config *config) {
	assert(config->n_refs > 0 && config->n_refs < UINT_MAX);
	config->n_refs++;
	return config;
}

Config *config_unref(Config *config) {
	if (!config)
		return NULL;
	assert(config->n_refs > 0);
	if (--config->n_refs > 0)
		return NULL;
	for (size_t i = 0; i < config->n_track; i++)
		config_track_deinit(&config->track[i]);
	for (size_t i = 0; i < config->n_entitlements; i++)
		config_entitlement_deinit(&config->entitlements[i]);
	free(config->track);
	free(config->entitlements);
	free(config);
	return NULL;
}

/* ---- single values --------------------------------------------------------------------------- */

/* A whole number from 1 to max, written in the plainest way: 030 and 0x1e are other numbers to
 * YAML than to people. */
static int read_days(
	ReadContext *ctx, const char *key, const YamlNode *node, unsigned max, unsigned *ret) {
	bool is_number = node->kind == YAML_SCALAR && node->n >= 1 && node->n <= 6 &&
			 strspn(node->text, "0123456789") == node->n && node->text[0] != '0';
	unsigned long days = is_number ? strtoul(node->text, NULL, 10) : 0;

	if (node->kind != YAML_SCALAR)
		return refuse(ctx, node->line, "%s: a number of days was expected", key);
	if (days == 0 || days > max)
		return refuse(ctx, node->line, "%s: '%s' is no whole number from 1 to %u", key,
			node->text, max);
	if (!node->is_plain)
		doubt(ctx, node->line, "%s: a number should not be quoted", key);
	*ret = (unsigned)days;
	return 0;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static int compare_longest_first(const void *a, const void *b) {
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x > y ? -1 : x < y;
}

static bool has_days(const unsigned *days, size_t n, unsigned wanted) {
	for (size_t i = 0; i < n; i++)
		if (days[i] == wanted)
			return true;
	return false;
}

/* A list of nothing but mistakes is no wish for silence: what counted before it goes on to. */
static int read_warning_days(ReadContext *ctx, const YamlNode *node, Config *config) {
	unsigned days[CONFIG_MAX_WARNING_DAYS], one;
	size_t n = 0;

	if (node->kind != YAML_LIST)
		return refuse(ctx, node->line, "warningDays: a list of days was expected");
	for (const YamlNode *item = node->first; item; item = item->next) {
		if (read_days(ctx, "warningDays", item, CONFIG_MAX_LEAD_DAYS, &one) < 0)
			continue;
		if (has_days(days, n, one))
			doubt(ctx, item->line, "warningDays: %u stands twice", one);
		else if (n == CONFIG_MAX_WARNING_DAYS)
			return refuse(ctx, item->line, "warningDays: more than %d days",
				CONFIG_MAX_WARNING_DAYS);
		else
			days[n++] = one;
	}
	if (n == 0 && node->n > 0)
		return -EBADMSG;
	if (n > 1)
		qsort(days, n, sizeof(unsigned), compare_longest_first);
	if (n > 0)
		memcpy(config->warning_days, days, n * sizeof(unsigned));
	config->n_warning_days = n;
	return 0;
}

static int read_stale_after(ReadContext *ctx, const YamlNode *node, Config *config) {
	return read_days(
		ctx, "staleAfterDays", node, CONFIG_MAX_STALE_DAYS, &config->stale_after_days);
}

static int read_list(ReadContext *ctx, const char *key, const YamlNode *node, Config *config,
	int (*read_item)(ReadContext *ctx, const YamlNode *node, Config *config)) {
	if (node->kind != YAML_LIST)
		return refuse(ctx, node->line, "%s: a list was expected", key);
	for (const YamlNode *item = node->first; item; item = item->next)
		if (read_item(ctx, item, config) == -ENOMEM)
			return -ENOMEM;
	return 0;
}

typedef enum ConfigKey {
	KEY_WARNING_DAYS,
	KEY_STALE_AFTER_DAYS,
	KEY_TRACK,
	KEY_ENTITLEMENTS,
	_CONFIG_KEY_MAX,
} ConfigKey;

static const char *const config_keys[_CONFIG_KEY_MAX] = {
	[KEY_WARNING_DAYS] = "warningDays",
	[KEY_STALE_AFTER_DAYS] = "staleAfterDays",
	[KEY_TRACK] = "track",
	[KEY_ENTITLEMENTS] = "entitlements",
};

static int read_key(ReadContext *ctx, ConfigKey key, const YamlNode *node, Config *config) {
	const char *name = config_keys[key];

	/* a list whose entries are all commented out is an everyday thing */
	if (yaml_is_null(node)) {
		if (key == KEY_WARNING_DAYS || key == KEY_STALE_AFTER_DAYS)
			doubt(ctx, node->line, "%s: without a value, it changes nothing", name);
		return 0;
	}
	switch ((int)key) {
	case KEY_WARNING_DAYS:
		return read_warning_days(ctx, node, config);
	case KEY_STALE_AFTER_DAYS:
		return read_stale_after(ctx, node, config);
	case KEY_TRACK:
		return read_list(ctx, name, node, config, config_read_track);
	case KEY_ENTITLEMENTS:
	default:
		return read_list(ctx, name, node, config, config_read_entitlement);
	}
}

static int read_mapping(ReadContext *ctx, const YamlNode *tree, Config *config) {
	const YamlNode *values[_CONFIG_KEY_MAX] = { 0 };

	for (const YamlNode *key = tree->first; key; key = key->next) {
		size_t known = config_find_word(config_keys, _CONFIG_KEY_MAX, key);

		if (known == _CONFIG_KEY_MAX) {
			(void)refuse(ctx, key->line, "unknown key '%s'",
				key->kind == YAML_SCALAR ? key->text : "");
			continue;
		}
		if (values[known])
			(void)refuse(ctx, values[known]->line,
				"%s stands again in line %u, which counts", key->text, key->line);
		values[known] = key->value;
	}
	for (ConfigKey key = 0; key < _CONFIG_KEY_MAX; key++)
		if (values[key] && read_key(ctx, key, values[key], config) == -ENOMEM)
			return -ENOMEM;
	return 0;
}

/* ---- files ----------------------------------------------------------------------------------- */

static int read_text(ConfigReader *reader, ReadContext *ctx) {
	const char *text = strbuf_cstr(&reader->buf);
	size_t skip = byte_order_mark_length(text, reader->buf.len);
	YamlNode *tree = NULL;
	YamlError error;
	int r = yaml_tree_parse(ctx->arena, text + skip, reader->buf.len - skip, 1, &tree, &error);

	if (r == -EBADMSG)
		return refuse(ctx, error.line, "%s", error.message);
	if (r == -ENOMEM && reader->arena.exceeded)
		return refuse(ctx, 0, "reading it would take too much memory");
	if (r < 0)
		return r;
	if (!tree || yaml_is_null(tree))
		return 0;
	if (tree->kind != YAML_MAPPING)
		return refuse(ctx, tree->line, "no mapping of keys");
	return read_mapping(ctx, tree, reader->config);
}

/* What a path leads to, links followed. Returns 0 with NULL where there is nothing to read. */
static int resolve(ReadContext *ctx, const char *path, char **ret) {
	char *target = realpath(path, NULL);
	int error = target ? 0 : errno;
	struct stat st;

	if (error == ENOMEM)
		return -ENOMEM;
	if (error == ENOENT && lstat(path, &st) == 0)
		return refuse(ctx, 0, "a link to nowhere");
	if (error != 0 && error != ENOENT)
		return refuse(ctx, 0, "%s", strerrordesc_np(error));
	if (target && strcmp(target, "/dev/null") == 0) {
		free(target);
		target = NULL;
	}
	*ret = target;
	return 0;
}

static int read_file(ConfigReader *reader, const char *path) {
	ReadContext ctx = { .arena = &reader->arena, .problems = reader->problems, .file = path };
	_cleanup_(freep) char *target = NULL;
	const char *cause;
	int r = resolve(&ctx, path, &target);

	if (r < 0 || !target)
		return r;
	r = source_read(target, &reader->buf, &cause);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return refuse(&ctx, 0, "%s", cause);
	arena_reset(&reader->arena);
	return read_text(reader, &ctx);
}

static int read_dropin(ConfigReader *reader, const char *path) {
	if (strcmp(strrchr(path, '.'), ".yaml") == 0)
		return read_file(reader, path);
	problems_add(reader->problems, PROBLEM_DOUBT, path, NULL, 0,
		"not read: the name does not end in .yaml");
	return 0;
}

/* All of them, even behind one that is bad: one look shows everything that is wrong. */
static int read_dropins(ConfigReader *reader, const char *directory) {
	_cleanup_(source_list_deinit) SourceList sources = { 0 };
	size_t n_refused = reader->problems->n_refused;
	int result =
		source_list_scan(&directory, 1, SOURCE_SCAN_ONLY_YAML, &sources, reader->problems);

	if (result == 0 && reader->problems->n_refused > n_refused)
		result = -EBADMSG;
	for (size_t i = 0; i < sources.n_files && result != -ENOMEM; i++) {
		int r = read_dropin(reader, sources.files[i].path);

		if (r < 0)
			result = r;
	}
	return result;
}

int config_load(const char *file, const char *dropin_dir, Problems *problems, Config **ret) {
	_cleanup_(config_reader_deinit) ConfigReader reader = {
		.arena = { .max_total = ARENA_BYTES_MAX },
		.buf = STRBUF_INIT,
		.problems = problems,
		.config = config_new(),
	};
	int r, dropins_r = 0;

	if (!reader.config)
		return -ENOMEM;
	r = read_file(&reader, file);
	if (r != -ENOMEM && dropin_dir)
		dropins_r = read_dropins(&reader, dropin_dir);
	if (r == -ENOMEM || dropins_r == -ENOMEM)
		return -ENOMEM;
	if (r < 0 || dropins_r < 0)
		return -EBADMSG;
	*ret = TAKE_PTR(reader.config);
	return 0;
}
