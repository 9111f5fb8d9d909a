/* SPDX-License-Identifier: MIT */
/* The event loop: calls that have come together are answered together, and nobody waits long for
 * them. */
#include <errno.h>

#include "bus-ends.h"
#include "bus/gate.h"
#include "bus/loop.h"

enum { N_CALLS = 100, EXIT_CODE = 7 };

typedef struct Work {
	BusEnds ends; /* near is the service */
	sd_event_source *rounds;
	unsigned n_rounds; /* of the loop */
	unsigned n_calls, n_calls_at_tick; /* that were seen */
	unsigned usec; /* that each takes */
	unsigned n_bytes; /* that answer each */
	unsigned most_in_a_round, in_this_round;
	unsigned end_after; /* so many calls */
} Work;

static int on_round(sd_event_source *source, void *userdata) {
	Work *work = userdata;

	work->n_rounds++;
	if (work->in_this_round > work->most_in_a_round)
		work->most_in_a_round = work->in_this_round;
	work->in_this_round = 0;
	return 0;
}

static void answer_with_bytes(const Work *work, sd_bus_message *call) {
	sd_bus_message *reply = NULL;

	ck_assert_int_ge(sd_bus_message_new_method_return(call, &reply), 0);
	bus_ends_send_bytes(&work->ends, reply, work->n_bytes);
}

static int on_call(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	Work *work = userdata;

	if (!bus_ends_is_call(message))
		return 0;
	bus_ends_work(work->usec);
	work->n_calls++;
	work->in_this_round++;
	if (work->n_bytes > 0)
		answer_with_bytes(work, message);
	if (work->n_calls == work->end_after)
		ck_assert_int_ge(sd_event_exit(work->ends.event, EXIT_CODE), 0);
	return 1;
}

static void work_init(Work *work) {
	bus_ends_init(&work->ends);
	ck_assert_int_ge(sd_bus_add_filter(work->ends.near, NULL, on_call, work), 0);
	ck_assert_int_ge(sd_event_add_post(work->ends.event, &work->rounds, on_round, work), 0);
	work->end_after = N_CALLS;
}

static void work_deinit(Work *work) {
	sd_event_source_unref(work->rounds);
	bus_ends_deinit(&work->ends);
}

static int run(Work *work) {
	return loop_run(work->ends.event, work->ends.near);
}

/* It ends as sd_event_loop() does, with what sd_event_exit() was told. */
START_TEST(test_end) {
	_cleanup_(work_deinit) Work work = { 0 };

	work_init(&work);
	bus_ends_send_calls(&work.ends, N_CALLS);
	ck_assert_int_eq(run(&work), EXIT_CODE);
	ck_assert_uint_eq(work.n_calls, N_CALLS);
}
END_TEST

/* An end that is asked for in the middle of a batch: no other call is begun. */
START_TEST(test_end_within_a_batch) {
	_cleanup_(work_deinit) Work work = { 0 };

	work_init(&work);
	work.end_after = 2;
	bus_ends_send_calls(&work.ends, N_CALLS);
	ck_assert_int_eq(run(&work), EXIT_CODE);
	ck_assert_uint_eq(work.n_calls, 2);
}
END_TEST

START_TEST(test_what_comes_together_is_answered_together) {
	_cleanup_(work_deinit) Work work = { 0 };

	work_init(&work);
	bus_ends_send_calls(&work.ends, N_CALLS);
	ck_assert_int_eq(run(&work), EXIT_CODE);
	ck_assert_uint_gt(work.most_in_a_round, 1);
	/* a batch after the connection's turn, and one after ours */
	ck_assert_uint_le(work.most_in_a_round, 2 * LOOP_MESSAGES);
	/* a slow machine may end a batch early, but not each */
	ck_assert_uint_lt(work.n_rounds, N_CALLS / 2);
}
END_TEST

/* Each call takes longer than a batch may, and so each is the last of its batch. */
START_TEST(test_others_do_not_wait) {
	_cleanup_(work_deinit) Work work = { .usec = LOOP_USEC + 50 };

	work_init(&work);
	bus_ends_send_calls(&work.ends, N_CALLS);
	ck_assert_int_eq(run(&work), EXIT_CODE);
	ck_assert_uint_le(work.most_in_a_round, 3);
}
END_TEST

/* Little fits into the socket, and what does not stays in the connection. */
static void shrink(const Work *work) {
	const int bytes = 64 * 1024;

	ck_assert_int_eq(setsockopt(sd_bus_get_fd(work->ends.near), SOL_SOCKET, SO_SNDBUF, &bytes,
				 sizeof(bytes)),
		0);
	ck_assert_int_ge(sd_bus_set_close_on_exit(work->ends.near, false), 0);
}

