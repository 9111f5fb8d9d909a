/* SPDX-License-Identifier: MIT */
#include "template/liquid.h"

#include <errno.h>
#include <string.h>

#include "template/liquid-expr.h"
#include "template/liquid-run.h"

/* An if or unless that is open. */
typedef struct Branch {
	const char *at; /* the tag that opened it */
	bool is_unless;
	bool is_outer_live; /* whether the text around it is rendered */
	bool is_decided; /* one of its parts was, or is being rendered */
	bool is_blank; /* nothing but white space and assigns so far */
	size_t out_len; /* output before it */
} Branch;

/*
 * A template is rendered while it is read, in one pass. Parts that are not rendered are read all
 * the same, because an error in them is an error of the whole; is_live tells the two apart.
 */
typedef struct Reader {
	LiquidRun run;
	LiquidText rest;
	StrBuf *out; /* NULL: nothing is rendered */
	size_t out_start; /* bytes that were in it */
	bool is_live;
	bool is_trimming; /* the tag before this text ended in "-" */
	Branch branches[LIQUID_NESTING_MAX];
	size_t n_branches;
} Reader;

static int wrong(Reader *reader, const char *at, const char *message) {
	return liquid_doubt(&reader->run, at, -EINVAL, "%s", message);
}

/* ---- output ---------------------------------------------------------------------------------- */

static int emit(Reader *reader, const char *at, LiquidText text) {
	size_t used = reader->out->len - reader->out_start;

	if (text.len > LIQUID_TEXT_MAX - used)
		return liquid_doubt(&reader->run, at, -E2BIG, "the output is longer than %u bytes",
			LIQUID_TEXT_MAX);
	return strbuf_append(reader->out, text.data, text.len);
}

static int emit_value(Reader *reader, const char *at, LiquidValue value) {
	LiquidText text;
	int r = 0;

	if (value.kind == LIQUID_LIST) {
		for (size_t i = 0; i < value.list.n_items && r == 0; i++)
			r = emit(reader, at, value.list.items[i]);
		return r;
	}
	r = liquid_value_to_text(&reader->run, at, value, &text);
	return r < 0 ? r : emit(reader, at, text);
}

/* The branch that is open holds something that shows. */
static void note_content(Reader *reader) {
	if (reader->n_branches > 0)
		reader->branches[reader->n_branches - 1].is_blank = false;
}

/* Text as it stands. is_next_trimming: the tag behind it begins with "-". */
static int read_text(Reader *reader, LiquidText text, bool is_next_trimming) {
	if (liquid_text_trim_left(text).len > 0)
		note_content(reader);
	if (reader->is_trimming)
		text = liquid_text_trim_left(text);
	if (is_next_trimming)
		text = liquid_text_trim_right(text);
	reader->is_trimming = false;
	return reader->is_live ? emit(reader, text.data, text) : 0;
}

/* ---- tags ------------------------------------------------------------------------------------ */

/* Decides whether the part that begins here is rendered. */
static int begin_part(Reader *reader, Branch *branch, LiquidText markup, bool is_unless) {
	bool is_wanted = branch->is_outer_live && !branch->is_decided, is_true;
	int r = liquid_expr_condition(&reader->run, markup, is_wanted, &is_true);

	if (r < 0)
		return r;
	reader->is_live = is_wanted && is_true != is_unless;
	branch->is_decided = branch->is_decided || reader->is_live;
	return 0;
}

static int open_branch(Reader *reader, LiquidText name, LiquidText markup) {
	if (reader->n_branches >= LIQUID_NESTING_MAX)
		return liquid_doubt(&reader->run, name.data, -E2BIG,
			"more than %u tags inside each other", LIQUID_NESTING_MAX);

	Branch *branch = &reader->branches[reader->n_branches++];

	*branch = (Branch){
		.at = name.data,
		.is_unless = liquid_text_is(name, LIQUID_TEXT("unless")),
		.is_outer_live = reader->is_live,
		.is_blank = true,
		.out_len = reader->out ? reader->out->len : 0,
	};
	return begin_part(reader, branch, markup, branch->is_unless);
}

