/* SPDX-License-Identifier: MIT */
#include "host-name.h"

#include <string.h>
#include <strings.h>

/* A run of letters and digits; bytes above ASCII count as letters. */
typedef struct Word {
	const char *text;
	size_t len;
} Word;

static bool is_word_byte(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

static bool next_word(const char **text, Word *ret) {
	const char *p = *text;

	while (*p != '\0' && !is_word_byte(*p))
		p++;
	if (*p == '\0')
		return false;
	ret->text = p;
	while (is_word_byte(*p))
		p++;
	ret->len = (size_t)(p - ret->text);
	*text = p;
	return true;
}

static bool word_is(Word word, const char *text) {
	return strlen(text) == word.len && strncasecmp(word.text, text, word.len) == 0;
}

static bool has_word(const char *text, Word wanted) {
	Word word;

	while (next_word(&text, &word))
		if (word.len == wanted.len && strncasecmp(word.text, wanted.text, word.len) == 0)
			return true;
	return false;
}

static bool list_has_word(const Product *product, const BlockList *list, Word word) {
	for (size_t i = 0; i < list->n; i++)
		if (has_word(product_list_text(product, list, i), word))
			return true;
	return false;
}

/* Words that systems put into their names without becoming another system. */
static bool says_nothing(Word word) {
	static const char *const words[] = { "linux", "gnu", "os", "server", "workstation",
		"desktop", "client", "computenode", "ami", "distribution" };

	for (size_t i = 0; i < ELEMENTSOF(words); i++)
		if (word_is(word, words[i]))
			return true;
	return false;
}

static bool is_own_word(
	const Product *product, const OsRelease *release, const Identifier *cpe, Word word) {
	return has_word(product_name(product), word) ||
	       has_word(product_text_or_empty(product, product->label), word) ||
	       list_has_word(product, &product->aliases, word) ||
	       has_word(os_release_get_plain(release, OS_RELEASE_ID), word) ||
	       (cpe && has_word(strbuf_cstr(&cpe->key), word));
}

/* The two that pose perfectly but for their name, which they may give in PRETTY_NAME alone. */
static bool poses(const Product *product, const OsRelease *release) {
	static const Word words[] = { { "stream", 6 }, { "kitten", 6 } };
	const char *pretty = os_release_get(release, OS_RELEASE_PRETTY_NAME);

	for (size_t i = 0; i < ELEMENTSOF(words); i++)
		if (has_word(pretty, words[i]) && !has_word(product_name(product), words[i]))
			return true;
	return false;
}

/* Whether a cycle's name is the word and a number. */
static bool is_family(const Product *product, Word word) {
	for (size_t i = 0; i < product_n_releases(product); i++) {
		const char *name = release_name(product, product_release(product, i));

		if (strncasecmp(name, word.text, word.len) == 0 && name[word.len] >= '0' &&
			name[word.len] <= '9' &&
			name[word.len + strspn(name + word.len, "0123456789.")] == '\0')
			return true;
	}
	return false;
}

bool host_name_is_family(const Product *product, const OsRelease *release,
	char ret_family[static HOST_FAMILY_SIZE]) {
	const char *name = os_release_get_plain(release, OS_RELEASE_NAME);
	Word word, other;

	if (!next_word(&name, &word) || next_word(&name, &other) || word.len >= HOST_FAMILY_SIZE)
		return false;
	if ((word.text[0] >= '0' && word.text[0] <= '9') || !is_family(product, word))
		return false;
	for (size_t i = 0; i < word.len; i++)
		ret_family[i] =
			(char)(word.text[i] >= 'A' && word.text[i] <= 'Z' ? word.text[i] - 'A' + 'a'
									  : word.text[i]);
	ret_family[word.len] = '\0';
	return true;
}

bool host_name_fits(const Product *product, const OsRelease *release, const Identifier *cpe) {
	const char *name = os_release_get(release, OS_RELEASE_NAME);
	char family[HOST_FAMILY_SIZE];
	Word word;

	if (poses(product, release))
		return false;
	if (host_name_is_family(product, release, family))
		return true;
	while (next_word(&name, &word))
		if (!says_nothing(word) && !is_own_word(product, release, cpe, word))
			return false;
	return true;
}
