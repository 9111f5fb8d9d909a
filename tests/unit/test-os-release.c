/* SPDX-License-Identifier: MIT */
#include "host/os-release.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/socket.h>

#include "test-main.h"

/* A parsed text and what was said about it. */
typedef struct Parsed {
	OsRelease release;
	Problems problems;
} Parsed;

static void parsed_deinit(Parsed *parsed) {
	os_release_deinit(&parsed->release);
	problems_deinit(&parsed->problems);
}

static Parsed parse_n(const char *text, size_t n) {
	Parsed parsed = { .release = OS_RELEASE_INIT };

	ck_assert_int_eq(
		os_release_parse(text, n, "/test/os-release", &parsed.problems, &parsed.release),
		0);
	return parsed;
}

static Parsed parse(const char *text) {
	return parse_n(text, strlen(text));
}

static const char *get(const Parsed *parsed, OsReleaseField field) {
	return os_release_get(&parsed->release, field);
}

START_TEST(test_a_real_one) {
	_cleanup_(parsed_deinit) Parsed parsed =
		parse("NAME=\"AlmaLinux\"\nVERSION=\"9.6 (Sage Margay)\"\nID=\"almalinux\"\n"
		      "ID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.6\"\n"
		      "PRETTY_NAME=\"AlmaLinux 9.6 (Sage Margay)\"\n"
		      "CPE_NAME=\"cpe:/o:almalinux:almalinux:9::baseos\"\n"
		      "\n# the day after\nSUPPORT_END=2032-06-01\n");

	ck_assert_uint_eq(parsed.problems.n_total, 0);
	ck_assert_str_eq(get(&parsed, OS_RELEASE_ID), "almalinux");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_NAME), "AlmaLinux");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_PRETTY_NAME), "AlmaLinux 9.6 (Sage Margay)");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_VERSION), "9.6 (Sage Margay)");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_VERSION_ID), "9.6");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_CPE_NAME), "cpe:/o:almalinux:almalinux:9::baseos");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_SUPPORT_END), "2032-06-01");
	ck_assert_int_eq(parsed.release.supported_until, civil_day_from_ymd(2032, 5, 31));
	/* what does not occur is no problem */
	ck_assert_str_eq(get(&parsed, OS_RELEASE_VERSION_CODENAME), "");
	ck_assert_ptr_null(parsed.release.values[OS_RELEASE_VERSION_CODENAME]);
	ck_assert_uint_eq(parsed.release.lines[OS_RELEASE_VERSION_ID], 5);
}
END_TEST

/* One value each, as NAME. */
static const struct {
	const char *text;
	const char *value;
} good[] = {
	{ "NAME=Fedora", "Fedora" },
	{ "NAME=", "" },
	{ "NAME=\"\"", "" },
	{ "NAME=''", "" },
	{ "NAME=\"a b\"", "a b" },
	{ "NAME='a b'", "a b" },
	{ "NAME=\"a'b\"", "a'b" },
	{ "NAME='a\"b'", "a\"b" },
	{ "NAME=\"a\\\"b\"", "a\"b" },
	{ "NAME=\"a\\\\b\\$c\\`d\"", "a\\b$c`d" },
	{ "NAME=\"a\\nb\\tc\"", "a\\nb\\tc" },
	{ "NAME='a\\\\b\\$'", "a\\\\b\\$" },
	{ "NAME=a\\ b\\\"c\\\\", "a b\"c\\" },
	{ "NAME=7.0(BUILDER)", "7.0(BUILDER)" },
	{ "NAME=a=b", "a=b" },
	{ "NAME=#1", "#1" },
	{ "NAME=a#b", "a#b" },
	{ "NAME=a # comment", "a" },
	{ "NAME=\"a # b\" # comment", "a # b" },
	{ "NAME= # comment", "" },
	{ "NAME=a b", "a b" },
	{ "NAME=a  ", "a" },
	{ "  NAME=a", "a" },
	{ "NAME=\"a\"  ", "a" },
	{ "NAME=  a", "a" },
	{ "NAME=a\r\n", "a" },
	{ "NAME=\"a\"\r\n", "a" },
	{ "\xef\xbb\xbfNAME=a", "a" },
	{ "NAME=a\nNAME=b", "b" },
	{ "NAME=a\nNAME=", "" },
	{ "NAME=a\nNAMES=b\nXNAME=c\nname=d", "a" },
	{ "\n\n#NAME=b\nNAME=a\n #NAME=c\n", "a" },
	{ "NAME='Schr\xc3\xb6"
	  "dinger'",
		"Schr\xc3\xb6"
		"dinger" },
};

