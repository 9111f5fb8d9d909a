/* SPDX-License-Identifier: MIT */
#include "host-match.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "match/host-name.h"
#include "match/identifier.h"
#include "match/product-version.h"

/* What is asked, and what was found so far. */
typedef struct Search {
	const Catalog *catalog;
	const OsRelease *release;
	Identifier cpe; /* CPE_NAME taken apart; empty if there is none, or one that is none */
	Identifier own; /* scratch, for the products' identifiers */
	HostMatch found;
	StrBuf reason;
} Search;

void host_match_deinit(HostMatch *match) {
	free(match->reason);
	*match = (HostMatch)HOST_MATCH_INIT;
}

const char *matched_by_to_string(MatchedBy matched_by) {
	static const char *const words[_MATCHED_BY_MAX] = {
		[MATCHED_BY_NONE] = "none",
		[MATCHED_BY_CPE] = "cpe",
		[MATCHED_BY_ID] = "id",
		[MATCHED_BY_ALIAS] = "alias",
	};

	return words[matched_by];
}

static void search_deinit(Search *search) {
	identifier_deinit(&search->cpe);
	identifier_deinit(&search->own);
	host_match_deinit(&search->found);
	strbuf_deinit(&search->reason);
}

static const char *shown(const Search *search, OsReleaseField field) {
	return os_release_get(search->release, field);
}

static const char *plain(const Search *search, OsReleaseField field) {
	return os_release_get_plain(search->release, field);
}

static const char *label(const Product *product) {
	return product_text_or_empty(product, product->label);
}

static bool is_os(const Product *product) {
	return strcmp(product_text_or_empty(product, product->category), "os") == 0;
}

/* ---- the product ------------------------------------------------------------------------- */

typedef enum CpeFit {
	CPE_FIT_NONE_TO_ASK, /* the product has no cpe identifier */
	CPE_FIT_NO,
	CPE_FIT_YES,
} CpeFit;

/* Holds CPE_NAME against the cpe identifiers of a product. Returns a CpeFit or -ENOMEM. */
static int fit_cpe(Search *search, const Product *product) {
	const TextRef *refs = product_list(product, &product->identifiers);
	int fit = CPE_FIT_NONE_TO_ASK;

	for (size_t i = 0; i < product->identifiers.n; i++) {
		const char *type = product_text_or_empty(product, refs[2 * i]);
		const char *id = product_text_or_empty(product, refs[2 * i + 1]);

		if (strcmp(type, "cpe") != 0)
			continue;
		fit = CPE_FIT_NO;

		int r = identifier_parse(&search->own, type, id);

		if (r == -ENOMEM)
			return r;
		if (r >= 0 && identifier_fits(&search->own, &search->cpe))
			return CPE_FIT_YES;
	}
	return fit;
}

/* By which of its names ID names a product. */
static MatchedBy named_by(const Product *product, const char *id) {
	if (id[0] == '\0')
		return MATCHED_BY_NONE;
	if (strcmp(product_name(product), id) == 0)
		return MATCHED_BY_ID;
	for (size_t i = 0; i < product->os_release_ids.n; i++)
		if (strcmp(product_list_text(product, &product->os_release_ids, i), id) == 0)
			return MATCHED_BY_ID;
	for (size_t i = 0; i < product->aliases.n; i++)
		if (strcmp(product_list_text(product, &product->aliases, i), id) == 0)
			return MATCHED_BY_ALIAS;
	return MATCHED_BY_NONE;
}

static void set_product(Search *search, size_t index, MatchedBy matched_by) {
	search->found.product = catalog_product(search->catalog, index);
	search->found.product_index = index;
	search->found.matched_by = matched_by;
}

/* Finds the product by CPE_NAME. Of several the one that ID names counts, or none. */
static int find_by_cpe(Search *search) {
	const char *id = plain(search, OS_RELEASE_ID);
	size_t n_fitting = 0, n_named = 0, fitting = 0, named = 0;

	if (search->cpe.key.len == 0)
		return 0;
	for (size_t i = 0; i < catalog_n_products(search->catalog); i++) {
		const Product *product = catalog_product(search->catalog, i);
		int r = is_os(product) ? fit_cpe(search, product) : CPE_FIT_NO;

		if (r < 0)
			return r;
		if (r != CPE_FIT_YES)
			continue;
		fitting = i;
		n_fitting++;
		if (named_by(product, id) != MATCHED_BY_NONE) {
			named = i;
			n_named++;
		}
	}
	if (n_fitting == 1)
		set_product(search, fitting, MATCHED_BY_CPE);
	else if (n_named == 1)
		set_product(search, named, MATCHED_BY_CPE);
	return 0;
}

