/* SPDX-License-Identifier: MIT */
#include "client/nearest.h"

#include <string.h>

#include "test-main.h"

START_TEST(test_distance_counts_letters_without_case) {
	ck_assert_uint_eq(nearest_distance("", ""), 0);
	ck_assert_uint_eq(nearest_distance("", "abc"), 3);
	ck_assert_uint_eq(nearest_distance("Debian", "debian"), 0);
	ck_assert_uint_eq(nearest_distance("almalinx", "almalinux"), 1);
	ck_assert_uint_eq(nearest_distance("stauts", "status"), 1);
	ck_assert_uint_eq(nearest_distance("kitten", "sitting"), 3);
	ck_assert_uint_eq(nearest_distance("abc", "xyz"), 3);
}
END_TEST

/* What is typed may be of any length. */
START_TEST(test_long_words_are_never_near) {
	char longer[200];

	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	ck_assert_uint_eq(nearest_distance(longer, longer), 1000);
	longer[64] = '\0';
	ck_assert_uint_eq(nearest_distance(longer, longer), 0);
}
END_TEST

START_TEST(test_the_nearest_words_come_first) {
	Nearest nearest = { .typed = "ngnix" };

	nearest_offer(&nearest, "apache");
	nearest_offer(&nearest, "unix");
	nearest_offer(&nearest, "nginx");
	ck_assert_uint_eq(nearest.n, 2);
	ck_assert_str_eq(nearest.words[0], "nginx");
	ck_assert_str_eq(nearest.words[1], "unix");
}
END_TEST

START_TEST(test_a_beginning_is_near_and_nothing_far_is) {
	Nearest nearest = { .typed = "postgre" };
	Nearest few = { .typed = "almalinux" };

	nearest_offer(&nearest, "postgresql-jdbc-driver");
	nearest_offer(&nearest, "mysql");
	ck_assert_uint_eq(nearest.n, 1);
	/* more than fit: the nearest stay */
	nearest_offer(&few, "almalinux1");
	nearest_offer(&few, "almalinux2");
	nearest_offer(&few, "almalinux34");
	nearest_offer(&few, "almalinux56");
	nearest_offer(&few, "almalinux78");
	nearest_offer(&few, "almalinux");
	ck_assert_uint_eq(few.n, NEAREST_MAX);
	ck_assert_str_eq(few.words[0], "almalinux");
	ck_assert_str_eq(few.words[NEAREST_MAX - 1], "almalinux34");
}
END_TEST

TEST_MAIN("nearest", test_distance_counts_letters_without_case, test_long_words_are_never_near,
	test_the_nearest_words_come_first, test_a_beginning_is_near_and_nothing_far_is)
