/* SPDX-License-Identifier: MIT */
/* Describe, DescribeProducts and Dump: what they say, and the descriptors that Dump hands out. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "bus-pair.h"
#include "bus-sample.h"
#include "document/api-document.h"

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

static json_t *parse(const char *text) {
	json_error_t error;
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	ck_assert_msg(json, "%s", error.text);
	return json;
}

static char *describe(Fixture *f, const char *path, const char *interface) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_call(&f->pair, path, interface, "Describe", "");
	const char *document;

	bus_pair_read(reply, "s", &document);
	return strdup(document);
}

/* ---- Describe -------------------------------------------------------------------------------- */

START_TEST(test_describe_is_the_api_document) {
	_cleanup_(fixture_deinit) Fixture f;
	const Product *alpha;

	fixture_init(&f);
	alpha = catalog_product(snapshot_catalog(f.snapshot), 0);
	_cleanup_(freep) char *product =
		describe(&f, EOLD_PATH_PRODUCTS "/alpha", EOLD_INTERFACE_PRODUCT);
	_cleanup_(freep) char *release =
		describe(&f, EOLD_PATH_RELEASES "/alpha/_32", EOLD_INTERFACE_RELEASE);
	_cleanup_(strbuf_deinit) StrBuf expected = STRBUF_INIT;

	(void)api_document_append_product(alpha, f.snapshot->today, &expected);
	ck_assert_str_eq(product, strbuf_cstr(&expected));
	strbuf_clear(&expected);
	(void)api_document_append_release(
		alpha, product_release(alpha, 1), f.snapshot->today, &expected);
	ck_assert_str_eq(release, strbuf_cstr(&expected));
	/* a release's is one of its product's */
	_cleanup_(json_decrefp) json_t *whole = parse(product), *part = parse(release);
	ck_assert(json_equal(json_array_get(json_object_get(whole, "releases"), 1), part));
}
END_TEST

/* The host's holds its properties under their names on the bus, with their values. */
START_TEST(test_the_hosts_document_is_its_properties) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *name, *type, *text;
	unsigned n = 0;
	int number;

	fixture_init(&f);
	_cleanup_(freep) char *document = describe(&f, EOLD_PATH_HOST, EOLD_INTERFACE_HOST);
	_cleanup_(json_decrefp) json_t *json = parse(document);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *all =
		bus_pair_call(&f.pair, EOLD_PATH_HOST, "org.freedesktop.DBus.Properties", "GetAll",
			"s", EOLD_INTERFACE_HOST);

	ck_assert_int_gt(sd_bus_message_enter_container(all, 'a', "{sv}"), 0);
	for (; sd_bus_message_enter_container(all, 'e', "sv") > 0; n++) {
		ck_assert_int_gt(sd_bus_message_read(all, "s", &name), 0);
		ck_assert_int_gt(sd_bus_message_peek_type(all, NULL, &type), 0);
		ck_assert_int_gt(sd_bus_message_enter_container(all, 'v', type), 0);
		const json_t *value = json_object_get(json, name);

		if (type[0] == 'b' || type[0] == 'i') {
			ck_assert_int_gt(sd_bus_message_read_basic(all, type[0], &number), 0);
			ck_assert(type[0] == 'b' ? json_is_boolean(value) : json_is_integer(value));
			ck_assert_int_eq(type[0] == 'b' ? json_is_true(value)
							: (int)json_integer_value(value),
				number);
		} else {
			ck_assert_int_gt(sd_bus_message_read_basic(all, type[0], &text), 0);
			ck_assert_str_eq(json_string_value(value), text);
		}
		ck_assert_int_ge(sd_bus_message_exit_container(all), 0);
		ck_assert_int_ge(sd_bus_message_exit_container(all), 0);
	}
	ck_assert_uint_eq(json_object_size(json), n);
	ck_assert_str_eq(json_string_value(json_object_get(json, "Status")), "security");
	ck_assert_str_eq(
		json_string_value(json_object_get(json, "VendorSupportEnd")), "2026-11-21");
	ck_assert_int_eq(json_integer_value(json_object_get(json, "DaysLeft")), 0);
}
END_TEST

START_TEST(test_describe_products_in_the_order_asked) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *gamma, *beta, *again;

	fixture_init(&f);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = bus_pair_ask(
		&f.pair, "DescribeProducts", "ast", 3, "gamma", "b-two", "beta", NO_FLAGS);
	_cleanup_(freep) char *own =
		describe(&f, EOLD_PATH_PRODUCTS "/beta", EOLD_INTERFACE_PRODUCT);

	bus_pair_read(reply, "as", 3, &gamma, &beta, &again);
	ck_assert_str_eq(beta, own);
	ck_assert_str_eq(again, own);
	ck_assert_ptr_nonnull(strstr(gamma, "\"name\":\"gamma\""));
	/* [] is none */
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *none =
		bus_pair_ask(&f.pair, "DescribeProducts", "ast", 0, NO_FLAGS);
	ck_assert_int_gt(sd_bus_message_enter_container(none, 'a', "s"), 0);
	ck_assert_int_eq(sd_bus_message_at_end(none, false), 1);
	/* one that is unknown: no half of an answer */
	bus_pair_expect_error(
		bus_pair_ask(&f.pair, "DescribeProducts", "ast", 2, "beta", "omega", NO_FLAGS),
		EOLD_ERROR_NO_SUCH_PRODUCT, "omega");
}
END_TEST

