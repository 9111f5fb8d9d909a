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

/* Writes the files. */
WholeLoad whole_load_new(void);
void whole_load_deinit(WholeLoad *load);

/* Does it all, and appends to the text. Allocates nothing that stays, calls no check. Returns 0,
 * -ENOMEM, or what should not happen: any other error. */
int whole_load_run(const WholeLoad *load, StrBuf *text);
