/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <time.h>

#define EVENTS \
	(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | \
		IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

typedef struct Target {
	char *directory;
	char *name; /* the file that matters, or NULL: what the filter says */
	WatchFilter filter;
	bool follows_link; /* made for a file that was a link when we looked */
	int wd; /* of the directory, or of the nearest one above it that exists; -1 */
	bool is_there; /* wd is of the directory itself */
} Target;

struct Watch {
	int fd;
	sd_event_source *io;
	sd_event_source *timer;
	bool is_waiting; /* something happened, the timer runs */
	uint64_t waiting_since_usec;
	WatchCallback callback;
	void *userdata;
	Target *targets;
	size_t n_targets;
};

static uint64_t watch_now_usec(void) {
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/* ---- targets --------------------------------------------------------------------------------- */

static void target_deinit(Target *target) {
	free(target->directory);
	free(target->name);
}

static int add_target(Watch *watch, const char *directory, size_t n, const char *name,
	WatchFilter filter, bool follows_link) {
	size_t count = watch->n_targets;
	Target target = { .filter = filter, .follows_link = follows_link, .wd = -1 };

	if ((count & (count - 1)) == 0) {
		Target *bigger = realloc(watch->targets, (count ? count * 2 : 1) * sizeof(Target));

		if (!bigger)
			return -ENOMEM;
		watch->targets = bigger;
	}
	target.directory = strndup(directory, n);
	target.name = name ? strdup(name) : NULL;
	if (!target.directory || (name && !target.name)) {
		target_deinit(&target);
		return -ENOMEM;
	}
	watch->targets[watch->n_targets++] = target;
	return 0;
}

int watch_add_directory(Watch *watch, const char *path, WatchFilter filter) {
	return add_target(watch, path, strlen(path), NULL, filter, false);
}

static int add_file(Watch *watch, const char *path, bool follows_link) {
	const char *slash = strrchr(path, '/');

	if (!slash)
		return add_target(watch, ".", 1, path, NULL, follows_link);
	return add_target(watch, path, slash == path ? 1 : (size_t)(slash - path), slash + 1, NULL,
		follows_link);
}

int watch_add_file(Watch *watch, const char *path) {
	return add_file(watch, path, false);
}

/* Watches the ends of links anew: they may lead elsewhere by now. */
static int follow_links(Watch *watch) {
	size_t n = 0, n_own;

	for (size_t i = 0; i < watch->n_targets; i++)
		if (watch->targets[i].follows_link)
			target_deinit(&watch->targets[i]);
		else
			watch->targets[n++] = watch->targets[i];
	watch->n_targets = n_own = n;
	for (size_t i = 0; i < n_own; i++) {
		const Target *target = &watch->targets[i];
		_cleanup_(freep) char *path = NULL, *real = NULL;

		if (!target->name)
			continue;
		if (asprintf(&path, "%s/%s", target->directory, target->name) < 0) {
			path = NULL;
			return -ENOMEM;
		}
		real = realpath(path, NULL);
		if (real && strcmp(real, path) != 0 && add_file(watch, real, true) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* Watches a directory, or the nearest one above it. */
static int arm_target(const Watch *watch, Target *target) {
	char path[PATH_MAX];

	if (strlen(target->directory) >= sizeof(path))
		return -ENAMETOOLONG;
	(void)strcpy(path, target->directory);
	target->is_there = true;
	for (;;) {
		char *slash;

		target->wd = inotify_add_watch(watch->fd, path, EVENTS);
		if (target->wd >= 0)
			return 0;
		if (errno != ENOENT && errno != ENOTDIR)
			return -errno;
		target->is_there = false;
		slash = strrchr(path, '/');
		if (!slash || strcmp(path, "/") == 0)
			return 0;
		slash[slash == path ? 1 : 0] = '\0';
	}
}

int watch_arm(Watch *watch) {
	int first = follow_links(watch);

	for (size_t i = 0; i < watch->n_targets; i++) {
		int r = arm_target(watch, &watch->targets[i]);

		if (r < 0 && first == 0)
			first = r;
	}
	return first;
}

/* ---- events ---------------------------------------------------------------------------------- */

/* What an event means. */
typedef enum Meaning {
	MEANING_NOTHING = 0,
	MEANING_CHANGED = 1 << 0, /* a file that matters, or a whole directory */
	MEANING_LOOK = 1 << 1, /* something that we wait for may have come */
} Meaning;

static unsigned meaning_for(const Target *target, const struct inotify_event *event) {
	if (event->wd != target->wd)
		return MEANING_NOTHING;
	if (!target->is_there)
		return MEANING_LOOK;
	if (event->len == 0) /* the directory itself went or moved */
		return MEANING_CHANGED | MEANING_LOOK;
	if (target->name ? strcmp(event->name, target->name) != 0 : !target->filter(event->name))
		return MEANING_NOTHING;
	/* a file may have become a link, or lead elsewhere */
	return target->name ? MEANING_CHANGED | MEANING_LOOK : MEANING_CHANGED;
}

static unsigned meaning_of(const Watch *watch, const struct inotify_event *event) {
	unsigned meaning = MEANING_NOTHING;

	if (event->mask & IN_Q_OVERFLOW)
		return MEANING_CHANGED | MEANING_LOOK;
	if (event->mask & IN_IGNORED)
		return MEANING_NOTHING;
	for (size_t i = 0; i < watch->n_targets; i++)
		meaning |= meaning_for(&watch->targets[i], event);
	return meaning;
}

static unsigned read_events(const Watch *watch) {
	union {
		struct inotify_event event;
		char bytes[4096];
	} buf;
	unsigned meaning = MEANING_NOTHING;
	ssize_t n;

	while ((n = read(watch->fd, buf.bytes, sizeof(buf.bytes))) > 0)
		for (char *p = buf.bytes; p < buf.bytes + n;) {
			const struct inotify_event *event = (const void *)p;

			meaning |= meaning_of(watch, event);
			p += sizeof(*event) + event->len;
		}
	return meaning;
}

static size_t count_there(const Watch *watch) {
	size_t n = 0;

	for (size_t i = 0; i < watch->n_targets; i++)
		n += watch->targets[i].is_there;
	return n;
}

/* Takes what has happened; returns whether anything changed that is read. What cannot be watched
 * now is tried again with the next event. */
static bool take_events(Watch *watch) {
	unsigned meaning = read_events(watch);
	size_t n_there = count_there(watch);

	if (meaning & MEANING_LOOK)
		(void)watch_arm(watch);
	return meaning & MEANING_CHANGED || count_there(watch) != n_there;
}

static int wait_for_rest(Watch *watch) {
	uint64_t now = watch_now_usec(), end;
	int r;

	if (!watch->is_waiting)
		watch->waiting_since_usec = now;
	watch->is_waiting = true;
	end = now + WATCH_SETTLE_USEC;
	if (end > watch->waiting_since_usec + WATCH_PATIENCE_USEC)
		end = watch->waiting_since_usec + WATCH_PATIENCE_USEC;
	r = sd_event_source_set_time(watch->timer, end);
	return r < 0 ? r : sd_event_source_set_enabled(watch->timer, SD_EVENT_ONESHOT);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata) {
	Watch *watch = userdata;

	if (!take_events(watch))
		return 0;
	return wait_for_rest(watch);
}

static int on_rest(sd_event_source *source, uint64_t usec, void *userdata) {
	Watch *watch = userdata;

	watch->is_waiting = false;
	watch->callback(watch->userdata);
	return 0;
}

void watch_settle(Watch *watch) {
	(void)take_events(watch);
	watch->is_waiting = false;
	(void)sd_event_source_set_enabled(watch->timer, SD_EVENT_OFF);
}

/* ---- life ------------------------------------------------------------------------------------ */

int watch_new(sd_event *event, WatchCallback callback, void *userdata, Watch **ret) {
	_cleanup_(watch_freep) Watch *watch = calloc(1, sizeof(Watch));
	int r;

	if (!watch)
		return -ENOMEM;
	watch->callback = callback;
	watch->userdata = userdata;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->fd < 0)
		return -errno;
	r = sd_event_add_io(event, &watch->io, watch->fd, EPOLLIN, on_io, watch);
	if (r >= 0)
		r = sd_event_add_time(
			event, &watch->timer, CLOCK_MONOTONIC, 0, 50 * 1000, on_rest, watch);
	if (r >= 0)
		r = sd_event_source_set_enabled(watch->timer, SD_EVENT_OFF);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(watch);
	return 0;
}

Watch *watch_free(Watch *watch) {
	if (!watch)
		return NULL;
	sd_event_source_unref(watch->io);
	sd_event_source_unref(watch->timer);
	for (size_t i = 0; i < watch->n_targets; i++)
		target_deinit(&watch->targets[i]);
	free(watch->targets);
	closep(&watch->fd);
	free(watch);
	return NULL;
}
