/* SPDX-License-Identifier: MIT */
/* Loading a second time: what is shared, what is read again, what is kept. */
#include "test-loader.h"

START_TEST(test_what_did_not_change_is_shared_and_not_read) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.etc, "a.md", "kettle", "Kettle");
	write_product(world.usr, "b.md", "cup", "Cup");
	write_product(world.usr, "c.md", "pot", "Pot");
	_cleanup_(loaded_freep) Loaded *before = load(&world, NULL);
	_cleanup_(loaded_freep) Loaded *same = load(&world, before);

	ck_assert_uint_eq(loaded_n_files_read(before), 3);
	ck_assert_uint_eq(loaded_n_files_read(same), 0);
	ck_assert_ptr_eq(find(same, "cup"), find(before, "cup"));
	/* one changes, one goes, one comes: only what is new is read */
	write_product(world.usr, "b.md", "cup", "Mug");
	_cleanup_(freep) char *gone = path_in(world.etc, "a.md");
	ck_assert_int_eq(unlink(gone), 0);
	write_product(world.usr, "bb.yaml", "lid", "Lid");
	_cleanup_(loaded_freep) Loaded *after = load(&world, same);

	ck_assert_uint_eq(loaded_n_files_read(after), 2);
	ck_assert_ptr_null(find(after, "kettle"));
	assert_label(after, "cup", "Mug");
	assert_label(after, "lid", "Lid");
	ck_assert_ptr_eq(find(after, "pot"), find(before, "pot"));
	/* what was is as it was, as long as somebody holds it */
	assert_label(before, "cup", "Cup");
	assert_label(before, "kettle", "Kettle");
}
END_TEST

START_TEST(test_a_file_of_this_very_moment_is_read_once_more) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	const char *const data[] = { world.usr };
	LoaderDirectories directories = { .data = data, .n_data = 1 };
	_cleanup_(loaded_freep) Loaded *before = NULL, *after = NULL, *settled = NULL;

	write_product(world.usr, "a.md", "kettle", "One");
	ck_assert_int_eq(loader_load(&directories, NULL, &before), 0);
	/* again in the same tick, of the same size */
	write_product(world.usr, "a.md", "kettle", "Two");
	ck_assert_int_eq(loader_load(&directories, before, &after), 0);
	assert_label(after, "kettle", "Two");
	let_files_settle();
	ck_assert_int_eq(loader_load(&directories, after, &settled), 0);
	assert_label(settled, "kettle", "Two");
}
END_TEST

START_TEST(test_a_file_that_became_wrong_keeps_its_last_good_product) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_product(world.usr, "a.md", "kettle", "Good");
	_cleanup_(loaded_freep) Loaded *good = load(&world, NULL);

	write_text(world.usr, "a.md", "---\ntitle: [\n---\n");
	_cleanup_(loaded_freep) Loaded *bad = load(&world, good);

	ck_assert_ptr_eq(find(bad, "kettle"), find(good, "kettle"));
	ck_assert_uint_eq(loaded_problems(bad)->n_refused, 1);
	/* the file does not say any more which product it is */
	ck_assert_str_eq(loaded_problems(bad)->items[0].product, "kettle");
	/* also when nothing changes after that, and it stays reported */
	_cleanup_(loaded_freep) Loaded *still = load(&world, bad);

	ck_assert_ptr_eq(find(still, "kettle"), find(good, "kettle"));
	ck_assert_uint_eq(loaded_problems(still)->n_refused, 1);
	ck_assert_uint_eq(loaded_n_files_read(still), 0);
	/* wrong in another way */
	write_product(world.usr, "a.md", "kettle/", "Worse");
	_cleanup_(loaded_freep) Loaded *worse = load(&world, still);

	ck_assert_ptr_eq(find(worse, "kettle"), find(good, "kettle"));
	/* well again */
	write_product(world.usr, "a.md", "kettle", "Well");
	_cleanup_(loaded_freep) Loaded *well = load(&world, worse);

	assert_label(well, "kettle", "Well");
	ck_assert_uint_eq(loaded_problems(well)->n_total, 0);
}
END_TEST

START_TEST(test_a_file_that_is_gone_takes_its_product_along) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	_cleanup_(freep) char *path = path_in(world.usr, "a.md");

	write_product(world.usr, "a.md", "kettle", "Good");
	_cleanup_(loaded_freep) Loaded *good = load(&world, NULL);

	/* another product in the same file: the one before is not missed */
	write_product(world.usr, "a.md", "cup", "Cup");
	_cleanup_(loaded_freep) Loaded *other = load(&world, good);

	ck_assert_ptr_null(find(other, "kettle"));
	assert_label(other, "cup", "Cup");
	ck_assert_int_eq(unlink(path), 0);
	_cleanup_(loaded_freep) Loaded *gone = load(&world, other);

	ck_assert_ptr_null(find(gone, "cup"));
	ck_assert_uint_eq(loaded_problems(gone)->n_total, 0);
}
END_TEST