/* Ends when no call has been seen for a while. */
static int on_tick(sd_event_source *source, uint64_t usec, void *userdata) {
	Work *work = userdata;

	if (work->n_calls > 0 && work->n_calls == work->n_calls_at_tick)
		return sd_event_exit(work->ends.event, EXIT_CODE);
	work->n_calls_at_tick = work->n_calls;
	ck_assert_int_ge(sd_event_source_set_time(source, usec + 300000), 0);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

/* The other end takes no answer: the gate closes, and no batch reads on behind it. */
START_TEST(test_a_closed_gate_stays_closed) {
	_cleanup_(work_deinit) Work work = { .n_bytes = 4096 };
	_cleanup_(gate_deinit) Gate gate = { 0 };
	uint64_t n = 0;

	work_init(&work);
	shrink(&work);
	ck_assert_int_eq(gate_init(&gate, work.ends.near, work.ends.event), 0);
	ck_assert_int_ge(sd_event_add_time_relative(
				 work.ends.event, NULL, CLOCK_MONOTONIC, 0, 0, on_tick, &work),
		0);
	work.end_after = 0;
	bus_ends_send_calls(&work.ends, 4 * GATE_MESSAGES);
	ck_assert_int_eq(run(&work), EXIT_CODE);
	ck_assert_int_ge(sd_bus_get_n_queued_write(work.ends.near, &n), 0);
	ck_assert_uint_ge(n, GATE_MESSAGES);
	ck_assert_uint_le(n, GATE_MESSAGES + 2 * LOOP_MESSAGES);
	ck_assert_uint_lt(work.n_calls, 4 * GATE_MESSAGES);
	sd_bus_close(work.ends.near);
}
END_TEST

/* Sends until something waits, begins to look after every event whether it has left, and only then
 * is all of it taken: so a batch writes the rest, and no event is left. */
static int on_send(sd_event_source *source, void *userdata) {
	const Work *work = userdata;
	char bytes[5000];
	ssize_t n;

	while (!turns_bus_is_full(work->ends.near)) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *signal = NULL;

		ck_assert_int_ge(
			sd_bus_message_new_signal(work->ends.near, &signal, "/x", "x.y", "Z"), 0);
		ck_assert_int_ge(sd_bus_send(work->ends.near, signal, NULL), 0);
	}
	ck_assert_int_ge(sd_event_source_set_enabled(work->rounds, SD_EVENT_ON), 0);
	do
		n = recv(sd_bus_get_fd(work->ends.far), bytes, sizeof(bytes), MSG_DONTWAIT);
	while (n > 0);
	return 0;
}

static int on_round_of_waiting(sd_event_source *source, void *userdata) {
	const Work *work = userdata;

	return turns_bus_is_full(work->ends.near) ? 0 : sd_event_exit(work->ends.event, EXIT_CODE);
}

static int on_too_late(sd_event_source *source, uint64_t usec, void *userdata) {
	return sd_event_exit(sd_event_source_get_event(source), -ETIMEDOUT);
}

/* A batch also writes what waits. Whoever waits for that learns of it. */
START_TEST(test_all_is_taken_within_a_batch) {
	_cleanup_(work_deinit) Work work = { 0 };

	work_init(&work);
	shrink(&work);
	sd_event_source_unref(work.rounds);
	ck_assert_int_ge(
		sd_event_add_post(work.ends.event, &work.rounds, on_round_of_waiting, &work), 0);
	ck_assert_int_ge(sd_event_source_set_enabled(work.rounds, SD_EVENT_OFF), 0);
	ck_assert_int_ge(sd_event_add_time_relative(work.ends.event, NULL, CLOCK_MONOTONIC,
				 UINT64_C(20) * 1000000, 0, on_too_late, NULL),
		0);
	ck_assert_int_ge(sd_event_add_defer(work.ends.event, NULL, on_send, &work), 0);
	ck_assert_int_eq(run(&work), EXIT_CODE);
	sd_bus_close(work.ends.near);
}
END_TEST

/* The other end goes away: that is the connection's to see, and the loop goes on. */
START_TEST(test_the_other_end_goes) {
	_cleanup_(work_deinit) Work work = { 0 };

	work_init(&work);
	ck_assert_int_ge(sd_bus_set_exit_on_disconnect(work.ends.near, true), 0);
	bus_ends_send_calls(&work.ends, 3);
	sd_bus_close(work.ends.far);
	ck_assert_int_eq(run(&work), EXIT_FAILURE);
	ck_assert_uint_ge(work.n_calls, 3);
}
END_TEST

TEST_MAIN("loop", test_end, test_end_within_a_batch, test_what_comes_together_is_answered_together,
	test_others_do_not_wait, test_a_closed_gate_stays_closed, test_all_is_taken_within_a_batch,
	test_the_other_end_goes)