START_TEST(test_values_as_in_the_shell) {
	for (size_t i = 0; i < ELEMENTSOF(good); i++) {
		_cleanup_(parsed_deinit) Parsed parsed = parse(good[i].text);

		ck_assert_msg(parsed.problems.n_total == 0, "%s", good[i].text);
		ck_assert_str_eq(get(&parsed, OS_RELEASE_NAME), good[i].value);
		ck_assert(!parsed.release.odd[OS_RELEASE_NAME]);
	}
}
END_TEST

/* A line that is none is left out and reported; its neighbours are served. */
static const char *const bad[] = { "NAME=\"open", "NAME='open", "NAME=\"open\\\"", "NAME=\"",
	"NAME='", "NAME=\"a\"b", "NAME='a'\"b\"", "NAME=a\"b\"", "NAME=it's", "NAME=a\\", "NAME",
	"=a", "NAME =a", "export NAME=a", "NA-ME=a", "; NAME=a", "\xff\xfeN", "\"NAME=a\"",
	"<html>" };

START_TEST(test_a_wrong_line_is_left_out_and_reported) {
	for (size_t i = 0; i < ELEMENTSOF(bad); i++) {
		char text[128];

		(void)snprintf(text, sizeof(text), "ID=x\nVERSION_ID=1\n%s\nVARIANT_ID=y", bad[i]);
		_cleanup_(parsed_deinit) Parsed parsed = parse(text);

		ck_assert_str_eq(get(&parsed, OS_RELEASE_NAME), "");
		ck_assert_str_eq(get(&parsed, OS_RELEASE_ID), "x");
		ck_assert_str_eq(get(&parsed, OS_RELEASE_VARIANT_ID), "y");
		ck_assert_msg(parsed.problems.n_total == 1, "%s", bad[i]);
		ck_assert_uint_eq(parsed.problems.items[0].line, 3);
		ck_assert_str_eq(parsed.problems.items[0].file, "/test/os-release");
		ck_assert_int_eq(parsed.problems.items[0].kind, PROBLEM_DOUBT);
		ck_assert_ptr_nonnull(strstr(parsed.problems.items[0].message, "left out: "));
	}
}
END_TEST

/* A key of no interest is checked too; an earlier good line stays. */
START_TEST(test_what_a_wrong_line_does_not_touch) {
	_cleanup_(parsed_deinit) Parsed parsed = parse("NAME=a\nLOGO='x\nNAME='b\n");

	ck_assert_uint_eq(parsed.problems.n_total, 2);
	ck_assert_str_eq(get(&parsed, OS_RELEASE_NAME), "a");
}
END_TEST

START_TEST(test_odd_bytes_are_shown_and_match_nothing) {
	static const char text[] = "ID=deb\0ian\nVERSION_ID=9\xff\nNAME='a\x1b[31mb'\n"
				   "CPE_NAME=\"\xc3\"\nPRETTY_NAME=\\\\xff\nVERSION=\"a\\\0b\"\n";
	_cleanup_(parsed_deinit) Parsed parsed = parse_n(text, sizeof(text) - 1);

	ck_assert_str_eq(get(&parsed, OS_RELEASE_ID), "deb\\x00ian");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_VERSION_ID), "9\\xff");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_NAME), "a\\x1b[31mb");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_CPE_NAME), "\\xc3");
	for (OsReleaseField i = OS_RELEASE_ID; i <= OS_RELEASE_NAME; i++)
		ck_assert_str_eq(os_release_get_plain(&parsed.release, i), "");
	ck_assert_str_eq(os_release_get_plain(&parsed.release, OS_RELEASE_VERSION_ID), "");
	ck_assert_str_eq(os_release_get_plain(&parsed.release, OS_RELEASE_CPE_NAME), "");
	ck_assert_str_eq(get(&parsed, OS_RELEASE_VERSION), "a\\\\x00b");
	/* a backslash that was written as such is none of them */
	ck_assert_str_eq(os_release_get_plain(&parsed.release, OS_RELEASE_PRETTY_NAME), "\\xff");
	ck_assert_uint_eq(parsed.problems.n_total, 0);
}
END_TEST

