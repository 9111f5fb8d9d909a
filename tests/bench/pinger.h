/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * pinger - somebody else who wants an answer meanwhile. Room: tests/bench.
 *
 * A process that pings the daemon without a pause. The most CPU time that the daemon spends from a
 * ping's leaving to its answer, less what it usually spends, is how long it was busy with one
 * thing: the longest single dispatch, as seen from outside. Counting CPU instead of the clock on
 * the wall leaves out what other programs do to the machine (and what the daemon waits for a
 * disk; the longest wait is given beside it).
 */
#include <stddef.h>
#include <sys/types.h>

typedef struct Pinger {
	pid_t pid;
	int fd; /* where its result comes from */
} Pinger;

#define PINGER_INIT \
	{ .fd = -1 }

typedef struct PingerResult {
	double dispatch_usec; /* CPU of the daemon beyond the usual in the worst ping */
	double announcing_usec; /* the same, of the pings behind the first PropertiesChanged */
	double wait_usec; /* the longest wait, by the clock */
	size_t n; /* pings */
} PingerResult;

/* Starts it and waits until it pings. Returns 0 or a negative errno having said so. */
int pinger_start(Pinger *pinger);
/* Ends it and tells what it saw. Returns 0 or a negative errno having said so. */
int pinger_stop(Pinger *pinger, PingerResult *ret_result);
