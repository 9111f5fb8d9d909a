/* SPDX-License-Identifier: MIT */
#include "template/liquid-expr.h"

#include <errno.h>
#include <string.h>

#include "template/liquid-filter.h"

/* What is read, from the left; the pieces taken from it point into the template. */
typedef struct Cursor {
	LiquidRun *run;
	LiquidText rest;
	bool is_live;
} Cursor;

static bool at_byte(const Cursor *cursor, const char *bytes) {
	return cursor->rest.len > 0 && strchr(bytes, cursor->rest.data[0]);
}

static LiquidText take(Cursor *cursor, size_t n) {
	LiquidText taken = { cursor->rest.data, n };

	cursor->rest.data += n;
	cursor->rest.len -= n;
	return taken;
}

static void skip_space(Cursor *cursor) {
	cursor->rest = liquid_text_trim_left(cursor->rest);
}

static int unexpected(Cursor *cursor, const char *where) {
	if (cursor->rest.len == 0)
		return liquid_doubt(
			cursor->run, cursor->rest.data, -EINVAL, "something is missing %s", where);
	return liquid_doubt(cursor->run, cursor->rest.data, -EINVAL, "unexpected %s %s",
		liquid_quote(cursor->rest).str, where);
}

/* ---- single values --------------------------------------------------------------------------- */

/* Bytes of a word that is a number or a name: no more than that is understood. */
static bool is_bare(char c) {
	return liquid_is_word(c) || c == '.' || c == '-' || c == '?';
}

/* value.PART. Only sizes and ends of lists, and sizes of texts, have a value. */
static int look_up(Cursor *cursor, LiquidText part, LiquidValue *value) {
	bool is_known = liquid_text_is(part, LIQUID_TEXT("first")) ||
			liquid_text_is(part, LIQUID_TEXT("last")) ||
			liquid_text_is(part, LIQUID_TEXT("size"));
	bool has_parts = value->kind == LIQUID_STRING || value->kind == LIQUID_LIST ||
			 value->kind == LIQUID_INTEGER;

	if (is_known && has_parts) {
		LiquidCall call = { .at = part.data, .input = *value };

		return liquid_filter_apply(cursor->run, liquid_filter_find(part), &call, value);
	}
	*value = liquid_nil();
	return 0;
}

/* NAME.PART.PART: a variable that was assigned, else nil. */
static int read_name(Cursor *cursor, LiquidText word, LiquidValue *ret) {
	const LiquidValue *variable = NULL;
	bool is_first = true;

	*ret = liquid_nil();
	while (word.len > 0) {
		size_t n = 0;

		while (n < word.len && word.data[n] != '.')
			n++;

		LiquidText part = { word.data, n };
		int r = 0;

		if (is_first)
			variable = liquid_variable_find(cursor->run, part);
		if (is_first && variable)
			*ret = *variable;
		if (!is_first && cursor->is_live)
			r = look_up(cursor, part, ret);
		if (r < 0)
			return r;
		is_first = false;
		n += n < word.len;
		word = (LiquidText){ word.data + n, word.len - n };
	}
	return 0;
}

static int read_word(Cursor *cursor, LiquidText word, LiquidValue *ret) {
	static const struct {
		LiquidText word;
		LiquidValue value;
	} literals[] = {
		{ { "nil", 3 }, { .kind = LIQUID_NIL } },
		{ { "null", 4 }, { .kind = LIQUID_NIL } },
		{ { "true", 4 }, { .kind = LIQUID_BOOLEAN, .boolean = true } },
		{ { "false", 5 }, { .kind = LIQUID_BOOLEAN, .boolean = false } },
		{ { "empty", 5 }, { .kind = LIQUID_EMPTY } },
	};
	int r = liquid_number_parse(cursor->run, word, ret);

	if (r != 0)
		return r < 0 ? r : 0;
	for (size_t i = 0; i < ELEMENTSOF(literals); i++)
		if (liquid_text_is(word, literals[i].word)) {
			*ret = literals[i].value;
			return 0;
		}
	/* What is blank depends on what else Ruby has loaded. */
	if (liquid_text_is(word, LIQUID_TEXT("blank")))
		return liquid_doubt(
			cursor->run, word.data, -EINVAL, "the word blank is not understood");
	/* Liquid takes 5-rc1 for the name of a variable, and shows nothing. */
	if (!liquid_is_word(word.data[0]) || liquid_is_digit(word.data[0]))
		return liquid_doubt(cursor->run, word.data, -EINVAL,
			"%s is neither a number nor a name", liquid_quote(word).str);
	return read_name(cursor, word, ret);
}

