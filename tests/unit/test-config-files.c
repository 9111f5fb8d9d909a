/* SPDX-License-Identifier: MIT */
/*
 * The files that a configuration comes from: drop-ins and their order, links, and what is no
 * configuration at all.
 */
#include "reader/config-file.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "scratch-dir.h"
#include "test-main.h"
#include "util/strbuf.h"

typedef struct Fixture {
	ScratchDir dir;
	char *file;
	char *dropins;
	Problems problems;
	Config *config;
} Fixture;

static Fixture fixture_new(void) {
	Fixture fixture = { .dir = scratch_dir_new() };

	fixture.file = scratch_dir_path(&fixture.dir, "eold.yaml");
	fixture.dropins = scratch_dir_path(&fixture.dir, "eold.yaml.d");
	scratch_dir_mkdir(&fixture.dir, "eold.yaml.d");
	return fixture;
}

static void fixture_deinit(Fixture *fixture) {
	config_unref(fixture->config);
	problems_deinit(&fixture->problems);
	free(fixture->file);
	free(fixture->dropins);
	scratch_dir_deinit(&fixture->dir);
}

static int load(Fixture *fixture) {
	problems_deinit(&fixture->problems);
	fixture->config = config_unref(fixture->config);
	return config_load(fixture->file, fixture->dropins, &fixture->problems, &fixture->config);
}

static void write_file(const Fixture *fixture, const char *name, const char *text) {
	scratch_dir_write(&fixture->dir, name, text);
}

/* That reading fails as a whole, for one reason, told of one file. */
static void expect_bad(Fixture *fixture, const char *name, unsigned line, const char *words) {
	_cleanup_(freep) char *path = scratch_dir_path(&fixture->dir, name);
	const Problem *problem;

	ck_assert_int_eq(load(fixture), -EBADMSG);
	ck_assert_ptr_null(fixture->config);
	ck_assert_uint_eq(fixture->problems.n_total, 1);
	ck_assert_uint_eq(fixture->problems.n_refused, 1);
	problem = fixture->problems.items;
	ck_assert_str_eq(problem->file, path);
	ck_assert_msg(problem->line == line, "line %u: %s", problem->line, problem->message);
	ck_assert_msg(strstr(problem->message, words), "%s", problem->message);
}

/* Single values: the last file's. Lists: all of them, in the files' order. */
START_TEST(test_drop_ins_are_read_by_name_behind_the_file) {
	static const char *const order[] = { "file", "ten", "twenty", "twenty-b" };
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	write_file(&fixture, "eold.yaml.d/20-b.yaml",
		"staleAfterDays: 20\ntrack: [{product: twenty, cycle: 1}, "
		"{product: twenty-b, cycle: 1}]\n");
	write_file(&fixture, "eold.yaml.d/10-a.yaml",
		"staleAfterDays: 10\nwarningDays: [5]\ntrack: [{product: ten, cycle: 1}]\n");
	write_file(&fixture, "eold.yaml",
		"staleAfterDays: 30\nwarningDays: [4]\ntrack: [{product: file, cycle: 1}]\n");
	ck_assert_int_eq(load(&fixture), 0);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 20);
	ck_assert_uint_eq(fixture.config->n_warning_days, 1);
	ck_assert_uint_eq(fixture.config->warning_days[0], 5);
	ck_assert_uint_eq(fixture.config->n_track, ELEMENTSOF(order));
	for (size_t i = 0; i < ELEMENTSOF(order); i++)
		ck_assert_str_eq(fixture.config->track[i].product, order[i]);
	ck_assert(strstr(fixture.config->track[3].file, "/eold.yaml.d/20-b.yaml"));
}
END_TEST

