/* SPDX-License-Identifier: MIT */
#include "answers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "dbus/bus-names.h"
#include "document/json-heap.h"
#include "turns.h"
#include "util/heap.h"

enum {
	AT_ONCE_MAX = 64, /* pieces of an answer that never waits */
	STARTED_MAX = 4, /* answers that are made at a time: so many are in memory */
	WAITING_MAX = 1000, /* answers, those that are started too */
	WATCHED_MAX = 256, /* callers; a bus takes 512 match rules of a connection */
	WATCHED_AFTER_USEC = 5000, /* what is made sooner is not worth the questions to the bus */
	HELD_MAX = 64 * 1024 * 1024, /* bytes of all calls that wait */
	TIDY_USEC = 1000000, /* nothing to do for so long: time to give memory back */
};

typedef struct Answer {
	AnswerRequest request;
	Snapshot *snapshot;
	sd_bus_message *call;
	sd_bus_message *reply; /* NULL before it is started */
	Sink sink;
	uint64_t begin_usec; /* when it was started */
	Answers *answers;
	sd_bus_slot *watch; /* tells when the caller leaves; or NULL */
} Answer;

struct Answers {
	sd_bus *connection;
	Turns turns;
	sd_event_source *tidy;
	Answer *waiting[WAITING_MAX]; /* in the order of the calls */
	size_t n_waiting;
	size_t n_started;
	size_t n_watched;
	size_t n_held;
	size_t next; /* of the waiting ones: whose turn it is */
};

static Answer *answer_free(Answer *answer) {
	if (!answer)
		return NULL;
	if (answer->request.work)
		answer->request.maker->free(answer->request.work);
	sd_bus_slot_unref(answer->watch);
	sd_bus_message_unref(answer->reply);
	sd_bus_message_unref(answer->call);
	snapshot_unref(answer->snapshot);
	free(answer);
	return NULL;
}

DEFINE_CLEANUP(Answer *, answer_free);

/* ---- one answer ------------------------------------------------------------------------------ */

static int answer_start(Answer *answer) {
	int r = sd_bus_message_new_method_return(answer->call, &answer->reply);

	if (r < 0)
		return r;
	answer->sink = sink_for_message(answer->reply);
	if (answer->request.maker->contents)
		sink_open(&answer->sink, SD_BUS_TYPE_ARRAY, answer->request.maker->contents);
	return 0;
}

/* Makes one more piece. Returns 1 when there is no more to make, be it that the answer is too large
 * already. */
static int answer_make(Answer *answer) {
	int r = answer->request.maker->step(answer->request.work, answer->snapshot, &answer->sink);

	return answer->sink.size > EOLD_MAX_ANSWER_BYTES ? 1 : r;
}

static int answer_send(Answer *answer, sd_bus_error *error) {
	if (answer->request.maker->contents)
		sink_close(&answer->sink);
	return send_answer(answer->reply, answer->sink.error, answer->sink.size, error);
}

/* ---- those that wait ------------------------------------------------------------------------- */

static size_t find_waiting(const Answers *answers, const Answer *answer) {
	size_t i = 0;

	while (answers->waiting[i] != answer)
		i++;
	return i;
}

int answers_tidy_later(Answers *answers) {
	int r = sd_event_source_set_time_relative(answers->tidy, TIDY_USEC);

	return r < 0 ? r : sd_event_source_set_enabled(answers->tidy, SD_EVENT_ONESHOT);
}

/* Large answers leave holes behind, which go back to the system when nobody waits for anything. */
static int on_tidy(sd_event_source *source, uint64_t usec, void *userdata) {
	Answers *answers = userdata;

	/* whoever is the last of them comes here again */
	if (answers->n_waiting > 0)
		return 0;
	if (turns_bus_is_full(answers->connection))
		return answers_tidy_later(answers);
	json_heap_release();
	heap_trim();
	return 0;
}

/* It is over, one way or the other. */
static void forget(Answers *answers, Answer *answer) {
	size_t i = find_waiting(answers, answer);

	answers->n_waiting--;
	memmove(&answers->waiting[i], &answers->waiting[i + 1],
		(answers->n_waiting - i) * sizeof(Answer *));
	if (answers->next > i)
		answers->next--;
	answers->n_started -= answer->reply != NULL;
	answers->n_watched -= answer->watch != NULL;
	answers->n_held -= answer->request.held_bytes;
	answer_free(answer);
	if (answers->n_waiting > 0)
		return;
	turns_stop(&answers->turns);
	(void)answers_tidy_later(answers);
}

static void finish(Answers *answers, Answer *answer, int r) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;

	if (r >= 0)
		r = answer_send(answer, &error);
	if (r < 0)
		(void)sd_bus_reply_method_errno(answer->call, r, &error);
	forget(answers, answer);
}

static bool is_same_caller(const Answer *a, const Answer *b) {
	const char *x = sd_bus_message_get_sender(a->call);
	const char *y = sd_bus_message_get_sender(b->call);

	return x && y && strcmp(x, y) == 0;
}

static bool has_started_one(const Answers *answers, const Answer *answer) {
	for (size_t i = 0; i < answers->n_waiting; i++)
		if (answers->waiting[i]->reply && is_same_caller(answers->waiting[i], answer))
			return true;
	return false;
}

