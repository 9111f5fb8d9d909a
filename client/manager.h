/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * manager - what several verbs ask of Manager and Host, one function each. Room: client.
 *
 * All return 0 or a negative errno. With error NULL they tell what went wrong themselves,
 * otherwise the caller does. An answer is owned by the caller. A day is YYYY-MM-DD, or "" for
 * today.
 */
#include <jansson.h>

#include "verb.h"

/* Products as objects: Path, Name, Label, Category, Releases, Current (not yet at end of life),
 * Ending (of them, reaching it within the longest lead time). */
int manager_list_products(App *app, const char *category, const char *tag, const char *day,
	sd_bus_error *error, json_t **ret);
/* Releases of a product as objects: the properties of Release, and Path. */
int manager_list_releases(
	App *app, const char *product, const char *day, sd_bus_error *error, json_t **ret);
/* The path of a product. */
int manager_get_product(App *app, const char *product, sd_bus_error *error, json_t **ret);
/* An array of path ("/": none) and resolution of a version. */
int manager_get_release_for_version(
	App *app, const char *product, const char *version, sd_bus_error *error, json_t **ret);
/* Transitions as objects: Date, Product, Cycle, Milestone, Path; products may be empty: all. */
int manager_list_transitions(App *app, const char *from, const char *to, const ArgsList *products,
	uint64_t flags, sd_bus_error *error, json_t **ret);
/* Answers as objects: Product, Version, Path, Cycle, Resolution, IsEol, Status, IsSupported,
 * EolFrom, Details; questions are an array of objects with Product and Version, at most 10,000. */
int manager_match_versions(
	App *app, const json_t *questions, const char *day, sd_bus_error *error, json_t **ret);
/* What the daemon says of the host, as on the day of --at: the properties of Host. */
int manager_get_host(App *app, sd_bus_error *error, json_t **ret);
