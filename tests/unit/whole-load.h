/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * whole-load - everything that the daemon does between its files and the bus, once and small: for
 * tests that let one step of it fail.
 *
 * Files of every kind and some that are wrong are read, put together, read again after changes,
 * and all that can be asked of the result is written to one text. The text is the same each time,
 * so whoever lets a step fail can tell a result that is whole from one that lies.
 */
#include "reader/loader.h"
#include "scratch-dir.h"
#include "snapshot/snapshot.h"
#include "util/strbuf.h"

typedef struct WholeLoad {
	ScratchDir dir;
	char *data[2]; /* directories, the weightier first */
	char *overrides;
	char *config;
	char *dropins;
	char *bad_config;
	char *os_release;
	char *changing; /* the file that becomes wrong */
	char *other; /* what it changes places with */
} WholeLoad;

/* What the steps have made so far. */
typedef struct WholeRun {
	Dataset *dataset, *dataset_again;
	Config *config;
	Problems problems;
	Snapshot *snapshot, *snapshot_again;
} WholeRun;

#define WHOLE_RUN_INIT \
	{ .problems = PROBLEMS_INIT }

/* Data, configuration, a snapshot, what it tells; data again, a snapshot, what it tells. */
enum { WHOLE_LOAD_STEPS = 7 };

/* Writes the files. */
WholeLoad whole_load_new(void);
void whole_load_deinit(WholeLoad *load);

/* Does one step, from 0 up to WHOLE_LOAD_STEPS - 1; the ones before it have been done. Appends to
 * the text what there is to tell. What stays belongs to the run; calls no check. Returns 0,
 * -ENOMEM, or what should not happen: any other error. */
int whole_load_step(const WholeLoad *load, WholeRun *run, size_t step, StrBuf *text);

/* Undoes a step and all behind it, done or not, so that it can be tried again. */
void whole_run_rewind(WholeRun *run, size_t step);
void whole_run_deinit(WholeRun *run);

/* A way that is gone step by step: while a step is tried over and over, what the steps before it
 * have made is kept. */
typedef struct WholeWay {
	WholeLoad load;
	WholeRun run;
	size_t step; /* the one that is tried */
	char *expected; /* the text if nothing fails */
	size_t begins[WHOLE_LOAD_STEPS]; /* where in it the text of each step begins */
} WholeWay;

/* Writes the files, and goes the way twice: once to warm up what libraries keep for ever. */
void whole_way_init(WholeWay *way);
void whole_way_deinit(WholeWay *way);

/* What a try did. */
typedef struct WholeOutcome {
	int r;
	bool failed; /* something failed in the step */
	bool same; /* the text is that of a way on which nothing fails */
} WholeOutcome;

/* Does the step and, if it bears a failure, all behind it; has_failed tells whether something has
 * failed since the caller asked for it. What was done with a failure is undone; else the step has
 * been done for good, and the next may be tried. */
WholeOutcome whole_way_try(WholeWay *way, bool (*has_failed)(void));
