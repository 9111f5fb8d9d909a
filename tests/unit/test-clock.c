/* SPDX-License-Identifier: MIT */
/*
 * The machine's clock is never touched. The time is a function of the test's own, and
 * timerfd_settime(2) is put in between, so that the timer of the kernel fires when that time says
 * midnight.
 */
#include "time/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "test-main.h"

/* A world whose clock differs from the machine's. */
typedef struct World {
	int64_t offset_usec; /* this world's time less the machine's */
	unsigned n_looks; /* how often the time was asked for */
	int64_t jump_usec; /* added at the jump_at-th look, counted from 1 */
	unsigned jump_at;
	unsigned n_armed;
	unsigned n_cancelled; /* the next so many armings say that the clock was set */
	struct itimerspec armed; /* what was asked for last, in this world's time */
	int flags;
	int fd;
	unsigned n_calls;
	CivilDay day; /* of the last call */
} World;

static World world;

static int64_t machine_usec(void) {
	struct timespec ts;

	ck_assert_int_eq(clock_gettime(CLOCK_REALTIME, &ts), 0);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static uint64_t world_usec(void *userdata) {
	World *w = userdata;

	if (++w->n_looks == w->jump_at)
		w->offset_usec += w->jump_usec;
	return (uint64_t)(machine_usec() + w->offset_usec);
}

/* The library's call ends here: the kernel gets the same moment as the machine's clock tells it. */
int timerfd_settime(
	int fd, int flags, const struct itimerspec *new_value, struct itimerspec *old_value) {
	struct itimerspec shifted = { 0 };
	int64_t usec = (int64_t)new_value->it_value.tv_sec * 1000000 +
		       new_value->it_value.tv_nsec / 1000 - world.offset_usec;
	int r;

	world.armed = *new_value;
	world.flags = flags;
	world.fd = fd;
	world.n_armed++;
	/* what lies before 1970 has passed */
	usec = usec < 1 ? 1 : usec;
	shifted.it_value.tv_sec = (time_t)(usec / 1000000);
	shifted.it_value.tv_nsec = (long)(usec % 1000000) * 1000;
	r = (int)syscall(SYS_timerfd_settime, fd, flags, &shifted, old_value);
	if (r == 0 && world.n_cancelled > 0) {
		/* as the kernel does when the clock was set since the last read: armed all the
		 * same */
		world.n_cancelled--;
		errno = ECANCELED;
		return -1;
	}
	return r;
}

/* Lets the timer fire whenever it was meant to. */
static void fire_now(void) {
	const struct itimerspec now = { .it_value = { .tv_nsec = 1 } };

	ck_assert_int_eq((int)syscall(SYS_timerfd_settime, world.fd, 0, &now, NULL), 0);
}

static void on_look(CivilDay day, void *userdata) {
	World *w = userdata;

	w->n_calls++;
	w->day = day;
}

/* A world in which it is so many µs before the midnight that ends a day. */
static void begin_world(const char *day_text, int64_t before_midnight_usec) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(day_text, &day), 0);
	memset(&world, 0, sizeof(world));
	world.offset_usec =
		(int64_t)(day + 1) * 86400 * 1000000 - before_midnight_usec - machine_usec();
}

static Clock *clock_in_world(sd_event *event) {
	const ClockConfig config = {
		.fixed_day = CIVIL_DAY_NONE,
		.now_usec = world_usec,
		.now_userdata = &world,
		.callback = on_look,
		.userdata = &world,
	};
	Clock *clock = NULL;

	ck_assert_int_eq(clock_new(event, &config, &clock), 0);
	return clock;
}

static sd_event *new_event(void) {
	sd_event *event = NULL;

	ck_assert_int_ge(sd_event_new(&event), 0);
	return event;
}

/* Runs the loop until the callback was called so often, or for two seconds. */
static void run_until(sd_event *event, unsigned n_calls) {
	int64_t end = machine_usec() + 2000000;

	while (world.n_calls < n_calls && machine_usec() < end)
		ck_assert_int_ge(sd_event_run(event, 100000), 0);
	ck_assert_uint_eq(world.n_calls, n_calls);
}

