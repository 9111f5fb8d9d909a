/* SPDX-License-Identifier: MIT */
#include "match/host-match.h"

#include <string.h>

#include "match/product-version.h"
#include "test-main.h"
#include "util/arena.h"

/* Products in short: lists are separated by blanks; a cycle's code name stands behind "=". */
typedef struct Sketch {
	const char *name;
	const char *label;
	const char *category;
	const char *cycles;
	const char *aliases;
	const char *cpes;
	const char *os_release_ids;
} Sketch;

static const Sketch sketches[] = {
	{ "almalinux", "AlmaLinux OS", "os", "10 9 8", "alma", "cpe:/o:almalinux:almalinux", "" },
	{ "alpine-linux", "Alpine Linux", "os", "3.21 3.20 3.2", "alpine", "", "" },
	{ "centos", "CentOS", "os", "8 7", "", "cpe:/o:centos:centos", "" },
	{ "centos-stream", "CentOS Stream", "os", "10 9 8", "", "cpe:/o:centos:stream", "" },
	{ "clear-linux", "Clear Linux", "os", "current", "", "cpe:/o:intel:clear-linux-os", "" },
	{ "cos", "Google Container-Optimized OS (COS)", "os", "cos-125 cos-97", "", "", "" },
	{ "debian", "Debian", "os", "13=Trixie 12=Bookworm 10=Buster", "",
		"cpe:2.3:o:debian:debian_linux", "" },
	{ "linux", "Linux Kernel", "os", "6.12 6.1", "", "cpe:/o:linux:linux_kernel", "" },
	{ "linuxmint", "Linux Mint", "os", "22=Wilma lmde6=Faye 21.3=Virginia", "", "", "" },
	{ "nexus", "Nexus Repository", "server-app", "7 3", "", "cpe:/o:sonatype:nexus", "" },
	{ "opensuse", "openSUSE", "os", "16.0 15.6", "",
		"cpe:/o:opensuse:opensuse cpe:/o:opensuse:leap", "" },
	{ "oracle-linux", "Oracle Linux", "os", "10 9 8", "", "cpe:/o:oracle:linux", "ol" },
	{ "plain", "Plain", "os", "9 4", "", "", "" },
	{ "postmarketos", "postmarketOS", "os", "24.06 23.12", "", "", "" },
	{ "rhel", "Red Hat Enterprise Linux", "os", "10 9 8 7 4", "redhat",
		"cpe:/o:redhat:enterprise_linux cpe:2.3:o:redhat:enterprise_linux", "" },
	{ "sl-micro", "SUSE Linux Micro", "os", "6.1 5.5", "", "cpe:/o:suse:linux_enterprise_micro",
		"" },
	{ "slowroll", "Slowroll", "os", "1", "other", "cpe:/o:twin:system cpe:/o:vendor:slowroll",
		"twin" },
	{ "twin-two", "Twin Two", "os", "1", "other", "cpe:/o:twin:system cpe:/o:else:slowroll",
		"twin" },
	{ "ubuntu", "Ubuntu", "os", "24.04=Noble_Numbat 22.04=Jammy_Jellyfish", "",
		"cpe:/o:canonical:ubuntu_linux", "" },
};

static Arena arena;
static Catalog *catalog;

/* Takes the next word of a list; NULL at the end. "_" stands for a blank in a code name. */
static char *next_item(const char **list) {
	size_t n;

	*list += strspn(*list, " ");
	n = strcspn(*list, " ");
	if (n == 0)
		return NULL;

	char *item = arena_strndup(&arena, *list, n);

	ck_assert_ptr_nonnull(item);
	*list += n;
	return item;
}

enum { ITEMS_MAX = 8 };

static TextList read_list(const char *list) {
	TextList result = { .items = arena_alloc_array(&arena, ITEMS_MAX, sizeof(char *)) };

	for (char *item; (item = next_item(&list)); result.n++)
		result.items[result.n] = item;
	return result;
}

static PairList read_cpes(const char *list) {
	PairList result = { .items = arena_alloc_array(&arena, ITEMS_MAX, sizeof(TextPair)) };

	for (char *item; (item = next_item(&list)); result.n++)
		result.items[result.n] = (TextPair){ "cpe", item };
	return result;
}

