/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * sources - all files that the daemon reads, kept in view. Room: daemon (top).
 *
 * Data and configuration are read when they are asked for by sources_read() and held until then;
 * os-release is small and read for every snapshot. All of them are watched.
 */
#include <systemd/sd-event.h>

#include "options.h"
#include "snapshot/snapshot.h"

typedef struct Sources Sources;

/* Files changed and came to rest: data or configuration (a reading is due), or os-release. */
typedef void (*SourcesCallback)(bool is_data, void *userdata);

/* Nothing is read yet. Where files cannot be watched that is logged, and they are read when
 * somebody asks. Returns 0 or a negative errno. */
int sources_new(sd_event *event, const Options *options, SourcesCallback callback, void *userdata,
	Sources **ret);
Sources *sources_free(Sources *sources);
DEFINE_CLEANUP(Sources *, sources_free);

/* Reads data and configuration; a file, or a configuration, that has become wrong keeps what was
 * good. Returns 0; -ENOENT if no data directory could be read (what was held is held on; at the
 * first time that is nothing); or -ENOMEM. */
int sources_read(Sources *sources);

/* A snapshot of what is held, as on a day; other problems (may be NULL) are added to those of the
 * files. Returns 0 or -ENOMEM. */
int sources_snapshot(
	Sources *sources, CivilDay today, const Problems *other_problems, Snapshot **ret);
