/* SPDX-License-Identifier: MIT */
/* ListProducts, ListReleases, ListTransitions over a connection. */
#include "bus-pair.h"
#include "bus-sample.h"

#define NO_FLAGS UINT64_C(0)

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

/* ---- products -------------------------------------------------------------------------------- */

/* "name/releases/living/ending " for each product listed. */
static void expect_products(
	Fixture *f, const char *category, const char *tag, const char *day, const char *expected) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "ListProducts", "ssst", category, tag, day, NO_FLAGS);
	_cleanup_(strbuf_deinit) StrBuf found = STRBUF_INIT;
	const char *path, *name, *label, *group;
	uint32_t n, living, ending;

	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "(osssuuu)"), 0);
	while (sd_bus_message_read(reply, "(osssuuu)", &path, &name, &label, &group, &n, &living,
		       &ending) > 0) {
		(void)strbuf_printf(&found, "%s/%u/%u/%u ", name, n, living, ending);
		ck_assert_ptr_nonnull(strstr(path, EOLD_PATH_PRODUCTS));
		ck_assert_str_eq(strrchr(path, '/') + 1, name);
		ck_assert(strcmp(group, strcmp(name, "alpha") == 0 ? "os" : "app") == 0);
		ck_assert_ptr_null(strchr(label, '<'));
	}
	ck_assert_msg(strcmp(strbuf_cstr(&found), expected) == 0, "%s %s %s: %s", category, tag,
		day, strbuf_cstr(&found));
}

START_TEST(test_products_by_category_and_tag) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	/* beta 10.11 ends on the 180th day, 10.1 a day later */
	expect_products(&f, "", "", "", "alpha/4/2/1 beta/2/2/1 gamma/1/1/0 ");
	expect_products(&f, "app", "", "", "beta/2/2/1 gamma/1/1/0 ");
	expect_products(&f, "os", "", "", "alpha/4/2/1 ");
	expect_products(&f, "", "tested", "", "alpha/4/2/1 beta/2/2/1 ");
	/* the category is a tag as well */
	expect_products(&f, "", "app", "", "beta/2/2/1 gamma/1/1/0 ");
	expect_products(&f, "app", "tested", "", "beta/2/2/1 ");
	expect_products(&f, "os", "app", "", "");
	expect_products(&f, "lang", "", "", "");
	expect_products(&f, "OS", "", "", "");
	expect_products(&f, "", "test", "", "");
}
END_TEST

/* Counts are those of the day: the last day is still living, and the longest lead time counts. */
START_TEST(test_products_as_on_another_day) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	expect_products(&f, "", "", "2026-11-20", "alpha/4/2/1 beta/2/2/1 gamma/1/1/0 ");
	expect_products(&f, "", "", "2026-11-21", "alpha/4/1/0 beta/2/2/2 gamma/1/1/0 ");
	expect_products(&f, "", "", "2026-11-19", "alpha/4/2/1 beta/2/2/0 gamma/1/1/0 ");
	expect_products(&f, "", "", "2027-05-20", "alpha/4/1/0 beta/2/1/1 gamma/1/1/0 ");
	expect_products(&f, "", "", "2027-05-21", "alpha/4/1/0 beta/2/0/0 gamma/1/1/0 ");
	expect_products(&f, "", "", "0001-01-01", "alpha/4/3/0 beta/2/2/0 gamma/1/1/0 ");
	expect_products(&f, "", "", "9999-12-31", "alpha/4/0/0 beta/2/0/0 gamma/1/1/0 ");
}
END_TEST

/* ---- releases -------------------------------------------------------------------------------- */

/* The signature that a variant holds, entered; the caller exits it. */
static const char *enter_variant(sd_bus_message *m) {
	const char *contents;
	char type;

	ck_assert_int_gt(sd_bus_message_peek_type(m, &type, &contents), 0);
	ck_assert_int_gt(sd_bus_message_enter_container(m, 'v', contents), 0);
	return contents;
}

/* A dictionary a{sv} as text: "key=value" lines, basic values written out, others by type. */
static void append_dictionary(sd_bus_message *m, StrBuf *buf) {
	const char *key;

	ck_assert_int_gt(sd_bus_message_enter_container(m, 'a', "{sv}"), 0);
	while (sd_bus_message_enter_container(m, 'e', "sv") > 0) {
		const char *type, *text;
		int number;

		ck_assert_int_gt(sd_bus_message_read(m, "s", &key), 0);
		type = enter_variant(m);
		if (strcmp(type, "s") == 0 || strcmp(type, "o") == 0) {
			ck_assert_int_gt(sd_bus_message_read_basic(m, type[0], &text), 0);
			(void)strbuf_printf(buf, "%s=%s\n", key, text);
		} else if (strcmp(type, "b") == 0 || strcmp(type, "i") == 0) {
			ck_assert_int_gt(sd_bus_message_read_basic(m, type[0], &number), 0);
			(void)strbuf_printf(buf, "%s=%d\n", key, number);
		} else {
			ck_assert_int_ge(sd_bus_message_skip(m, type), 0);
			(void)strbuf_printf(buf, "%s=%s\n", key, type);
		}
		ck_assert_int_ge(sd_bus_message_exit_container(m), 0);
		ck_assert_int_ge(sd_bus_message_exit_container(m), 0);
	}
	ck_assert_int_ge(sd_bus_message_exit_container(m), 0);
}

