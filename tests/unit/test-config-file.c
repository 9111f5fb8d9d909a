/* SPDX-License-Identifier: MIT */
#include "reader/config-file.h"

#include <errno.h>
#include <string.h>

#include "scratch-dir.h"
#include "test-main.h"
#include "util/strbuf.h"

/* A directory with a configuration in it, and what reading it gave. */
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
	return fixture;
}

static void fixture_deinit(Fixture *fixture) {
	config_unref(fixture->config);
	problems_deinit(&fixture->problems);
	free(fixture->file);
	free(fixture->dropins);
	scratch_dir_deinit(&fixture->dir);
}

/* Reads anew. */
static int load(Fixture *fixture) {
	problems_deinit(&fixture->problems);
	fixture->config = config_unref(fixture->config);
	return config_load(fixture->file, fixture->dropins, &fixture->problems, &fixture->config);
}

/* Reads eold.yaml with this text. */
static int load_text(Fixture *fixture, const char *text) {
	scratch_dir_write(&fixture->dir, "eold.yaml", text);
	return load(fixture);
}

/* That exactly one thing was said: of this file, in this line, and with these words. */
static void expect_problem(const Fixture *fixture, ProblemKind kind, const char *file,
	unsigned line, const char *words) {
	const Problem *problem = fixture->problems.items;

	ck_assert_uint_eq(fixture->problems.n_items, 1);
	ck_assert_int_eq(problem->kind, kind);
	ck_assert_str_eq(problem->file, file);
	ck_assert_msg(problem->line == line, "line %u: %s", problem->line, problem->message);
	ck_assert_msg(strstr(problem->message, words), "%s", problem->message);
}

/* That something which does not apply was said of eold.yaml, and nothing else. */
static void expect_refused(const Fixture *fixture, unsigned line, const char *words) {
	expect_problem(fixture, PROBLEM_REFUSED, fixture->file, line, words);
}

static void expect_days(const Config *config, const unsigned *days, size_t n) {
	ck_assert_uint_eq(config->n_warning_days, n);
	ck_assert_mem_eq(config->warning_days, days, n * sizeof(unsigned));
}

static void expect_defaults(const Config *config) {
	static const unsigned days[] = { 180, 90, 30, 7, 1 };

	expect_days(config, days, ELEMENTSOF(days));
	ck_assert_uint_eq(config->stale_after_days, 180);
	ck_assert_uint_eq(config->n_track, 0);
	ck_assert_uint_eq(config->n_entitlements, 0);
}

/* ---- what applies ---------------------------------------------------------------------------- */

/* Neither file nor directory is there. */
START_TEST(test_nothing_configured_gives_the_defaults) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load(&fixture), 0);
	expect_defaults(fixture.config);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	/* ... and no directory is asked for */
	ck_assert_ptr_null(config_unref(fixture.config));
	fixture.config = NULL;
	ck_assert_int_eq(config_load(fixture.file, NULL, &fixture.problems, &fixture.config), 0);
	expect_defaults(fixture.config);
}
END_TEST

START_TEST(test_a_file_that_says_nothing_gives_the_defaults) {
	static const char *const texts[] = { "", "# later\n", "---\n", "~\n", "null\n", "{}\n",
		"\xef\xbb\xbf", "track:\nentitlements:\n" };
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	for (size_t i = 0; i < ELEMENTSOF(texts); i++) {
		ck_assert_int_eq(load_text(&fixture, texts[i]), 0);
		expect_defaults(fixture.config);
		ck_assert_uint_eq(fixture.problems.n_total, 0);
	}
}
END_TEST

