/* SPDX-License-Identifier: MIT */
#include "tracking.h"

#include <errno.h>
#include <string.h>

#include "match/product-version.h"

void tracking_deinit(Tracking *tracking) {
	free(tracking->items);
	free(tracking->serials);
	free(tracking->entitled);
	*tracking = (Tracking){ 0 };
}

/* Where a rule leads. */
typedef struct Target {
	const Product *product;
	size_t product_index;
	size_t release_index;
	bool has_release;
} Target;

static const Product *find_product(const Catalog *catalog, const char *name, Target *target) {
	target->product = catalog_find(catalog, name, &target->product_index);
	return target->product;
}

static void find_version(Target *target, const char *version) {
	target->has_release = resolution_has_cycle(
		product_resolve_version(target->product, version, &target->release_index));
}

static int find_purl(const Dataset *dataset, const char *purl, Target *target) {
	_cleanup_(identifier_deinit) Identifier question = IDENTIFIER_INIT;
	ssize_t n;
	int r = identifier_parse(&question, "purl", purl);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	n = identifier_index_find(
		dataset->identifiers, dataset->catalog, &question, &target->product_index, 1);
	if (n <= 0)
		return (int)n;
	target->product = catalog_product(dataset->catalog, target->product_index);
	find_version(target, strbuf_cstr(&question.version));
	return 0;
}

static int find_target(const Dataset *dataset, const TrackRule *rule, Target *target) {
	const Release *release;

	if (rule->kind == TRACK_PURL)
		return find_purl(dataset, rule->value, target);
	if (!find_product(dataset->catalog, rule->product, target))
		return 0;
	if (rule->kind == TRACK_VERSION) {
		find_version(target, rule->value);
		return 0;
	}
	release = product_find_release(
		target->product, rule->value, strlen(rule->value), &target->release_index);
	target->has_release = release != NULL;
	return 0;
}

static TrackedItem make_item(const Dataset *dataset, const Target *target) {
	const Release *release = product_release(target->product, target->release_index);

	return (TrackedItem){
		.product = product_name(target->product),
		.cycle = release_name(target->product, release),
		.serial = catalog_first_serial(dataset->catalog, target->product_index) +
			  target->release_index,
	};
}

static bool is_listed(const Tracking *tracking, const TrackedItem *item) {
	for (size_t i = 0; i < tracking->n_serials; i++)
		if (tracking->serials[i] == item->serial)
			return true;
	return false;
}

static void add_item(Tracking *tracking, TrackedItem item) {
	if (item.serial != SERIAL_NONE && is_listed(tracking, &item))
		return;
	tracking->items[tracking->n_items++] = item;
	if (item.serial != SERIAL_NONE)
		tracking->serials[tracking->n_serials++] = item.serial;
}

static int add_rule(
	Tracking *tracking, const Dataset *dataset, const TrackRule *rule, Problems *problems) {
	Target target = { 0 };
	int r = find_target(dataset, rule, &target);

	if (r < 0)
		return r;
	if (target.has_release) {
		add_item(tracking, make_item(dataset, &target));
		return 0;
	}
	add_item(tracking, (TrackedItem){
				   .product = target.product  ? product_name(target.product)
					      : rule->product ? rule->product
							      : rule->value,
				   .cycle = "",
				   .serial = SERIAL_NONE,
			   });
	problems_add(problems, PROBLEM_REFUSED, rule->file,
		target.product ? product_name(target.product) : rule->product, rule->line,
		"track: %s%s%s matches no release", rule->product ? rule->product : "",
		rule->product ? " " : "", rule->value);
	return 0;
}

