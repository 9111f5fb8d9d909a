/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * service - a program that owns a name on the private bus. Room: tests/bench.
 */
#include <stdint.h>
#include <sys/types.h>
#include <systemd/sd-bus.h>

/* Most arguments that a service is started with. */
#define SERVICE_MAX_ARGS 64

typedef struct Service {
	pid_t pid; /* 0: not running */
	uint64_t cpu_nsec; /* CPU time from its start until it owned the name */
	uint64_t wall_nsec; /* time from its start until it owned the name */
} Service;

#define SERVICE_INIT \
	{ 0 }

/* Starts argv and waits until it owns the name: everything is loaded then. Returns 0 or a
 * negative errno having said so. */
int service_start(char *const argv[], const char *name, Service *ret_service);

/* Ends it; fit for _cleanup_(). */
void service_stop(Service *service);

/* The command line of the daemon under test: on the system bus, with the data directory given, a
 * state directory and a configuration of its own in the bus's directory, so that nothing which is
 * installed on the machine plays a part. */
typedef struct EoldArgs {
	char *argv[SERVICE_MAX_ARGS];
	char *owned[4]; /* those of argv that are to be freed */
} EoldArgs;

#define EOLD_ARGS_INIT \
	{ 0 }

/* Fills in the command line; extra (NULL-terminated, may be NULL) is appended as it is. Returns 0
 * or a negative errno having said so. */
int eold_args_init(
	EoldArgs *args, const char *eold, const char *data, const char *dir, char *const extra[]);
void eold_args_deinit(EoldArgs *args);
