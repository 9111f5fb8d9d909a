/* SPDX-License-Identifier: MIT */
#include "product-check.h"

#include <errno.h>
#include <string.h>

#include "template/liquid.h"

static int compare_names(const void *a, const void *b, void *releases) {
	const ReleaseDraft *list = releases;

	return strcmp(list[*(const uint32_t *)a].name, list[*(const uint32_t *)b].name);
}

static bool is_sorted(const ProductDraft *draft) {
	for (size_t i = 1; i < draft->n_releases; i++)
		if (compare_names(&draft->by_name[i - 1], &draft->by_name[i], draft->releases) > 0)
			return false;
	return true;
}

/* Releases mostly stand in order already, newest first: turned round there is little to sort. */
int product_check_sort(ReadContext *ctx, ProductDraft *draft) {
	size_t n = draft->n_releases;

	draft->by_name = arena_alloc_array(ctx->arena, n, sizeof(uint32_t));
	if (!draft->by_name)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		draft->by_name[i] = (uint32_t)(n - 1 - i);
	if (!is_sorted(draft))
		qsort_r(draft->by_name, n, sizeof(uint32_t), compare_names, draft->releases);
	return 0;
}

/* Of two that have one name the later one in the file is the one to blame. */
static int check_names(ReadContext *ctx, ProductDraft *draft) {
	int r = product_check_sort(ctx, draft);

	for (size_t i = 1; i < draft->n_releases && r != -ENOMEM; i++) {
		uint32_t a = draft->by_name[i - 1], b = draft->by_name[i];
		const ReleaseDraft *later = &draft->releases[a > b ? a : b];

		if (strcmp(draft->releases[a].name, draft->releases[b].name) == 0)
			r = refuse(ctx, later->line, "two releases are called %s", later->name);
	}
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

/* Only the templates of the product that are not those of `before`. */
static void check_templates(
	ReadContext *ctx, const ProductDraft *before, const ProductDraft *draft) {
	if (!before || draft->changelog_template != before->changelog_template)
		check_template(ctx, 0, "changelogTemplate", NULL, draft->changelog_template);
	if (!before || draft->release_label != before->release_label)
		check_template(ctx, 0, "releaseLabel", NULL, draft->release_label);
}

static void check_release(
	ReadContext *ctx, const ProductDraft *draft, const ReleaseDraft *release) {
	check_dates(ctx, draft, release);
	if (!(release->flags & RELEASE_FINAL_LABEL))
		check_template(ctx, release->line, "releaseLabel", release->name, release->label);
	if (!(release->flags & RELEASE_FINAL_LINK) && release->link && strstr(release->link, "__"))
		check_template(ctx, release->line, "link", release->name, release->link);
}

int product_check(ReadContext *ctx, ProductDraft *draft) {
	int r = check_names(ctx, draft);

	if (r < 0)
		return r;
	if (draft->n_releases == 0)
		doubt(ctx, 0, "a product without releases");
	for (size_t i = 0; i < draft->n_releases; i++)
		check_release(ctx, draft, &draft->releases[i]);
	check_templates(ctx, NULL, draft);
	return 0;
}

void product_check_changes(
	ReadContext *ctx, const ProductDraft *before, const ProductDraft *draft) {
	for (size_t i = 0; i < draft->n_releases; i++)
		if (draft->releases[i].line > 0)
			check_release(ctx, draft, &draft->releases[i]);
	check_templates(ctx, before, draft);
}
