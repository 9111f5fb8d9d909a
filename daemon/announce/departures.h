/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * departures - what a comparison finds outside the data, and what it puts there. Room: announce.
 *
 * One turn's changes to the remembered releases: those that return are taken out, those that leave
 * are put in, and a release whose version the data has no more keeps the last one here. If nothing
 * of that happens the list stays shared with the turn before. Running out of memory is told at the
 * end.
 */
#include "known.h"

typedef struct Departures {
	const Known *known;
	const Catalog *catalog;
	RememberedRelease *added; /* texts borrowed from what is known */
	size_t n_added;
	size_t size;
	size_t n_read_found; /* of the entries read from a file */
	bool is_touched; /* an entry of the list as it was is concerned */
	bool out_of_memory;
} Departures;

/* Both must outlive the turn. */
Departures departures_begin(const Known *known, const Catalog *catalog);
void departures_deinit(Departures *departures);

/* What is known of a release of the data that did not stand there before. Returns whether anything
 * is. */
bool departures_find(
	Departures *departures, const char *product, const char *cycle, KnownRelease *ret);
/* A release of the data has no version any more. */
void departures_keep_version(
	Departures *departures, const char *product, const char *cycle, const char *version);
/* Those releases of a product that do not stand in what it is now (NULL: it is gone) leave. */
void departures_leave(Departures *departures, const KnownProduct *old, const Product *now);

/* Gives the next state its list. Returns 0 or -ENOMEM. */
int departures_finish(Departures *departures, Known *next);
