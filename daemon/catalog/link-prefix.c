/* SPDX-License-Identifier: MIT */
#include "link-prefix.h"

#include <stdbool.h>
#include <string.h>

bool link_has_prefix(const char *link, LinkPrefix prefix) {
	return prefix.length > 0 && link && strncmp(link, prefix.text, prefix.length) == 0;
}

/* Up to which slash two links agree. */
static size_t common_length(const char *a, const char *b) {
	size_t length = 0;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/')
			length = i + 1;
	return length;
}

static size_t count_with(const ProductDraft *draft, const char *prefix, size_t n) {
	size_t count = 0;

	for (size_t i = 0; i < draft->n_releases; i++)
		count += link_has_prefix(draft->releases[i].link, (LinkPrefix){ prefix, n });
	return count;
}

/* Links of one product mostly begin alike: of what neighbours have in common, a few are tried, and
 * what saves most is stored once. */
LinkPrefix link_prefix_find(const ProductDraft *draft) {
	enum { TRIES = 8 };
	LinkPrefix best = { 0 };
	size_t best_saved = 0, n_tries = 0;

	for (size_t i = 1; i < draft->n_releases && n_tries < TRIES; i++) {
		const char *link = draft->releases[i].link, *before = draft->releases[i - 1].link;
		size_t length, saved;

		if (!link || !before || link_has_prefix(link, best))
			continue;
		length = common_length(before, link);
		if (length == 0)
			continue;
		n_tries++;
		saved = length * (count_with(draft, link, length) - 1);
		if (saved > best_saved) {
			best_saved = saved;
			best = (LinkPrefix){ link, length };
		}
	}
	return best;
}
