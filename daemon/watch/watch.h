/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * watch - tells when files that are read have changed, once they have come to rest. Room: watch.
 *
 * Watched are directories and single files, by inotify on directories: an editor, rsync and a
 * package manager put new files in the place of old ones, so a file itself says little. What does
 * not exist yet is waited for in the nearest directory that does. After an event nothing is said
 * for WATCH_SETTLE_USEC; every further event begins that anew, up to WATCH_PATIENCE_USEC in all, so
 * that a directory that is never quiet does not keep changes from being seen.
 */
#include <stdbool.h>
#include <systemd/sd-event.h>

#include "util/cleanup.h"

#define WATCH_SETTLE_USEC (UINT64_C(500) * 1000)
#define WATCH_PATIENCE_USEC (UINT64_C(10) * 1000 * 1000)

typedef struct Watch Watch;

/* Whether a file of that name in a watched directory matters. */
typedef bool (*WatchFilter)(const char *name);
/* Called in the event loop when something changed and came to rest. */
typedef void (*WatchCallback)(void *userdata);

/* Returns 0 or a negative errno (where inotify is not to be had). */
int watch_new(sd_event *event, WatchCallback callback, void *userdata, Watch **ret);
Watch *watch_free(Watch *watch);
DEFINE_CLEANUP(Watch *, watch_free);

/* Adds a directory whose files matter if the filter says so, or a file; neither has to exist. A
 * file is also watched where links lead. Returns 0 or -ENOMEM. */
int watch_add_directory(Watch *watch, const char *path, WatchFilter filter);
int watch_add_file(Watch *watch, const char *path);
/* Sees to it that all that was added is really watched; to be called once after adding. Returns 0,
 * or the negative errno of the first directory that exists and cannot be watched. */
int watch_arm(Watch *watch);

/* Forgets what has happened so far: the files are about to be read anyway. */
void watch_settle(Watch *watch);