static int close_branch(Reader *reader, LiquidText name) {
	Branch *branch = reader->n_branches > 0 ? &reader->branches[reader->n_branches - 1] : NULL;
	bool is_unless = liquid_text_is(name, LIQUID_TEXT("endunless"));

	if (!branch || branch->is_unless != is_unless)
		return liquid_doubt(&reader->run, name.data, -EINVAL, "nothing is open for %s",
			liquid_quote(name).str);
	reader->n_branches--;
	reader->is_live = branch->is_outer_live;
	if (!branch->is_blank)
		note_content(reader);
	else if (reader->is_live)
		strbuf_truncate(reader->out, branch->out_len); /* its white space does not show */
	return 0;
}

/* else and elsif. Parts behind an else are allowed, and never rendered. */
static int next_part(Reader *reader, LiquidText name, LiquidText markup) {
	Branch *branch = reader->n_branches > 0 ? &reader->branches[reader->n_branches - 1] : NULL;

	if (!branch)
		return liquid_doubt(&reader->run, name.data, -EINVAL, "%s without an if",
			liquid_quote(name).str);
	if (liquid_text_is(name, LIQUID_TEXT("elsif")))
		return begin_part(reader, branch, markup, /* is_unless= */ false);
	reader->is_live = branch->is_outer_live && !branch->is_decided;
	branch->is_decided = true;
	return 0;
}

/* NAME = VALUE | FILTERS */
static int assign(Reader *reader, LiquidText markup) {
	LiquidText name = { markup.data, 0 };
	LiquidValue value;
	int r;

	while (name.len < markup.len &&
		(liquid_is_word(markup.data[name.len]) || markup.data[name.len] == '-'))
		name.len++;
	markup = liquid_text_trim_left(
		(LiquidText){ markup.data + name.len, markup.len - name.len });
	if (name.len == 0 || markup.len == 0 || markup.data[0] != '=')
		return wrong(reader, name.data, "assign needs NAME = VALUE");
	markup = (LiquidText){ markup.data + 1, markup.len - 1 };
	r = liquid_expr_output(&reader->run, markup, reader->is_live, &value);
	if (r < 0 || !reader->is_live)
		return r;
	return liquid_variable_set(&reader->run, name, value);
}

/* What is between "{%" and "%}", without the "-" of either. */
static int read_tag(Reader *reader, LiquidText markup) {
	LiquidText name = liquid_text_trim_left(markup);
	size_t n = 0;

	while (n < name.len && liquid_is_word(name.data[n]))
		n++;
	markup = liquid_text_trim_left((LiquidText){ name.data + n, name.len - n });
	name.len = n;
	if (n == 0)
		return wrong(reader, name.data, "a tag without a name");
	if (liquid_text_is(name, LIQUID_TEXT("if")) || liquid_text_is(name, LIQUID_TEXT("unless")))
		return open_branch(reader, name, markup);
	if (liquid_text_is(name, LIQUID_TEXT("else")) || liquid_text_is(name, LIQUID_TEXT("elsif")))
		return next_part(reader, name, markup);
	if (liquid_text_is(name, LIQUID_TEXT("endif")) ||
		liquid_text_is(name, LIQUID_TEXT("endunless")))
		return close_branch(reader, name);
	if (liquid_text_is(name, LIQUID_TEXT("assign")))
		return assign(reader, markup);
	return liquid_doubt(
		&reader->run, name.data, -EINVAL, "unknown tag %s", liquid_quote(name).str);
}

