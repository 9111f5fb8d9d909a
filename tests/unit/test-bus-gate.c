/* SPDX-License-Identifier: MIT */
/* Somebody asks and asks, and does not read: what waits stays bounded, and all is answered once it
 * is read. */
#include "big-data.h"
#include "bus-pair.h"
#include "bus/gate.h"

/* So few pieces that nothing is made in turns, so long that the socket holds a few of them only. */
static const BigData big = { .n_products = 1, .n_releases = 60, .label_bytes = 500 };

enum { N_CALLS = 400 };

static void send_calls(BusPair *pair) {
	for (unsigned i = 0; i < N_CALLS; i++) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *call = bus_pair_new_call(
			pair, EOLD_PATH_PRODUCTS "/p00000", EOLD_INTERFACE_PRODUCT, "Describe");

		uint64_t cookie; /* who does not ask for it wants no answer */

		ck_assert_int_ge(sd_bus_send(pair->client, call, &cookie), 0);
	}
}

static uint64_t count_waiting(const BusPair *pair) {
	uint64_t n;

	ck_assert_int_ge(sd_bus_get_n_queued_write(bus_connection(pair->bus), &n), 0);
	return n;
}

/* Runs the service until it has nothing to do. */
static void run(const BusPair *pair) {
	while (sd_event_run(pair->event, 0) > 0)
		;
}

/* Both ends have met, and the client reads only what is asked for. */
static void begin(BusPair *pair, Snapshot *snapshot) {
	const int bytes = 64 * 1024;

	bus_pair_init(pair, snapshot);
	sd_bus_message_unref(bus_pair_ask(pair, "GetProduct", "s", "p00000"));
	ck_assert_int_eq(setsockopt(sd_bus_get_fd(bus_connection(pair->bus)), SOL_SOCKET, SO_SNDBUF,
				 &bytes, sizeof(bytes)),
		0);
	ck_assert_int_ge(sd_bus_detach_event(pair->client), 0);
}

static void read_answers(const BusPair *pair, unsigned n) {
	while (n > 0) {
		_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;

		ck_assert_int_ge(sd_event_run(pair->event, 0), 0);
		ck_assert_int_ge(sd_bus_process(pair->client, &reply), 0);
		n -= reply && sd_bus_message_is_method_error(reply, NULL) == 0;
	}
}

START_TEST(test_what_waits_is_bounded_and_nothing_is_lost) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = big_snapshot(&big);
	_cleanup_(bus_pair_deinit) BusPair pair = BUS_PAIR_INIT;

	begin(&pair, snapshot);
	/* again, for it opens as it was */
	for (unsigned round = 0; round < 2; round++) {
		send_calls(&pair);
		run(&pair);
		ck_assert_uint_ge(count_waiting(&pair), GATE_MESSAGES);
		ck_assert_uint_le(count_waiting(&pair), GATE_MESSAGES + 8);
		read_answers(&pair, N_CALLS);
		ck_assert_uint_eq(count_waiting(&pair), 0);
	}
	ck_assert_int_ge(sd_bus_attach_event(pair.client, pair.event, SD_EVENT_PRIORITY_NORMAL), 0);
	sd_bus_message_unref(bus_pair_ask(&pair, "GetProduct", "s", "p00000"));
}
END_TEST

/* Who does not read goes away: the service notices. */
START_TEST(test_the_other_end_goes) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = big_snapshot(&big);
	_cleanup_(bus_pair_deinit) BusPair pair = BUS_PAIR_INIT;

	begin(&pair, snapshot);
	send_calls(&pair);
	run(&pair);
	sd_bus_close(pair.client);
	run(&pair);
	ck_assert_int_eq(sd_bus_is_open(bus_connection(pair.bus)), 0);
}
END_TEST

/* The service ends while it is closed (the sanitizers look). */
START_TEST(test_the_end_while_it_is_closed) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = big_snapshot(&big);
	BusPair pair = BUS_PAIR_INIT;

	begin(&pair, snapshot);
	send_calls(&pair);
	run(&pair);
	/* what waits could not be flushed */
	sd_bus_close(bus_connection(pair.bus));
	bus_pair_deinit(&pair);
}
END_TEST

TEST_MAIN("bus-gate", test_what_waits_is_bounded_and_nothing_is_lost, test_the_other_end_goes,
	test_the_end_while_it_is_closed)
