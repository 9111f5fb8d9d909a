/* SPDX-License-Identifier: MIT */
/* Reload over a connection on which there is nobody to ask who calls: it is handed on, and answered
 * when the one who reads the data says so. */
#include <errno.h>

#include "bus-pair.h"
#include "bus-sample.h"

#define NO_FLAGS UINT64_C(0)

typedef struct Fixture {
	BusPair pair;
	Snapshot *snapshot;
} Fixture;

static void fixture_init(Fixture *f) {
	*f = (Fixture){ .pair = BUS_PAIR_INIT, .snapshot = sample_snapshot() };
	bus_pair_init(&f->pair, f->snapshot);
}

static void fixture_deinit(Fixture *f) {
	bus_pair_deinit(&f->pair);
	snapshot_unref(f->snapshot);
}

/* Calls Reload and runs until it was handed on. */
static void send_reload(Fixture *f, sd_bus_message **reply) {
	sd_bus_message *call =
		bus_pair_new_call(&f->pair, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Reload");
	unsigned before = f->pair.n_reloads;

	ck_assert_int_ge(sd_bus_message_append(call, "t", NO_FLAGS), 0);
	bus_pair_send(&f->pair, call, reply);
	while (f->pair.n_reloads == before)
		ck_assert_int_ge(sd_event_run(f->pair.event, 1000000), 0);
}

START_TEST(test_a_reload_is_answered_when_it_is_done) {
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *reply;

	fixture_init(&f);
	send_reload(&f, &reply);
	/* others are answered meanwhile */
	sd_bus_message_unref(bus_pair_ask(&f.pair, "GetProduct", "s", "alpha"));
	ck_assert_ptr_null(reply);
	ck_assert_uint_eq(f.pair.n_reloads, 1);
	ck_assert_int_ge(bus_reply_reload(f.pair.reload_call, 0), 0);
	bus_pair_wait(&f.pair, &reply);
	ck_assert_ptr_null(sd_bus_message_get_error(reply));
	ck_assert_str_eq(sd_bus_message_get_signature(reply, true), "");
	sd_bus_message_unref(reply);
}
END_TEST

START_TEST(test_a_reload_that_failed) {
	static const struct {
		int r;
		const char *name;
	} cases[] = {
		{ -ENOENT, EOLD_ERROR_RELOAD_FAILED },
		{ -ENOMEM, SD_BUS_ERROR_NO_MEMORY },
	};
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		sd_bus_message *reply;

		send_reload(&f, &reply);
		ck_assert_int_ge(bus_reply_reload(f.pair.reload_call, cases[i].r), 0);
		bus_pair_wait(&f.pair, &reply);
		bus_pair_expect_error_name(reply, cases[i].name);
	}
}
END_TEST

/* The service ends before the answer: nothing is left behind (the sanitizers look). */
START_TEST(test_the_end_before_the_answer) {
	_cleanup_(fixture_deinit) Fixture f;
	sd_bus_message *reply;

	fixture_init(&f);
	send_reload(&f, &reply);
	ck_assert_ptr_null(reply);
}
END_TEST

TEST_MAIN("bus-reload", test_a_reload_is_answered_when_it_is_done, test_a_reload_that_failed,
	test_the_end_before_the_answer)
