/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-client - the connection to eold, and its errors as sentences. Room: client.
 *
 * The connection is opened by the first call. A function that fails either tells why on standard
 * error, as its contract says, or hands the error back for the caller to tell.
 */
#include <jansson.h>
#include <systemd/sd-bus.h>

#include "args.h"
#include "bus-value.h"
#include "dbus/bus-names.h"
#include "util/strbuf.h"

#define BUS_INTERFACE_PROPERTIES "org.freedesktop.DBus.Properties"

typedef struct BusClient {
	const Args *args; /* borrowed; where to connect */
	sd_bus *bus; /* NULL before the first call and where no connection could be made */
	bool shy; /* asks only who is there already, and waits only for a second */
	bool remote; /* another host or a container: a local hint would be wrong */
} BusClient;

/* Where a method is. */
typedef struct BusMethod {
	const char *path;
	const char *interface;
	const char *member;
	const char *answer; /* the signature that the contract gives */
	uint64_t patience_usec; /* how long an answer may take; 0: as usual */
} BusMethod;

/* Connects unless that was done. Returns 0 or a negative errno; tells nothing. */
int bus_client_open(BusClient *client);
/* Closes the connection; legal on one that was never opened. */
void bus_client_close(BusClient *client);

/* Calls a method with arguments after sd_bus_message_append(3) and hands back its answer, an array
 * of the values. Returns 0 or a negative errno, with error set if the bus gave one (-EBADMSG
 * without it: the answer is not what the contract says). Tells nothing. */
int bus_client_call(BusClient *client, const BusMethod *method, sd_bus_error *error, json_t **ret,
	const char *types, ...);
/* The same, and tells about any error. */
int bus_client_call_or_complain(
	BusClient *client, const BusMethod *method, json_t **ret, const char *types, ...);
/* For arguments that are arrays: makes the call, to be filled by the caller ... */
int bus_client_new_call(BusClient *client, const BusMethod *method, sd_bus_message **ret);
/* ... and sends it, with results as bus_client_call(). */
int bus_client_send(BusClient *client, const BusMethod *method, sd_bus_message *call,
	sd_bus_error *error, json_t **ret);
/* All properties of an interface of an object, as one JSON object. Tells about any error. */
int bus_client_get_all(BusClient *client, const char *path, const char *interface, json_t **ret);
/* One property, as a JSON value. Tells about any error. */
int bus_client_get(BusClient *client, const char *path, const char *interface, const char *property,
	json_t **ret);

/* Appends why a call failed, as helpfully as the error allows: a sentence to why, and if there is
 * something to do about it a line to hint. */
void bus_client_explain(
	const BusClient *client, const sd_bus_error *error, int r, StrBuf *why, StrBuf *hint);
/* Tells that on standard error. */
void bus_client_complain(const BusClient *client, const sd_bus_error *error, int r);
/* Whether an error says that the daemon lacks a member that the contract has by now. */
bool bus_error_is_missing_member(const sd_bus_error *error);
