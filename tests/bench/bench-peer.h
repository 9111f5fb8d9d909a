/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bench-peer - names of the companion service that the daemon is held against. Room: tests/bench.
 *
 * The companion stands on the same bus as the daemon, has the same kind of vtable (fallback, with a
 * find function) and the Release interface's properties with constant values, so that it shows
 * what sd-bus itself costs. Its manager has these methods:
 *
 *   Trivial () -> ()         the cheapest method there is
 *   Bytes (t n) -> (ay)      n bytes: what the transport of an answer costs
 *   Memfd () -> (h)          a sealed memfd
 *   Ring () -> ()            emits one signal Rung, then replies
 *   Change (u n) -> ()       emits n PropertiesChanged with one property each, then replies
 */
#define BENCH_PEER_PATH "/org/eold/bench/Peer"
#define BENCH_PEER_RELEASES BENCH_PEER_PATH "/release"
#define BENCH_PEER_RELEASE BENCH_PEER_RELEASES "/almalinux/_39"
#define BENCH_PEER_INTERFACE "org.eold.bench.Peer"
