/* SPDX-License-Identifier: MIT */
/* Large answers, made in turns: who is answered meanwhile, of which moment they are, how many may
 * wait, what happens at the end. What they say is compared with upstream in test-bus-corpus. */
#include "big-data.h"
#include "bus-pair.h"
#include "document/api-document.h"

#define NO_FLAGS UINT64_C(0)

static const BigData big = { .n_products = 100, .n_releases = 80, .label_bytes = 30 };

typedef struct Fixture {
	BusPair pair;
	Snapshot *snapshot;
} Fixture;

static void fixture_init(Fixture *f) {
	*f = (Fixture){ .pair = BUS_PAIR_INIT, .snapshot = big_snapshot(&big) };
	bus_pair_init(&f->pair, f->snapshot);
}

static void fixture_deinit(Fixture *f) {
	bus_pair_deinit(&f->pair);
	snapshot_unref(f->snapshot);
}

/* DescribeProducts of the first n. */
static sd_bus_message *new_describe(Fixture *f, size_t n) {
	sd_bus_message *call = bus_pair_new_call(
		&f->pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "DescribeProducts");

	ck_assert_int_ge(sd_bus_message_open_container(call, 'a', "s"), 0);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_ge(
			sd_bus_message_append(call, "s",
				product_name(catalog_product(snapshot_catalog(f->snapshot), i))),
			0);
	ck_assert_int_ge(sd_bus_message_close_container(call), 0);
	ck_assert_int_ge(sd_bus_message_append(call, "t", NO_FLAGS), 0);
	return call;
}

static void send_call(
	Fixture *f, const char *member, sd_bus_message **reply, const char *types, ...) {
	sd_bus_message *call =
		bus_pair_new_call(&f->pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, member);
	va_list args;

	va_start(args, types);
	ck_assert_int_ge(sd_bus_message_appendv(call, types, args), 0);
	va_end(args);
	bus_pair_send(&f->pair, call, reply);
}

/* Asks small questions until the answer is there; how many were answered meanwhile. */
static unsigned ask_meanwhile(Fixture *f, sd_bus_message *const *reply) {
	unsigned n = 0;

	for (; !*reply; n++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *other =
			bus_pair_ask(&f->pair, "GetProduct", "s", "p00010");
		const char *path;

		bus_pair_read(other, "o", &path);
	}
	return n;
}

/* The answer holds the documents of the first n products of a snapshot. Drops it. */
static void expect_documents(sd_bus_message *reply, const Snapshot *snapshot, size_t n) {
	const char *text;

	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "s"), 0);
	for (size_t i = 0; i < n; i++) {
		_cleanup_(strbuf_deinit) StrBuf expected = STRBUF_INIT;

		ck_assert_int_gt(sd_bus_message_read(reply, "s", &text), 0);
		(void)api_document_append_product(
			catalog_product(snapshot_catalog(snapshot), i), snapshot->today, &expected);
		ck_assert_str_eq(text, strbuf_cstr(&expected));
	}
	ck_assert_int_eq(sd_bus_message_at_end(reply, false), 1);
	sd_bus_message_unref(reply);
}

static size_t count_entries(sd_bus_message *reply, const char *contents) {
	const sd_bus_error *error = sd_bus_message_get_error(reply);
	size_t n = 0;

	ck_assert_msg(!error, "%s", error ? error->message : "");
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', contents), 0);
	for (; sd_bus_message_at_end(reply, false) == 0; n++)
		ck_assert_int_gt(sd_bus_message_skip(reply, contents), 0);
	sd_bus_message_unref(reply);
	return n;
}

START_TEST(test_nobody_else_waits_for_documents) {
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *reply;

	fixture_init(&f);
	bus_pair_send(&f.pair, new_describe(&f, big.n_products), &reply);
	ck_assert_uint_ge(ask_meanwhile(&f, &reply), 10);
	expect_documents(reply, f.snapshot, big.n_products);
}
END_TEST