/* Finds the product that ID names best; several by the same kind of name are none. */
static void find_by_id(Search *search) {
	const char *id = plain(search, OS_RELEASE_ID);
	size_t n[_MATCHED_BY_MAX] = { 0 }, index[_MATCHED_BY_MAX] = { 0 }, by_name;
	const Product *product = catalog_find_name(search->catalog, id, &by_name);

	if (strcmp(id, "linux") == 0)
		return;
	if (product && is_os(product)) {
		set_product(search, by_name, MATCHED_BY_ID);
		return;
	}
	for (size_t i = 0; i < catalog_n_products(search->catalog); i++) {
		product = catalog_product(search->catalog, i);

		MatchedBy by = is_os(product) ? named_by(product, id) : MATCHED_BY_NONE;

		n[by]++;
		index[by] = i;
	}
	if (n[MATCHED_BY_ID] == 1)
		set_product(search, index[MATCHED_BY_ID], MATCHED_BY_ID);
	else if (n[MATCHED_BY_ID] == 0 && n[MATCHED_BY_ALIAS] == 1)
		set_product(search, index[MATCHED_BY_ALIAS], MATCHED_BY_ALIAS);
}

/* Writes a name as the catalog's names are written: lower case, "-" between the words. */
static void append_slug(StrBuf *slug, const char *name) {
	bool pending = false;

	for (; *name != '\0'; name++) {
		char c = *name;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
			pending = slug->len > 0;
			continue;
		}
		if (pending)
			(void)strbuf_append_byte(slug, '-');
		pending = false;
		(void)strbuf_append_byte(slug, c);
	}
}

/* Whether a cpe identifier of the product calls it so. */
static int is_called_by_cpe(Search *search, const Product *product, const char *name) {
	const TextRef *refs = product_list(product, &product->identifiers);
	size_t len = strlen(name);

	for (size_t i = 0; i < product->identifiers.n; i++) {
		int r = identifier_parse(&search->own, product_text_or_empty(product, refs[2 * i]),
			product_text_or_empty(product, refs[2 * i + 1]));
		const StrBuf *key = &search->own.key;

		if (r == -ENOMEM)
			return r;
		if (r >= 0 && strncmp(key->data, "cpe:o:", 6) == 0 && key->len > len &&
			key->data[key->len - len - 1] == ':' &&
			strcmp(key->data + key->len - len, name) == 0)
			return 1;
	}
	return 0;
}

/* Finds the product whose cpe identifiers call it as both ID and NAME do: clear-linux-os, "Clear
 * Linux OS". Only for a system that gives no CPE_NAME of its own. */
static int find_by_word_of_cpe(Search *search) {
	_cleanup_(strbuf_deinit) StrBuf slug = STRBUF_INIT;
	const char *id = plain(search, OS_RELEASE_ID);
	size_t n = 0, index = 0;

	append_slug(&slug, plain(search, OS_RELEASE_NAME));
	if (strbuf_error(&slug) < 0)
		return strbuf_error(&slug);
	if (shown(search, OS_RELEASE_CPE_NAME)[0] != '\0' || id[0] == '\0' ||
		strcmp(id, "linux") == 0 || strcmp(id, strbuf_cstr(&slug)) != 0)
		return 0;
	for (size_t i = 0; i < catalog_n_products(search->catalog); i++) {
		const Product *product = catalog_product(search->catalog, i);
		int r = is_os(product) ? is_called_by_cpe(search, product, id) : 0;

		if (r < 0)
			return r;
		if (r > 0) {
			index = i;
			n++;
		}
	}
	if (n == 1)
		set_product(search, index, MATCHED_BY_CPE);
	return 0;
}

static void drop_product(Search *search) {
	search->found = (HostMatch)HOST_MATCH_INIT;
}

/* A CPE_NAME that fits none of the product's is that of somebody who only borrowed the ID. */
static int veto_by_cpe(Search *search) {
	const char *name = shown(search, OS_RELEASE_CPE_NAME);
	int r = name[0] == '\0' ? CPE_FIT_NONE_TO_ASK : fit_cpe(search, search->found.product);

	if (r != CPE_FIT_NO)
		return r < 0 ? r : 0;
	(void)strbuf_printf(&search->reason, "CPE_NAME is “%s”, which is not that of %s", name,
		label(search->found.product));
	drop_product(search);
	return 0;
}

