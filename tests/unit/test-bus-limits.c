/* SPDX-License-Identifier: MIT */
/* What a stock bus does not carry is refused: answers past 24 MiB, arrays of more than 10,000
 * entries. Nobody else notices. */
#include "big-data.h"
#include "bus-pair.h"
#include "util/sanitized.h"

#define NO_FLAGS UINT64_C(0)

typedef struct Fixture {
	BusPair pair;
	Snapshot *snapshot;
} Fixture;

static void fixture_init(Fixture *f, const BigData *big) {
	*f = (Fixture){ .pair = BUS_PAIR_INIT, .snapshot = big_snapshot(big) };
	bus_pair_init(&f->pair, f->snapshot);
}

static void fixture_deinit(Fixture *f) {
	bus_pair_deinit(&f->pair);
	snapshot_unref(f->snapshot);
}

/* It serves as before. */
static void expect_alive(Fixture *f) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "ListReleases", "sst", "small", "", NO_FLAGS);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *count = bus_pair_get(
		&f->pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "ProductCount", "u");
	uint32_t n;

	bus_pair_expect_error(TAKE_PTR(reply), EOLD_ERROR_NO_SUCH_PRODUCT, "small");
	ck_assert_int_gt(sd_bus_message_read(count, "u", &n), 0);
	ck_assert_uint_eq(n, catalog_n_products(snapshot_catalog(f->snapshot)));
}

static void expect_limits(Fixture *f, sd_bus_message *reply) {
	bus_pair_expect_error_name(reply, SD_BUS_ERROR_LIMITS_EXCEEDED);
	expect_alive(f);
}

static void expect_answer(sd_bus_message *reply) {
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	ck_assert_msg(!error, "%s", error ? error->message : "");
	sd_bus_message_unref(reply);
}

/* ---- answers --------------------------------------------------------------------------------- */

START_TEST(test_releases_past_the_bound) {
	const BigData big = { .n_products = 1, .n_releases = 10000, .label_bytes = 1000 };
	const BigData small = { .n_products = 1, .n_releases = 5000, .label_bytes = 1000 };
	_cleanup_(fixture_deinit) Fixture f, g;

	fixture_init(&f, &big);
	expect_limits(&f, bus_pair_ask(&f.pair, "ListReleases", "sst", "p00000", "", NO_FLAGS));
	fixture_init(&g, &small);
	expect_answer(bus_pair_ask(&g.pair, "ListReleases", "sst", "p00000", "", NO_FLAGS));
}
END_TEST

START_TEST(test_documents_past_the_bound) {
	const BigData big = { .n_products = 3, .n_releases = 10000, .label_bytes = 700 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f, &big);
	expect_answer(
		bus_pair_ask(&f.pair, "DescribeProducts", "ast", 2, "p00000", "p00001", NO_FLAGS));
	expect_limits(&f, bus_pair_ask(&f.pair, "DescribeProducts", "ast", 3, "p00000", "p00001",
				  "p00002", NO_FLAGS));
}
END_TEST

START_TEST(test_one_document_past_the_bound) {
	const BigData big = { .n_products = 1, .n_releases = 10000, .label_bytes = 3000 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f, &big);
	expect_limits(&f, bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS "/p00000",
				  EOLD_INTERFACE_PRODUCT, "Describe", ""));
	/* Dump has no bound: it is no message */
	expect_answer(bus_pair_ask(&f.pair, "Dump", "t", NO_FLAGS));
}
END_TEST

START_TEST(test_products_past_the_bound) {
	const BigData big = { .n_products = 20000, .n_releases = 1, .label_bytes = 1300 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f, &big);
	expect_limits(&f, bus_pair_ask(&f.pair, "ListProducts", "ssst", "", "", "", NO_FLAGS));
	expect_answer(bus_pair_ask(&f.pair, "ListProducts", "ssst", "os", "", "", NO_FLAGS));
	expect_limits(&f, bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS,
				  "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", ""));
}
END_TEST

