/* SPDX-License-Identifier: MIT */
#include "snapshot/identifier-index.h"

#include <string.h>

#include "drafts.h"
#include "served-data.h"

/* A product with the identifiers "TYPE ID" of a list that ends with NULL. */
static Product *product_with(const char *name, const char *const *identifiers) {
	DraftBox box = draft_box(name);
	TextPair pairs[8];
	char types[8][16];
	size_t n = 0;

	for (; identifiers[n]; n++) {
		size_t length = strcspn(identifiers[n], " ");

		memcpy(types[n], identifiers[n], length);
		types[n][length] = '\0';
		pairs[n] = (TextPair){ types[n], identifiers[n] + length + 1 };
	}
	box.draft.identifiers = (PairList){ pairs, n };
	return draft_seal(&box);
}

static Catalog *sample_catalog(void) {
	static const struct {
		const char *name;
		const char *identifiers[6];
	} samples[] = {
		{ "alma",
			{ "cpe cpe:/o:almalinux:almalinux", "cpe cpe:2.3:o:almalinux:almalinux" } },
		{ "ansible", { "cpe cpe:2.3:a:redhat:ansible", "purl pkg:pypi/ansible" } },
		{ "core", { "cpe cpe:2.3:a:redhat:ansible", "repology ansible-core" } },
		{ "deb", { "purl pkg:deb/debian/nginx?distro=bookworm", "repology nginx" } },
		{ "odd", { "purl nonsense", "unheard-of x", "cpe cpe:/", "repology odd" } },
		{ "zero", { NULL } },
	};
	Product *products[ELEMENTSOF(samples)];
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	Catalog *catalog;

	for (size_t i = 0; i < ELEMENTSOF(samples); i++)
		products[i] = product_with(samples[i].name, samples[i].identifiers);
	catalog = catalog_new(products, ELEMENTSOF(samples), &problems);
	for (size_t i = 0; i < ELEMENTSOF(samples); i++)
		product_unref(products[i]);
	return catalog;
}

/* The names that a question finds, each followed by a blank. */
static char *find(const Catalog *catalog, const IdentifierIndex *index, const char *type,
	const char *id, size_t max) {
	_cleanup_(identifier_deinit) Identifier question = IDENTIFIER_INIT;
	_cleanup_(strbuf_deinit) StrBuf names = STRBUF_INIT;
	size_t found[16];
	ssize_t n;

	ck_assert_int_eq(identifier_parse(&question, type, id), 0);
	n = identifier_index_find(index, catalog, &question, found, max);
	ck_assert_int_ge(n, 0);
	ck_assert_int_le(n, (ssize_t)max);
	for (ssize_t i = 0; i < n; i++)
		(void)strbuf_printf(
			&names, "%s ", product_name(catalog_product(catalog, found[i])));
	return strdup(strbuf_cstr(&names));
}

START_TEST(test_finds_by_every_spelling_and_in_order) {
	static const struct {
		const char *type, *id, *names;
	} cases[] = {
		{ "cpe", "cpe:/o:almalinux:almalinux", "alma " },
		{ "cpe", "cpe:/o:almalinux:almalinux:9::baseos", "alma " },
		{ "cpe", "cpe:2.3:o:AlmaLinux:almalinux:9.6:*:*:*:*:*:*:*", "alma " },
		/* one identifier of two products */
		{ "cpe", "cpe:2.3:a:redhat:ansible:2.16", "ansible core " },
		{ "purl", "pkg:pypi/ansible@10.1.0", "ansible " },
		{ "repology", "ansible-core", "core " },
		/* the data's qualifier must be met, others are ignored */
		{ "purl", "pkg:deb/debian/nginx?distro=bookworm&arch=amd64", "deb " },
		{ "purl", "pkg:deb/debian/nginx?distro=trixie", "" },
		{ "purl", "pkg:deb/debian/nginx", "" },
		{ "repology", "nothing", "" },
		/* a type is not another type */
		{ "repology", "almalinux", "" },
		/* beside what cannot be read the rest is found */
		{ "repology", "odd", "odd " },
	};
	_cleanup_(catalog_unrefp) Catalog *catalog = sample_catalog();
	_cleanup_(identifier_index_freep) IdentifierIndex *index = identifier_index_new(catalog);

	ck_assert_ptr_nonnull(index);
	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(freep) char *names = find(catalog, index, cases[i].type, cases[i].id, 16);

		ck_assert_msg(strcmp(names, cases[i].names) == 0, "%s: %s", cases[i].id, names);
	}
}
END_TEST

START_TEST(test_no_more_than_asked_for) {
	_cleanup_(catalog_unrefp) Catalog *catalog = sample_catalog();
	_cleanup_(identifier_index_freep) IdentifierIndex *index = identifier_index_new(catalog);
	_cleanup_(freep) char *one = find(catalog, index, "cpe", "cpe:2.3:a:redhat:ansible", 1);
	_cleanup_(freep) char *none = find(catalog, index, "cpe", "cpe:2.3:a:redhat:ansible", 0);

	ck_assert_str_eq(one, "ansible ");
	ck_assert_str_eq(none, "");
}
END_TEST

START_TEST(test_nothing_has_an_empty_index) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *catalog = catalog_new(NULL, 0, &problems);
	_cleanup_(identifier_index_freep) IdentifierIndex *index = identifier_index_new(catalog);
	_cleanup_(freep) char *names = find(catalog, index, "repology", "x", 16);

	ck_assert_str_eq(names, "");
}
END_TEST

