/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * pinger - somebody else who wants an answer meanwhile. Room: tests/bench.
 *
 * A process that pings the daemon without a pause, and tells how long the longest wait was, by the
 * clock. What the daemon itself was busy with so long dispatch-log.h tells.
 */
#include <sys/types.h>

typedef struct Pinger {
	pid_t pid;
	int fd; /* where its result comes from */
} Pinger;

#define PINGER_INIT \
	{ .fd = -1 }

/* Starts it and waits until it pings. Returns 0 or a negative errno having said so. */
int pinger_start(Pinger *pinger);
/* Ends it and tells the longest wait in microseconds. Returns 0 or a negative errno having said so.
 */
int pinger_stop(Pinger *pinger, double *ret_wait_usec);
