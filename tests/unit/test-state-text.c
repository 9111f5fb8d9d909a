/* SPDX-License-Identifier: MIT */
#include "announce/state-text.h"

#include <errno.h>

#include "scene.h"
#include "state-body.h"

static int append_piece(const char *text, size_t n, void *userdata) {
	return strbuf_append(userdata, text, n);
}

START_TEST(test_what_is_written_reads_back) {
	_cleanup_(known_freep) Known *known = NULL;
	_cleanup_(event_list_deinit) EventList events = { 0 };
	_cleanup_(strbuf_deinit) StrBuf again = STRBUF_INIT;
	KnownRelease release;
	unsigned line;

	ck_assert_int_eq(state_body_parse(state_body_full, &known, &events, &line), 0);
	ck_assert_int_eq(known->day, day_of("2026-11-20"));
	ck_assert_int_eq(known->seen, day_of("2026-11-19"));
	ck_assert_uint_eq(known->next_serial, UINT64_C(1795132800000003));
	ck_assert_uint_eq(events.n, 2);
	ck_assert(known_find(known, "almalinux", "8", &release));
	ck_assert_int_eq(release.marks[MILESTONE_EOAS], day_of("2024-05-31"));
	ck_assert_int_eq(release.marks[MILESTONE_LTS], MARK_ABSENT);
	ck_assert(notes_is_reached(release.notes, MILESTONE_EOAS));
	ck_assert(!notes_is_reached(release.notes, MILESTONE_EOL));
	ck_assert_uint_eq(notes_lead(release.notes, MILESTONE_EOL), 180);
	ck_assert_str_eq(release.latest, "8.10");
	ck_assert(known_find(known, "b", "\\\t", &release));
	ck_assert_str_eq(release.latest, "one\ntwo");
	ck_assert(known_find(known, "tool", "2", &release));
	ck_assert_ptr_null(release.latest);
	ck_assert(!known_find(known, "tool", "3", &release));
	/* ... and is written the same again */
	ck_assert_int_eq(state_text_write(known, &events, append_piece, &again), 0);
	ck_assert_uint_gt(again.len, strlen(state_body_full));
	again.data[strlen(state_body_full)] = '\0';
	ck_assert_str_eq(again.data, state_body_full);
}
END_TEST

START_TEST(test_live_products_are_written_as_documented) {
	_cleanup_(scene_deinit) Scene scene = scene_new();
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	DraftBox box = scene_box("2026-12-01");
	EventList none = { 0 };

	/* the data's order is not that of the names */
	box.releases[0].latest = "9.7";
	draft_add(&box, "10")->marks[MILESTONE_EOL] = MARK_TRUE;
	box.draft.column_labels[MILESTONE_EOES] = "On";
	box.releases[0].marks[MILESTONE_EOES] = MARK_FALSE;
	scene_day(&scene, "2026-11-20", &box);
	/* the version is gone, and remembered */
	box.releases[0].latest = NULL;
	scene_day(&scene, "2026-11-20", &box);
	ck_assert_int_eq(state_text_write(scene.known, &none, append_piece, &buf), 0);
	ck_assert_str_eq(strstr(buf.data, "end\t") - 1, strstr(buf.data, "\nend\t"));
	*strstr(buf.data, "end\t") = '\0';
	ck_assert_str_eq(buf.data,
		"eold-announced 1\nday\t2026-11-20\nseen\t2026-11-20\nserial\t100\ndeparture\t2\n"
		"product\tp\n"
		"\t10\te=true!\t\n"
		"\t9\te=2026-12-01<30 x=false\t9.7\n");
}
END_TEST

START_TEST(test_the_smallest_state) {
	_cleanup_(known_freep) Known *known = NULL;
	_cleanup_(event_list_deinit) EventList events = { 0 };
	unsigned line;

	ck_assert_int_eq(state_body_parse(STATE_BODY_HEAD, &known, &events, &line), 0);
	ck_assert_uint_eq(known->read->n, 0);
	ck_assert_uint_eq(events.n, 0);
}
END_TEST

