/* SPDX-License-Identifier: MIT */
/* The Manager's methods that lead from a name, version or identifier to an object, called over a
 * connection: what they answer, and exactly the errors that the contract names. */
#include "bus-pair.h"
#include "bus-sample.h"

#define ALPHA EOLD_PATH_PRODUCTS "/alpha"
#define BETA EOLD_PATH_PRODUCTS "/beta"
#define GAMMA EOLD_PATH_PRODUCTS "/gamma"
#define ALPHA_2 EOLD_PATH_RELEASES "/alpha/_32"
#define ALPHA_3 EOLD_PATH_RELEASES "/alpha/_33_2db_2b"

typedef struct Fixture {
	BusPair pair;
	Snapshot *snapshot;
} Fixture;

static void fixture_init(Fixture *f) {
	*f = (Fixture){ .pair = BUS_PAIR_INIT, .snapshot = sample_snapshot() };
	bus_pair_init(&f->pair, f->snapshot);
}

static void fixture_deinit(Fixture *f) {
	bus_pair_deinit(&f->pair);
	snapshot_unref(f->snapshot);
}

START_TEST(test_get_product) {
	static const struct {
		const char *name, *path;
	} good[] = { { "alpha", ALPHA }, { "first", ALPHA }, { "a-1", ALPHA }, { "b-two", BETA } };
	static const char *const bad[] = { "", "Alpha", "alph", "alphabet", "/alpha", "alpha ",
		"\xc3\xa4", "../etc", "%s%n" };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(good); i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
			bus_pair_ask(&f.pair, "GetProduct", "s", good[i].name);
		const char *path;

		bus_pair_read(reply, "o", &path);
		ck_assert_str_eq(path, good[i].path);
	}
	for (size_t i = 0; i < ELEMENTSOF(bad); i++)
		bus_pair_expect_error(bus_pair_ask(&f.pair, "GetProduct", "s", bad[i]),
			EOLD_ERROR_NO_SUCH_PRODUCT, bad[i]);
}
END_TEST

START_TEST(test_get_release) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *path;

	fixture_init(&f);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *by_name =
		bus_pair_ask(&f.pair, "GetRelease", "ss", "alpha", "3-b+");
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *by_alias =
		bus_pair_ask(&f.pair, "GetRelease", "ss", "first", "2");

	bus_pair_read(by_name, "o", &path);
	ck_assert_str_eq(path, ALPHA_3);
	bus_pair_read(by_alias, "o", &path);
	ck_assert_str_eq(path, ALPHA_2);
	/* a cycle is exact: no version, no code name, no other case */
	bus_pair_expect_error(bus_pair_ask(&f.pair, "GetRelease", "ss", "alpha", "2.6"),
		EOLD_ERROR_NO_SUCH_RELEASE, "2.6");
	bus_pair_expect_error(bus_pair_ask(&f.pair, "GetRelease", "ss", "first", "Third"),
		EOLD_ERROR_NO_SUCH_RELEASE, "alpha");
	bus_pair_expect_error(bus_pair_ask(&f.pair, "GetRelease", "ss", "alpha", "3-B+"),
		EOLD_ERROR_NO_SUCH_RELEASE, "3-B+");
	bus_pair_expect_error_name(
		bus_pair_ask(&f.pair, "GetRelease", "ss", "alpha", ""), EOLD_ERROR_NO_SUCH_RELEASE);
	bus_pair_expect_error(bus_pair_ask(&f.pair, "GetRelease", "ss", "omega", "2"),
		EOLD_ERROR_NO_SUCH_PRODUCT, "omega");
}
END_TEST

START_TEST(test_get_release_for_version) {
	static const struct {
		const char *product, *version, *path, *resolution;
	} cases[] = {
		{ "alpha", "2", ALPHA_2, "exact" },
		{ "first", "2.6", ALPHA_2, "shortened" },
		{ "alpha", "1:2.6-1.el9", ALPHA_2, "shortened" },
		{ "alpha", "third", ALPHA_3, "codename" },
		{ "alpha", "99.1", "/", "newer-than-data" },
		{ "alpha", "0.5", "/", "no-such-cycle" },
		{ "alpha", "", "/", "no-such-cycle" },
		{ "b-two", "10.11.6-0+deb12u1", EOLD_PATH_RELEASES "/beta/_310_2e11", "shortened" },
		{ "beta", "10.1", EOLD_PATH_RELEASES "/beta/_310_2e1", "exact" },
		{ "beta", "10.2", "/", "no-such-cycle" },
	};
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
			bus_pair_ask(&f.pair, "GetReleaseForVersion", "sst", cases[i].product,
				cases[i].version, UINT64_C(0));
		const char *path, *resolution;

		bus_pair_read(reply, "os", &path, &resolution);
		ck_assert_str_eq(path, cases[i].path);
		ck_assert_str_eq(resolution, cases[i].resolution);
	}
	bus_pair_expect_error(
		bus_pair_ask(&f.pair, "GetReleaseForVersion", "sst", "omega", "2", UINT64_C(0)),
		EOLD_ERROR_NO_SUCH_PRODUCT, "omega");
}
END_TEST

