/* SPDX-License-Identifier: MIT */
/* The files, too: what state-dir promises is seen here. */
#include "announce/announcements.h"

#include <sys/stat.h>
#include <unistd.h>

#include "scene.h"
#include "scratch-dir.h"

static Announcements *reopen(Announcements *announcements, const char *state_dir) {
	announcements_free(announcements);
	announcements = NULL;
	ck_assert_int_eq(announcements_open(state_dir, 5000, &announcements), 0);
	return announcements;
}

static ssize_t turn(Announcements *announcements, const char *day, DraftBox *box) {
	_cleanup_(product_unrefp) Product *product = draft_seal(box);
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&product, 1);
	_cleanup_(config_unrefp) Config *config = config_new();

	config->n_warning_days = 0;
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = snapshot_of(dataset, config, day_of(day));

	return announcements_turn(announcements, snapshot);
}

/* Three ends of life, on three days. */
static DraftBox three_ends(void) {
	DraftBox box = draft_box("p");

	draft_add(&box, "1")->marks[MILESTONE_EOL] = day_of("2026-11-01");
	draft_add(&box, "2")->marks[MILESTONE_EOL] = day_of("2026-11-02");
	draft_add(&box, "3")->marks[MILESTONE_EOL] = day_of("2026-11-03");
	return box;
}

static void expect_next(const Announcements *announcements, const char *cycle, uint64_t serial) {
	const LifecycleEvent *event = announcements_next(announcements);

	ck_assert_ptr_nonnull(event);
	ck_assert_str_eq(event->cycle, cycle);
	ck_assert_uint_eq(event->serial, serial);
}

static bool exists(const ScratchDir *dir, const char *name) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, name);

	return access(path, F_OK) == 0;
}

static char *content(const ScratchDir *dir, const char *name) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, name);
	_cleanup_(fclosep) FILE *file = fopen(path, "re");
	char *text = calloc(1, 1 << 16);

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_lt(fread(text, 1, 1 << 16, file), 1 << 16);
	return text;
}

/* Two of three have left when the kill comes. */
START_TEST(test_after_a_kill_the_rest_goes_out_first_as_written) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	ck_assert_int_eq(turn(a, "2026-10-01", &box), 0);
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 3);
	expect_next(a, "1", 5000);
	announcements_sent(a);
	expect_next(a, "2", 5001);
	announcements_sent(a);
	_cleanup_(freep) char *log = content(&dir, "announced.log");
	ck_assert_str_eq(log, "5000\n5001\n");

	a = reopen(a, dir.path);
	ck_assert_uint_eq(announcements_n_waiting(a), 1);
	expect_next(a, "3", 5002);
	/* a turn meanwhile puts its own behind it */
	box.releases[0].marks[MILESTONE_EOL] = MARK_TRUE;
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 1);
	expect_next(a, "3", 5002);
	announcements_sent(a);
	expect_next(a, "1", 5003);
	a = reopen(a, dir.path);
	expect_next(a, "1", 5003);
	announcements_sent(a);
	ck_assert_ptr_null(announcements_next(a));
	a = reopen(a, dir.path);
	ck_assert_ptr_null(announcements_next(a));
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 0);
	ck_assert_uint_eq(announcements_problems(a)->n_total, 0);
	announcements_free(a);
}
END_TEST

/* A power cut may take the log with it: then the turn is repeated, in its order. */
START_TEST(test_without_the_log_the_whole_turn_is_repeated) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "announced.log");
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	turn(a, "2026-10-01", &box);
	turn(a, "2026-11-10", &box);
	while (announcements_next(a))
		announcements_sent(a);
	ck_assert_int_eq(unlink(path), 0);
	a = reopen(a, dir.path);
	ck_assert_uint_eq(announcements_n_waiting(a), 3);
	expect_next(a, "1", 5000);
	announcements_free(a);
}
END_TEST

