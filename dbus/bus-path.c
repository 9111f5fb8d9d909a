/* SPDX-License-Identifier: MIT */
#include "bus-path.h"

#include <string.h>

#include "bus-names.h"

static bool is_letter(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

/* Whether a byte stands for itself in a label. */
static bool is_plain(char c, bool is_first) {
	return is_letter(c) || (is_digit(c) && !is_first);
}

static char *write_label(char *p, const char *name) {
	static const char digits[] = "0123456789abcdef";

	if (name[0] == '\0')
		*p++ = '_';
	for (size_t i = 0; name[i] && i < BUS_PATH_NAME_MAX; i++) {
		unsigned char c = (unsigned char)name[i];

		if (is_plain(name[i], i == 0)) {
			*p++ = name[i];
			continue;
		}
		*p++ = '_';
		*p++ = digits[c >> 4];
		*p++ = digits[c & 15];
	}
	return p;
}

const char *bus_path_product(const char *product, BusPath *path) {
	char *p = mempcpy(path->text, EOLD_PATH_PRODUCTS "/", sizeof(EOLD_PATH_PRODUCTS));

	*write_label(p, product) = '\0';
	return path->text;
}

const char *bus_path_release(const char *product, const char *cycle, BusPath *path) {
	char *p = mempcpy(path->text, EOLD_PATH_RELEASES "/", sizeof(EOLD_PATH_RELEASES));

	p = write_label(p, product);
	*p++ = '/';
	*write_label(p, cycle) = '\0';
	return path->text;
}

static int hex_value(char c) {
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads a label up to a slash or the end. Returns what follows, or NULL if it is not spelt as the
 * encoder does. */
static const char *read_label(const char *p, char *name) {
	size_t n = 0;

	if (p[0] == '_' && (p[1] == '\0' || p[1] == '/')) {
		name[0] = '\0';
		return p + 1;
	}
	for (; *p && *p != '/'; n++) {
		if (n == BUS_PATH_NAME_MAX)
			return NULL;
		if (is_plain(*p, n == 0)) {
			name[n] = *p++;
			continue;
		}

		int high = p[0] == '_' ? hex_value(p[1]) : -1;
		int low = high >= 0 ? hex_value(p[2]) : -1;

		if (low < 0)
			return NULL;
		name[n] = (char)(high << 4 | low);
		if (name[n] == '\0' || is_plain(name[n], n == 0))
			return NULL;
		p += 3;
	}
	name[n] = '\0';
	return n > 0 ? p : NULL;
}

/* What follows a prefix and a slash, or NULL. */
static const char *skip_prefix(const char *path, const char *prefix, size_t n) {
	return strncmp(path, prefix, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

bool bus_path_parse_product(const char *path, BusPathNames *ret) {
	const char *p = skip_prefix(path, EOLD_PATH_PRODUCTS, strlen(EOLD_PATH_PRODUCTS));

	p = p ? read_label(p, ret->product) : NULL;
	ret->cycle[0] = '\0';
	return p && *p == '\0';
}

bool bus_path_parse_release_product(const char *path, BusPathNames *ret) {
	const char *p = skip_prefix(path, EOLD_PATH_RELEASES, strlen(EOLD_PATH_RELEASES));

	p = p ? read_label(p, ret->product) : NULL;
	ret->cycle[0] = '\0';
	return p && *p == '\0';
}

bool bus_path_parse_release(const char *path, BusPathNames *ret) {
	const char *p = skip_prefix(path, EOLD_PATH_RELEASES, strlen(EOLD_PATH_RELEASES));

	p = p ? read_label(p, ret->product) : NULL;
	if (!p || *p != '/')
		return false;
	p = read_label(p + 1, ret->cycle);
	return p && *p == '\0';
}
