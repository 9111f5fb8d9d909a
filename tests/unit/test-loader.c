/* SPDX-License-Identifier: MIT */
/* The loader, and with it what one file gave (loaded-file), which has no life of its own. */
#include "reader/loader.h"

#include "test-loader.h"

START_TEST(test_a_product_comes_from_the_weightiest_directory) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.etc, "mine.yaml", "kettle", "Heavy");
	write_product(world.usr, "kettle.md", "kettle", "Light");
	write_product(world.usr, "cup.md", "cup", "Cup");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);

	assert_label(loaded, "kettle", "Heavy");
	assert_label(loaded, "cup", "Cup");
	/* silently */
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
	ck_assert_uint_eq(loaded_n_directories_read(loaded), 2);
	ck_assert_uint_eq(loaded_n_files_read(loaded), 3);
}
END_TEST

START_TEST(test_a_file_replaces_its_name_also_when_it_is_refused) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.usr, "kettle.md", "kettle", "Light");
	write_product(world.usr, "cup.md", "cup", "Light");
	write_text(world.etc, "kettle.md", "broken");
	/* another ending is another file */
	write_text(world.etc, "cup.yaml", "broken");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);

	ck_assert_ptr_null(find(loaded, "kettle"));
	assert_label(loaded, "cup", "Light");
	ck_assert_uint_eq(loaded_problems(loaded)->n_refused, 2);
}
END_TEST

START_TEST(test_a_mask_hides) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	_cleanup_(freep) char *mask = path_in(world.etc, "kettle.md");

	write_product(world.usr, "kettle.md", "kettle", "Light");
	ck_assert_int_eq(symlink("/dev/null", mask), 0);
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);

	ck_assert_ptr_null(find(loaded, "kettle"));
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
}
END_TEST

START_TEST(test_a_file_of_its_own_beats_a_collection) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_text(world.usr, "all.json",
		"{\"result\":[" API_PRODUCT("kettle", "Collected") "," API_PRODUCT(
			"cup", "Collected") "]}");
	write_product(world.usr, "zebra.yaml", "kettle", "Own");
	/* one product as JSON is a file of its own */
	write_text(world.usr, "cup.json", "{\"result\":" API_PRODUCT("cup", "Single") "}");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);

	assert_label(loaded, "kettle", "Own");
	assert_label(loaded, "cup", "Single");
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
	/* but weight goes first */
	write_text(world.etc, "all.json", "{\"result\":[" API_PRODUCT("kettle", "Heavy") "]}");
	_cleanup_(loaded_freep) Loaded *heavy = load(&world, NULL);

	assert_label(heavy, "kettle", "Heavy");
}
END_TEST

START_TEST(test_two_files_of_one_product_are_reported) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.usr, "a.yaml", "kettle", "First");
	write_product(world.usr, "b.md", "kettle", "Second");
	write_text(world.usr, "x.json", "{\"result\":[" API_PRODUCT("cup", "X") "]}");
	write_text(world.usr, "y.json",
		"{\"result\":[" API_PRODUCT("cup", "Y") "," API_PRODUCT("cup", "Z") "]}");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);

	assert_label(loaded, "kettle", "First");
	assert_label(loaded, "cup", "X");
	assert_refused(loaded_problems(loaded), 0, "the product is taken from ");
	ck_assert_uint_eq(loaded_problems(loaded)->n_refused, 3);
}
END_TEST

START_TEST(test_what_cannot_be_read_is_reported_and_the_rest_is_served) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	_cleanup_(freep) char *fifo = path_in(world.usr, "fifo.md");
	_cleanup_(freep) char *nowhere = path_in(world.usr, "nowhere.yaml");
	_cleanup_(freep) char *leaves = path_in(world.usr, "leaves.md");
	_cleanup_(freep) char *inside = path_in(world.usr, "inside.md");
	_cleanup_(freep) char *large = path_in(world.usr, "large.yaml");

	write_product(world.usr, "cup.md", "cup", "Cup");
	write_product(world.usr, "hidden", "pot", "Pot");
	write_product(world.root, "secret.md", "secret", "Secret");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(symlink("none", nowhere), 0);
	ck_assert_int_eq(symlink("../secret.md", leaves), 0);
	write_text(world.usr, "kettle.txt", "");
	write_product(world.usr, "kettle.md.real", "kettle", "x");
	write_text(world.usr, "large.yaml", "");
	ck_assert_int_eq(truncate(large, 5 * 1024 * 1024), 0);
	/* a link that stays inside is fine */
	write_text(world.usr, "target",
		"---\ntitle: Linked\ncategory: os\npermalink: /linked\n"
		"releases: []\n---\n");
	ck_assert_int_eq(symlink("target", inside), 0);
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);
	const Problems *problems = loaded_problems(loaded);

	assert_label(loaded, "cup", "Cup");
	if (links_are_followed())
		assert_label(loaded, "linked", "Linked");
	ck_assert_ptr_null(find(loaded, "secret"));
	assert_refused(problems, 0, "not a regular file");
	assert_refused(problems, 0, "a link that leaves the directory");
	assert_refused(problems, 0, "larger than 4 MiB");
	if (links_are_followed())
		assert_refused(problems, 0, "No such file or directory");
	ck_assert_uint_eq(problems->n_refused, links_are_followed() ? 4 : 5);
}
END_TEST

