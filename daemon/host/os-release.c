/* SPDX-License-Identifier: MIT */
#include "os-release.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "util/strbuf.h"
#include "util/utf8.h"

static const char *const field_keys[_OS_RELEASE_FIELD_MAX] = {
	[OS_RELEASE_ID] = "ID",
	[OS_RELEASE_NAME] = "NAME",
	[OS_RELEASE_PRETTY_NAME] = "PRETTY_NAME",
	[OS_RELEASE_VERSION] = "VERSION",
	[OS_RELEASE_VERSION_ID] = "VERSION_ID",
	[OS_RELEASE_VERSION_CODENAME] = "VERSION_CODENAME",
	[OS_RELEASE_VARIANT_ID] = "VARIANT_ID",
	[OS_RELEASE_BUILD_ID] = "BUILD_ID",
	[OS_RELEASE_CPE_NAME] = "CPE_NAME",
	[OS_RELEASE_SUPPORT_END] = "SUPPORT_END",
};

/* What is left of a line. */
typedef struct Text {
	const char *p;
	size_t n;
} Text;

void os_release_deinit(OsRelease *release) {
	for (size_t i = 0; i < _OS_RELEASE_FIELD_MAX; i++)
		free(release->values[i]);
	*release = (OsRelease)OS_RELEASE_INIT;
}

const char *os_release_get(const OsRelease *release, OsReleaseField field) {
	return release->values[field] ? release->values[field] : "";
}

const char *os_release_get_plain(const OsRelease *release, OsReleaseField field) {
	return release->odd[field] ? "" : os_release_get(release, field);
}

bool os_release_equal(const OsRelease *a, const OsRelease *b) {
	for (size_t i = 0; i < _OS_RELEASE_FIELD_MAX; i++) {
		if (!a->values[i] != !b->values[i] || a->odd[i] != b->odd[i])
			return false;
		if (a->values[i] && strcmp(a->values[i], b->values[i]) != 0)
			return false;
	}
	return true;
}

/* ---- values ------------------------------------------------------------------------------ */

static void skip(Text *text, size_t n) {
	text->p += n;
	text->n -= n;
}

static bool is_blank(char c) {
	return c == ' ' || c == '\t';
}

static void skip_blanks(Text *text) {
	while (text->n > 0 && is_blank(text->p[0]))
		skip(text, 1);
}

static void cut_blanks(Text *text) {
	while (text->n > 0 && is_blank(text->p[text->n - 1]))
		text->n--;
}

/* Behind a closing quote there may be blanks and a comment, as in the shell. */
static const char *read_rest(Text *text) {
	skip_blanks(text);
	return text->n == 0 || text->p[0] == '#' ? NULL : "there is text behind the closing quote";
}

/* In double quotes a backslash is an escape only before what would else be special. */
static const char *read_double_quoted(Text *text, StrBuf *value) {
	for (skip(text, 1); text->n > 0; skip(text, 1)) {
		if (text->p[0] == '"') {
			skip(text, 1);
			return read_rest(text);
		}
		if (text->p[0] == '\\' && text->n > 1 && text->p[1] != '\0' &&
			strchr("\"$\\`", text->p[1]))
			skip(text, 1);
		(void)strbuf_append_byte(value, text->p[0]);
	}
	return "the quote is not closed";
}

static const char *read_single_quoted(Text *text, StrBuf *value) {
	for (skip(text, 1); text->n > 0; skip(text, 1)) {
		if (text->p[0] == '\'') {
			skip(text, 1);
			return read_rest(text);
		}
		(void)strbuf_append_byte(value, text->p[0]);
	}
	return "the quote is not closed";
}

/* A bare value ends with the line or before a comment. Blanks within it are none of the manual's,
 * but they are met, and what is meant is plain. */
static const char *read_bare(Text *text, StrBuf *value) {
	cut_blanks(text);
	for (; text->n > 0; skip(text, 1)) {
		char c = text->p[0];

		if (is_blank(c)) {
			Text rest = *text;

			skip_blanks(&rest);
			if (rest.p[0] == '#')
				return NULL;
		} else if (c == '"' || c == '\'') {
			return "there is a quote within a value that does not begin with one";
		} else if (c == '\\') {
			if (text->n == 1)
				return "the line ends in a backslash";
			skip(text, 1);
		}
		(void)strbuf_append_byte(value, text->p[0]);
	}
	return NULL;
}

/* Reads a value; returns what is wrong with it, or NULL. */
static const char *read_value(Text *text, StrBuf *value) {
	skip_blanks(text);
	if (text->n > 0 && text->p[0] == '"')
		return read_double_quoted(text, value);
	if (text->n > 0 && text->p[0] == '\'')
		return read_single_quoted(text, value);
	if (text->n > 0 && text->p[0] == '#' && is_blank(text->p[-1]))
		return NULL;
	return read_bare(text, value);
}

/* ---- lines ------------------------------------------------------------------------------- */

