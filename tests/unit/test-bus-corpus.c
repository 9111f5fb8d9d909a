/* SPDX-License-Identifier: MIT */
/*
 * Upstream's own files over the bus: Describe, DescribeProducts and Dump are what upstream's code
 * makes of them, on three days. The files are not part of this tree: where they are not found
 * beside it, the test says so and is skipped (77).
 */
#include <fcntl.h>
#include <jansson.h>

#include "bus-pair.h"
#include "dbus/bus-path.h"
#include "util/sanitized.h"
#include "served-data.h"

#define NO_FLAGS UINT64_C(0)

static const char *const dates[] = { "2024-05-31", "2026-11-20", "2032-06-01" };

/* Another day is the same code: under sanitizers the first is enough. */
enum { STEP = IS_SANITIZED ? ELEMENTSOF(dates) : 1 };

typedef struct Fixture {
	char *corpus;
	Dataset *dataset;
	Snapshot *snapshots[ELEMENTSOF(dates)];
	BusPair pair;
} Fixture;

static void fixture_init(Fixture *f) {
	_cleanup_(freep) char *products = NULL;

	*f = (Fixture){ .corpus = corpus_directory() };
	ck_assert_int_gt(asprintf(&products, "%s/products", f->corpus), 0);
	f->dataset = dataset_from(products, NULL, NULL);
	ck_assert_uint_eq(f->dataset->problems.n_total, 0);
	for (size_t i = 0; i < ELEMENTSOF(dates); i++)
		f->snapshots[i] = snapshot_of(f->dataset, "", "", dates[i]);
	bus_pair_init(&f->pair, f->snapshots[0]);
}

static void fixture_deinit(Fixture *f) {
	bus_pair_deinit(&f->pair);
	for (size_t i = 0; i < ELEMENTSOF(dates); i++)
		snapshot_unref(f->snapshots[i]);
	dataset_unref(f->dataset);
	free(f->corpus);
}

static json_t *load_json(const Fixture *f, const char *name) {
	_cleanup_(freep) char *path = NULL;
	json_error_t error;

	ck_assert_int_gt(asprintf(&path, "%s/%s", f->corpus, name), 0);
	json_t *json = json_load_file(path, 0, &error);
	ck_assert_msg(json, "%s: %s", path, error.text);
	return json;
}

static json_t *expected_on(const Fixture *f, const char *date) {
	_cleanup_(freep) char *name = NULL;

	ck_assert_int_gt(asprintf(&name, "expected/%s.json", date), 0);
	return load_json(f, name);
}

static json_t *parse(const char *text) {
	json_error_t error;
	json_t *json = json_loads(text, 0, &error);

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

static void expect_product(Fixture *f, const char *name, const json_t *theirs) {
	const json_t *release;
	BusPath path;
	size_t i;

	_cleanup_(freep) char *text =
		describe(f, bus_path_product(name, &path), EOLD_INTERFACE_PRODUCT);
	_cleanup_(json_decrefp) json_t *ours = parse(text);

	ck_assert_msg(json_equal(ours, theirs), "%s", name);
	json_array_foreach(json_object_get(theirs, "releases"), i, release) {
		const char *cycle = json_string_value(json_object_get(release, "name"));
		_cleanup_(freep) char *part =
			describe(f, bus_path_release(name, cycle, &path), EOLD_INTERFACE_RELEASE);
		_cleanup_(json_decrefp) json_t *own = parse(part);

		ck_assert_msg(json_equal(own, release), "%s %s", name, cycle);
	}
}

START_TEST(test_describe_equals_upstream) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *name;
	json_t *product;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(dates); i += STEP) {
		_cleanup_(json_decrefp) json_t *expected = expected_on(&f, dates[i]);

		bus_serve(f.pair.bus, f.snapshots[i]);
		json_object_foreach(expected, name, product) expect_product(&f, name, product);
	}
}
END_TEST

static json_t *dump(Fixture *f) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "Dump", "t", NO_FLAGS);
	json_error_t error;
	int fd;

	bus_pair_read(reply, "h", &fd);
	/* json_loadfd() would read megabytes byte by byte */
	_cleanup_(fclosep) FILE *file = fdopen(dup(fd), "r");

	ck_assert_ptr_nonnull(file);
	json_t *json = json_loadf(file, 0, &error);
	ck_assert_msg(json, "%s", error.text);
	return json;
}

