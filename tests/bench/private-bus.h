/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * private-bus - a message bus of type system for one benchmark alone. Room: tests/bench.
 *
 * The bus has the stock policy, lets root own the few names that are measured, and keeps the
 * stock limits unless told otherwise: an answer that only fits a bus with raised limits is of no
 * use to anybody. DBUS_SYSTEM_BUS_ADDRESS of this process (and so of its children) is set to it,
 * and EOLD_BENCH_DIR to its directory.
 */
#include <stdbool.h>
#include <sys/types.h>

#define PRIVATE_BUS_DIR_ENV "EOLD_BENCH_DIR"
#define BENCH_IDLE_NAME "org.eold.bench.Idle"
#define BENCH_PEER_NAME "org.eold.bench.Peer"

typedef struct BusOptions {
	bool broker; /* dbus-broker instead of dbus-daemon */
	bool raised_limits; /* those of a session bus */
} BusOptions;

typedef struct PrivateBus {
	char dir[64]; /* socket, configuration, and room for the daemon's state; "" when stopped */
	pid_t pid;
} PrivateBus;

#define PRIVATE_BUS_INIT \
	{ 0 }

/* Starts the bus and returns once it answers. Returns 0 or a negative errno having said so. */
int private_bus_start(const BusOptions *options, PrivateBus *ret_bus);

/* Ends the bus and removes its directory; fit for _cleanup_(). All other children must have ended
 * before. */
void private_bus_stop(PrivateBus *bus);
