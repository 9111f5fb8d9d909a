/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * product - one product with all its releases, sealed in one block of memory. Room: catalog.
 *
 * A sealed product never changes. It is counted, because the catalog that was and the one that
 * comes share every product whose file did not change: a reload costs what changed, and comparing
 * two catalogs begins with comparing pointers.
 *
 * Texts are offsets into the block (TextRef), each text stored once; 0 means that nothing is
 * said, which is not the same as "". Labels and links are kept as templates and rendered when
 * somebody asks (lifecycle/release-text.h): expanded they would double the block.
 *
 * References are taken and dropped by one thread; reading is free for all.
 */
#include <stddef.h>
#include <stdint.h>

#include "milestone.h"
#include "product-draft.h"
#include "util/cleanup.h"

typedef uint32_t TextRef;

/* n elements at an offset of the block; what an element is, the field's comment says. */
typedef struct BlockList {
	uint32_t offset;
	uint32_t n;
} BlockList;

typedef struct PointRelease {
	TextRef version;
	TextRef codename;
	CivilDay release_date;
	CivilDay superseded_on; /* the next later release date, or CIVIL_DAY_NONE */
} PointRelease;

/* What few releases have; shared by none. */
typedef struct ReleaseExtras {
	BlockList custom; /* TextRef, one for each of the product's custom fields; 0: lacking */
	BlockList points; /* PointRelease, in the data's order */
	BlockList architectures; /* TextRef */
} ReleaseExtras;

/* What one release in four says. */
typedef struct ReleaseRare {
	TextRef codename;
	uint32_t extras; /* offset of a ReleaseExtras, or 0 */
	Mark lts;
	Mark eoes;
	Mark discontinued;
} ReleaseRare;

/* What every release says: 36 bytes, of which there are thousands. Ask for marks and code names by
 * release_mark() and release_codename(). */
typedef struct Release {
	TextRef name;
	TextRef label;
	TextRef latest;
	TextRef link; /* without the product's link_prefix, if RELEASE_LINK_PREFIXED */
	CivilDay release_date;
	CivilDay latest_date;
	Mark eoas;
	Mark eol;
	uint32_t flags : 8; /* ReleaseFlags */
	uint32_t rare : 24; /* a ReleaseRare, so many times four bytes behind this; 0: none */
} Release;

typedef struct CustomField {
	TextRef name;
	TextRef display;
	TextRef label;
	TextRef description;
} CustomField;

/* Memory that products were sealed into side by side: it goes when the last of them does. */
typedef struct ProductSlab ProductSlab;

typedef struct Product {
	ProductSlab *slab;
	uint32_t n_refs;
	uint32_t size; /* bytes of the whole block */
	uint32_t flags; /* ProductFlags */
	TextRef name;
	TextRef label;
	TextRef category;
	TextRef version_command;
	TextRef policy_link;
	TextRef icon;
	TextRef html_link;
	TextRef changelog_template;
	TextRef link_prefix; /* with which many links of releases begin */
	TextRef release_label;
	TextRef lts_label;
	TextRef source;
	TextRef column_labels[_MILESTONE_MAX];
	BlockList tags; /* TextRef */
	BlockList aliases; /* TextRef */
	BlockList identifiers; /* TextRef type, TextRef id */
	BlockList links; /* TextRef name, TextRef URL */
	BlockList os_release_ids; /* TextRef */
	BlockList architectures; /* TextRef */
	BlockList custom_fields; /* CustomField */
	BlockList auto_methods; /* BlockList of (TextRef key, TextRef value) */
	BlockList releases; /* Release, in the data's order */
	BlockList by_name; /* uint16_t: indices of releases, sorted by name (bytes) */
} Product;

/* Seals a draft. Returns the product with one reference, or NULL when out of memory or past 4 GiB.
 * The draft may go afterwards. The draft must have a name, and by_name must be sorted,
 * without two of one name. */
Product *product_seal(const ProductDraft *draft);

/* The same for many products one after the other. Their blocks stand side by side, away from what
 * comes and goes while files are read, so that neither leaves holes in the other. */
typedef struct ProductSealer ProductSealer;
/* NULL: out of memory. */
ProductSealer *product_sealer_new(void);
ProductSealer *product_sealer_free(ProductSealer *sealer);
DEFINE_CLEANUP(ProductSealer *, product_sealer_free);
Product *product_sealer_seal(ProductSealer *sealer, const ProductDraft *draft);

Product *product_ref(Product *product);
/* Drops a reference; returns NULL. */
Product *product_unref(Product *product);
DEFINE_CLEANUP(Product *, product_unref);

/* The text of a reference, or NULL for 0. Lives as long as the product. */
static inline const char *product_text(const Product *product, TextRef ref) {
	return ref ? (const char *)product + ref : NULL;
}

/* The same with "" for 0. */
static inline const char *product_text_or_empty(const Product *product, TextRef ref) {
	return ref ? (const char *)product + ref : "";
}

static inline const char *product_name(const Product *product) {
	return (const char *)product + product->name;
}

static inline const void *product_list(const Product *product, const BlockList *list) {
	return (const char *)product + list->offset;
}

/* The i-th text of a list of TextRef. */
static inline const char *product_list_text(
	const Product *product, const BlockList *list, size_t i) {
	return product_text(product, ((const TextRef *)product_list(product, list))[i]);
}

static inline size_t product_n_releases(const Product *product) {
	return product->releases.n;
}

/* The i-th release in the data's order. */
static inline const Release *product_release(const Product *product, size_t i) {
	return (const Release *)product_list(product, &product->releases) + i;
}

static inline const char *release_name(const Product *product, const Release *release) {
	return (const char *)product + release->name;
}

/* What a release says beyond the usual, or NULL. */
static inline const ReleaseRare *release_rare(const Release *release) {
	return release->rare
		       ? (const void *)((const uint32_t *)(const void *)release + release->rare)
		       : NULL;
}

/* What is known of a milestone of a release, whether the product shows it or not. The release must
 * be the one in its product's block, and not a copy. */
static inline Mark release_mark(const Release *release, Milestone milestone) {
	const ReleaseRare *rare;

	if (milestone == MILESTONE_EOL)
		return release->eol;
	if (milestone == MILESTONE_EOAS)
		return release->eoas;
	rare = release_rare(release);
	if (!rare)
		return MARK_ABSENT;
	return milestone == MILESTONE_LTS    ? rare->lts
	       : milestone == MILESTONE_EOES ? rare->eoes
					     : rare->discontinued;
}

/* Its code name, or 0. */
static inline TextRef release_codename(const Release *release) {
	const ReleaseRare *rare = release_rare(release);

	return rare ? rare->codename : 0;
}

/* The extras of a release, or NULL. */
static inline const ReleaseExtras *release_extras(const Product *product, const Release *release) {
	const ReleaseRare *rare = release_rare(release);

	return rare && rare->extras ? (const void *)((const char *)product + rare->extras) : NULL;
}

/* The release of exactly that name (n bytes), or NULL; *ret_index, if not NULL, is its place in
 * the data's order. Binary search. */
const Release *product_find_release(
	const Product *product, const char *name, size_t n, size_t *ret_index);

/* Whether the product shows a milestone: its column is on. End of life and lts always are. */
static inline bool product_shows(const Product *product, Milestone milestone) {
	return milestone == MILESTONE_LTS || milestone == MILESTONE_EOL ||
	       product->column_labels[milestone] != 0;
}
