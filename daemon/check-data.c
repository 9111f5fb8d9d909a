/* SPDX-License-Identifier: MIT */
#include "check-data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "reader/loader.h"

static void print_problem(const Problem *problem) {
	fprintf(stderr, "%s:%u: %s%s%s%s\n", problem->file, problem->line, problem->product,
		problem->product[0] ? ": " : "", problem->kind == PROBLEM_DOUBT ? "doubt: " : "",
		problem->message);
}

static int load(const Options *options, Loaded **ret) {
	LoaderDirectories directories = {
		.data = options->data,
		.n_data = options->n_data,
		.overrides = options->overrides,
		.n_overrides = options->n_overrides,
	};

	return options->n_files > 0 ? loader_load_files(options->files, options->n_files, ret)
				    : loader_load(&directories, NULL, ret);
}

int check_data_run(const Options *options) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(loaded_freep) Loaded *loaded = NULL;
	_cleanup_(catalog_unrefp) Catalog *catalog = NULL;
	size_t n_products;
	int r = load(options, &loaded);

	if (r >= 0) {
		Product *const *products = loaded_products(loaded, &n_products);

		problems_add_all(&problems, loaded_problems(loaded));
		catalog = catalog_new(products, n_products, &problems);
	}
	if (!catalog) {
		fprintf(stderr, "eold: %s\n", strerror(r < 0 ? -r : ENOMEM));
		return EXIT_FAILURE;
	}
	if (options->n_files == 0 && loaded_n_directories_read(loaded) == 0)
		problems_add(&problems, PROBLEM_REFUSED, options->data[0], NULL, 0,
			"no directory with products could be read");
	for (size_t i = 0; i < problems.n_items; i++)
		print_problem(&problems.items[i]);
	if (problems.n_total > problems.n_items)
		fprintf(stderr, "eold: %zu more\n", problems.n_total - problems.n_items);
	return problems.n_refused > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
