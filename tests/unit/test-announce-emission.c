/* SPDX-License-Identifier: MIT */
/*
 * Ten years, day by day, in one process: the clock with a time of ours, the turns as the manager
 * takes them, and every signal really sent over a socket pair. What arrives at the other end is
 * what the rules say (announce-oracle.h), and no object tells twice in a turn that it changed.
 *
 * The years are past ones: the midnight for which the clock waits is over, so it wakes at once.
 */
#include "announce-oracle.h"
#include "announce-world.h"
#include "announce/announcements.h"
#include "bus-pair.h"
#include "bus/announcer.h"
#include "bus/event-signal.h"
#include "dbus/bus-path.h"
#include "drafts.h"
#include "util/sanitized.h"
#include "time/clock.h"

enum {
	CHANGED_MAX = 1 << 14,
	N_YEARS = IS_SANITIZED ? 2 : 10, /* sanitizers make every step ten times as long */
};

typedef struct Walk {
	World world;
	Oracle *oracle;
	Announcements *announcements;
	Announcer *announcer;
	Clock *clock;
	BusPair pair;
	Snapshot *snapshot;
	uint64_t now_usec;
	bool is_turning;
	bool is_reload;
	size_t n_received; /* of the turn */
	uint64_t next_serial;
	char *changed[CHANGED_MAX]; /* objects that told so, of the turn */
	size_t n_changed;
	size_t n_signals[4], n_changes, n_reloads, n_days;
} Walk;

/* ---- the manager's part ---------------------------------------------------------------------- */

static uint64_t walk_now_usec(void *userdata) {
	return ((const Walk *)userdata)->now_usec;
}

static int on_send_signal(sd_bus *connection, size_t index, void *userdata) {
	const Walk *walk = userdata;

	return event_signal_send(connection, announcements_next(walk->announcements));
}

static void on_sent_signal(size_t index, void *userdata) {
	const Walk *walk = userdata;

	announcements_sent(walk->announcements);
}

static void on_finished(void *userdata) {
	((Walk *)userdata)->is_turning = false;
}

static void tell_the_oracle(Walk *walk) {
	OracleWishes wishes = {
		.leads = walk->world.leads,
		.n_leads = walk->world.n_leads,
		.is_tracked = world_is_tracked,
		.userdata = &walk->world,
	};

	oracle_turn(walk->oracle, snapshot_catalog(walk->snapshot), &wishes, walk->world.today);
	for (size_t i = 0; i < walk->oracle->n_signals; i++)
		walk->n_signals[walk->oracle->signals[i].kind]++;
}

static void begin_turn(Walk *walk) {
	Snapshot *before = walk->snapshot;
	Turn turn = { .before = before, .is_reload = walk->is_reload };

	walk->snapshot = turn.after = world_snapshot(&walk->world);
	bus_serve(walk->pair.bus, walk->snapshot);
	ck_assert_int_ge(announcements_turn(walk->announcements, walk->snapshot), 0);
	turn.n_signals = announcements_n_waiting(walk->announcements);
	walk->is_turning = true;
	ck_assert_int_eq(announcer_begin(walk->announcer, &turn), 0);
	snapshot_unref(before);
	tell_the_oracle(walk);
}

static void on_day(CivilDay day, void *userdata) {
	Walk *walk = userdata;

	if (walk->is_turning || day == walk->snapshot->today)
		return;
	ck_assert_int_eq(day, walk->snapshot->today + 1);
	walk->world.today = day;
	walk->n_days++;
	begin_turn(walk);
}

/* ---- the listener's part --------------------------------------------------------------------- */