START_TEST(test_odd_bytes_in_the_log_do_no_harm) {
	static const char log[] = "5000\n\n05001x\n99999999999999999999999\n-1\n\xff\xfe\n5002";
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	turn(a, "2026-10-01", &box);
	turn(a, "2026-11-10", &box);
	scratch_dir_write_n(&dir, "announced.log", log, sizeof(log));
	a = reopen(a, dir.path);
	/* half a line is no line, and is gone before another is put behind it */
	ck_assert_uint_eq(announcements_n_waiting(a), 2);
	expect_next(a, "2", 5001);
	announcements_sent(a);
	a = reopen(a, dir.path);
	ck_assert_uint_eq(announcements_n_waiting(a), 1);
	expect_next(a, "3", 5002);
	announcements_free(a);
}
END_TEST

static void check_set_aside(const char *text, size_t n, const char *name) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a;

	scratch_dir_write_n(&dir, "announced", text, n);
	a = reopen(NULL, dir.path);
	ck_assert_uint_eq(announcements_problems(a)->n_refused, 1);
	ck_assert_uint_eq(announcements_problems_revision(a), 1);
	ck_assert(strstr(announcements_problems(a)->items[0].file, "/announced"));
	ck_assert(!exists(&dir, "announced"));
	ck_assert(exists(&dir, name));
	/* it counts as none */
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 0);
	ck_assert(exists(&dir, "announced"));
	box.releases[0].marks[MILESTONE_EOL] = MARK_TRUE;
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 1);
	expect_next(a, "1", 5000);
	announcements_free(a);
}

START_TEST(test_a_state_that_cannot_be_used_is_kept_beside) {
	check_set_aside("", 0, "announced.damaged");
	check_set_aside("\0\xff\n", 3, "announced.damaged");
	check_set_aside("eold-announced 1\n", 17, "announced.damaged");
	check_set_aside("eold-announced 2\n", 17, "announced.unknown");
}
END_TEST

START_TEST(test_what_is_no_file_is_set_aside_too) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "announced");
	DraftBox box = three_ends();
	Announcements *a;

	/* opening it must not wait for a writer */
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	a = reopen(NULL, dir.path);
	ck_assert_uint_eq(announcements_problems(a)->n_refused, 1);
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 0);
	ck_assert(exists(&dir, "announced.damaged"));
	/* a link is not followed, wherever it leads */
	ck_assert_int_eq(unlink(path), 0);
	scratch_dir_write(&dir, "elsewhere", "precious");
	scratch_dir_link(&dir, "announced", "elsewhere");
	scratch_dir_link(&dir, "announced.new", "elsewhere");
	a = reopen(a, dir.path);
	ck_assert_uint_eq(announcements_problems(a)->n_refused, 1);
	ck_assert_int_eq(turn(a, "2026-11-10", &box), 0);
	_cleanup_(freep) char *text = content(&dir, "elsewhere");
	ck_assert_str_eq(text, "precious");
	announcements_free(a);
}
END_TEST

/* The temporary file cannot be made: a directory stands in its way. That holds for root, too. */
START_TEST(test_unwritable_is_told_and_kept_in_memory_until_it_is) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "announced.new");
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	turn(a, "2026-10-01", &box);
	scratch_dir_mkdir(&dir, "announced.new");
	ck_assert_int_eq(turn(a, "2026-11-02", &box), 1);
	ck_assert_uint_eq(announcements_problems(a)->n_refused, 1);
	ck_assert_uint_eq(announcements_problems_revision(a), 1);
	expect_next(a, "1", 5000);
	announcements_sent(a);
	ck_assert_int_eq(turn(a, "2026-11-03", &box), 1);
	/* the same trouble is no news */
	ck_assert_uint_eq(announcements_problems_revision(a), 1);
	expect_next(a, "2", 5001);
	announcements_sent(a);
	ck_assert_int_eq(rmdir(path), 0);
	/* nothing is new, but there is something to be written */
	ck_assert_int_eq(turn(a, "2026-11-03", &box), 0);
	ck_assert_uint_eq(announcements_problems(a)->n_total, 0);
	ck_assert_uint_eq(announcements_problems_revision(a), 2);
	a = reopen(a, dir.path);
	ck_assert_int_eq(turn(a, "2026-11-04", &box), 1);
	expect_next(a, "3", 5002);
	announcements_free(a);
}
END_TEST