/* ---- Dump ------------------------------------------------------------------------------------ */

/* The descriptor of an answer, the caller's. */
static int take_fd(sd_bus_message *reply) {
	int fd;

	bus_pair_read(reply, "h", &fd);
	fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	ck_assert_int_ge(fd, 0);
	sd_bus_message_unref(reply);
	return fd;
}

static int dump(Fixture *f) {
	return take_fd(bus_pair_ask(&f->pair, "Dump", "t", NO_FLAGS));
}

/* All of a descriptor from where it stands. */
static char *read_all(int fd) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	char chunk[4096];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		(void)strbuf_append(&buf, chunk, (size_t)n);
	ck_assert_int_eq(n, 0);
	return strdup(strbuf_cstr(&buf));
}

START_TEST(test_a_dump_is_sealed_and_read_only) {
	const int seals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	_cleanup_(closep) int fd = dump(&f);

	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 0);
	ck_assert_int_eq(fcntl(fd, F_GET_SEALS) & seals, seals);
	ck_assert_int_eq(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	ck_assert_int_lt(write(fd, "x", 1), 0);
	ck_assert_int_lt(ftruncate(fd, 0), 0);
	ck_assert_ptr_eq(mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
	/* not by opening it again, either */
	_cleanup_(freep) char *path = NULL;
	ck_assert_int_gt(asprintf(&path, "/proc/self/fd/%d", fd), 0);
	_cleanup_(closep) int again = open(path, O_RDWR | O_CLOEXEC);
	if (again >= 0)
		ck_assert(write(again, "x", 1) < 0 && errno == EPERM);
}
END_TEST

START_TEST(test_every_dump_has_a_description_of_its_own) {
	_cleanup_(fixture_deinit) Fixture f;
	struct stat a, b;

	fixture_init(&f);
	_cleanup_(closep) int first = dump(&f);
	_cleanup_(freep) char *text = read_all(first);
	_cleanup_(closep) int second = dump(&f);

	/* read to its end, and the other begins at its beginning */
	ck_assert_int_eq(lseek(first, 0, SEEK_CUR), (off_t)strlen(text));
	ck_assert_int_eq(lseek(second, 0, SEEK_CUR), 0);
	_cleanup_(freep) char *same = read_all(second);
	ck_assert_str_eq(text, same);
	/* the same memory: nothing was made anew */
	ck_assert_int_eq(fstat(first, &a), 0);
	ck_assert_int_eq(fstat(second, &b), 0);
	ck_assert(a.st_ino == b.st_ino && a.st_dev == b.st_dev);
}
END_TEST

/* Product by product what DescribeProducts says, in the order of the files. */
static void expect_dump_of(Fixture *f, const char *text, unsigned n_products, const char *day) {
	_cleanup_(json_decrefp) json_t *json = parse(text);
	const json_t *products = json_object_get(json, "result");
	_cleanup_(strbuf_deinit) StrBuf at = STRBUF_INIT;

	ck_assert_str_eq(json_string_value(json_object_get(json, "schema_version")), "1.2.1");
	(void)strbuf_printf(&at, "%sT00:00:00+00:00", day);
	ck_assert_str_eq(
		json_string_value(json_object_get(json, "generated_at")), strbuf_cstr(&at));
	ck_assert_int_eq(json_integer_value(json_object_get(json, "total")), n_products);
	ck_assert_uint_eq(json_array_size(products), n_products);
	for (size_t i = 0; i < json_array_size(products); i++) {
		const json_t *product = json_array_get(products, i);
		const char *name = json_string_value(json_object_get(product, "name")), *own;
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
			bus_pair_ask(&f->pair, "DescribeProducts", "ast", 1, name, NO_FLAGS);

		bus_pair_read(reply, "as", 1, &own);
		/* byte for byte, and so in the same order of keys */
		ck_assert_ptr_nonnull(strstr(text, own));
	}
}

START_TEST(test_a_dump_says_what_describe_products_says) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	_cleanup_(closep) int fd = dump(&f);
	_cleanup_(freep) char *text = read_all(fd);
	expect_dump_of(&f, text, 3, "2026-11-20");
}
END_TEST