START_TEST(test_transitions_past_the_bound) {
	const BigData big = { .n_products = 20, .n_releases = 10000 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f, &big);
	expect_limits(&f, bus_pair_ask(&f.pair, "ListTransitions", "ssast", "0001-01-01",
				  "9999-12-31", 0, NO_FLAGS));
	expect_answer(bus_pair_ask(&f.pair, "ListTransitions", "ssast", "0001-01-01", "9999-12-31",
		2, "p00000", "p00019", NO_FLAGS));
	expect_answer(bus_pair_ask(&f.pair, "ListTransitions", "ssast", "0001-01-01", "9999-12-31",
		0, EOLD_TRANSITIONS_TRACKED));
}
END_TEST

/* Names of which every byte takes three in a path, four products of them: the texts are small, the
 * paths of the releases are not. */
START_TEST(test_managed_objects_whose_paths_are_long) {
	static char dots[123], minus[122];
	BigData big = { .n_products = 4, .n_releases = 10000 };
	_cleanup_(fixture_deinit) Fixture f;

	memset(dots, '.', sizeof(dots) - 1);
	memset(minus, '-', sizeof(minus) - 1);
	big.cycle_prefix = dots;
	big.name_suffix = minus;
	fixture_init(&f, &big);
	expect_limits(&f, bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS,
				  "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", ""));
}
END_TEST

/* Ten times of what upstream has is carried. */
START_TEST(test_managed_objects_of_ten_times_upstream) {
	const BigData big = { .n_products = 4640, .n_releases = 18, .label_bytes = 20 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f, &big);
	expect_answer(bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS,
		"org.freedesktop.DBus.ObjectManager", "GetManagedObjects", ""));
}
END_TEST

/* ---- questions ------------------------------------------------------------------------------- */

/* A call with an array of n entries. */
static sd_bus_message *ask_many(Fixture *f, const char *member, const char *before,
	const char *entry, size_t n, const char *behind) {
	sd_bus_message *call =
		bus_pair_new_call(&f->pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, member);

	for (; *before; before++)
		ck_assert_int_ge(sd_bus_message_append(
					 call, "s", *before == '<' ? "0001-01-01" : "9999-12-31"),
			0);
	ck_assert_int_ge(sd_bus_message_open_container(call, 'a', entry), 0);
	for (size_t i = 0; i < n; i++)
		if (entry[0] == 's')
			ck_assert_int_ge(sd_bus_message_append(call, "s", "p00000"), 0);
		else
			ck_assert_int_ge(sd_bus_message_append(call, "(ss)", "p00000", "00000"), 0);
	ck_assert_int_ge(sd_bus_message_close_container(call), 0);
	if (behind)
		ck_assert_int_ge(sd_bus_message_append(call, "s", behind), 0);
	ck_assert_int_ge(sd_bus_message_append(call, "t", NO_FLAGS), 0);
	return bus_pair_finish(&f->pair, call);
}

START_TEST(test_arrays_past_the_bound) {
	const BigData big = { .n_products = 1, .n_releases = 1 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f, &big);
	expect_answer(ask_many(&f, "MatchVersions", "", "(ss)", 10000, ""));
	expect_limits(&f, ask_many(&f, "MatchVersions", "", "(ss)", 10001, ""));
	expect_answer(ask_many(&f, "DescribeProducts", "", "s", 10000, NULL));
	expect_limits(&f, ask_many(&f, "DescribeProducts", "", "s", 10001, NULL));
	expect_answer(ask_many(&f, "ListTransitions", "<>", "s", 10000, NULL));
	expect_limits(&f, ask_many(&f, "ListTransitions", "<>", "s", 10001, NULL));
	expect_limits(&f, ask_many(&f, "MatchVersions", "", "(ss)", 1000000, ""));
}
END_TEST

/* ---- texts ----------------------------------------------------------------------------------- */

/* Versions of megabytes are no versions; they are looked at, and nothing more. */
START_TEST(test_versions_of_megabytes) {
	enum { LENGTH = 8 * 1024 * 1024 };
	const BigData big = { .n_products = 1, .n_releases = 10000 };
	_cleanup_(freep) char *text = malloc(LENGTH + 1);
	_cleanup_(fixture_deinit) Fixture f;
	const char *path, *resolution;

	memset(text, '9', LENGTH);
	text[LENGTH] = '\0';
	fixture_init(&f, &big);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f.pair, "GetReleaseForVersion", "sst", "p00000", text, NO_FLAGS);
	bus_pair_read(reply, "os", &path, &resolution);
	ck_assert_str_eq(path, "/");
	ck_assert_str_eq(resolution, "no-such-cycle");
	expect_answer(bus_pair_ask(
		&f.pair, "MatchVersions", "a(ss)st", 2, text, text, "p00000", text, "", NO_FLAGS));
}
END_TEST

