/* SPDX-License-Identifier: MIT */
#include "overrides.h"

#include <errno.h>
#include <string.h>

#include "front-matter.h"
#include "source-dir.h"
#include "util/hash.h"
#include "yaml-heap.h"

typedef struct Entry {
	Override override;
	uint64_t hash; /* of path and content */
	size_t directory; /* weight */
} Entry;

struct Overrides {
	Arena arena;
	SourceList sources;
	Entry *entries; /* by product, then the lightest directory first, then name */
	size_t n_entries;
};

enum { OVERRIDE_BYTES_MAX = 32 * 1024 * 1024 };

Overrides *overrides_free(Overrides *overrides) {
	if (!overrides)
		return NULL;
	arena_deinit(&overrides->arena);
	source_list_deinit(&overrides->sources);
	free(overrides->entries);
	free(overrides);
	return NULL;
}

static int read_one(
	Overrides *overrides, const SourceFile *source, StrBuf *buf, Problems *problems) {
	Entry *entry = &overrides->entries[overrides->n_entries];
	ReadContext ctx = {
		.arena = &overrides->arena,
		.problems = problems,
		.file = source->path,
		.is_override = true,
	};
	const char *cause;
	size_t skip;
	int r = source_read(source->path, buf, &cause);

	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return refuse(&ctx, 0, "%s", cause);
	skip = byte_order_mark_length(strbuf_cstr(buf), buf->len);
	r = override_read(&ctx, strbuf_cstr(buf) + skip, buf->len - skip, &entry->override);
	if (r == -ENOMEM && overrides->arena.exceeded)
		return refuse(&ctx, 0, "reading all overrides would take too much memory");
	if (r < 0)
		return r;
	entry->directory = source->directory;
	entry->hash = hash_bytes(HASH_INIT, source->path, strlen(source->path));
	entry->hash = hash_bytes(entry->hash, strbuf_cstr(buf), buf->len);
	overrides->n_entries++;
	return 0;
}

static int compare_entries(const void *a, const void *b) {
	const Entry *x = a, *y = b;
	int r = strcmp(x->override.product, y->override.product);

	if (r != 0)
		return r;
	if (x->directory != y->directory)
		return x->directory > y->directory ? -1 : 1;
	return strcmp(x->override.file, y->override.file);
}

static int read_files(Overrides *overrides, Problems *problems) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	int r = 0;

	for (size_t i = 0; i < overrides->sources.n_files && r != -ENOMEM; i++)
		r = read_one(overrides, &overrides->sources.files[i], &buf, problems);
	yaml_heap_release();
	return r == -ENOMEM ? r : 0;
}

int overrides_load(const char *const *directories, size_t n, Problems *problems, Overrides **ret) {
	_cleanup_(overrides_freep) Overrides *overrides = calloc(1, sizeof(Overrides));
	int r;

	if (!overrides)
		return -ENOMEM;
	overrides->arena.max_total = OVERRIDE_BYTES_MAX;
	r = source_list_scan(directories, n, SOURCE_SCAN_ONLY_YAML, &overrides->sources, problems);
	if (r < 0)
		return r;
	overrides->entries = calloc(overrides->sources.n_files + 1, sizeof(Entry));
	if (!overrides->entries)
		return -ENOMEM;
	r = read_files(overrides, problems);
	if (r < 0)
		return r;
	if (overrides->n_entries > 1)
		qsort(overrides->entries, overrides->n_entries, sizeof(Entry), compare_entries);
	*ret = TAKE_PTR(overrides);
	return 0;
}

static int compare_product(const void *product, const void *entry) {
	return strcmp(product, ((const Entry *)entry)->override.product);
}

/* The first entry of a product, or NULL; the others follow. */
static const Entry *first_entry(const Overrides *overrides, const char *product) {
	const Entry *entry = overrides->n_entries == 0
				     ? NULL
				     : bsearch(product, overrides->entries, overrides->n_entries,
					       sizeof(Entry), compare_product);

	while (entry && entry > overrides->entries &&
		strcmp(entry[-1].override.product, product) == 0)
		entry--;
	return entry;
}

static bool is_of(const Overrides *overrides, const Entry *entry, const char *product) {
	return entry && entry < overrides->entries + overrides->n_entries &&
	       strcmp(entry->override.product, product) == 0;
}

uint64_t overrides_stamp(const Overrides *overrides, const char *product) {
	uint64_t stamp = 0;

	for (const Entry *e = first_entry(overrides, product); is_of(overrides, e, product); e++)
		stamp = stamp * 31 + (e->hash | 1);
	return stamp;
}

int overrides_apply(const Overrides *overrides, ReadContext *ctx, ProductDraft *draft) {
	const char *product = draft->name;

	for (const Entry *e = first_entry(overrides, product); is_of(overrides, e, product); e++) {
		ReadContext own = {
			.arena = ctx->arena,
			.problems = ctx->problems,
			.file = e->override.file,
			.product = product,
			.is_override = true,
		};

		if (override_apply(&own, &e->override, draft) == -ENOMEM)
			return -ENOMEM;
	}
	return 0;
}
