/* SPDX-License-Identifier: MIT */
/* Dump while it is being made: who else is answered, who waits, what happens when the data changes
 * or the service ends meanwhile. */
#include <fcntl.h>
#include <jansson.h>
#include <sys/resource.h>

#include "big-data.h"
#include "bus-pair.h"
#include "document/api-document.h"

#define NO_FLAGS UINT64_C(0)

static const BigData big = { .n_products = 200, .n_releases = 40, .label_bytes = 30 };

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

static void send_dump(Fixture *f, sd_bus_message **reply) {
	sd_bus_message *call =
		bus_pair_new_call(&f->pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Dump");

	ck_assert_int_ge(sd_bus_message_append(call, "t", NO_FLAGS), 0);
	bus_pair_send(&f->pair, call, reply);
}

static char *read_fd(int fd) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	char chunk[65536];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		(void)strbuf_append(&buf, chunk, (size_t)n);
	ck_assert_int_eq(n, 0);
	return strdup(strbuf_cstr(&buf));
}

/* The text of a finished answer, which is dropped. */
static char *take_text(sd_bus_message *reply) {
	char *text;
	int fd;

	bus_pair_read(reply, "h", &fd);
	text = read_fd(fd);
	sd_bus_message_unref(reply);
	return text;
}

static char *dump(Fixture *f) {
	sd_bus_message *reply;

	send_dump(f, &reply);
	bus_pair_wait(&f->pair, &reply);
	return take_text(reply);
}

/* The document as the document room makes it in one go. */
static char *whole_document(const Snapshot *snapshot) {
	const Catalog *catalog = snapshot_catalog(snapshot);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	(void)api_document_append_head(catalog_n_products(catalog), snapshot->today, &buf);
	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		if (i > 0)
			(void)strbuf_append_byte(&buf, ',');
		(void)api_document_append_product(
			catalog_product_by_file(catalog, i), snapshot->today, &buf);
	}
	(void)api_document_append_tail(&buf);
	return strdup(strbuf_cstr(&buf));
}

static void expect_dump_of(Fixture *f, const Snapshot *snapshot) {
	_cleanup_(freep) char *text = dump(f), *expected = whole_document(snapshot);

	ck_assert_uint_eq(strlen(text), strlen(expected));
	ck_assert(strcmp(text, expected) == 0);
}

/* Others are answered in between, many times. */
START_TEST(test_nobody_else_waits_for_a_dump) {
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *reply;
	unsigned n_answered = 0;

	fixture_init(&f);
	send_dump(&f, &reply);
	while (!reply) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *other =
			bus_pair_ask(&f.pair, "GetRelease", "ss", "p00100", "00020");
		const char *path;

		bus_pair_read(other, "o", &path);
		n_answered++;
	}
	ck_assert_uint_ge(n_answered, 10);

	_cleanup_(freep) char *text = take_text(reply), *expected = whole_document(f.snapshot);
	ck_assert_str_eq(text, expected);
}
END_TEST

/* All who ask meanwhile get the one document. */
START_TEST(test_many_wait_for_one_document) {
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *replies[50];

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(replies); i++)
		send_dump(&f, &replies[i]);
	for (size_t i = 0; i < ELEMENTSOF(replies); i++)
		bus_pair_wait(&f.pair, &replies[i]);

	_cleanup_(freep) char *expected = whole_document(f.snapshot);
	for (size_t i = 0; i < ELEMENTSOF(replies); i++) {
		_cleanup_(freep) char *text = take_text(replies[i]);

		ck_assert(strcmp(text, expected) == 0);
	}
}
END_TEST

/* However many wait, each is answered, by a document or by a refusal, and the next call is, too. */
START_TEST(test_however_many_ask_each_is_answered) {
	enum { N = 1500 };
	const struct rlimit enough = { 4096, 4096 };
	_cleanup_(freep) sd_bus_message **replies = calloc(N, sizeof(*replies));
	_cleanup_(fixture_deinit) Fixture f;
	unsigned n_refused = 0;

	/* both ends are in this process: twice the descriptors */
	(void)setrlimit(RLIMIT_NOFILE, &enough);
	fixture_init(&f);
	for (size_t i = 0; i < N; i++)
		send_dump(&f, &replies[i]);
	for (size_t i = 0; i < N; i++) {
		bus_pair_wait(&f.pair, &replies[i]);
		const sd_bus_error *error = sd_bus_message_get_error(replies[i]);

		if (error)
			ck_assert_str_eq(error->name, SD_BUS_ERROR_LIMITS_EXCEEDED);
		n_refused += error != NULL;
		sd_bus_message_unref(replies[i]);
	}
	ck_assert_uint_lt(n_refused, N);
	expect_dump_of(&f, f.snapshot);
}
END_TEST

/* One product, the first, one in the middle, the last: the document is right every time. */
START_TEST(test_after_a_change_of_one_product_the_dump_is_right) {
	static const size_t places[] = { 0, 100, 199, 1, 199 };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	expect_dump_of(&f, f.snapshot);
	for (size_t round = 0; round < ELEMENTSOF(places); round++) {
		const BigData other = {
			.n_products = 1, .n_releases = 3, .label_bytes = 40 + round
		};
		Product *products[200];

		for (size_t i = 0; i < ELEMENTSOF(products); i++)
			products[i] = i == places[round]
					      ? big_product(&other, i)
					      : product_ref((Product *)catalog_product(
							snapshot_catalog(f.snapshot), i));
		_cleanup_(dataset_unrefp) Dataset *dataset =
			dataset_of_products(products, ELEMENTSOF(products));
		Snapshot *next = snapshot_of(dataset, "", "", "2026-11-20");

		bus_serve(f.pair.bus, next);
		snapshot_unref(f.snapshot);
		f.snapshot = next;
		expect_dump_of(&f, next);
		expect_dump_of(&f, next);
	}
}
END_TEST

/* The data changes while somebody waits: the document is that of what is served now. */
START_TEST(test_a_change_while_somebody_waits) {
	const BigData small = { .n_products = 5, .n_releases = 5 };
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *reply;

	fixture_init(&f);
	send_dump(&f, &reply);
	/* far enough that some slices were made */
	for (unsigned i = 0; i < 8; i++)
		sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00001"));
	ck_assert_ptr_null(reply);

	_cleanup_(snapshot_unrefp) Snapshot *next = big_snapshot(&small);
	bus_serve(f.pair.bus, next);
	bus_pair_wait(&f.pair, &reply);

	_cleanup_(freep) char *text = take_text(reply), *expected = whole_document(next);
	ck_assert_str_eq(text, expected);
}
END_TEST

/* The service ends while somebody waits: nothing is left behind (the sanitizers look). */
START_TEST(test_the_end_while_somebody_waits) {
	Fixture f;
	sd_bus_message *reply;

	fixture_init(&f);
	send_dump(&f, &reply);
	for (unsigned i = 0; i < 4; i++)
		sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "p00001"));
	fixture_deinit(&f);
	sd_bus_message_unref(reply);
}
END_TEST

TEST_MAIN("bus-dump", test_nobody_else_waits_for_a_dump, test_many_wait_for_one_document,
	test_however_many_ask_each_is_answered,
	test_after_a_change_of_one_product_the_dump_is_right, test_a_change_while_somebody_waits,
	test_the_end_while_somebody_waits)
