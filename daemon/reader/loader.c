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
	free(loaded->products);
	problems_deinit(&loaded->problems);
	free(loaded);
	return NULL;
}

Product *const *loaded_products(const Loaded *loaded, size_t *ret_n) {
	*ret_n = loaded->n_products;
	return loaded->products;
}

void loaded_forget_products(Loaded *loaded) {
	free(loaded->products);
	loaded->products = NULL;
	loaded->n_products = 0;
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
		uint64_t usec = loaded_file_generated_usec(loaded->files[i]);

		if (usec <= not_after_usec && usec > newest)
			newest = usec;
	}
	return newest;
}

/* ---- files ----------------------------------------------------------------------------------- */

typedef struct FileKey {
	size_t directory;
	const char *path;
} FileKey;

static int compare_key(const void *key, const void *file) {
	const FileKey *wanted = key;
	const LoadedFile *found = *(LoadedFile *const *)file;

	if (wanted->directory != found->directory)
		return wanted->directory < found->directory ? -1 : 1;
	return strcmp(wanted->path, loaded_file_path(found));
}

/* What a path gave in the loading before, whose files stand by directory, then path. */
static LoadedFile *find_previous(const Loaded *previous, size_t directory, const char *path) {
	FileKey key = { directory, path };
	LoadedFile **found = NULL;

	if (previous && previous->n_files > 0)
		found = bsearch(&key, previous->files, previous->n_files, sizeof(LoadedFile *),
			compare_key);
	return found ? *found : NULL;
}

/* Takes over what did not change; the places of the others stay NULL. Both lists are in the same
 * order. */
static void take_over(Loaded *loaded, const SourceList *sources, const Overrides *overrides,
	const Loaded *previous) {
	size_t n_previous = previous ? previous->n_files : 0, k = 0;

	for (size_t i = 0; i < sources->n_files; i++) {
		const SourceFile *source = &sources->files[i];
		FileKey key = { source->directory, source->path };
		LoadedFile *before = NULL;
		int r = 1;

		for (; k < n_previous && (r = compare_key(&key, &previous->files[k])) > 0; k++)
			;
		if (r == 0)
			before = previous->files[k];
		if (before && loaded_file_is_current(before, source, overrides))
			loaded->files[i] = loaded_file_ref(before);
		else
			loaded->n_files_read++;
	}
}

static int load_sources(Loaded *loaded, const SourceList *sources, const Overrides *overrides,
	const Loaded *previous) {
	_cleanup_(file_reader_deinit) FileReader reader;
	int r = 0;

	file_reader_init(&reader, overrides);
	loaded->files = calloc(sources->n_files + 1, sizeof(LoadedFile *));
	if (!loaded->files)
		return -ENOMEM;
	loaded->n_files = sources->n_files;
	take_over(loaded, sources, overrides, previous);
	for (size_t i = 0; i < sources->n_files && r == 0; i++) {
		const SourceFile *source = &sources->files[i];

		if (!loaded->files[i])
			r = file_reader_read(&reader, source,
				find_previous(previous, source->directory, source->path),
				&loaded->files[i]);
	}
	return r;
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
				.product = loaded_file_products(loaded->files[i])[j],
				.file = loaded->files[i],
				.directory = loaded->files[i]->directory,
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
		problems_add(&loaded->problems, PROBLEM_REFUSED, loaded_file_path(loser->file),
			product_name(loser->product), 0, "the product is taken from %s",
			loaded_file_path(winner->file));
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
		const Problems *problems = loaded_file_problems(loaded->files[i]);

		n += problems ? problems->n_items : 0;
		n_files += problems != NULL;
	}
	if (n <= PROBLEMS_MAX)
		return PROBLEMS_MAX;
	return n_files < PROBLEMS_MAX / 2 ? PROBLEMS_MAX / (n_files + 1) : 1;
}

static int finish(Loaded *loaded) {
	size_t share = fair_share(loaded);

	for (size_t i = 0; i < loaded->n_files; i++)
		if (loaded_file_problems(loaded->files[i]))
			problems_add_some(
				&loaded->problems, loaded_file_problems(loaded->files[i]), share);
	return choose(loaded);
}

int loader_load(const LoaderDirectories *directories, const Loaded *previous, Loaded **ret) {
	_cleanup_(loaded_freep) Loaded *loaded = calloc(1, sizeof(Loaded));
	_cleanup_(source_list_deinit) SourceList sources = { 0 };
	_cleanup_(overrides_freep) Overrides *overrides = NULL;
	int r;

	if (!loaded)
		return -ENOMEM;
	r = source_list_scan(directories->data, directories->n_data,
		previous ? SOURCE_SCAN_FINGERPRINTS : 0, &sources, &loaded->problems);
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
	_cleanup_(file_reader_deinit) FileReader reader;
	_cleanup_(freep) SourceFile *sources = name_sources(files, n);
	int r = 0;

	file_reader_init(&reader, NULL);
	reader.may_be_override = true;
	if (!loaded || !sources)
		return -ENOMEM;
	loaded->files = calloc(n + 1, sizeof(LoadedFile *));
	if (!loaded->files)
		return -ENOMEM;
	for (size_t i = 0; i < n && r == 0; i++) {
		r = file_reader_read(&reader, &sources[i], NULL, &loaded->files[i]);
		if (r == 0)
			loaded->n_files++;
	}
	if (r == 0)
		r = finish(loaded);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(loaded);
	return 0;
}
