/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product-draft - a product while it is being read: plain structs in an arena. Room: catalog.
 *
 * Readers fill a draft, overrides change it, product_seal() makes the immutable product of it.
 * All texts and arrays belong to the reader's arena and live as long as that is not reset. NULL
 * means that nothing is said; "" is a text. Counts are bounded by the readers, not here.
 */
#include <stdint.h>

#include "milestone.h"

typedef struct TextPair {
	const char *key;
	const char *value;
} TextPair;

typedef struct TextList {
	const char **items;
	size_t n;
} TextList;

typedef struct PairList {
	TextPair *items;
	size_t n;
} PairList;

/* A column of the product's own; releases hold its value under `name`. */
typedef struct CustomFieldDraft {
	const char *name;
	const char *display;
	const char *label;
	const char *description;
} CustomFieldDraft;

typedef struct PointReleaseDraft {
	const char *version;
	const char *codename;
	CivilDay release_date;
} PointReleaseDraft;

typedef enum ReleaseFlags {
	RELEASE_NO_LINK = 1 << 0, /* `link: null`: the product's template does not count */
	RELEASE_FINAL_LABEL = 1 << 1, /* the label is final, not a template (an import) */
	RELEASE_EOL_OVERRIDDEN = 1 << 2, /* an override set the end of life */
	RELEASE_LTS_SUFFIX = 1 << 3, /* final label, but without the LTS suffix that it may have */
	RELEASE_FINAL_LINK = 1 << 4, /* the link is final, not a template (an import) */
	RELEASE_LINK_PREFIXED = 1 << 5, /* set by sealing: the link goes on behind a prefix */
} ReleaseFlags;

typedef struct ReleaseDraft {
	const char *name; /* the cycle */
	const char *label; /* template, or NULL for the product's */
	const char *codename;
	const char *latest;
	const char *link; /* template if it holds "__", or NULL for the product's */
	CivilDay release_date;
	CivilDay latest_date;
	Mark marks[_MILESTONE_MAX];
	unsigned flags; /* ReleaseFlags */
	unsigned line; /* where it begins in its file; 0 if unknown */
	const char **custom; /* one value, or NULL, for each custom field; NULL if there are none */
	PointReleaseDraft *points;
	size_t n_points;
	TextList architectures;
} ReleaseDraft;

typedef enum ProductFlags {
	PRODUCT_LATEST_HIDDEN = 1 << 0, /* the `latest` column is off */
	PRODUCT_ICON_IS_SLUG = 1 << 1, /* icon is a slug, not a URL */
	PRODUCT_IMPORTED = 1 << 2, /* from API JSON: what that cannot know is unknown */
	PRODUCT_POINTS_SUPERSEDED = 1 << 3, /* a point release ends when the next one comes out */
	PRODUCT_FROM_COLLECTION = 1 << 4, /* imported with others out of one file */
} ProductFlags;

typedef struct ProductDraft {
	const char *name;
	const char *label;
	const char *category;
	const char *version_command;
	const char *policy_link;
	const char *icon;
	const char *html_link; /* NULL: upstream's page of that name */
	const char *changelog_template;
	const char *release_label;
	const char *lts_label;
	const char *source; /* the file, full path */
	const char *column_labels[_MILESTONE_MAX]; /* NULL: the column is off; lts has none */
	unsigned flags; /* ProductFlags */
	TextList tags; /* sorted by bytes, the category among them */
	TextList aliases;
	PairList identifiers; /* type, id */
	PairList links; /* what our own data adds: name, URL */
	TextList os_release_ids;
	TextList architectures;
	CustomFieldDraft *custom_fields;
	size_t n_custom_fields;
	PairList *auto_methods;
	size_t n_auto_methods;
	ReleaseDraft *releases;
	size_t n_releases;
	uint32_t *by_name; /* indices of releases, sorted by name; as many as releases */
} ProductDraft;