START_TEST(test_everything_that_can_be_said) {
	static const unsigned days[] = { 365, 14 };
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();
	const TrackRule *track;
	const EntitlementRule *rules;

	ck_assert_int_eq(
		load_text(&fixture, "warningDays: [14, 365]\n"
				    "staleAfterDays: 60\n"
				    "track:\n"
				    "  - {product: postgresql, cycle: 15}\n"
				    "  - product: mysql\n"
				    "    version: 1:8.0.36-1.el9\n"
				    "  - {purl: 'pkg:pypi/django@4.2.1?arch=x#a'}\n"
				    "  - {product: go, cycle: 1.20}\n"
				    "entitlements:\n"
				    "  - {product: ubuntu, cycle: '20.04', until: data}\n"
				    "  - {product: rhel, cycle: all, until: 2028-06-30}\n"),
		0);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	expect_days(fixture.config, days, ELEMENTSOF(days));
	ck_assert_uint_eq(fixture.config->stale_after_days, 60);

	ck_assert_uint_eq(fixture.config->n_track, 4);
	track = fixture.config->track;
	ck_assert_int_eq(track[0].kind, TRACK_CYCLE);
	ck_assert_str_eq(track[0].product, "postgresql");
	ck_assert_str_eq(track[0].value, "15");
	ck_assert_str_eq(track[0].file, fixture.file);
	ck_assert_uint_eq(track[0].line, 4);
	ck_assert_int_eq(track[1].kind, TRACK_VERSION);
	ck_assert_str_eq(track[1].value, "1:8.0.36-1.el9");
	ck_assert_uint_eq(track[1].line, 5);
	ck_assert_int_eq(track[2].kind, TRACK_PURL);
	ck_assert_ptr_null(track[2].product);
	ck_assert_str_eq(track[2].value, "pkg:pypi/django@4.2.1?arch=x#a");
	/* as it is written, and not the number 1.2 */
	ck_assert_str_eq(track[3].value, "1.20");

	ck_assert_uint_eq(fixture.config->n_entitlements, 2);
	rules = fixture.config->entitlements;
	ck_assert_str_eq(rules[0].product, "ubuntu");
	ck_assert_str_eq(rules[0].cycle, "20.04");
	ck_assert(rules[0].from_data);
	ck_assert_int_eq(rules[0].until, CIVIL_DAY_NONE);
	ck_assert_ptr_null(rules[1].cycle);
	ck_assert(!rules[1].from_data);
	ck_assert_int_eq(rules[1].until, civil_day_from_ymd(2028, 6, 30));
	ck_assert_str_eq(rules[1].file, fixture.file);
	ck_assert_uint_eq(rules[1].line, 11);
}
END_TEST

START_TEST(test_an_empty_list_of_warnings_is_the_wish_for_none) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load_text(&fixture, "warningDays: []\n"), 0);
	ck_assert_uint_eq(fixture.config->n_warning_days, 0);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
}
END_TEST

START_TEST(test_warning_days_are_sorted_and_each_stands_once) {
	static const unsigned days[] = { 3650, 90, 7, 1 };
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load_text(&fixture, "warningDays:\n- 7\n- 90\n- 7\n- 3650\n- 1\n"), 0);
	expect_days(fixture.config, days, ELEMENTSOF(days));
	expect_problem(&fixture, PROBLEM_DOUBT, fixture.file, 4, "7 stands twice");
}
END_TEST

/* A number in quotes is a text to YAML, but what is meant is beyond doubt. */
START_TEST(test_doubts_that_do_no_harm) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load_text(&fixture, "staleAfterDays: '60'\n"), 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 60);
	expect_problem(&fixture, PROBLEM_DOUBT, fixture.file, 1, "quoted");
	ck_assert_int_eq(load_text(&fixture, "\nwarningDays:\n"), 0);
	expect_defaults(fixture.config);
	expect_problem(&fixture, PROBLEM_DOUBT, fixture.file, 2, "without a value");
	ck_assert_int_eq(
		load_text(&fixture, "track:\n- {product: a, product: b,\n   cycle: 1}\n"), 0);
	ck_assert_str_eq(fixture.config->track[0].product, "b");
	expect_problem(&fixture, PROBLEM_DOUBT, fixture.file, 2, "product stands twice");
}
END_TEST

/* ---- what does not --------------------------------------------------------------------------- */

