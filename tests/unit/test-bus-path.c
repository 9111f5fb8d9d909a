/* SPDX-License-Identifier: MIT */
#include "dbus/bus-path.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "dbus/bus-names.h"
#include "test-main.h"
#include "util/cleanup.h"
#include "util/strbuf.h"

/* What sd-bus makes of one name, and of two. */
static char *encode_product(const char *product) {
	char *path = NULL;

	ck_assert_int_ge(sd_bus_path_encode(EOLD_PATH_PRODUCTS, product, &path), 0);
	return path;
}

static char *encode_release(const char *product, const char *cycle) {
	char *path = NULL;

	ck_assert_int_ge(
		sd_bus_path_encode_many(&path, EOLD_PATH_RELEASES "/%/%", product, cycle), 0);
	return path;
}

/* Both ways, for a product of that name and for a release of it. */
static void expect_agreement(const char *product, const char *cycle) {
	_cleanup_(freep) char *p = encode_product(product), *r = encode_release(product, cycle);
	_cleanup_(freep) char *decoded = NULL;
	BusPathNames names;
	BusPath path;
	size_t n;

	ck_assert_str_eq(bus_path_product(product, &path), p);
	ck_assert(bus_path_parse_product(p, &names));
	ck_assert_str_eq(names.product, product);
	ck_assert_str_eq(names.cycle, "");
	ck_assert_int_gt(sd_bus_path_decode(p, EOLD_PATH_PRODUCTS, &decoded), 0);
	ck_assert_str_eq(decoded, product);

	ck_assert_str_eq(bus_path_release(product, cycle, &path), r);
	ck_assert(bus_path_parse_release(r, &names));
	ck_assert_str_eq(names.product, product);
	ck_assert_str_eq(names.cycle, cycle);
	/* a release is no product, and the other way round */
	ck_assert(!bus_path_parse_product(r, &names));
	ck_assert(!bus_path_parse_release(p, &names));
	ck_assert(!bus_path_parse_release_product(r, &names));
	for (n = strlen(r); r[n] != '/';)
		n--;
	r[n] = '\0';
	ck_assert(bus_path_parse_release_product(r, &names));
	ck_assert_str_eq(names.product, product);
}

START_TEST(test_every_byte_is_written_as_sd_bus_writes_it) {
	for (unsigned c = 1; c < 256; c++) {
		char alone[] = { (char)c, '\0' }, first[] = { (char)c, 'x', '\0' };
		char later[] = { 'x', (char)c, '\0' }, twice[] = { (char)c, (char)c, '\0' };

		expect_agreement(alone, later);
		expect_agreement(first, alone);
		expect_agreement(later, twice);
		expect_agreement(twice, first);
	}
}
END_TEST

START_TEST(test_no_name_is_an_underscore) {
	BusPath path;

	expect_agreement("", "");
	expect_agreement("x", "");
	expect_agreement("", "x");
	ck_assert_str_eq(bus_path_product("", &path), EOLD_PATH_PRODUCTS "/_");
}
END_TEST

START_TEST(test_random_names_go_there_and_back) {
	srandom(20261120);
	for (unsigned round = 0; round < 20000; round++) {
		char names[2][BUS_PATH_NAME_MAX + 1];

		for (unsigned which = 0; which < 2; which++) {
			size_t n = (size_t)random() % (BUS_PATH_NAME_MAX + 1);

			for (size_t i = 0; i < n; i++)
				names[which][i] = (char)(1 + random() % 255);
			names[which][n] = '\0';
		}
		expect_agreement(names[0], names[1]);
	}
}
END_TEST

/* The longest path there is fits; what is longer is cut and never written past the end. */
START_TEST(test_the_longest_names_fit) {
	char name[BUS_PATH_NAME_MAX + 64];
	BusPathNames names;
	BusPath path;

	memset(name, '.', sizeof(name));
	name[BUS_PATH_NAME_MAX] = '\0';
	expect_agreement(name, name);
	ck_assert_uint_lt(strlen(bus_path_release(name, name, &path)), sizeof(path));

	name[BUS_PATH_NAME_MAX] = '.';
	name[sizeof(name) - 1] = '\0';
	ck_assert(bus_path_parse_release(bus_path_release(name, name, &path), &names));
	ck_assert_uint_eq(strlen(names.product), BUS_PATH_NAME_MAX);
	ck_assert_uint_eq(strlen(names.cycle), BUS_PATH_NAME_MAX);
	/* such a path is nobody's: the encoder's is longer */
	_cleanup_(freep) char *longer = encode_product(name);
	ck_assert(!bus_path_parse_product(longer, &names));
}
END_TEST

START_TEST(test_names_of_real_products) {
	BusPath path;

	expect_agreement("almalinux", "9");
	ck_assert_str_eq(
		bus_path_release("almalinux", "9", &path), EOLD_PATH_RELEASES "/almalinux/_39");
	ck_assert_str_eq(bus_path_release("raspberry-pi", "3-b+", &path),
		EOLD_PATH_RELEASES "/raspberry_2dpi/_33_2db_2b");
	expect_agreement("zerto", "10.0_u7");
	expect_agreement("sles", "15.6");
	expect_agreement("dotnetfx", "3.5-sp1");
	expect_agreement("citrix-vad", "2402 CU4 Update 1");
}
END_TEST

