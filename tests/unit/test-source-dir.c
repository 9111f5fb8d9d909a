/* SPDX-License-Identifier: MIT */
#include "reader/source-dir.h"

#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "test-reader.h"

static SourceList scan(Problems *problems, const char *heavy, const char *light) {
	const char *const directories[] = { heavy, light };
	SourceList list;

	ck_assert_int_eq(source_list_scan(directories, light ? 2 : 1, SOURCE_SCAN_FINGERPRINTS,
				 &list, problems),
		0);
	return list;
}

static void assert_file(const SourceList *list, size_t i, size_t directory, const char *name) {
	ck_assert_uint_lt(i, list->n_files);
	ck_assert_uint_eq(list->files[i].directory, directory);
	ck_assert_str_eq(strrchr(list->files[i].path, '/') + 1, name);
}

START_TEST(test_the_ending_tells_the_kind) {
	ck_assert_int_eq(source_kind("a.md"), SOURCE_MARKDOWN);
	ck_assert_int_eq(source_kind("a.b.yaml"), SOURCE_YAML);
	ck_assert_int_eq(source_kind("a.yml"), SOURCE_YAML);
	ck_assert_int_eq(source_kind("a.json"), SOURCE_JSON);
	/* what editors and copiers leave behind, and everything else */
	ck_assert_int_eq(source_kind("a.md~"), _SOURCE_KIND_MAX);
	ck_assert_int_eq(source_kind(".a.md"), _SOURCE_KIND_MAX);
	ck_assert_int_eq(source_kind(".md"), _SOURCE_KIND_MAX);
	ck_assert_int_eq(source_kind("a.md.dpkg-new"), _SOURCE_KIND_MAX);
	ck_assert_int_eq(source_kind("a.MD"), _SOURCE_KIND_MAX);
	ck_assert_int_eq(source_kind("md"), _SOURCE_KIND_MAX);
	ck_assert_int_eq(source_kind(""), _SOURCE_KIND_MAX);
}
END_TEST

START_TEST(test_files_stand_by_directory_and_name) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *etc = make_directory(root, "etc"),
			      *usr = make_directory(root, "usr");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	write_text(usr, "b.md", "");
	write_text(usr, "a.json", "");
	write_text(usr, "readme.txt", "");
	write_text(etc, "z.yaml", "");
	_cleanup_(source_list_deinit) SourceList list = scan(&problems, etc, usr);

	ck_assert_uint_eq(list.n_files, 3);
	assert_file(&list, 0, 0, "z.yaml");
	assert_file(&list, 1, 1, "a.json");
	assert_file(&list, 2, 1, "b.md");
	ck_assert_uint_eq(list.n_directories_read, 2);
	ck_assert_uint_eq(problems.n_total, 0);
}
END_TEST

START_TEST(test_exactly_the_same_name_replaces) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *etc = make_directory(root, "etc"),
			      *usr = make_directory(root, "usr");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	write_text(etc, "a.md", "");
	write_text(usr, "a.md", "");
	/* another ending is another name */
	write_text(usr, "a.yaml", "");
	_cleanup_(source_list_deinit) SourceList list = scan(&problems, etc, usr);

	ck_assert_uint_eq(list.n_files, 2);
	assert_file(&list, 0, 0, "a.md");
	assert_file(&list, 1, 1, "a.yaml");
}
END_TEST

START_TEST(test_a_link_to_dev_null_masks) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *etc = make_directory(root, "etc"),
			      *usr = make_directory(root, "usr");
	_cleanup_(freep) char *mask = path_in(etc, "a.md"), *other = path_in(etc, "b.md");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	write_text(usr, "a.md", "");
	write_text(usr, "b.md", "");
	ck_assert_int_eq(symlink("/dev/null", mask), 0);
	/* a link to something like it is a link */
	ck_assert_int_eq(symlink("/dev/nullx", other), 0);
	_cleanup_(source_list_deinit) SourceList list = scan(&problems, etc, usr);

	ck_assert_uint_eq(list.n_files, 1);
	assert_file(&list, 0, 0, "b.md");
	ck_assert_uint_eq(problems.n_total, 0);
	/* a lighter directory masks nothing above it */
	_cleanup_(source_list_deinit) SourceList turned = scan(&problems, usr, etc);

	ck_assert_uint_eq(turned.n_files, 2);
}
END_TEST

