/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * busload - what the subcommands of the load program share. Room: tests/bench.
 *
 * Every subcommand prints lines of the form "WHAT NAME key=value key=value ...", times in
 * microseconds unless the key says otherwise. It returns 0, or a negative errno having said what
 * went wrong.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <systemd/sd-bus.h>

#include "bus-call.h"

/* Processes whose CPU time is watched while calls are made. */
typedef struct Ends {
	pid_t service, bus;
} Ends;

/* CPU time of both, in nanoseconds. */
typedef struct EndsCpu {
	uint64_t service, bus;
} EndsCpu;

/* Asks the bus which process owns the name, and which is the bus itself. */
int ends_find(sd_bus *bus, const char *name, Ends *ret_ends);
EndsCpu ends_cpu(const Ends *ends);
/* Adds what was used since before to *sum. */
void ends_cpu_add(const Ends *ends, EndsCpu before, EndsCpu *sum);

/* Keys service_us and bus_us: CPU per call. */
void ends_print(EndsCpu sum, size_t n_calls);

/* busload lat N CALL...: latency, interleaved. busload big N CALL...: the same for bulk answers.
 * "bytes" has as many bytes as the answer of the CALL before it. */
int load_latency(sd_bus *bus, int argc, char *argv[]);
int load_big(sd_bus *bus, int argc, char *argv[]);
/* busload thr CLIENTS DEPTH N CALL: calls per second, CPU per call. */
int load_throughput(sd_bus *bus, int argc, char *argv[]);
/* busload hol N CALL HEAVY: CALL while another client loops HEAVY, and while it loops CALL. */
int load_head_of_line(sd_bus *bus, int argc, char *argv[]);
/* busload fan LISTENERS N WHO...: one signal to many; WHO is floor, peer or service. */
int load_fan(sd_bus *bus, int argc, char *argv[]);
/* busload fan-changes K N DIR: K objects change; their product is written to DIR. */
int load_fan_changes(sd_bus *bus, int argc, char *argv[]);
/* busload every-method: each call of the table once, and whether the daemon lived through it. */
int load_every_method(sd_bus *bus, int argc, char *argv[]);
/* busload dump-first 1 [ping]: the first Dump after the start: its CPU, or its longest dispatch.
 * busload dump-first N FILE: the first Dump after each of N changes of the file. */
int load_dump_first(sd_bus *bus, int argc, char *argv[]);
/* busload reload-one N FILE: reload with this one file changed, and with none. */
int load_reload_one(sd_bus *bus, int argc, char *argv[]);
/* busload one CALL: a client that asks one question, and no more. */
int load_one(sd_bus *bus, int argc, char *argv[]);
