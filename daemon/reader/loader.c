/* SPDX-License-Identifier: MIT */
#include "loader.h"

#include <errno.h>
#include <string.h>

#include "loaded-file.h"

/* A product on its way to being chosen. */
typedef struct Candidate {
	Product *product;
	const LoadedFile *file;
	size_t directory;
	size_t order; /* among all files */
} Candidate;

struct Loaded {
	LoadedFile **files; /* in the order of the sources: by directory, then name */
	size_t *directories; /* of each file */
	size_t n_files;
	size_t n_directories_read;
	size_t n_files_read;
	Product **products; /* borrowed from the files */
	size_t n_products;
	Problems problems;
};

Loaded *loaded_free(Loaded *loaded) {
	if (!loaded)
		return NULL;
	for (size_t i = 0; i < loaded->n_files; i++)
		loaded_file_unref(loaded->files[i]);
	free(loaded->files);
	free(loaded->directories);
	free(loaded->products);
	problems_deinit(&loaded->problems);
	free(loaded);
	return NULL;
}

Product *const *loaded_products(const Loaded *loaded, size_t *ret_n) {
	*ret_n = loaded->n_products;
	return loaded->products;
}

const Problems *loaded_problems(const Loaded *loaded) {
	return &loaded->problems;
}

size_t loaded_n_directories_read(const Loaded *loaded) {
	return loaded->n_directories_read;
}

size_t loaded_n_files_read(const Loaded *loaded) {
	return loaded->n_files_read;
}

