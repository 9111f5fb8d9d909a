/* SPDX-License-Identifier: MIT */
#include "snapshot/tracking.h"

#include <string.h>

#include "served-data.h"

static const char data_alpha[] =
	"title: Alpha\ncategory: os\npermalink: /alpha\nalternate_urls: [/first]\neoesColumn: "
	"true\n"
	"identifiers:\n  - purl: pkg:deb/alpha/base\n"
	"releases:\n"
	"  - {releaseCycle: \"3\", releaseDate: 2024-01-01, eol: 2030-01-01, eoes: 2033-01-01}\n"
	"  - {releaseCycle: \"2\", releaseDate: 2022-01-01, eol: 2026-01-01, eoes: true}\n"
	"  - {releaseCycle: \"1\", releaseDate: 2020-01-01, eol: 2025-01-01, eoes: false}\n"
	"  - {releaseCycle: \"0\", releaseDate: 2018-01-01, eol: 2019-01-01}\n";
/* its extended phase is not shown */
static const char data_beta[] =
	"title: Beta\ncategory: app\npermalink: /beta\nreleases:\n"
	"  - {releaseCycle: \"1.2\", releaseDate: 2024-01-01, eol: 2025-01-01, eoes: 2034-05-06}\n";

/* What tracking_resolve() makes of a configuration on the two products above; the host is unknown
 * or what os_text says. */
typedef struct Case {
	ScratchDir dir;
	Dataset *dataset;
	Config *config;
	OsRelease os;
	HostMatch host;
	Problems problems;
	Tracking tracking;
} Case;

static void case_init(Case *c, const char *config, const char *os_text) {
	*c = (Case){ .dir = served_data_dir(), .host = HOST_MATCH_INIT };
	scratch_dir_write(&c->dir, "data/alpha.yaml", data_alpha);
	scratch_dir_write(&c->dir, "data/beta.yaml", data_beta);
	c->dataset = dataset_of(&c->dir, NULL);
	ck_assert_uint_eq(c->dataset->problems.n_refused, 0);
	c->config = config_of(config, NULL);
	c->os = os_release_of(os_text);
	ck_assert_int_eq(host_match_find(c->dataset->catalog, &c->os, &c->host), 0);
	ck_assert_int_eq(
		tracking_resolve(c->config, c->dataset, &c->host, &c->problems, &c->tracking), 0);
}

static void case_deinit(Case *c) {
	tracking_deinit(&c->tracking);
	problems_deinit(&c->problems);
	host_match_deinit(&c->host);
	os_release_deinit(&c->os);
	config_unref(c->config);
	dataset_unref(c->dataset);
	scratch_dir_deinit(&c->dir);
}

/* Serials: alpha 3, 2, 1, 0 are 0 to 3, beta 1.2 is 4. */
enum { ALPHA_3, ALPHA_2, ALPHA_1, ALPHA_0, BETA_1_2 };

static void expect_item(
	const Case *c, size_t i, const char *product, const char *cycle, size_t serial) {
	ck_assert_uint_lt(i, c->tracking.n_items);
	ck_assert_str_eq(c->tracking.items[i].product, product);
	ck_assert_str_eq(c->tracking.items[i].cycle, cycle);
	ck_assert_uint_eq(c->tracking.items[i].serial, serial);
}

static CivilDay day_of(const char *text) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(text, &day), 0);
	return day;
}

START_TEST(test_the_host_comes_first_then_the_rules_in_their_order) {
	_cleanup_(case_deinit) Case c;

	case_init(&c,
		"track:\n"
		"  - {product: beta, version: 1.2.9-1.el9}\n"
		"  - {product: alpha, cycle: \"3\"}\n"
		"  - {purl: pkg:deb/alpha/base@2.7}\n",
		"ID=alpha\nVERSION_ID=1.5\n");
	ck_assert_uint_eq(c.tracking.n_items, 4);
	expect_item(&c, 0, "alpha", "1", ALPHA_1);
	expect_item(&c, 1, "beta", "1.2", BETA_1_2);
	expect_item(&c, 2, "alpha", "3", ALPHA_3);
	expect_item(&c, 3, "alpha", "2", ALPHA_2);
	ck_assert_uint_eq(c.problems.n_total, 0);
	for (size_t serial = 0; serial < 5; serial++)
		ck_assert(tracking_has(&c.tracking, serial) == (serial != ALPHA_0));
	ck_assert(!tracking_has(&c.tracking, SERIAL_NONE));
}
END_TEST

START_TEST(test_each_release_once) {
	_cleanup_(case_deinit) Case c;

	case_init(&c,
		"track:\n"
		"  - {product: first, cycle: \"1\"}\n"
		"  - {product: alpha, cycle: \"1\"}\n"
		"  - {product: alpha, version: 1.0}\n"
		"  - {purl: pkg:deb/alpha/base@1.0}\n",
		"ID=alpha\nVERSION_ID=1\n");
	/* by an alias too; the name is shown */
	ck_assert_uint_eq(c.tracking.n_items, 1);
	expect_item(&c, 0, "alpha", "1", ALPHA_1);
}
END_TEST

