/* SPDX-License-Identifier: MIT */
#include "match/identifier.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

typedef struct Spelling {
	const char *type;
	const char *text;
	const char *key;
	const char *version;
	const char *conditions;
} Spelling;

/* clang-format off */
static const Spelling spellings[] = {
	/* both forms of a cpe, with as much as people like to write */
	{ "cpe", "cpe:/o:almalinux:almalinux", "cpe:o:almalinux:almalinux", "", "" },
	{ "cpe", "cpe:2.3:o:almalinux:almalinux", "cpe:o:almalinux:almalinux", "", "" },
	{ "cpe", "cpe:/o:almalinux:almalinux:9::baseos", "cpe:o:almalinux:almalinux", "9",
		"version=9\nedition=baseos\n" },
	{ "cpe", "cpe:2.3:o:almalinux:almalinux:9.2:*:*:*:*:*:*:*", "cpe:o:almalinux:almalinux", "9.2",
		"version=9.2\n" },
	{ "cpe", "cpe:2.3:o:almalinux:almalinux:-:*:*:*:*:*:*:*", "cpe:o:almalinux:almalinux", "", "" },
	{ "cpe", "cpe:/o:almalinux:almalinux:-", "cpe:o:almalinux:almalinux", "", "" },
	{ "cpe", "cpe:/o:almalinux:almalinux:%02", "cpe:o:almalinux:almalinux", "", "" },
	{ "cpe", "cpe:/o:oracle:linux:9:6:server", "cpe:o:oracle:linux", "9",
		"version=9\nupdate=6\nedition=server\n" },
	{ "cpe", "cpe:/o:oracle:linux:", "cpe:o:oracle:linux", "", "" },
	{ "cpe", "CPE:/O:Oracle:LINUX", "cpe:o:oracle:linux", "", "" },
	{ "cpe", "cpe:2.3:a:jenkins:jenkins:*:*:*:*:lts:*:*:*", "cpe:a:jenkins:jenkins", "",
		"sw_edition=lts\n" },
	/* escapes, each in every way in which it is seen */
	{ "cpe", "cpe:2.3:a:erlang:erlang\\/otp:26.2", "cpe:a:erlang:erlang%2fotp", "26.2",
		"version=26.2\n" },
	{ "cpe", "cpe:/a:erlang:erlang%2fotp", "cpe:a:erlang:erlang%2fotp", "", "" },
	{ "cpe", "cpe:/a:erlang:erlang%2Fotp", "cpe:a:erlang:erlang%2fotp", "", "" },
	{ "cpe", "cpe:/a:erlang:erlang/otp", "cpe:a:erlang:erlang%2fotp", "", "" },
	{ "cpe", "cpe:/a:erlang:erlang\\/otp", "cpe:a:erlang:erlang%2fotp", "", "" },
	{ "cpe", "cpe:2.3:a:joomla:joomla\\!", "cpe:a:joomla:joomla%21", "", "" },
	{ "cpe", "cpe:/a:joomla:joomla%21:5.1", "cpe:a:joomla:joomla%21", "5.1", "version=5.1\n" },
	{ "cpe", "cpe:2.3:a:c\\:d:e\\.f\\-g\\_h", "cpe:a:c%3ad:e.f-g_h", "", "" },
	{ "cpe", "cpe:/a:c%3ad:e.f-g_h", "cpe:a:c%3ad:e.f-g_h", "", "" },
	{ "cpe", "cpe:2.3:a:x:y\\*", "cpe:a:x:y%2a", "", "" },
	{ "cpe", "cpe:2.3:a:x:100%", "cpe:a:x:100%25", "", "" },
	{ "cpe", "cpe:/a:x:y:1%7erc1", "cpe:a:x:y", "1~rc1", "version=1%7erc1\n" },

	/* purl */
	{ "purl", "pkg:deb/debian/nginx", "purl:deb/debian/nginx", "", "" },
	{ "purl", "pkg:deb/debian/nginx@1.22.1-9?arch=amd64&distro=bookworm", "purl:deb/debian/nginx",
		"1.22.1-9", "arch=amd64\ndistro=bookworm\n" },
	{ "purl", "PKG:DEB/Debian/Nginx", "purl:deb/debian/nginx", "", "" },
	{ "purl", "pkg://deb//debian/nginx/", "purl:deb/debian/nginx", "", "" },
	{ "purl", "pkg:npm/%40angular/core@17.0.1#src/index", "purl:npm/%40angular/core", "17.0.1", "" },
	{ "purl", "pkg:npm/@angular/core@17.0.1", "purl:npm/%40angular/core", "17.0.1", "" },
	{ "purl", "pkg:npm/@angular/core", "purl:npm/%40angular/core", "", "" },
	{ "purl", "pkg:npm/core@", "purl:npm/core", "", "" },
	{ "purl", "pkg:deb/debian/mariadb@1%3A10.11.6-0%2Bdeb12u1", "purl:deb/debian/mariadb",
		"1:10.11.6-0+deb12u1", "" },
	{ "purl", "pkg:maven/org.Apache/Ant@1.10", "purl:maven/org.Apache/Ant", "1.10", "" },
	{ "purl", "pkg:nuget/jQuery", "purl:nuget/jquery", "", "" },
	{ "purl", "pkg:pypi/Ansible_Core", "purl:pypi/ansible-core", "", "" },
	{ "purl", "pkg:github/Icinga/icinga2@v2.14", "purl:github/icinga/icinga2", "v2.14", "" },
	{ "purl", "pkg:oci/coder?repository_url=ghcr.io/coder/coder", "purl:oci/coder", "",
		"repository_url=ghcr.io%2fcoder%2fcoder\n" },
	{ "purl", "pkg:oci/coder?Repository_URL=ghcr.io%2Fcoder%2fcoder&tag=", "purl:oci/coder", "",
		"repository_url=ghcr.io%2fcoder%2fcoder\n" },
	{ "purl", "pkg:generic/a%2fb", "purl:generic/a%2fb", "", "" },
	{ "purl", "pkg:generic/\xc3\xa4", "purl:generic/%c3%a4", "", "" },
	{ "purl", "pkg:generic/a?x=1&&y=2&", "purl:generic/a", "", "x=1\ny=2\n" },
	{ "purl", "pkg:generic/a#?x=1", "purl:generic/a", "", "" },

	/* repology says it plainly */
	{ "repology", "nginx", "repology:nginx", "", "" },
	{ "repology", "Nginx 1%20", "repology:Nginx 1%20", "", "" },
};