static void read_cycles(ProductDraft *draft, const char *list) {
	draft->releases = arena_alloc_array(&arena, ITEMS_MAX, sizeof(ReleaseDraft));
	for (char *item; (item = next_item(&list)); draft->n_releases++) {
		char *codename = strchr(item, '=');

		if (codename)
			*codename++ = '\0';
		for (char *p = codename; p && *p != '\0'; p++)
			if (*p == '_')
				*p = ' ';
		draft->releases[draft->n_releases] = (ReleaseDraft){
			.name = item,
			.codename = codename,
			.release_date = CIVIL_DAY_NONE,
			.latest_date = CIVIL_DAY_NONE,
		};
	}
}

static int compare_names(const void *a, const void *b, void *userdata) {
	const ProductDraft *draft = userdata;

	return strcmp(draft->releases[*(const uint32_t *)a].name,
		draft->releases[*(const uint32_t *)b].name);
}

static void sort_cycles(ProductDraft *draft) {
	draft->by_name = arena_alloc_array(&arena, ITEMS_MAX, sizeof(uint32_t));
	for (size_t i = 0; i < draft->n_releases; i++)
		draft->by_name[i] = (uint32_t)i;
	qsort_r(draft->by_name, draft->n_releases, sizeof(uint32_t), compare_names, draft);
}

static Product *make_product(const Sketch *sketch) {
	ProductDraft draft = {
		.name = sketch->name,
		.label = sketch->label,
		.category = sketch->category,
		.source = "/test.yaml",
		.aliases = read_list(sketch->aliases),
		.identifiers = read_cpes(sketch->cpes),
		.os_release_ids = read_list(sketch->os_release_ids),
	};

	read_cycles(&draft, sketch->cycles);
	sort_cycles(&draft);
	return product_seal(&draft);
}

/* Made once, and inside a test: check's assertions work nowhere else. */
static void make_catalog(void) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	Product *products[ELEMENTSOF(sketches)];

	if (catalog)
		return;
	for (size_t i = 0; i < ELEMENTSOF(sketches); i++) {
		products[i] = make_product(&sketches[i]);
		ck_assert_ptr_nonnull(products[i]);
	}
	catalog = catalog_new(products, ELEMENTSOF(products), &problems);
	ck_assert_ptr_nonnull(catalog);
	for (size_t i = 0; i < ELEMENTSOF(products); i++)
		product_unref(products[i]);
}

typedef struct Case {
	const char *release; /* os-release, ";" for the end of a line */
	const char *matched_by;
	const char *product; /* "": unknown */
	const char *cycle; /* "": unknown */
	const char *resolution;
	const char *reason; /* a part of it */
} Case;