/* Each text has one mistake; the line `staleAfterDays: 60` beside it always applies. */
START_TEST(test_a_wrong_value_is_named_and_the_rest_applies) {
	static const struct {
		const char *text;
		unsigned line;
		const char *words;
	} cases[] = {
		{ "warnDays: [1]", 2, "unknown key 'warnDays'" },
		{ "[a]: b", 2, "unknown key ''" },
		{ "warningDays: 7", 2, "a list of days was expected" },
		{ "warningDays: {a: 1}", 2, "a list of days was expected" },
		{ "warningDays:\n- 0", 3, "'0' is no whole number from 1 to 3650" },
		{ "warningDays:\n- 3651", 3, "no whole number" },
		{ "warningDays:\n- -7", 3, "no whole number" },
		{ "warningDays:\n- +7", 3, "no whole number" },
		{ "warningDays:\n- 7.5", 3, "no whole number" },
		{ "warningDays:\n- 030", 3, "no whole number" },
		{ "warningDays:\n- 0x1e", 3, "no whole number" },
		{ "warningDays:\n- 99999999999999999999999", 3, "no whole number" },
		{ "warningDays:\n- week", 3, "'week' is no whole number" },
		{ "warningDays:\n- ''", 3, "no whole number" },
		{ "warningDays:\n- ~", 3, "no whole number" },
		{ "warningDays:\n- [7]", 3, "a number of days was expected" },
		{ "track: python", 2, "a list was expected" },
		{ "track: {product: a, cycle: 1}", 2, "a list was expected" },
		{ "track:\n- python", 3, "an entry that is no mapping" },
		{ "track:\n- {product: a}", 3, "needs a cycle, a version or a purl" },
		{ "track:\n- {cycle: 1}", 3, "without a product" },
		{ "track:\n- {product: a, cycle: ~}", 3, "needs a cycle" },
		{ "track:\n- {product: a, cycle: [1]}", 3, "cycle: a text was expected" },
		{ "track:\n- {product: ../a, cycle: 1}", 3, "'../a' is no name of a product" },
		{ "track:\n- {product: '', cycle: 1}", 3, "no name of a product" },
		{ "track:\n- {product: a, cycle: 1/2}", 3, "'1/2' is no name of a cycle" },
		{ "track:\n- {product: a, version: ''}", 3, "'' is no version" },
		{ "track:\n- {product: a, version: \"1\\e[0m\"}", 3, "'1\\x1b[0m' is no version" },
		{ "track:\n- {product: a, cycle: 1, version: 1}", 3, "not both" },
		{ "track:\n- {product: a, purl: 'pkg:pypi/a@1'}", 3, "stands for itself" },
		{ "track:\n- {purl: 'pkg:pypi/a'}", 3, "is no pkg:TYPE/NAME@VERSION" },
		{ "track:\n- {purl: 'pkg:pypi/a@'}", 3, "is no pkg:" },
		{ "track:\n- {purl: 'pkg:pypi/@1'}", 3, "is no pkg:" },
		{ "track:\n- {purl: 'pkg:/a@1'}", 3, "is no pkg:" },
		{ "track:\n- {purl: 'pkg:a@1'}", 3, "is no pkg:" },
		{ "track:\n- {purl: 'pkg:pypi/a?x=y@1'}", 3, "is no pkg:" },
		{ "track:\n- {purl: 'http://pypi/a@1'}", 3, "is no pkg:" },
		{ "entitlements: all", 2, "a list was expected" },
		{ "entitlements:\n- {product: a, until: data}", 3, "without a cycle" },
		{ "entitlements:\n- {product: a, cycle: 1}", 3, "without an end" },
		{ "entitlements:\n- {cycle: 1, until: data}", 3, "without a product" },
		{ "entitlements:\n- {product: a, cycle: 1, until: 2023-02-30}", 3,
			"'2023-02-30' is no date (YYYY-MM-DD) or data" },
		{ "entitlements:\n- {product: a, cycle: 1, until: true}", 3, "is no date" },
		{ "entitlements:\n- {product: a, cycle: 1, until: 2030}", 3, "is no date" },
		{ "entitlements:\n- {product: a, cycle: '.', until: data}", 3,
			"no name of a cycle" },
	};
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(freep) char *text = NULL;

		ck_assert_int_gt(asprintf(&text, "staleAfterDays: 60\n%s\n", cases[i].text), 0);
		ck_assert_int_eq(load_text(&fixture, text), 0);
		expect_refused(&fixture, cases[i].line, cases[i].words);
		ck_assert_uint_eq(fixture.config->stale_after_days, 60);
		fixture.config->stale_after_days = 180;
		expect_defaults(fixture.config);
	}
}
END_TEST

START_TEST(test_stale_days_have_bounds_too) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load_text(&fixture, "staleAfterDays: 36500\n"), 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 36500);
	ck_assert_int_eq(load_text(&fixture, "staleAfterDays: 36501\n"), 0);
	ck_assert_uint_eq(fixture.config->stale_after_days, 180);
	expect_refused(&fixture, 1, "from 1 to 36500");
	ck_assert_int_eq(load_text(&fixture, "staleAfterDays: never\n"), 0);
	expect_refused(&fixture, 1, "'never'");
}
END_TEST