START_TEST(test_every_flipped_bit_and_every_cut_is_noticed) {
	_cleanup_(strbuf_deinit) StrBuf good = STRBUF_INIT;
	size_t n_lines = 0;
	unsigned line;

	for (const char *p = state_body_full; *p; p++)
		n_lines += *p == '\n';
	(void)strbuf_append_str(&good, state_body_full);
	(void)state_text_append_end(state_body_full, strlen(state_body_full), n_lines, &good);
	for (size_t i = 0; i < good.len * 9; i++) {
		size_t n = i < good.len ? i : good.len;
		char *text = calloc(1, n + 1);
		_cleanup_(event_list_deinit) EventList events = { 0 };
		_cleanup_(known_freep) Known *known = NULL;
		int r;

		memcpy(text, good.data, n);
		if (i >= good.len)
			text[i / 8 - good.len / 8 < n ? i / 8 - good.len / 8 : n - 1] ^=
				(char)(1 << i % 8);
		r = state_text_parse(text, n, &known, &events, &line);
		ck_assert_msg(r == -EBADMSG || r == -EPROTONOSUPPORT, "%zu: %d", i, r);
		ck_assert_ptr_null(known);
		ck_assert_uint_eq(events.n, 0);
	}
}
END_TEST

START_TEST(test_another_version_is_not_damage) {
	static const char *const others[] = { "eold-announced 2\n", "eold-announced 0\n",
		"eold-announced 10\nwhatever this is\n", "eold-announced 01\n" };

	for (size_t i = 0; i < ELEMENTSOF(others); i++) {
		_cleanup_(event_list_deinit) EventList events = { 0 };
		Known *known = NULL;
		unsigned line;

		ck_assert_int_eq(state_text_parse(strdup(others[i]), strlen(others[i]), &known,
					 &events, &line),
			-EPROTONOSUPPORT);
	}
}
END_TEST