static int compare_sizes(const void *a, const void *b) {
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

static int track(const Config *config, const Dataset *dataset, const HostMatch *host,
	Problems *problems, Tracking *tracking) {
	Target own = {
		.product = host->product,
		.product_index = host->product_index,
		.release_index = host->release_index,
	};

	tracking->items = calloc(config->n_track + 1, sizeof(TrackedItem));
	tracking->serials = calloc(config->n_track + 1, sizeof(size_t));
	if (!tracking->items || !tracking->serials)
		return -ENOMEM;
	if (host->product && resolution_has_cycle(host->resolution))
		add_item(tracking, make_item(dataset, &own));
	for (size_t i = 0; i < config->n_track; i++) {
		int r = add_rule(tracking, dataset, &config->track[i], problems);

		if (r < 0)
			return r;
	}
	qsort(tracking->serials, tracking->n_serials, sizeof(size_t), compare_sizes);
	return 0;
}

/* ---- entitlements ---------------------------------------------------------------------------- */

static Entitlement make_entitlement(const EntitlementRule *rule, const Release *release) {
	Mark extended = release_mark(release, MILESTONE_EOES);
	Entitlement entitlement = { .given = true, .until = rule->until };

	if (!rule->from_data)
		return entitlement;
	/* an extended phase that is over, or that there is none of, gives nothing */
	entitlement.given = mark_is_date(extended) || extended == MARK_FALSE;
	entitlement.until = mark_date(extended);
	return entitlement;
}

static int add_entitled(Tracking *tracking, size_t serial, Entitlement entitlement) {
	size_t n = tracking->n_entitled;

	if (!entitlement.given)
		return 0;
	if ((n & (n - 1)) == 0) {
		EntitledRelease *bigger =
			realloc(tracking->entitled, (n ? n * 2 : 1) * sizeof(EntitledRelease));

		if (!bigger)
			return -ENOMEM;
		tracking->entitled = bigger;
	}
	tracking->entitled[tracking->n_entitled++] = (EntitledRelease){ serial, entitlement };
	return 0;
}

static int entitle(Tracking *tracking, const Dataset *dataset, const EntitlementRule *rule,
	Problems *problems) {
	size_t index = 0, n_matched = 0;
	const Product *product = catalog_find(dataset->catalog, rule->product, &index);

	for (size_t i = 0; product && i < product_n_releases(product); i++) {
		const Release *release = product_release(product, i);
		int r;

		if (rule->cycle && strcmp(rule->cycle, release_name(product, release)) != 0)
			continue;
		n_matched++;
		r = add_entitled(tracking, catalog_first_serial(dataset->catalog, index) + i,
			make_entitlement(rule, release));
		if (r < 0)
			return r;
	}
	if (n_matched == 0)
		problems_add(problems, PROBLEM_REFUSED, rule->file, rule->product, rule->line,
			"entitlements: %s %s matches no release", rule->product,
			rule->cycle ? rule->cycle : "all");
	return 0;
}

/* Open-ended is the latest of all; CIVIL_DAY_NONE is the smallest number, so it is asked first. */
static int compare_until(CivilDay a, CivilDay b) {
	if (a == b)
		return 0;
	if (a == CIVIL_DAY_NONE || b == CIVIL_DAY_NONE)
		return a == CIVIL_DAY_NONE ? 1 : -1;
	return a < b ? -1 : 1;
}

/* By serial, the latest entitlement first. */
static int compare_entitled(const void *a, const void *b) {
	const EntitledRelease *x = a, *y = b;

	if (x->serial != y->serial)
		return x->serial < y->serial ? -1 : 1;
	return compare_until(y->entitlement.until, x->entitlement.until);
}

static void sort_entitled(Tracking *tracking) {
	size_t n = 0;

	if (tracking->n_entitled > 1)
		qsort(tracking->entitled, tracking->n_entitled, sizeof(EntitledRelease),
			compare_entitled);
	for (size_t i = 0; i < tracking->n_entitled; i++)
		if (n == 0 || tracking->entitled[n - 1].serial != tracking->entitled[i].serial)
			tracking->entitled[n++] = tracking->entitled[i];
	tracking->n_entitled = n;
}

int tracking_resolve(const Config *config, const Dataset *dataset, const HostMatch *host,
	Problems *problems, Tracking *ret) {
	_cleanup_(tracking_deinit) Tracking tracking = { 0 };
	int r = track(config, dataset, host, problems, &tracking);

	for (size_t i = 0; i < config->n_entitlements && r == 0; i++)
		r = entitle(&tracking, dataset, &config->entitlements[i], problems);
	if (r < 0)
		return r;
	sort_entitled(&tracking);
	*ret = tracking;
	tracking = (Tracking){ 0 };
	return 0;
}

bool tracking_has(const Tracking *tracking, size_t serial) {
	return tracking->n_serials > 0 && bsearch(&serial, tracking->serials, tracking->n_serials,
						  sizeof(size_t), compare_sizes);
}

static int compare_serial(const void *serial, const void *entitled) {
	return compare_sizes(serial, &((const EntitledRelease *)entitled)->serial);
}

Entitlement tracking_entitlement(const Tracking *tracking, size_t serial) {
	const EntitledRelease *found =
		tracking->n_entitled == 0
			? NULL
			: bsearch(&serial, tracking->entitled, tracking->n_entitled,
				  sizeof(EntitledRelease), compare_serial);

	return found ? found->entitlement : (Entitlement)ENTITLEMENT_NONE;
}
