/* SPDX-License-Identifier: MIT */
#include "identifier.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "util/utf8.h"

/* What a cpe says, in this order. */
static const char *const cpe_components[] = { "part", "vendor", "product", "version", "update",
	"edition", "language", "sw_edition", "target_sw", "target_hw", "other" };

enum { CPE_PART, CPE_VENDOR, CPE_PRODUCT, CPE_VERSION };

/* A component with its escapes resolved. */
typedef struct Piece {
	char bytes[IDENTIFIER_SIZE_MAX + 1];
	size_t len;
	bool is_any; /* a wildcard that stands for everything */
} Piece;

void identifier_deinit(Identifier *identifier) {
	strbuf_deinit(&identifier->key);
	strbuf_deinit(&identifier->version);
	strbuf_deinit(&identifier->conditions);
}

static void clear(Identifier *identifier) {
	strbuf_clear(&identifier->key);
	strbuf_clear(&identifier->version);
	strbuf_clear(&identifier->conditions);
}

static bool is_plain(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-';
}

static char to_lower(char c) {
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Appends a piece in the one spelling of keys: what is not plain as %xx. */
static void append_encoded(StrBuf *buf, const char *bytes, size_t len) {
	for (size_t i = 0; i < len; i++)
		if (is_plain(bytes[i]))
			(void)strbuf_append_byte(buf, bytes[i]);
		else
			(void)strbuf_printf(buf, "%%%02x", (unsigned char)bytes[i]);
}

static void append_condition(
	StrBuf *buf, const char *name, size_t name_len, const char *value, size_t value_len) {
	append_encoded(buf, name, name_len);
	(void)strbuf_append_byte(buf, '=');
	append_encoded(buf, value, value_len);
	(void)strbuf_append_byte(buf, '\n');
}

/* A version is shown to people, so it must be good to show. */
static int append_version(StrBuf *buf, const char *bytes, size_t len) {
	if (!utf8_is_valid(bytes, len, NULL))
		return -EBADMSG;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
			return -EBADMSG;
	return strbuf_append(buf, bytes, len);
}

static int hex_digit(char c) {
	if (c >= '0' && c <= '9')
		return c - '0';
	c = to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that %xx at p stands for, or a negative errno; a NUL is none. */
static int decode_percent(const char *p, size_t n) {
	if (n < 3)
		return -EBADMSG;

	int high = hex_digit(p[1]), low = high < 0 ? -1 : hex_digit(p[2]);

	return low < 0 || high * 16 + low == 0 ? -EBADMSG : high * 16 + low;
}

/* ---- cpe --------------------------------------------------------------------------------- */

/* Reads the component at *text up to its colon, which is skipped. In the URI %xx is an escape; the
 * backslash, which belongs to the other form, is met there too. */
static int read_cpe_component(const char **text, bool is_uri, Piece *ret) {
	const char *p = *text;

	ret->len = 0;
	while (*p != '\0' && *p != ':') {
		char c = *p++;

		if (c == '%' && is_uri) {
			int r = decode_percent(p - 1, strlen(p - 1));

			if (r < 0)
				return r;
			c = (char)r;
			p += 2;
		} else if (c == '\\') {
			c = *p++;
			if (c == '\0')
				return -EBADMSG;
		}
		if ((c <= 0x20 && !(is_uri && (c == 1 || c == 2))) || c > 0x7e)
			return -EBADMSG;
		ret->bytes[ret->len++] = to_lower(c);
	}

	/* "*", and "%02" in the URI, unescaped and alone */
	ret->is_any = ret->len == 0 || (p - *text == 1 && **text == '*') ||
		      (ret->len == 1 && ret->bytes[0] == 2);
	if (!ret->is_any && (memchr(ret->bytes, 1, ret->len) || memchr(ret->bytes, 2, ret->len)))
		return -EBADMSG;
	*text = *p == ':' ? p + 1 : p;
	return 0;
}

static int take_cpe_component(Identifier *identifier, size_t index, const Piece *piece) {
	bool says_nothing = piece->is_any || (piece->len == 1 && piece->bytes[0] == '-');

	if (index > CPE_PRODUCT) {
		if (says_nothing)
			return 0;
		append_condition(&identifier->conditions, cpe_components[index],
			strlen(cpe_components[index]), piece->bytes, piece->len);
		return index == CPE_VERSION
			       ? append_version(&identifier->version, piece->bytes, piece->len)
			       : 0;
	}
	if (says_nothing ||
		(index == CPE_PART && (piece->len != 1 || !strchr("aoh", piece->bytes[0]))))
		return -EBADMSG;
	(void)strbuf_append_byte(&identifier->key, ':');
	append_encoded(&identifier->key, piece->bytes, piece->len);
	return 0;
}

static int parse_cpe(Identifier *identifier, const char *text) {
	bool is_uri = strncasecmp(text, "cpe:/", 5) == 0;
	size_t index = 0;
	Piece piece;

	if (!is_uri && strncasecmp(text, "cpe:2.3:", 8) != 0)
		return -EBADMSG;
	text += is_uri ? 5 : 8;
	(void)strbuf_append_str(&identifier->key, "cpe");
	for (; *text != '\0' && index < ELEMENTSOF(cpe_components); index++) {
		int r = read_cpe_component(&text, is_uri, &piece);

		if (r >= 0)
			r = take_cpe_component(identifier, index, &piece);
		if (r < 0)
			return r;
	}
	return index > CPE_PRODUCT && *text == '\0' ? 0 : -EBADMSG;
}

/* ---- purl -------------------------------------------------------------------------------- */

/* Types whose names differ by case alone. In all others case is a matter of taste. */
static bool type_tells_case(const char *type, size_t len) {
	static const char *const types[] = { "cocoapods", "cpan", "cran", "generic", "hackage",
		"maven", "mlflow", "swid" };

	for (size_t i = 0; i < ELEMENTSOF(types); i++)
		if (strlen(types[i]) == len && strncasecmp(types[i], type, len) == 0)
			return true;
	return false;
}

static int decode_purl_piece(const char *text, size_t len, Piece *ret) {
	*ret = (Piece){ .len = 0 };
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int r = decode_percent(text + i, len - i);

			if (r < 0)
				return r;
			c = (char)r;
			i += 2;
		}
		ret->bytes[ret->len++] = c;
	}
	return 0;
}

