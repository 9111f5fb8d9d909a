/* SPDX-License-Identifier: MIT */
#include "loaded-file.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "api-json.h"
#include "front-matter.h"
#include "product-file.h"
#include "util/utf8.h"
#include "yaml-heap.h"

/* A file of the greatest size, as a tree and as a draft, fits. */
enum { ARENA_BYTES_MAX = 64 * 1024 * 1024 };

LoadedFile *loaded_file_ref(LoadedFile *file) {
	file->n_refs++;
	return file;
}

/* What a file has, but not itself. */
static void release_contents(LoadedFile *file) {
	for (size_t i = 0; i < file->n_products; i++)
		product_unref(loaded_file_products(file)[i]);
	if (file->n_products > 1)
		free(file->has.products);
	if (!file->rare)
		return;
	problems_deinit(&file->rare->problems);
	free(file->rare->path);
	free(file->rare);
}

LoadedFile *loaded_file_unref(LoadedFile *file) {
	if (!file)
		return NULL;
	assert(file->n_refs > 0);
	if (--file->n_refs > 0)
		return NULL;
	release_contents(file);
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
	yaml_heap_release();
}

static uint64_t stamp_of(const LoadedFile *file, const Overrides *overrides) {
	uint64_t stamp = 0;

	for (size_t i = 0; i < file->n_products && overrides; i++)
		stamp = stamp * 31 +
			overrides_stamp(overrides, product_name(loaded_file_products(file)[i]));
	return stamp;
}

bool loaded_file_is_current(
	const LoadedFile *file, const SourceFile *source, const Overrides *overrides) {
	return source->fingerprint != 0 && file->fingerprint == source->fingerprint &&
	       (file->rare ? file->rare->overrides_stamp : 0) == stamp_of(file, overrides);
}

/* Adds a reference of a product to what a file gave. */
static int add_product(LoadedFile *file, Product *product) {
	size_t n = file->n_products;

	if (n == 0) {
		file->has.product = product_ref(product);
		file->n_products = 1;
		return 0;
	}
	if ((n & (n - 1)) == 0) {
		Product **products =
			reallocarray(n == 1 ? NULL : file->has.products, 2 * n, sizeof(Product *));

		if (!products)
			return -ENOMEM;
		if (n == 1)
			products[0] = file->has.product;
		file->has.products = products;
	}
	file->has.products[file->n_products++] = product_ref(product);
	return 0;
}

/* What a sink of drafts needs to know. */
typedef struct Destination {
	FileReader *reader;
	LoadedFile *file;
	uint64_t generated_usec; /* what an import says of itself */
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
	destination->generated_usec = info.generated_usec;
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
		if (strcmp(product_name(loaded_file_products(file)[i]), name) == 0)
			return true;
	return false;
}

/* Whether a problem of a file names a product: in a collection only those that became wrong are
 * kept, and not those that are gone. */
static bool is_refused(const Problems *problems, const char *name) {
	if (problems->n_total > problems->n_items)
		return true; /* nobody knows what the rest says */
	for (size_t i = 0; i < problems->n_items; i++) {
		const Problem *problem = &problems->items[i];

		if (problem->kind == PROBLEM_REFUSED &&
			(problem->product[0] == '\0' || strcmp(problem->product, name) == 0))
			return true;
	}
	return false;
}

/* A file that cannot be read does not say which product it was; the one that is served on does. */
static int keep_last_good(LoadedFile *file, Problems *problems, const LoadedFile *previous) {
	if (!previous || problems->n_refused == 0)
		return 0;
	if (file->n_products == 0 && !file->is_collection)
		file->is_collection = previous->is_collection;
	if (file->n_products > 0 && !file->is_collection)
		return 0;
	for (size_t i = 0; i < previous->n_products; i++) {
		Product *product = loaded_file_products(previous)[i];
		const char *name = product_name(product);

		if (!has_product(file, name) &&
			(!file->is_collection || is_refused(problems, name)) &&
			add_product(file, product) < 0)
			return -ENOMEM;
	}
	if (!file->is_collection && file->n_products == 1)
		problems_name_product(problems, product_name(loaded_file_products(file)[0]));
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

/* Reads into *file; what was wrong is added to problems, under the path as it is shown. */
static int read_into(FileReader *reader, const SourceFile *source, const char *shown,
	Destination *destination, Problems *problems) {
	ReadContext ctx = { .arena = &reader->arena, .problems = problems, .file = shown };
	int r;

	arena_reset(&reader->arena);
	r = read_source(destination, &ctx, source);
	if (r == -ENOMEM && reader->arena.exceeded)
		r = refuse(&ctx, 0, "reading it would take too much memory");
	arena_reset(&reader->arena);
	return r == -ENOMEM ? r : 0;
}

/* Gives a file what few have, if it has any of that; takes the problems over. The path is stored
 * once: in the products, where there are any, unless it is shown in another form. */
static int add_rare(LoadedFile *file, LoadedRare *rare, const char *path, bool is_shown_otherwise) {
	bool needs_path = file->n_products == 0 || is_shown_otherwise;

	if (!needs_path && rare->overrides_stamp == 0 && rare->generated_usec == 0 &&
		rare->problems.n_total == 0)
		return 0;
	if (needs_path && !(rare->path = strdup(path)))
		return -ENOMEM;
	file->rare = malloc(sizeof(LoadedRare));
	if (!file->rare)
		return -ENOMEM;
	*file->rare = *rare;
	*rare = (LoadedRare){ .problems = PROBLEMS_INIT };
	return 0;
}

static void rare_deinit(LoadedRare *rare) {
	problems_deinit(&rare->problems);
	free(rare->path);
}

/* Fills in everything but the count of references. */
static int fill(LoadedFile *file, FileReader *reader, const SourceFile *source,
	const LoadedFile *previous) {
	_cleanup_(rare_deinit) LoadedRare rare = { .problems = PROBLEMS_INIT };
	_cleanup_(freep) char *shown = NULL;
	Destination destination = { .reader = reader, .file = file };
	int r;

	if (show_path(source->path, &shown) < 0)
		return -ENOMEM;
	r = read_into(reader, source, shown ? shown : source->path, &destination, &rare.problems);
	if (r == 0)
		r = keep_last_good(file, &rare.problems, previous);
	if (r < 0)
		return r;
	rare.generated_usec = destination.generated_usec;
	rare.overrides_stamp = stamp_of(file, reader->overrides);
	return add_rare(file, &rare, source->path, shown != NULL);
}

/* What stays is allocated last, in the place of what was needed while reading: files stand side by
 * side then, and leave no holes. */
int file_reader_read(FileReader *reader, const SourceFile *source, const LoadedFile *previous,
	LoadedFile **ret) {
	LoadedFile file = { .n_refs = 1, .directory = (uint16_t)source->directory };
	LoadedFile *copy = NULL;
	int r = fill(&file, reader, source, previous);

	if (r == 0) {
		copy = malloc(sizeof(LoadedFile));
		r = copy ? 0 : -ENOMEM;
	}
	if (r < 0) {
		release_contents(&file);
		return r;
	}
	*copy = file;
	*ret = copy;
	return 0;
}
