/* SPDX-License-Identifier: MIT */
#include "template/release-template.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What begins each placeholder; a text without it has none. */
#define MARK "__"

typedef struct Text {
	const char *data;
	size_t len;
} Text;

static int template_too_long(LiquidDoubt *ret_doubt) {
	LiquidDoubt doubt = { 0 };

	(void)snprintf(doubt.message, sizeof(doubt.message),
		"the template with its values is longer than %u bytes", LIQUID_TEXT_MAX);
	if (ret_doubt)
		*ret_doubt = doubt;
	return -E2BIG;
}

/* What Ruby's strip takes for white space. */
static bool is_stripped(char c) {
	return c == '\0' || c == ' ' || (c >= '\t' && c <= '\r');
}

static Text strip(Text text) {
	while (text.len > 0 && is_stripped(text.data[text.len - 1]))
		text.len--;
	while (text.len > 0 && is_stripped(text.data[0])) {
		text.data++;
		text.len--;
	}
	return text;
}

/* A placeholder, or what begins one: that is rare, so looking for its first character is quicker
 * than memmem(3) for all of it. */
static const char *find(Text text, const char *what) {
	const char *p = text.data, *end = p + text.len;
	size_t n = strlen(what);

	while ((size_t)(end - p) >= n && (p = memchr(p, *what, (size_t)(end - p)))) {
		if ((size_t)(end - p) >= n && memcmp(p, what, n) == 0)
			return p;
		p++;
	}
	return NULL;
}

/* Appends to the *used bytes in buffer. False when they do not fit. */
static bool put(char *buffer, size_t *used, const char *bytes, size_t n) {
	if (n > LIQUID_TEXT_MAX - *used)
		return false;
	if (n > 0)
		memcpy(buffer + *used, bytes, n);
	*used += n;
	return true;
}

/* Puts value for each placeholder of text into buffer, of LIQUID_TEXT_MAX bytes, where text is
 * not. Returns 1; 0 when there was none, and buffer is as before; -E2BIG. */
static int replace(Text text, const char *placeholder, const char *value, char *buffer, Text *ret) {
	size_t n_placeholder = strlen(placeholder), n_value = value ? strlen(value) : 0, used = 0;
	const char *at = find(text, placeholder);

	if (!at)
		return 0;
	for (; at; at = find(text, placeholder)) {
		size_t before = (size_t)(at - text.data);

		if (!put(buffer, &used, text.data, before) || !put(buffer, &used, value, n_value))
			return -E2BIG;
		text.data += before + n_placeholder;
		text.len -= before + n_placeholder;
	}
	if (!put(buffer, &used, text.data, text.len))
		return -E2BIG;
	*ret = (Text){ buffer, used };
	return 1;
}

int release_template_render(const char *text, size_t n, const ReleaseTemplateValues *values,
	StrBuf *out, LiquidDoubt *ret_doubt) {
	const struct {
		const char *placeholder, *value;
	} steps[] = {
		{ "__RELEASE_CYCLE__", values->cycle },
		{ "__CODENAME__", values->codename },
		{ "__RELEASE_DATE__", values->release_date },
		{ "__LATEST__", values->latest },
		{ "__LATEST_RELEASE_DATE__", values->latest_release_date },
	};
	/* The text goes back and forth between two buffers, without any heap. */
	char buffers[2][LIQUID_TEXT_MAX];
	Text now = strip((Text){ text, n });
	int next = 0;

	if (now.len > LIQUID_TEXT_MAX)
		return template_too_long(ret_doubt);
	for (size_t i = 0; i < ELEMENTSOF(steps) && find(now, MARK); i++) {
		int r = replace(now, steps[i].placeholder, steps[i].value, buffers[next], &now);

		if (r < 0)
			return template_too_long(ret_doubt);
		if (r > 0)
			next = !next;
	}
	if (!liquid_is_needed(now.data, now.len))
		return strbuf_append(out, now.data, now.len);
	return liquid_render(now.data, now.len, out, ret_doubt);
}