static const struct {
	const char *value;
	int year, month, day; /* the last day with support; year 0: absent */
	size_t n_problems;
} ends[] = {
	{ "2029-06-01", 2029, 5, 31, 0 },
	{ "\"2024-03-01\"", 2024, 2, 29, 0 },
	{ "2025-01-01", 2024, 12, 31, 0 },
	{ "9999-12-31", 9999, 12, 30, 0 },
	{ "0001-01-02", 1, 1, 1, 0 },
	{ "", 0, 0, 0, 0 },
	{ "0001-01-01", 0, 0, 0, 1 },
	{ "2023-02-30", 0, 0, 0, 1 },
	{ "2029-6-1", 0, 0, 0, 1 },
	{ "never", 0, 0, 0, 1 },
	{ "'2029-06-01 '", 0, 0, 0, 1 },
	{ "2029-06-01T00:00:00", 0, 0, 0, 1 },
	{ "2029-06-0\xff", 0, 0, 0, 1 },
};

START_TEST(test_support_end_is_the_first_day_without) {
	for (size_t i = 0; i < ELEMENTSOF(ends); i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), "ID=x\nSUPPORT_END=%s\n", ends[i].value);
		_cleanup_(parsed_deinit) Parsed parsed = parse(text);

		/* (nothing is the day 0 of the year 0) */
		ck_assert_int_eq(parsed.release.supported_until,
			civil_day_from_ymd(ends[i].year, ends[i].month, ends[i].day));
		ck_assert_uint_eq(parsed.problems.n_total, ends[i].n_problems);
		if (ends[i].n_problems > 0)
			ck_assert_uint_eq(parsed.problems.items[0].line, 2);
	}
	/* the last one counts, also if it is none */
	_cleanup_(parsed_deinit) Parsed parsed = parse("SUPPORT_END=2029-06-01\nSUPPORT_END=\n");
	ck_assert_int_eq(parsed.release.supported_until, CIVIL_DAY_NONE);
}
END_TEST

START_TEST(test_equality) {
	_cleanup_(parsed_deinit) Parsed a = parse("ID=x\nNAME=\"y\"\n");
	_cleanup_(parsed_deinit) Parsed b = parse("# other lines\nNAME=y\n\nID=x\nFOO=bar");
	_cleanup_(parsed_deinit) Parsed c = parse("ID=x\nNAME=y\nVERSION_ID=");
	_cleanup_(parsed_deinit) Parsed d = parse("ID=x\nNAME=z");

	ck_assert(os_release_equal(&a.release, &b.release));
	ck_assert(!os_release_equal(&a.release, &c.release));
	ck_assert(!os_release_equal(&c.release, &a.release));
	ck_assert(!os_release_equal(&a.release, &d.release));
}
END_TEST

/* ---- files ------------------------------------------------------------------------------- */

/* A directory of its own for a test. */
typedef struct Place {
	char dir[64];
	char path[128];
} Place;

static Place place_new(void) {
	Place place = { .dir = "/tmp/eold-test-os-release-XXXXXX" };

	ck_assert_ptr_nonnull(mkdtemp(place.dir));
	(void)snprintf(place.path, sizeof(place.path), "%s/os-release", place.dir);
	return place;
}

static void place_remove(Place *place) {
	(void)remove(place->path);
	(void)remove(place->dir);
}

static void write_file(const char *path, const char *text, size_t size) {
	_cleanup_(fclosep) FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
	ck_assert_int_eq(fflush(file), 0);
	if (size > 0)
		ck_assert_int_eq(ftruncate(fileno(file), (off_t)size), 0);
}

static int read_release(const char *path, OsRelease *ret) {
	const char *read_path = NULL;
	int r = os_release_read(path, NULL, &read_path, ret);

	ck_assert_ptr_eq(read_path, path);
	return r;
}