/* One product of many releases is more than one piece, too. */
START_TEST(test_nobody_else_waits_for_one_long_document) {
	const BigData long_one = { .n_products = 1, .n_releases = 5000 };
	Fixture f = { .pair = BUS_PAIR_INIT, .snapshot = big_snapshot(&long_one) };
	sd_bus_message *reply;
	const char *text;

	bus_pair_init(&f.pair, f.snapshot);
	bus_pair_send(&f.pair,
		bus_pair_new_call(
			&f.pair, EOLD_PATH_PRODUCTS "/p00000", EOLD_INTERFACE_PRODUCT, "Describe"),
		&reply);
	for (unsigned n = 0; n < 10; n++)
		sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00000"));
	ck_assert_ptr_null(reply);
	bus_pair_wait(&f.pair, &reply);
	bus_pair_read(reply, "s", &text);

	_cleanup_(strbuf_deinit) StrBuf expected = STRBUF_INIT;
	(void)api_document_append_product(
		catalog_product(snapshot_catalog(f.snapshot), 0), f.snapshot->today, &expected);
	ck_assert_str_eq(text, strbuf_cstr(&expected));
	sd_bus_message_unref(reply);
	fixture_deinit(&f);
}
END_TEST

START_TEST(test_nobody_else_waits_for_lists) {
	const BigData wide = { .n_products = 3000, .n_releases = 3 };
	Fixture f = { .pair = BUS_PAIR_INIT, .snapshot = big_snapshot(&wide) };
	sd_bus_message *products, *transitions, *managed;

	bus_pair_init(&f.pair, f.snapshot);
	send_call(&f, "ListProducts", &products, "ssst", "", "", "", NO_FLAGS);
	send_call(&f, "ListTransitions", &transitions, "ssast", "0001-01-01", "9999-12-31", 0,
		NO_FLAGS);
	bus_pair_send(&f.pair,
		bus_pair_new_call(&f.pair, EOLD_PATH_PRODUCTS, "org.freedesktop.DBus.ObjectManager",
			"GetManagedObjects"),
		&managed);
	ck_assert_uint_ge(ask_meanwhile(&f, &managed), 10);
	bus_pair_wait(&f.pair, &products);
	bus_pair_wait(&f.pair, &transitions);
	ck_assert_uint_eq(count_entries(products, "(osssuuu)"), wide.n_products);
	ck_assert_uint_eq(count_entries(transitions, "(sssso)"), wide.n_products * wide.n_releases);
	ck_assert_uint_eq(count_entries(managed, "{oa{sa{sv}}}"), wide.n_products);
	fixture_deinit(&f);
}
END_TEST

START_TEST(test_nobody_else_waits_for_releases_and_versions) {
	const BigData deep = { .n_products = 1, .n_releases = 4000 };
	Fixture f = { .pair = BUS_PAIR_INIT, .snapshot = big_snapshot(&deep) };
	sd_bus_message *releases, *matches, *call;

	bus_pair_init(&f.pair, f.snapshot);
	send_call(&f, "ListReleases", &releases, "sst", "p00000", "", NO_FLAGS);
	call = bus_pair_new_call(
		&f.pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "MatchVersions");
	ck_assert_int_ge(sd_bus_message_open_container(call, 'a', "(ss)"), 0);
	for (unsigned i = 0; i < 10000; i++)
		ck_assert_int_ge(sd_bus_message_append(call, "(ss)", "p00000", "00033.4"), 0);
	ck_assert_int_ge(sd_bus_message_close_container(call), 0);
	ck_assert_int_ge(sd_bus_message_append(call, "st", "", NO_FLAGS), 0);
	bus_pair_send(&f.pair, call, &matches);
	for (unsigned n = 0; n < 10; n++)
		sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00000"));
	ck_assert(!releases && !matches);
	bus_pair_wait(&f.pair, &releases);
	bus_pair_wait(&f.pair, &matches);
	ck_assert_uint_eq(count_entries(releases, "a{sv}"), deep.n_releases);
	ck_assert_uint_eq(count_entries(matches, "(ossbsbsa{sv})"), 10000);
	fixture_deinit(&f);
}
END_TEST

