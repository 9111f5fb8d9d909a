/* SPDX-License-Identifier: MIT */
#include "whole-load.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/api-document.h"
#include "lifecycle/release-text.h"
#include "snapshot/snapshot.h"

/* ---- files ----------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	const char *text;
} files[] = {
	/* front matter, templates, HTML, an alias that clashes, a custom field, a nested value */
	{ "usr/go.md",
		"---\n"
		"title: Go\n"
		"category: lang\n"
		"tags: google lang\n"
		"permalink: /go\n"
		"alternate_urls: [/golang, /alma]\n"
		"iconSlug: go\n"
		"versionCommand: |-\n"
		"  go\n"
		"  version\n"
		"releaseLabel: \"<b>Go</b> __RELEASE_CYCLE__ {{ 'a.b' | split: '.' | first }}\"\n"
		"changelogTemplate: \"https://x.example/{% assign m = '__LATEST__' | replace: '.', "
		"'-' | downcase %}{% if m == '' %}none{% else %}{{ m }}{% endif %}\"\n"
		"eoasColumn: true\n"
		"eoesColumn: <i>Extended</i>\n"
		"identifiers:\n"
		"- purl: pkg:golang/go?os=linux\n"
		"- cpe: cpe:2.3:a:golang:go:*:*:*:*:*:*:*:*\n"
		"- repology: go\n"
		"customFields:\n"
		"- {name: chip, display: api-only, label: Chip}\n"
		"auto:\n"
		"  methods:\n"
		"  - {git: 'https://git.example', regex: ['a', {b: 1}]}\n"
		"releases:\n"
		"- releaseCycle: \"1.22\"\n"
		"  releaseDate: 2024-02-06\n"
		"  eoas: 2025-01-31\n"
		"  eol: 2025-02-11\n"
		"  lts: 2024-09-01\n"
		"  eoes: 2027-01-01\n"
		"  latest: '1.22.4'\n"
		"  latestReleaseDate: 2024-06-04\n"
		"  chip: arm\n"
		"- releaseCycle: \"1.21\"\n"
		"  releaseDate: 2023-08-08\n"
		"  eoas: true\n"
		"  eol: true\n"
		"  eoes: false\n"
		"  link: null\n"
		"---\n"
		"The rest is ignored.\n" },
	/* what this kind of file adds, and anchors */
	{ "etc/almalinux.yaml",
		"title: AlmaLinux OS\n"
		"category: os\n"
		"permalink: /almalinux\n"
		"alternate_urls: /alma\n"
		"osReleaseIds: [almalinux]\n"
		"links: &l {errata: 'https://errata.example'}\n"
		"architectures: [x86_64, s390x]\n"
		"pointReleasePolicy: superseded\n"
		"identifiers:\n"
		"- cpe: cpe:/o:almalinux:almalinux\n"
		"releases:\n"
		"- releaseCycle: '9'\n"
		"  codename: Seafoam Ocelot\n"
		"  releaseDate: 2022-05-26\n"
		"  eol: 2032-05-31\n"
		"  latest: '9.6'\n"
		"  pointReleases:\n"
		"  - {version: '9.6', releaseDate: 2025-05-20, codename: Sage Margay}\n"
		"  - {version: '9.5', releaseDate: 2024-11-18}\n"
		"- releaseCycle: '8'\n"
		"  releaseDate: 2021-03-30\n"
		"  eol: 2029-05-31\n" },
	{ "usr/almalinux.yaml", "this one is replaced\n" },
	{ "usr/small.yaml", "title: Small\ncategory: lang\npermalink: /small\nreleases:\n"
			    "- {releaseCycle: '1', releaseDate: 2020-01-01, eol: false}\n" },
	/* wrong ones */
	{ "usr/broken.yaml", "title: [a\n" },
	{ "usr/wrong.yaml", "title: Wrong\ncategory: lang\npermalink: /wrong\nreleases:\n"
			    "- {releaseCycle: '1', releaseDate: 2023-02-30, eol: maybe}\n" },
	{ "usr/empty.md", "no front matter\n" },
	{ "usr/broken.json", "{\"result\": {\"name\": \"x\", }}" },
	/* imports */
	{ "usr/one.json",
		"{\"schema_version\":\"1.2.0\",\"generated_at\":\"2026-01-02T03:04:05+00:00\","
		"\"result\":{\"name\":\"one\",\"aliases\":[\"uno\"],\"label\":\"One\","
		"\"category\":\"os\",\"tags\":[\"os\"],\"versionCommand\":null,"
		"\"identifiers\":[{\"type\":\"purl\",\"id\":\"pkg:deb/one/one\"}],"
		"\"labels\":{\"eoas\":null,\"discontinued\":null,\"eol\":\"Support\",\"eoes\":null}"
		","
		"\"links\":{\"icon\":null,\"html\":\"https://endoflife.date/one\","
		"\"releasePolicy\":null},\"releases\":[{\"name\":\"1\",\"codename\":null,"
		"\"label\":\"1 (LTS)\",\"releaseDate\":\"2020-01-01\",\"isLts\":true,"
		"\"ltsFrom\":\"2021-01-01\",\"isEol\":false,\"eolFrom\":\"2030-01-01\","
		"\"isMaintained\":true,\"latest\":{\"name\":\"1.1\",\"date\":\"2021-01-01\","
		"\"link\":\"https://x.example\"},\"custom\":{\"a\":\"b\"}}]}}" },
	{ "usr/many.json",
		"{\"schema_version\":\"1.2.0\",\"total\":2,\"result\":["
		"{\"name\":\"small\",\"label\":\"Other\",\"category\":\"os\",\"releases\":[]},"
		"{\"name\":\"third\",\"label\":\"Third\",\"category\":\"os\",\"releases\":"
		"[{\"name\":\"3\",\"label\":\"3\",\"isEol\":true}]},{\"name\":\"../x\"}]}" },
	{ "overrides/almalinux.yaml",
		"product: almalinux\n"
		"links: {bugs: 'https://bugs.example', errata: 'https://other.example'}\n"
		"releases:\n- {releaseCycle: '8', eol: 2029-03-01}\n" },
	{ "overrides/wrong.yaml", "product: go\neoasColumn: [1]\n" },
	/* the rest */
	{ "eold.yaml", "warningDays: [7, 30]\n"
		       "unknown: 1\n"
		       "track:\n"
		       "- {product: golang, cycle: '1.22'}\n"
		       "- {product: almalinux, version: 8.10-2.el8}\n"
		       "- {purl: 'pkg:golang/go@1.21.3?os=linux'}\n"
		       "- {product: nothing, cycle: 1}\n" },
	{ "eold.yaml.d/a.yaml", "entitlements:\n"
				"- {product: almalinux, cycle: all, until: 2035-01-01}\n"
				"- {product: go, cycle: '1.22', until: data}\n" },
	{ "bad.yaml", "- [\n" },
	{ "os-release",
		"ID=almalinux\nVERSION_ID=\"9.5\"\nPRETTY_NAME=\"AlmaLinux 9.5\"\nodd line\n"
		"CPE_NAME=\"cpe:/o:almalinux:almalinux:9::baseos\"\nSUPPORT_END=2032-06-01\n" },
	{ "other", "title: Small\npermalink: /small\nreleases: no\n" },
};