static CivilDay day_of(const char *text) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(text, &day), 0);
	return day;
}

static void expect_armed_for(const char *day) {
	ck_assert_int_eq(world.armed.it_value.tv_sec, (time_t)day_of(day) * 86400);
	ck_assert_int_eq(world.armed.it_value.tv_nsec, 0);
	ck_assert_int_eq(world.flags, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
}

START_TEST(test_a_fixed_day_stands_still) {
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();
	_cleanup_(clock_freep) Clock *clock = NULL;
	const ClockConfig config = {
		.fixed_day = day_of("2029-06-01"),
		.callback = on_look,
		.userdata = &world,
	};

	memset(&world, 0, sizeof(world));
	ck_assert_int_eq(clock_new(event, &config, &clock), 0);
	ck_assert_int_eq(clock_today(clock), day_of("2029-06-01"));
	/* nothing to wait for */
	ck_assert_int_eq(sd_event_run(event, 20000), 0);
	ck_assert_uint_eq(world.n_calls, 0);
	ck_assert_uint_eq(world.n_armed, 0);
}
END_TEST

/* The machine's own clock, in whatever zone it is. */
START_TEST(test_the_real_day_is_that_of_utc) {
	static const char *const zones[] = { "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin" };
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();

	for (size_t i = 0; i < ELEMENTSOF(zones); i++) {
		_cleanup_(clock_freep) Clock *clock = NULL;
		const ClockConfig config = { .fixed_day = CIVIL_DAY_NONE, .callback = on_look };

		memset(&world, 0, sizeof(world));
		ck_assert_int_eq(setenv("TZ", zones[i], 1), 0);
		tzset();
		ck_assert_int_eq(clock_new(event, &config, &clock), 0);
		/* twice, in case that midnight passes between the two */
		CivilDay before = (CivilDay)(time(NULL) / 86400);
		CivilDay today = clock_today(clock);
		CivilDay after = (CivilDay)(time(NULL) / 86400);
		ck_assert_int_ge(today, before);
		ck_assert_int_le(today, after);
		ck_assert_int_eq(world.armed.it_value.tv_sec % 86400, 0);
		ck_assert_int_gt(world.armed.it_value.tv_sec, time(NULL));
		ck_assert_int_le(world.armed.it_value.tv_sec, time(NULL) + 86400);
	}
	unsetenv("TZ");
	tzset();
}
END_TEST

START_TEST(test_midnight_wakes_with_the_new_day_and_waits_for_the_next) {
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();

	/* half a second is long enough for a busy machine to come to the first look */
	begin_world("2029-05-31", 500000);
	_cleanup_(clock_freep) Clock *clock = clock_in_world(event);

	ck_assert_int_eq(clock_today(clock), day_of("2029-05-31"));
	expect_armed_for("2029-06-01");
	/* not a moment before: the very first call is on the new day */
	ck_assert_uint_eq(world.n_calls, 0);
	run_until(event, 1);
	ck_assert_int_eq(world.day, day_of("2029-06-01"));
	ck_assert_int_eq(clock_today(clock), day_of("2029-06-01"));
	expect_armed_for("2029-06-02");
	/* ... and sleeps until then */
	ck_assert_int_eq(sd_event_run(event, 50000), 0);
	ck_assert_uint_eq(world.n_calls, 1);
}
END_TEST

/* The machine slept for a month: the timer has passed, and the day is taken anew, not counted. */
START_TEST(test_after_a_long_sleep_the_day_is_taken_anew) {
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();

	begin_world("2029-05-31", 50000);
	_cleanup_(clock_freep) Clock *clock = clock_in_world(event);

	/* 30 days less an hour, so that no midnight is near */
	world.offset_usec += INT64_C(719) * 3600 * 1000000;
	run_until(event, 1);
	ck_assert_int_eq(world.day, day_of("2029-06-30"));
	expect_armed_for("2029-07-01");
}
END_TEST

/* The clock was set while the timer was being armed: the kernel says so, and the timer is armed. */
START_TEST(test_a_clock_set_while_arming_is_no_failure) {
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();

	begin_world("2029-05-31", 50000);
	world.n_cancelled = 1;
	_cleanup_(clock_freep) Clock *clock = clock_in_world(event);

	world.n_cancelled = 2;
	run_until(event, 1);
	ck_assert_int_eq(world.day, day_of("2029-06-01"));
	expect_armed_for("2029-06-02");

	/* it goes on waking */
	fire_now();
	run_until(event, 2);
	ck_assert_int_eq(world.day, day_of("2029-06-01"));
}
END_TEST

/* The clock is set back between looking at the day and arming the timer: the kernel does not know
 * of the look, and the timer would wait for a midnight that is a year away. */
START_TEST(test_a_clock_set_between_look_and_arming_is_seen) {
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();

	begin_world("2029-05-31", INT64_C(3600) * 1000000);
	world.jump_at = 2;
	world.jump_usec = INT64_C(-365) * 86400 * 1000000;
	_cleanup_(clock_freep) Clock *clock = clock_in_world(event);

	ck_assert_int_eq(clock_today(clock), day_of("2028-05-31"));
	expect_armed_for("2028-06-01");
}
END_TEST

/* A clock that is different at every look must not hold up the start. */
START_TEST(test_a_mad_clock_does_not_hang) {
	_cleanup_(sd_event_unrefp) sd_event *event = new_event();
	_cleanup_(clock_freep) Clock *clock = NULL;

	begin_world("2029-05-31", 50000);
	world.n_cancelled = 1000000;
	const ClockConfig config = {
		.fixed_day = CIVIL_DAY_NONE,
		.now_usec = world_usec,
		.now_userdata = &world,
		.callback = on_look,
		.userdata = &world,
	};
	ck_assert_int_eq(clock_new(event, &config, &clock), 0);
	ck_assert_uint_lt(world.n_armed, 1000);
}
END_TEST

static uint64_t fixed_usec(void *userdata) {
	return *(const uint64_t *)userdata;
}

/* Days at the ends of the calendar: no overflow, no busy loop. */
START_TEST(test_far_dates) {
	static const struct {
		uint64_t usec;
		const char *day;
	} cases[] = {
		{ 0, "1970-01-01" },
		{ UINT64_C(86400) * 1000000 - 1, "1970-01-01" },
		{ UINT64_C(86400) * 1000000, "1970-01-02" },
		{ UINT64_C(2147483648) * 1000000, "2038-01-19" },
		{ UINT64_C(4294967296) * 1000000, "2106-02-07" },
		{ UINT64_C(253402300799) * 1000000, "9999-12-31" },
		{ UINT64_C(253402300800) * 1000000, "9999-12-31" },
		{ UINT64_MAX, "9999-12-31" },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(sd_event_unrefp) sd_event *event = new_event();
		_cleanup_(clock_freep) Clock *clock = NULL;
		uint64_t now = cases[i].usec;
		const ClockConfig config = {
			.fixed_day = CIVIL_DAY_NONE,
			.now_usec = fixed_usec,
			.now_userdata = &now,
			.callback = on_look,
			.userdata = &world,
		};

		memset(&world, 0, sizeof(world));
		ck_assert_int_eq(clock_new(event, &config, &clock), 0);
		ck_assert_int_eq(clock_today(clock), day_of(cases[i].day));
		ck_assert_int_gt(world.armed.it_value.tv_sec, 0);
	}
}
END_TEST

TEST_MAIN("clock", test_a_fixed_day_stands_still, test_the_real_day_is_that_of_utc,
	test_midnight_wakes_with_the_new_day_and_waits_for_the_next,
	test_after_a_long_sleep_the_day_is_taken_anew, test_a_clock_set_while_arming_is_no_failure,
	test_a_clock_set_between_look_and_arming_is_seen, test_a_mad_clock_does_not_hang,
	test_far_dates)