/* The decoder of sd-bus takes many spellings; an object answers on one. */
START_TEST(test_other_spellings_are_nobody) {
	static const char *const labels[] = {
		"",
		"_", /* for a release: below */
		"x_61", /* a letter, escaped */
		"_61lmalinux",
		"_41", /* the same, in front */
		"x_39", /* a digit that need not be */
		"9",
		"9x", /* a digit that must be */
		"_2D",
		"x_2E", /* upper case */
		"_2",
		"_2g",
		"_g2",
		"__",
		"x_",
		"x__",
		"_2_", /* half an escape */
		"_00",
		"x_00y", /* NUL */
		"x-y",
		"x.y",
		"x y",
		"x+y",
		"\xc3\xa4", /* as it stands */
		"x/",
		"/x",
		"x//y",
		"x/y/z",
		"x/y/", /* slashes */
		"_ 2",
		"_2 ",
		"_+2",
		"_0x",
	};
	BusPathNames names;

	for (size_t i = 0; i < ELEMENTSOF(labels); i++) {
		_cleanup_(strbuf_deinit) StrBuf path = STRBUF_INIT;
		bool is_name = strcmp(labels[i], "_") == 0;

		ck_assert_int_eq(strbuf_printf(&path, EOLD_PATH_PRODUCTS "/%s", labels[i]), 0);
		ck_assert_msg(bus_path_parse_product(strbuf_cstr(&path), &names) == is_name, "%s",
			labels[i]);
		strbuf_clear(&path);
		(void)strbuf_printf(&path, EOLD_PATH_RELEASES "/%s", labels[i]);
		ck_assert_msg(bus_path_parse_release_product(strbuf_cstr(&path), &names) == is_name,
			"%s", labels[i]);
		strbuf_clear(&path);
		(void)strbuf_printf(&path, EOLD_PATH_RELEASES "/x/%s", labels[i]);
		ck_assert_msg(bus_path_parse_release(strbuf_cstr(&path), &names) == is_name, "%s",
			labels[i]);
		strbuf_clear(&path);
		(void)strbuf_printf(&path, EOLD_PATH_RELEASES "/%s/x", labels[i]);
		ck_assert_msg(bus_path_parse_release(strbuf_cstr(&path), &names) == is_name, "%s",
			labels[i]);
	}
}
END_TEST

START_TEST(test_other_places_are_nobody) {
	static const char *const paths[] = { "/", "", EOLD_PATH_MANAGER, EOLD_PATH_HOST,
		EOLD_PATH_PRODUCTS, EOLD_PATH_PRODUCTS "/", EOLD_PATH_RELEASES,
		EOLD_PATH_RELEASES "/", EOLD_PATH_RELEASES "/x/", EOLD_PATH_PRODUCTS "s/x",
		EOLD_PATH_PRODUCTS "x", "/org/eold/lifecycle2/product/x", "org", "/org/eold",
		"/" EOLD_PATH_PRODUCTS "/x" };
	BusPathNames names;

	for (size_t i = 0; i < ELEMENTSOF(paths); i++) {
		ck_assert_msg(!bus_path_parse_product(paths[i], &names), "%s", paths[i]);
		ck_assert_msg(!bus_path_parse_release(paths[i], &names), "%s", paths[i]);
		ck_assert_msg(!bus_path_parse_release_product(paths[i], &names), "%s", paths[i]);
	}
}
END_TEST

/* Whatever is taken is what the encoder writes: parsing and writing again gives the same path. */
START_TEST(test_random_paths_are_taken_only_as_written) {
	static const char alphabet[] = "ab09__f/2eEg.";
	unsigned n_taken = 0;

	srandom(7);
	for (unsigned round = 0; round < 200000; round++) {
		char text[64] = EOLD_PATH_RELEASES "/";
		size_t n = strlen(text), end = n + 1 + (size_t)random() % 12;
		BusPathNames names;
		BusPath path;

		while (n < end)
			text[n++] = alphabet[(size_t)random() % (sizeof(alphabet) - 1)];
		text[n] = '\0';
		if (!bus_path_parse_release(text, &names))
			continue;
		n_taken++;
		ck_assert_str_eq(bus_path_release(names.product, names.cycle, &path), text);
	}
	ck_assert_uint_gt(n_taken, 1000);
}
END_TEST

/* Cycles stand in the corpus's files behind `releaseCycle:`; products are the files' names here. */
static void expect_agreement_in_file(const char *path, const char *product, unsigned *n) {
	_cleanup_(fclosep) FILE *file = fopen(path, "re");
	char line[4096], cycle[256];

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		const char *found = strstr(line, "releaseCycle: ");

		if (!found || sscanf(found, "releaseCycle: %*[\"']%255[^\"'\n]", cycle) != 1)
			continue;
		expect_agreement(product, cycle);
		(*n)++;
	}
}

START_TEST(test_all_names_of_the_corpus) {
	const char *root = getenv("EOLD_SOURCE_ROOT");
	_cleanup_(freep) char *where = NULL;
	const struct dirent *entry;
	unsigned n = 0;

	ck_assert_int_gt(asprintf(&where, "%s/../shared/corpus/products", root ? root : "."), 0);
	_cleanup_(closedirp) DIR *dir = opendir(where);
	if (!dir) {
		printf("no corpus at %s: its names are not tried\n", where);
		return;
	}
	while ((entry = readdir(dir))) {
		_cleanup_(freep) char *path = NULL, *product = strdup(entry->d_name);

		if (!strstr(entry->d_name, ".md"))
			continue;
		*strstr(product, ".md") = '\0';
		ck_assert_int_gt(asprintf(&path, "%s/%s", where, entry->d_name), 0);
		expect_agreement_in_file(path, product, &n);
	}
	ck_assert_uint_gt(n, 5000);
}
END_TEST

TEST_MAIN("bus-path", test_every_byte_is_written_as_sd_bus_writes_it, test_no_name_is_an_underscore,
	test_random_names_go_there_and_back, test_the_longest_names_fit,
	test_names_of_real_products, test_other_spellings_are_nobody, test_other_places_are_nobody,
	test_random_paths_are_taken_only_as_written, test_all_names_of_the_corpus)
