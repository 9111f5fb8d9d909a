/* SPDX-License-Identifier: MIT */
/* Turns: work in short slices, which rests while the bus does not take what was sent. */
#include "bus-ends.h"

typedef struct Work {
	Turns turns;
	BusEnds ends; /* the far one is read by hand */
	unsigned n_left, n_done;
	unsigned n_bytes; /* that each step sends */
	unsigned step_usec; /* that each step takes */
} Work;

static void send_bytes(const Work *work) {
	sd_bus_message *signal = NULL;

	ck_assert_int_ge(sd_bus_message_new_signal(work->ends.near, &signal, "/x", "x.y", "Z"), 0);
	bus_ends_send_bytes(&work->ends, signal, work->n_bytes);
}

static void on_step(void *userdata) {
	Work *work = userdata;

	bus_ends_work(work->step_usec);
	work->n_done++;
	if (work->n_bytes > 0)
		send_bytes(work);
	if (--work->n_left == 0)
		turns_stop(&work->turns);
}

static void work_init(Work *work) {
	*work = (Work){ 0 };
	bus_ends_init(&work->ends);
	ck_assert_int_eq(
		turns_init(&work->turns, work->ends.near, work->ends.event, on_step, work), 0);
}

static void work_deinit(Work *work) {
	turns_deinit(&work->turns);
	bus_ends_deinit(&work->ends);
}

/* Runs the loop until nothing happens. */
static void run(Work *work) {
	while (sd_event_run(work->ends.event, 0) > 0)
		;
}

START_TEST(test_at_rest_nothing_is_done) {
	_cleanup_(work_deinit) Work work;

	work_init(&work);
	work.n_left = 1;
	run(&work);
	ck_assert_uint_eq(work.n_done, 0);
}
END_TEST

/* To start twice is to start once, and after the end it may begin again. */
START_TEST(test_all_steps_and_no_more) {
	_cleanup_(work_deinit) Work work;

	work_init(&work);
	work.n_left = 5;
	ck_assert_int_eq(turns_start(&work.turns), 0);
	ck_assert_int_eq(turns_start(&work.turns), 0);
	run(&work);
	ck_assert_uint_eq(work.n_done, 5);
	work.n_left = 3;
	ck_assert_int_eq(turns_start(&work.turns), 0);
	run(&work);
	ck_assert_uint_eq(work.n_done, 8);
}
END_TEST

/* One dispatch ends after a moment. */
START_TEST(test_a_slice_is_short) {
	_cleanup_(work_deinit) Work work;
	uint64_t begin = turns_now_usec();

	work_init(&work);
	work.n_left = UINT32_MAX;
	ck_assert_int_eq(turns_start(&work.turns), 0);
	for (unsigned i = 0; i < 10; i++)
		ck_assert_int_gt(sd_event_run(work.ends.event, 0), 0);
	ck_assert_uint_gt(work.n_done, 10);
	ck_assert_uint_ge(turns_now_usec() - begin, 10 * TURN_USEC);
	turns_stop(&work.turns);
	work.n_done = 0;
	run(&work);
	ck_assert_uint_eq(work.n_done, 0);
}
END_TEST

static int on_call(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	unsigned *n_calls = userdata;

	*n_calls += bus_ends_is_call(message);
	return 0;
}

/* Who calls while a slice is at work does not wait for its end. */
START_TEST(test_calls_are_answered_within_a_slice) {
	_cleanup_(work_deinit) Work work;
	unsigned n_calls = 0, n_slices_with_calls = 0;

	work_init(&work);
	work.step_usec = TURN_PAUSE_USEC;
	work.n_left = UINT32_MAX;
	ck_assert_int_ge(sd_bus_add_filter(work.ends.near, NULL, on_call, &n_calls), 0);
	ck_assert_int_eq(turns_start(&work.turns), 0);
	bus_ends_send_calls(&work.ends, 20);
	while (n_calls < 20) {
		unsigned calls = n_calls, steps = work.n_done;

		/* one dispatch, of the bus or of the slice */
		ck_assert_int_gt(sd_event_run(work.ends.event, 0), 0);
		n_slices_with_calls += n_calls > calls && work.n_done > steps;
	}
	ck_assert_uint_gt(n_slices_with_calls, 0);
	/* several steps for each of them would be a slice for each of them */
	ck_assert_uint_le(work.n_done, 2 * 20);
}
END_TEST

/* Nobody reads: what is made stays bounded; once it is read the rest is made. */
START_TEST(test_it_rests_while_the_bus_is_full) {
	_cleanup_(work_deinit) Work work;
	unsigned n_heard = 0;
	uint64_t n_queued;

	work_init(&work);
	work.n_left = 1000;
	work.n_bytes = 100000;
	ck_assert_int_eq(turns_start(&work.turns), 0);
	for (unsigned i = 0; i < 10000; i++)
		ck_assert_int_ge(sd_event_run(work.ends.event, 0), 0);
	ck_assert_uint_lt(work.n_done, 1000);
	ck_assert_int_ge(sd_bus_get_n_queued_write(work.ends.near, &n_queued), 0);
	ck_assert_uint_eq(n_queued, 1);
	while (n_heard < 1000) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *signal = NULL;

		ck_assert_int_ge(sd_event_run(work.ends.event, 0), 0);
		ck_assert_int_ge(sd_bus_process(work.ends.far, &signal), 0);
		n_heard += signal && sd_bus_message_is_signal(signal, "x.y", "Z") > 0;
	}
	ck_assert_uint_eq(work.n_done, 1000);
}
END_TEST

TEST_MAIN("turns", test_at_rest_nothing_is_done, test_all_steps_and_no_more, test_a_slice_is_short,
	test_calls_are_answered_within_a_slice, test_it_rests_while_the_bus_is_full)