/* ---- identifiers ----------------------------------------------------------------------------- */

static void expect_found(
	Fixture *f, const char *type, const char *id, const char *first, const char *second) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "FindProducts", "sst", type, id, UINT64_C(0));
	const char *path = "";

	ck_assert_msg(!sd_bus_message_get_error(reply), "%s", id);
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "o"), 0);
	ck_assert_int_gt(sd_bus_message_read(reply, "o", &path), 0);
	ck_assert_str_eq(path, first);
	ck_assert_int_eq(sd_bus_message_read(reply, "o", &path), second ? 1 : 0);
	if (second) {
		ck_assert_str_eq(path, second);
		ck_assert_int_eq(sd_bus_message_read(reply, "o", &path), 0);
	}
}

START_TEST(test_find_products) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	expect_found(&f, "cpe", "cpe:/o:example:alpha", ALPHA, NULL);
	expect_found(&f, "cpe", "cpe:/o:example:alpha:2.6::server", ALPHA, NULL);
	expect_found(&f, "cpe", "cpe:2.3:o:example:alpha", ALPHA, NULL);
	expect_found(&f, "cpe", "cpe:2.3:o:example:alpha:2.6:*:*:*:*:*:*:*", ALPHA, NULL);
	/* one identifier of two products: by name */
	expect_found(&f, "cpe", "cpe:2.3:a:example:beta:10.1", BETA, GAMMA);
	expect_found(&f, "cpe", "cpe:/a:example:beta", BETA, GAMMA);
	expect_found(&f, "purl", "pkg:deb/alpha/base", ALPHA, NULL);
	expect_found(&f, "purl", "pkg:deb/alpha/base@2.6-1?arch=amd64#usr/share", ALPHA, NULL);
	expect_found(&f, "purl", "pkg:npm/beta@10.1.4?arch=src&x=y", BETA, NULL);
	expect_found(&f, "repology", "alpha", ALPHA, NULL);
}
END_TEST

START_TEST(test_find_products_that_are_not) {
	static const struct {
		const char *type, *id;
	} none[] = {
		{ "cpe", "cpe:/o:example:omega" },
		{ "cpe", "cpe:/a:example:alpha" }, /* an application of that name */
		{ "cpe", "alpha" },
		{ "cpe", "" },
		{ "purl", "pkg:rpm/alpha/base" },
		{ "purl", "pkg:npm/beta" }, /* the data wants arch=src */
		{ "purl", "base" },
		{ "purl", "" },
		{ "repology", "beta" },
		{ "repology", "" },
	};
	static const char *const types[] = { "", "CPE", "swid", "cpe " };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(none); i++)
		bus_pair_expect_error(bus_pair_ask(&f.pair, "FindProducts", "sst", none[i].type,
					      none[i].id, UINT64_C(0)),
			EOLD_ERROR_NO_SUCH_IDENTIFIER, none[i].id);
	for (size_t i = 0; i < ELEMENTSOF(types); i++)
		bus_pair_expect_error(bus_pair_ask(&f.pair, "FindProducts", "sst", types[i],
					      "alpha", UINT64_C(0)),
			SD_BUS_ERROR_INVALID_ARGS, types[i]);
}
END_TEST

/* ---- judgements ------------------------------------------------------------------------------ */

typedef struct Answer {
	const char *path, *cycle, *resolution, *status, *eol_from;
	int is_eol, is_supported;
} Answer;

static void expect_next_answer(sd_bus_message *reply, const Answer *expected) {
	Answer a;

	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'r', "ossbsbsa{sv}"), 0);
	ck_assert_int_gt(sd_bus_message_read(reply, "ossbsbs", &a.path, &a.cycle, &a.resolution,
				 &a.is_eol, &a.status, &a.is_supported, &a.eol_from),
		0);
	ck_assert_int_ge(sd_bus_message_skip(reply, "a{sv}"), 0);
	ck_assert_int_ge(sd_bus_message_exit_container(reply), 0);
	ck_assert_str_eq(a.path, expected->path);
	ck_assert_str_eq(a.cycle, expected->cycle);
	ck_assert_str_eq(a.resolution, expected->resolution);
	ck_assert_str_eq(a.status, expected->status);
	ck_assert_str_eq(a.eol_from, expected->eol_from);
	ck_assert_int_eq(a.is_eol, expected->is_eol);
	ck_assert_int_eq(a.is_supported, expected->is_supported);
}

