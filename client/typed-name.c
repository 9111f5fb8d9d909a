/* SPDX-License-Identifier: MIT */
#include "typed-name.h"

#include <errno.h>
#include <string.h>

/* The place after the nth colon that no backslash takes away, or NULL. */
static const char *after_colon(const char *text, unsigned n) {
	for (; *text != '\0' && n > 0; text++) {
		if (text[0] == '\\' && text[1] != '\0')
			text++;
		else if (*text == ':')
			n--;
	}
	return n == 0 ? text : NULL;
}

/* The bytes up to the next colon, without the backslashes of CPE 2.3. */
static char *copy_cpe_part(const char *text) {
	char *copy = malloc(strlen(text) + 1), *p = copy;

	for (; copy && *text != '\0' && *text != ':'; text++) {
		if (text[0] == '\\' && text[1] != '\0')
			text++;
		*p++ = *text;
	}
	if (copy)
		*p = '\0';
	return copy;
}

static int hex(char c) {
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* n bytes with %XX undone; what would be a NUL stays as it is. */
static char *copy_decoded(const char *text, size_t n) {
	char *copy = malloc(n + 1), *p = copy;

	for (size_t i = 0; copy && i < n; i++) {
		int high = i + 2 < n ? hex(text[i + 1]) : -1;
		int low = i + 2 < n ? hex(text[i + 2]) : -1;

		if (text[i] == '%' && high >= 0 && low >= 0 && high + low > 0) {
			*p++ = (char)(high << 4 | low);
			i += 2;
		} else
			*p++ = text[i];
	}
	if (copy)
		*p = '\0';
	return copy;
}

/* cpe:/part:vendor:product:version, cpe:2.3:part:vendor:product:version; "*" and "-" are none. */
static int cpe_version(const char *text, char **ret) {
	const char *place = after_colon(text, strncmp(text, "cpe:2.3:", 8) == 0 ? 5 : 4);
	_cleanup_(freep) char *version = place ? copy_cpe_part(place) : NULL;

	if (place && !version)
		return -ENOMEM;
	if (version && strcmp(version, "") != 0 && strcmp(version, "*") != 0 &&
		strcmp(version, "-") != 0)
		*ret = TAKE_PTR(version);
	return 0;
}

/* pkg:type/namespace/name@version?qualifiers#subpath */
static int purl_version(const char *text, char **ret) {
	size_t n = strcspn(text, "?#");
	const char *at = memrchr(text, '@', n), *slash = memrchr(text, '/', n);

	if (!at || (slash && at < slash) || at + 1 == text + n)
		return 0;
	*ret = copy_decoded(at + 1, n - (size_t)(at + 1 - text));
	return *ret ? 0 : -ENOMEM;
}

static int name_and_version(const char *text, TypedName *name) {
	const char *equals = strchr(text, '=');
	size_t n = equals ? (size_t)(equals - text) : strlen(text);

	if (n == 0 || (equals && equals[1] == '\0'))
		return -EINVAL;
	name->id = strndup(text, n);
	if (equals)
		name->version = strdup(equals + 1);
	return name->id && (!equals || name->version) ? 0 : -ENOMEM;
}

static int parse(const char *text, TypedName *name) {
	int r;

	if (strncmp(text, "cpe:", 4) == 0) {
		name->type = "cpe";
		r = cpe_version(text, &name->version);
	} else if (strncmp(text, "pkg:", 4) == 0) {
		name->type = "purl";
		r = purl_version(text, &name->version);
	} else if (strncmp(text, "repology:", 9) == 0) {
		name->type = "repology";
		text += 9;
		r = text[0] != '\0' ? 0 : -EINVAL;
	} else
		return name_and_version(text, name);
	name->id = strdup(text);
	return r < 0 ? r : name->id ? 0 : -ENOMEM;
}

int typed_name_parse(const char *text, TypedName *ret) {
	TypedName name = TYPED_NAME_NULL;
	int r = parse(text, &name);

	if (r < 0) {
		typed_name_deinit(&name);
		return r;
	}
	*ret = name;
	return 0;
}

void typed_name_deinit(TypedName *name) {
	free(name->id);
	free(name->version);
	*name = (TypedName)TYPED_NAME_NULL;
}
