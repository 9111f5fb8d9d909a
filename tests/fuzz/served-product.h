/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * served-product - what must hold of every product that is served, whatever it was read from.
 *
 * The fuzzers hold each sealed product against these rules: every text lies inside the block, ends
 * there and is UTF-8 that every bus client takes; names are unique and found; every list lies
 * inside; the product can be shown on days of all kinds.
 */
#include <assert.h>
#include <string.h>

#include "document/api-document.h"
#include "reader/fields.h"
#include "util/utf8.h"

static inline const char *block(const Product *product) {
	return (const char *)product;
}

static inline void must(bool holds, const char *what) {
	if (!holds) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static inline void hold_text(const Product *product, TextRef ref) {
	if (ref == 0)
		return;
	must(ref >= sizeof(Product) && ref < product->size, "a text lies in the block");

	size_t room = product->size - ref, n = strnlen(block(product) + ref, room);

	must(n < room, "a text ends in the block");
	must(utf8_is_valid(block(product) + ref, n, NULL), "a text is UTF-8");
}

static inline void hold_list(const Product *product, const BlockList *list, size_t element) {
	if (list->n == 0)
		return;
	must(list->offset >= sizeof(Product) && list->offset % 4 == 0, "a list has its place");
	must(list->offset <= product->size, "a list begins in the block");
	must(list->n <= (product->size - list->offset) / element, "a list ends in the block");
}

static inline void hold_texts(const Product *product, const BlockList *list, size_t per_element) {
	const TextRef *refs = product_list(product, list);

	hold_list(product, list, per_element * sizeof(TextRef));
	for (size_t i = 0; i < list->n * per_element; i++)
		hold_text(product, refs[i]);
}

static inline void hold_release(const Product *product, const Release *release) {
	const ReleaseExtras *extras = release_extras(product, release);

	hold_text(product, release->name);
	hold_text(product, release->label);
	hold_text(product, release_codename(release));
	hold_text(product, release->latest);
	hold_text(product, release->link);
	must(release->name && is_cycle_name(release_name(product, release)), "a cycle is a name");
	must(release->release_date == CIVIL_DAY_NONE || civil_day_is_valid(release->release_date),
		"a release date is a day");
	must(release->latest_date == CIVIL_DAY_NONE || civil_day_is_valid(release->latest_date),
		"a latest date is a day");
	for (size_t m = 0; m < _MILESTONE_MAX; m++)
		must(!mark_is_date(release_mark(release, m)) ||
				civil_day_is_valid(release_mark(release, m)),
			"a mark is a day");
	if (!extras)
		return;
	must((size_t)((const char *)(extras + 1) - (const char *)product) <= product->size,
		"extras lie in the block");
	hold_texts(product, &extras->custom, 1);
	must(extras->custom.n == 0 || extras->custom.n == product->custom_fields.n,
		"as many own values as own fields");
	hold_list(product, &extras->points, sizeof(PointRelease));
	hold_texts(product, &extras->architectures, 1);
	for (size_t i = 0; i < extras->points.n; i++) {
		const PointRelease *point =
			(const PointRelease *)product_list(product, &extras->points) + i;

		hold_text(product, point->version);
		hold_text(product, point->codename);
		must(point->version && civil_day_is_valid(point->release_date),
			"a point release has version and date");
	}
}

static inline void hold_head(const Product *product) {
	const TextRef texts[] = { product->name, product->label, product->category,
		product->version_command, product->policy_link, product->icon, product->html_link,
		product->changelog_template, product->release_label, product->lts_label,
		product->source };

	for (size_t i = 0; i < ELEMENTSOF(texts); i++)
		hold_text(product, texts[i]);
	for (size_t m = 0; m < _MILESTONE_MAX; m++)
		hold_text(product, product->column_labels[m]);
	must(product->name && is_product_name(product_name(product)), "a product has a name");
	must(product->label && product->category, "a product has label and category");
	hold_texts(product, &product->tags, 1);
	hold_texts(product, &product->aliases, 1);
	hold_texts(product, &product->identifiers, 2);
	hold_texts(product, &product->links, 2);
	hold_texts(product, &product->os_release_ids, 1);
	hold_texts(product, &product->architectures, 1);
	hold_texts(product, &product->custom_fields, 4);
	hold_list(product, &product->auto_methods, sizeof(BlockList));
	for (size_t i = 0; i < product->auto_methods.n; i++)
		hold_texts(product,
			(const BlockList *)product_list(product, &product->auto_methods) + i, 2);
}

static inline void hold_releases(const Product *product) {
	const uint16_t *by_name = product_list(product, &product->by_name);

	hold_list(product, &product->releases, sizeof(Release));
	hold_list(product, &product->by_name, sizeof(uint16_t));
	must(product->by_name.n == product->releases.n, "every release is found by name");
	for (size_t i = 0; i < product->releases.n; i++) {
		const Release *release = product_release(product, i);
		const char *name = release_name(product, release);
		size_t found = SIZE_MAX;

		hold_release(product, release);
		must(product_find_release(product, name, strlen(name), &found) == release &&
				found == i,
			"a release is found by its own name");
		if (i > 0)
			must(strcmp(release_name(product, product_release(product, by_name[i - 1])),
				     release_name(product, product_release(product, by_name[i]))) <
					0,
				"names are unique and sorted");
	}
}

/* Shown on a day, as JSON; the caller drops it. */
static inline json_t *show(const Product *product, CivilDay day) {
	json_t *json = api_product_json(product, day);
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

	must(text, "a product can be shown");
	must(utf8_is_valid(text, strlen(text), NULL), "what is shown is UTF-8");
	free(text);
	return json;
}

static inline void hold_product(const Product *product) {
	hold_head(product);
	hold_releases(product);
	json_decref(show(product, CIVIL_DAY_MIN));
	json_decref(show(product, 20000));
	json_decref(show(product, CIVIL_DAY_MAX));
}

/* Nothing that fits into a fuzzer's input may take longer than this: seconds of CPU, generous
 * enough for sanitizers on a busy machine. */
static inline double cpu_seconds(void) {
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