/* One for one and in order; nothing that stands in a question raises. */
START_TEST(test_match_versions) {
	static const Answer unknown[] = {
		{ "/", "", "no-such-product", "unknown", "", 0, 0 },
		{ "/", "", "newer-than-data", "unknown", "", 0, 0 },
		{ "/", "", "no-such-cycle", "unknown", "", 0, 0 },
	};
	static const Answer today = { ALPHA_2, "2", "shortened", "security", "2026-11-20", 0, 1 };
	static const Answer later = { ALPHA_2, "2", "shortened", "extended", "2026-11-20", 1, 0 };
	static const Answer ended = { EOLD_PATH_RELEASES "/alpha/_31", "1", "exact", "eol", "", 1,
		0 };
	static const Answer third = { ALPHA_3, "3-b+", "codename", "upcoming", "2030-01-10", 0, 0 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (unsigned i = 0; i < 2; i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
			bus_pair_ask(&f.pair, "MatchVersions", "a(ss)st", 7, "omega", "1", "alpha",
				"2.6", "alpha", "77", "alpha", "1", "", "", "first", "THIRD",
				"alpha", "0.1", i ? "2026-11-21" : "", UINT64_C(0));

		ck_assert_ptr_null(sd_bus_message_get_error(reply));
		ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "(ossbsbsa{sv})"), 0);
		expect_next_answer(reply, &unknown[0]);
		expect_next_answer(reply, i ? &later : &today);
		expect_next_answer(reply, &unknown[1]);
		expect_next_answer(reply, &ended);
		expect_next_answer(reply, &unknown[0]);
		expect_next_answer(reply, &third);
		expect_next_answer(reply, &unknown[2]);
		ck_assert_int_eq(sd_bus_message_at_end(reply, false), 1);
	}
}
END_TEST

START_TEST(test_match_no_versions) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f.pair, "MatchVersions", "a(ss)st", 0, "", UINT64_C(0));

	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "(ossbsbsa{sv})"), 0);
	ck_assert_int_eq(sd_bus_message_at_end(reply, false), 1);
}
END_TEST

static void expect_status(Fixture *f, const char *cycle, const char *day, const char *status,
	bool supported, bool maintained, const char *phases) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "GetStatus", "ssst", "first", cycle, day, UINT64_C(0));
	_cleanup_(strbuf_deinit) StrBuf found = STRBUF_INIT;
	const char *word, *milestone, *date;
	int is_supported, is_maintained, is_reached;

	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(
		sd_bus_message_read(reply, "sbb", &word, &is_supported, &is_maintained), 0);
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "{s(bs)}"), 0);
	while (sd_bus_message_read(reply, "{s(bs)}", &milestone, &is_reached, &date) > 0)
		(void)strbuf_printf(&found, "%s%s%s ", milestone, is_reached ? "!" : ":", date);
	ck_assert_msg(strcmp(word, status) == 0 && is_supported == supported &&
			      is_maintained == maintained,
		"%s on %s: %s %d %d", cycle, day, word, is_supported, is_maintained);
	ck_assert_str_eq(strbuf_cstr(&found), phases);
}

START_TEST(test_get_status) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	/* the day of the end of life is still covered */
	expect_status(&f, "2", "", "security", true, true, "eoas!2025-01-10 eol:2026-11-20 eoes: ");
	expect_status(&f, "2", "2026-11-20", "security", true, true,
		"eoas!2025-01-10 eol:2026-11-20 eoes: ");
	expect_status(&f, "2", "2026-11-21", "extended", false, true,
		"eoas!2025-01-10 eol!2026-11-20 eoes: ");
	expect_status(&f, "2", "2025-01-10", "active", true, true,
		"eoas:2025-01-10 eol:2026-11-20 eoes: ");
	expect_status(&f, "2", "2023-01-09", "upcoming", false, true,
		"eoas:2025-01-10 eol:2026-11-20 eoes: ");
	/* undated ends */
	expect_status(
		&f, "1", "2024-01-10", "eol", false, true, "eoas! eol! discontinued:2024-01-10 ");
	expect_status(
		&f, "1", "2024-01-11", "eol", false, false, "eoas! eol! discontinued!2024-01-10 ");
	/* lts is shown where it is true or a date */
	expect_status(&f, "0.9", "2023-01-01", "active", true, true, "lts! eol:2024-01-10 ");
	expect_status(&f, "3-b+", "2027-06-02", "active", true, true,
		"lts!2027-06-01 eoas:2028-01-10 eol:2030-01-10 eoes:2033-01-10 ");
	/* the ends of the calendar */
	expect_status(&f, "0.9", "0001-01-01", "upcoming", false, true, "lts! eol:2024-01-10 ");
	expect_status(&f, "0.9", "9999-12-31", "eol", false, false, "lts! eol!2024-01-10 ");
}
END_TEST

START_TEST(test_get_status_errors) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	bus_pair_expect_error(
		bus_pair_ask(&f.pair, "GetStatus", "ssst", "omega", "2", "", UINT64_C(0)),
		EOLD_ERROR_NO_SUCH_PRODUCT, "omega");
	bus_pair_expect_error(
		bus_pair_ask(&f.pair, "GetStatus", "ssst", "alpha", "2.6", "", UINT64_C(0)),
		EOLD_ERROR_NO_SUCH_RELEASE, "2.6");
	bus_pair_expect_error(
		bus_pair_ask(&f.pair, "GetStatus", "ssst", "alpha", "2", "2026-02-30", UINT64_C(0)),
		EOLD_ERROR_INVALID_DATE, "2026-02-30");
}
END_TEST

TEST_MAIN("bus-lookup", test_get_product, test_get_release, test_get_release_for_version,
	test_find_products, test_find_products_that_are_not, test_match_versions,
	test_match_no_versions, test_get_status, test_get_status_errors)