/* Takes one value: a text in quotes, a number, a name. where: for the doubt's sentence. */
static int take_value(Cursor *cursor, const char *where, LiquidValue *ret) {
	size_t n = 0;

	if (at_byte(cursor, "'\"")) {
		const char *start = cursor->rest.data + 1;
		const char *end = memchr(start, start[-1], cursor->rest.len - 1);

		if (!end)
			return liquid_doubt(
				cursor->run, start - 1, -EINVAL, "a quote is not closed");
		n = (size_t)(end - start);
		(void)take(cursor, n + 2);
		*ret = liquid_string((LiquidText){ start, n });
		return 0;
	}
	while (n < cursor->rest.len && is_bare(cursor->rest.data[n]))
		n++;
	if (n == 0 || (n < cursor->rest.len && cursor->rest.data[n] == '['))
		return unexpected(cursor, where);
	return read_word(cursor, take(cursor, n), ret);
}

/* ---- filters --------------------------------------------------------------------------------- */

/*
 * Cuts the text of one filter off, up to the next "|" outside of quotes. A quote that is never
 * closed ends a filter too, and is dropped: that is how Liquid reads replace: '.',''' .
 */
static LiquidText take_filter(Cursor *cursor) {
	LiquidText rest = cursor->rest;
	size_t n = 0;

	while (n < rest.len && rest.data[n] != '|') {
		const char *end = rest.data + n;

		if (*end == '\'' || *end == '"')
			end = memchr(end + 1, *end, rest.len - n - 1);
		if (!end)
			break;
		n = (size_t)(end - rest.data) + 1;
	}

	LiquidText filter = take(cursor, n);

	if (cursor->rest.len > 0)
		(void)take(cursor, 1);
	return filter;
}

/* Takes the arguments. A colon and a comma are the same, and nothing before a comma or the end is
 * skipped. But a word and a colon are the name of an argument, and no filter here takes such. */
static int take_arguments(Cursor *cursor, LiquidCall *call) {
	skip_space(cursor);
	while (cursor->rest.len > 0) {
		bool is_word;
		int r;

		if (!at_byte(cursor, ":,"))
			return unexpected(cursor, "in the arguments of a filter");
		(void)take(cursor, 1);
		skip_space(cursor);
		if (cursor->rest.len == 0 || at_byte(cursor, ","))
			continue;
		if (call->n_arguments >= LIQUID_ARGUMENTS_MAX)
			return liquid_doubt(cursor->run, cursor->rest.data, -E2BIG,
				"a filter with more than %u arguments", LIQUID_ARGUMENTS_MAX);
		r = take_value(cursor, "in the arguments of a filter",
			&call->arguments[call->n_arguments]);
		if (r < 0)
			return r;
		call->n_arguments++;
		is_word = is_bare(cursor->rest.data[-1]);
		if (is_word && at_byte(cursor, "\"'"))
			return unexpected(cursor, "behind a word");
		skip_space(cursor);
		if (is_word && at_byte(cursor, ":"))
			return unexpected(cursor, "behind a word");
	}
	return 0;
}

