/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * pinger - somebody else who wants an answer meanwhile. Room: tests/bench.
 *
 * A process that pings the daemon without a pause. Its longest wait, less its usual one, is how
 * long the daemon was busy with one thing: the longest single dispatch, as seen from outside.
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
	double p50_usec, max_usec;
	size_t n;
} PingerResult;

/* Starts it and waits until it pings. Returns 0 or a negative errno having said so. */
int pinger_start(Pinger *pinger);
/* Ends it and tells what it saw. Returns 0 or a negative errno having said so. */
int pinger_stop(Pinger *pinger, PingerResult *ret_result);