static bool is_key_byte(char c) {
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* The field of a key, or _OS_RELEASE_FIELD_MAX for those that nobody asks for. */
static OsReleaseField find_field(Text key) {
	OsReleaseField i;

	for (i = 0; i < _OS_RELEASE_FIELD_MAX; i++)
		if (strlen(field_keys[i]) == key.n && memcmp(field_keys[i], key.p, key.n) == 0)
			break;
	return i;
}

/* Keeps a value as it may be shown. */
static int set_field(OsRelease *release, OsReleaseField field, unsigned line, const StrBuf *value) {
	_cleanup_(strbuf_deinit) StrBuf shown = STRBUF_INIT;
	int r = utf8_append_escaped(&shown, strbuf_cstr(value), value->len);

	if (r < 0)
		return r;

	bool odd = shown.len != value->len;
	char *text = strbuf_steal(&shown);

	if (!text)
		return -ENOMEM;
	free(release->values[field]);
	release->values[field] = text;
	release->odd[field] = odd;
	release->lines[field] = line;
	return 0;
}

/* Splits KEY= off; false if the line does not begin so. */
static bool read_key(Text *text, Text *ret_key) {
	size_t n = 0;

	while (n < text->n && is_key_byte(text->p[n]))
		n++;
	if (n == 0 || n == text->n || text->p[n] != '=')
		return false;
	*ret_key = (Text){ text->p, n };
	skip(text, n + 1);
	return true;
}

/* Reads one line. *ret_wrong is set to what is wrong with it. */
static int read_line(
	OsRelease *release, Text text, unsigned line, StrBuf *value, const char **ret_wrong) {
	Text key;

	skip_blanks(&text);
	if (text.n == 0 || text.p[0] == '#')
		return 0;
	if (!read_key(&text, &key)) {
		*ret_wrong = "this is no KEY=VALUE";
		return 0;
	}

	OsReleaseField field = find_field(key);

	strbuf_clear(value);
	*ret_wrong = read_value(&text, value);
	if (strbuf_error(value) < 0)
		return strbuf_error(value);
	return *ret_wrong || field == _OS_RELEASE_FIELD_MAX
		       ? 0
		       : set_field(release, field, line, value);
}

static int read_lines(OsRelease *release, Text text, const char *file, Problems *problems) {
	_cleanup_(strbuf_deinit) StrBuf value = STRBUF_INIT;

	for (unsigned line = 1; text.n > 0; line++) {
		const char *newline = memchr(text.p, '\n', text.n);
		size_t n = newline ? (size_t)(newline - text.p) : text.n;
		bool has_return = n > 0 && text.p[n - 1] == '\r';
		const char *wrong = NULL;
		int r = read_line(release, (Text){ text.p, n - has_return }, line, &value, &wrong);

		if (r < 0)
			return r;
		if (wrong && problems)
			problems_add(problems, PROBLEM_DOUBT, file, NULL, line,
				"the line is left out: %s", wrong);
		skip(&text, newline ? n + 1 : n);
	}
	return 0;
}

/* SUPPORT_END is the first day without support. */
static void read_support_end(OsRelease *release, const char *file, Problems *problems) {
	const char *text = os_release_get(release, OS_RELEASE_SUPPORT_END);
	CivilDay day;

	if (text[0] == '\0')
		return;
	if (civil_day_parse(text, &day) >= 0 && day > CIVIL_DAY_MIN)
		release->supported_until = day - 1;
	else if (problems)
		problems_add(problems, PROBLEM_DOUBT, file, NULL,
			release->lines[OS_RELEASE_SUPPORT_END],
			"SUPPORT_END counts as absent: “%s” is no date YYYY-MM-DD", text);
}

int os_release_parse(
	const char *bytes, size_t n, const char *file, Problems *problems, OsRelease *ret) {
	static const char byte_order_mark[] = { '\xef', '\xbb', '\xbf' };
	_cleanup_(os_release_deinit) OsRelease release = OS_RELEASE_INIT;
	Text text = { bytes, n };

	if (n > OS_RELEASE_SIZE_MAX)
		return -EFBIG;
	if (n >= sizeof(byte_order_mark) &&
		memcmp(bytes, byte_order_mark, sizeof(byte_order_mark)) == 0)
		skip(&text, sizeof(byte_order_mark));

	int r = read_lines(&release, text, file, problems);

	if (r < 0)
		return r;
	read_support_end(&release, file, problems);
	*ret = release;
	release = (OsRelease)OS_RELEASE_INIT;
	return 0;
}

/* ---- files ------------------------------------------------------------------------------- */

/* Opens a regular file of a size that may be read. Returns the descriptor or a negative errno. */
static int open_file(const char *path) {
	_cleanup_(closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return -EBADFD;
	if (st.st_size > (off_t)OS_RELEASE_SIZE_MAX)
		return -EFBIG;
	return TAKE_FD(fd);
}

/* Reads all there is, up to one byte more than may be: the size of a file is no promise. */
static int read_file(int fd, StrBuf *buf) {
	char bytes[4096];

	while (buf->len <= OS_RELEASE_SIZE_MAX) {
		ssize_t n = read(fd, bytes, sizeof(bytes));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return strbuf_error(buf);

		int r = strbuf_append(buf, bytes, (size_t)n);

		if (r < 0)
			return r;
	}
	return -EFBIG;
}

static int read_path(const char *path, Problems *problems, OsRelease *ret) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	_cleanup_(closep) int fd = open_file(path);

	if (fd < 0)
		return TAKE_FD(fd);

	int r = read_file(fd, &buf);

	return r < 0 ? r : os_release_parse(strbuf_cstr(&buf), buf.len, path, problems, ret);
}

int os_release_read(const char *path, Problems *problems, const char **ret_path, OsRelease *ret) {
	static const char *const paths[] = { "/etc/os-release", "/usr/lib/os-release" };
	int r = -ENOENT;

	if (path) {
		if (ret_path)
			*ret_path = path;
		return read_path(path, problems, ret);
	}
	for (size_t i = 0; i < ELEMENTSOF(paths) && r == -ENOENT; i++) {
		if (ret_path)
			*ret_path = paths[i];
		r = read_path(paths[i], problems, ret);
	}
	return r;
}