WholeLoad whole_load_new(void) {
	static const char *const directories[] = { "etc", "usr", "overrides", "eold.yaml.d" };
	WholeLoad load = { .dir = scratch_dir_new() };

	for (size_t i = 0; i < ELEMENTSOF(directories); i++)
		scratch_dir_mkdir(&load.dir, directories[i]);
	for (size_t i = 0; i < ELEMENTSOF(files); i++)
		scratch_dir_write(&load.dir, files[i].name, files[i].text);
	scratch_dir_link(&load.dir, "etc/masked.yaml", "/dev/null");
	/* what was written in this very moment would be read once more: one run is like the other
	 */
	usleep(30 * 1000);
	load.data[0] = scratch_dir_path(&load.dir, "etc");
	load.data[1] = scratch_dir_path(&load.dir, "usr");
	load.overrides = scratch_dir_path(&load.dir, "overrides");
	load.config = scratch_dir_path(&load.dir, "eold.yaml");
	load.dropins = scratch_dir_path(&load.dir, "eold.yaml.d");
	load.bad_config = scratch_dir_path(&load.dir, "bad.yaml");
	load.os_release = scratch_dir_path(&load.dir, "os-release");
	load.changing = scratch_dir_path(&load.dir, "usr/small.yaml");
	load.other = scratch_dir_path(&load.dir, "other");
	return load;
}

void whole_load_deinit(WholeLoad *load) {
	char *const texts[] = { load->data[0], load->data[1], load->overrides, load->config,
		load->dropins, load->bad_config, load->os_release, load->changing, load->other };

	for (size_t i = 0; i < ELEMENTSOF(texts); i++)
		free(texts[i]);
	scratch_dir_deinit(&load->dir);
}

