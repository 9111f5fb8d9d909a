/* SPDX-License-Identifier: MIT */
#include "loaded-file.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "api-json.h"
#include "front-matter.h"
#include "product-file.h"
#include "util/utf8.h"

/* A file of the greatest size, as a tree and as a draft, fits. */
enum { ARENA_BYTES_MAX = 64 * 1024 * 1024 };

LoadedFile *loaded_file_ref(LoadedFile *file) {
	file->n_refs++;
	return file;
}

LoadedFile *loaded_file_unref(LoadedFile *file) {
	if (!file)
		return NULL;
	assert(file->n_refs > 0);
	if (--file->n_refs > 0)
		return NULL;
	for (size_t i = 0; i < file->n_products; i++)
		product_unref(file->products[i]);
	free(file->products);
	if (file->problems)
		problems_deinit(file->problems);
	free(file->problems);
	free(file->path);
	free(file);
	return NULL;
}

void file_reader_init(FileReader *reader, const Overrides *overrides) {
	*reader = (FileReader){
		.arena = { .max_total = ARENA_BYTES_MAX },
		.source = SOURCE_READER_INIT,
		.buf = STRBUF_INIT,
		.overrides = overrides,
	};
}

void file_reader_deinit(FileReader *reader) {
	arena_deinit(&reader->arena);
	source_reader_deinit(&reader->source);
	strbuf_deinit(&reader->buf);
	product_sealer_free(reader->sealer);
}

static uint64_t stamp_of(const LoadedFile *file, const Overrides *overrides) {
	uint64_t stamp = 0;

	for (size_t i = 0; i < file->n_products && overrides; i++)
		stamp = stamp * 31 + overrides_stamp(overrides, product_name(file->products[i]));
	return stamp;
}

bool loaded_file_is_current(
	const LoadedFile *file, const SourceFile *source, const Overrides *overrides) {
	return source->fingerprint != 0 && file->fingerprint == source->fingerprint &&
	       file->overrides_stamp == stamp_of(file, overrides);
}

/* Adds a reference of a product to what a file gave. */
static int add_product(LoadedFile *file, Product *product) {
	size_t n = file->n_products;

	if ((n & (n - 1)) == 0) {
		Product **products = realloc(file->products, (n ? n * 2 : 1) * sizeof(Product *));

		if (!products)
			return -ENOMEM;
		file->products = products;
	}
	file->products[file->n_products++] = product_ref(product);
	return 0;
}

/* What a sink of drafts needs to know. */
typedef struct Destination {
	FileReader *reader;
	LoadedFile *file;
} Destination;

static int take_draft(ReadContext *ctx, ProductDraft *draft, void *userdata) {
	const Destination *destination = userdata;
	_cleanup_(product_unrefp) Product *product = NULL;
	int r = 0;

	if (destination->reader->overrides)
		r = overrides_apply(destination->reader->overrides, ctx, draft);
	if (r < 0)
		return r;
	if (!destination->reader->sealer)
		destination->reader->sealer = product_sealer_new();
	if (!destination->reader->sealer)
		return -ENOMEM;
	product = product_sealer_seal(destination->reader->sealer, draft);
	return product ? add_product(destination->file, product) : -ENOMEM;
}

/* Of a Markdown file only the front matter has to be text, which the YAML reader sees to. */
static int read_yaml(Destination *destination, ReadContext *ctx, SourceKind kind) {
	const StrBuf *buf = &destination->reader->buf;
	const char *text = strbuf_cstr(buf);
	size_t skip = byte_order_mark_length(text, buf->len), n = buf->len - skip;
	unsigned line = 1;
	ProductDraft draft;
	int r;

	text += skip;
	if (destination->reader->may_be_override && kind != SOURCE_MARKDOWN &&
		override_is_one(ctx->arena, text, n)) {
		ctx->is_override = true;
		return override_check(ctx, text, n);
	}
	if (kind == SOURCE_MARKDOWN) {
		r = front_matter_find(text, n, &text, &n, &line);
		if (r == -ENODATA)
			return refuse(ctx, 1, "no front matter: the first line is not ---");
		if (r < 0)
			return refuse(ctx, 1, "the front matter does not end");
	}
	r = product_file_read(ctx, text, n, line, &draft);
	return r < 0 ? r : take_draft(ctx, &draft, destination);
}

static int read_json(Destination *destination, ReadContext *ctx) {
	const StrBuf *buf = &destination->reader->buf;
	const char *text = strbuf_cstr(buf);
	size_t skip = byte_order_mark_length(text, buf->len);
	ApiJsonInfo info = { 0 };
	int r = api_json_read(ctx, text + skip, buf->len - skip, take_draft, destination, &info);

	destination->file->is_collection = info.is_collection;
	destination->file->generated_usec = info.generated_usec;
	return r;
}