/* Brings a name into the spelling that its type counts as one. */
static void fold_purl_piece(const char *type, size_t type_len, Piece *piece) {
	bool is_python = type_len == 4 && strncasecmp(type, "pypi", 4) == 0;

	if (type_tells_case(type, type_len))
		return;
	for (size_t i = 0; i < piece->len; i++) {
		char c = to_lower(piece->bytes[i]);

		piece->bytes[i] = is_python && (c == '_' || c == '.') ? '-' : c;
	}
}

static int take_purl_type(Identifier *identifier, const char *type, size_t len) {
	if (len == 0)
		return -EBADMSG;
	(void)strbuf_append_str(&identifier->key, "purl:");
	for (size_t i = 0; i < len; i++) {
		if ((!is_plain(type[i]) && type[i] != '+') || type[i] == '_')
			return -EBADMSG;
		(void)strbuf_append_byte(&identifier->key, to_lower(type[i]));
	}
	return 0;
}

/* Takes namespace and name: pieces between slashes, of which empty ones do not count. */
static int take_purl_path(
	Identifier *identifier, const char *type, size_t type_len, const char *path, size_t len) {
	bool named = false;
	Piece piece;

	for (size_t i = 0; i < len;) {
		size_t end = i;

		while (end < len && path[end] != '/')
			end++;
		if (end > i) {
			int r = decode_purl_piece(path + i, end - i, &piece);

			if (r < 0)
				return r;
			fold_purl_piece(type, type_len, &piece);
			(void)strbuf_append_byte(&identifier->key, '/');
			append_encoded(&identifier->key, piece.bytes, piece.len);
			named = true;
		}
		i = end + 1;
	}
	return named ? 0 : -EBADMSG;
}

static int take_purl_qualifier(Identifier *identifier, const char *text, size_t len) {
	const char *equals = memchr(text, '=', len);
	Piece name, value;

	if (!equals || equals == text)
		return -EBADMSG;

	int r = decode_purl_piece(text, (size_t)(equals - text), &name);

	if (r >= 0)
		r = decode_purl_piece(equals + 1, len - (size_t)(equals - text) - 1, &value);
	if (r < 0)
		return r;
	for (size_t i = 0; i < name.len; i++)
		name.bytes[i] = to_lower(name.bytes[i]);
	/* One without a value is as good as absent. */
	if (value.len > 0)
		append_condition(
			&identifier->conditions, name.bytes, name.len, value.bytes, value.len);
	return 0;
}