/* clang-format off */
static const Case cases[] = {
	/* CPE_NAME first, in either form, whatever ID says */
	{ "ID=almalinux;VERSION_ID=9.6;CPE_NAME=cpe:/o:almalinux:almalinux:9::baseos",
		"cpe", "almalinux", "9", "shortened", NULL },
	{ "ID=almalinux;VERSION_ID=9;CPE_NAME=cpe:2.3:o:almalinux:almalinux:9:*:*:*:*:*:*:*",
		"cpe", "almalinux", "9", "exact", NULL },
	{ "ID=foo;VERSION_ID=9.6;CPE_NAME=CPE:/O:Oracle:Linux:9:6:server",
		"cpe", "oracle-linux", "9", "shortened", NULL },
	{ "ID=opensuse-leap;NAME='openSUSE Leap';VERSION_ID=15.6;CPE_NAME=cpe:/o:opensuse:leap:15.6",
		"cpe", "opensuse", "15.6", "exact", NULL },
	{ "ID=opensuse;NAME='openSUSE Leap';VERSION_ID=15.6;CPE_NAME=cpe:/o:opensuse:leap:15.6",
		"cpe", "opensuse", "15.6", "exact", NULL },
	{ "ID=rhel;NAME='Red Hat Enterprise Linux Server';VERSION_ID=7.5;"
	  "CPE_NAME=cpe:/o:redhat:enterprise_linux:7.5:GA:server",
		"cpe", "rhel", "7", "shortened", NULL },
	/* ... of two with the same identifier the one that ID names */
	{ "ID=slowroll;VERSION_ID=1;CPE_NAME=cpe:/o:twin:system:1", "cpe", "slowroll", "1", "exact", NULL },
	{ "ID=twin;VERSION_ID=1;CPE_NAME=cpe:/o:twin:system:1", "none", "", "", "no-such-product", "ID “twin”" },
	{ "ID=foo;VERSION_ID=1;CPE_NAME=cpe:/o:twin:system:1", "none", "", "", "no-such-product", "ID “foo”" },

	/* ID, by name, osReleaseIds, alias */
	{ "ID=debian;VERSION_ID=12", "id", "debian", "12", "exact", NULL },
	{ "ID=ol;NAME='Oracle Linux Server';VERSION_ID=9.6", "id", "oracle-linux", "9", "shortened", NULL },
	{ "ID=alpine;NAME='Alpine Linux';VERSION_ID=3.20.3", "alias", "alpine-linux", "3.20", "shortened", NULL },
	{ "ID=redhat;VERSION_ID=9.6", "alias", "rhel", "9", "shortened", NULL },
	/* ... which several share is none */
	{ "ID=twin;VERSION_ID=1", "none", "", "", "no-such-product", "ID “twin”" },
	{ "ID=other;VERSION_ID=1", "none", "", "", "no-such-product", "ID “other”" },
	/* ... and never what a system is like, or another kind of product */
	{ "ID=kali;ID_LIKE=debian;VERSION_ID=12", "none", "", "", "no-such-product", "ID “kali”" },
	{ "ID_LIKE=debian;VERSION_ID=12", "none", "", "", "no-such-product", "has no ID" },
	{ "ID=nexus;VERSION_ID=7.0(BUILDER)", "none", "", "", "no-such-product", "ID “nexus”" },
	{ "ID=nexus;VERSION_ID=7;CPE_NAME=cpe:/o:sonatype:nexus:7", "none", "", "", "no-such-product", "nexus" },
	{ "ID=linux;NAME=Linux;VERSION_ID=6.12", "none", "", "", "no-such-product", "ID “linux”" },
	{ "ID=Debian;VERSION_ID=12", "none", "", "", "no-such-product", "ID “Debian”" },
	{ "", "none", "", "", "no-such-product", "has no ID" },

	/* what ID and NAME both are in the cpe of the data */
	{ "ID=clear-linux-os;NAME='Clear Linux OS';VERSION_ID=38250",
		"cpe", "clear-linux", "", "no-such-cycle", "“38250”" },
	{ "ID=clear-linux-os;NAME='Cleared';VERSION_ID=38250", "none", "", "", "no-such-product", "ID" },
	{ "ID=clear-linux-os;NAME='Clear Linux OS';CPE_NAME=cpe:/o:x:y", "none", "", "", "no-such-product", "x:y" },
	{ "ID=slowroll2;NAME=Slowroll2;VERSION_ID=1", "none", "", "", "no-such-product", "ID" },
	{ "ID=leap;NAME='openSUSE Leap';VERSION_ID=15.6", "none", "", "", "no-such-product", "ID" },
	{ "ID=system;NAME=System;VERSION_ID=1", "none", "", "", "no-such-product", "ID" },

	/* a CPE_NAME of its own tells a derivative */
	{ "ID=debian;NAME=Puppy;VERSION_ID=10.0.8;VERSION_CODENAME=bookworm;CPE_NAME=cpe:/o:puppy:puppy_linux:10.0.8",
		"none", "", "", "no-such-product", "“cpe:/o:puppy:puppy_linux:10.0.8”" },
	{ "ID=debian;NAME='Debian GNU/Linux';VERSION_ID=12;CPE_NAME=cpe:/o:puppy:puppy_linux:12",
		"none", "", "", "no-such-product", "not that of Debian" },
	{ "ID=debian;VERSION_ID=12;CPE_NAME=nonsense", "none", "", "", "no-such-product", "“nonsense”" },
	{ "ID=sl-micro;VERSION_ID=5.5;CPE_NAME=cpe:/o:suse:suse-microos:5.5",
		"none", "", "", "no-such-product", "suse-microos" },
	/* ... but not where the data has no cpe, or the system gives none */
	{ "ID=plain;VERSION_ID=9;CPE_NAME=cpe:/o:plain:system:9", "id", "plain", "9", "exact", NULL },
	{ "ID=debian;VERSION_ID=12;CPE_NAME=", "id", "debian", "12", "exact", NULL },

	/* NAME tells those who pose */
	{ "ID=centos;NAME='CentOS Stream';VERSION_ID=8;CPE_NAME=cpe:/o:centos:centos:8",
		"id", "centos-stream", "8", "exact", NULL },
	{ "ID=centos;NAME='CentOS Stream';PRETTY_NAME='CentOS Stream 9';VERSION_ID=9",
		"id", "centos-stream", "9", "exact", NULL },
	{ "ID=centos;NAME='CentOS Linux';VERSION_ID=8;CPE_NAME=cpe:/o:centos:centos:8",
		"cpe", "centos", "8", "exact", NULL },
	{ "ID=centos;NAME='CentOS Linux';PRETTY_NAME='CentOS Stream 8';VERSION_ID=8;CPE_NAME=cpe:/o:centos:centos:8",
		"none", "", "", "no-such-product", "“CentOS Stream 8”" },
	{ "ID=almalinux;NAME='AlmaLinux Kitten';VERSION_ID=10;CPE_NAME=cpe:/o:almalinux:almalinux:10::baseos",
		"none", "", "", "no-such-product", "“AlmaLinux Kitten”" },
	{ "ID=almalinux;NAME=AlmaLinux;PRETTY_NAME='AlmaLinux Kitten 10 (Lion Cub)';VERSION_ID=10",
		"none", "", "", "no-such-product", "Kitten 10" },
	{ "ID=ubuntu;NAME='Vanilla OS';VERSION_ID=22.04", "none", "", "", "no-such-product", "“Vanilla OS”" },
	{ "ID=debian;NAME=Pengwin;VERSION_ID=12;VERSION_CODENAME=bookworm", "none", "", "", "no-such-product", "“Pengwin”" },
	{ "ID=rhcos;NAME='Red Hat Enterprise Linux CoreOS';VERSION_ID=4.12;CPE_NAME=cpe:/o:redhat:enterprise_linux:8::coreos",
		"none", "", "", "no-such-product", "CoreOS" },
	{ "ID=debian;NAME='Deb\xffian';VERSION_ID=12", "none", "", "", "no-such-product", "“Deb\\xffian”" },
	/* ... and lets those pass who do not */
	{ "ID=debian;NAME='Debian GNU/Linux';PRETTY_NAME='Debian GNU/Linux 12 (bookworm)';VERSION_ID=12;VERSION_CODENAME=bookworm",
		"id", "debian", "12", "exact", NULL },
	{ "ID=ubuntu;NAME=Ubuntu;PRETTY_NAME='Bodhi 6';VERSION_ID=24.04;VERSION_CODENAME=noble",
		"id", "ubuntu", "24.04", "exact", NULL },
	{ "ID=ubuntu;NAME=UBUNTU;VERSION_ID=24.04.1", "id", "ubuntu", "24.04", "shortened", NULL },
	{ "ID=debian;NAME=Linux;VERSION_ID=12", "id", "debian", "12", "exact", NULL },

	/* the release */
	{ "ID=postmarketos;VERSION_ID=v23.12", "id", "postmarketos", "23.12", "exact", NULL },
	{ "ID=postmarketos;VERSION_ID=v23.12.2", "id", "postmarketos", "23.12", "shortened", NULL },
	{ "ID=postmarketos;VERSION_ID=edge", "id", "postmarketos", "", "no-such-cycle", "“edge”" },
	{ "ID=cos;NAME='Container-Optimized OS';VERSION_ID=97;BUILD_ID=16919", "id", "cos", "cos-97", "exact", NULL },
	{ "ID=cos;NAME='Container-Optimized OS';VERSION_ID=999", "id", "cos", "", "newer-than-data", "“999”" },
	{ "ID=cos;NAME='Container-Optimized OS';VERSION_ID=99", "id", "cos", "", "no-such-cycle", "“99”" },
	{ "ID=linuxmint;NAME='Linux Mint';VERSION_ID=22;VERSION_CODENAME=wilma", "id", "linuxmint", "22", "exact", NULL },
	{ "ID=linuxmint;NAME=LMDE;VERSION_ID=6;VERSION_CODENAME=faye", "id", "linuxmint", "lmde6", "exact", NULL },
	{ "ID=linuxmint;NAME=LMDE;VERSION_ID=22", "id", "linuxmint", "", "newer-than-data", "“22”" },
	{ "ID=linuxmint;NAME=LMDE;VERSION_ID=5", "id", "linuxmint", "", "no-such-cycle", "“5”" },
	{ "ID=linuxmint;NAME='Linux Mint';VERSION_ID=6", "id", "linuxmint", "", "no-such-cycle", "“6”" },
	{ "ID=almalinux;VERSION_ID=11.0", "id", "almalinux", "", "newer-than-data", "newer than every release of AlmaLinux OS" },
	{ "ID=almalinux;VERSION_ID=7", "id", "almalinux", "", "no-such-cycle", "“7”" },
	/* ... without VERSION_ID */
	{ "ID=debian;VERSION_CODENAME=trixie", "id", "debian", "13", "codename", NULL },
	{ "ID=ubuntu;VERSION_CODENAME=jammy;VERSION_ID=", "id", "ubuntu", "22.04", "codename", NULL },
	{ "ID=debian;VERSION_CODENAME=forky", "id", "debian", "", "no-such-cycle", "no VERSION_ID" },
	{ "ID=debian;PRETTY_NAME='Debian GNU/Linux 12'", "id", "debian", "", "no-such-cycle", "no VERSION_ID" },
	{ "ID=almalinux;CPE_NAME=cpe:/o:almalinux:almalinux:9.6::baseos", "cpe", "almalinux", "9", "shortened", NULL },
	{ "ID=almalinux;CPE_NAME=cpe:/o:almalinux:almalinux:11", "cpe", "almalinux", "", "newer-than-data", "no VERSION_ID" },
	{ "ID=almalinux;CPE_NAME=cpe:/o:almalinux:almalinux", "cpe", "almalinux", "", "no-such-cycle", "no VERSION_ID" },
	{ "ID=plain;CPE_NAME=cpe:/o:plain:system:9", "id", "plain", "", "no-such-cycle", "no VERSION_ID" },
	/* ... with one that cannot be true */
	{ "ID=rhel;VERSION_ID=4.12;CPE_NAME=cpe:/o:redhat:enterprise_linux:8::baseos",
		"cpe", "rhel", "", "no-such-cycle", "contradicts CPE_NAME" },
	{ "ID=rhel;VERSION_ID=10;CPE_NAME=cpe:/o:redhat:enterprise_linux:1", "cpe", "rhel", "", "no-such-cycle", "contradicts" },
	{ "ID=debian;VERSION_ID=10.0;VERSION_CODENAME=bookworm", "id", "debian", "", "no-such-cycle", "contradicts VERSION_CODENAME" },
	{ "ID=debian;VERSION_ID=12;VERSION_CODENAME=anything", "id", "debian", "12", "exact", NULL },

	/* odd bytes match nothing, not even by what stands before them */
	{ "ID=debian\xff;VERSION_ID=12", "none", "", "", "no-such-product", "“debian\\xff”" },
	{ "ID=debian;VERSION_ID=12\xff", "id", "debian", "", "no-such-cycle", "“12\\xff”" },
	{ "ID=debian;VERSION_ID=12\x1b", "id", "debian", "", "no-such-cycle", "“12\\x1b”" },
	{ "ID=debian;VERSION_CODENAME=trixie\x01", "id", "debian", "", "no-such-cycle", "no VERSION_ID" },
	{ "ID=debian;VERSION_ID=12;CPE_NAME=\xff", "none", "", "", "no-such-product", "“\\xff”" },
	{ "ID=foo;VERSION_ID=9;CPE_NAME=cpe:/o:almalinux:almalinux:9\xff", "none", "", "", "no-such-product", "9\\xff" },
};
/* clang-format on */