/* All releases, each behind a line "--". */
static char *list_releases(Fixture *f, const char *product, const char *day) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "ListReleases", "sst", product, day, NO_FLAGS);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "a{sv}"), 0);
	while (!sd_bus_message_at_end(reply, false)) {
		(void)strbuf_append_str(&buf, "--\n");
		append_dictionary(reply, &buf);
	}
	return strdup(strbuf_cstr(&buf));
}

START_TEST(test_releases_stand_in_the_datas_order) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *at;

	fixture_init(&f);
	_cleanup_(freep) char *text = list_releases(&f, "first", "");
	static const char *const names[] = { "--\nPath=" EOLD_PATH_RELEASES "/alpha/_33_2db_2b\n",
		"\nName=3-b+\n", "--\nPath=" EOLD_PATH_RELEASES "/alpha/_32\n", "\nName=2\n",
		"--\nPath=" EOLD_PATH_RELEASES "/alpha/_31\n", "\nName=1\n",
		"--\nPath=" EOLD_PATH_RELEASES "/alpha/_30_2e9\n", "\nName=0.9\n" };

	at = text;
	for (size_t i = 0; i < ELEMENTSOF(names); i++) {
		ck_assert_msg(at = strstr(at, names[i]), "%s", names[i]);
		at++;
	}
}
END_TEST

/* What a list says of a release is what its object says: the same names, types and values. */
START_TEST(test_a_list_says_what_the_object_says) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	_cleanup_(freep) char *text = list_releases(&f, "alpha", "");
	static const char *const paths[] = { EOLD_PATH_RELEASES "/alpha/_33_2db_2b",
		EOLD_PATH_RELEASES "/alpha/_32", EOLD_PATH_RELEASES "/alpha/_31",
		EOLD_PATH_RELEASES "/alpha/_30_2e9" };
	_cleanup_(strbuf_deinit) StrBuf objects = STRBUF_INIT;

	for (size_t i = 0; i < ELEMENTSOF(paths); i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
			bus_pair_call(&f.pair, paths[i], "org.freedesktop.DBus.Properties",
				"GetAll", "s", EOLD_INTERFACE_RELEASE);

		ck_assert_ptr_null(sd_bus_message_get_error(reply));
		(void)strbuf_printf(&objects, "--\nPath=%s\n", paths[i]);
		append_dictionary(reply, &objects);
	}
	ck_assert_str_eq(text, strbuf_cstr(&objects));
}
END_TEST

START_TEST(test_releases_as_on_another_day) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	_cleanup_(freep) char *today = list_releases(&f, "alpha", "");
	_cleanup_(freep) char *same = list_releases(&f, "alpha", "2026-11-20");
	_cleanup_(freep) char *later = list_releases(&f, "alpha", "2027-06-02");

	ck_assert_str_eq(today, same);
	ck_assert_ptr_nonnull(strstr(today, "\nStatus=security\n"));
	ck_assert_ptr_nonnull(strstr(today, "\nLabel=Alpha 3 (Upcoming LTS)\n"));
	ck_assert_ptr_nonnull(strstr(today, "\nDaysLeft=0\n"));
	ck_assert_ptr_nonnull(strstr(today, "\nDaysLeft=-2147483648\n"));
	ck_assert_ptr_nonnull(strstr(later, "\nLabel=Alpha 3 (LTS)\n"));
	ck_assert_ptr_nonnull(strstr(later, "\nStatus=extended\n"));
	ck_assert_ptr_nonnull(strstr(later, "\nDaysLeft=-194\n"));
	/* the latest version is the data's, whatever the day */
	_cleanup_(freep) char *early = list_releases(&f, "alpha", "2000-01-01");
	ck_assert_ptr_nonnull(strstr(early, "\nLatest=2.7\n"));
	ck_assert_ptr_nonnull(strstr(early, "\nTracked=1\n"));
}
END_TEST

START_TEST(test_releases_of_nobody) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	bus_pair_expect_error(bus_pair_ask(&f.pair, "ListReleases", "sst", "omega", "", NO_FLAGS),
		EOLD_ERROR_NO_SUCH_PRODUCT, "omega");
}
END_TEST

/* ---- transitions ----------------------------------------------------------------------------- */

/* "date product cycle milestone" lines, the paths checked. */
static char *read_transitions(sd_bus_message *reply) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *date, *product, *cycle, *milestone, *path;

	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "(sssso)"), 0);
	while (sd_bus_message_read(reply, "(sssso)", &date, &product, &cycle, &milestone, &path) >
		0) {
		char *expected = NULL;

		(void)strbuf_printf(&buf, "%s %s %s %s\n", date, product, cycle, milestone);
		ck_assert_int_ge(sd_bus_path_encode_many(
					 &expected, EOLD_PATH_RELEASES "/%/%", product, cycle),
			0);
		ck_assert_str_eq(path, expected);
		free(expected);
	}
	sd_bus_message_unref(reply);
	return strdup(strbuf_cstr(&buf));
}

