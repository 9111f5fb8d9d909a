/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bench-peer-release - the Release interface with constant values. Room: tests/bench.
 */
#include <systemd/sd-bus.h>

/* Serves one release below BENCH_PEER_RELEASES, by a fallback vtable as the daemon does. Returns 0
 * or a negative errno. */
int bench_peer_add_releases(sd_bus *bus);
