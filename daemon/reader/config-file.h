/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * config-file - what the administrator says: eold.yaml and its drop-ins. Room: reader.
 *
 * One YAML mapping a file; of a key that stands in several files the last one counts (the file
 * itself first, then the drop-ins by name), but the lists `track` and `entitlements` add up. A
 * wrong key or value is reported with file and line and left out, the rest applies. A file that
 * cannot be read, or that does not parse at all, is an error of the whole: the caller keeps its
 * last good configuration.
 *
 * Unlike data files these may be links to wherever the administrator keeps them (a tree under
 * version control, say): the directory is root's, nobody else can put a link there. A link to
 * /dev/null masks a file; a link to nowhere is an error, so that a configuration does not get lost
 * without a word. What is read in the end is bounded like any other file: regular, at most 4 MiB,
 * UTF-8, and opening it never waits.
 */
#include <stdbool.h>
#include <stddef.h>

#include "dbus/civil-date.h"
#include "util/problems.h"

enum {
	CONFIG_MAX_WARNING_DAYS = 32, /* lead times */
	CONFIG_MAX_LEAD_DAYS = 3650, /* of one lead time */
	CONFIG_MAX_STALE_DAYS = 36500, /* a hundred years: never, for those who want that */
	CONFIG_MAX_ENTRIES = 10000, /* of a list, all files together */
	CONFIG_MAX_VALUE = 1024, /* bytes of a version or purl */
};

/* How the administrator names a release to be watched. */
typedef enum TrackKind {
	TRACK_CYCLE, /* product and cycle */
	TRACK_VERSION, /* product and an installed version */
	TRACK_PURL, /* a package URL with a version */
} TrackKind;

typedef struct TrackRule {
	TrackKind kind;
	char *product; /* name or alias; NULL for a purl */
	char *value; /* cycle, version, or the purl */
	char *file; /* where it stands */
	unsigned line;
} TrackRule;

typedef struct EntitlementRule {
	char *product; /* name or alias */
	char *cycle; /* NULL: all of the product's */
	bool from_data; /* until the end of extended support that the data gives */
	CivilDay until; /* the last day of it; CIVIL_DAY_NONE if from_data */
	char *file; /* where it stands */
	unsigned line;
} EntitlementRule;

/* Counted; never changed once config_load() has handed it out. */
typedef struct Config {
	unsigned n_refs;
	unsigned warning_days[CONFIG_MAX_WARNING_DAYS]; /* longest first, each once */
	size_t n_warning_days; /* 0: no warnings are wanted */
	unsigned stale_after_days;
	TrackRule *track; /* in the order of files and lines */
	size_t n_track;
	EntitlementRule *entitlements; /* likewise */
	size_t n_entitlements;
} Config;

/* The defaults: 180, 90, 30, 7 and 1 days of warning, stale after 180 days, nothing else. One
 * reference. NULL: out of memory. */
Config *config_new(void);
Config *config_ref(Config *config);
/* Drops a reference; accepts NULL, returns NULL. */
Config *config_unref(Config *config);
DEFINE_CLEANUP(Config *, config_unref);

/*
 * Reads `file`, and the drop-ins *.yaml of `dropin_dir` by name (NULL: none). Neither has to exist.
 * What is wrong goes into problems: PROBLEM_REFUSED for what does not apply, PROBLEM_DOUBT for what
 * applies but should be looked at. Returns 0 with a new reference in *ret; -EBADMSG when a file, or
 * the directory, cannot be read or a file does not parse at all (all files are looked at, and all
 * that is wrong reported; *ret is untouched); or -ENOMEM.
 */
int config_load(const char *file, const char *dropin_dir, Problems *problems, Config **ret);
