/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * drafts - small products for tests, put together in code.
 *
 * A DraftBox is a draft with room for releases; what is not set is not said. Sealing it sorts the
 * names, as the reader does.
 *
 *	DraftBox box = draft_box("python");
 *	draft_add(&box, "3.12")->marks[MILESTONE_EOL] = day_of("2028-10-31");
 *	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
 */
#include <string.h>

#include "catalog/product.h"
#include "test-main.h"

enum { DRAFT_MAX_RELEASES = 32 };

typedef struct DraftBox {
	ProductDraft draft;
	ReleaseDraft releases[DRAFT_MAX_RELEASES];
	uint32_t by_name[DRAFT_MAX_RELEASES];
} DraftBox;

/* A product of that name with the eol column on, as every product has it. */
static inline DraftBox draft_box(const char *name) {
	DraftBox box = { .draft = { .name = name, .label = name, .category = "os" } };

	box.draft.lts_label = "LTS";
	box.draft.column_labels[MILESTONE_EOL] = "Security Support";
	return box;
}

/* Adds a release of which nothing is said but its name. */
static inline ReleaseDraft *draft_add(DraftBox *box, const char *name) {
	ReleaseDraft *release = &box->releases[box->draft.n_releases];

	ck_assert_uint_lt(box->draft.n_releases, DRAFT_MAX_RELEASES);
	box->draft.n_releases++;
	*release = (ReleaseDraft){ .name = name };
	release->release_date = release->latest_date = CIVIL_DAY_NONE;
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		release->marks[m] = MARK_ABSENT;
	return release;
}

static inline int draft_compare(const void *a, const void *b, void *releases) {
	const ReleaseDraft *list = releases;

	return strcmp(list[*(const uint32_t *)a].name, list[*(const uint32_t *)b].name);
}

/* Seals what is in the box; the caller drops the product. */
static inline Product *draft_seal(DraftBox *box) {
	ProductDraft *draft = &box->draft;
	Product *product;

	draft->releases = box->releases;
	draft->by_name = box->by_name;
	for (uint32_t i = 0; i < draft->n_releases; i++)
		box->by_name[i] = i;
	qsort_r(box->by_name, draft->n_releases, sizeof(uint32_t), draft_compare, box->releases);
	product = product_seal(draft);
	ck_assert_ptr_nonnull(product);
	return product;
}

/* A day written out. */
static inline CivilDay day_of(const char *text) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(text, &day), 0);
	return day;
}
