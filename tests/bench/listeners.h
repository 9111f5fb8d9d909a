/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * listeners - many connections that wait for signals. Room: tests/bench.
 *
 * A stock system bus allows 256 connections for each user, so the connections are spread over the
 * users that the machine has (root only may do that).
 */
#include <stddef.h>

#include "raw-bus.h"

typedef struct Listeners {
	RawBus *connections;
	size_t n;
	int epoll_fd;
	size_t n_signals; /* that came since the last wait began */
} Listeners;

#define LISTENERS_INIT \
	{ .epoll_fd = -1 }

int listeners_open(Listeners *listeners, size_t n);
void listeners_deinit(Listeners *listeners);

/* All of them subscribe; the answers of the bus are awaited. */
int listeners_add_match(Listeners *listeners, const char *rule);
/* One of them subscribes. */
int listener_add_match(Listeners *listeners, size_t i, const char *rule);

/* Waits until n signals came in altogether. -ETIMEDOUT after 30 s, -ECONNRESET when the bus hung
 * up on one. */
int listeners_wait(Listeners *listeners, size_t n);
