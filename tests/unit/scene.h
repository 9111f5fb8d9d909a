/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * scene - a short life told in days: what is announced when, as text. For tests of announcing.
 *
 *	Scene scene = scene_new();
 *	scene_day(&scene, "2026-11-20", &box);
 *	scene_expect(&scene, "2026-11-21", &box, "reached p/9 eol 2026-11-20\n");
 */
#include "announce/compare.h"
#include "drafts.h"
#include "announce-snapshots.h"

typedef struct Scene {
	Known *known;
	Config *config;
	EventList events; /* of the last day */
	StrBuf text;
} Scene;

static inline Scene scene_new(void) {
	Scene scene = { .known = known_new(100), .config = config_new() };

	ck_assert(scene.known && scene.config);
	return scene;
}

static inline void scene_deinit(Scene *scene) {
	known_free(scene->known);
	config_unref(scene->config);
	event_list_deinit(&scene->events);
	strbuf_deinit(&scene->text);
}

static inline void scene_set_leads(Scene *scene, const unsigned *leads, size_t n) {
	memcpy(scene->config->warning_days, leads, n * sizeof(*leads));
	scene->config->n_warning_days = n;
}

static inline void scene_tell(Scene *scene, const LifecycleEvent *event) {
	char date[CIVIL_DAY_SIZE], old_date[CIVIL_DAY_SIZE];
	static const char *const words[] = { "changed", "reached", "approaching", "released" };

	(void)strbuf_printf(&scene->text, "%s %s/%s %s %s", words[event->kind], event->product,
		event->cycle, event_subject(event), civil_day_format(event->date, date));
	if (event->kind == EVENT_MILESTONE_CHANGED)
		(void)strbuf_printf(&scene->text, "%s%s after %s%s%s",
			event->is_present ? "" : "gone", event->is_reached ? "!" : "",
			event->was_present ? "" : "none",
			civil_day_format(event->old_date, old_date), event->was_reached ? "!" : "");
	if (event->kind == EVENT_MILESTONE_APPROACHING)
		(void)strbuf_printf(&scene->text, " in %u", event->days_left);
	if (event->kind == EVENT_VERSION_RELEASED)
		(void)strbuf_printf(&scene->text, " after %s", event->old_version);
	(void)strbuf_append_byte(&scene->text, '\n');
}

/* One turn on a day with these products (sealed; borrowed). Returns what was announced. */
static inline const char *scene_turn(
	Scene *scene, const char *day, Product *const *products, size_t n) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(products, n);
	_cleanup_(snapshot_unrefp) Snapshot *snapshot =
		snapshot_of(dataset, scene->config, day_of(day));
	Known *next = NULL;

	event_list_deinit(&scene->events);
	strbuf_clear(&scene->text);
	ck_assert_int_eq(compare_turn(scene->known, snapshot, &scene->events, &next), 0);
	known_free(scene->known);
	scene->known = next;
	for (size_t i = 0; i < scene->events.n; i++)
		scene_tell(scene, scene->events.items[i]);
	return strbuf_cstr(&scene->text);
}

/* The same with one product as it stands in a box. */
static inline const char *scene_day(Scene *scene, const char *day, DraftBox *box) {
	_cleanup_(product_unrefp) Product *product = draft_seal(box);

	return scene_turn(scene, day, &product, 1);
}

#define scene_expect(scene, day, box, text) ck_assert_str_eq(scene_day(scene, day, box), text)

/* A product p with one release 9 that came out in 2020 and ends on a day. */
static inline DraftBox scene_box(const char *eol) {
	DraftBox box = draft_box("p");
	ReleaseDraft *release = draft_add(&box, "9");

	release->release_date = day_of("2020-01-01");
	release->marks[MILESTONE_EOL] = day_of(eol);
	return box;
}
