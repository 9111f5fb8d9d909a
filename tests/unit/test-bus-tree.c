/* SPDX-License-Identifier: MIT */
/* The object tree: one path for each object and no other, what introspection shows, and what the
 * ObjectManager holds. */
#include "bus-pair.h"
#include "bus-sample.h"

#define PROPERTIES "org.freedesktop.DBus.Properties"
#define INTROSPECTABLE "org.freedesktop.DBus.Introspectable"
#define OBJECT_MANAGER "org.freedesktop.DBus.ObjectManager"
#define PEER "org.freedesktop.DBus.Peer"

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

static const struct {
	const char *path, *interface;
} objects[] = {
	{ EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER },
	{ EOLD_PATH_HOST, EOLD_INTERFACE_HOST },
	{ EOLD_PATH_PRODUCTS "/alpha", EOLD_INTERFACE_PRODUCT },
	{ EOLD_PATH_PRODUCTS "/beta", EOLD_INTERFACE_PRODUCT },
	{ EOLD_PATH_PRODUCTS "/gamma", EOLD_INTERFACE_PRODUCT },
	{ EOLD_PATH_RELEASES "/alpha/_33_2db_2b", EOLD_INTERFACE_RELEASE },
	{ EOLD_PATH_RELEASES "/alpha/_30_2e9", EOLD_INTERFACE_RELEASE },
	{ EOLD_PATH_RELEASES "/beta/_310_2e11", EOLD_INTERFACE_RELEASE },
	{ EOLD_PATH_RELEASES "/gamma/one", EOLD_INTERFACE_RELEASE },
};

static char *introspect(Fixture *f, const char *path) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_call(&f->pair, path, INTROSPECTABLE, "Introspect", "");
	const char *xml;

	bus_pair_read(reply, "s", &xml);
	return strdup(xml);
}

START_TEST(test_every_object_has_its_interface_and_no_other) {
	static const char *const all[] = { EOLD_INTERFACE_MANAGER, EOLD_INTERFACE_HOST,
		EOLD_INTERFACE_PRODUCT, EOLD_INTERFACE_RELEASE };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(objects); i++) {
		_cleanup_(freep) char *xml = introspect(&f, objects[i].path);

		for (size_t k = 0; k < ELEMENTSOF(all); k++) {
			bool own = strcmp(all[k], objects[i].interface) == 0;
			sd_bus_message *reply = bus_pair_call(
				&f.pair, objects[i].path, PROPERTIES, "GetAll", "s", all[k]);

			ck_assert((strstr(xml, all[k]) != NULL) == own);
			if (own)
				ck_assert_ptr_null(sd_bus_message_get_error(reply));
			if (own)
				sd_bus_message_unref(reply);
			else
				bus_pair_expect_error(
					reply, SD_BUS_ERROR_UNKNOWN_INTERFACE, all[k]);
		}
		ck_assert_ptr_nonnull(strstr(xml, INTROSPECTABLE));
		ck_assert_ptr_nonnull(strstr(xml, PROPERTIES));
		ck_assert_ptr_nonnull(strstr(xml, PEER));
	}
}
END_TEST

/* Names of properties that an object has, asked one by one, are those that GetAll gives. */
START_TEST(test_every_property_can_be_read_alone) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(objects); i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *all = bus_pair_call(
			&f.pair, objects[i].path, PROPERTIES, "GetAll", "s", objects[i].interface);
		const char *name, *type;
		unsigned n = 0;

		ck_assert_int_gt(sd_bus_message_enter_container(all, 'a', "{sv}"), 0);
		while (sd_bus_message_enter_container(all, 'e', "sv") > 0) {
			ck_assert_int_gt(sd_bus_message_read(all, "s", &name), 0);
			ck_assert_int_gt(sd_bus_message_peek_type(all, NULL, &type), 0);
			sd_bus_message_unref(bus_pair_get(
				&f.pair, objects[i].path, objects[i].interface, name, type));
			ck_assert_int_ge(sd_bus_message_skip(all, "v"), 0);
			ck_assert_int_ge(sd_bus_message_exit_container(all), 0);
			n++;
		}
		ck_assert_uint_ge(n, 10);
	}
}
END_TEST