/* ---- what is told -----------------------------------------------------------------------------
 */

static int append_problems(const Problems *problems, StrBuf *text) {
	/* what is counted is always right; entries may get lost for want of memory */
	return strbuf_printf(
		text, "problems %zu, refused %zu\n", problems->n_total, problems->n_refused);
}

static int append_release(const Snapshot *snapshot, const Product *product, size_t serial,
	const Release *release, StrBuf *text) {
	Judgement judgement = snapshot_judge(snapshot, product, release, serial, snapshot->today);
	bool present;
	int r = release_text_label(product, release, snapshot->today, text);

	if (r == 0)
		r = release_text_link(product, release, text, &present);
	if (r == 0)
		r = strbuf_printf(
			text, " %s %d\n", status_name(judgement.status), judgement.is_supported);
	return r;
}

static int append_product(const Snapshot *snapshot, size_t index, StrBuf *text) {
	const Catalog *catalog = snapshot_catalog(snapshot);
	const Product *product = catalog_product(catalog, index);
	int r = api_document_append_product(product, snapshot->today, text);

	for (size_t i = 0; i < product_n_releases(product) && r == 0; i++)
		r = append_release(snapshot, product, catalog_first_serial(catalog, index) + i,
			product_release(product, i), text);
	return r == 0 ? strbuf_append_byte(text, '\n') : r;
}

static int append_tracked(const Snapshot *snapshot, StrBuf *text) {
	const Tracking *tracking = &snapshot->tracking;

	for (size_t i = 0; i < tracking->n_items; i++) {
		int r = strbuf_printf(text, "tracked %s %s\n", tracking->items[i].product,
			tracking->items[i].cycle);

		if (r < 0)
			return r;
	}
	return strbuf_printf(text, "entitled %zu, transitions %zu, stale %d\n",
		tracking->n_entitled, timeline_n_entries(snapshot->dataset->timeline),
		snapshot->is_stale);
}

static int append_found(const Snapshot *snapshot, StrBuf *text) {
	_cleanup_(identifier_deinit) Identifier question = IDENTIFIER_INIT;
	size_t found[4];
	ssize_t n;
	int r = identifier_parse(&question, "purl", "pkg:golang/go@1.22.1?os=linux");

	if (r < 0)
		return r;
	n = identifier_index_find(snapshot->dataset->identifiers, snapshot_catalog(snapshot),
		&question, found, ELEMENTSOF(found));
	return n < 0 ? (int)n : strbuf_printf(text, "found %zd\n", n);
}

static int append_changes(const Snapshot *snapshot, StrBuf *text) {
	_cleanup_(freep) uint32_t *serials = NULL;
	ssize_t n = timeline_find_changes(
		snapshot->dataset->timeline, snapshot->today, snapshot->today + 3000, &serials);

	return n < 0 ? (int)n : strbuf_printf(text, "changes %zd\n", n);
}

static int append_snapshot(const Snapshot *snapshot, StrBuf *text) {
	const Catalog *catalog = snapshot_catalog(snapshot);
	int r = append_problems(&snapshot->problems, text);

	for (size_t i = 0; i < catalog_n_products(catalog) && r == 0; i++)
		r = append_product(snapshot, catalog_index_by_file(catalog, i), text);
	if (r == 0)
		r = append_tracked(snapshot, text);
	if (r == 0)
		r = append_found(snapshot, text);
	return r == 0 ? append_changes(snapshot, text) : r;
}

/* ---- steps ----------------------------------------------------------------------------------- */

static LoaderDirectories directories_of(const WholeLoad *load) {
	return (LoaderDirectories){
		.data = (const char *const *)load->data,
		.n_data = ELEMENTSOF(load->data),
		.overrides = (const char *const *)&load->overrides,
		.n_overrides = 1,
	};
}

static int read_data(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	LoaderDirectories directories = directories_of(load);

	return dataset_load(&directories, NULL, &run->dataset);
}

static int read_config(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	_cleanup_(problems_deinit) Problems bad = PROBLEMS_INIT;
	Config *none = NULL;
	int r = config_load(load->bad_config, NULL, &bad, &none);

	/* that it is bad is the right answer */
	if (r != -EBADMSG)
		return r == 0 ? -ENOTRECOVERABLE : r;
	return config_load(load->config, load->dropins, &run->problems, &run->config);
}

