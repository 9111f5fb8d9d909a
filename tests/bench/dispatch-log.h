/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * dispatch-log - what each single dispatch of a service costs, told from inside. Room: tests/bench.
 *
 * From outside one sees only how much CPU a service spent until it answered, and while a bus is
 * kept from running that is many dispatches. So the daemon under test is started (with-bus
 * --dispatches) with a module, dispatch-recorder, that stands between it and epoll_wait(2): an
 * event loop of sd-event calls that once around each dispatch. It counts the CPU of the thread from
 * leaving it to entering it again, and writes what is long into a file that both map.
 */
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* The file, in the directory of the private bus; and what tells the module its path. */
#define DISPATCH_LOG_FILE "dispatches"
#define DISPATCH_LOG_ENV "EOLD_DISPATCH_LOG"

/* Shorter ones are not kept; later ones than so many neither. */
enum { DISPATCH_LOG_MIN_NSEC = 20000, DISPATCH_LOG_MAX = 65536 };

typedef struct DispatchLog {
	_Atomic uint32_t n; /* also those that were not kept any more */
	uint32_t nsec[DISPATCH_LOG_MAX];
} DispatchLog;

/* For who starts the service: makes the file in a directory and sets the environment so that a
 * program started next is recorded, by the module beside this program. Returns 0 or a negative
 * errno having said so. dispatch_log_leave() takes it out of the environment. */
int dispatch_log_prepare(const char *dir);
void dispatch_log_leave(void);

/* For who measures: maps the log of the private bus that this program runs beside. NULL, having
 * said so, if there is none. It stays mapped. */
DispatchLog *dispatch_log_open(void);
/* Forgets all that was recorded. */
void dispatch_log_reset(DispatchLog *log);
/* The longest in microseconds, and the longest behind the first of at least so many microseconds (0
 * if that was the last): what follows a piece of work that is known to be long. Return 0, or
 * -ENODATA having said so if there is no dispatch, or no such piece of work, at all. */
int dispatch_log_longest(const DispatchLog *log, double *ret_usec);
int dispatch_log_longest_behind(const DispatchLog *log, double usec, double *ret_usec);
