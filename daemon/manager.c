/* SPDX-License-Identifier: MIT */
#include "manager.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>
#include <time.h>

#include "announce/announcements.h"
#include "bus/announcer.h"
#include "bus/bus.h"
#include "bus/event-signal.h"
#include "bus/loop.h"
#include "journal.h"
#include "sources.h"
#include "time/clock.h"
#include "util/heap.h"
#include "util/log.h"

enum { RELOADS_MAX = 1000 };

/* What comes and goes while the data is read, however much that is; what grows with it makes its
 * own memory ready. */
enum { HEAP_BYTES_AT_START = 1280 * 1024 };

/* Calls of Reload that wait for a reading to be announced. */
typedef struct Callers {
	sd_bus_message *calls[RELOADS_MAX];
	size_t n;
} Callers;

struct Manager {
	const Options *options;
	sd_event *event;
	sd_event_source *signals[3];
	Clock *clock;
	Sources *sources;
	Bus *bus;
	Announcer *announcer;
	Announcements *announcements;
	unsigned problems_revision; /* of the announcements' problems that are shown */
	Snapshot *snapshot;
	bool wants_turn; /* something may have changed */
	bool wants_reading; /* files have to be looked at again */
	bool is_reading; /* the turn under way is a reading */
	bool has_begun; /* the turns of the start are over */
	int reading_result; /* 0, or -ENOENT: no directory could be read */
	Callers waiting; /* for the next reading */
	Callers served; /* by the one under way */
};

static void begin_turn(Manager *manager);

/* ---- callers of Reload ----------------------------------------------------------------------- */

static void callers_reply(Callers *callers, int r) {
	for (size_t i = 0; i < callers->n; i++) {
		(void)bus_reply_reload(callers->calls[i], r);
		sd_bus_message_unref(callers->calls[i]);
	}
	callers->n = 0;
}

static void callers_move(Callers *from, Callers *to) {
	memcpy(to->calls, from->calls, from->n * sizeof(from->calls[0]));
	to->n = from->n;
	from->n = 0;
}

/* ---- turns ----------------------------------------------------------------------------------- */