START_TEST(test_overrides_are_yaml_only) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	const char *const directories[] = { root };
	_cleanup_(source_list_deinit) SourceList list = { 0 };

	write_text(root, "a.md", "");
	write_text(root, "b.json", "");
	write_text(root, "c.yml", "");
	ck_assert_int_eq(
		source_list_scan(directories, 1, SOURCE_SCAN_ONLY_YAML, &list, &problems), 0);
	ck_assert_uint_eq(list.n_files, 1);
	assert_file(&list, 0, 0, "c.yml");
}
END_TEST

START_TEST(test_a_directory_that_is_not_there_or_not_one) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *file = path_in(root, "file"), *none = path_in(root, "none");
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	write_text(root, "file", "");
	write_text(root, "a.md", "");
	/* not there: that is how most hosts are */
	_cleanup_(source_list_deinit) SourceList missing = scan(&problems, none, root);

	ck_assert_uint_eq(missing.n_files, 1);
	ck_assert_uint_eq(missing.n_directories_read, 1);
	ck_assert_uint_eq(problems.n_total, 0);
	/* there, but not to be read: that is reported, and the others count */
	_cleanup_(source_list_deinit) SourceList wrong = scan(&problems, file, root);

	ck_assert_uint_eq(wrong.n_files, 1);
	assert_refused(&problems, 0, "the directory cannot be read: Not a directory");
	ck_assert_str_eq(problems.items[0].file, file);
	if (geteuid() == 0)
		return; /* root reads everything */
	_cleanup_(freep) char *closed = make_directory(root, "closed");

	ck_assert_int_eq(chmod(closed, 0), 0);
	_cleanup_(source_list_deinit) SourceList hidden = scan(&problems, closed, root);

	ck_assert_uint_eq(hidden.n_files, 0);
	assert_refused(&problems, 0, "the directory cannot be read: Permission denied");
}
END_TEST

/* Whether a file that was just written is taken for one that may change again without anybody
 * seeing it. Both have to fall into one tick of the kernel's, of some milliseconds, so a busy
 * machine needs more than one try. */
static bool fresh_file_has_no_fingerprint(const char *root, Problems *problems) {
	for (int i = 0; i < 200; i++) {
		write_text(root, "a.md", "one");
		_cleanup_(source_list_deinit) SourceList fresh = scan(problems, root, NULL);

		if (fresh.files[0].fingerprint == 0)
			return true;
	}
	return false;
}

START_TEST(test_a_fingerprint_changes_with_the_file) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;

	ck_assert(fresh_file_has_no_fingerprint(root, &problems));
	let_files_settle();
	_cleanup_(source_list_deinit) SourceList before = scan(&problems, root, NULL);
	_cleanup_(source_list_deinit) SourceList same = scan(&problems, root, NULL);

	ck_assert_uint_ne(before.files[0].fingerprint, 0);
	ck_assert_uint_eq(before.files[0].fingerprint, same.files[0].fingerprint);
	/* the same size, another word */
	write_text(root, "a.md", "two");
	let_files_settle();
	_cleanup_(source_list_deinit) SourceList after = scan(&problems, root, NULL);

	ck_assert_uint_ne(before.files[0].fingerprint, after.files[0].fingerprint);
}
END_TEST

/* ---- bytes ----------------------------------------------------------------------------------- */

static void assert_read(const char *path, const char *expected) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *cause = NULL;
	int r = source_read(path, &buf, &cause);

	ck_assert_msg(r == 0, "%s: %s", path, cause);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
}

static void assert_unread(const char *directory, const char *name, const char *expected) {
	_cleanup_(freep) char *path = path_in(directory, name);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *cause = NULL;

	ck_assert_int_lt(source_read(path, &buf, &cause), 0);
	ck_assert_str_eq(cause, expected);
}