static int take_purl_qualifiers(Identifier *identifier, const char *text, size_t len) {
	for (size_t i = 0; i < len;) {
		size_t end = i;
		int r = 0;

		while (end < len && text[end] != '&')
			end++;
		if (end > i)
			r = take_purl_qualifier(identifier, text + i, end - i);
		if (r < 0)
			return r;
		i = end + 1;
	}
	return 0;
}

/* Where the "@" of the version stands in len bytes, or len. One at the beginning of a piece is no
 * such: people do not escape that of npm's scopes. */
static size_t find_purl_version(const char *path, size_t len) {
	for (size_t i = len; i-- > 0;)
		if (path[i] == '@')
			return i > 0 && path[i - 1] != '/' ? i : len;
	return len;
}

static int take_purl_version(Identifier *identifier, const char *text, size_t len) {
	Piece piece;
	int r = decode_purl_piece(text, len, &piece);

	return r < 0 ? r : append_version(&identifier->version, piece.bytes, piece.len);
}

static int parse_purl(Identifier *identifier, const char *text) {
	if (strncasecmp(text, "pkg:", 4) != 0)
		return -EBADMSG;
	text += 4;
	text += strspn(text, "/");

	size_t len = strcspn(text, "#");
	size_t path_end = strcspn(text, "?#");
	size_t type_len = strcspn(text, "/?#");

	if (type_len == path_end)
		return -EBADMSG;

	const char *path = text + type_len + 1;
	size_t path_len = path_end - type_len - 1;
	size_t name_len = find_purl_version(path, path_len);
	int r = take_purl_type(identifier, text, type_len);

	if (r >= 0)
		r = take_purl_path(identifier, text, type_len, path, name_len);
	if (r >= 0 && name_len < path_len)
		r = take_purl_version(identifier, path + name_len + 1, path_len - name_len - 1);
	if (r >= 0 && path_end < len)
		r = take_purl_qualifiers(identifier, text + path_end + 1, len - path_end - 1);
	return r;
}

/* ---- all of them ------------------------------------------------------------------------- */

static int parse_repology(Identifier *identifier, const char *text) {
	size_t len = strlen(text);

	if (len == 0 || !utf8_is_valid(text, len, NULL))
		return -EBADMSG;
	(void)strbuf_append_str(&identifier->key, "repology:");
	return strbuf_append(&identifier->key, text, len);
}

static int parse_type(Identifier *identifier, const char *type, const char *text) {
	if (strcmp(type, "cpe") == 0)
		return parse_cpe(identifier, text);
	if (strcmp(type, "purl") == 0)
		return parse_purl(identifier, text);
	return parse_repology(identifier, text);
}

bool identifier_type_is_known(const char *type) {
	return strcmp(type, "cpe") == 0 || strcmp(type, "purl") == 0 ||
	       strcmp(type, "repology") == 0;
}

int identifier_parse(Identifier *identifier, const char *type, const char *text) {
	clear(identifier);
	if (!identifier_type_is_known(type))
		return -EINVAL;
	if (strnlen(text, IDENTIFIER_SIZE_MAX + 1) > IDENTIFIER_SIZE_MAX)
		return -E2BIG;

	int r = parse_type(identifier, type, text);

	if (r >= 0)
		r = strbuf_error(&identifier->key);
	if (r >= 0)
		r = strbuf_error(&identifier->version);
	if (r >= 0)
		r = strbuf_error(&identifier->conditions);
	if (r < 0)
		clear(identifier);
	return r;
}

/* Whether one of the lines of `conditions` is line[0 .. len). */
static bool has_condition(const char *conditions, const char *line, size_t len) {
	while (*conditions != '\0') {
		size_t n = strcspn(conditions, "\n");

		if (n == len && memcmp(conditions, line, len) == 0)
			return true;
		conditions += n + 1;
	}
	return false;
}

bool identifier_fits(const Identifier *data, const Identifier *question) {
	const char *line = strbuf_cstr(&data->conditions);

	if (data->key.len == 0 || data->key.len != question->key.len ||
		memcmp(data->key.data, question->key.data, data->key.len) != 0)
		return false;
	while (*line != '\0') {
		size_t n = strcspn(line, "\n");

		if (!has_condition(strbuf_cstr(&question->conditions), line, n))
			return false;
		line += n + 1;
	}
	return true;
}
