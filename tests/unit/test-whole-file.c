/* SPDX-License-Identifier: MIT */
#include "client/whole-file.h"

#include <errno.h>

#include "scratch-dir.h"

static void check_content(const char *path, const char *expected) {
	_cleanup_(freep) char *content = NULL;

	ck_assert_int_eq(whole_file_read(path, 100, &content), 0);
	ck_assert_str_eq(content, expected);
}

/* How many names are in a directory. */
static size_t count_names(const char *path) {
	_cleanup_(closedirp) DIR *dir = opendir(path);
	size_t n = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	return n - 2;
}

START_TEST(test_a_file_is_made_and_replaced_with_its_mode) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "eold.prom");
	mode_t mask = umask(0077);
	struct stat status;

	ck_assert_int_eq(whole_file_write(path, "one", 3), 0);
	check_content(path, "one");
	ck_assert_int_eq(whole_file_write(path, "", 0), 0);
	check_content(path, "");
	umask(mask);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0644);
	ck_assert_uint_eq(count_names(dir.path), 1);
}
END_TEST

/* Who has the old one open reads it to its end. */
START_TEST(test_a_reader_keeps_the_old_one) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "a");
	_cleanup_(fclosep) FILE *reader = NULL;
	char line[8] = "";

	ck_assert_int_eq(whole_file_write(path, "old", 3), 0);
	reader = fopen(path, "re");
	ck_assert_ptr_nonnull(reader);
	ck_assert_int_eq(whole_file_write(path, "new", 3), 0);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), reader));
	ck_assert_str_eq(line, "old");
	check_content(path, "new");
}
END_TEST

START_TEST(test_a_link_stays_and_its_target_is_replaced) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *target = scratch_dir_path(&dir, "target");
	_cleanup_(freep) char *link_path = scratch_dir_path(&dir, "link");
	struct stat status;

	ck_assert_int_eq(whole_file_write(target, "old", 3), 0);
	ck_assert_int_eq(symlink("target", link_path), 0);
	ck_assert_int_eq(whole_file_write(link_path, "new", 3), 0);
	check_content(target, "new");
	ck_assert_int_eq(lstat(link_path, &status), 0);
	ck_assert(S_ISLNK(status.st_mode));
}
END_TEST

/* /dev/stdout must not become a file because somebody was root. */
START_TEST(test_what_is_no_file_is_not_replaced) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *fifo = scratch_dir_path(&dir, "fifo");
	_cleanup_(freep) char *missing = scratch_dir_path(&dir, "no/such/place");
	_cleanup_(freep) char *content = NULL;

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(whole_file_write(fifo, "x", 1), -EINVAL);
	ck_assert_int_eq(whole_file_read(fifo, 10, &content), -EINVAL);
	ck_assert_int_eq(whole_file_write(dir.path, "x", 1), -EINVAL);
	ck_assert_int_eq(whole_file_write("/dev/null", "x", 1), -EINVAL);
	ck_assert_int_eq(whole_file_write(missing, "x", 1), -ENOENT);
	ck_assert_uint_eq(count_names(dir.path), 1);
}
END_TEST

/* A calendar to be replaced may be anything. */
START_TEST(test_reading_is_bounded) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "a");
	_cleanup_(freep) char *content = NULL;

	ck_assert_int_eq(whole_file_read(path, 10, &content), -ENOENT);
	ck_assert_int_eq(whole_file_write(path, "0123456789", 10), 0);
	ck_assert_int_eq(whole_file_read(path, 9, &content), -E2BIG);
	ck_assert_int_eq(whole_file_write(path, "a\0b", 3), 0);
	ck_assert_int_eq(whole_file_read(path, 10, &content), -EINVAL);
	ck_assert_ptr_null(content);
}
END_TEST

TEST_MAIN("whole-file", test_a_file_is_made_and_replaced_with_its_mode,
	test_a_reader_keeps_the_old_one, test_a_link_stays_and_its_target_is_replaced,
	test_what_is_no_file_is_not_replaced, test_reading_is_bounded)
