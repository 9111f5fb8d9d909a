/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * arguments - what callers hand in, checked, and the errors that say what was asked for. Room: bus.
 *
 * All functions that take an sd_bus_error set it and return a negative errno when they refuse.
 */
#include <systemd/sd-bus.h>

#include "snapshot/snapshot.h"

/* What a caller wrote, for the message of an error: cut where it is long, between characters. An
 * error that repeated megabytes would be larger than the call, and a bus drops who sends more than
 * it carries. */
enum { EXCERPT_BYTES = 200 };

typedef struct Excerpt {
	char text[EXCERPT_BYTES + sizeof("...")];
} Excerpt;

/* What the name of a product takes in a call, at the very most. */
enum { PRODUCT_NAME_BYTES = 160 };

/* Fills an excerpt and returns its text. */
const char *excerpt_of(const char *text, Excerpt *excerpt);

/* Each fills the error, what was asked for in its message, and returns negative errno for it. */
int error_no_such_product(sd_bus_error *error, const char *name);
int error_no_such_release(sd_bus_error *error, const char *product, const char *cycle);
int error_limits(sd_bus_error *error, const char *what);

/* Reads the flags that end a method's arguments; a bit outside of allowed is refused. */
int read_flags(sd_bus_message *call, uint64_t allowed, uint64_t *ret, sd_bus_error *error);
/* A day as callers write it; "" is today. */
int parse_day(const Snapshot *snapshot, const char *text, CivilDay *ret, sd_bus_error *error);

/* A product by name or alias. */
int find_product(const Snapshot *snapshot, const char *name, const Product **ret, size_t *ret_index,
	sd_bus_error *error);
/* A release by its exact cycle. */
int find_release(const Snapshot *snapshot, const char *product, const char *cycle,
	const Product **ret_product, const Release **ret_release, size_t *ret_serial,
	sd_bus_error *error);

/* Reads an array of product names into a list of indices, as they stand; *ret is the caller's to
 * free. *ret_n is 0 for an empty array. */
int read_products(const Snapshot *snapshot, sd_bus_message *call, size_t **ret, size_t *ret_n,
	sd_bus_error *error);

/* Sends a reply that was written through a sink, unless it failed or grew past what a bus takes. */
int send_answer(sd_bus_message *reply, int sink_error, size_t size, sd_bus_error *error);