/* The decoder takes several spellings, and there are aliases: an object answers on one path. */
START_TEST(test_what_is_no_objects_path_is_unknown) {
	static const char *const paths[] = {
		"/",
		"/org",
		"/org/eold",
		EOLD_PATH_MANAGER "x",
		EOLD_PATH_MANAGER "/manager",
		EOLD_PATH_HOST "/x",
		EOLD_PATH_PRODUCTS "/omega",
		EOLD_PATH_PRODUCTS "/_",
		/* aliases */
		EOLD_PATH_PRODUCTS "/first",
		EOLD_PATH_PRODUCTS "/a_2d1",
		EOLD_PATH_RELEASES "/first/_32",
		/* other spellings */
		EOLD_PATH_PRODUCTS "/_61lpha",
		EOLD_PATH_PRODUCTS "/alph_61",
		EOLD_PATH_PRODUCTS "/Alpha",
		EOLD_PATH_RELEASES "/alpha/2",
		EOLD_PATH_RELEASES "/alpha/_33_2Db_2B",
		EOLD_PATH_RELEASES "/alpha/_33_2d_62_2b",
		EOLD_PATH_RELEASES "/_61lpha/_32",
		EOLD_PATH_RELEASES "/alpha/_3",
		/* other places */
		EOLD_PATH_PRODUCTS "/alpha/_32",
		EOLD_PATH_RELEASES "/alpha/_32/x",
		EOLD_PATH_RELEASES "/alpha/_39",
		EOLD_PATH_RELEASES "/beta/_32",
		EOLD_PATH_RELEASES "/omega/_32",
		EOLD_PATH_RELEASES "/alpha/_",
	};
	static const char *const interfaces[] = { EOLD_INTERFACE_PRODUCT, EOLD_INTERFACE_RELEASE };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(paths); i++) {
		for (size_t k = 0; k < ELEMENTSOF(interfaces); k++) {
			bus_pair_expect_error(bus_pair_call(&f.pair, paths[i], PROPERTIES, "GetAll",
						      "s", interfaces[k]),
				SD_BUS_ERROR_UNKNOWN_OBJECT, paths[i]);
			bus_pair_expect_error(bus_pair_call(&f.pair, paths[i], PROPERTIES, "Get",
						      "ss", interfaces[k], "Name"),
				SD_BUS_ERROR_UNKNOWN_OBJECT, paths[i]);
			bus_pair_expect_error(
				bus_pair_call(&f.pair, paths[i], interfaces[k], "Describe", ""),
				SD_BUS_ERROR_UNKNOWN_OBJECT, paths[i]);
		}
	}
}
END_TEST

/* The children that introspection shows, in a line. */
static char *children(Fixture *f, const char *path) {
	_cleanup_(freep) char *xml = introspect(f, path);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	static const char mark[] = " <node name=\"";

	for (const char *at = xml; (at = strstr(at, mark)); at++) {
		const char *name = at + strlen(mark);

		(void)strbuf_append(&buf, name, strcspn(name, "\""));
		(void)strbuf_append_byte(&buf, ' ');
	}
	return strdup(strbuf_cstr(&buf));
}

/* sd-bus lists children in no order: sorted words, for comparing. */
static int compare_words(const void *a, const void *b) {
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void expect_children(Fixture *f, const char *path, const char *expected) {
	_cleanup_(freep) char *found = children(f, path);
	_cleanup_(strbuf_deinit) StrBuf sorted = STRBUF_INIT;
	char *words[32], *rest = found;
	size_t n = 0;

	for (char *word; (word = strsep(&rest, " "));)
		if (word[0])
			words[n++] = word;
	qsort(words, n, sizeof(words[0]), compare_words);
	for (size_t i = 0; i < n; i++)
		(void)strbuf_printf(&sorted, "%s ", words[i]);
	ck_assert_msg(
		strcmp(strbuf_cstr(&sorted), expected) == 0, "%s: %s", path, strbuf_cstr(&sorted));
}

/* Only what stands directly below, and nothing below a leaf. */
START_TEST(test_the_tree_is_walked_step_by_step) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	expect_children(&f, EOLD_PATH_MANAGER, "host product release ");
	expect_children(&f, EOLD_PATH_HOST, "");
	expect_children(&f, EOLD_PATH_PRODUCTS, "alpha beta gamma ");
	expect_children(&f, EOLD_PATH_PRODUCTS "/alpha", "");
	expect_children(&f, EOLD_PATH_RELEASES, "alpha beta gamma ");
	expect_children(&f, EOLD_PATH_RELEASES "/alpha", "_30_2e9 _31 _32 _33_2db_2b ");
	expect_children(&f, EOLD_PATH_RELEASES "/beta", "_310_2e1 _310_2e11 ");
	expect_children(&f, EOLD_PATH_RELEASES "/beta/_310_2e1", "");
	bus_pair_expect_error_name(bus_pair_call(&f.pair, EOLD_PATH_RELEASES "/omega",
					   INTROSPECTABLE, "Introspect", ""),
		SD_BUS_ERROR_UNKNOWN_OBJECT);
	bus_pair_expect_error_name(bus_pair_call(&f.pair, EOLD_PATH_RELEASES "/first",
					   INTROSPECTABLE, "Introspect", ""),
		SD_BUS_ERROR_UNKNOWN_OBJECT);
}
END_TEST

