/* SPDX-License-Identifier: MIT */
/*
 * All odd files in one directory, beside a good one: the good one is served, and loading them costs
 * neither much time nor much memory. Time and memory are those of `eold --check` (the program is
 * the first argument), as the kernel counts them.
 */
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "catalog/catalog.h"
#include "odd-directory.h"
#include "reader/loader.h"
#include "util/sanitized.h"

enum { SECONDS_MAX = 5, KIB_MAX = 100 * 1024 };

static const char *program; /* eold */
static char *bad; /* directory of all odd files and the good one */
static char *good; /* directory of the good one */

static void write_good(const char *directory) {
	write_text(directory, "good.md",
		"---\ntitle: Good\ncategory: os\npermalink: /good\nreleases:\n"
		"  - {releaseCycle: '1', releaseDate: 2020-01-01, eol: 2030-01-01}\n---\n");
}

/* Both directories, made by whoever needs them first. */
static void prepare(void) {
	if (bad)
		return;
	bad = scratch_new();
	good = scratch_new();
	write_good(good);
	write_good(bad);
	for (size_t i = 0; i < ELEMENTSOF(odd_lists); i++)
		for (size_t k = 0; k < odd_lists[i].n; k++)
			odd_write(bad, &odd_lists[i].files[k]);
}

/* Runs eold --check on a directory. Returns its exit status. */
static int check(const char *directory, struct rusage *ret_usage) {
	_cleanup_(freep) char *data = NULL, *log = path_in(directory, "log");
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status;

	ck_assert_int_gt(asprintf(&data, "--data=%s", directory), 0);
	char *const argv[] = { (char *)program, (char *)"--check", data, NULL };

	ck_assert_int_eq(posix_spawn_file_actions_init(&actions), 0);
	ck_assert_int_eq(posix_spawn_file_actions_addopen(
				 &actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0600),
		0);
	ck_assert_int_eq(posix_spawn(&pid, program, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	ck_assert_int_eq(wait4(pid, &status, 0, ret_usage), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static double seconds(const struct rusage *usage) {
	return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
	       (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

START_TEST(test_all_together_cost_little) {
	struct rusage alone, all;

	prepare();
	ck_assert_int_eq(check(good, &alone), 0);
	/* what is refused is told by the exit status */
	ck_assert_int_eq(check(bad, &all), 1);
	printf("all odd files: %.2f s of CPU, %ld KiB more than without them\n", seconds(&all),
		all.ru_maxrss - alone.ru_maxrss);
	if (IS_SANITIZED)
		return;
	ck_assert_double_lt(seconds(&all), SECONDS_MAX);
	ck_assert_int_lt(all.ru_maxrss - alone.ru_maxrss, KIB_MAX);
}
END_TEST

static bool has(const Loaded *loaded, const char *name) {
	size_t n;
	Product *const *products = loaded_products(loaded, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(product_name(products[i]), name) == 0)
			return true;
	return false;
}

/* What is served alone is served among the others, and nothing else is. */
static size_t count_differences(const Loaded *loaded, const OddList *list) {
	size_t n_wrong = 0;

	for (size_t i = 0; i < list->n; i++) {
		_cleanup_(freep) char *name = odd_product(&list->files[i]);

		if (has(loaded, name) == (list->files[i].outcome != REFUSED))
			continue;
		fprintf(stderr, "%s: another fate among the others\n", list->files[i].name);
		n_wrong++;
	}
	return n_wrong;
}

START_TEST(test_everybody_gets_what_he_gets_alone) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog = NULL;
	_cleanup_(loaded_freep) Loaded *loaded = NULL;
	size_t n, n_refused = 0;

	prepare();
	const char *const data[] = { bad };
	LoaderDirectories directories = { .data = data, .n_data = 1 };
	ck_assert_int_eq(loader_load(&directories, NULL, &loaded), 0);
	ck_assert(has(loaded, "good"));
	for (size_t i = 0; i < ELEMENTSOF(odd_lists); i++) {
		ck_assert_uint_eq(count_differences(loaded, &odd_lists[i]), 0);
		for (size_t k = 0; k < odd_lists[i].n; k++)
			n_refused += odd_lists[i].files[k].outcome == REFUSED;
	}
	/* nobody is refused in silence, and the flood of one hides nobody */
	ck_assert_uint_ge(loaded_problems(loaded)->n_refused, n_refused);
	ck_assert_uint_ge(loaded_problems(loaded)->n_items_refused, n_refused);

	Product *const *products = loaded_products(loaded, &n);

	catalog = catalog_new(products, n, &problems);
	ck_assert_ptr_nonnull(catalog_find(catalog, "good", NULL));
	/* names that clash lead to one of them, and that is told */
	ck_assert_str_eq(product_name(catalog_find(catalog, "bom", NULL)), "bom");
	ck_assert_str_eq(product_name(catalog_find(catalog, "shared-alias", NULL)), "clash-alias");
	assert_doubted(&problems, 0, "alias 'bom' leads to product bom, not here");
	assert_doubted(&problems, 0, "alias 'shared-alias' leads to product clash-alias, not here");
}
END_TEST

static int run(void) {
	const TestCase tests[] = { test_all_together_cost_little,
		test_everybody_gets_what_he_gets_alone };

	return run_tests("odd-directory", tests, ELEMENTSOF(tests));
}

int main(int argc, char **argv) {
	int r;

	if (argc < 2)
		return EXIT_FAILURE;
	program = argv[1];
	r = run();
	scratch_remove(&bad);
	scratch_remove(&good);
	return r;
}
