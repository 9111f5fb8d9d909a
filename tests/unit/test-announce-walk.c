/* SPDX-License-Identifier: MIT */
/*
 * Random lives of a daemon: days pass, it is stopped, killed in the midst of a turn, the clock is
 * set, the data changes, and what is announced is at any time what a naive restatement of the rules
 * says (announce-oracle.h): none lost, none twice but the one in flight. Two worlds: one small and
 * wild, with many seeds; and ten years, day by day, of upstream's data, or of our own where that is
 * not found beside the tree.
 */
#include "announce/announcements.h"

#include <fcntl.h>
#include <unistd.h>

#include "announce-oracle.h"
#include "announce-world.h"
#include "drafts.h"
#include "util/sanitized.h"
#include "scratch-dir.h"

/* Sanitizers make every step ten times as long. */
enum { N_WORLDS = IS_SANITIZED ? 12 : 80, N_YEARS = IS_SANITIZED ? 3 : 10 };

typedef struct Walk {
	World world;
	Oracle *oracle;
	Announcements *announcements;
	const char *state_dir;
	unsigned kill_in; /* one signal in so many */
	uint64_t next_serial;
	size_t n_signals[4], n_kills;
} Walk;

static void reopen(Walk *walk) {
	announcements_free(walk->announcements);
	ck_assert_int_eq(announcements_open(walk->state_dir, 1000, &walk->announcements), 0);
	ck_assert_uint_eq(announcements_problems(walk->announcements)->n_refused, 0);
}

static Snapshot *snapshot_now(Walk *walk) {
	return world_snapshot(&walk->world);
}

/* ---- one signal ------------------------------------------------------------------------------ */

static void check_details(const LifecycleEvent *event, const OracleSignal *signal) {
	if (signal->kind == 2)
		ck_assert_int_eq((int)event->days_left, signal->days_left);
	if (signal->kind == 3) {
		ck_assert_str_eq(event->version, signal->version);
		ck_assert_str_eq(event->old_version, signal->old_version);
	}
	if (signal->kind != 0)
		return;
	ck_assert_int_eq(event->old_date, signal->old.date);
	ck_assert_int_eq(event->was_present, signal->old.is_present);
	ck_assert_int_eq(event->was_reached, signal->old.said_reached);
	ck_assert_int_eq(event->is_present, signal->now.is_present);
	ck_assert_int_eq(event->is_reached, signal->now_reached);
}

static void check_signal(const LifecycleEvent *event, const OracleSignal *signal, uint64_t serial) {
	ck_assert_ptr_nonnull(event);
	ck_assert_uint_eq(event->serial, serial);
	ck_assert_int_eq((int)event->kind, signal->kind);
	ck_assert_str_eq(event->product, signal->product);
	ck_assert_str_eq(event->cycle, signal->cycle);
	ck_assert_int_eq(event->date, signal->date);
	ck_assert_int_eq(event->is_tracked, signal->is_tracked);
	if (signal->kind != 3)
		ck_assert_int_eq((int)event->milestone, signal->milestone);
	check_details(event, signal);
}

/* ---- one turn -------------------------------------------------------------------------------- */

