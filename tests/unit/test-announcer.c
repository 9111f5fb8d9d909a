/* SPDX-License-Identifier: MIT */
/* The announcer on a socket pair: what is told to have left has left, and nothing else is. */
#include "bus/announcer.h"

#include "bus-pair.h"
#include "bus-sample.h"

enum { N_SIGNALS = 20000 };

typedef struct Scene {
	BusPair pair;
	Announcer *announcer;
	size_t n_sent; /* told to have left */
	size_t n_received;
	unsigned n_finished;
} Scene;

static int on_send(sd_bus *connection, size_t index, void *userdata) {
	Scene *scene = userdata;

	ck_assert_uint_eq(index, scene->n_sent);
	return sd_bus_emit_signal(connection, EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, "Numbered",
		"t", (uint64_t)index);
}

static void on_sent(size_t index, void *userdata) {
	Scene *scene = userdata;

	ck_assert_uint_eq(index, scene->n_sent);
	scene->n_sent++;
}

static void on_finished(void *userdata) {
	Scene *scene = userdata;

	scene->n_finished++;
}

static int on_received(sd_bus_message *signal, void *userdata, sd_bus_error *error) {
	Scene *scene = userdata;
	uint64_t index;

	if (!sd_bus_message_is_signal(signal, EOLD_INTERFACE_MANAGER, "Numbered"))
		return 0;
	ck_assert_int_gt(sd_bus_message_read(signal, "t", &index), 0);
	ck_assert_uint_eq(index, scene->n_received);
	scene->n_received++;
	return 0;
}

/* Begins a turn of nothing but many signals. */
static void scene_init(Scene *scene, Snapshot *snapshot) {
	AnnouncerHooks hooks = { on_send, on_sent, on_finished, scene };
	Turn turn = { .after = snapshot, .n_signals = N_SIGNALS };

	*scene = (Scene){ 0 };
	bus_pair_init(&scene->pair, snapshot);
	ck_assert_int_ge(sd_bus_add_filter(scene->pair.client, NULL, on_received, scene), 0);
	ck_assert_int_eq(
		announcer_new(scene->pair.bus, scene->pair.event, &hooks, &scene->announcer), 0);
	ck_assert_int_eq(announcer_begin(scene->announcer, &turn), 0);
	ck_assert(announcer_is_busy(scene->announcer));
}

/* Everything that has left is read. */
static void scene_deinit(Scene *scene) {
	announcer_free(scene->announcer);
	scene->pair.bus = bus_free(scene->pair.bus);
	while (sd_bus_process(scene->pair.client, NULL) > 0)
		;
	bus_pair_deinit(&scene->pair);
}

START_TEST(test_all_leave_in_order) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = sample_snapshot();
	Scene scene;

	scene_init(&scene, snapshot);
	while (scene.n_received < N_SIGNALS)
		ck_assert_int_ge(sd_event_run(scene.pair.event, UINT64_C(60) * 1000000), 0);
	while (announcer_is_busy(scene.announcer))
		ck_assert_int_ge(sd_event_run(scene.pair.event, UINT64_C(60) * 1000000), 0);
	ck_assert_uint_eq(scene.n_sent, N_SIGNALS);
	ck_assert_uint_eq(scene.n_finished, 1);
	/* and nothing is left to be told */
	announcer_flush(scene.announcer);
	ck_assert_uint_eq(scene.n_sent, N_SIGNALS);
	scene_deinit(&scene);
}
END_TEST

/* Ended in the midst of it after so many turns of the loop. Returns how many had left. */
static size_t end_after(Snapshot *snapshot, unsigned n_runs) {
	Scene scene;

	scene_init(&scene, snapshot);
	for (unsigned i = 0; i < n_runs; i++)
		ck_assert_int_ge(sd_event_run(scene.pair.event, 0), 0);
	/* the reader is slow: what is in flight waits until it takes something */
	announcer_flush(scene.announcer);
	scene_deinit(&scene);
	ck_assert_uint_eq(scene.n_received, scene.n_sent);
	return scene.n_sent;
}

START_TEST(test_an_end_in_the_midst_leaves_nothing_untold) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = sample_snapshot();
	unsigned n_in_the_midst = 0;

	for (unsigned n_runs = 0; n_runs < 40; n_runs++) {
		size_t n = end_after(snapshot, n_runs);

		n_in_the_midst += n > 0 && n < N_SIGNALS;
	}
	ck_assert_uint_gt(n_in_the_midst, 10);
}
END_TEST

TEST_MAIN("announcer", test_all_leave_in_order, test_an_end_in_the_midst_leaves_nothing_untold)