/* What an editor left behind and what was switched off is passed over; .yml is a likely slip. */
START_TEST(test_only_drop_ins_called_yaml_are_read) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	write_file(&fixture, "eold.yaml.d/.a.yaml", "staleAfterDays: 1\n");
	write_file(&fixture, "eold.yaml.d/a.yaml~", "staleAfterDays: 2\n");
	write_file(&fixture, "eold.yaml.d/a.yaml.off", "staleAfterDays: 3\n");
	write_file(&fixture, "eold.yaml.d/README", "staleAfterDays: 4\n");
	write_file(&fixture, "eold.yaml.d/a.json", "{\"staleAfterDays\": 5}\n");
	ck_assert_int_eq(load(&fixture), 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 180);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	write_file(&fixture, "eold.yaml.d/a.yml", "staleAfterDays: 6\n");
	ck_assert_int_eq(load(&fixture), 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 180);
	ck_assert_uint_eq(fixture.problems.n_total, 1);
	ck_assert_uint_eq(fixture.problems.n_refused, 0);
	ck_assert(strstr(fixture.problems.items[0].message, "does not end in .yaml"));
}
END_TEST

START_TEST(test_links_lead_to_where_the_administrator_keeps_it) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	scratch_dir_mkdir(&fixture.dir, "kept");
	write_file(&fixture, "kept/main", "staleAfterDays: 11\ntrack: [{product: a, cycle: 1}]\n");
	write_file(&fixture, "kept/other", "warningDays: [12]\n");
	scratch_dir_link(&fixture.dir, "eold.yaml", "kept/main");
	scratch_dir_link(&fixture.dir, "eold.yaml.d/a.yaml", "../kept/other");
	ck_assert_int_eq(load(&fixture), 0);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 11);
	ck_assert_uint_eq(fixture.config->warning_days[0], 12);
	/* messages name the place where it counts, not the one where it lies */
	ck_assert_str_eq(fixture.config->track[0].file, fixture.file);
}
END_TEST

START_TEST(test_a_link_to_dev_null_masks) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	scratch_dir_link(&fixture.dir, "eold.yaml", "/dev/null");
	scratch_dir_link(&fixture.dir, "eold.yaml.d/a.yaml", "/dev/null");
	ck_assert_int_eq(load(&fixture), 0);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 180);
}
END_TEST

START_TEST(test_a_link_to_nowhere_is_an_error_and_not_an_empty_configuration) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	scratch_dir_link(&fixture.dir, "eold.yaml", "gone");
	expect_bad(&fixture, "eold.yaml", 0, "a link to nowhere");
	ck_assert_int_eq(unlink(fixture.file), 0);
	scratch_dir_link(&fixture.dir, "eold.yaml.d/a.yaml", "a.yaml");
	expect_bad(&fixture, "eold.yaml.d/a.yaml", 0, "symbolic links");
}
END_TEST

START_TEST(test_what_does_not_parse_is_an_error_of_the_whole) {
	static const struct {
		const char *text;
		size_t n;
		unsigned line;
		const char *words;
	} cases[] = {
#define TEXT(text) text, sizeof(text) - 1
		{ TEXT("staleAfterDays: 60\nwarningDays: [7\n"), 3, "" },
		{ TEXT("staleAfterDays: 60\n\twarningDays: [7]\n"), 2, "" },
		{ TEXT("- staleAfterDays: 60\n"), 1, "no mapping of keys" },
		{ TEXT("\n\nstaleAfterDays\n"), 3, "no mapping of keys" },
		{ TEXT("a: 1\n---\nb: 1\n"), 2, "a second document" },
		{ TEXT("%YAML 1.1\n---\nb: 1\n"), 1, "a YAML directive" },
		{ TEXT("staleAfterDays: 60\n# \xff\xfe\n"), 2, "not UTF-8" },
		{ TEXT("\xff\xfes\0t\0"), 1, "not UTF-8" },
		{ TEXT("staleAfterDays: 60\n\0\n"), 2, "" },
		{ TEXT("track: *a\n"), 1, "unknown alias" },
#undef TEXT
	};
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		scratch_dir_write_n(&fixture.dir, "eold.yaml", cases[i].text, cases[i].n);
		expect_bad(&fixture, "eold.yaml", cases[i].line, cases[i].words);
	}
	ck_assert_int_eq(unlink(fixture.file), 0);
	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		scratch_dir_write_n(&fixture.dir, "eold.yaml.d/a.yaml", cases[i].text, cases[i].n);
		expect_bad(&fixture, "eold.yaml.d/a.yaml", cases[i].line, cases[i].words);
	}
}
END_TEST