START_TEST(test_no_directory_at_all) {
	World world = { .etc = (char *)"/nonexistent/a",
		.usr = (char *)"/nonexistent/b",
		.overrides = (char *)"/nonexistent/c" };
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);
	size_t n;

	(void)loaded_products(loaded, &n);
	ck_assert_uint_eq(n, 0);
	ck_assert_uint_eq(loaded_n_directories_read(loaded), 0);
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
}
END_TEST

START_TEST(test_odd_bytes_in_a_files_name_are_escaped) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.usr, "a\xff\n.yaml", "kettle", "Kettle");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);
	const Product *product = find(loaded, "kettle");

	ck_assert_ptr_nonnull(product);
	ck_assert_str_eq(strrchr(product_text(product, product->source), '/'), "/a\\xff\\x0a.yaml");
}
END_TEST

START_TEST(test_one_bad_file_does_not_hide_the_others) {
	_cleanup_(world_end) World world;
	_cleanup_(strbuf_deinit) StrBuf flood = STRBUF_INIT;

	world_begin(&world);
	(void)strbuf_append_str(&flood, "title: a\ncategory: b\npermalink: /c\nreleases:\n");
	for (int i = 0; i < 5000; i++)
		(void)strbuf_append_str(&flood, "- x\n");
	ck_assert_int_eq(strbuf_error(&flood), 0);
	write_text(world.usr, "a.yaml", strbuf_cstr(&flood));
	write_text(world.usr, "b.yaml", "permalink: /d\n");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);
	const Problems *problems = loaded_problems(loaded);

	ck_assert_uint_eq(problems->n_refused, 5000 + 3);
	ck_assert_uint_le(problems->n_items, PROBLEMS_MAX);
	assert_refused(problems, 1, "title is missing");
	ck_assert_str_eq(problems->items[problems->n_items - 1].product, "d");
}
END_TEST

START_TEST(test_single_files_and_overrides_among_them) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.usr, "a.md", "kettle", "Kettle");
	write_text(world.usr, "b.yaml", "product: kettle\ntitle: Better\n");
	write_text(world.usr, "c.yaml",
		"product: kettle\nreleases:\n  - {releaseCycle: '1', eol: soon}\n");
	_cleanup_(freep) char *a = path_in(world.usr, "a.md"), *b = path_in(world.usr, "b.yaml");
	_cleanup_(freep) char *c = path_in(world.usr, "c.yaml"), *d = path_in(world.usr, "d.md");
	const char *const files[] = { a, b, c, d };
	_cleanup_(loaded_freep) Loaded *loaded = NULL;

	ck_assert_int_eq(loader_load_files(files, 4, &loaded), 0);
	/* an override is checked, and not applied */
	assert_label(loaded, "kettle", "Kettle");
	assert_refused(loaded_problems(loaded), 3, "'soon' is no date");
	assert_refused(loaded_problems(loaded), 0, "No such file or directory");
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 2);
}
END_TEST

TEST_MAIN("loader", test_a_product_comes_from_the_weightiest_directory,
	test_a_file_replaces_its_name_also_when_it_is_refused, test_a_mask_hides,
	test_a_file_of_its_own_beats_a_collection, test_two_files_of_one_product_are_reported,
	test_what_cannot_be_read_is_reported_and_the_rest_is_served, test_no_directory_at_all,
	test_odd_bytes_in_a_files_name_are_escaped, test_one_bad_file_does_not_hide_the_others,
	test_single_files_and_overrides_among_them)