/* Products, all of them, and never a release. */
START_TEST(test_the_object_manager_holds_the_products_only) {
	_cleanup_(fixture_deinit) Fixture f;
	const char *path;
	unsigned n = 0;

	fixture_init(&f);
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS, OBJECT_MANAGER, "GetManagedObjects", "");

	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_int_gt(sd_bus_message_enter_container(reply, 'a', "{oa{sa{sv}}}"), 0);
	while (sd_bus_message_enter_container(reply, 'e', "oa{sa{sv}}") > 0) {
		ck_assert_int_gt(sd_bus_message_read(reply, "o", &path), 0);
		ck_assert_ptr_eq(strstr(path, EOLD_PATH_PRODUCTS "/"), path);
		ck_assert_int_ge(sd_bus_message_skip(reply, "a{sa{sv}}"), 0);
		ck_assert_int_ge(sd_bus_message_exit_container(reply), 0);
		n++;
	}
	ck_assert_uint_eq(n, 3);
}
END_TEST

START_TEST(test_there_is_one_object_manager) {
	static const char *const paths[] = { "/", EOLD_PATH_MANAGER, EOLD_PATH_HOST,
		EOLD_PATH_RELEASES, EOLD_PATH_PRODUCTS "/alpha", EOLD_PATH_RELEASES "/alpha",
		EOLD_PATH_RELEASES "/alpha/_32" };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(paths); i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
			bus_pair_call(&f.pair, paths[i], OBJECT_MANAGER, "GetManagedObjects", "");

		ck_assert_msg(sd_bus_message_get_error(reply), "%s", paths[i]);
	}
	_cleanup_(freep) char *root = introspect(&f, EOLD_PATH_MANAGER);
	_cleanup_(freep) char *products = introspect(&f, EOLD_PATH_PRODUCTS);
	_cleanup_(freep) char *alpha = introspect(&f, EOLD_PATH_PRODUCTS "/alpha");
	ck_assert_ptr_null(strstr(root, OBJECT_MANAGER));
	ck_assert_ptr_nonnull(strstr(products, OBJECT_MANAGER));
	ck_assert_ptr_null(strstr(alpha, OBJECT_MANAGER));
}
END_TEST

/* Another snapshot is served: what came is there, what went is unknown, what stayed has changed. */
START_TEST(test_another_snapshot_in_its_place) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = served_data_dir();
	_cleanup_(fixture_deinit) Fixture f;
	const char *text;

	fixture_init(&f);
	scratch_dir_write(&dir, "data/alpha.yaml",
		"title: Alpha renamed\ncategory: os\npermalink: /alpha\nreleases:\n"
		"  - {releaseCycle: \"4\", releaseDate: 2026-01-01, eol: 2030-01-01}\n");
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = snapshot_of(dataset, "", "", "2026-11-21");

	bus_serve(f.pair.bus, snapshot);
	expect_children(&f, EOLD_PATH_PRODUCTS, "alpha ");
	expect_children(&f, EOLD_PATH_RELEASES "/alpha", "_34 ");
	bus_pair_expect_error_name(bus_pair_call(&f.pair, EOLD_PATH_PRODUCTS "/beta", PROPERTIES,
					   "GetAll", "s", EOLD_INTERFACE_PRODUCT),
		SD_BUS_ERROR_UNKNOWN_OBJECT);
	bus_pair_expect_error_name(bus_pair_call(&f.pair, EOLD_PATH_RELEASES "/alpha/_32",
					   PROPERTIES, "GetAll", "s", EOLD_INTERFACE_RELEASE),
		SD_BUS_ERROR_UNKNOWN_OBJECT);
	bus_pair_expect_error_name(
		bus_pair_ask(&f.pair, "GetProduct", "s", "first"), EOLD_ERROR_NO_SUCH_PRODUCT);

	_cleanup_(sd_bus_message_unrefp) sd_bus_message *label = bus_pair_get(
		&f.pair, EOLD_PATH_PRODUCTS "/alpha", EOLD_INTERFACE_PRODUCT, "Label", "s");
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *today =
		bus_pair_get(&f.pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Today", "s");
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *host =
		bus_pair_get(&f.pair, EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "MatchedBy", "s");

	ck_assert_int_gt(sd_bus_message_read(label, "s", &text), 0);
	ck_assert_str_eq(text, "Alpha renamed");
	ck_assert_int_gt(sd_bus_message_read(today, "s", &text), 0);
	ck_assert_str_eq(text, "2026-11-21");
	ck_assert_int_gt(sd_bus_message_read(host, "s", &text), 0);
	ck_assert_str_eq(text, "none");
}
END_TEST

TEST_MAIN("bus-tree", test_every_object_has_its_interface_and_no_other,
	test_every_property_can_be_read_alone, test_what_is_no_objects_path_is_unknown,
	test_the_tree_is_walked_step_by_step, test_the_object_manager_holds_the_products_only,
	test_there_is_one_object_manager, test_another_snapshot_in_its_place)