static void read_release(const char *text, OsRelease *ret) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	char *lines = arena_strndup(&arena, text, strlen(text));

	ck_assert_ptr_nonnull(lines);
	for (char *p = lines; *p != '\0'; p++)
		if (*p == ';')
			*p = '\n';
	ck_assert_int_eq(os_release_parse(lines, strlen(lines), "/test", &problems, ret), 0);
	ck_assert_msg(problems.n_total == 0, "%s", text);
}

static void check_case(const Case *c) {
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	_cleanup_(host_match_deinit) HostMatch match = HOST_MATCH_INIT;

	read_release(c->release, &release);
	ck_assert_int_eq(host_match_find(catalog, &release, &match), 0);

	bool has_cycle = resolution_has_cycle(match.resolution);
	const char *product = match.product ? product_name(match.product) : "";
	const char *cycle = has_cycle ? release_name(match.product,
						product_release(match.product, match.release_index))
				      : "";
	const char *reason = match.reason ? match.reason : "";

	ck_assert_msg(strcmp(product, c->product) == 0, "%s: %s, %s", c->release, product, reason);
	ck_assert_msg(strcmp(cycle, c->cycle) == 0, "%s: %s, %s", c->release, cycle, reason);
	ck_assert_msg(strcmp(matched_by_to_string(match.matched_by), c->matched_by) == 0, "%s: %s",
		c->release, matched_by_to_string(match.matched_by));
	ck_assert_msg(strcmp(resolution_to_string(match.resolution), c->resolution) == 0, "%s: %s",
		c->release, resolution_to_string(match.resolution));
	/* who does not know says why, and only who does not know */
	ck_assert_msg(!c->reason == !match.reason, "%s: %s", c->release, reason);
	if (c->reason)
		ck_assert_msg(strstr(reason, c->reason), "%s: %s", c->release, reason);
	if (match.product)
		ck_assert_ptr_eq(catalog_product(catalog, match.product_index), match.product);
}