START_TEST(test_all_of_a_file_is_read) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *path = path_in(root, "a.md");
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *cause;
	static char big[100000];

	write_text(root, "a.md", "---\n");
	assert_read(path, "---\n");
	memset(big, 'x', sizeof(big));
	write_bytes(root, "a.md", big, sizeof(big));
	ck_assert_int_eq(strbuf_append_str(&buf, "what was in it"), 0);
	ck_assert_int_eq(source_read(path, &buf, &cause), 0);
	ck_assert_uint_eq(buf.len, sizeof(big));
	write_text(root, "a.md", "");
	assert_read(path, "");
	/* without a directory in its name */
	_cleanup_(freep) char *here = getcwd(NULL, 0);

	ck_assert_int_eq(chdir(root), 0);
	assert_read("a.md", "");
	ck_assert_int_eq(chdir(here), 0);
}
END_TEST

START_TEST(test_links_stay_in_their_directory) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *data = make_directory(root, "data"),
			      *sub = make_directory(data, "sub");
	static const struct {
		const char *name;
		const char *target;
	} links[] = {
		{ "inside.md", "sub/a.md" },
		{ "up-and-down.md", "sub/../sub/a.md" },
		{ "outside.md", "../secret" },
		{ "absolute.md", "/etc/passwd" },
		{ "magic.md", "/proc/self/exe" },
		{ "nowhere.md", "none" },
		{ "round.md", "round.md" },
		{ "null.md", "/dev/null" },
	};

	write_text(sub, "a.md", "inside");
	write_text(root, "secret", "secret");
	for (size_t i = 0; i < ELEMENTSOF(links); i++) {
		_cleanup_(freep) char *path = path_in(data, links[i].name);

		ck_assert_int_eq(symlink(links[i].target, path), 0);
	}
	_cleanup_(freep) char *inside = path_in(data, "inside.md");
	_cleanup_(freep) char *round = path_in(data, "up-and-down.md");

	if (links_are_followed()) {
		assert_read(inside, "inside");
		assert_read(round, "inside");
	} else
		assert_unread(data, "inside.md", "a link that leaves the directory");
	assert_unread(data, "outside.md", "a link that leaves the directory");
	assert_unread(data, "absolute.md", "a link that leaves the directory");
	assert_unread(data, "magic.md", "a link that leaves the directory");
	assert_unread(data, "round.md", "a link that leaves the directory");
	assert_unread(data, "null.md", "a link that leaves the directory");
	assert_unread(data, "nowhere.md",
		links_are_followed() ? "No such file or directory"
				     : "a link that leaves the directory");
	assert_unread(data, "none.md", "No such file or directory");
	assert_unread(data, "none/a.md", "No such file or directory");
}
END_TEST

static void make_socket(const char *directory, const char *name) {
	_cleanup_(closep) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	ck_assert_int_lt(
		snprintf(address.sun_path, sizeof(address.sun_path), "%s/%s", directory, name),
		(int)sizeof(address.sun_path));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
}

static void assert_reads(SourceReader *reader, const SourceFile *file, const char *expected) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *cause;

	ck_assert_int_eq(source_reader_read(reader, file, &buf, &cause), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
	ck_assert_uint_eq(reader->fingerprint, file->fingerprint);
}

/* A reader keeps the directory that it was in, and tells what a scan would tell of the file. */
START_TEST(test_many_files_are_read_one_after_the_other) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *etc = make_directory(root, "etc"), *usr = make_directory(etc, "usr");
	_cleanup_(source_reader_deinit) SourceReader reader = SOURCE_READER_INIT;
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *cause;

	write_text(etc, "a.md", "one");
	write_text(etc, "b.md", "two");
	write_text(usr, "c.md", "three");
	let_files_settle();
	_cleanup_(source_list_deinit) SourceList list = scan(&problems, etc, usr);

	ck_assert_uint_eq(list.n_files, 3);
	assert_reads(&reader, &list.files[2], "three");
	assert_reads(&reader, &list.files[0], "one");
	assert_reads(&reader, &list.files[1], "two");
	assert_reads(&reader, &list.files[2], "three");
	/* what was read before says nothing of what cannot be read */
	_cleanup_(freep) char *path = path_in(etc, "a.md");

	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(source_reader_read(&reader, &list.files[0], &buf, &cause), -ENOENT);
	ck_assert_str_eq(cause, "No such file or directory");
	ck_assert_uint_eq(reader.fingerprint, 0);
	/* nor does the listing, if something else stands there by now */
	ck_assert(list.files[0].is_regular);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_eq(source_reader_read(&reader, &list.files[0], &buf, &cause), -EBADFD);
	ck_assert_str_eq(cause, "not a regular file");
	/* a link that took its place leads nowhere else */
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink("/etc/passwd", path), 0);
	ck_assert_int_lt(source_reader_read(&reader, &list.files[0], &buf, &cause), 0);
	ck_assert_str_eq(cause, "a link that leaves the directory");
}
END_TEST