START_TEST(test_dump_equals_upstream) {
	_cleanup_(fixture_deinit) Fixture f;
	const json_t *product;
	size_t k;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(dates); i += STEP) {
		_cleanup_(json_decrefp) json_t *expected = expected_on(&f, dates[i]);

		bus_serve(f.pair.bus, f.snapshots[i]);
		_cleanup_(json_decrefp) json_t *ours = dump(&f);
		ck_assert_uint_eq(json_array_size(json_object_get(ours, "result")),
			json_object_size(expected));
		json_array_foreach(json_object_get(ours, "result"), k, product) {
			const char *name = json_string_value(json_object_get(product, "name"));

			ck_assert_msg(json_equal(product, json_object_get(expected, name)),
				"%s on %s", name, dates[i]);
		}
	}
	/* the day of upstream's own whole answer: everything, the order of products too */
	bus_serve(f.pair.bus, f.snapshots[1]);
	_cleanup_(json_decrefp) json_t *ours = dump(&f), *full = load_json(&f, "api-v1-full.json");
	ck_assert(json_equal(ours, full));
}
END_TEST

START_TEST(test_describe_products_equals_upstream) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *name, *document;
	json_t *product;

	fixture_init(&f);
	bus_serve(f.pair.bus, f.snapshots[1]);
	_cleanup_(json_decrefp) json_t *expected = expected_on(&f, dates[1]);
	sd_bus_message *call = bus_pair_new_call(
		&f.pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "DescribeProducts");

	ck_assert_int_ge(sd_bus_message_open_container(call, 'a', "s"), 0);
	json_object_foreach(expected, name, product)
		ck_assert_int_ge(sd_bus_message_append(call, "s", name), 0);
	ck_assert_int_ge(sd_bus_message_close_container(call), 0);
	ck_assert_int_ge(sd_bus_message_append(call, "t", NO_FLAGS), 0);

	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = bus_pair_finish(&f.pair, call);
	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "s"), 0);
	json_object_foreach(expected, name, product) {
		ck_assert_int_gt(sd_bus_message_read(reply, "s", &document), 0);
		_cleanup_(json_decrefp) json_t *ours = parse(document);
		ck_assert_msg(json_equal(ours, product), "%s", name);
	}
	ck_assert_int_eq(sd_bus_message_at_end(reply, false), 1);
}
END_TEST

/* All releases, as on each of the days, whatever is served: the judgements are upstream's. */
static void expect_flag(const json_t *release, const char *key, bool ours, const char *what) {
	const json_t *flag = json_object_get(release, key);

	/* what is not shown is missing there, and false here */
	ck_assert_msg((flag && json_is_true(flag)) == ours, "%s of %s", key, what);
}

START_TEST(test_get_status_equals_upstream_on_any_day) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *name, *status;
	json_t *product;
	const json_t *release;
	size_t k;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(dates); i += STEP) {
		_cleanup_(json_decrefp) json_t *expected = expected_on(&f, dates[i]);

		json_object_foreach(expected, name, product)
			json_array_foreach(json_object_get(product, "releases"), k, release) {
			const char *cycle = json_string_value(json_object_get(release, "name"));
			_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = bus_pair_ask(
				&f.pair, "GetStatus", "ssst", name, cycle, dates[i], NO_FLAGS);
			int supported, maintained;

			ck_assert_ptr_null(sd_bus_message_get_error(reply));
			ck_assert_int_gt(
				sd_bus_message_read(reply, "sbb", &status, &supported, &maintained),
				0);
			expect_flag(release, "isMaintained", maintained, cycle);
			if (strcmp(status, "upcoming") != 0)
				expect_flag(release, "isEol",
					strcmp(status, "eol") == 0 ||
						strcmp(status, "extended") == 0,
					cycle);
		}
	}
}
END_TEST

int main(void) {
	const TestCase tests[] = { test_describe_equals_upstream, test_dump_equals_upstream,
		test_describe_products_equals_upstream,
		test_get_status_equals_upstream_on_any_day };
	char *corpus = corpus_directory();

	if (!corpus) {
		printf("skipped\n");
		return 77;
	}
	free(corpus);
	return run_tests("bus-corpus", tests, ELEMENTSOF(tests));
}
