/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * pair-report - how a measured program tells pair its own figures. Room: tests/bench.
 *
 * The CPU time of a whole process is what pair takes otherwise; a program that starts others, and
 * knows better which part of it counts, writes one PairReport to the descriptor that is named in
 * the environment.
 */
#include <stdint.h>

#define PAIR_REPORT_ENV "EOLD_BENCH_PAIR_FD"

typedef struct PairReport {
	uint64_t cpu_nsec, wall_nsec;
} PairReport;
