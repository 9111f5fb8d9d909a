/* SPDX-License-Identifier: MIT */
/*
 * fuzz-version - any versions among any cycles, and any identifiers.
 *
 * The input is text in lines: the first is a version, each further one a cycle, with a code name
 * behind "=". The first line is also taken as an identifier of each type, and the second as another
 * to compare it with.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "match/identifier.h"
#include "match/version.h"
#include "util/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)

enum { CYCLES_MAX = 64 };

typedef struct Cycles {
	const char *names[CYCLES_MAX];
	const char *codenames[CYCLES_MAX];
	size_t n;
} Cycles;

static const char *cycle_name(const void *userdata, size_t i) {
	const Cycles *cycles = userdata;

	CHECK(i < cycles->n);
	return cycles->names[i];
}

static const char *cycle_codename(const void *userdata, size_t i) {
	const Cycles *cycles = userdata;

	CHECK(i < cycles->n);
	return cycles->codenames[i];
}

static bool cycle_find(const void *userdata, const char *name, size_t len, size_t *ret_index) {
	const Cycles *cycles = userdata;

	for (size_t i = 0; i < cycles->n; i++)
		if (strlen(cycles->names[i]) == len && memcmp(cycles->names[i], name, len) == 0) {
			*ret_index = i;
			return true;
		}
	return false;
}

/* Reads the lines behind the first as cycles, the first of a name. */
static void read_cycles(Cycles *cycles, char *text) {
	char *line;

	while ((line = strsep(&text, "\n")) && cycles->n < CYCLES_MAX) {
		char *codename = strchr(line, '=');
		size_t index;

		if (codename)
			*codename++ = '\0';
		if (line[0] == '\0' || cycle_find(cycles, line, strlen(line), &index))
			continue;
		cycles->names[cycles->n] = line;
		cycles->codenames[cycles->n++] = codename;
	}
}

/* Whether the letters and digits of `part` occur in `text` in that order: a cycle was cut out of
 * its version, but for zeros, which do not count. */
static bool is_cut_out_of(const char *part, const char *text) {
	for (; *part != '\0'; part++) {
		if (strchr(".-_+0", *part))
			continue;
		while (*text != '\0' && strncasecmp(text, part, 1) != 0)
			text++;
		if (*text++ == '\0')
			return false;
	}
	return true;
}

/* What each resolution promises. */
static void check_resolution(
	const CycleList *list, const char *version, Resolution resolution, size_t index) {
	const Cycles *cycles = list->userdata;
	size_t exact;

	CHECK(resolution < RESOLUTION_NO_SUCH_PRODUCT);
	CHECK(resolution_to_string(resolution));
	if (cycle_find(cycles, version, strlen(version), &exact))
		CHECK(resolution == RESOLUTION_EXACT && index == exact);
	if (!resolution_has_cycle(resolution)) {
		CHECK(index == SIZE_MAX);
		return;
	}
	CHECK(index < cycles->n);
	if (resolution == RESOLUTION_CODENAME) {
		size_t again = SIZE_MAX;

		CHECK(cycles->codenames[index]);
		CHECK(version_find_codename(list, cycles->codenames[index], &again) ? again == index
										    : true);
	} else {
		CHECK(is_cut_out_of(cycles->names[index], version));
	}
}

/* Above every cycle in the order of numbers, or at least not below one. */
static void check_newer(const Cycles *cycles, const char *version) {
	bool above = false;

	version += strspn(version, " \t\r\n");
	for (size_t i = 0; i < cycles->n; i++)
		above = above || version_compare(version, cycles->names[i]) > 0 ||
			strpbrk(version, ":vV");
	CHECK(above);
}

static void check_version(const Cycles *cycles, const char *version) {
	CycleList list = { cycles, cycles->n, cycle_name, cycle_codename, cycle_find };
	size_t index = SIZE_MAX, other = SIZE_MAX;
	Resolution resolution = version_resolve(&list, version, &index);

	check_resolution(&list, version, resolution, index);
	if (resolution == RESOLUTION_NEWER_THAN_DATA)
		check_newer(cycles, version);
	/* The way in which names are looked up changes nothing. */
	list.find = NULL;
	CHECK(version_resolve(&list, version, &other) == resolution && other == index);
	/* What was found is found again under its own name, and is then exact. */
	if (resolution_has_cycle(resolution)) {
		CHECK(version_resolve(&list, cycles->names[index], &other) == RESOLUTION_EXACT);
		CHECK(other == index);
	}
}

static void check_compare(const char *a, const char *b) {
	int r = version_compare(a, b), s = version_compare(b, a);

	CHECK((r > 0) == (s < 0) && (r < 0) == (s > 0));
	CHECK(version_compare(a, a) == 0);
}

/* The key of an identifier, written as an identifier, has that key; and conditions that one has
 * itself it meets. */
static void check_identifier(const char *type, const char *text, const char *other) {
	_cleanup_(identifier_deinit) Identifier first = IDENTIFIER_INIT;
	_cleanup_(identifier_deinit) Identifier second = IDENTIFIER_INIT;
	_cleanup_(strbuf_deinit) StrBuf again = STRBUF_INIT;
	int r = identifier_parse(&first, type, text);

	if (r < 0) {
		CHECK(r == -EBADMSG || r == -E2BIG);
		CHECK(first.key.len == 0 && first.version.len == 0 && first.conditions.len == 0);
		return;
	}
	CHECK(utf8_is_valid(first.key.data, first.key.len, NULL));
	CHECK(utf8_is_valid(strbuf_cstr(&first.version), first.version.len, NULL));
	CHECK(strlen(first.key.data) == first.key.len);
	CHECK(strlen(strbuf_cstr(&first.version)) == first.version.len);
	CHECK(identifier_fits(&first, &first));
	if (identifier_parse(&second, type, other) == 0 && identifier_fits(&first, &second) &&
		identifier_fits(&second, &first))
		CHECK(strcmp(first.key.data, second.key.data) == 0);

	if (strcmp(type, "cpe") == 0)
		(void)strbuf_printf(&again, "cpe:/%s", first.key.data + strlen("cpe:"));
	else if (strcmp(type, "purl") == 0)
		(void)strbuf_printf(&again, "pkg:%s", first.key.data + strlen("purl:"));
	else
		(void)strbuf_append_str(&again, first.key.data + strlen("repology:"));
	r = identifier_parse(&second, type, strbuf_cstr(&again));
	CHECK(r == 0 || (r == -E2BIG && again.len > IDENTIFIER_SIZE_MAX));
	if (r < 0)
		return;
	CHECK(strcmp(first.key.data, second.key.data) == 0);
	CHECK(second.version.len == 0 && second.conditions.len == 0);
	CHECK(identifier_fits(&second, &first));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const char *const types[] = { "cpe", "purl", "repology" };
	_cleanup_(freep) char *text = strndup((const char *)data, size);
	Cycles cycles = { .n = 0 };
	char *rest = text;
	size_t second_len;

	CHECK(text);

	const char *version = strsep(&rest, "\n");

	if (!rest)
		rest = text + strlen(text);
	second_len = strcspn(rest, "\n");

	_cleanup_(freep) char *second = strndup(rest, second_len);

	CHECK(second);
	for (size_t i = 0; i < ELEMENTSOF(types); i++)
		check_identifier(types[i], version, second);
	check_compare(version, second);
	read_cycles(&cycles, rest);
	check_version(&cycles, version);
	for (size_t i = 0; i < cycles.n; i++)
		check_version(&cycles, cycles.names[i]);
	return 0;
}