/* Opening a FIFO lets its writer go on, and opening a device may do anything. */
START_TEST(test_what_is_no_regular_file_is_not_even_opened) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *fifo = path_in(root, "fifo.md"),
			      *device = path_in(root, "device.md");
	_cleanup_(freep) char *directory = make_directory(root, "directory.md");
	_cleanup_(closep) int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	char events[4096];

	ck_assert_ptr_nonnull(directory);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	make_socket(root, "socket.md");
	write_text(root, "file.md", "");
	ck_assert_int_ge(inotify_add_watch(watch, root, IN_OPEN | IN_ONLYDIR), 0);
	assert_unread(root, "fifo.md", "not a regular file");
	assert_unread(root, "socket.md", "not a regular file");
	assert_unread(root, "directory.md", "not a regular file");
	if (mknod(device, S_IFCHR | 0600, 0x0103) == 0)
		assert_unread(root, "device.md", "not a regular file");
	ck_assert_int_lt(read(watch, events, sizeof(events)), 0);
	ck_assert_int_eq(errno, EAGAIN);
	/* and this is how it looks when something is */
	_cleanup_(freep) char *file = path_in(root, "file.md");

	assert_read(file, "");
	ck_assert_int_gt(read(watch, events, sizeof(events)), 0);
}
END_TEST

static void make_sparse(const char *directory, const char *name, off_t size) {
	_cleanup_(freep) char *path = path_in(directory, name);

	write_text(directory, name, "");
	ck_assert_int_eq(truncate(path, size), 0);
}

START_TEST(test_size_is_known_before_the_first_byte) {
	_cleanup_(scratch_remove) char *root = scratch_new();
	_cleanup_(freep) char *yaml = path_in(root, "full.yaml"),
			      *json = path_in(root, "full.json");
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	const char *cause;

	make_sparse(root, "a.yaml", (off_t)64 * 1024 * 1024 * 1024);
	make_sparse(root, "a.md", SOURCE_YAML_BYTES_MAX + 1);
	make_sparse(root, "a.json", SOURCE_JSON_BYTES_MAX + 1);
	assert_unread(root, "a.yaml", "larger than 4 MiB");
	assert_unread(root, "a.md", "larger than 4 MiB");
	assert_unread(root, "a.json", "larger than 16 MiB");
	/* to the byte */
	make_sparse(root, "full.yaml", SOURCE_YAML_BYTES_MAX);
	make_sparse(root, "full.json", SOURCE_JSON_BYTES_MAX);
	ck_assert_int_eq(source_read(yaml, &buf, &cause), 0);
	ck_assert_uint_eq(buf.len, SOURCE_YAML_BYTES_MAX);
	ck_assert_int_eq(source_read(json, &buf, &cause), 0);
	ck_assert_uint_eq(buf.len, SOURCE_JSON_BYTES_MAX);
}
END_TEST

TEST_MAIN("source-dir", test_the_ending_tells_the_kind, test_files_stand_by_directory_and_name,
	test_exactly_the_same_name_replaces, test_a_link_to_dev_null_masks,
	test_overrides_are_yaml_only, test_a_directory_that_is_not_there_or_not_one,
	test_a_fingerprint_changes_with_the_file, test_all_of_a_file_is_read,
	test_many_files_are_read_one_after_the_other, test_links_stay_in_their_directory,
	test_what_is_no_regular_file_is_not_even_opened, test_size_is_known_before_the_first_byte)