/* Takes NAME: ARGUMENTS, which is all of cursor, and applies it to *value. */
static int run_filter(Cursor *cursor, LiquidValue *value) {
	LiquidCall call = { .at = cursor->rest.data, .input = *value };
	size_t n = 0;
	int r;

	/* All that Liquid's strict grammar has in a name. */
	while (n < cursor->rest.len &&
		(liquid_is_word(cursor->rest.data[n]) || strchr("-?", cursor->rest.data[n])))
		n++;
	if (n == 0)
		return unexpected(cursor, "for a filter");

	LiquidText name = take(cursor, n);
	const LiquidFilter *filter = liquid_filter_find(name);

	if (!filter)
		return liquid_doubt(cursor->run, name.data, -EINVAL, "unknown filter %s",
			liquid_quote(name).str);
	r = take_arguments(cursor, &call);
	if (r < 0)
		return r;
	r = liquid_filter_check(cursor->run, filter, name.data, call.n_arguments);
	if (r < 0 || !cursor->is_live)
		return r;
	return liquid_filter_apply(cursor->run, filter, &call, value);
}

int liquid_expr_output(LiquidRun *run, LiquidText markup, bool is_live, LiquidValue *ret) {
	Cursor cursor = { run, markup, is_live };
	LiquidValue value;
	int r;

	*ret = liquid_nil();
	skip_space(&cursor);
	if (cursor.rest.len == 0)
		return 0;
	r = take_value(&cursor, "for a value", &value);
	if (r < 0)
		return r;
	skip_space(&cursor);
	if (cursor.rest.len > 0 && !at_byte(&cursor, "|"))
		return unexpected(&cursor, "after a value");
	if (cursor.rest.len > 0)
		(void)take(&cursor, 1);
	while (cursor.rest.len > 0) {
		Cursor filter = { run, take_filter(&cursor), is_live };

		skip_space(&filter);
		if (filter.rest.len == 0)
			continue;
		r = run_filter(&filter, &value);
		if (r < 0)
			return r;
	}
	if (is_live)
		*ret = value;
	return 0;
}

/* ---- conditions ------------------------------------------------------------------------------ */

typedef enum Operator {
	OPERATOR_NONE,
	OPERATOR_EQUAL,
	OPERATOR_NOT_EQUAL,
	OPERATOR_LESS,
	OPERATOR_LESS_OR_EQUAL,
	OPERATOR_MORE,
	OPERATOR_MORE_OR_EQUAL,
	OPERATOR_CONTAINS,
} Operator;

/* Takes a word, if it stands here as a whole. */
static bool take_word(Cursor *cursor, LiquidText word) {
	LiquidText here = { cursor->rest.data, word.len };

	if (cursor->rest.len < word.len || !liquid_text_is(here, word) ||
		(cursor->rest.len > word.len && is_bare(cursor->rest.data[word.len])))
		return false;
	(void)take(cursor, word.len);
	return true;
}

static int take_operator(Cursor *cursor, Operator *ret) {
	static const struct {
		LiquidText sign;
		Operator comparison;
	} signs[] = {
		{ { "==", 2 }, OPERATOR_EQUAL },
		{ { "!=", 2 }, OPERATOR_NOT_EQUAL },
		{ { "<>", 2 }, OPERATOR_NOT_EQUAL },
		{ { "<", 1 }, OPERATOR_LESS },
		{ { "<=", 2 }, OPERATOR_LESS_OR_EQUAL },
		{ { ">", 1 }, OPERATOR_MORE },
		{ { ">=", 2 }, OPERATOR_MORE_OR_EQUAL },
	};
	size_t n = 0;

	*ret = OPERATOR_NONE;
	if (take_word(cursor, LIQUID_TEXT("contains"))) {
		*ret = OPERATOR_CONTAINS;
		return 0;
	}
	while (n < cursor->rest.len && strchr("=!<>", cursor->rest.data[n]))
		n++;
	if (n == 0)
		return 0;
	for (size_t i = 0; i < ELEMENTSOF(signs); i++)
		if (liquid_text_is((LiquidText){ cursor->rest.data, n }, signs[i].sign)) {
			(void)take(cursor, n);
			*ret = signs[i].comparison;
			return 0;
		}
	return unexpected(cursor, "for a comparison");
}

