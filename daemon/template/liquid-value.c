/* SPDX-License-Identifier: MIT */
#include "template/liquid-value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Up to 15 digits a decimal and the binary fraction nearest to it print alike. */
#define DECIMAL_LIMIT INT64_C(1000000000000000) /* 10^15 */
#define SCALE_MAX 15U
/* Fractions smaller than 10^-4 print with an exponent. */
#define PLAIN_SCALE 4U

static const int64_t powers[SCALE_MAX + 1] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
	100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
	100000000000000, 1000000000000000 };

static int too_long(LiquidRun *run, const char *at) {
	(void)liquid_doubt(run, at, -EINVAL, "a number has too many digits");
	return -EINVAL;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* Brings a decimal into its one form, if it is one that prints as it was written. */
static int make_decimal(
	LiquidRun *run, const char *at, int64_t digits, unsigned scale, LiquidValue *ret) {
	while (scale > 1 && digits % 10 == 0) {
		digits /= 10;
		scale--;
	}
	if (digits <= -DECIMAL_LIMIT || digits >= DECIMAL_LIMIT || scale > SCALE_MAX)
		return too_long(run, at);
	if (digits != 0 && scale > PLAIN_SCALE && digits < powers[scale - PLAIN_SCALE] &&
		digits > -powers[scale - PLAIN_SCALE])
		return liquid_doubt(run, at, -EINVAL, "a number is too small");
	*ret = (LiquidValue){ .kind = LIQUID_DECIMAL, .decimal = { digits, scale } };
	return 0;
}

/* Appends the digits of text to *number, with the sign that it is to have. */
static int add_digits(LiquidRun *run, LiquidText text, bool is_negative, int64_t *number) {
	for (size_t i = 0; i < text.len; i++) {
		int digit = text.data[i] - '0';

		if (__builtin_mul_overflow(*number, 10, number) ||
			__builtin_add_overflow(*number, is_negative ? -digit : digit, number))
			return too_long(run, text.data);
	}
	return 0;
}

/* Cuts the digits at the start off text. */
static LiquidText take_digits(LiquidText *text) {
	LiquidText digits = { text->data, 0 };

	while (digits.len < text->len && liquid_is_digit(text->data[digits.len]))
		digits.len++;
	text->data += digits.len;
	text->len -= digits.len;
	return digits;
}

static bool take_byte(LiquidText *text, char byte) {
	if (text->len == 0 || text->data[0] != byte)
		return false;
	text->data++;
	text->len--;
	return true;
}

/* Reads WHOLE.FRACTION; the fraction may be empty. */
static int read_decimal(
	LiquidRun *run, bool is_negative, LiquidText whole, LiquidText fraction, LiquidValue *ret) {
	int64_t digits = 0;
	int r;

	while (fraction.len > 0 && fraction.data[fraction.len - 1] == '0')
		fraction.len--;
	r = add_digits(run, whole, is_negative, &digits);
	if (r < 0)
		return r;
	r = add_digits(run, fraction.len > 0 ? fraction : LIQUID_TEXT("0"), is_negative, &digits);
	if (r < 0)
		return r;
	/* Zero may have a sign in Ruby, and shows it. */
	if (is_negative && digits == 0)
		return liquid_doubt(run, whole.data, -EINVAL, "zero with a sign");
	if (fraction.len > SCALE_MAX)
		return too_long(run, whole.data);
	return make_decimal(
		run, whole.data, digits, fraction.len > 0 ? (unsigned)fraction.len : 1, ret);
}

int liquid_number_parse(LiquidRun *run, LiquidText text, LiquidValue *ret) {
	bool is_negative = take_byte(&text, '-');
	LiquidText whole = take_digits(&text);
	int64_t number = 0;
	int r;

	if (whole.len == 0)
		return 0;
	for (size_t i = 0; i < text.len; i++)
		if (!liquid_is_digit(text.data[i]) && text.data[i] != '.')
			return 0;
	if (take_byte(&text, '.')) {
		r = read_decimal(run, is_negative, whole, take_digits(&text), ret);
		return r < 0 ? r : 1;
	}
	r = add_digits(run, whole, is_negative, &number);
	if (r < 0)
		return r;
	*ret = liquid_integer(number);
	return 1;
}

/* The number that text begins with, 0 if with none: "12.9.1" is 12, "1_000" is 1000. */
static int lead_integer(LiquidRun *run, LiquidText text, LiquidValue *ret) {
	bool is_negative = take_byte(&text, '-');
	int64_t number = 0;

	if (!is_negative)
		(void)take_byte(&text, '+');
	for (;;) {
		LiquidText digits = take_digits(&text);
		int r = add_digits(run, digits, is_negative, &number);

		if (r < 0)
			return r;
		if (digits.len == 0 || !take_byte(&text, '_'))
			break;
	}
	*ret = liquid_integer(number);
	return 0;
}

static int text_to_number(LiquidRun *run, LiquidText text, LiquidValue *ret) {
	text = liquid_text_trim_right(liquid_text_trim_left(text));

	LiquidText rest = text;
	bool is_negative = take_byte(&rest, '-');
	LiquidText whole = take_digits(&rest);

	if (whole.len > 0 && take_byte(&rest, '.')) {
		LiquidText fraction = take_digits(&rest);

		if (fraction.len > 0 && rest.len == 0)
			return read_decimal(run, is_negative, whole, fraction, ret);
	}
	return lead_integer(run, text, ret);
}

int liquid_value_to_number(LiquidRun *run, const char *at, LiquidValue value, LiquidValue *ret) {
	switch (value.kind) {
	case LIQUID_INTEGER:
	case LIQUID_DECIMAL:
		*ret = value;
		return 0;
	case LIQUID_STRING: {
		int r = text_to_number(run, value.string, ret);
		/* The place is in the value; the template's is of more use. */
		return r < 0 ? liquid_doubt(run, at, r, "a text is no number that can be used") : 0;
	}
	case LIQUID_NIL:
	case LIQUID_BOOLEAN:
	case LIQUID_LIST:
	case LIQUID_EMPTY:
		break;
	}
	*ret = liquid_integer(0);
	return 0;
}

int liquid_value_to_index(LiquidRun *run, const char *at, LiquidValue value, int64_t *ret) {
	if (value.kind == LIQUID_INTEGER) {
		*ret = value.integer;
		return 0;
	}
	if (value.kind == LIQUID_STRING) {
		LiquidText rest = value.string;
		bool is_negative = take_byte(&rest, '-');
		LiquidText digits = take_digits(&rest);
		/* A 0 in front makes it octal in Ruby. */
		bool is_plain = rest.len == 0 && digits.len > 0 && digits.len <= SCALE_MAX &&
				(digits.len == 1 || digits.data[0] != '0');
		int64_t number = 0;

		if (is_plain && add_digits(run, digits, is_negative, &number) == 0) {
			*ret = number;
			return 0;
		}
	}
	return liquid_doubt(run, at, -EINVAL, "a position is not a whole number");
}

/* Both numbers with the same scale, which is 0 for two integers. */
static int align(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, int64_t *ret_a,
	int64_t *ret_b, unsigned *ret_scale) {
	unsigned scale_a = a.kind == LIQUID_DECIMAL ? a.decimal.scale : 0;
	unsigned scale_b = b.kind == LIQUID_DECIMAL ? b.decimal.scale : 0;
	unsigned scale = scale_a > scale_b ? scale_a : scale_b;

	if (__builtin_mul_overflow(a.kind == LIQUID_DECIMAL ? a.decimal.digits : a.integer,
		    powers[scale - scale_a], ret_a) ||
		__builtin_mul_overflow(b.kind == LIQUID_DECIMAL ? b.decimal.digits : b.integer,
			powers[scale - scale_b], ret_b))
		return too_long(run, at);
	*ret_scale = scale;
	return 0;
}

int liquid_number_add(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, bool is_minus,
	LiquidValue *ret) {
	int64_t x, y, sum;
	unsigned scale;
	int r = align(run, at, a, b, &x, &y, &scale);

	if (r < 0)
		return r;
	if (is_minus ? __builtin_sub_overflow(x, y, &sum) : __builtin_add_overflow(x, y, &sum))
		return too_long(run, at);
	if (scale > 0)
		return make_decimal(run, at, sum, scale, ret);
	*ret = liquid_integer(sum);
	return 0;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* Writes a number with its point. scale 0: an integer. */
static int print_number(
	LiquidRun *run, const char *at, int64_t digits, unsigned scale, LiquidText *ret) {
	const size_t size = 32; /* a sign, 19 digits, a point, the NUL */
	/* Without its sign: the smallest number has no positive twin. */
	uint64_t plain = digits < 0 ? 0 - (uint64_t)digits : (uint64_t)digits;
	uint64_t power = (uint64_t)powers[scale];
	const char *sign = digits < 0 ? "-" : "";
	void *memory;
	int n, r = liquid_alloc(run, at, size, &memory);

	if (r < 0)
		return r;
	if (scale == 0)
		n = snprintf(memory, size, "%s%" PRIu64, sign, plain);
	else
		n = snprintf(memory, size, "%s%" PRIu64 ".%0*" PRIu64, sign, plain / power,
			(int)scale, plain % power);
	*ret = (LiquidText){ memory, (size_t)n };
	return 0;
}

int liquid_value_to_text(LiquidRun *run, const char *at, LiquidValue value, LiquidText *ret) {
	switch (value.kind) {
	case LIQUID_NIL:
	case LIQUID_EMPTY:
		*ret = LIQUID_TEXT("");
		return 0;
	case LIQUID_BOOLEAN:
		*ret = value.boolean ? LIQUID_TEXT("true") : LIQUID_TEXT("false");
		return 0;
	case LIQUID_INTEGER:
		return print_number(run, at, value.integer, 0, ret);
	case LIQUID_DECIMAL:
		return print_number(run, at, value.decimal.digits, value.decimal.scale, ret);
	case LIQUID_STRING:
		*ret = value.string;
		return 0;
	case LIQUID_LIST:
		break;
	}
	/* Ruby would show it with its brackets and quotes. */
	return liquid_doubt(run, at, -EINVAL, "a list where a text is wanted");
}

/* ---- comparisons ----------------------------------------------------------------------------- */

static bool is_number(LiquidValue value) {
	return value.kind == LIQUID_INTEGER || value.kind == LIQUID_DECIMAL;
}

static bool is_equal_list(LiquidValue a, LiquidValue b) {
	if (a.list.n_items != b.list.n_items)
		return false;
	for (size_t i = 0; i < a.list.n_items; i++)
		if (!liquid_text_is(a.list.items[i], b.list.items[i]))
			return false;
	return true;
}

static bool is_nothing(LiquidValue value) {
	return (value.kind == LIQUID_STRING && value.string.len == 0) ||
	       (value.kind == LIQUID_LIST && value.list.n_items == 0);
}

/* 5 and 5.0, which have the digits 5 and 50. */
static bool is_equal_mixed(int64_t integer, LiquidDecimal decimal) {
	return decimal.scale == 1 && decimal.digits % 10 == 0 && decimal.digits / 10 == integer;
}

bool liquid_value_is_equal(LiquidValue a, LiquidValue b) {
	if (a.kind == LIQUID_EMPTY)
		return is_nothing(b);
	if (b.kind == LIQUID_EMPTY)
		return is_nothing(a);
	if (a.kind == LIQUID_DECIMAL && b.kind == LIQUID_INTEGER)
		return is_equal_mixed(b.integer, a.decimal);
	if (a.kind == LIQUID_INTEGER && b.kind == LIQUID_DECIMAL)
		return is_equal_mixed(a.integer, b.decimal);
	if (a.kind != b.kind)
		return false;

	switch (a.kind) {
	case LIQUID_BOOLEAN:
		return a.boolean == b.boolean;
	case LIQUID_INTEGER:
		return a.integer == b.integer;
	case LIQUID_DECIMAL:
		return a.decimal.digits == b.decimal.digits && a.decimal.scale == b.decimal.scale;
	case LIQUID_STRING:
		return liquid_text_is(a.string, b.string);
	case LIQUID_LIST:
		return is_equal_list(a, b);
	case LIQUID_NIL:
	case LIQUID_EMPTY:
		break;
	}
	return true;
}

static int compare_text(LiquidText a, LiquidText b) {
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n > 0 ? memcmp(a.data, b.data, n) : 0;

	if (order == 0)
		order = (a.len > b.len) - (a.len < b.len);
	return (order > 0) - (order < 0);
}

int liquid_value_compare(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, int *ret) {
	bool a_is_text = a.kind == LIQUID_STRING, b_is_text = b.kind == LIQUID_STRING;

	if (a_is_text && b_is_text) {
		*ret = compare_text(a.string, b.string);
		return 1;
	}
	if (is_number(a) && is_number(b)) {
		int64_t x, y;
		unsigned scale;
		int r = align(run, at, a, b, &x, &y, &scale);

		if (r < 0)
			return r;
		*ret = (x > y) - (x < y);
		return 1;
	}
	if ((a_is_text && is_number(b)) || (is_number(a) && b_is_text))
		return liquid_doubt(run, at, -EINVAL, "a text is compared with a number");
	return 0;
}

int liquid_value_contains(LiquidRun *run, const char *at, LiquidValue a, LiquidValue b, bool *ret) {
	LiquidText what;
	int r;

	*ret = false;
	if (!liquid_value_is_true(b))
		return 0;
	if (a.kind == LIQUID_LIST) {
		for (size_t i = 0; i < a.list.n_items && !*ret; i++)
			*ret = liquid_value_is_equal(liquid_string(a.list.items[i]), b);
		return liquid_charge(run, at, a.list.n_items);
	}
	if (a.kind != LIQUID_STRING)
		return 0;
	r = liquid_value_to_text(run, at, b, &what);
	if (r < 0)
		return r;
	*ret = what.len == 0 || liquid_text_find(a.string, what);
	return liquid_charge(run, at, a.string.len);
}