/* Far past every bound on a text. How a bus carries the longest of all, of 32 MiB, is tried in
 * tests/bus/test-hostile-calls. Sanitizers copy all of it with every piece that arrives. */
enum { LARGEST = (IS_SANITIZED ? 256 : 3 * 1024) * 1024 };

/* Any answer will do, but no error that repeats the question. */
static void expect_short(Fixture *f, sd_bus_message *reply) {
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	ck_assert_msg(!error || strlen(error->message) <= 2048, "%s of %zu bytes",
		error ? error->name : "", error ? strlen(error->message) : 0);
	sd_bus_message_unref(reply);
	expect_alive(f);
}

START_TEST(test_texts_of_megabytes_wherever_one_goes) {
	const BigData big = { .n_products = 2, .n_releases = 2 };
	_cleanup_(freep) char *text = malloc(LARGEST + 1);
	const char *half = text + LARGEST / 2;
	_cleanup_(fixture_deinit) Fixture f;

	memset(text, 'a', LARGEST);
	text[LARGEST] = '\0';
	fixture_init(&f, &big);
	expect_short(&f, bus_pair_ask(&f.pair, "GetProduct", "s", text));
	expect_short(&f, bus_pair_ask(&f.pair, "GetRelease", "ss", half, half));
	expect_short(&f, bus_pair_ask(&f.pair, "GetRelease", "ss", "p00000", text));
	expect_short(
		&f, bus_pair_ask(&f.pair, "GetReleaseForVersion", "sst", "p00000", text, NO_FLAGS));
	expect_short(&f, bus_pair_ask(&f.pair, "FindProducts", "sst", "purl", text, NO_FLAGS));
	expect_short(&f, bus_pair_ask(&f.pair, "FindProducts", "sst", text, "x", NO_FLAGS));
	expect_short(
		&f, bus_pair_ask(&f.pair, "ListTransitions", "ssast", "", "", 1, text, NO_FLAGS));
	expect_short(&f, bus_pair_ask(&f.pair, "ListTransitions", "ssast", text, "", 0, NO_FLAGS));
	expect_short(
		&f, bus_pair_ask(&f.pair, "GetStatus", "ssst", "p00000", "00000", text, NO_FLAGS));
	expect_short(&f, bus_pair_ask(&f.pair, "ListProducts", "ssst", text, "", "", NO_FLAGS));
	expect_short(&f, bus_pair_ask(&f.pair, "DescribeProducts", "ast", 1, text, NO_FLAGS));
	expect_short(
		&f, bus_pair_ask(&f.pair, "MatchVersions", "a(ss)st", 1, half, half, "", NO_FLAGS));
}
END_TEST

/* What sd-bus answers itself repeats what it was asked; it is answered, and nothing more. */
START_TEST(test_properties_with_names_of_megabytes) {
	const BigData big = { .n_products = 1, .n_releases = 1 };
	_cleanup_(freep) char *text = malloc(LARGEST + 1);
	_cleanup_(fixture_deinit) Fixture f;

	memset(text, 'a', LARGEST);
	text[LARGEST] = '\0';
	fixture_init(&f, &big);
	sd_bus_message_unref(bus_pair_call(&f.pair, EOLD_PATH_MANAGER,
		"org.freedesktop.DBus.Properties", "Get", "ss", EOLD_INTERFACE_MANAGER, text));
	expect_alive(&f);
	sd_bus_message_unref(bus_pair_call(&f.pair, EOLD_PATH_MANAGER,
		"org.freedesktop.DBus.Properties", "GetAll", "s", text));
	expect_alive(&f);
}
END_TEST

TEST_MAIN("bus-limits", test_releases_past_the_bound, test_documents_past_the_bound,
	test_one_document_past_the_bound, test_products_past_the_bound,
	test_transitions_past_the_bound, test_managed_objects_whose_paths_are_long,
	test_managed_objects_of_ten_times_upstream, test_arrays_past_the_bound,
	test_versions_of_megabytes, test_texts_of_megabytes_wherever_one_goes,
	test_properties_with_names_of_megabytes)