/* The one to start next: the first of somebody for whom nothing is made yet, else the first. */
static Answer *find_unstarted(const Answers *answers) {
	Answer *first = NULL;

	for (size_t i = 0; i < answers->n_waiting; i++) {
		Answer *answer = answers->waiting[i];

		if (answer->reply)
			continue;
		if (!has_started_one(answers, answer))
			return answer;
		if (!first)
			first = answer;
	}
	return first;
}

static void start_more(Answers *answers) {
	while (answers->n_started < STARTED_MAX && answers->n_started < answers->n_waiting) {
		Answer *answer = find_unstarted(answers);
		int r = answer_start(answer);

		if (r < 0)
			finish(answers, answer, r);
		else {
			answer->begin_usec = turns_now_usec();
			answers->n_started++;
		}
	}
}

/* The next started one, round and round. */
static Answer *find_next(Answers *answers) {
	for (size_t n = 0; n < answers->n_waiting; n++) {
		size_t i = (answers->next + n) % answers->n_waiting;

		if (answers->waiting[i]->reply) {
			answers->next = i + 1;
			return answers->waiting[i];
		}
	}
	return NULL;
}

/* ---- callers that leave ---------------------------------------------------------------------- */

static int on_gone(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	Answer *answer = userdata;

	forget(answer->answers, answer);
	return 0;
}

/* The bus may refuse: then the answer is made for nobody. */
static int on_watch_installed(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	return 0;
}

static void watch_caller(Answers *answers, Answer *answer) {
	const char *sender = sd_bus_message_get_sender(answer->call);
	char rule[512];

	if (!sender || answer->watch || answers->n_watched == WATCHED_MAX)
		return;
	(void)snprintf(rule, sizeof(rule),
		"type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
		"interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='%s',arg2=''",
		sender);
	if (sd_bus_add_match_async(answers->connection, &answer->watch, rule, on_gone,
		    on_watch_installed, answer) >= 0)
		answers->n_watched++;
}

/* ---- turns ----------------------------------------------------------------------------------- */

static void on_answers_step(void *userdata) {
	enum { STEP_USEC = 40 }; /* so that changing over is the least of it */
	uint64_t end = turns_now_usec() + STEP_USEC, now;
	Answers *answers = userdata;
	Answer *answer;
	int r;

	start_more(answers);
	answer = find_next(answers);
	if (!answer)
		return;
	do {
		r = answer_make(answer);
		now = turns_now_usec();
	} while (r == 0 && now < end);
	if (r != 0)
		finish(answers, answer, r);
	else if (now - answer->begin_usec > WATCHED_AFTER_USEC)
		watch_caller(answers, answer);
}

/* ---- from outside ---------------------------------------------------------------------------- */

Answers *answers_new(sd_bus *connection, sd_event *event) {
	Answers *answers = calloc(1, sizeof(Answers));

	if (!answers)
		return NULL;
	answers->connection = connection;
	if (turns_init(&answers->turns, connection, event, on_answers_step, answers) < 0 ||
		sd_event_add_time(event, &answers->tidy, CLOCK_MONOTONIC, 0, TIDY_USEC, on_tidy,
			answers) < 0 ||
		sd_event_source_set_enabled(answers->tidy, SD_EVENT_OFF) < 0)
		return answers_free(answers);
	return answers;
}

Answers *answers_free(Answers *answers) {
	if (!answers)
		return NULL;
	for (size_t i = 0; i < answers->n_waiting; i++)
		answer_free(answers->waiting[i]);
	sd_event_source_unref(answers->tidy);
	turns_deinit(&answers->turns);
	free(answers);
	return NULL;
}

static int wait_in_line(Answers *answers, Answer *answer, sd_bus_error *error) {
	int r;

	if (answers->n_waiting == WAITING_MAX ||
		answer->request.held_bytes > HELD_MAX - answers->n_held)
		return error_limits(error, "Too many large answers are waited for.");
	r = turns_start(&answers->turns);
	if (r < 0)
		return r;
	answer->answers = answers;
	answers->waiting[answers->n_waiting++] = answer;
	answers->n_held += answer->request.held_bytes;
	if (answers->n_started == STARTED_MAX)
		watch_caller(answers, answer);
	return 1;
}

int answers_request(Answers *answers, AnswerRequest request, Snapshot *snapshot,
	sd_bus_message *call, sd_bus_error *error) {
	_cleanup_(answer_freep) Answer *answer = calloc(1, sizeof(Answer));
	int r = 0;

	if (!answer) {
		request.maker->free(request.work);
		return -ENOMEM;
	}
	answer->request = request;
	answer->snapshot = snapshot_ref(snapshot);
	answer->call = sd_bus_message_ref(call);
	if (sd_bus_message_get_expect_reply(call) <= 0)
		return 1;
	if (request.n_pieces > AT_ONCE_MAX) {
		r = wait_in_line(answers, answer, error);
		if (r >= 0)
			TAKE_PTR(answer);
		return r;
	}
	r = answer_start(answer);
	while (r == 0)
		r = answer_make(answer);
	return r < 0 ? r : answer_send(answer, error);
}
