/* SPDX-License-Identifier: MIT */
#include "product-check.h"

#include <errno.h>
#include <string.h>

#include "template/liquid.h"

static int compare_names(const void *a, const void *b) {
	return strcmp(
		(*(const ReleaseDraft *const *)a)->name, (*(const ReleaseDraft *const *)b)->name);
}

static int check_names(ReadContext *ctx, const ProductDraft *draft) {
	const ReleaseDraft **sorted =
		arena_alloc_array(ctx->arena, draft->n_releases, sizeof(*sorted));
	int r = 0;

	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < draft->n_releases; i++)
		sorted[i] = &draft->releases[i];
	if (draft->n_releases > 1)
		qsort(sorted, draft->n_releases, sizeof(*sorted), compare_names);
	for (size_t i = 1; i < draft->n_releases; i++)
		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
			r = refuse(ctx, sorted[i]->line, "two releases are called %s",
				sorted[i]->name);
	return r;
}

static void check_order(ReadContext *ctx, const ReleaseDraft *release, const char *before,
	CivilDay first, const char *after, CivilDay second) {
	if (first != CIVIL_DAY_NONE && second != CIVIL_DAY_NONE && first > second)
		doubt(ctx, release->line, "release %s: %s is after %s", release->name, before,
			after);
}

/* What upstream's validator holds: releaseDate, eoas, eol, eoes do not run backwards. */
static void check_dates(ReadContext *ctx, const ProductDraft *draft, const ReleaseDraft *release) {
	CivilDay eoas = draft->column_labels[MILESTONE_EOAS]
				? mark_date(release->marks[MILESTONE_EOAS])
				: CIVIL_DAY_NONE;
	CivilDay eoes = draft->column_labels[MILESTONE_EOES]
				? mark_date(release->marks[MILESTONE_EOES])
				: CIVIL_DAY_NONE;
	CivilDay eol = mark_date(release->marks[MILESTONE_EOL]);

	check_order(ctx, release, "releaseDate", release->release_date, "eoas", eoas);
	check_order(ctx, release, "releaseDate", release->release_date, "eol", eol);
	check_order(ctx, release, "releaseDate", release->release_date, "eoes", eoes);
	check_order(ctx, release, "eoas", eoas, "eol", eol);
	check_order(ctx, release, "eoas", eoas, "eoes", eoes);
	check_order(ctx, release, "eol", eol, "eoes", eoes);
}

static void check_template(
	ReadContext *ctx, unsigned line, const char *what, const char *owner, const char *text) {
	LiquidDoubt found = { 0 };

	if (!text || !strchr(text, '{') || liquid_check(text, strlen(text), &found) >= 0)
		return;
	doubt(ctx, line, "%s%s%s: %s; it is left out", owner ? "release " : "", owner ? owner : "",
		owner ? "" : what, found.message);
}

static void check_templates(ReadContext *ctx, const ProductDraft *draft) {
	check_template(ctx, 0, "changelogTemplate", NULL, draft->changelog_template);
	check_template(ctx, 0, "releaseLabel", NULL, draft->release_label);
	for (size_t i = 0; i < draft->n_releases; i++) {
		const ReleaseDraft *release = &draft->releases[i];

		if (release->flags & RELEASE_FINAL_TEXT)
			continue;
		check_template(ctx, release->line, "releaseLabel", release->name, release->label);
		if (release->link && strstr(release->link, "__"))
			check_template(ctx, release->line, "link", release->name, release->link);
	}
}

int product_check(ReadContext *ctx, const ProductDraft *draft) {
	int r = check_names(ctx, draft);

	if (r < 0)
		return r;
	if (draft->n_releases == 0)
		doubt(ctx, 0, "a product without releases");
	for (size_t i = 0; i < draft->n_releases; i++)
		check_dates(ctx, draft, &draft->releases[i]);
	check_templates(ctx, draft);
	return 0;
}