static int compare(LiquidRun *run, const char *at, LiquidValue a, Operator comparison,
	LiquidValue b, bool *ret) {
	int order, r = liquid_value_compare(run, at, a, b, &order);

	*ret = false;
	if (r <= 0)
		return r;
	if (comparison == OPERATOR_LESS)
		*ret = order < 0;
	else if (comparison == OPERATOR_LESS_OR_EQUAL)
		*ret = order <= 0;
	else if (comparison == OPERATOR_MORE)
		*ret = order > 0;
	else
		*ret = order >= 0;
	return 0;
}

static int decide(LiquidRun *run, const char *at, LiquidValue a, Operator comparison, LiquidValue b,
	bool *ret) {
	int r = liquid_charge(run, at, liquid_value_measure(a) + liquid_value_measure(b));

	if (r < 0)
		return r;
	switch (comparison) {
	case OPERATOR_NONE:
		*ret = liquid_value_is_true(a);
		return 0;
	case OPERATOR_EQUAL:
	case OPERATOR_NOT_EQUAL:
		*ret = liquid_value_is_equal(a, b) == (comparison == OPERATOR_EQUAL);
		return 0;
	case OPERATOR_CONTAINS:
		return liquid_value_contains(run, at, a, b, ret);
	case OPERATOR_LESS:
	case OPERATOR_LESS_OR_EQUAL:
	case OPERATOR_MORE:
	case OPERATOR_MORE_OR_EQUAL:
		break;
	}
	return compare(run, at, a, comparison, b, ret);
}

/* Whether Liquid's strict grammar knows the word, too: a number with at most one point, or a name
 * of parts. */
static bool is_strict(LiquidText word) {
	bool is_start = true; /* of a part */
	bool is_name = word.len > 0 && !liquid_is_digit(word.data[0]) && word.data[0] != '-';
	size_t n_points = 0;

	for (size_t i = 0; i < word.len; i++) {
		char c = word.data[i];

		n_points += c == '.';
		if (is_start &&
			(c == '.' || c == '?' || (is_name && (c == '-' || liquid_is_digit(c)))))
			return false;
		is_start = c == '.';
		if (is_name && c == '?' && i + 1 < word.len && word.data[i + 1] != '.')
			return false;
	}
	return !is_start && (is_name || n_points <= 1);
}

/* Takes a value of a condition. Here the sloppy way would take "1.2.3<5" for one word. */
static int take_operand(Cursor *cursor, LiquidValue *ret) {
	skip_space(cursor);

	LiquidText word = { cursor->rest.data, 0 };

	while (word.len < cursor->rest.len && is_bare(word.data[word.len]))
		word.len++;
	if (word.len > 0 && !is_strict(word))
		return unexpected(cursor, "in a condition");
	return take_value(cursor, "in a condition", ret);
}

/* Takes VALUE or VALUE OPERATOR VALUE. */
static int take_comparison(Cursor *cursor, bool *ret) {
	LiquidValue a, b = liquid_nil();
	Operator comparison;
	const char *at;
	int r;

	r = take_operand(cursor, &a);
	if (r < 0)
		return r;
	skip_space(cursor);
	at = cursor->rest.data;
	r = take_operator(cursor, &comparison);
	if (r == 0 && comparison != OPERATOR_NONE)
		r = take_operand(cursor, &b);
	if (r < 0)
		return r;
	*ret = false;
	return cursor->is_live ? decide(cursor->run, at, a, comparison, b, ret) : 0;
}

int liquid_expr_condition(LiquidRun *run, LiquidText markup, bool is_live, bool *ret) {
	Cursor cursor = { run, markup, is_live };

	*ret = false;
	for (;;) {
		bool is_true;
		int r = take_comparison(&cursor, &is_true);

		if (r < 0)
			return r;
		/* Once it is decided the rest is only read: "a and (b or (c and ...))". */
		if (cursor.is_live)
			*ret = is_true;
		skip_space(&cursor);
		if (cursor.rest.len == 0)
			return 0;
		if (take_word(&cursor, LIQUID_TEXT("and")))
			cursor.is_live = cursor.is_live && *ret;
		else if (take_word(&cursor, LIQUID_TEXT("or")))
			cursor.is_live = cursor.is_live && !*ret;
		else
			return unexpected(&cursor, "in a condition");
	}
}