static void check_common(sd_bus_message *signal, const OracleSignal *expected) {
	const char *product, *cycle, *subject, *date, *path;
	char day[CIVIL_DAY_SIZE];
	BusPath release;

	ck_assert_int_gt(
		sd_bus_message_read(signal, "sssso", &product, &cycle, &subject, &date, &path), 0);
	ck_assert_str_eq(product, expected->product);
	ck_assert_str_eq(cycle, expected->cycle);
	ck_assert_str_eq(subject, expected->kind == 3
					  ? expected->version
					  : milestone_name((Milestone)expected->milestone));
	ck_assert_str_eq(date, civil_day_format(expected->date, day));
	ck_assert_str_eq(path, bus_path_release(product, cycle, &release));
}

/* Serials grow by one, and who is tracked is told. */
static void check_details(Walk *walk, sd_bus_message *signal, const OracleSignal *expected) {
	const char *key;
	unsigned n_found = 0;

	ck_assert_int_gt(sd_bus_message_enter_container(signal, 'a', "{sv}"), 0);
	while (sd_bus_message_enter_container(signal, 'e', "sv") > 0) {
		uint64_t serial;
		int is_tracked;

		ck_assert_int_gt(sd_bus_message_read(signal, "s", &key), 0);
		if (strcmp(key, "Serial") == 0) {
			ck_assert_int_gt(sd_bus_message_read(signal, "v", "t", &serial), 0);
			ck_assert_uint_eq(serial, walk->next_serial++);
			n_found++;
		} else if (strcmp(key, "Tracked") == 0) {
			ck_assert_int_gt(sd_bus_message_read(signal, "v", "b", &is_tracked), 0);
			ck_assert_int_eq(is_tracked, expected->is_tracked);
			n_found++;
		} else
			ck_assert_int_gt(sd_bus_message_skip(signal, "v"), 0);
		ck_assert_int_gt(sd_bus_message_exit_container(signal), 0);
	}
	ck_assert_uint_eq(n_found, 2);
}

static void hear_lifecycle(Walk *walk, sd_bus_message *signal) {
	static const char *const members[] = { "MilestoneChanged", "MilestoneReached",
		"MilestoneApproaching", "VersionReleased" };
	const OracleSignal *expected = &walk->oracle->signals[walk->n_received];

	if (walk->n_received >= walk->oracle->n_signals)
		ck_abort_msg("a signal too many: %s", sd_bus_message_get_member(signal));
	ck_assert_str_eq(sd_bus_message_get_member(signal), members[expected->kind]);
	check_common(signal, expected);
	check_details(walk, signal, expected);
	walk->n_received++;
}

/* All of these come before the first lifecycle signal. */
static void hear_changed(Walk *walk, const char *path) {
	ck_assert_uint_eq(walk->n_received, 0);
	ck_assert_uint_lt(walk->n_changed, CHANGED_MAX);
	walk->changed[walk->n_changed++] = strdup(path);
}

static int on_signal(sd_bus_message *signal, void *userdata, sd_bus_error *error) {
	Walk *walk = userdata;
	const char *member = sd_bus_message_get_member(signal);

	if (sd_bus_message_is_signal(signal, EOLD_INTERFACE_MANAGER, "Reloaded")) {
		ck_assert_uint_eq(walk->n_received, walk->oracle->n_signals);
		walk->n_reloads++;
	} else if (sd_bus_message_is_signal(signal, EOLD_INTERFACE_MANAGER, NULL)) {
		hear_lifecycle(walk, signal);
	} else if (member && strcmp(member, "PropertiesChanged") == 0) {
		hear_changed(walk, sd_bus_message_get_path(signal));
	}
	return 0;
}