START_TEST(test_the_table) {
	make_catalog();
	for (size_t i = 0; i < ELEMENTSOF(cases); i++)
		check_case(&cases[i]);
}
END_TEST

/* Without a product for what NAME says, a CentOS Stream is not a CentOS. */
START_TEST(test_a_variant_that_the_data_lacks_is_unknown) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(product_unrefp) Product *product = make_product(&sketches[2]);
	_cleanup_(catalog_unrefp) Catalog *small = catalog_new(&product, 1, &problems);
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	_cleanup_(host_match_deinit) HostMatch match = HOST_MATCH_INIT;

	ck_assert_str_eq(product_name(product), "centos");
	read_release("ID=centos;NAME='CentOS Stream';VERSION_ID=8;CPE_NAME=cpe:/o:centos:centos:8",
		&release);
	ck_assert_int_eq(host_match_find(small, &release, &match), 0);
	ck_assert_ptr_null(match.product);
	ck_assert_int_eq(match.resolution, RESOLUTION_NO_SUCH_PRODUCT);
	ck_assert_ptr_nonnull(match.reason);
}
END_TEST

START_TEST(test_an_empty_catalog_knows_nobody) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(catalog_unrefp) Catalog *empty = catalog_new(NULL, 0, &problems);

	for (size_t i = 0; i < ELEMENTSOF(cases); i++) {
		_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
		_cleanup_(host_match_deinit) HostMatch match = HOST_MATCH_INIT;

		read_release(cases[i].release, &release);
		ck_assert_int_eq(host_match_find(empty, &release, &match), 0);
		ck_assert_ptr_null(match.product);
	}
}
END_TEST

int main(void) {
	const TestCase tests[] = { test_the_table, test_a_variant_that_the_data_lacks_is_unknown,
		test_an_empty_catalog_knows_nobody };

	int r = run_tests("host-match", tests, ELEMENTSOF(tests));

	catalog_unref(catalog);
	arena_deinit(&arena);
	return r;
}