static const struct {
	const char *type;
	const char *text;
	int error;
} bad[] = {
	{ "", "nginx", -EINVAL },
	{ "CPE", "cpe:/o:a:b", -EINVAL },
	{ "swid", "x", -EINVAL },
	{ "cpe", "", -EBADMSG },
	{ "cpe", "cpe:", -EBADMSG },
	{ "cpe", "cpe:/", -EBADMSG },
	{ "cpe", "cpe:2.3:", -EBADMSG },
	{ "cpe", "cpe:2.2:o:a:b", -EBADMSG },
	{ "cpe", "cpe:/o", -EBADMSG },
	{ "cpe", "cpe:/o:a", -EBADMSG },
	{ "cpe", "cpe:/o:a:", -EBADMSG },
	{ "cpe", "cpe:/o::b", -EBADMSG },
	{ "cpe", "cpe:/:a:b", -EBADMSG },
	{ "cpe", "cpe:/x:a:b", -EBADMSG },
	{ "cpe", "cpe:/oo:a:b", -EBADMSG },
	{ "cpe", "cpe:2.3:o:*:b", -EBADMSG },
	{ "cpe", "cpe:2.3:o:a:-", -EBADMSG },
	{ "cpe", "cpe:/o:a:b%", -EBADMSG },
	{ "cpe", "cpe:/o:a:b%2", -EBADMSG },
	{ "cpe", "cpe:/o:a:b%zz", -EBADMSG },
	{ "cpe", "cpe:/o:a:b%00", -EBADMSG },
	{ "cpe", "cpe:/o:a:b%02c", -EBADMSG },
	{ "cpe", "cpe:/o:a:b%ff", -EBADMSG },
	{ "cpe", "cpe:/o:a:\xff", -EBADMSG },
	{ "cpe", "cpe:/o:a:b c", -EBADMSG },
	{ "cpe", "cpe:2.3:o:a:b\\", -EBADMSG },
	{ "cpe", "cpe:2.3:o:a:b:1:2:3:4:5:6:7:8:9", -EBADMSG },
	{ "purl", "", -EBADMSG },
	{ "purl", "deb/debian/nginx", -EBADMSG },
	{ "purl", "pkg:", -EBADMSG },
	{ "purl", "pkg:deb", -EBADMSG },
	{ "purl", "pkg:deb/", -EBADMSG },
	{ "purl", "pkg:deb/?a=b", -EBADMSG },
	{ "purl", "pkg:deb?a=b/c", -EBADMSG },
	{ "purl", "pkg:/", -EBADMSG },
	{ "purl", "pkg:d_b/x", -EBADMSG },
	{ "purl", "pkg:deb/x%", -EBADMSG },
	{ "purl", "pkg:deb/x%0", -EBADMSG },
	{ "purl", "pkg:deb/x%00", -EBADMSG },
	{ "purl", "pkg:deb/x?y", -EBADMSG },
	{ "purl", "pkg:deb/x?=y", -EBADMSG },
	{ "purl", "pkg:deb/x@%ff", -EBADMSG },
	{ "purl", "pkg:deb/x@%1b[0m", -EBADMSG },
	{ "repology", "", -EBADMSG },
	{ "repology", "\xff", -EBADMSG },
};