/* The product called exactly as NAME says, if that begins as the product found is called. */
static int find_variant(Search *search, bool *ret_found) {
	_cleanup_(strbuf_deinit) StrBuf slug = STRBUF_INIT;
	const char *base = product_name(search->found.product);
	size_t base_len = strlen(base), index;

	append_slug(&slug, plain(search, OS_RELEASE_NAME));
	if (strbuf_error(&slug) < 0)
		return strbuf_error(&slug);

	const Product *product = catalog_find(search->catalog, strbuf_cstr(&slug), &index);

	*ret_found = product && is_os(product) && slug.len > base_len &&
		     strncmp(strbuf_cstr(&slug), base, base_len) == 0 &&
		     strbuf_cstr(&slug)[base_len] == '-' &&
		     host_name_fits(product, search->release, NULL);
	if (*ret_found)
		set_product(search, index, MATCHED_BY_ID);
	return 0;
}

static int veto_by_name(Search *search) {
	const Identifier *cpe = search->found.matched_by == MATCHED_BY_CPE ? &search->cpe : NULL;
	bool found;

	if (host_name_fits(search->found.product, search->release, cpe))
		return 0;

	int r = find_variant(search, &found);

	if (r < 0 || found)
		return r;
	(void)strbuf_printf(&search->reason, "the system calls itself “%s” (“%s”), which is not %s",
		shown(search, OS_RELEASE_NAME), shown(search, OS_RELEASE_PRETTY_NAME),
		label(search->found.product));
	drop_product(search);
	return 0;
}

static void explain_no_product(Search *search) {
	if (search->release->odd[OS_RELEASE_ID])
		(void)strbuf_printf(&search->reason, "ID is “%s”, which holds odd bytes",
			shown(search, OS_RELEASE_ID));
	else if (shown(search, OS_RELEASE_ID)[0] == '\0')
		(void)strbuf_append_str(&search->reason, "os-release has no ID");
	else if (shown(search, OS_RELEASE_CPE_NAME)[0] == '\0')
		(void)strbuf_printf(&search->reason, "the data has no operating system for ID “%s”",
			shown(search, OS_RELEASE_ID));
	else
		(void)strbuf_printf(&search->reason,
			"the data has no operating system for ID “%s” and CPE_NAME “%s”",
			shown(search, OS_RELEASE_ID), shown(search, OS_RELEASE_CPE_NAME));
}

static int find_product(Search *search) {
	int r = find_by_cpe(search);

	if (r < 0)
		return r;
	if (!search->found.product) {
		find_by_id(search);
		r = search->found.product ? veto_by_cpe(search) : find_by_word_of_cpe(search);
	}
	if (r >= 0 && search->found.product)
		r = veto_by_name(search);
	if (r >= 0 && !search->found.product && search->reason.len == 0)
		explain_no_product(search);
	return r;
}

/* ---- the release ------------------------------------------------------------------------- */

static void set_release(Search *search, Resolution resolution, size_t index) {
	search->found.resolution = resolution;
	search->found.release_index = index;
}

/* Resolves a name put together of two or three parts. */
static Resolution resolve_joined(Search *search, const char *word, const char *separator,
	const char *version, size_t *ret_index) {
	char text[VERSION_SIZE_MAX + 1];
	int n = snprintf(text, sizeof(text), "%s%s%s", word, separator, version);

	if (n < 0 || (size_t)n >= sizeof(text))
		return RESOLUTION_NO_SUCH_CYCLE;
	return product_resolve_version(search->found.product, text, ret_index);
}

static Resolution resolve_version_id(Search *search, const char *version, size_t *ret_index) {
	const Product *product = search->found.product;
	char family[HOST_FAMILY_SIZE];

	/* LMDE 22 would be no Linux Mint 22. */
	if (host_name_is_family(product, search->release, family))
		return resolve_joined(search, family, "", version, ret_index);

	Resolution resolution = product_resolve_version(product, version, ret_index);

	if (resolution == RESOLUTION_NO_SUCH_CYCLE)
		resolution = resolve_joined(
			search, plain(search, OS_RELEASE_ID), "-", version, ret_index);
	return resolution;
}

/* Whether CPE_NAME, where it fits, has a version that begins with another number than VERSION_ID:
 * then one of the two is not the product's. */
