/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * config-file - what the administrator says: eold.yaml and its drop-ins. Room: reader.
 *
 * One YAML mapping a file; of a key that stands in several files the last one counts (the file
 * itself first, then the drop-ins by name), but the lists `track` and `entitlements` add up. A
 * wrong key or value is reported with file and line and left out, the rest applies. A file that
 * does not parse at all is an error of the whole: the caller keeps its last good configuration.
 */
#include <stdbool.h>

#include "dbus/civil-date.h"
#include "util/problems.h"

enum {
	CONFIG_MAX_WARNING_DAYS = 32, /* lead times */
	CONFIG_MAX_ENTRIES = 10000, /* of a list */
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
	char *product;
	char *cycle; /* NULL: all of the product's */
	bool from_data; /* until the end of extended support that the data gives */
	CivilDay until;
	char *file;
	unsigned line;
} EntitlementRule;

typedef struct Config {
	unsigned n_refs;
	unsigned warning_days[CONFIG_MAX_WARNING_DAYS]; /* longest first, each once */
	size_t n_warning_days;
	unsigned stale_after_days;
	TrackRule *track;
	size_t n_track;
	EntitlementRule *entitlements;
	size_t n_entitlements;
} Config;

/* The defaults: 180, 90, 30, 7 and 1 days of warning, stale after 180 days, nothing else. NULL: out
 * of memory. */
Config *config_new(void);
Config *config_ref(Config *config);
Config *config_unref(Config *config);
DEFINE_CLEANUP(Config *, config_unref);

/*
 * Reads `file`, and the drop-ins *.yaml of `dropin_dir` by name (NULL: none). Neither has to exist.
 * Returns 0; -EBADMSG when a file does not parse at all (reported in problems; *ret is untouched),
 * or -ENOMEM.
 */
int config_load(const char *file, const char *dropin_dir, Problems *problems, Config **ret);