/* The state on disk is old, but the log tells which serials are used up. */
START_TEST(test_no_serial_serves_two_signals) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	turn(a, "2026-10-01", &box);
	scratch_dir_mkdir(&dir, "announced.new");
	turn(a, "2026-11-03", &box);
	announcements_sent(a);
	announcements_sent(a);
	a = reopen(a, dir.path);
	ck_assert_ptr_null(announcements_next(a));
	ck_assert_int_eq(turn(a, "2026-11-03", &box), 2);
	expect_next(a, "1", 5002);
	announcements_free(a);
}
END_TEST

/* What the state on disk tells was sent, and what could not be written must not hide that. */
START_TEST(test_an_unwritten_turn_leaves_the_log_of_the_last_one) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	turn(a, "2026-10-01", &box);
	ck_assert_int_eq(turn(a, "2026-11-02", &box), 1);
	announcements_sent(a);
	scratch_dir_mkdir(&dir, "announced.new");
	ck_assert_int_eq(turn(a, "2026-11-03", &box), 1);
	a = reopen(a, dir.path);
	ck_assert_ptr_null(announcements_next(a));
	ck_assert_int_eq(turn(a, "2026-11-03", &box), 1);
	expect_next(a, "2", 5001);
	announcements_free(a);
}
END_TEST

/* ... also when nothing at all has changed since. */
START_TEST(test_what_could_not_be_written_is_written_later) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "announced.new");
	DraftBox box = three_ends();
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&product, 1);
	_cleanup_(config_unrefp) Config *config = config_new();
	_cleanup_(snapshot_unrefp) Snapshot *snapshot =
		snapshot_of(dataset, config, day_of("2026-10-01"));
	Announcements *a = reopen(NULL, dir.path);

	scratch_dir_mkdir(&dir, "announced.new");
	ck_assert_int_eq(announcements_turn(a, snapshot), 0);
	ck_assert(!exists(&dir, "announced"));
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(announcements_turn(a, snapshot), 0);
	ck_assert(exists(&dir, "announced"));
	announcements_free(a);
}
END_TEST

START_TEST(test_without_a_directory_all_is_in_memory) {
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, NULL);

	turn(a, "2026-10-01", &box);
	ck_assert_int_eq(turn(a, "2026-11-02", &box), 1);
	expect_next(a, "1", 5000);
	announcements_sent(a);
	ck_assert_uint_eq(announcements_problems(a)->n_total, 0);
	a = reopen(a, "/proc/nowhere/eold");
	ck_assert_uint_eq(announcements_problems(a)->n_refused, 1);
	ck_assert_int_eq(turn(a, "2026-10-01", &box), 0);
	ck_assert_int_eq(turn(a, "2026-11-02", &box), 1);
	announcements_free(a);
}
END_TEST

START_TEST(test_the_directory_is_made) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "state");
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, path);

	ck_assert_int_eq(turn(a, "2026-10-01", &box), 0);
	ck_assert(exists(&dir, "state/announced"));
	announcements_free(a);
}
END_TEST

START_TEST(test_a_day_far_ahead_is_doubted) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);

	turn(a, "2026-10-01", &box);
	turn(a, "2036-01-01", &box);
	while (announcements_next(a))
		announcements_sent(a);
	a = reopen(a, dir.path);
	ck_assert_int_eq(turn(a, "2026-11-01", &box), 0);
	ck_assert_uint_eq(announcements_problems(a)->n_total, 1);
	ck_assert_uint_eq(announcements_problems(a)->n_refused, 0);
	/* a stop in between is no reason not to see the very next day */
	a = reopen(a, dir.path);
	ck_assert_int_eq(turn(a, "2026-11-02", &box), 1);
	expect_next(a, "1", 5003);
	announcements_free(a);
}
END_TEST