static int read_source(Destination *destination, ReadContext *ctx, const SourceFile *source) {
	const char *cause;
	int r = source_reader_read(
		&destination->reader->source, source, &destination->reader->buf, &cause);

	destination->file->fingerprint = destination->reader->source.fingerprint;
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return refuse(ctx, 0, "%s", cause);
	return source->kind == SOURCE_JSON ? read_json(destination, ctx)
					   : read_yaml(destination, ctx, source->kind);
}

static bool has_product(const LoadedFile *file, const char *name) {
	for (size_t i = 0; i < file->n_products; i++)
		if (strcmp(product_name(file->products[i]), name) == 0)
			return true;
	return false;
}

/* Whether a problem of the file names a product: in a collection only those that became wrong are
 * kept, and not those that are gone. */
static bool is_refused(const LoadedFile *file, const char *name) {
	if (!file->problems)
		return false;
	if (file->problems->n_total > file->problems->n_items)
		return true; /* nobody knows what the rest says */
	for (size_t i = 0; i < file->problems->n_items; i++) {
		const Problem *problem = &file->problems->items[i];

		if (problem->kind == PROBLEM_REFUSED &&
			(problem->product[0] == '\0' || strcmp(problem->product, name) == 0))
			return true;
	}
	return false;
}

static int keep_last_good(LoadedFile *file, const LoadedFile *previous) {
	if (!previous || !file->problems || file->problems->n_refused == 0)
		return 0;
	if (file->n_products == 0 && !file->is_collection)
		file->is_collection = previous->is_collection;
	if (file->n_products > 0 && !file->is_collection)
		return 0;
	for (size_t i = 0; i < previous->n_products; i++) {
		const char *name = product_name(previous->products[i]);

		if (!has_product(file, name) && (!file->is_collection || is_refused(file, name)) &&
			add_product(file, previous->products[i]) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* File names may hold any byte, and are shown: *ret stays NULL where nothing has to be escaped. */
static int show_path(const char *path, char **ret) {
	_cleanup_(strbuf_deinit) StrBuf shown = STRBUF_INIT;
	const char *p = path;

	while (*p >= 0x20 && *p < 0x7f)
		p++;
	if (*p == '\0')
		return 0;
	(void)utf8_append_escaped(&shown, path, strlen(path));
	*ret = strbuf_steal(&shown);
	return *ret ? 0 : -ENOMEM;
}

/* Reads into a file that is otherwise complete; what was wrong is added to problems, under the path
 * as it is shown. */
static int read_into(FileReader *reader, const SourceFile *source, const char *shown,
	LoadedFile *file, Problems *problems) {
	ReadContext ctx = { .arena = &reader->arena, .problems = problems, .file = shown };
	Destination destination = { .reader = reader, .file = file };
	int r;

	arena_reset(&reader->arena);
	r = read_source(&destination, &ctx, source);
	if (r == -ENOMEM && reader->arena.exceeded)
		r = refuse(&ctx, 0, "reading it would take too much memory");
	arena_reset(&reader->arena);
	return r == -ENOMEM ? r : 0;
}

/* Takes problems over, if there are any. */
static int keep_problems(LoadedFile *file, Problems *problems) {
	if (problems->n_total == 0)
		return 0;
	file->problems = malloc(sizeof(Problems));
	if (!file->problems)
		return -ENOMEM;
	*file->problems = *problems;
	*problems = (Problems)PROBLEMS_INIT;
	return 0;
}

/* The path is stored once: in the products, where there are any. */
static void drop_path(LoadedFile *file) {
	if (file->n_products == 0)
		return;
	free(file->path);
	file->path = NULL;
}

int file_reader_read(FileReader *reader, const SourceFile *source, const LoadedFile *previous,
	LoadedFile **ret) {
	_cleanup_(loaded_file_unrefp) LoadedFile *file = calloc(1, sizeof(LoadedFile));
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(freep) char *shown = NULL;
	int r;

	if (!file)
		return -ENOMEM;
	file->n_refs = 1;
	file->directory = (uint16_t)source->directory;
	file->path = strdup(source->path);
	if (!file->path || show_path(file->path, &shown) < 0)
		return -ENOMEM;
	r = read_into(reader, source, shown ? shown : file->path, file, &problems);
	if (r == 0)
		r = keep_problems(file, &problems);
	if (r == 0)
		r = keep_last_good(file, previous);
	if (r < 0)
		return r;
	file->overrides_stamp = stamp_of(file, reader->overrides);
	/* products know the path as it is shown */
	if (!shown)
		drop_path(file);
	*ret = TAKE_PTR(file);
	return 0;
}