static void expect_transitions(Fixture *f, const char *from, const char *to, uint64_t flags,
	const char *product, const char *expected) {
	sd_bus_message *reply =
		product ? bus_pair_ask(
				  &f->pair, "ListTransitions", "ssast", from, to, 1, product, flags)
			: bus_pair_ask(&f->pair, "ListTransitions", "ssast", from, to, 0, flags);
	_cleanup_(freep) char *found = read_transitions(reply);

	ck_assert_msg(strcmp(found, expected) == 0, "%s to %s: %s", from, to, found);
}

START_TEST(test_transitions_in_order_with_both_ends) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	expect_transitions(&f, "2024-01-10", "2027-05-20", 0, NULL,
		"2024-01-10 alpha 1 discontinued\n2024-01-10 alpha 0.9 eol\n"
		"2025-01-10 alpha 2 eoas\n2026-11-20 alpha 2 eol\n"
		"2027-05-19 beta 10.11 eol\n2027-05-20 beta 10.1 eol\n");
	expect_transitions(&f, "2024-01-11", "2027-05-19", 0, NULL,
		"2025-01-10 alpha 2 eoas\n2026-11-20 alpha 2 eol\n2027-05-19 beta 10.11 eol\n");
	expect_transitions(&f, "2024-01-11", "2025-01-09", 0, NULL, "");
	/* "" is today, on both sides */
	expect_transitions(&f, "", "", 0, NULL, "2026-11-20 alpha 2 eol\n");
	expect_transitions(
		&f, "2025-01-10", "", 0, NULL, "2025-01-10 alpha 2 eoas\n2026-11-20 alpha 2 eol\n");
}
END_TEST

START_TEST(test_transitions_of_products_and_of_what_is_tracked) {
	_cleanup_(fixture_deinit) Fixture f;
	static const char beta[] = "2027-05-19 beta 10.11 eol\n2027-05-20 beta 10.1 eol\n";
	static const char tracked[] = "2025-01-10 alpha 2 eoas\n2026-11-20 alpha 2 eol\n"
				      "2027-05-20 beta 10.1 eol\n";

	fixture_init(&f);
	expect_transitions(&f, "0001-01-01", "9999-12-31", 0, "beta", beta);
	expect_transitions(&f, "0001-01-01", "9999-12-31", 0, "b-two", beta);
	expect_transitions(&f, "0001-01-01", "9999-12-31", 0, "gamma", "");
	expect_transitions(&f, "0001-01-01", "9999-12-31", EOLD_TRANSITIONS_TRACKED, NULL, tracked);
	expect_transitions(&f, "0001-01-01", "9999-12-31", EOLD_TRANSITIONS_TRACKED, "b-two",
		"2027-05-20 beta 10.1 eol\n");
	/* a product that is named twice, by any of its names, is still one */
	_cleanup_(freep) char *twice = read_transitions(bus_pair_ask(&f.pair, "ListTransitions",
		"ssast", "2026-01-01", "9999-12-31", 3, "beta", "b-two", "gamma", NO_FLAGS));
	ck_assert_str_eq(twice, beta);
}
END_TEST

START_TEST(test_transitions_that_cannot_be_asked_for) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	bus_pair_expect_error(bus_pair_ask(&f.pair, "ListTransitions", "ssast", "2026-11-21",
				      "2026-11-20", 0, NO_FLAGS),
		EOLD_ERROR_INVALID_DATE, "2026-11-21");
	bus_pair_expect_error(
		bus_pair_ask(&f.pair, "ListTransitions", "ssast", "", "2026-11-19", 0, NO_FLAGS),
		EOLD_ERROR_INVALID_DATE, "2026-11-19");
	bus_pair_expect_error(bus_pair_ask(&f.pair, "ListTransitions", "ssast", "tomorrow",
				      "9999-12-31", 0, NO_FLAGS),
		EOLD_ERROR_INVALID_DATE, "tomorrow");
	bus_pair_expect_error(bus_pair_ask(&f.pair, "ListTransitions", "ssast", "2026-01-01",
				      "2026-02-29", 0, NO_FLAGS),
		EOLD_ERROR_INVALID_DATE, "2026-02-29");
	bus_pair_expect_error(bus_pair_ask(&f.pair, "ListTransitions", "ssast", "", "", 2, "beta",
				      "omega", NO_FLAGS),
		EOLD_ERROR_NO_SUCH_PRODUCT, "omega");
}
END_TEST

TEST_MAIN("bus-lists", test_products_by_category_and_tag, test_products_as_on_another_day,
	test_releases_stand_in_the_datas_order, test_a_list_says_what_the_object_says,
	test_releases_as_on_another_day, test_releases_of_nobody,
	test_transitions_in_order_with_both_ends,
	test_transitions_of_products_and_of_what_is_tracked,
	test_transitions_that_cannot_be_asked_for)