/* One look shows everything: a bad file does not hide what is wrong in the others. */
START_TEST(test_all_that_is_wrong_is_said_at_once) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	write_file(&fixture, "eold.yaml", "[");
	write_file(&fixture, "eold.yaml.d/a.yaml", "{");
	write_file(&fixture, "eold.yaml.d/b.yaml", "staleAfterDays: 0\n");
	ck_assert_int_eq(load(&fixture), -EBADMSG);
	ck_assert_uint_eq(fixture.problems.n_refused, 3);
}
END_TEST

START_TEST(test_what_is_no_file_is_refused_without_waiting) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(mkfifo(fixture.file, 0644), 0);
	expect_bad(&fixture, "eold.yaml", 0, "not a regular file");
	ck_assert_int_eq(unlink(fixture.file), 0);
	scratch_dir_link(&fixture.dir, "eold.yaml", "/dev/zero");
	expect_bad(&fixture, "eold.yaml", 0, "not a regular file");
	ck_assert_int_eq(unlink(fixture.file), 0);
	scratch_dir_mkdir(&fixture.dir, "eold.yaml");
	expect_bad(&fixture, "eold.yaml", 0, "not a regular file");
}
END_TEST

START_TEST(test_a_drop_in_directory_that_is_none_is_an_error) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(rmdir(fixture.dropins), 0);
	write_file(&fixture, "eold.yaml.d", "staleAfterDays: 60\n");
	expect_bad(&fixture, "eold.yaml.d", 0, "cannot be read");
	/* no way to the file at all is an error as well, and not "no such file" */
	ck_assert_int_eq(unlink(fixture.dropins), 0);
	free(fixture.file);
	write_file(&fixture, "plain", "");
	fixture.file = scratch_dir_path(&fixture.dir, "plain/eold.yaml");
	expect_bad(&fixture, "plain/eold.yaml", 0, "Not a directory");
}
END_TEST

static double seconds_now(void) {
	struct timespec now;

	ck_assert_int_eq(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Large, deep, and large by aliases: refused, and quickly. */
START_TEST(test_bounds_hold) {
	static const size_t n = 4 * 1024 * 1024 + 1;
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();
	_cleanup_(freep) char *bytes = malloc(n);
	_cleanup_(strbuf_deinit) StrBuf bomb = STRBUF_INIT;
	double begin = seconds_now();

	ck_assert_ptr_nonnull(bytes);
	memset(bytes, '#', n);
	scratch_dir_write_n(&fixture.dir, "eold.yaml", bytes, n);
	expect_bad(&fixture, "eold.yaml", 0, "larger than 4 MiB");
	memset(bytes, '[', n);
	scratch_dir_write_n(&fixture.dir, "eold.yaml", bytes, 100 * 1000);
	expect_bad(&fixture, "eold.yaml", 1, "nested deeper than 64 levels");
	ck_assert_int_eq(strbuf_append_str(&bomb, "a: &a [1,1,1,1,1,1,1,1,1,1]\n"), 0);
	for (char c = 'b'; c < 'k'; c++) {
		char b = (char)(c - 1);

		ck_assert_int_eq(
			strbuf_printf(&bomb, "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c,
				c, b, b, b, b, b, b, b, b, b),
			0);
	}
	write_file(&fixture, "eold.yaml", strbuf_cstr(&bomb));
	expect_bad(&fixture, "eold.yaml", 6, "more than 400000 values");
	ck_assert_double_lt(seconds_now() - begin, 10);
}
END_TEST

TEST_MAIN("config-files", test_drop_ins_are_read_by_name_behind_the_file,
	test_only_drop_ins_called_yaml_are_read,
	test_links_lead_to_where_the_administrator_keeps_it, test_a_link_to_dev_null_masks,
	test_a_link_to_nowhere_is_an_error_and_not_an_empty_configuration,
	test_what_does_not_parse_is_an_error_of_the_whole, test_all_that_is_wrong_is_said_at_once,
	test_what_is_no_file_is_refused_without_waiting,
	test_a_drop_in_directory_that_is_none_is_an_error, test_bounds_hold)
