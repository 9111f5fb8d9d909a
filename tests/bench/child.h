/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * child - programs that the benchmarks start and end. Room: tests/bench.
 *
 * A child dies with the thread that started it (PR_SET_PDEATHSIG), so a benchmark that is killed
 * leaves no process behind.
 */
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Starts argv[0] (searched in PATH) with standard output as ours, or to /dev/null when quiet.
 * Returns 0 and the process, or a negative errno having said so; that the program cannot be
 * executed is noticed here as well. */
int child_start(char *const argv[], bool quiet, pid_t *ret_pid);

/* Waits for the end. Returns the exit status (128 + signal if it died of one) or a negative
 * errno; ret_usage may be NULL. */
int child_wait(pid_t pid, struct rusage *ret_usage);

/* Ends a process of ours: SIGTERM, and SIGKILL when that did not help within 10 s. Sets *pid to
 * 0; does nothing when it is 0 already. */
void child_end(pid_t *pid);

/* Whether the child has ended; it is then reaped, and *pid 0. */
bool child_has_ended(pid_t *pid);

/* Ties this process and all that it starts to one processor, the last one that it may use. */
int child_pin_to_one_core(void);

/* The path of a program that lies beside the running one, to be freed; NULL if out of memory. */
char *child_sibling(const char *program);
