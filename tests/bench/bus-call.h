/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-call - the method calls that can be measured, by short names. Room: tests/bench.
 *
 * A call's arguments are a list of words that is read along its signature, as busctl does: an
 * array is preceded by its number of elements. So one table serves both ways of sending: by sd-bus,
 * as clients do, and marshalled by hand, when the client must cost next to nothing.
 */
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-bus.h>

/* What every data set has, and what single questions ask about. */
#define BENCH_PRODUCT "almalinux"
#define BENCH_CYCLE "9"
#define BENCH_RELEASE_PATH EOLD_PATH_RELEASES "/almalinux/_39"
/* How many versions "match-many" asks about, as an inventory of a host would. */
#define BENCH_VERSIONS 2000
#define BENCH_PRODUCT_PATH EOLD_PATH_PRODUCTS "/almalinux"

typedef struct BusCall {
	const char *name; /* the short one */
	const char *destination, *path, *interface, *member;
	const char *signature;
	char **args; /* NULL-terminated, owned */
} BusCall;

#define BUS_CALL_INIT \
	{ 0 }

/* Finds a call by its short name and fills in what depends on the data (all product names, the
 * product with most releases), asking the daemon through bus; n_bytes is how much "bytes" is to
 * answer. Returns 0 or a negative errno having said so. */
int bus_call_init(BusCall *call, const char *name, sd_bus *bus, size_t n_bytes);
void bus_call_deinit(BusCall *call);

/* The short names, in the order of the table; NULL past the end. */
const char *bus_call_name(size_t i);

/* A message that is ready to be sent. Returns 0 or a negative errno. */
int bus_call_new_message(const BusCall *call, sd_bus *bus, sd_bus_message **ret_message);

/* Sends it and waits for the answer. An error reply is said on standard error and comes back as
 * its errno. ret_reply may be NULL. */
int bus_call_run(const BusCall *call, sd_bus *bus, sd_bus_message **ret_reply);

/* Where the words of a call go, in the order of its signature. */
typedef struct BusCallSink {
	int (*string)(void *to, char type, const char *value);
	int (*number)(void *to, char type, uint64_t value);
	int (*open)(void *to, char type, const char *contents);
	int (*close)(void *to);
} BusCallSink;

/* Hands all arguments to the sink. Returns 0 or a negative errno: -EINVAL for too few words. */
int bus_call_walk(const BusCall *call, const BusCallSink *sink, void *to);
