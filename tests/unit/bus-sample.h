/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-sample - a little data with everything in it that calls ask about, as a snapshot.
 *
 * Today is 2026-11-20. Products, by name:
 *   alpha   os; releases 3-b+, 2, 1, 0.9 (upcoming, ends today, ended undated, ended)
 *   beta    app, alias b-two; 10.11 and 10.1
 *   gamma   app; no releases with dates
 */
#include "served-data.h"

static const char sample_alpha[] =
	"title: Alpha OS\ncategory: os\ntags: linux tested\npermalink: /alpha\n"
	"alternate_urls: [/first, /a-1]\neoasColumn: true\neoesColumn: Paid Support\n"
	"discontinuedColumn: true\nversionCommand: cat /etc/os-release\n"
	"releasePolicyLink: https://example.org/policy\niconSlug: alpha\n"
	"identifiers:\n  - cpe: cpe:/o:example:alpha\n  - purl: pkg:deb/alpha/base\n"
	"  - repology: alpha\n"
	"customFields:\n  - name: kernel\n    display: after-release-column\n    label: Kernel\n"
	"    description: The kernel it came with\n"
	"auto:\n  methods:\n    - git: https://example.org/alpha.git\n      regex: [a, b]\n"
	"releases:\n"
	"  - {releaseCycle: \"3-b+\", releaseLabel: \"Alpha 3\", codename: Third, "
	"releaseDate: 2027-01-10, lts: 2027-06-01, eoas: 2028-01-10, eol: 2030-01-10, "
	"eoes: 2033-01-10}\n"
	"  - {releaseCycle: \"2\", codename: Second Wind, releaseDate: 2023-01-10, "
	"eoas: 2025-01-10, eol: 2026-11-20, eoes: false, latest: \"2.7\", "
	"latestReleaseDate: 2026-10-01, link: https://example.org/2, kernel: \"6.1\"}\n"
	"  - {releaseCycle: \"1\", releaseDate: 2020-01-10, eoas: true, eol: true, "
	"discontinued: 2024-01-10}\n"
	"  - {releaseCycle: \"0.9\", releaseDate: 2019-01-10, lts: true, eol: 2024-01-10}\n";
static const char sample_beta[] =
	"title: Beta\ncategory: app\ntags: tested\npermalink: /beta\nalternate_urls: [/b-two]\n"
	"identifiers:\n  - cpe: cpe:2.3:a:example:beta\n  - purl: pkg:npm/beta?arch=src\n"
	"releases:\n"
	"  - {releaseCycle: \"10.11\", releaseDate: 2026-01-01, eol: 2027-05-19}\n"
	"  - {releaseCycle: \"10.1\", releaseDate: 2025-01-01, eol: 2027-05-20}\n";
static const char sample_gamma[] = "title: Gamma\ncategory: app\npermalink: /gamma\n"
				   "identifiers:\n  - cpe: cpe:2.3:a:example:beta\n"
				   "releases:\n"
				   "  - {releaseCycle: one, releaseDate: 2026-01-01, eol: false}\n";

/* A directory with the three files. */
static inline ScratchDir sample_dir(void) {
	ScratchDir dir = served_data_dir();

	scratch_dir_write(&dir, "data/alpha.yaml", sample_alpha);
	scratch_dir_write(&dir, "data/beta.yaml", sample_beta);
	scratch_dir_write(&dir, "data/gamma.yaml", sample_gamma);
	return dir;
}

/* A snapshot of them; alpha 2 (the host) and beta 10.1 are tracked. */
static inline Snapshot *sample_snapshot_on(const char *today) {
	_cleanup_(scratch_dir_deinit) ScratchDir dir = sample_dir();
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_of(&dir, NULL);

	ck_assert_uint_eq(dataset->problems.n_refused, 0);
	return snapshot_of(dataset, "track:\n  - {product: beta, cycle: \"10.1\"}\n",
		"ID=alpha\nVERSION_ID=2.6\nPRETTY_NAME=\"Alpha 2\"\nSUPPORT_END=2026-11-21\n",
		today);
}

static inline Snapshot *sample_snapshot(void) {
	return sample_snapshot_on("2026-11-20");
}