static uint64_t monotonic_usec(void) {
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static void tell_reloading(void) {
	(void)sd_notifyf(false, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64, monotonic_usec());
}

static void tell_ready(const Manager *manager) {
	const Catalog *catalog = snapshot_catalog(manager->snapshot);

	(void)sd_notifyf(false, "READY=1\nSTATUS=Serving %zu products with %zu releases.",
		catalog_n_products(catalog), catalog_n_releases(catalog));
}

/* The next snapshot of everything, with what is wrong with the state, once it was read, among its
 * problems. */
static int make_snapshot(Manager *manager, Snapshot **ret) {
	const Announcements *state = manager->announcements;

	if (state)
		manager->problems_revision = announcements_problems_revision(state);
	return sources_snapshot(manager->sources, clock_today(manager->clock),
		state ? announcements_problems(state) : NULL, ret);
}

/* Serves a snapshot in the place of the one before it, which is the caller's now. */
static Snapshot *replace_snapshot(Manager *manager, Snapshot *next) {
	Snapshot *before = manager->snapshot;

	journal_problems(&before->problems, &next->problems);
	bus_serve(manager->bus, next);
	manager->snapshot = next;
	return before;
}

/* Serves a snapshot in the place of the one before it, and begins to tell the difference. */
static int serve(Manager *manager, Snapshot *next) {
	Turn turn = { .after = next, .is_reload = manager->is_reading };
	Snapshot *before = replace_snapshot(manager, next);
	int r;

	/* a failure is for want of memory: a later turn finds it all */
	(void)announcements_turn(manager->announcements, next);
	turn.before = before;
	turn.n_signals = announcements_n_waiting(manager->announcements);
	r = announcer_begin(manager->announcer, &turn);
	snapshot_unref(before);
	return r;
}

/* What is over, one way or the other: callers get their answer, and what came up meanwhile begins.
 */
static void end_turn(Manager *manager, int r) {
	if (r < 0 && r != -ENOENT)
		log_message(LOG_ERR, "Cannot take up what changed: %s", strerror(-r));
	if (manager->is_reading) {
		if (r == 0)
			journal_reloaded(manager->snapshot);
		callers_reply(&manager->served, r);
		tell_ready(manager);
		manager->is_reading = false;
	}
	/* a turn leaves holes behind, which the next one fills if it comes soon */
	if (manager->has_begun)
		bus_tidy_later(manager->bus);
	else
		heap_settle();
	if (announcements_problems_revision(manager->announcements) != manager->problems_revision)
		manager->wants_turn = true;
	manager->has_begun |= !manager->wants_turn;
	if (manager->wants_turn || manager->wants_reading)
		begin_turn(manager);
}

/* Reads files again. Returns 0 or a negative errno; -ENOENT: nothing could be read, and what was
 * served is served on. */
static int read_again(Manager *manager) {
	int r;

	tell_reloading();
	callers_move(&manager->waiting, &manager->served);
	r = sources_read(manager->sources);
	if (r == -ENOENT)
		log_message(LOG_ERR, "No directory of products could be read; what was served is "
				     "served on.");
	return r;
}

static void begin_turn(Manager *manager) {
	Snapshot *next;
	int r = 0;

	if (announcer_is_busy(manager->announcer))
		return;
	manager->is_reading = manager->wants_reading;
	manager->wants_turn = manager->wants_reading = false;
	if (manager->is_reading)
		r = read_again(manager);
	if (r == 0)
		r = make_snapshot(manager, &next);
	if (r == 0)
		r = serve(manager, next);
	if (r < 0)
		end_turn(manager, r);
}

/* ---- what the announcer asks ----------------------------------------------------------------- */

static int on_send_signal(sd_bus *connection, size_t index, void *userdata) {
	const Manager *manager = userdata;

	return event_signal_send(connection, announcements_next(manager->announcements));
}

static bool is_of_host(const Snapshot *snapshot, const LifecycleEvent *event) {
	HostFacts facts = snapshot_host(snapshot);
	const Release *release = host_release(&facts);

	return release && strcmp(product_name(facts.match->product), event->product) == 0 &&
	       strcmp(release_name(facts.match->product, release), event->cycle) == 0;
}

static void on_sent_signal(size_t index, void *userdata) {
	const Manager *manager = userdata;
	const LifecycleEvent *event = announcements_next(manager->announcements);

	if (event->is_tracked)
		journal_event(event, is_of_host(manager->snapshot, event));
	announcements_sent(manager->announcements);
}

static void on_finished(void *userdata) {
	end_turn(userdata, 0);
}

/* ---- reasons for a turn ---------------------------------------------------------------------- */

static void on_day(CivilDay day, void *userdata) {
	Manager *manager = userdata;

	if (day == manager->snapshot->today && !announcer_is_busy(manager->announcer))
		return;
	manager->wants_turn = true;
	begin_turn(manager);
}

static void on_files(bool is_data, void *userdata) {
	Manager *manager = userdata;

	manager->wants_reading |= is_data;
	manager->wants_turn = true;
	begin_turn(manager);
}

static void on_reload(sd_bus_message *call, void *userdata) {
	Manager *manager = userdata;

	if (manager->waiting.n == RELOADS_MAX) {
		(void)sd_bus_reply_method_errno(call, -EBUSY, NULL);
		return;
	}
	manager->waiting.calls[manager->waiting.n++] = sd_bus_message_ref(call);
	manager->wants_reading = true;
	begin_turn(manager);
}

static int on_hangup(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata) {
	Manager *manager = userdata;

	manager->wants_reading = true;
	begin_turn(manager);
	return 0;
}

static int on_end(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata) {
	const Manager *manager = userdata;

	return sd_event_exit(manager->event, 0);
}

/* ---- life ------------------------------------------------------------------------------------ */

static int add_signals(Manager *manager) {
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	sigset_t mask;
	int r = 0;

	(void)sigemptyset(&mask);
	for (size_t i = 0; i < ELEMENTSOF(numbers); i++)
		(void)sigaddset(&mask, numbers[i]);
	if (sigprocmask(SIG_BLOCK, &mask, NULL) < 0)
		return -errno;
	for (size_t i = 0; i < ELEMENTSOF(numbers) && r >= 0; i++)
		r = sd_event_add_signal(manager->event, &manager->signals[i], numbers[i],
			numbers[i] == SIGHUP ? on_hangup : on_end, manager);
	return r;
}

static int add_clock(Manager *manager) {
	ClockConfig config = {
		.fixed_day = manager->options->today,
		.callback = on_day,
		.userdata = manager,
	};

	return clock_new(manager->event, &config, &manager->clock);
}

static int add_sources(Manager *manager) {
	int r = sources_new(manager->event, manager->options, on_files, manager, &manager->sources);

	if (r >= 0)
		r = sources_read(manager->sources);
	/* an empty service is better than none: files may come */
	return r == -ENOENT ? 0 : r;
}

static int add_snapshot(Manager *manager) {
	int r = make_snapshot(manager, &manager->snapshot);

	if (r >= 0)
		journal_problems(NULL, &manager->snapshot->problems);
	return r;
}

static int add_bus(Manager *manager) {
	_cleanup_(sd_bus_unrefp) sd_bus *connection = NULL;
	BusHooks hooks = { .reload = on_reload, .userdata = manager };
	AnnouncerHooks announcer_hooks = {
		.send_signal = on_send_signal,
		.sent_signal = on_sent_signal,
		.finished = on_finished,
		.userdata = manager,
	};
	int r = bus_open(manager->options->bus, &connection);

	if (r < 0) {
		log_message(LOG_ERR, "Cannot connect to the bus '%s': %s", manager->options->bus,
			strerror(-r));
		return r;
	}
	r = sd_bus_attach_event(connection, manager->event, SD_EVENT_PRIORITY_NORMAL);
	if (r >= 0)
		r = sd_bus_set_exit_on_disconnect(connection, true);
	/* what is in flight when the loop ends is told of before it is closed */
	if (r >= 0)
		r = sd_bus_set_close_on_exit(connection, false);
	if (r >= 0)
		r = bus_new(connection, manager->event, manager->snapshot, &hooks, &manager->bus);
	if (r >= 0)
		r = announcer_new(
			manager->bus, manager->event, &announcer_hooks, &manager->announcer);
	return r;
}

static int start(Manager *manager) {
	/* not the thread's default one, for which sd-event asks gettid() each time around */
	int r = sd_event_new(&manager->event);

	if (r >= 0)
		r = add_signals(manager);
	if (r >= 0)
		r = sd_event_set_watchdog(manager->event, true);
	if (r >= 0)
		r = add_clock(manager);
	if (r >= 0)
		r = add_sources(manager);
	if (r >= 0)
		r = add_snapshot(manager);
	if (r < 0) {
		log_message(LOG_ERR, "Cannot start: %s", strerror(-r));
		return r;
	}
	return add_bus(manager);
}

int manager_new(const Options *options, Manager **ret) {
	Manager *manager = calloc(1, sizeof(Manager));
	int r;

	if (!manager)
		return -ENOMEM;
	heap_prepare(HEAP_BYTES_AT_START);
	manager->options = options;
	r = start(manager);
	if (r < 0) {
		manager_free(manager);
		return r;
	}
	*ret = manager;
	return 0;
}

Manager *manager_free(Manager *manager) {
	if (!manager)
		return NULL;
	callers_reply(&manager->served, -ECANCELED);
	callers_reply(&manager->waiting, -ECANCELED);
	announcer_free(manager->announcer);
	bus_free(manager->bus);
	announcements_free(manager->announcements);
	sources_free(manager->sources);
	clock_free(manager->clock);
	for (size_t i = 0; i < ELEMENTSOF(manager->signals); i++)
		sd_event_source_unref(manager->signals[i]);
	sd_event_unref(manager->event);
	snapshot_unref(manager->snapshot);
	free(manager);
	return NULL;
}

/* The first turn: what a sudden end left behind goes out as it was written, and only then is
 * anything compared. */
static int begin_first_turn(Manager *manager) {
	Turn turn = {
		.after = manager->snapshot,
		.n_signals = announcements_n_waiting(manager->announcements),
	};

	manager->wants_turn = true;
	return announcer_begin(manager->announcer, &turn);
}

/* Only who owns the name may touch the state: another one that was started beside it ends before
 * this. What is wrong with the state is served before anybody is answered. */
static int take_up_state(Manager *manager) {
	struct timespec ts;
	Snapshot *next;
	int r;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	r = announcements_open(manager->options->state,
		(uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000,
		&manager->announcements);
	if (r < 0 || announcements_problems(manager->announcements)->n_total == 0)
		return r;
	r = make_snapshot(manager, &next);
	if (r >= 0)
		snapshot_unref(replace_snapshot(manager, next));
	return r;
}

int manager_run(Manager *manager) {
	int r = bus_request_name(manager->bus);

	if (r < 0) {
		log_message(LOG_ERR, "Cannot own the name on the bus: %s", strerror(-r));
		return r;
	}
	r = take_up_state(manager);
	if (r < 0) {
		log_message(LOG_ERR, "Cannot start: %s", strerror(-r));
		return r;
	}
	tell_ready(manager);
	r = begin_first_turn(manager);
	if (r >= 0)
		r = loop_run(manager->event, bus_connection(manager->bus));
	(void)sd_notify(false, "STOPPING=1");
	announcer_flush(manager->announcer);
	if (r < 0)
		log_message(LOG_ERR, "The connection to the bus ended: %s", strerror(-r));
	return r;
}