START_TEST(test_a_collection_keeps_what_became_wrong_and_drops_what_is_gone) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_text(world.usr, "all.json",
		"{\"result\":[" API_PRODUCT("kettle", "Old") "," API_PRODUCT(
			"cup", "Old") "," API_PRODUCT("pot", "Old") "]}");
	_cleanup_(loaded_freep) Loaded *good = load(&world, NULL);

	write_text(world.usr, "all.json",
		"{\"result\":[" API_PRODUCT("kettle", "New") ",{\"name\":\"cup\"}]}");
	_cleanup_(loaded_freep) Loaded *part = load(&world, good);

	assert_label(part, "kettle", "New");
	assert_label(part, "cup", "Old");
	ck_assert_ptr_null(find(part, "pot"));
	/* all of it wrong: all of it is kept, and it still is a collection */
	write_text(world.usr, "all.json", "{\"result\":[");
	write_product(world.usr, "zebra.md", "cup", "Own");
	_cleanup_(loaded_freep) Loaded *broken = load(&world, part);

	assert_label(broken, "kettle", "New");
	assert_label(broken, "cup", "Own");
	ck_assert_uint_eq(loaded_problems(broken)->n_refused, 1);
}
END_TEST

START_TEST(test_an_override_that_changes_rereads_exactly_its_product) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	_cleanup_(freep) char *path = path_in(world.overrides, "k.yaml");

	write_product(world.usr, "a.md", "kettle", "Kettle");
	write_product(world.usr, "b.md", "cup", "Cup");
	_cleanup_(loaded_freep) Loaded *plain = load(&world, NULL);

	/* one comes */
	write_text(world.overrides, "k.yaml", "product: kettle\ntitle: One\n");
	_cleanup_(loaded_freep) Loaded *one = load(&world, plain);

	assert_label(one, "kettle", "One");
	ck_assert_uint_eq(loaded_n_files_read(one), 1);
	ck_assert_ptr_eq(find(one, "cup"), find(plain, "cup"));
	/* changes */
	write_text(world.overrides, "k.yaml", "product: kettle\ntitle: Two\n");
	_cleanup_(loaded_freep) Loaded *two = load(&world, one);

	assert_label(two, "kettle", "Two");
	ck_assert_uint_eq(loaded_n_files_read(two), 1);
	/* stays */
	_cleanup_(loaded_freep) Loaded *same = load(&world, two);

	ck_assert_uint_eq(loaded_n_files_read(same), 0);
	/* is wrong: not applied, and told by its own name */
	write_text(world.overrides, "k.yaml", "product: kettle\ntitle: Three\ncategory: ~\n");
	_cleanup_(loaded_freep) Loaded *wrong = load(&world, same);

	assert_label(wrong, "kettle", "Kettle");
	ck_assert_str_eq(loaded_problems(wrong)->items[0].file, path);
	/* goes */
	ck_assert_int_eq(unlink(path), 0);
	_cleanup_(loaded_freep) Loaded *gone = load(&world, two);

	assert_label(gone, "kettle", "Kettle");
	ck_assert_uint_eq(loaded_n_files_read(gone), 1);
}
END_TEST

START_TEST(test_an_override_reaches_a_product_of_a_collection) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_text(world.usr, "all.json",
		"{\"result\":[" API_PRODUCT("kettle", "K") "," API_PRODUCT("cup", "C") "]}");
	write_text(world.overrides, "k.yaml",
		"product: cup\nreleases:\n  - {releaseCycle: '1', eol: 2030-01-01}\n");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);
	const Product *cup = find(loaded, "cup");

	ck_assert(mark_is_date(release_mark(product_release(cup, 0), MILESTONE_EOL)));
	ck_assert_uint_eq(
		product_release(cup, 0)->flags & RELEASE_EOL_OVERRIDDEN, RELEASE_EOL_OVERRIDDEN);
	ck_assert_uint_eq(loaded_problems(loaded)->n_total, 0);
}
END_TEST

START_TEST(test_the_newest_import_that_can_be_true_tells_when) {
	_cleanup_(world_end) World world;

	world_begin(&world);
	write_text(
		world.usr, "a.json", "{\"result\":[],\"generated_at\":\"1970-01-01T00:00:10Z\"}");
	write_text(
		world.etc, "b.json", "{\"result\":[],\"generated_at\":\"1970-01-01T00:00:30Z\"}");
	write_product(world.usr, "c.md", "kettle", "Kettle");
	_cleanup_(loaded_freep) Loaded *loaded = load(&world, NULL);

	ck_assert_uint_eq(loaded_generated_usec(loaded, UINT64_MAX), 30u * 1000000);
	ck_assert_uint_eq(loaded_generated_usec(loaded, 30u * 1000000), 30u * 1000000);
	/* what lies ahead is not believed */
	ck_assert_uint_eq(loaded_generated_usec(loaded, 29u * 1000000), 10u * 1000000);
	ck_assert_uint_eq(loaded_generated_usec(loaded, 5), 0);
	/* also when the files are taken over */
	_cleanup_(loaded_freep) Loaded *same = load(&world, loaded);

	ck_assert_uint_eq(loaded_n_files_read(same), 0);
	ck_assert_uint_eq(loaded_generated_usec(same, UINT64_MAX), 30u * 1000000);
}
END_TEST

TEST_MAIN("reload", test_what_did_not_change_is_shared_and_not_read,
	test_a_file_of_this_very_moment_is_read_once_more,
	test_a_file_that_became_wrong_keeps_its_last_good_product,
	test_a_file_that_is_gone_takes_its_product_along,
	test_a_collection_keeps_what_became_wrong_and_drops_what_is_gone,
	test_an_override_that_changes_rereads_exactly_its_product,
	test_an_override_reaches_a_product_of_a_collection,
	test_the_newest_import_that_can_be_true_tells_when)