/* data, question, whether it fits */
static const struct {
	const char *type;
	const char *data;
	const char *question;
	bool fits;
} pairs[] = {
	{ "cpe", "cpe:/o:oracle:linux", "cpe:2.3:o:oracle:linux:9.6:*:*:*:*:*:*:*", true },
	{ "cpe", "cpe:2.3:o:amazon:amazon_linux", "cpe:/o:amazon:amazon_linux:2023", true },
	{ "cpe", "cpe:/o:redhat:enterprise_linux", "cpe:/o:redhat:enterprise_linux:8::baseos", true },
	{ "cpe", "cpe:2.3:a:erlang:erlang\\/otp", "cpe:/a:erlang:erlang%2fotp:27", true },
	{ "cpe", "cpe:/o:oracle:linux", "cpe:/a:oracle:linux", false },
	{ "cpe", "cpe:/o:oracle:linux", "cpe:/o:oracle:linux_9", false },
	{ "cpe", "cpe:/o:centos:stream", "cpe:/o:centos:centos:9", false },
	{ "cpe", "cpe:/o:suse:linux_enterprise_micro", "cpe:/o:suse:suse-microos:5.1", false },
	/* what the data asks for must be there */
	{ "cpe", "cpe:2.3:a:jenkins:jenkins:*:*:*:*:lts", "cpe:2.3:a:jenkins:jenkins:2.5:*:*:*:lts:*:*:*", true },
	{ "cpe", "cpe:2.3:a:jenkins:jenkins:*:*:*:*:lts", "cpe:2.3:a:jenkins:jenkins:2.5", false },
	{ "cpe", "cpe:/o:a:b:1", "cpe:/o:a:b:1:sp2", true },
	{ "cpe", "cpe:/o:a:b:1", "cpe:/o:a:b:11", false },
	{ "cpe", "cpe:/o:a:b:1", "cpe:/o:a:b", false },
	{ "purl", "pkg:deb/debian/nginx", "pkg:deb/debian/nginx@1.22?arch=arm64#x", true },
	{ "purl", "pkg:deb/debian/nginx", "pkg:deb/ubuntu/nginx", false },
	{ "purl", "pkg:deb/debian/nginx", "pkg:deb/debian/nginx/extra", false },
	{ "purl", "pkg:deb/debian/nginx", "pkg:rpm/debian/nginx", false },
	{ "purl", "pkg:oci/x?repository_url=ghcr.io/x", "pkg:oci/x@1?tag=y&repository_url=ghcr.io%2Fx", true },
	{ "purl", "pkg:oci/x?repository_url=ghcr.io/x", "pkg:oci/x@1?repository_url=quay.io/x", false },
	{ "purl", "pkg:oci/x?repository_url=ghcr.io/x", "pkg:oci/x@1?repository_url=ghcr.io/xy", false },
	{ "purl", "pkg:oci/x?repository_url=ghcr.io/x", "pkg:oci/x", false },
	{ "purl", "pkg:npm/%40angular/core", "pkg:npm/@angular/core@18", true },
	{ "purl", "pkg:maven/org.x/Y", "pkg:maven/org.x/y", false },
	{ "repology", "nginx", "nginx", true },
	{ "repology", "nginx", "Nginx", false },
};
/* clang-format on */