uint64_t loaded_generated_usec(const Loaded *loaded, uint64_t not_after_usec) {
	uint64_t newest = 0;

	for (size_t i = 0; i < loaded->n_files; i++) {
		uint64_t usec = loaded->files[i]->generated_usec;

		if (usec <= not_after_usec && usec > newest)
			newest = usec;
	}
	return newest;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* A loading that is being built, beside the one before it. */
typedef struct Loading {
	Loaded *loaded;
	FileReader reader;
	const Loaded *previous; /* or NULL */
	size_t next; /* the first file of the loading before that was not passed yet */
} Loading;

static void loading_deinit(Loading *loading) {
	file_reader_deinit(&loading->reader);
}

/* What a path gave in the loading before. Both stand in one order, and are walked side by side. */
static LoadedFile *find_previous(Loading *loading, const SourceFile *source) {
	const Loaded *previous = loading->previous;

	for (; previous && loading->next < previous->n_files; loading->next++) {
		size_t directory = previous->directories[loading->next];
		LoadedFile *file = previous->files[loading->next];
		int order = directory != source->directory
				    ? (directory < source->directory ? -1 : 1)
				    : strcmp(file->path, source->path);

		if (order >= 0)
			return order == 0 ? file : NULL;
	}
	return NULL;
}

static int load_one(Loading *loading, const SourceFile *source) {
	LoadedFile *before = find_previous(loading, source), *file;
	Loaded *loaded = loading->loaded;

	if (before && loaded_file_is_current(before, source, loading->reader.overrides))
		file = loaded_file_ref(before);
	else {
		int r = file_reader_read(&loading->reader, source, before, &file);

		if (r < 0)
			return r;
		loaded->n_files_read++;
	}
	loaded->files[loaded->n_files] = file;
	loaded->directories[loaded->n_files++] = source->directory;
	return 0;
}

static int load_all(Loading *loading, const SourceFile *sources, size_t n) {
	Loaded *loaded = loading->loaded;
	int r = 0;

	loaded->files = calloc(n + 1, sizeof(LoadedFile *));
	loaded->directories = calloc(n + 1, sizeof(size_t));
	if (!loaded->files || !loaded->directories)
		return -ENOMEM;
	for (size_t i = 0; i < n && r == 0; i++)
		r = load_one(loading, &sources[i]);
	return r;
}

static int load_sources(Loaded *loaded, const SourceList *sources, const Overrides *overrides,
	const Loaded *previous) {
	_cleanup_(loading_deinit) Loading loading = { .loaded = loaded, .previous = previous };

	file_reader_init(&loading.reader, overrides);
	return load_all(&loading, sources->files, sources->n_files);
}

/* ---- choosing -------------------------------------------------------------------------------- */

/* By name; then the weightiest directory, a file of its own before a collection, the first name. */
static int compare_candidates(const void *a, const void *b) {
	const Candidate *x = a, *y = b;
	int r = strcmp(product_name(x->product), product_name(y->product));

	if (r != 0)
		return r;
	if (x->directory != y->directory)
		return x->directory < y->directory ? -1 : 1;
	if (x->file->is_collection != y->file->is_collection)
		return x->file->is_collection ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static size_t count_products(const Loaded *loaded) {
	size_t n = 0;

	for (size_t i = 0; i < loaded->n_files; i++)
		n += loaded->files[i]->n_products;
	return n;
}

static Candidate *list_candidates(const Loaded *loaded, size_t n) {
	Candidate *candidates = calloc(n + 1, sizeof(Candidate));
	size_t k = 0;

	for (size_t i = 0; i < loaded->n_files && candidates; i++)
		for (size_t j = 0; j < loaded->files[i]->n_products; j++) {
			candidates[k] = (Candidate){
				.product = loaded->files[i]->products[j],
				.file = loaded->files[i],
				.directory = loaded->directories[i],
				.order = k,
			};
			k++;
		}
	return candidates;
}

/* Two files of one kind in one directory: somebody has to look at that. */
static void report_clash(Loaded *loaded, const Candidate *winner, const Candidate *loser) {
	if (winner->directory == loser->directory &&
		winner->file->is_collection == loser->file->is_collection)
		problems_add(&loaded->problems, PROBLEM_REFUSED, loser->file->path,
			product_name(loser->product), 0, "the product is taken from %s",
			winner->file->path);
}

static int choose(Loaded *loaded) {
	size_t n = count_products(loaded);
	_cleanup_(freep) Candidate *candidates = list_candidates(loaded, n);
	const Candidate *winner = NULL;

	loaded->products = calloc(n + 1, sizeof(Product *));
	if (!candidates || !loaded->products)
		return -ENOMEM;
	if (n > 1)
		qsort(candidates, n, sizeof(Candidate), compare_candidates);
	for (size_t i = 0; i < n; i++) {
		const Candidate *candidate = &candidates[i];

		if (winner && strcmp(product_name(winner->product),
				      product_name(candidate->product)) == 0) {
			report_clash(loaded, winner, candidate);
			continue;
		}
		winner = candidate;
		loaded->products[loaded->n_products++] = candidate->product;
	}
	return 0;
}

/* ---- entry points ---------------------------------------------------------------------------- */

/* How many problems of a kind a file may show: all, unless that is more than the list keeps. Then
 * everybody gets the same, or one bad file would hide what is wrong with the others. */
static size_t fair_share(const Loaded *loaded) {
	size_t n = loaded->problems.n_items, n_files = 0;

	for (size_t i = 0; i < loaded->n_files; i++) {
		n += loaded->files[i]->problems.n_items;
		n_files += loaded->files[i]->problems.n_items > 0;
	}
	if (n <= PROBLEMS_MAX)
		return PROBLEMS_MAX;
	return n_files < PROBLEMS_MAX / 2 ? PROBLEMS_MAX / (n_files + 1) : 1;
}

static int finish(Loaded *loaded) {
	size_t share = fair_share(loaded);

	for (size_t i = 0; i < loaded->n_files; i++)
		problems_add_some(&loaded->problems, &loaded->files[i]->problems, share);
	return choose(loaded);
}

int loader_load(const LoaderDirectories *directories, const Loaded *previous, Loaded **ret) {
	_cleanup_(loaded_freep) Loaded *loaded = calloc(1, sizeof(Loaded));
	_cleanup_(source_list_deinit) SourceList sources = { 0 };
	_cleanup_(overrides_freep) Overrides *overrides = NULL;
	int r;

	if (!loaded)
		return -ENOMEM;
	r = source_list_scan(
		directories->data, directories->n_data, false, &sources, &loaded->problems);
	if (r < 0)
		return r;
	loaded->n_directories_read = sources.n_directories_read;
	r = overrides_load(
		directories->overrides, directories->n_overrides, &loaded->problems, &overrides);
	if (r == 0)
		r = load_sources(loaded, &sources, overrides, previous);
	if (r == 0)
		r = finish(loaded);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(loaded);
	return 0;
}

static SourceFile *name_sources(const char *const *files, size_t n) {
	SourceFile *sources = calloc(n + 1, sizeof(SourceFile));

	for (size_t i = 0; i < n && sources; i++) {
		const char *slash = strrchr(files[i], '/');

		sources[i].path = (char *)files[i];
		sources[i].kind = source_kind(slash ? slash + 1 : files[i]);
	}
	return sources;
}

int loader_load_files(const char *const *files, size_t n, Loaded **ret) {
	_cleanup_(loaded_freep) Loaded *loaded = calloc(1, sizeof(Loaded));
	_cleanup_(loading_deinit) Loading loading = { .loaded = loaded };
	_cleanup_(freep) SourceFile *sources = name_sources(files, n);
	int r;

	file_reader_init(&loading.reader, NULL);
	loading.reader.may_be_override = true;
	if (!loaded || !sources)
		return -ENOMEM;
	r = load_all(&loading, sources, n);
	if (r == 0)
		r = finish(loaded);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(loaded);
	return 0;
}