/* The data changes meanwhile: the answer is what was served when the question came. */
START_TEST(test_an_answer_is_of_the_moment_of_the_question) {
	const BigData small = { .n_products = 5, .n_releases = 5 };
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *before, *after;

	fixture_init(&f);
	bus_pair_send(&f.pair, new_describe(&f, big.n_products), &before);
	for (unsigned i = 0; i < 4; i++)
		sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00001"));
	ck_assert_ptr_null(before);

	_cleanup_(snapshot_unrefp) Snapshot *next = big_snapshot(&small);
	bus_serve(f.pair.bus, next);
	bus_pair_send(&f.pair, new_describe(&f, small.n_products), &after);
	bus_pair_wait(&f.pair, &after);
	expect_documents(after, next, small.n_products);
	bus_pair_wait(&f.pair, &before);
	expect_documents(before, f.snapshot, big.n_products);
}
END_TEST

/* However many wait, each is answered, by documents or by a refusal, and small questions at once.
 */
START_TEST(test_however_many_ask_each_is_answered) {
	/* Some are made while the others are read: so many come that more than WAITING are left. */
	enum { N = 3500, WAITING = 1000, N_PRODUCTS = 5, LOOKED_AT = 50 };
	_cleanup_(freep) sd_bus_message **replies = calloc(N, sizeof(*replies));
	_cleanup_(fixture_deinit) Fixture f;
	unsigned n_refused = 0;

	fixture_init(&f);
	for (size_t i = 0; i < N; i++)
		bus_pair_send(&f.pair, new_describe(&f, N_PRODUCTS), &replies[i]);
	/* behind all of them in the line, but no large answer */
	sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00000"));
	ck_assert_ptr_null(replies[900]);
	for (size_t i = 0; i < N; i++) {
		bus_pair_wait(&f.pair, &replies[i]);
		if (sd_bus_message_get_error(replies[i])) {
			bus_pair_expect_error(replies[i], SD_BUS_ERROR_LIMITS_EXCEEDED, "Too many");
			n_refused++;
		} else if (i % LOOKED_AT == 0)
			expect_documents(replies[i], f.snapshot, N_PRODUCTS);
		else
			sd_bus_message_unref(replies[i]);
	}
	ck_assert_uint_gt(n_refused, 0);
	ck_assert_uint_le(n_refused, N - WAITING);
}
END_TEST

/* A call that wants no answer costs none, and one with wrong arguments is refused as ever. */
START_TEST(test_a_call_that_wants_no_answer) {
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *call;

	fixture_init(&f);
	call = new_describe(&f, big.n_products);
	ck_assert_int_ge(sd_bus_message_set_expect_reply(call, false), 0);
	ck_assert_int_ge(sd_bus_send(f.pair.client, call, NULL), 0);
	sd_bus_message_unref(call);
	bus_pair_expect_error_name(
		bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS, "org.freedesktop.DBus.ObjectManager",
			"GetManagedObjects", "s", "x"),
		SD_BUS_ERROR_INVALID_ARGS);
}
END_TEST

/* The service ends while somebody waits: nothing is left behind (the sanitizers look). */
START_TEST(test_the_end_while_somebody_waits) {
	Fixture f;
	sd_bus_message *reply[10];

	fixture_init(&f);
	for (unsigned i = 0; i < ELEMENTSOF(reply); i++)
		bus_pair_send(&f.pair, new_describe(&f, big.n_products), &reply[i]);
	for (unsigned i = 0; i < 4; i++)
		sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00001"));
	ck_assert_ptr_null(reply[0]);
	fixture_deinit(&f);
	for (unsigned i = 0; i < ELEMENTSOF(reply); i++)
		sd_bus_message_unref(reply[i]);
}
END_TEST

TEST_MAIN("bus-answers", test_nobody_else_waits_for_documents,
	test_nobody_else_waits_for_one_long_document, test_nobody_else_waits_for_lists,
	test_nobody_else_waits_for_releases_and_versions,
	test_an_answer_is_of_the_moment_of_the_question, test_however_many_ask_each_is_answered,
	test_a_call_that_wants_no_answer, test_the_end_while_somebody_waits)