/* Every product that has an identifier which fits, by asking all of them. */
static size_t find_plainly(const Catalog *catalog, const Identifier *question, size_t *ret) {
	_cleanup_(identifier_deinit) Identifier own = IDENTIFIER_INIT;
	size_t n = 0;

	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		const Product *product = catalog_product(catalog, i);
		const TextRef *pairs = product_list(product, &product->identifiers);
		bool fits = false;

		for (size_t k = 0; k < product->identifiers.n; k++)
			fits |= identifier_parse(&own, product_text(product, pairs[2 * k]),
					product_text(product, pairs[2 * k + 1])) == 0 &&
				identifier_fits(&own, question);
		if (fits)
			ret[n++] = i;
	}
	return n;
}

/* All identifiers there are, asked for as they stand and with a version: what comes out is what a
 * walk over all of them finds. */
START_TEST(test_finds_what_a_walk_over_all_finds) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_shipped();
	const Catalog *catalog = dataset->catalog;
	size_t n_asked = 0;

	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		const Product *product = catalog_product(catalog, i);
		const TextRef *pairs = product_list(product, &product->identifiers);

		for (size_t k = 0; k < product->identifiers.n; k++) {
			_cleanup_(identifier_deinit) Identifier question = IDENTIFIER_INIT;
			size_t found[16], plain[4096], n;
			ssize_t r;

			if (identifier_parse(&question, product_text(product, pairs[2 * k]),
				    product_text(product, pairs[2 * k + 1])) < 0)
				continue;
			n = find_plainly(catalog, &question, plain);
			r = identifier_index_find(
				dataset->identifiers, catalog, &question, found, 16);
			ck_assert_int_eq(r, (ssize_t)n);
			ck_assert_uint_ge(n, 1);
			ck_assert_mem_eq(found, plain, n * sizeof(size_t));
			n_asked++;
		}
	}
	ck_assert_uint_gt(n_asked, 100);
}
END_TEST

/* ---- one out of the one before --------------------------------------------------------------- */

enum { N_POOL = 9 };

/* A product whose identifiers are some of a few, so that many have the same. */
static Product *random_product(size_t i) {
	static const char *const some[] = { "repology a", "repology b", "repology c",
		"purl pkg:pypi/a", "purl pkg:pypi/b", "cpe cpe:/a:a:a", "purl nonsense" };
	const char *identifiers[8] = { NULL };
	char name[] = { (char)('z' - i), '\0' };
	size_t n = 0;

	for (size_t k = 0; k < ELEMENTSOF(some); k++)
		if (random() % 2)
			identifiers[n++] = some[k];
	return product_with(name, identifiers);
}

/* A catalog of some of the pool, in which a few products have been read anew. */
static Catalog *next_catalog(Product *pool[static N_POOL], unsigned round) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	Product *products[N_POOL];
	size_t n = 0;

	for (size_t i = 0; i < N_POOL; i++) {
		if (!pool[i] || (unsigned)random() % N_POOL < round % 3) {
			product_unref(pool[i]);
			pool[i] = random_product(i);
		}
		if (round % 40 != 39 && random() % 4)
			products[n++] = pool[i];
	}
	return catalog_new(products, n, &problems);
}

static size_t expect_same_answers(
	const Catalog *catalog, const IdentifierIndex *made, const IdentifierIndex *plain) {
	static const char *const asked[][2] = { { "repology", "a" }, { "repology", "b" },
		{ "repology", "c" }, { "purl", "pkg:pypi/a" }, { "purl", "pkg:pypi/b" },
		{ "cpe", "cpe:/a:a:a" } };
	size_t n_found = 0;

	for (size_t i = 0; i < ELEMENTSOF(asked); i++) {
		_cleanup_(freep) char *a = find(catalog, made, asked[i][0], asked[i][1], 16);
		_cleanup_(freep) char *b = find(catalog, plain, asked[i][0], asked[i][1], 16);

		ck_assert_str_eq(a, b);
		n_found += strlen(a) > 0;
	}
	return n_found;
}

START_TEST(test_one_out_of_the_one_before_is_the_same) {
	Product *pool[N_POOL] = { 0 };
	Catalog *before = NULL;
	IdentifierIndex *previous = NULL;
	size_t n_found = 0;

	srandom(5);
	for (unsigned round = 0; round < 200; round++) {
		Catalog *catalog = next_catalog(pool, round);
		_cleanup_(identifier_index_freep) IdentifierIndex *plain =
			identifier_index_new(catalog);
		IdentifierIndex *made = identifier_index_new_from(catalog, previous, before);

		ck_assert(plain && made);
		n_found += expect_same_answers(catalog, made, plain);
		identifier_index_free(previous);
		catalog_unref(before);
		previous = made;
		before = catalog;
	}
	ck_assert_uint_gt(n_found, 500);
	identifier_index_free(previous);
	catalog_unref(before);
	for (size_t i = 0; i < N_POOL; i++)
		product_unref(pool[i]);
}
END_TEST

TEST_MAIN("identifier-index", test_finds_by_every_spelling_and_in_order,
	test_no_more_than_asked_for, test_nothing_has_an_empty_index,
	test_finds_what_a_walk_over_all_finds, test_one_out_of_the_one_before_is_the_same)
