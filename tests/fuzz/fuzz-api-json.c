/* SPDX-License-Identifier: MIT */
/*
 * API documents, from bytes to sealed products and back.
 *
 * Whatever the bytes are: it ends soon, and every product that is served keeps its promises. What
 * is exported from it and imported again is the same document on every day: hosts feed each other.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "reader/api-json.h"
#include "served-product.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int seal_first(ReadContext *ctx, ProductDraft *draft, void *userdata) {
	Product **ret = userdata;

	must(!*ret, "one product in, one product out");
	*ret = product_seal(draft);
	must(*ret, "what was read can be sealed");
	return 0;
}

static Product *import_again(const json_t *document) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(arena_deinit) Arena arena = { .max_total = 64 * 1024 * 1024 };
	_cleanup_(freep) char *text = json_dumps(document, JSON_COMPACT);
	ReadContext ctx = { .arena = &arena, .problems = &problems, .file = "again.json" };
	ApiJsonInfo info;
	Product *product = NULL;
	char *envelope;

	must(asprintf(&envelope, "{\"schema_version\":\"1.2.1\",\"result\":%s}", text) > 0,
		"memory");
	int r = api_json_read(&ctx, envelope, strlen(envelope), seal_first, &product, &info);

	if (r < 0 || !product)
		fprintf(stderr, "%s\n%s\n", envelope,
			problems.n_items > 0 ? problems.items[0].message : "no word");
	free(envelope);
	must(r == 0 && product, "what was exported can be imported");
	must(!info.is_collection, "one product is no collection");
	return product;
}

/* Phases that the product does not show count in isMaintained, and no document tells them. */
static bool hides_phases(const Product *product) {
	for (size_t i = 0; i < product_n_releases(product); i++)
		for (Milestone m = 0; m < _MILESTONE_MAX; m++)
			if (!product_shows(product, m) &&
				release_mark(product_release(product, i), m) != MARK_ABSENT)
				return true;
	return false;
}

static void forget_maintained(json_t *document) {
	json_t *release;
	size_t i;

	json_array_foreach(json_object_get(document, "releases"), i, release)
		json_object_del(release, "isMaintained");
}

static void compare(const Product *first, const Product *second, CivilDay day) {
	_cleanup_(json_decrefp) json_t *a = show(first, day);
	_cleanup_(json_decrefp) json_t *b = show(second, day);

	if (hides_phases(first)) {
		forget_maintained(a);
		forget_maintained(b);
	}
	if (json_equal(a, b))
		return;
	json_dumpf(a, stderr, JSON_INDENT(1));
	json_dumpf(b, stderr, JSON_INDENT(1));
	must(false, "an import of the export is the same");
}

static int take_product(ReadContext *ctx, ProductDraft *draft, void *userdata) {
	static const CivilDay days[] = { 0, 20000, 30000 };
	_cleanup_(product_unrefp) Product *first = product_seal(draft);

	must(first, "what was read can be sealed");
	hold_product(first);
	for (size_t i = 0; i < ELEMENTSOF(days); i++) {
		_cleanup_(json_decrefp) json_t *exported = show(first, days[i]);
		_cleanup_(product_unrefp) Product *second = import_again(exported);

		hold_product(second);
		for (size_t k = 0; k < ELEMENTSOF(days); k++)
			compare(first, second, days[k]);
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(arena_deinit) Arena arena = { .max_total = 64 * 1024 * 1024 };
	ReadContext ctx = { .arena = &arena, .problems = &problems, .file = "fuzz.json" };
	ApiJsonInfo info;
	double begin = cpu_seconds();
	int r = api_json_read(&ctx, (const char *)data, size, take_product, NULL, &info);

	must(r == 0 || r == -EBADMSG || (r == -ENOMEM && arena.exceeded), "known answers");
	must(r == 0 || problems.n_refused > 0, "what is refused is reported");
	must(cpu_seconds() - begin < 5, "reading ends soon");
	return 0;
}