/* Of a list only the entry that is wrong is left out. */
START_TEST(test_good_entries_stay_beside_bad_ones) {
	static const unsigned days[] = { 30, 3 };
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load_text(&fixture, "warningDays: [3, month, 30]\n"
					     "track:\n"
					     "- {product: a, cycel: 1}\n"
					     "- {product: b, cycle: 2}\n"
					     "entitlements:\n"
					     "- {product: c, cycle: 3, until: data, paid: yes}\n"),
		0);
	expect_days(fixture.config, days, ELEMENTSOF(days));
	ck_assert_uint_eq(fixture.config->n_track, 1);
	ck_assert_str_eq(fixture.config->track[0].product, "b");
	/* a key that does not belong here does not undo what the entry says */
	ck_assert_uint_eq(fixture.config->n_entitlements, 1);
	/* month, cycel, that a lacks a cycle, paid */
	ck_assert_uint_eq(fixture.problems.n_refused, 4);
	ck_assert_uint_eq(fixture.problems.n_total, 4);
	ck_assert_str_eq(fixture.problems.items[1].message, "track: unknown key 'cycel'");
}
END_TEST

START_TEST(test_a_key_that_stands_twice_is_seen) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();

	ck_assert_int_eq(load_text(&fixture, "track: [{product: a, cycle: 1}]\n"
					     "track: [{product: b, cycle: 1}]\n"),
		0);
	ck_assert_uint_eq(fixture.config->n_track, 1);
	ck_assert_str_eq(fixture.config->track[0].product, "b");
	expect_refused(&fixture, 1, "track stands again in line 2");
}
END_TEST

START_TEST(test_lists_are_bounded) {
	_cleanup_(fixture_deinit) Fixture fixture = fixture_new();
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

	for (int i = 1; i <= CONFIG_MAX_WARNING_DAYS + 2; i++)
		ck_assert_int_eq(
			strbuf_printf(&text, "%s%d", i == 1 ? "warningDays: [" : ",", i), 0);
	ck_assert_int_eq(strbuf_append_str(&text, "]\n"), 0);
	ck_assert_int_eq(load_text(&fixture, strbuf_cstr(&text)), 0);
	expect_refused(&fixture, 1, "more than 32 days");
	expect_defaults(fixture.config);

	scratch_dir_mkdir(&fixture.dir, "eold.yaml.d");
	strbuf_clear(&text);
	ck_assert_int_eq(strbuf_append_str(&text, "track:\n"), 0);
	for (int i = 0; i < CONFIG_MAX_ENTRIES; i++)
		ck_assert_int_eq(strbuf_printf(&text, "- {product: a, cycle: %d}\n", i), 0);
	ck_assert_int_eq(load_text(&fixture, strbuf_cstr(&text)), 0);
	ck_assert_uint_eq(fixture.problems.n_total, 0);
	ck_assert_uint_eq(fixture.config->n_track, CONFIG_MAX_ENTRIES);
	/* ... of all files together */
	scratch_dir_write(&fixture.dir, "eold.yaml.d/a.yaml", "track: [{product: b, cycle: 1}]\n");
	ck_assert_int_eq(load(&fixture), 0);
	ck_assert_uint_eq(fixture.problems.n_refused, 1);
	ck_assert_uint_eq(fixture.config->n_track, CONFIG_MAX_ENTRIES);
}
END_TEST

/* ---- reference counts ------------------------------------------------------------------------ */

START_TEST(test_a_configuration_lives_as_long_as_somebody_needs_it) {
	Config *config = config_new();

	ck_assert_ptr_eq(config_ref(config), config);
	ck_assert_ptr_null(config_unref(config));
	expect_defaults(config);
	ck_assert_ptr_null(config_unref(config));
	ck_assert_ptr_null(config_unref(NULL));
}
END_TEST

TEST_MAIN("config-file", test_nothing_configured_gives_the_defaults,
	test_a_file_that_says_nothing_gives_the_defaults, test_everything_that_can_be_said,
	test_an_empty_list_of_warnings_is_the_wish_for_none,
	test_warning_days_are_sorted_and_each_stands_once, test_doubts_that_do_no_harm,
	test_a_wrong_value_is_named_and_the_rest_applies, test_stale_days_have_bounds_too,
	test_good_entries_stay_beside_bad_ones, test_a_key_that_stands_twice_is_seen,
	test_lists_are_bounded, test_a_configuration_lives_as_long_as_somebody_needs_it)