START_TEST(test_what_is_as_it_was_is_not_written) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	_cleanup_(freep) char *path = scratch_dir_path(&dir, "announced");
	DraftBox box = three_ends();
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&product, 1);
	_cleanup_(config_unrefp) Config *config = config_new();
	_cleanup_(snapshot_unrefp) Snapshot *snapshot =
		snapshot_of(dataset, config, day_of("2026-10-01"));
	Announcements *a = reopen(NULL, dir.path);

	ck_assert_int_eq(announcements_turn(a, snapshot), 0);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(announcements_turn(a, snapshot), 0);
	ck_assert(!exists(&dir, "announced"));
	announcements_free(a);
}
END_TEST

static ino_t inode(const ScratchDir *dir) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, "announced");
	struct stat st;

	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_ino;
}

/* Writes the file anew, without its last bytes or with some more. */
static void rewrite(const ScratchDir *dir, size_t without, const char *more) {
	_cleanup_(freep) char *path = scratch_dir_path(dir, "announced");
	_cleanup_(freep) char *text = content(dir, "announced");
	_cleanup_(fclosep) FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fprintf(file, "%.*s%s", (int)(strlen(text) - without), text, more), 0);
}

/* A start at which nothing is new leaves the file alone, whatever the disk can do. */
START_TEST(test_a_start_without_news_writes_nothing) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);
	ino_t first;

	ck_assert_int_eq(turn(a, "2026-11-01", &box), 0);
	first = inode(&dir);
	a = reopen(a, dir.path);
	ck_assert_int_eq(turn(a, "2026-11-01", &box), 0);
	ck_assert_uint_eq(inode(&dir), first);
	/* and once more: what was only compared is known as well as if it had been written */
	a = reopen(a, dir.path);
	ck_assert_int_eq(turn(a, "2026-11-01", &box), 0);
	ck_assert_uint_eq(inode(&dir), first);
	ck_assert_int_eq(turn(a, "2026-11-03", &box), 2);
	ck_assert_uint_ne(inode(&dir), first);
	announcements_free(a);
}
END_TEST

/* The day is news, and so is a file that is longer than it should be by now. */
START_TEST(test_a_start_with_news_writes) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_new();
	DraftBox box = three_ends();
	Announcements *a = reopen(NULL, dir.path);
	_cleanup_(freep) char *before = NULL, *after = NULL;
	ino_t last;

	ck_assert_int_eq(turn(a, "2026-10-01", &box), 0);
	last = inode(&dir);
	a = reopen(a, dir.path);
	ck_assert_int_eq(turn(a, "2026-10-02", &box), 0);
	ck_assert_uint_ne(inode(&dir), last);
	before = content(&dir, "announced");
	/* it changes behind the daemon's back, between the opening and the first turn */
	a = reopen(a, dir.path);
	rewrite(&dir, 0, "more\n");
	ck_assert_int_eq(turn(a, "2026-10-02", &box), 0);
	a = reopen(a, dir.path);
	rewrite(&dir, 1, "");
	ck_assert_int_eq(turn(a, "2026-10-02", &box), 0);
	after = content(&dir, "announced");
	ck_assert_str_eq(before, after);
	announcements_free(a);
}
END_TEST

TEST_MAIN("announcements", test_after_a_kill_the_rest_goes_out_first_as_written,
	test_without_the_log_the_whole_turn_is_repeated, test_odd_bytes_in_the_log_do_no_harm,
	test_a_state_that_cannot_be_used_is_kept_beside, test_what_is_no_file_is_set_aside_too,
	test_unwritable_is_told_and_kept_in_memory_until_it_is, test_no_serial_serves_two_signals,
	test_an_unwritten_turn_leaves_the_log_of_the_last_one,
	test_what_could_not_be_written_is_written_later, test_without_a_directory_all_is_in_memory,
	test_the_directory_is_made, test_a_day_far_ahead_is_doubted,
	test_what_is_as_it_was_is_not_written, test_a_start_without_news_writes_nothing,
	test_a_start_with_news_writes)
