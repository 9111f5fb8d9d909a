/* SPDX-License-Identifier: MIT */
/*
 * fuzz-os-release - any bytes as an os-release file.
 *
 * Whatever stands in it, what is kept is text that may go to the bus; bytes that are none are
 * marked, and a value that may be matched is as it was written. What is written out again in quotes
 * is read as the same.
 */
#include "host/os-release.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/strbuf.h"
#include "util/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)

static const char *const keys[_OS_RELEASE_FIELD_MAX] = { "ID", "NAME", "PRETTY_NAME", "VERSION",
	"VERSION_ID", "VERSION_CODENAME", "VARIANT_ID", "BUILD_ID", "CPE_NAME", "SUPPORT_END" };

static void check_text(const char *text) {
	size_t n = strlen(text);

	CHECK(utf8_is_valid(text, n, NULL));
	for (size_t i = 0; i < n; i++)
		CHECK((unsigned char)text[i] >= 0x20 && text[i] != 0x7f);
}

static void check_values(const OsRelease *release) {
	for (OsReleaseField i = 0; i < _OS_RELEASE_FIELD_MAX; i++) {
		const char *value = os_release_get(release, i);
		const char *plain = os_release_get_plain(release, i);

		check_text(value);
		CHECK(plain[0] == '\0' || (plain == value && !release->odd[i]));
		CHECK(!release->odd[i] || strstr(value, "\\x"));
		CHECK(!release->values[i] == !release->lines[i]);
	}
	if (release->supported_until != CIVIL_DAY_NONE) {
		char day[CIVIL_DAY_SIZE];

		CHECK(civil_day_is_valid(release->supported_until));
		civil_day_format(release->supported_until + 1, day);
		CHECK(strcmp(day, os_release_get(release, OS_RELEASE_SUPPORT_END)) == 0);
	}
}

static void check_problems(const Problems *problems, size_t size) {
	CHECK(problems->n_refused == 0);
	for (size_t i = 0; i < problems->n_items; i++) {
		check_text(problems->items[i].message);
		CHECK(problems->items[i].line >= 1 && problems->items[i].line <= size + 1);
	}
}

/* Writes the values in double quotes, which must come back as they are. */
static void check_again(const OsRelease *release) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(os_release_deinit) OsRelease again = OS_RELEASE_INIT;

	for (OsReleaseField i = 0; i < _OS_RELEASE_FIELD_MAX; i++) {
		if (!release->values[i])
			continue;
		(void)strbuf_printf(&buf, "%s=\"", keys[i]);
		for (const char *p = release->values[i]; *p != '\0'; p++) {
			if (strchr("\"$\\`", *p))
				(void)strbuf_append_byte(&buf, '\\');
			(void)strbuf_append_byte(&buf, *p);
		}
		(void)strbuf_append_str(&buf, "\"\n");
	}
	if (buf.len > OS_RELEASE_SIZE_MAX)
		return;
	CHECK(os_release_parse(strbuf_cstr(&buf), buf.len, "again", &problems, &again) == 0);
	for (OsReleaseField i = 0; i < _OS_RELEASE_FIELD_MAX; i++) {
		CHECK(strcmp(os_release_get(&again, i), os_release_get(release, i)) == 0);
		CHECK(!again.odd[i]);
	}
	CHECK(again.supported_until == release->supported_until);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	int r = os_release_parse((const char *)data, size, "input", &problems, &release);

	if (size > OS_RELEASE_SIZE_MAX) {
		CHECK(r == -EFBIG);
		return 0;
	}
	CHECK(r == 0);
	check_values(&release);
	check_problems(&problems, size);
	check_again(&release);
	CHECK(os_release_equal(&release, &release));
	return 0;
}
