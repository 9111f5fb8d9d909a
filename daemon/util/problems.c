/* SPDX-License-Identifier: MIT */
#include "problems.h"

#include <string.h>

#include "utf8.h"

/* A message longer than this is cut: it stands for something that is wrong, not for its content. */
enum { MESSAGE_BYTES = 1024 };

static void problem_deinit(Problem *problem) {
	free(problem->file);
	free(problem->product);
	free(problem->message);
}

void problems_deinit(Problems *problems) {
	for (size_t i = 0; i < problems->n_items; i++)
		problem_deinit(&problems->items[i]);
	free(problems->items);
	*problems = (Problems)PROBLEMS_INIT;
}

static char *escape(const char *text) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;
	size_t n = text ? strnlen(text, MESSAGE_BYTES) : 0;

	(void)utf8_append_escaped(&buf, text ? text : "", n);
	return strbuf_steal(&buf);
}

/* Room for one more; grows by doubling. */
static bool reserve(Problems *problems) {
	size_t n = problems->n_items;

	if ((n & (n - 1)) != 0)
		return true;

	Problem *items = realloc(problems->items, (n ? n * 2 : 1) * sizeof(Problem));

	if (!items)
		return false;
	problems->items = items;
	return true;
}

static void keep(Problems *problems, ProblemKind kind, const char *file, const char *product,
	unsigned line, const char *message) {
	Problem problem = { .kind = kind, .line = line };

	problem.file = escape(file);
	problem.product = escape(product);
	problem.message = escape(message);
	if (!problem.file || !problem.product || !problem.message || !reserve(problems)) {
		problem_deinit(&problem);
		problems->incomplete = true;
		return;
	}
	problems->items[problems->n_items++] = problem;
	problems->n_items_refused += kind == PROBLEM_REFUSED;
}

/* Entries that are kept of a kind: doubts never take the place of what was refused. */
static size_t n_kept(const Problems *problems, ProblemKind kind) {
	return kind == PROBLEM_REFUSED ? problems->n_items_refused
				       : problems->n_items - problems->n_items_refused;
}

static void count(Problems *problems, ProblemKind kind) {
	problems->n_total++;
	if (kind == PROBLEM_REFUSED)
		problems->n_refused++;
}

void problems_vadd(Problems *problems, ProblemKind kind, const char *file, const char *product,
	unsigned line, const char *format, va_list args) {
	_cleanup_(freep) char *message = NULL;

	count(problems, kind);
	if (n_kept(problems, kind) >= PROBLEMS_MAX)
		return;
	if (vasprintf(&message, format, args) < 0) {
		message = NULL;
		problems->incomplete = true;
		return;
	}
	keep(problems, kind, file, product, line, message);
}

void problems_add(Problems *problems, ProblemKind kind, const char *file, const char *product,
	unsigned line, const char *format, ...) {
	va_list args;

	va_start(args, format);
	problems_vadd(problems, kind, file, product, line, format, args);
	va_end(args);
}

void problems_name_product(Problems *problems, const char *product) {
	for (size_t i = 0; i < problems->n_items; i++) {
		Problem *problem = &problems->items[i];
		char *name = problem->product[0] ? NULL : escape(product);

		if (!name)
			continue;
		free(problem->product);
		problem->product = name;
	}
}

void problems_add_all(Problems *problems, const Problems *other) {
	problems_add_some(problems, other, PROBLEMS_MAX);
}

void problems_add_some(Problems *problems, const Problems *other, size_t max) {
	size_t room[] = { [PROBLEM_REFUSED] = max, [PROBLEM_DOUBT] = max };

	for (size_t i = 0; i < other->n_items; i++) {
		const Problem *p = &other->items[i];

		if (room[p->kind] == 0 || n_kept(problems, p->kind) >= PROBLEMS_MAX)
			continue;
		room[p->kind]--;
		keep(problems, p->kind, p->file, p->product, p->line, p->message);
	}
	problems->n_total += other->n_total;
	problems->n_refused += other->n_refused;
	problems->incomplete |= other->incomplete;
}