START_TEST(test_one_key_for_every_spelling) {
	_cleanup_(identifier_deinit) Identifier identifier = IDENTIFIER_INIT;

	for (size_t i = 0; i < ELEMENTSOF(spellings); i++) {
		const Spelling *s = &spellings[i];

		ck_assert_msg(identifier_parse(&identifier, s->type, s->text) == 0, "%s", s->text);
		ck_assert_str_eq(strbuf_cstr(&identifier.key), s->key);
		ck_assert_str_eq(strbuf_cstr(&identifier.version), s->version);
		ck_assert_str_eq(strbuf_cstr(&identifier.conditions), s->conditions);
	}
}
END_TEST

START_TEST(test_what_is_no_identifier_is_refused_and_leaves_nothing) {
	_cleanup_(identifier_deinit) Identifier identifier = IDENTIFIER_INIT;

	for (size_t i = 0; i < ELEMENTSOF(bad); i++) {
		ck_assert_int_eq(identifier_parse(&identifier, "cpe", "cpe:/o:a:b:1"), 0);
		ck_assert_msg(
			identifier_parse(&identifier, bad[i].type, bad[i].text) == bad[i].error,
			"%s: %s", bad[i].type, bad[i].text);
		ck_assert_str_eq(strbuf_cstr(&identifier.key), "");
		ck_assert_str_eq(strbuf_cstr(&identifier.version), "");
		ck_assert_str_eq(strbuf_cstr(&identifier.conditions), "");
		/* ... and nothing fits anything then */
		ck_assert(!identifier_fits(&identifier, &identifier));
	}
}
END_TEST

START_TEST(test_the_data_fits_a_question_that_says_more) {
	_cleanup_(identifier_deinit) Identifier data = IDENTIFIER_INIT;
	_cleanup_(identifier_deinit) Identifier question = IDENTIFIER_INIT;

	for (size_t i = 0; i < ELEMENTSOF(pairs); i++) {
		ck_assert_int_eq(identifier_parse(&data, pairs[i].type, pairs[i].data), 0);
		ck_assert_int_eq(identifier_parse(&question, pairs[i].type, pairs[i].question), 0);
		ck_assert_msg(identifier_fits(&data, &question) == pairs[i].fits, "%s: %s",
			pairs[i].data, pairs[i].question);
		ck_assert(identifier_fits(&data, &data));
	}
}
END_TEST

START_TEST(test_bounds) {
	_cleanup_(identifier_deinit) Identifier identifier = IDENTIFIER_INIT;
	char text[IDENTIFIER_SIZE_MAX + 2];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "cpe:/o:a:", 9);
	ck_assert_int_eq(identifier_parse(&identifier, "cpe", text), -E2BIG);
	text[IDENTIFIER_SIZE_MAX] = '\0';
	ck_assert_int_eq(identifier_parse(&identifier, "cpe", text), 0);
	ck_assert_uint_eq(identifier.key.len, IDENTIFIER_SIZE_MAX - 1);
	memset(text, '%', IDENTIFIER_SIZE_MAX);
	memcpy(text, "cpe:2.3:a:a:", 12);
	ck_assert_int_eq(identifier_parse(&identifier, "cpe", text), 0);
	memset(text, '@', IDENTIFIER_SIZE_MAX);
	memcpy(text, "pkg:a/", 6);
	ck_assert_int_eq(identifier_parse(&identifier, "purl", text), 0);
	memset(text, '&', IDENTIFIER_SIZE_MAX);
	memcpy(text, "pkg:a/b?", 8);
	ck_assert_int_eq(identifier_parse(&identifier, "purl", text), 0);
}
END_TEST

START_TEST(test_types) {
	ck_assert(identifier_type_is_known("cpe"));
	ck_assert(identifier_type_is_known("purl"));
	ck_assert(identifier_type_is_known("repology"));
	ck_assert(!identifier_type_is_known("PURL"));
	ck_assert(!identifier_type_is_known(""));
}
END_TEST

TEST_MAIN("identifier", test_one_key_for_every_spelling,
	test_what_is_no_identifier_is_refused_and_leaves_nothing,
	test_the_data_fits_a_question_that_says_more, test_bounds, test_types)