static int make_snapshot(const WholeLoad *load, Dataset *dataset, Config *config,
	const Problems *problems, StrBuf *text, Snapshot **ret) {
	_cleanup_(os_release_deinit) OsRelease os_release = OS_RELEASE_INIT;
	_cleanup_(problems_deinit) Problems os_problems = PROBLEMS_INIT;
	int r = os_release_read(load->os_release, &os_problems, NULL, &os_release);

	if (r == 0)
		r = append_problems(&os_problems, text);
	return r == 0 ? snapshot_new(dataset, config, &os_release, problems,
				civil_day_from_ymd(2026, 11, 20), ret)
		      : r;
}

static int make_first(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	return make_snapshot(load, run->dataset, run->config, &run->problems, text, &run->snapshot);
}

static int tell_first(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	return append_snapshot(run->snapshot, text);
}

/* Two files change places without a byte of memory. */
static int exchange(const WholeLoad *load) {
	return renameat2(AT_FDCWD, load->changing, AT_FDCWD, load->other, RENAME_EXCHANGE) < 0
		       ? -errno
		       : 0;
}

static int read_data_again(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	LoaderDirectories directories = directories_of(load);
	int r = exchange(load), back;

	if (r < 0)
		return r;
	r = dataset_load(&directories, run->dataset, &run->dataset_again);
	back = exchange(load);
	return r == 0 ? back : r;
}

static int make_second(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	return make_snapshot(
		load, run->dataset_again, run->config, NULL, text, &run->snapshot_again);
}

static int tell_second(const WholeLoad *load, WholeRun *run, StrBuf *text) {
	return append_snapshot(run->snapshot_again, text);
}

static int (*const steps[WHOLE_LOAD_STEPS])(const WholeLoad *, WholeRun *, StrBuf *) = {
	read_data,
	read_config,
	make_first,
	tell_first,
	read_data_again,
	make_second,
	tell_second,
};

int whole_load_step(const WholeLoad *load, WholeRun *run, size_t step, StrBuf *text) {
	return steps[step](load, run, text);
}

void whole_run_rewind(WholeRun *run, size_t step) {
	if (step <= 5)
		run->snapshot_again = snapshot_unref(run->snapshot_again);
	if (step <= 4)
		run->dataset_again = dataset_unref(run->dataset_again);
	if (step <= 2)
		run->snapshot = snapshot_unref(run->snapshot);
	if (step <= 1) {
		run->config = config_unref(run->config);
		problems_deinit(&run->problems);
		run->problems = (Problems)PROBLEMS_INIT;
	}
	if (step == 0)
		run->dataset = dataset_unref(run->dataset);
}

void whole_run_deinit(WholeRun *run) {
	whole_run_rewind(run, 0);
}

/* ---- step by step ---------------------------------------------------------------------------- */

static void go_well(const WholeLoad *load, StrBuf *text, size_t begins[WHOLE_LOAD_STEPS]) {
	_cleanup_(whole_run_deinit) WholeRun run = WHOLE_RUN_INIT;

	for (size_t step = 0; step < WHOLE_LOAD_STEPS; step++) {
		begins[step] = strlen(strbuf_cstr(text));
		ck_assert_int_eq(whole_load_step(load, &run, step, text), 0);
	}
}

void whole_way_init(WholeWay *way) {
	_cleanup_(strbuf_deinit) StrBuf cold = STRBUF_INIT, text = STRBUF_INIT;

	*way = (WholeWay){ .load = whole_load_new(), .run = WHOLE_RUN_INIT };
	go_well(&way->load, &cold, way->begins);
	go_well(&way->load, &text, way->begins);
	ck_assert_str_eq(strbuf_cstr(&cold), strbuf_cstr(&text));
	way->expected = strbuf_steal(&text);
}

void whole_way_deinit(WholeWay *way) {
	whole_run_deinit(&way->run);
	whole_load_deinit(&way->load);
	free(way->expected);
}

WholeOutcome whole_way_try(WholeWay *way, bool (*has_failed)(void)) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	WholeOutcome outcome;
	size_t step = way->step;

	outcome.r = whole_load_step(&way->load, &way->run, step++, &text);
	outcome.failed = has_failed();
	if (!outcome.failed) {
		outcome.same = true;
		return outcome;
	}
	while (outcome.r == 0 && step < WHOLE_LOAD_STEPS)
		outcome.r = whole_load_step(&way->load, &way->run, step++, &text);
	outcome.same = strcmp(strbuf_cstr(&text), way->expected + way->begins[way->step]) == 0;
	whole_run_rewind(&way->run, way->step);
	return outcome;
}