START_TEST(test_what_matches_nothing_stays_and_is_reported) {
	static const struct {
		const char *rule, *product;
	} cases[] = {
		{ "{product: gamma, cycle: \"1\"}", "gamma" },
		{ "{product: gamma, version: \"1\"}", "gamma" },
		{ "{product: alpha, cycle: \"9\"}", "alpha" },
		{ "{product: first, cycle: \"9\"}", "alpha" },
		{ "{product: alpha, cycle: \"3.1\"}", "alpha" }, /* a cycle is exact */
		{ "{product: alpha, version: \"99\"}", "alpha" },
		{ "{purl: pkg:deb/alpha/base@99}", "alpha" },
		{ "{purl: pkg:deb/gamma/base@1}", "pkg:deb/gamma/base@1" },
	};

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(freep) char *config = NULL;
		_cleanup_(case_deinit) Case c;

		ck_assert_int_gt(asprintf(&config, "track:\n\n  - %s\n", cases[i].rule), 0);
		case_init(&c, config, "");
		ck_assert_uint_eq(c.tracking.n_items, 1);
		expect_item(&c, 0, cases[i].product, "", SERIAL_NONE);
		ck_assert_uint_eq(c.problems.n_refused, 1);
		ck_assert_uint_eq(c.problems.items[0].line, 3);
		ck_assert_ptr_nonnull(strstr(c.problems.items[0].file, "eold.yaml"));
		ck_assert_ptr_nonnull(strstr(c.problems.items[0].message, "matches no release"));
	}
}
END_TEST

/* A host without a release is not tracked. */
START_TEST(test_an_unknown_host_is_not_tracked) {
	static const char *const hosts[] = { "", "ID=gamma\n", "ID=alpha\n",
		"ID=alpha\nVERSION_ID=99\n", "ID=beta\nVERSION_ID=1.2\n" /* no os */ };

	for (size_t i = 0; i < ELEMENTSOF(hosts); i++) {
		_cleanup_(case_deinit) Case c;

		case_init(&c, "track: []\n", hosts[i]);
		ck_assert_uint_eq(c.tracking.n_items, 0);
		ck_assert(!tracking_has(&c.tracking, 0));
	}
}
END_TEST

/* ---- entitlements ---------------------------------------------------------------------------- */

static void expect_until(const Case *c, size_t serial, const char *until) {
	Entitlement entitlement = tracking_entitlement(&c->tracking, serial);

	ck_assert(entitlement.given == (until != NULL));
	ck_assert_int_eq(entitlement.until, until && until[0] ? day_of(until) : CIVIL_DAY_NONE);
}

START_TEST(test_an_entitlement_for_one_cycle_and_for_all) {
	_cleanup_(case_deinit) Case c;

	case_init(&c,
		"entitlements:\n"
		"  - {product: first, cycle: \"3\", until: 2031-01-01}\n"
		"  - {product: beta, cycle: all, until: 2032-01-01}\n",
		"");
	expect_until(&c, ALPHA_3, "2031-01-01");
	expect_until(&c, ALPHA_2, NULL);
	expect_until(&c, BETA_1_2, "2032-01-01");
	ck_assert_uint_eq(c.problems.n_total, 0);
}
END_TEST

/* The extended phase that the data gives, shown or not; one that is over gives nothing. */
START_TEST(test_until_data) {
	_cleanup_(case_deinit) Case c;

	case_init(&c,
		"entitlements:\n"
		"  - {product: alpha, cycle: all, until: data}\n"
		"  - {product: beta, cycle: all, until: data}\n",
		"");
	expect_until(&c, ALPHA_3, "2033-01-01");
	expect_until(&c, ALPHA_2, NULL); /* true: reached */
	expect_until(&c, ALPHA_1, ""); /* false: runs, no end known */
	expect_until(&c, ALPHA_0, NULL); /* none */
	expect_until(&c, BETA_1_2, "2034-05-06");
}
END_TEST

START_TEST(test_of_several_the_latest_counts) {
	_cleanup_(case_deinit) Case c;

	case_init(&c,
		"entitlements:\n"
		"  - {product: alpha, cycle: \"3\", until: 2031-01-01}\n"
		"  - {product: alpha, cycle: all, until: 2032-01-01}\n"
		"  - {product: alpha, cycle: \"3\", until: 2030-06-01}\n"
		"  - {product: alpha, cycle: \"1\", until: data}\n"
		"  - {product: alpha, cycle: \"2\", until: data}\n",
		"");
	expect_until(&c, ALPHA_3, "2032-01-01");
	expect_until(&c, ALPHA_1, ""); /* open-ended is the latest of all */
	expect_until(&c, ALPHA_2, "2032-01-01");
	expect_until(&c, ALPHA_0, "2032-01-01");
}
END_TEST

START_TEST(test_an_entitlement_that_matches_nothing_is_reported) {
	static const char *const rules[] = { "{product: gamma, cycle: all, until: 2031-01-01}",
		"{product: alpha, cycle: \"9\", until: 2031-01-01}" };

	for (size_t i = 0; i < ELEMENTSOF(rules); i++) {
		_cleanup_(freep) char *config = NULL;
		_cleanup_(case_deinit) Case c;

		ck_assert_int_gt(asprintf(&config, "entitlements:\n  - %s\n", rules[i]), 0);
		case_init(&c, config, "");
		ck_assert_uint_eq(c.problems.n_refused, 1);
		ck_assert_uint_eq(c.problems.items[0].line, 2);
		ck_assert_uint_eq(c.tracking.n_entitled, 0);
	}
}
END_TEST

TEST_MAIN("tracking", test_the_host_comes_first_then_the_rules_in_their_order,
	test_each_release_once, test_what_matches_nothing_stays_and_is_reported,
	test_an_unknown_host_is_not_tracked, test_an_entitlement_for_one_cycle_and_for_all,
	test_until_data, test_of_several_the_latest_counts,
	test_an_entitlement_that_matches_nothing_is_reported)