START_TEST(test_a_file_may_be_a_link) {
	_cleanup_(place_remove) Place place = place_new();
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	char target[160];

	(void)snprintf(target, sizeof(target), "%s.target", place.path);
	write_file(target, "ID=x", 0);
	ck_assert_int_eq(symlink("os-release.target", place.path), 0);
	ck_assert_int_eq(read_release(place.path, &release), 0);
	ck_assert_str_eq(os_release_get(&release, OS_RELEASE_ID), "x");
	(void)remove(target);
	/* ... but not one to nowhere */
	OsRelease none = OS_RELEASE_INIT;
	ck_assert_int_eq(read_release(place.path, &none), -ENOENT);
}
END_TEST

START_TEST(test_size_is_bounded) {
	_cleanup_(place_remove) Place place = place_new();
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;

	write_file(place.path, "ID=x\n", 10u << 20);
	ck_assert_int_eq(read_release(place.path, &release), -EFBIG);
	write_file(place.path, "ID=x\n", OS_RELEASE_SIZE_MAX + 1);
	ck_assert_int_eq(read_release(place.path, &release), -EFBIG);
	ck_assert_ptr_null(release.values[OS_RELEASE_ID]);
	write_file(place.path, "ID=x\n", OS_RELEASE_SIZE_MAX);
	ck_assert_int_eq(read_release(place.path, &release), 0);
	ck_assert_str_eq(os_release_get(&release, OS_RELEASE_ID), "x");
}
END_TEST

START_TEST(test_an_empty_file_says_nothing) {
	_cleanup_(place_remove) Place place = place_new();
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;

	write_file(place.path, "", 0);
	ck_assert_int_eq(read_release(place.path, &release), 0);
	for (OsReleaseField i = 0; i < _OS_RELEASE_FIELD_MAX; i++)
		ck_assert_str_eq(os_release_get(&release, i), "");
	ck_assert_int_eq(release.supported_until, CIVIL_DAY_NONE);
}
END_TEST

/* What is no regular file is refused at once: nobody waits for a writer. */
START_TEST(test_only_regular_files) {
	_cleanup_(place_remove) Place place = place_new();
	OsRelease release = OS_RELEASE_INIT;

	ck_assert_int_eq(read_release(place.path, &release), -ENOENT);
	ck_assert_int_eq(read_release(place.dir, &release), -EISDIR);
	ck_assert_int_eq(read_release("/dev/null", &release), -EBADFD);
	ck_assert_int_eq(read_release("/dev/zero", &release), -EBADFD);
	ck_assert_int_eq(mkfifo(place.path, 0600), 0);
	ck_assert_int_eq(read_release(place.path, &release), -EBADFD);
	ck_assert_int_eq(unlink(place.path), 0);

	_cleanup_(closep) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	ck_assert_uint_lt(strlen(place.path), sizeof(address.sun_path));
	memcpy(address.sun_path, place.path, strlen(place.path));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_lt(read_release(place.path, &release), 0);
	ck_assert_ptr_null(release.values[OS_RELEASE_ID]);
}
END_TEST

/* Wherever this runs, one of the two places is asked, and named. */
START_TEST(test_the_systems_own) {
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	const char *path = NULL;
	int r = os_release_read(NULL, NULL, &path, &release);

	ck_assert_ptr_nonnull(path);
	if (access("/etc/os-release", F_OK) == 0)
		ck_assert_str_eq(path, "/etc/os-release");
	else
		ck_assert_str_eq(path, "/usr/lib/os-release");
	ck_assert(r == 0 || access(path, R_OK) < 0);
}
END_TEST

TEST_MAIN("os-release", test_a_real_one, test_values_as_in_the_shell,
	test_a_wrong_line_is_left_out_and_reported, test_what_a_wrong_line_does_not_touch,
	test_odd_bytes_are_shown_and_match_nothing, test_support_end_is_the_first_day_without,
	test_equality, test_a_file_may_be_a_link, test_size_is_bounded,
	test_an_empty_file_says_nothing, test_only_regular_files, test_the_systems_own)
