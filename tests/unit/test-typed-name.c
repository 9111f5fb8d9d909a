/* SPDX-License-Identifier: MIT */
#include "client/typed-name.h"

#include <errno.h>
#include <string.h>

#include "test-main.h"

static void check_name(const char *text, const char *type, const char *id, const char *version) {
	_cleanup_(typed_name_deinit) TypedName name = TYPED_NAME_NULL;

	ck_assert_int_eq(typed_name_parse(text, &name), 0);
	ck_assert_pstr_eq(name.type, type);
	ck_assert_str_eq(name.id, id);
	ck_assert_pstr_eq(name.version, version);
}

START_TEST(test_names_with_and_without_version) {
	check_name("nginx", NULL, "nginx", NULL);
	check_name("nginx=1.29", NULL, "nginx", "1.29");
	check_name("a=b=c", NULL, "a", "b=c");
	check_name("repology:nginx", "repology", "nginx", NULL);
}
END_TEST

START_TEST(test_purls_keep_their_whole_text) {
	check_name("pkg:generic/postgresql", "purl", "pkg:generic/postgresql", NULL);
	check_name("pkg:generic/a@14.3", "purl", "pkg:generic/a@14.3", "14.3");
	check_name("pkg:rpm/f/a@1%3A2.4-1.el9?arch=x@y#z@w", "purl",
		"pkg:rpm/f/a@1%3A2.4-1.el9?arch=x@y#z@w", "1:2.4-1.el9");
	check_name("pkg:npm/@angular/core", "purl", "pkg:npm/@angular/core", NULL);
	check_name("pkg:npm/%40angular/core@17.0.1", "purl", "pkg:npm/%40angular/core@17.0.1",
		"17.0.1");
	check_name("pkg:a/b@", "purl", "pkg:a/b@", NULL);
	/* no NUL can come in, nor half an escape */
	check_name("pkg:a/b@1%00%4", "purl", "pkg:a/b@1%00%4", "1%00%4");
}
END_TEST

START_TEST(test_cpes_of_both_kinds) {
	check_name("cpe:/o:almalinux:almalinux", "cpe", "cpe:/o:almalinux:almalinux", NULL);
	check_name("cpe:/o:almalinux:almalinux:9::baseos", "cpe",
		"cpe:/o:almalinux:almalinux:9::baseos", "9");
	check_name("cpe:2.3:a:v:p:1.2:*:*", "cpe", "cpe:2.3:a:v:p:1.2:*:*", "1.2");
	check_name("cpe:2.3:a:v\\:w:p:1\\.2", "cpe", "cpe:2.3:a:v\\:w:p:1\\.2", "1.2");
	check_name("cpe:2.3:a:v:p:*:*", "cpe", "cpe:2.3:a:v:p:*:*", NULL);
	check_name("cpe:2.3:a:v:p:-", "cpe", "cpe:2.3:a:v:p:-", NULL);
	check_name("cpe:", "cpe", "cpe:", NULL);
}
END_TEST

START_TEST(test_empty_parts_are_refused_and_change_nothing) {
	static const char *const bad[] = { "", "=", "=1", "nginx=", "repology:" };
	TypedName name = { .type = "untouched" };

	for (size_t i = 0; i < ELEMENTSOF(bad); i++) {
		ck_assert_int_eq(typed_name_parse(bad[i], &name), -EINVAL);
		ck_assert_str_eq(name.type, "untouched");
		ck_assert_ptr_null(name.id);
	}
}
END_TEST

TEST_MAIN("typed-name", test_names_with_and_without_version, test_purls_keep_their_whole_text,
	test_cpes_of_both_kinds, test_empty_parts_are_refused_and_change_nothing)
