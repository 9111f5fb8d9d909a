/* SPDX-License-Identifier: MIT */
#include "version.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "util/cleanup.h"

/* No cycle has more components, and a hostile version may not cost more searches than this. */
enum { CUTS_MAX = 16, WORDS_MAX = 4, CODENAME_WORD_MIN = 3 };

/* A version made comparable: blanks, epoch and "v" cut off, in lower case. */
typedef struct Question {
	char text[VERSION_SIZE_MAX + 1];
	size_t len;
	size_t start; /* where epoch and "v" end */
} Question;

/* A part of a name: name[0 .. len). */
typedef struct Part {
	const char *text;
	size_t len;
} Part;

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c) {
	return is_digit(c) || is_letter(c);
}

static bool is_blank(char c) {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char lower_case(char c) {
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const char *resolution_to_string(Resolution resolution) {
	static const char *const words[_RESOLUTION_MAX] = {
		[RESOLUTION_EXACT] = "exact",
		[RESOLUTION_SHORTENED] = "shortened",
		[RESOLUTION_CODENAME] = "codename",
		[RESOLUTION_NEWER_THAN_DATA] = "newer-than-data",
		[RESOLUTION_NO_SUCH_CYCLE] = "no-such-cycle",
		[RESOLUTION_NO_SUCH_PRODUCT] = "no-such-product",
	};

	return words[resolution];
}

/* ---- components -------------------------------------------------------------------------- */

/* Takes the next run of digits or of letters from *text; false at the end. */
static bool next_component(const char **text, const char *end, Part *ret) {
	const char *p = *text;

	while (p < end && !is_alnum(*p))
		p++;
	if (p == end)
		return false;

	const char *first = p;
	bool number = is_digit(*p);

	while (p < end && (number ? is_digit(*p) : is_letter(*p)))
		p++;
	*ret = (Part){ first, (size_t)(p - first) };
	*text = p;
	return true;
}

static bool is_number(Part part) {
	return is_digit(part.text[0]);
}

/* Compares two numbers of any length. */
static int compare_numbers(Part a, Part b) {
	while (a.len > 1 && a.text[0] == '0')
		a = (Part){ a.text + 1, a.len - 1 };
	while (b.len > 1 && b.text[0] == '0')
		b = (Part){ b.text + 1, b.len - 1 };
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return memcmp(a.text, b.text, a.len);
}

static int compare_words(Part a, Part b) {
	int r = strncasecmp(a.text, b.text, a.len < b.len ? a.len : b.len);

	return r != 0 ? r : a.len < b.len ? -1 : a.len > b.len;
}

static int compare_components(Part a, Part b) {
	if (is_number(a) != is_number(b))
		return is_number(a) ? 1 : -1;
	return is_number(a) ? compare_numbers(a, b) : compare_words(a, b);
}

int version_compare(const char *a, const char *b) {
	const char *end_a = a + strlen(a), *end_b = b + strlen(b);

	for (;;) {
		Part part_a, part_b;
		bool more_a = next_component(&a, end_a, &part_a);
		bool more_b = next_component(&b, end_b, &part_b);

		if (!more_a || !more_b)
			return more_a - more_b;

		int r = compare_components(part_a, part_b);

		if (r != 0)
			return r;
	}
}

/* ---- names ------------------------------------------------------------------------------- */

static bool find_name(const CycleList *cycles, const char *name, size_t len, size_t *ret_index) {
	if (cycles->find)
		return cycles->find(cycles->userdata, name, len, ret_index);
	for (size_t i = 0; i < cycles->n; i++) {
		const char *cycle = cycles->name(cycles->userdata, i);

		if (strncmp(cycle, name, len) == 0 && cycle[len] == '\0') {
			*ret_index = i;
			return true;
		}
	}
	return false;
}

/* The same number with the zero that the data writes, or without the one that it does not write:
 * 24.4 for 24.04 and back. Only the last number of the name counts, and never the first. */
static bool find_with_other_zero(
	const CycleList *cycles, const char *name, size_t len, size_t *ret_index) {
	char other[VERSION_SIZE_MAX + 2];
	size_t digits = 0;

	while (digits < len && is_digit(name[len - 1 - digits]))
		digits++;
	if (digits == len || len > VERSION_SIZE_MAX)
		return false;

	const char *number = name + len - digits;

	if (digits == 1 && number[0] != '0') {
		memcpy(other, name, len - 1);
		other[len - 1] = '0';
		other[len] = number[0];
		return find_name(cycles, other, len + 1, ret_index);
	}
	if (digits == 2 && number[0] == '0') {
		memcpy(other, name, len - 2);
		other[len - 2] = number[1];
		return find_name(cycles, other, len - 1, ret_index);
	}
	return false;
}

static bool find_number(const CycleList *cycles, const char *name, size_t len, size_t *ret_index) {
	return find_name(cycles, name, len, ret_index) ||
	       find_with_other_zero(cycles, name, len, ret_index);
}

/* Finds NAME-WORD. */
static bool find_with_word(const CycleList *cycles, Part name, Part word, size_t *ret_index) {
	char text[VERSION_SIZE_MAX + 2];

	if (name.len + 1 + word.len > sizeof(text))
		return false;
	memcpy(text, name.text, name.len);
	text[name.len] = '-';
	memcpy(text + name.len + 1, word.text, word.len);
	return find_name(cycles, text, name.len + 1 + word.len, ret_index);
}

/* ---- rule 1: exact ----------------------------------------------------------------------- */

/* Where an epoch ("7:") ends; 0 if there is none. */
static size_t skip_epoch(const char *text, size_t len) {
	size_t i = 0;

	while (i < len && is_digit(text[i]))
		i++;
	return i > 0 && i + 1 < len && text[i] == ':' ? i + 1 : 0;
}

/* Makes a question of a version. False if it is nothing that components could be dropped from. */
static bool question_init(Question *question, const char *version) {
	size_t len = strlen(version);

	while (len > 0 && is_blank(version[len - 1]))
		len--;
	while (len > 0 && is_blank(version[0])) {
		version++;
		len--;
	}
	if (len == 0 || len > VERSION_SIZE_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (version[i] < 0x20 || version[i] > 0x7e)
			return false;
		question->text[i] = lower_case(version[i]);
	}
	question->text[len] = '\0';
	question->len = len;
	question->start = skip_epoch(question->text, len);
	if (question->text[question->start] == 'v' && is_digit(question->text[question->start + 1]))
		question->start++;
	return true;
}

static bool find_exact(const CycleList *cycles, const Question *question, size_t *ret_index) {
	const char *text = question->text;

	return find_number(cycles, text, question->len, ret_index) ||
	       (question->start > 0 && find_number(cycles, text + question->start,
					       question->len - question->start, ret_index));
}

/* ---- rule 2: code name ------------------------------------------------------------------- */

typedef struct CodenameHits {
	size_t whole, n_whole; /* the last one found, and how many */
	size_t first_word, n_first_word;
} CodenameHits;

static void match_codename(
	CodenameHits *hits, const char *codename, const char *wanted, size_t len, size_t index) {
	if (lower_case(codename[0]) != lower_case(wanted[0]) ||
		strncasecmp(codename, wanted, len) != 0)
		return;
	if (codename[len] == '\0') {
		hits->whole = index;
		hits->n_whole++;
	} else if (codename[len] == ' ' && len >= CODENAME_WORD_MIN && !memchr(wanted, ' ', len)) {
		hits->first_word = index;
		hits->n_first_word++;
	}
}

/* Returns how many cycles have the code name, whole or else by its first word; the last of them. */
static size_t find_codename(
	const CycleList *cycles, const char *wanted, size_t len, size_t *ret_index) {
	CodenameHits hits = { 0 };

	if (!cycles->codename || len == 0)
		return 0;
	for (size_t i = 0; i < cycles->n; i++) {
		const char *codename = cycles->codename(cycles->userdata, i);

		if (codename && codename[0] != '\0')
			match_codename(&hits, codename, wanted, len, i);
	}
	if (hits.n_whole > 0) {
		*ret_index = hits.whole;
		return hits.n_whole;
	}
	*ret_index = hits.first_word;
	return hits.n_first_word;
}

bool version_find_codename(const CycleList *cycles, const char *codename, size_t *ret_index) {
	size_t index;

	if (find_codename(cycles, codename, strlen(codename), &index) != 1)
		return false;
	*ret_index = index;
	return true;
}

/* ---- rule 3: shortened ------------------------------------------------------------------- */

/* Whether what begins at position i of the text may be dropped. */
static bool is_cut(const char *text, size_t len, size_t i) {
	if (!is_alnum(text[i - 1]) && text[i - 1] != '+')
		return false;
	if (text[i] == '+')
		return i + 1 < len && is_alnum(text[i + 1]);
	if (!is_alnum(text[i]))
		return true;
	if (!is_digit(text[i - 1]) || !is_letter(text[i]))
		return false;
	/* One letter behind the very first number is part of a name (12t), unless a number
	 * follows (8u392). */
	for (size_t j = 0; j < i; j++)
		if (!is_digit(text[j]))
			return true;
	return i + 1 < len && is_alnum(text[i + 1]);
}

/* Whether text[len ..) begins with a word where text[0 .. len) ends in one. */
static bool is_word_behind_word(Part name, const char *rest) {
	return is_letter(name.text[name.len - 1]) && !is_alnum(rest[0]) && is_letter(rest[1]);
}

/* Takes the next word of a text: a run of letters and digits that begins with a letter. */
static bool take_word(const char **text, Part *ret) {
	const char *p = *text;

	for (;;) {
		while (*p != '\0' && !is_alnum(*p))
			p++;
		if (*p == '\0')
			return false;

		const char *first = p;

		while (is_alnum(*p))
			p++;
		*text = p;
		if (is_letter(*first)) {
			*ret = (Part){ first, (size_t)(p - first) };
			return true;
		}
	}
}

/* Finds the cycle NAME-WORD where WORD is one of those in the rest of the version. */
static bool find_with_words(
	const CycleList *cycles, Part name, const char *rest, size_t *ret_index) {
	Part word;

	for (int n = 0; n < WORDS_MAX && take_word(&rest, &word); n++)
		if (find_with_word(cycles, name, word, ret_index))
			return true;
	return false;
}

/* The places where the text may be cut, from the left; at most CUTS_MAX. */
static size_t list_cuts(const char *text, size_t len, size_t from, size_t cuts[CUTS_MAX]) {
	size_t n = 0;

	for (size_t i = from + 1; i < len && n < CUTS_MAX; i++)
		if (is_cut(text, len, i))
			cuts[n++] = i;
	return n;
}

/* Drops components from the right; text[from] is the first digit. */
static bool find_shortened(
	const CycleList *cycles, const char *text, size_t len, size_t from, size_t *ret_index) {
	size_t cuts[CUTS_MAX];
	size_t n = list_cuts(text, len, from, cuts);

	for (size_t i = n; i-- > 0;) {
		Part name = { text, cuts[i] };
		size_t index;

		if (!find_number(cycles, name.text, name.len, &index))
			continue;
		if (!find_with_words(cycles, name, text + cuts[i], &index) &&
			is_word_behind_word(name, text + cuts[i]))
			return false;
		*ret_index = index;
		return true;
	}
	/* 4.9.16-lts where there is a 4.9-lts but no 4.9 */
	for (size_t i = n; i-- > 0;)
		if (find_with_words(cycles, (Part){ text, cuts[i] }, text + cuts[i], ret_index))
			return true;
	return false;
}

/* Whether every cycle is text[0 .. len) with a dotted number behind it. */
static bool is_common_prefix(const CycleList *cycles, const char *text, size_t len) {
	for (size_t i = 0; i < cycles->n; i++) {
		const char *cycle = cycles->name(cycles->userdata, i);

		if (strncmp(cycle, text, len) != 0 || !is_digit(cycle[len]))
			return false;
		if (cycle[len + strspn(cycle + len, "0123456789.")] != '\0')
			return false;
	}
	return true;
}

static bool resolve_shortened(
	const CycleList *cycles, const Question *question, size_t *ret_index) {
	const char *text = question->text + question->start;
	size_t len = question->len - question->start;
	size_t digit = strcspn(text, "0123456789");

	if (digit == len || (digit > 0 && !is_common_prefix(cycles, text, digit)))
		return false;
	return find_shortened(cycles, text, len, digit, ret_index);
}

/* ---- rule 4: newer than the data --------------------------------------------------------- */

typedef enum Comparison {
	COMPARISON_NEWER,
	COMPARISON_NOT_NEWER,
	COMPARISON_NONE, /* another family of names */
} Comparison;

static Comparison compare_with_cycle(const char *text, const char *end, const char *cycle) {
	const char *cycle_end = cycle + strlen(cycle);
	/* Behind a number in common another word is a variant of the same release. */
	Comparison other_word = COMPARISON_NONE;
	Part ours, theirs;

	while (next_component(&cycle, cycle_end, &theirs) && next_component(&text, end, &ours)) {
		if (is_number(ours) != is_number(theirs))
			return other_word;

		int r = compare_components(ours, theirs);

		if (is_number(ours) && r != 0)
			return r > 0 ? COMPARISON_NEWER : COMPARISON_NOT_NEWER;
		if (is_number(ours))
			other_word = COMPARISON_NOT_NEWER;
		else if (r != 0)
			return other_word;
	}
	return COMPARISON_NOT_NEWER;
}

static bool is_newer_than_all(const CycleList *cycles, const Question *question) {
	const char *text = question->text + question->start;
	const char *end = question->text + question->len;
	bool newer = false;

	for (size_t i = 0; i < cycles->n; i++) {
		const char *cycle = cycles->name(cycles->userdata, i);
		Comparison comparison = compare_with_cycle(text, end, cycle);

		if (comparison == COMPARISON_NOT_NEWER)
			return false;
		newer = newer || comparison == COMPARISON_NEWER;
	}
	return newer;
}

/* ---- all of them ------------------------------------------------------------------------- */

Resolution version_resolve(const CycleList *cycles, const char *version, size_t *ret_index) {
	Question question;
	size_t index;

	if (find_name(cycles, version, strlen(version), ret_index))
		return RESOLUTION_EXACT;
	if (!question_init(&question, version))
		return RESOLUTION_NO_SUCH_CYCLE;
	if (find_exact(cycles, &question, ret_index))
		return RESOLUTION_EXACT;

	size_t n_codenames = find_codename(cycles, question.text, question.len, &index);

	if (n_codenames == 1) {
		*ret_index = index;
		return RESOLUTION_CODENAME;
	}
	/* A name that several cycles share leads nowhere, also where it looks like a number. */
	if (n_codenames > 1)
		return RESOLUTION_NO_SUCH_CYCLE;
	if (resolve_shortened(cycles, &question, ret_index))
		return RESOLUTION_SHORTENED;
	return is_newer_than_all(cycles, &question) ? RESOLUTION_NEWER_THAN_DATA
						    : RESOLUTION_NO_SUCH_CYCLE;
}