static int compare_texts(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One PropertiesChanged for an object and a turn. */
static void end_turn(Walk *walk) {
	qsort(walk->changed, walk->n_changed, sizeof(char *), compare_texts);
	for (size_t i = 1; i < walk->n_changed; i++)
		if (strcmp(walk->changed[i - 1], walk->changed[i]) == 0)
			ck_abort_msg("%s changed twice in a turn", walk->changed[i]);
	for (size_t i = 0; i < walk->n_changed; i++)
		free(walk->changed[i]);
	walk->n_changes += walk->n_changed;
	walk->n_changed = walk->n_received = 0;
	walk->is_reload = false;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static void walk_init(Walk *walk, const Dataset *dataset, CivilDay today) {
	_cleanup_(freep) Product **products = world_products(dataset);
	AnnouncerHooks hooks = { on_send_signal, on_sent_signal, on_finished, walk };
	ClockConfig clock = { CIVIL_DAY_NONE, walk_now_usec, walk, on_day, walk };

	*walk = (Walk){ .oracle = oracle_new(), .next_serial = 1000 };
	world_init(&walk->world, products, catalog_n_products(dataset->catalog), today, 1);
	world_change_tracked(&walk->world);
	walk->now_usec = civil_day_to_usec(today);
	walk->snapshot = world_snapshot(&walk->world);
	bus_pair_init(&walk->pair, walk->snapshot);
	ck_assert_int_ge(sd_bus_add_filter(walk->pair.client, NULL, on_signal, walk), 0);
	ck_assert_int_eq(announcements_open(NULL, 1000, &walk->announcements), 0);
	ck_assert_int_eq(
		announcer_new(walk->pair.bus, walk->pair.event, &hooks, &walk->announcer), 0);
	ck_assert_int_eq(clock_new(walk->pair.event, &clock, &walk->clock), 0);
	begin_turn(walk);
}

static void walk_deinit(Walk *walk) {
	clock_free(walk->clock);
	announcer_free(walk->announcer);
	announcements_free(walk->announcements);
	bus_pair_deinit(&walk->pair);
	snapshot_unref(walk->snapshot);
	oracle_free(walk->oracle);
	world_deinit(&walk->world);
}

/* Until all of a turn has arrived: an answer comes behind what was sent before it. */
static void run_turn(Walk *walk) {
	size_t n_reloads = walk->n_reloads + walk->is_reload;

	while (walk->is_turning)
		ck_assert_int_ge(sd_event_run(walk->pair.event, UINT64_C(60) * 1000000), 0);
	sd_bus_message_unref(bus_pair_call(
		&walk->pair, EOLD_PATH_MANAGER, "org.freedesktop.DBus.Peer", "Ping", ""));
	ck_assert_uint_eq(walk->n_received, walk->oracle->n_signals);
	ck_assert_uint_eq(walk->n_reloads, n_reloads);
	end_turn(walk);
}

START_TEST(test_ten_years_arrive) {
	_cleanup_(dataset_unrefp) Dataset *dataset = world_load_real();
	CivilDay first = day_of("2016-01-01"), last = first + N_YEARS * 365;
	Walk walk;

	walk_init(&walk, dataset, first);
	run_turn(&walk);
	for (CivilDay day = first + 1; day <= last; day++) {
		/* only the time moves: the clock has to notice */
		walk.now_usec = civil_day_to_usec(day) + 1;
		while (walk.snapshot->today != day)
			ck_assert_int_ge(sd_event_run(walk.pair.event, UINT64_C(60) * 1000000), 0);
		run_turn(&walk);
		if (!world_chance(&walk.world, 40))
			continue;
		world_change_data(&walk.world);
		walk.is_reload = true;
		begin_turn(&walk);
		run_turn(&walk);
	}
	printf("%zu days: %zu changed, %zu reached, %zu approaching, %zu released; %zu objects "
	       "told that they changed, %zu reloads\n",
		walk.n_days, walk.n_signals[0], walk.n_signals[1], walk.n_signals[2],
		walk.n_signals[3], walk.n_changes, walk.n_reloads);
	ck_assert_uint_eq(walk.n_days, (size_t)(last - first));
	ck_assert_uint_gt(walk.n_signals[1], N_YEARS * 10);
	ck_assert_uint_gt(walk.n_reloads, N_YEARS * 5);
	walk_deinit(&walk);
}
END_TEST

TEST_MAIN("announce-emission", test_ten_years_arrive)
