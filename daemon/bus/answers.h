/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * answers - large answers, made a piece at a time between other calls. Room: bus.
 *
 * What takes a moment longer is made in turns, so that nobody waits but who asked: a few answers at
 * once, round and round, the next one for somebody who has none under way. An answer says what the
 * snapshot held that was served when the question came. Small answers go out at once. Of somebody
 * who leaves the bus nothing is made any more.
 */
#include "sink.h"
#include "snapshot/snapshot.h"

typedef struct Answers Answers;

/* What makes an answer. */
typedef struct AnswerMaker {
	/* What the array holds that is the whole answer; NULL: the pieces are all of it. */
	const char *contents;
	/* Writes one more piece, within some microseconds. Returns 1 with the last one (which may
	 * be nothing at all), 0 if more follow, or -ENOMEM. */
	int (*step)(void *work, const Snapshot *snapshot, Sink *sink);
	/* Frees the work; takes NULL. */
	void (*free)(void *work);
} AnswerMaker;

/* A question that was understood. */
typedef struct AnswerRequest {
	const AnswerMaker *maker;
	void *work; /* the maker's, taken over whatever happens */
	size_t n_pieces; /* so many steps, more or less: few are made at once */
	size_t held_bytes; /* the call keeps in memory, beyond the usual */
} AnswerRequest;

/* NULL: out of memory. The connection must outlive it. */
Answers *answers_new(sd_bus *connection, sd_event *event);
/* Calls that wait get no answer. */
Answers *answers_free(Answers *answers);

/* Answers a call from a snapshot (a reference is taken), now or soon. Returns 1, or a negative
 * errno with the error set where it is the caller's to read: LimitsExceeded for an answer past 24
 * MiB, and where too many wait. */
int answers_request(Answers *answers, AnswerRequest request, Snapshot *snapshot,
	sd_bus_message *call, sd_bus_error *error);

/* Gives memory back to the system once nothing has happened for a while, counted from now. Returns
 * 0 or a negative errno. */
int answers_tidy_later(Answers *answers);