START_TEST(test_wrong_lines_are_refused_with_their_number) {
	static const struct {
		const char *body;
		unsigned line;
	} cases[] = {
		{ "", 0 },
		{ "eold-announced 1\n", 0 },
		{ "eold-announced 1x\n", 0 },
		{ "eold-announced \n", 0 },
		{ "eold-announced 1\nday\t2026-11-20\nseen\t2026-11-20\nserial\t1\n", 0 },
		/* seen after the newest */
		{ "eold-announced 1\nday\t2026-11-20\nseen\t2026-11-21\nserial\t1\ndeparture\t1\n",
			0 },
		{ "eold-announced 1\nday\t2026-11-31\n", 2 },
		{ "eold-announced 1\nday\t\n", 2 },
		{ STATE_BODY_HEAD "day\t2026-11-20\n", 6 },
		{ "eold-announced 1\nserial\t-1\n", 2 },
		{ "eold-announced 1\nserial\t01\n", 2 },
		{ "eold-announced 1\nserial\t99999999999999999999\n", 2 },
		{ STATE_BODY_HEAD "\n", 6 },
		{ STATE_BODY_HEAD "unheard\tof\n", 6 },
		{ STATE_BODY_HEAD "product\n", 6 },
		{ STATE_BODY_HEAD "product\ta\tb\n", 6 },
		/* a release of nobody */
		{ STATE_BODY_HEAD "\t9\te=false\t9.1\n", 6 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=false\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=false\t9.1\tmore\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=perhaps\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=2023-02-30\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\tq=true\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=true?\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=true<0\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=true<4096\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\tl=2026-01-01<30\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=true e=true\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=true a=true\t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\te=true \t9.1\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\\x00\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\\x4\n", 7 },
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\\n\n", 7 },
		/* out of order, or twice */
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\n\t10\t\t\n", 8 },
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\n\t9\t\t\n", 8 },
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\nproduct\to\n\t9\t\t\n", 9 },
		{ STATE_BODY_HEAD "gone\t0\tp\t9\t\t\n", 6 },
		{ STATE_BODY_HEAD "gone\t1\tp\n", 6 },
		{ STATE_BODY_HEAD "gone\n", 6 },
		/* gone and there; gone in the future */
		{ STATE_BODY_HEAD "product\tp\n\t9\t\t\ngone\t1\tp\t9\t\t\n", 0 },
		{ STATE_BODY_HEAD "gone\t3\tp\t9\t\t\n", 0 },
		{ STATE_BODY_HEAD "signal\t\n", 6 },
		{ STATE_BODY_HEAD "signal\t1\tMilestoneReached\n", 6 },
		{ STATE_BODY_HEAD STATE_BODY_SIGNAL("2") STATE_BODY_SIGNAL("2"), 7 },
		{ STATE_BODY_HEAD STATE_BODY_SIGNAL("1795132800000003"), 0 },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(event_list_deinit) EventList events = { 0 };
		Known *known = NULL;
		unsigned line = 4711;

		ck_assert_msg(state_body_parse(cases[i].body, &known, &events, &line) == -EBADMSG,
			"%zu", i);
		ck_assert_msg(line == cases[i].line, "%zu: line %u", i, line);
		ck_assert_ptr_null(known);
		ck_assert_uint_eq(events.n, 0);
	}
}
END_TEST

/* A state of many products, read from a text that is made here. */
static Known *large_state(size_t n_products) {
	_cleanup_(strbuf_deinit) StrBuf body = STRBUF_INIT;
	EventList events = { 0 };
	Known *known = NULL;
	unsigned line;

	(void)strbuf_append_str(&body, STATE_BODY_HEAD);
	for (size_t i = 0; i < n_products; i++) {
		(void)strbuf_printf(&body, "product\tp%05zu\n", i);
		/* lines of all lengths, so that pieces end everywhere */
		for (size_t k = 0; k < i % 9; k++)
			(void)strbuf_printf(&body, "\t%zu\te=2027-05-31<%zu\t%.*s\n", k, k + 1,
				(int)(i % 31), "1.2.3.4.5.6.7.8.9.10.11.12.13.14");
	}
	ck_assert_int_eq(state_body_parse(strbuf_cstr(&body), &known, &events, &line), 0);
	ck_assert_uint_eq(events.n, 0);
	return known;
}

START_TEST(test_pieces_are_one_text) {
	_cleanup_(known_freep) Known *known = large_state(5000), *again = NULL;
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT, second = STRBUF_INIT;
	EventList none = { 0 };
	unsigned line;

	ck_assert_int_eq(state_text_write(known, &none, append_piece, &text), 0);
	ck_assert_uint_gt(text.len, 500000);
	ck_assert_int_eq(state_text_parse(strdup(text.data), text.len, &again, &none, &line), 0);
	ck_assert_int_eq(state_text_write(again, &none, append_piece, &second), 0);
	ck_assert_str_eq(second.data, text.data);
}
END_TEST

typedef struct Disk {
	size_t room, n_writes;
	int error;
} Disk;

static int write_until_full(const char *text, size_t n, void *userdata) {
	Disk *disk = userdata;

	disk->n_writes++;
	if (n > disk->room)
		return disk->error;
	disk->room -= n;
	return 0;
}

START_TEST(test_what_cannot_be_written_ends_it) {
	_cleanup_(known_freep) Known *known = large_state(5000);
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	EventList none = { 0 };

	ck_assert_int_eq(state_text_write(known, &none, append_piece, &text), 0);
	for (size_t room = 0; room < text.len; room += 40000) {
		Disk disk = { .room = room, .error = -ENOSPC };

		ck_assert_int_eq(state_text_write(known, &none, write_until_full, &disk), -ENOSPC);
		/* and nothing more is tried */
		ck_assert_uint_le(disk.n_writes, room / 30000 + 1);
	}
	/* the last line, too */
	Disk disk = { .room = text.len - 1, .error = -EIO };

	ck_assert_int_eq(state_text_write(known, &none, write_until_full, &disk), -EIO);
}
END_TEST

TEST_MAIN("state-text", test_what_is_written_reads_back,
	test_live_products_are_written_as_documented, test_the_smallest_state,
	test_every_flipped_bit_and_every_cut_is_noticed, test_another_version_is_not_damage,
	test_wrong_lines_are_refused_with_their_number, test_pieces_are_one_text,
	test_what_cannot_be_written_ends_it)
