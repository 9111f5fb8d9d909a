/* SPDX-License-Identifier: MIT */
#include "client/translate.h"

#include <stdlib.h>

#include "test-main.h"

/* What the environment says, and whether that is another language than English. */
static const struct {
	const char *language, *all, *messages, *lang;
	bool wanted;
} cases[] = {
	{ NULL, NULL, NULL, NULL, false },
	{ NULL, NULL, NULL, "de_DE.UTF-8", true },
	{ NULL, NULL, "de_DE", "en_GB.UTF-8", true },
	{ NULL, "C", "de_DE", "de_DE", false },
	{ "de", "C", NULL, NULL, false },
	{ "de", "POSIX", NULL, "de_DE", false },
	{ "de", NULL, NULL, NULL, false },
	{ "de", "C.UTF-8", NULL, NULL, true },
	{ "", "C.UTF-8", NULL, NULL, false },
	{ "de:en", NULL, NULL, "en_US.UTF-8", true },
	{ NULL, "", "", "en_US.UTF-8", false },
	{ NULL, "", "", "fr_FR", true },
};

static void set(const char *name, const char *value) {
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

START_TEST(test_who_wants_another_language) {
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set("LANGUAGE", cases[i].language);
		set("LC_ALL", cases[i].all);
		set("LC_MESSAGES", cases[i].messages);
		set("LANG", cases[i].lang);
		ck_assert_msg(translate_wanted() == cases[i].wanted, "case %zu", i);
	}
}
END_TEST

/* Where there is no such language, everything stays as it is. */
START_TEST(test_without_a_catalogue_it_is_english) {
	set("LC_ALL", "C.UTF-8");
	set("LANGUAGE", "xx");
	translate_begin(false);
	ck_assert_str_eq(_("today"), "today");
	ck_assert_str_eq(ngettext("product", "products", 1), "product");
	ck_assert_str_eq(ngettext("product", "products", 2), "products");
}
END_TEST

TEST_MAIN("translate", test_who_wants_another_language, test_without_a_catalogue_it_is_english)