static int read_output(Reader *reader, LiquidText markup) {
	LiquidValue value;
	int r = liquid_expr_output(&reader->run, markup, reader->is_live, &value);

	note_content(reader);
	return r < 0 || !reader->is_live ? r : emit_value(reader, markup.data, value);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The next "{{" or "{%", or NULL. */
static const char *find_opening(LiquidText text) {
	if (text.len < 2)
		return NULL;

	const char *at = text.data, *end = text.data + text.len;

	while (end - at >= 2 && (at = memchr(at, '{', (size_t)(end - at) - 1))) {
		if (at[1] == '{' || at[1] == '%')
			return at;
		at++;
	}
	return NULL;
}

/* The end of what is opened at the start of rest: behind its closing mark, or NULL. An output
 * ends at the first brace, quoted or not, and it must be a pair; a tag at the first "%}". */
static const char *find_end(LiquidText rest) {
	LiquidText inside = { rest.data + 2, rest.len - 2 };
	const char *end;

	if (rest.data[1] == '%') {
		end = liquid_text_find(inside, LIQUID_TEXT("%}"));
		return end ? end + 2 : NULL;
	}
	end = inside.len > 0 ? memchr(inside.data, '}', inside.len) : NULL;
	return end && end + 1 < rest.data + rest.len && end[1] == '}' ? end + 2 : NULL;
}

/* Reads one output or tag, at the start of rest. */
static int read_opening(Reader *reader) {
	bool is_tag = reader->rest.data[1] == '%';
	const char *end = find_end(reader->rest);

	if (!end)
		return wrong(reader, reader->rest.data,
			is_tag ? "a {% that is not closed" : "a {{ that is not closed");

	LiquidText markup = { reader->rest.data + 2, (size_t)(end - reader->rest.data) - 4 };

	reader->rest.len -= (size_t)(end - reader->rest.data);
	reader->rest.data = end;
	reader->is_trimming = end[-3] == '-';
	if (markup.len > 0 && markup.data[0] == '-')
		markup = (LiquidText){ markup.data + 1, markup.len - 1 };
	if (markup.len > 0 && markup.data[markup.len - 1] == '-')
		markup.len--;
	return is_tag ? read_tag(reader, markup) : read_output(reader, markup);
}

static int read_all(Reader *reader) {
	while (reader->rest.len > 0) {
		const char *opening = find_opening(reader->rest);
		size_t n = opening ? (size_t)(opening - reader->rest.data) : reader->rest.len;
		LiquidText text = { reader->rest.data, n };
		bool is_next_trimming = opening && reader->rest.len - n > 2 && opening[2] == '-';
		int r = n > 0 ? read_text(reader, text, is_next_trimming) : 0;

		if (r < 0)
			return r;
		reader->rest.data += n;
		reader->rest.len -= n;
		if (opening)
			r = read_opening(reader);
		if (r < 0)
			return r;
	}
	if (reader->n_branches > 0)
		return wrong(reader, reader->branches[reader->n_branches - 1].at,
			"an if that is never ended");
	return 0;
}

/* Bounds and bytes that nothing behind this has to think of. */
static int check_text(Reader *reader) {
	LiquidText text = reader->rest;

	if (text.len > LIQUID_TEXT_MAX)
		return liquid_doubt(&reader->run, NULL, -E2BIG,
			"the template is longer than %u bytes", LIQUID_TEXT_MAX);
	if (text.len > 0 && memchr(text.data, '\0', text.len))
		return wrong(reader, memchr(text.data, '\0', text.len), "a NUL byte");
	if (!liquid_text_is_utf8(text))
		return wrong(reader, NULL, "the text is not UTF-8");
	return 0;
}

/* out NULL: only checks. */
static int run_all(const char *text, size_t n, StrBuf *out, LiquidDoubt *ret_doubt) {
	Reader reader;
	int r;

	liquid_run_init(&reader.run, text, n);
	reader.rest = (LiquidText){ text, n };
	reader.out = out;
	reader.out_start = out ? out->len : 0;
	reader.is_live = out;
	reader.is_trimming = false;
	reader.n_branches = 0;

	r = check_text(&reader);
	if (r == 0)
		r = read_all(&reader);
	liquid_run_deinit(&reader.run);
	if (r < 0 && out)
		strbuf_truncate(out, reader.out_start);
	if (r < 0 && ret_doubt && reader.run.doubt.message[0])
		*ret_doubt = reader.run.doubt;
	return r;
}

bool liquid_is_needed(const char *text, size_t n) {
	return find_opening((LiquidText){ text, n });
}

int liquid_render(const char *text, size_t n, StrBuf *out, LiquidDoubt *ret_doubt) {
	return run_all(text, n, out, ret_doubt);
}

int liquid_check(const char *text, size_t n, LiquidDoubt *ret_doubt) {
	return run_all(text, n, NULL, ret_doubt);
}
