/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-path - object paths of products and releases, there and back. Room: dbus (agreed by both
 * ends).
 *
 * Labels are escaped as sd_bus_path_encode(3) does: a letter stays, a digit stays unless it comes
 * first, every other byte is "_" and two lower-case hex digits, and the empty label is "_". This is
 * written out here, and held against sd-bus by a test, because bulk answers hold tens of thousands
 * of paths. Reading is strict: of the many spellings that the decoder of sd-bus takes only the
 * one that the encoder writes is an object's path.
 */
#include <stdbool.h>
#include <stddef.h>

#include "bus-names.h"

/* The longest name that fits: see is_product_name() and is_cycle_name() in the reader. */
#define BUS_PATH_NAME_MAX 128
/* Bytes of any of our paths, the NUL included. */
#define BUS_PATH_SIZE (sizeof(EOLD_PATH_RELEASES "//") + 2 * 3 * BUS_PATH_NAME_MAX)

typedef struct BusPath {
	char text[BUS_PATH_SIZE];
} BusPath;

/* Writes the path of a product, or of a release, and returns it (path->text). Names are cut to
 * BUS_PATH_NAME_MAX bytes. */
const char *bus_path_product(const char *product, BusPath *path);
const char *bus_path_release(const char *product, const char *cycle, BusPath *path);

/* The names in a path, NUL-terminated. */
typedef struct BusPathNames {
	char product[BUS_PATH_NAME_MAX + 1];
	char cycle[BUS_PATH_NAME_MAX + 1];
} BusPathNames;

/* Whether a path is exactly what bus_path_product(), or bus_path_release(), writes for some names;
 * then these. */
bool bus_path_parse_product(const char *path, BusPathNames *ret);
bool bus_path_parse_release(const char *path, BusPathNames *ret);
/* The same for /org/eold/lifecycle1/release/PRODUCT, where no object is but those below it. */
bool bus_path_parse_release_product(const char *path, BusPathNames *ret);
