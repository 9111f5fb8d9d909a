/* SPDX-License-Identifier: MIT */
#include "announcements.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "compare.h"
#include "state-dir.h"
#include "state-text.h"

/* What the log knows beyond the state, because that could not be written; more is a mistake. */
#define MAX_SERIALS_AHEAD UINT64_C(10000000)

struct Announcements {
	StateDir dir; /* closed: nothing is kept on disk */
	char *path; /* of the state file; NULL: nothing is to be kept on disk */
	Known *known;
	EventList waiting; /* those before `first` have left */
	size_t first;
	bool is_unsaved; /* the state on disk is older than what is known */
	bool was_opened_only; /* no turn was taken yet */
	char *trouble; /* what the last writing met, or NULL */
	Problems found; /* when it was opened */
	Problems problems; /* all of it */
	unsigned revision;
};

/* ---- problems -------------------------------------------------------------------------------- */

static void renew_problems(Announcements *self) {
	problems_deinit(&self->problems);
	problems_add_all(&self->problems, &self->found);
	if (self->trouble)
		problems_add(
			&self->problems, PROBLEM_REFUSED, self->path, NULL, 0, "%s", self->trouble);
	self->revision++;
}

static bool is_same_trouble(const char *a, const char *b) {
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Reports that something could not be done, or (r is 0) that it could. */
static void note_trouble(Announcements *self, const char *what, int r) {
	char *trouble = NULL;

	if (r < 0 && asprintf(&trouble, "%s: %s; what was announced is kept in memory", what,
			     strerror(-r)) < 0)
		trouble = NULL;
	if (is_same_trouble(self->trouble, trouble)) {
		free(trouble);
		return;
	}
	free(self->trouble);
	self->trouble = trouble;
	renew_problems(self);
}

const Problems *announcements_problems(const Announcements *self) {
	return &self->problems;
}

unsigned announcements_problems_revision(const Announcements *self) {
	return self->revision;
}

/* ---- the beginning --------------------------------------------------------------------------- */

Announcements *announcements_free(Announcements *self) {
	if (!self)
		return NULL;
	for (size_t i = self->first; i < self->waiting.n; i++)
		event_free(self->waiting.items[i]);
	free(self->waiting.items);
	state_dir_deinit(&self->dir);
	known_free(self->known);
	problems_deinit(&self->found);
	problems_deinit(&self->problems);
	free(self->trouble);
	free(self->path);
	free(self);
	return NULL;
}

/* What cannot be kept beside must not be overwritten either. */
static void set_aside(Announcements *self, const char *name) {
	int r = state_dir_keep_aside(&self->dir, name);

	if (r == 0) {
		problems_add(&self->found, PROBLEM_DOUBT, self->path, NULL, 0,
			"kept as %s; what was announced before is not known any more", name);
		return;
	}
	problems_add(&self->found, PROBLEM_REFUSED, self->path, NULL, 0,
		"cannot be moved aside to %s: %s; what is announced is kept in memory", name,
		strerror(-r));
	state_dir_deinit(&self->dir);
}

/* Reads what there is. Returns 1, 0 if that is nothing (with the reason among the problems), or
 * -ENOMEM. */
static int read_state(Announcements *self) {
	char *text = NULL;
	size_t size;
	unsigned line = 0;
	int r = state_dir_read(&self->dir, &text, &size);

	if (r == 0)
		r = state_text_parse(text, size, &self->known, &self->waiting, &line);
	else if (r == -ENOENT)
		return 0;
	else if (r != -ENOMEM)
		problems_add(&self->found, PROBLEM_REFUSED, self->path, NULL, 0,
			"cannot be read: %s", strerror(-r));
	if (r == 0 || r == -ENOMEM)
		return r == 0 ? 1 : r;
	if (r == -EPROTONOSUPPORT) {
		problems_add(&self->found, PROBLEM_REFUSED, self->path, NULL, 1,
			"a state of an unknown version");
		set_aside(self, STATE_FILE ".unknown");
		return 0;
	}
	if (r == -EBADMSG)
		problems_add(&self->found, PROBLEM_REFUSED, self->path, NULL, line,
			"the state is damaged");
	set_aside(self, STATE_FILE ".damaged");
	return 0;
}

static int compare_with_logged(const void *serial, const void *logged) {
	uint64_t x = *(const uint64_t *)serial, y = *(const uint64_t *)logged;

	return x < y ? -1 : x > y;
}

/* Those in the log have left. A log that goes on beyond the state was written when that could not
 * be: its serials are used up. */
static void drop_logged(Announcements *self, const uint64_t *serials, size_t n) {
	EventList *waiting = &self->waiting;
	size_t n_left = 0;

	for (size_t i = 0; i < waiting->n; i++) {
		LifecycleEvent *event = waiting->items[i];

		if (n > 0 &&
			bsearch(&event->serial, serials, n, sizeof(*serials), compare_with_logged))
			event_free(event);
		else
			waiting->items[n_left++] = event;
	}
	waiting->n = n_left;
	for (size_t i = 0; i < n; i++)
		if (serials[i] >= self->known->next_serial &&
			serials[i] - self->known->next_serial < MAX_SERIALS_AHEAD)
			self->known->next_serial = serials[i] + 1;
}

static int read_log(Announcements *self) {
	_cleanup_(freep) uint64_t *serials = NULL;
	size_t n = 0;
	int r = state_dir_read_log(&self->dir, &serials, &n);

	if (r == -ENOMEM)
		return r;
	drop_logged(self, serials, n);
	if (self->waiting.n > 0 && r == 0)
		r = state_dir_resume_log(&self->dir);
	note_trouble(self, STATE_LOG, r);
	return 0;
}

static int open_state(Announcements *self, const char *state_dir) {
	int r = state_dir_open(state_dir, &self->dir);

	if (asprintf(&self->path, "%s/" STATE_FILE, state_dir) < 0) {
		self->path = NULL;
		return -ENOMEM;
	}
	if (r < 0) {
		problems_add(&self->found, PROBLEM_REFUSED, self->path, NULL, 0,
			"the state directory cannot be opened: %s; what is announced is kept in "
			"memory",
			strerror(-r));
		return 0;
	}
	r = read_state(self);
	return r <= 0 ? r : read_log(self);
}

int announcements_open(const char *state_dir, uint64_t now_usec, Announcements **ret) {
	_cleanup_(announcements_freep) Announcements *self = calloc(1, sizeof(Announcements));

	if (!self)
		return -ENOMEM;
	self->dir = (StateDir)STATE_DIR_INIT;
	self->was_opened_only = true;
	if (state_dir && open_state(self, state_dir) < 0)
		return -ENOMEM;
	if (!self->known && !(self->known = known_new(now_usec)))
		return -ENOMEM;
	if (self->found.n_total > 0)
		renew_problems(self);
	*ret = TAKE_PTR(self);
	return 0;
}

/* ---- turns ----------------------------------------------------------------------------------- */

/* Brings those that wait to the beginning of the array. */
static void forget_sent(Announcements *self) {
	EventList *waiting = &self->waiting;

	if (self->first == 0)
		return;
	waiting->n -= self->first;
	memmove(waiting->items, waiting->items + self->first, waiting->n * sizeof(*waiting->items));
	self->first = 0;
}

/* A day from the future tells of a clock that was wrong, then or now. */
static void doubt_the_day(Announcements *self, CivilDay today) {
	char day[CIVIL_DAY_SIZE], now[CIVIL_DAY_SIZE];

	if (!self->was_opened_only || self->known->day == CIVIL_DAY_NONE ||
		self->known->day <= today)
		return;
	problems_add(&self->found, PROBLEM_DOUBT, self->path, NULL, 0,
		"announced up to %s, but today is %s: nothing is repeated unless the clock proves "
		"right",
		civil_day_format(self->known->day, day), civil_day_format(today, now));
	renew_problems(self);
}

static int append_to_state(const char *text, size_t n, void *userdata) {
	const int *fd = userdata;

	return state_dir_append(*fd, text, n);
}

static int write_state(const Announcements *self) {
	int fd, r = state_dir_create(&self->dir, &fd);

	if (r < 0)
		return r;
	r = state_text_write(self->known, &self->waiting, append_to_state, &fd);
	return state_dir_replace(&self->dir, fd, r);
}

static int expect_in_state(const char *text, size_t n, void *userdata) {
	const int *fd = userdata;

	return state_dir_expect(*fd, text, n);
}

/* Whether the state on disk says it already, word for word: so it is after most starts. */
static bool is_written(const Announcements *self) {
	_cleanup_(closep) int fd = -1;
	int r = state_dir_look(&self->dir, &fd);

	if (r == 0)
		r = state_text_write(self->known, &self->waiting, expect_in_state, &fd);
	return r == 0 && state_dir_expect_end(&self->dir, fd) == 0;
}

static void save(Announcements *self) {
	int r;

	if (self->dir.fd < 0)
		return;
	r = write_state(self);
	self->is_unsaved = r < 0;
	note_trouble(self, "cannot be written", r);
	if (self->waiting.n == 0)
		return;
	/* of a turn that the state on disk does not know the log tells the serials, at least */
	r = r == 0 ? state_dir_begin_log(&self->dir) : state_dir_resume_log(&self->dir);
	if (r < 0 && !self->is_unsaved)
		note_trouble(self, STATE_LOG, r);
}

ssize_t announcements_turn(Announcements *self, const Snapshot *snapshot) {
	_cleanup_(known_freep) Known *before = NULL;
	Known *next = NULL;
	bool is_first = self->was_opened_only, is_news;
	size_t n_before;
	int r;

	forget_sent(self);
	n_before = self->waiting.n;
	r = compare_turn(self->known, snapshot, &self->waiting, &next);
	if (r < 0)
		return r;
	doubt_the_day(self, snapshot->today);
	self->was_opened_only = false;
	before = self->known;
	self->known = next;
	is_news = self->is_unsaved || self->waiting.n > n_before || !known_equals(before, next);
	if (is_news && !(is_first && is_written(self)))
		save(self);
	return (ssize_t)(self->waiting.n - n_before);
}

/* ---- sending --------------------------------------------------------------------------------- */

const LifecycleEvent *announcements_next(const Announcements *self) {
	return self->first < self->waiting.n ? self->waiting.items[self->first] : NULL;
}

size_t announcements_n_waiting(const Announcements *self) {
	return self->waiting.n - self->first;
}

void announcements_sent(Announcements *self) {
	assert(self->first < self->waiting.n);
	LifecycleEvent **event = &self->waiting.items[self->first];

	if (self->dir.log_fd >= 0) {
		int r = state_dir_log(&self->dir, (*event)->serial);

		if (r < 0)
			note_trouble(self, STATE_LOG, r);
	}
	*event = event_free(*event);
	if (++self->first < self->waiting.n)
		return;
	state_dir_finish_log(&self->dir);
	event_list_deinit(&self->waiting);
	self->first = 0;
}