static void append_to(const Walk *walk, const char *name, const char *text) {
	_cleanup_(freep) char *path = NULL;

	ck_assert_int_gt(asprintf(&path, "%s/%s", walk->state_dir, name), 0);
	_cleanup_(closep) int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* What the disk may look like after a kill: half a state, half a line in the log. */
static void leave_a_mess(Walk *walk) {
	if (world_chance(&walk->world, 3))
		append_to(walk, "announced.new", "eold-announced 1\nday\t20");
	if (world_chance(&walk->world, 3))
		append_to(walk, "announced.log", "1795");
}

/*
 * Sends what waits, the first of which is signal number `from`, and is killed now and then: some
 * have left, of the last of them the log may not know.
 */
static void send_all(Walk *walk) {
	const Oracle *oracle = walk->oracle;
	uint64_t first = walk->next_serial;

	for (size_t i = 0; i < oracle->n_signals; i++) {
		check_signal(
			announcements_next(walk->announcements), &oracle->signals[i], first + i);
		ck_assert_uint_eq(
			announcements_n_waiting(walk->announcements), oracle->n_signals - i);
		if (!world_chance(&walk->world, walk->kill_in)) {
			announcements_sent(walk->announcements);
			continue;
		}
		/* it has left, but nobody wrote that down: it comes once more, as it was */
		walk->n_kills++;
		leave_a_mess(walk);
		reopen(walk);
		i--;
	}
	ck_assert_ptr_null(announcements_next(walk->announcements));
	walk->next_serial = first + oracle->n_signals;
}

static void take_turn(Walk *walk) {
	OracleWishes wishes = {
		.leads = walk->world.leads,
		.n_leads = walk->world.n_leads,
		.is_tracked = world_is_tracked,
		.userdata = &walk->world,
	};
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = snapshot_now(walk);
	ssize_t n = announcements_turn(walk->announcements, snapshot);

	oracle_turn(walk->oracle, snapshot_catalog(snapshot), &wishes, walk->world.today);
	ck_assert_int_eq(n, (ssize_t)walk->oracle->n_signals);
	for (size_t i = 0; i < walk->oracle->n_signals; i++)
		walk->n_signals[walk->oracle->signals[i].kind]++;
	/* killed before the first has left: all are there again */
	if (world_chance(&walk->world, 10)) {
		leave_a_mess(walk);
		reopen(walk);
		ck_assert_uint_eq(
			announcements_n_waiting(walk->announcements), walk->oracle->n_signals);
	}
	send_all(walk);
	/* nothing is new on the same day */
	if (world_chance(&walk->world, 10)) {
		ck_assert_int_eq(announcements_turn(walk->announcements, snapshot), 0);
		ck_assert_ptr_null(announcements_next(walk->announcements));
	}
}

/* ---- walks ----------------------------------------------------------------------------------- */

static void move_clock(World *world) {
	static const int leaps[] = { 1, 1, 2, 3, 7, 30, 365, 3650 };
	int leap = leaps[world_random(world, 8)];

	if (world_chance(world, 2))
		world->today += leap;
	else if (world->today - leap > day_of("1971-01-01"))
		world->today -= leap;
}

/* Everything but the day may be another now. */
static void change_things(Walk *walk, unsigned calm) {
	World *world = &walk->world;

	if (world_chance(world, calm))
		reopen(walk);
	if (world_chance(world, calm))
		for (size_t n = 1 + world_random(world, 1 + (unsigned)world->n / 4); n > 0; n--)
			world_change_data(world);
	if (world_chance(world, 4 * calm))
		world_change_leads(world);
	if (world_chance(world, 4 * calm))
		world_change_tracked(world);
}

static void live_a_day(Walk *walk, unsigned calm) {
	World *world = &walk->world;

	if (world_chance(world, calm))
		move_clock(world);
	else if (world_chance(world, calm))
		world->today += (CivilDay)world_random(world, 60);
	else if (!world_chance(world, 10))
		world->today++;
	change_things(walk, calm);
	take_turn(walk);
}

/* The clock is somewhere else for a few days. */
static void go_astray(Walk *walk) {
	move_clock(&walk->world);
	for (unsigned n = world_random(&walk->world, 4); n > 0; n--) {
		change_things(walk, 40);
		take_turn(walk);
		walk->world.today++;
	}
}

static void walk_init(
	Walk *walk, Product *const *products, size_t n, CivilDay today, unsigned seed) {
	*walk = (Walk){ .next_serial = 1000, .oracle = oracle_new() };
	world_init(&walk->world, products, n, today, seed);
	world_change_tracked(&walk->world);
}

static void walk_deinit(Walk *walk) {
	announcements_free(walk->announcements);
	oracle_free(walk->oracle);
	world_deinit(&walk->world);
}

/* ---- the small and wild world ---------------------------------------------------------------- */

static Product *small_product(const char *name, CivilDay around) {
	static const char *const cycles[] = { "10", "9", "8 LTS", "b\\x", "a" };
	DraftBox box = draft_box(name);

	for (size_t k = 0; k < ELEMENTSOF(cycles); k++) {
		ReleaseDraft *release = draft_add(&box, cycles[k]);

		release->release_date = around - 600 + (CivilDay)k * 40;
		release->marks[MILESTONE_EOAS] = around + (CivilDay)k * 10;
		release->marks[MILESTONE_EOL] = around + (CivilDay)k * 50;
		release->latest = k % 2 ? cycles[k] : NULL;
		release->latest_date = around - 10;
	}
	box.draft.column_labels[MILESTONE_EOAS] = "Active";
	return draft_seal(&box);
}

static void walk_small(unsigned seed, const char *state_dir, size_t n_total[4]) {
	Walk walk;
	CivilDay day = day_of("2026-11-20");
	Product *products[] = { small_product("a", day), small_product("a-b", day + 30),
		small_product("zz", day - 100) };

	walk_init(&walk, products, ELEMENTSOF(products), day, seed);
	walk.state_dir = state_dir;
	walk.kill_in = 12;
	reopen(&walk);
	for (size_t i = 0; i < 250; i++)
		live_a_day(&walk, 2 + seed % 7);
	for (size_t i = 0; i < 4; i++)
		n_total[i] += walk.n_signals[i];
	walk_deinit(&walk);
}

START_TEST(test_small_worlds_full_of_trouble) {
	size_t n_total[4] = { 0 };

	for (unsigned seed = 1; seed <= N_WORLDS; seed++) {
		_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_in_memory();

		walk_small(seed, dir.path, n_total);
	}
	printf("%zu changed, %zu reached, %zu approaching, %zu released\n", n_total[0], n_total[1],
		n_total[2], n_total[3]);
	for (size_t i = 0; i < 4; i++)
		ck_assert_uint_gt(n_total[i], N_WORLDS * 6);
}
END_TEST

/* ---- ten years ------------------------------------------------------------------------------- */

START_TEST(test_ten_years_day_by_day) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = scratch_dir_in_memory();
	_cleanup_(dataset_unrefp) Dataset *dataset = world_load_real();
	size_t n = catalog_n_products(dataset->catalog);
	_cleanup_(freep) Product **products = world_products(dataset);
	CivilDay begin = day_of("2023-01-01"), end = begin + N_YEARS * 365;
	Walk walk;

	walk_init(&walk, products, n, begin, 1);
	walk.state_dir = dir.path;
	walk.kill_in = 80;
	reopen(&walk);
	for (CivilDay day = walk.world.today; day < end; day++) {
		walk.world.today = day;
		change_things(&walk, 40);
		take_turn(&walk);
		if (world_chance(&walk.world, 50))
			go_astray(&walk);
		/* it was off for a while */
		if (world_chance(&walk.world, 80))
			day += (CivilDay)world_random(&walk.world, 20);
	}
	printf("%zu products, %zu releases: %zu changed, %zu reached, %zu approaching, "
	       "%zu released, %zu kills\n",
		n, catalog_n_releases(dataset->catalog), walk.n_signals[0], walk.n_signals[1],
		walk.n_signals[2], walk.n_signals[3], walk.n_kills);
	ck_assert_uint_gt(walk.n_kills, N_YEARS * 3);
	walk_deinit(&walk);
}
END_TEST

TEST_MAIN("announce-walk", test_small_worlds_full_of_trouble, test_ten_years_day_by_day)