static bool contradicts_cpe(const Search *search, const char *version) {
	const char *other = strbuf_cstr(&search->cpe.version);
	size_t n = strspn(version, "0123456789"), n_other = strspn(other, "0123456789");

	return search->found.matched_by == MATCHED_BY_CPE && n > 0 && n_other > 0 &&
	       (n != n_other || memcmp(version, other, n) != 0);
}

/* Whether VERSION_CODENAME is another release's: derivatives keep that of what they are made of. */
static bool contradicts_codename(const Search *search, size_t index) {
	CycleList cycles = product_cycles(search->found.product);
	size_t other;

	return version_find_codename(&cycles, plain(search, OS_RELEASE_VERSION_CODENAME), &other) &&
	       other != index;
}

static void find_by_version_id(Search *search, const char *version) {
	const Product *product = search->found.product;
	size_t index = 0;

	if (contradicts_cpe(search, version)) {
		(void)strbuf_printf(&search->reason, "VERSION_ID “%s” contradicts CPE_NAME “%s”",
			version, shown(search, OS_RELEASE_CPE_NAME));
		return;
	}

	Resolution resolution = resolve_version_id(search, version, &index);

	if (resolution_has_cycle(resolution) && contradicts_codename(search, index)) {
		(void)strbuf_printf(&search->reason,
			"VERSION_ID “%s” contradicts VERSION_CODENAME “%s”", version,
			shown(search, OS_RELEASE_VERSION_CODENAME));
		return;
	}
	set_release(search, resolution, index);
	if (resolution == RESOLUTION_NEWER_THAN_DATA)
		(void)strbuf_printf(&search->reason,
			"VERSION_ID “%s” is newer than every release of %s in the data", version,
			label(product));
	else if (!resolution_has_cycle(resolution))
		(void)strbuf_printf(&search->reason,
			"the data has no release of %s for VERSION_ID “%s”", label(product),
			version);
}

static void find_without_version_id(Search *search) {
	const Product *product = search->found.product;
	CycleList cycles = product_cycles(product);
	const char *codename = plain(search, OS_RELEASE_VERSION_CODENAME);
	size_t index = 0;

	if (version_find_codename(&cycles, codename, &index)) {
		set_release(search, RESOLUTION_CODENAME, index);
		return;
	}
	if (codename[0] == '\0' && search->found.matched_by == MATCHED_BY_CPE &&
		search->cpe.version.len > 0) {
		Resolution resolution =
			product_resolve_version(product, strbuf_cstr(&search->cpe.version), &index);

		set_release(search, resolution, index);
		if (resolution_has_cycle(resolution))
			return;
	}
	(void)strbuf_printf(&search->reason,
		"os-release has no VERSION_ID, nor anything else that names a release of %s",
		label(product));
}

static void find_release(Search *search) {
	const char *version = plain(search, OS_RELEASE_VERSION_ID);

	search->found.resolution = RESOLUTION_NO_SUCH_CYCLE;
	if (search->release->odd[OS_RELEASE_VERSION_ID])
		(void)strbuf_printf(&search->reason, "VERSION_ID is “%s”, which holds odd bytes",
			shown(search, OS_RELEASE_VERSION_ID));
	else if (version[0] != '\0')
		find_by_version_id(search, version);
	else
		find_without_version_id(search);
}

/* ---- all of it --------------------------------------------------------------------------- */

/* Takes CPE_NAME apart; one that is none says nothing, but is still one that fits nobody. */
static int read_cpe_name(Search *search) {
	const char *name = plain(search, OS_RELEASE_CPE_NAME);
	int r = name[0] == '\0' ? 0 : identifier_parse(&search->cpe, "cpe", name);

	return r == -ENOMEM ? r : 0;
}

int host_match_find(const Catalog *catalog, const OsRelease *release, HostMatch *ret) {
	_cleanup_(search_deinit) Search search = {
		.catalog = catalog,
		.release = release,
		.found = HOST_MATCH_INIT,
	};
	int r = read_cpe_name(&search);

	if (r >= 0)
		r = find_product(&search);
	if (r < 0)
		return r;
	if (search.found.product)
		find_release(&search);
	if (strbuf_error(&search.reason) < 0)
		return strbuf_error(&search.reason);
	if (search.reason.len > 0) {
		search.found.reason = strbuf_steal(&search.reason);
		if (!search.found.reason)
			return -ENOMEM;
	}
	*ret = search.found;
	search.found = (HostMatch)HOST_MATCH_INIT;
	return 0;
}