START_TEST(test_a_dump_of_nothing) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	_cleanup_(fixture_deinit)
		Fixture f = { .snapshot = snapshot_of(dataset, "", "", "2026-11-20") };

	bus_pair_init(&f.pair, f.snapshot);
	_cleanup_(closep) int fd = dump(&f);
	_cleanup_(freep) char *text = read_all(fd);
	expect_dump_of(&f, text, 0, "2026-11-20");
}
END_TEST

/* After the data changed in one product, or the day moved, the next Dump says so; the one that
 * somebody holds stays as it was. */
START_TEST(test_a_dump_after_a_change) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = sample_dir();
	_cleanup_(dataset_unrefp) Dataset *before = dataset_of(&dir, NULL);
	_cleanup_(fixture_deinit)
		Fixture f = { .snapshot = snapshot_of(before, "", "", "2026-11-20") };

	bus_pair_init(&f.pair, f.snapshot);
	_cleanup_(closep) int held = dump(&f);

	scratch_dir_write(&dir, "data/beta.yaml",
		"title: Beta, revised\ncategory: app\npermalink: /beta\nreleases:\n"
		"  - {releaseCycle: \"11\", releaseDate: 2026-01-01, eol: 2027-05-19}\n");
	_cleanup_(dataset_unrefp) Dataset *after = dataset_of(&dir, before);
	_cleanup_(snapshot_unrefp) Snapshot *changed = snapshot_of(after, "", "", "2026-11-20");
	bus_serve(f.pair.bus, changed);
	_cleanup_(closep) int fd = dump(&f);
	_cleanup_(freep) char *text = read_all(fd), *old = read_all(held);

	expect_dump_of(&f, text, 3, "2026-11-20");
	ck_assert_ptr_nonnull(strstr(text, "Beta, revised"));
	ck_assert_ptr_null(strstr(text, "10.11"));
	ck_assert_ptr_null(strstr(old, "Beta, revised"));

	/* the same data on the next day */
	_cleanup_(snapshot_unrefp) Snapshot *next = snapshot_of(after, "", "", "2026-11-21");
	bus_serve(f.pair.bus, next);
	_cleanup_(closep) int next_fd = dump(&f);
	_cleanup_(freep) char *next_text = read_all(next_fd);
	expect_dump_of(&f, next_text, 3, "2026-11-21");
	ck_assert_str_ne(next_text, text);
}
END_TEST

/* A product comes in front and one goes: what did not change is copied from another place. */
START_TEST(test_a_dump_after_products_came_and_went) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = sample_dir();
	_cleanup_(dataset_unrefp) Dataset *before = dataset_of(&dir, NULL);
	_cleanup_(fixture_deinit)
		Fixture f = { .snapshot = snapshot_of(before, "", "", "2026-11-20") };
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "data/alpha.yaml");

	bus_pair_init(&f.pair, f.snapshot);
	_cleanup_(closep) int first = dump(&f);
	scratch_dir_write(&dir, "data/aaa.yaml",
		"title: First\ncategory: app\npermalink: /zzz\nreleases:\n"
		"  - {releaseCycle: \"1\", releaseDate: 2026-01-01, eol: 2027-05-19}\n");
	ck_assert_int_eq(unlink(path), 0);
	_cleanup_(dataset_unrefp) Dataset *after = dataset_of(&dir, before);
	_cleanup_(snapshot_unrefp) Snapshot *changed = snapshot_of(after, "", "", "2026-11-20");

	bus_serve(f.pair.bus, changed);
	_cleanup_(closep) int fd = dump(&f);
	_cleanup_(freep) char *text = read_all(fd);
	expect_dump_of(&f, text, 3, "2026-11-20");
	/* in the order of the files, and not of the names */
	ck_assert(strstr(text, "\"name\":\"zzz\"") < strstr(text, "\"name\":\"beta\""));
}
END_TEST

/* A connection that passes no descriptors is told what else there is. */
START_TEST(test_no_dump_where_no_descriptor_passes) {
	_cleanup_(fixture_deinit) Fixture f = { .snapshot = sample_snapshot() };

	bus_pair_init_with(&f.pair, f.snapshot, false);
	bus_pair_expect_error(bus_pair_ask(&f.pair, "Dump", "t", NO_FLAGS),
		SD_BUS_ERROR_NOT_SUPPORTED, "DescribeProducts");
}
END_TEST

TEST_MAIN("bus-documents", test_describe_is_the_api_document,
	test_the_hosts_document_is_its_properties, test_describe_products_in_the_order_asked,
	test_a_dump_is_sealed_and_read_only, test_every_dump_has_a_description_of_its_own,
	test_a_dump_says_what_describe_products_says, test_a_dump_of_nothing,
	test_a_dump_after_a_change, test_a_dump_after_products_came_and_went,
	test_no_dump_where_no_descriptor_passes)
