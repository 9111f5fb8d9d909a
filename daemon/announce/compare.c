/* SPDX-License-Identifier: MIT */
#include "compare.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "departures.h"
#include "lifecycle/release-text.h"

/* What an event will be made of; texts are borrowed. */
typedef struct Finding {
	EventKind kind;
	CivilDay date;
	size_t serial; /* of the release in the catalog: by product, then in the data's order */
	Milestone milestone;
	Mark old_mark;
	bool was_reached;
	int32_t days_left;
	const char *old_version;
} Finding;

typedef struct Turn {
	Known *known;
	Known *next;
	const Snapshot *snapshot;
	const Catalog *catalog;
	CivilDay today;
	Departures departures;
	Finding *findings;
	size_t n_findings;
	size_t findings_size;
	bool out_of_memory;
} Turn;

/* One release as it is now. */
typedef struct Subject {
	const Product *product;
	const Release *release;
	size_t serial;
	Notes *notes; /* what will have been announced */
} Subject;

static void turn_deinit(Turn *turn) {
	known_free(turn->next);
	departures_deinit(&turn->departures);
	free(turn->findings);
}

static void add_finding(Turn *turn, Finding finding) {
	if (turn->n_findings == turn->findings_size) {
		size_t size = turn->findings_size ? turn->findings_size * 2 : 64;
		Finding *bigger = reallocarray(turn->findings, size, sizeof(Finding));

		if (!bigger) {
			turn->out_of_memory = true;
			return;
		}
		turn->findings = bigger;
		turn->findings_size = size;
	}
	turn->findings[turn->n_findings++] = finding;
}

/* ---- one milestone --------------------------------------------------------------------------- */

/* The lead time that runs: the shortest whose day has come, if it is not left out; 0 if none does.
 * A lead time that is left out leaves out all that are longer. */
static unsigned find_lead(const Turn *turn, const Release *release, CivilDay date) {
	const Config *config = turn->snapshot->config;
	int64_t left = (int64_t)date - turn->today;

	for (size_t i = config->n_warning_days; i-- > 0;) {
		int64_t lead = config->warning_days[i];

		if (lead < left)
			continue;
		if (release->release_date != CIVIL_DAY_NONE &&
			3 * lead > (int64_t)date - release->release_date)
			return 0;
		return (unsigned)lead;
	}
	return 0;
}

static void check_reached(Turn *turn, const Subject *subject, Milestone m, Mark mark) {
	if (!mark_is_reached(mark, turn->today) || notes_is_reached(*subject->notes, m))
		return;
	notes_set_reached(subject->notes, m, true);
	add_finding(turn, (Finding){
				  .kind = EVENT_MILESTONE_REACHED,
				  .date = mark_date(mark),
				  .serial = subject->serial,
				  .milestone = m,
			  });
}

/* Notes the lead time that runs. Returns whether it is one to be told of. */
static bool note_lead(Turn *turn, const Subject *subject, Milestone m, Mark mark) {
	unsigned noted = notes_lead(*subject->notes, m), lead;

	if (m == MILESTONE_LTS || !mark_is_date(mark) || turn->today > mark ||
		notes_is_reached(*subject->notes, m))
		return false;
	lead = find_lead(turn, subject->release, mark);
	if (lead == 0 || (noted > 0 && lead >= noted))
		return false;
	notes_set_lead(subject->notes, m, lead);
	return true;
}

static void check_approaching(Turn *turn, const Subject *subject, Milestone m, Mark mark) {
	if (!note_lead(turn, subject, m, mark))
		return;
	add_finding(turn, (Finding){
				  .kind = EVENT_MILESTONE_APPROACHING,
				  .date = mark_date(mark),
				  .serial = subject->serial,
				  .milestone = m,
				  .days_left = mark - turn->today,
			  });
}

/* What was reached stays reached, if it still is; everything else begins anew. */
static void check_changed(
	Turn *turn, const Subject *subject, Milestone m, Mark old_mark, Mark mark) {
	bool was_reached = notes_is_reached(*subject->notes, m);

	if (mark == old_mark)
		return;
	notes_clear(subject->notes, m);
	notes_set_reached(subject->notes, m, was_reached && mark_is_reached(mark, turn->today));
	add_finding(turn, (Finding){
				  .kind = EVENT_MILESTONE_CHANGED,
				  .date = mark_date(mark),
				  .serial = subject->serial,
				  .milestone = m,
				  .old_mark = old_mark,
				  .was_reached = was_reached,
			  });
}

/* ---- one release ----------------------------------------------------------------------------- */

/* Nothing of its past is told; whoever tracks it wants to know what runs. */
static void meet_release(Turn *turn, const Subject *subject) {
	bool is_tracked = tracking_has(&turn->snapshot->tracking, subject->serial);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		Mark mark = lifecycle_shown_mark(subject->product, subject->release, m);

		notes_set_reached(subject->notes, m, mark_is_reached(mark, turn->today));
		if (is_tracked)
			check_approaching(turn, subject, m, mark);
		else
			(void)note_lead(turn, subject, m, mark);
	}
}

static void compare_version(Turn *turn, const Subject *subject, const char *old_version) {
	const char *version = known_shown_latest(subject->product, subject->release);

	if (!old_version || (version && strcmp(version, old_version) == 0))
		return;
	if (!version) {
		departures_keep_version(&turn->departures, product_name(subject->product),
			release_name(subject->product, subject->release), old_version);
		return;
	}
	add_finding(turn, (Finding){
				  .kind = EVENT_VERSION_RELEASED,
				  .date = subject->release->latest_date,
				  .serial = subject->serial,
				  .old_version = old_version,
			  });
}

static void compare_release(Turn *turn, const Subject *subject, const KnownRelease *old) {
	*subject->notes = old->notes;
	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		Mark mark = lifecycle_shown_mark(subject->product, subject->release, m);

		check_changed(turn, subject, m, old->marks[m], mark);
		check_reached(turn, subject, m, mark);
		check_approaching(turn, subject, m, mark);
	}
	compare_version(turn, subject, old->latest);
}

static Subject make_subject(const Product *product, size_t k, size_t serial, Notes *notes) {
	return (Subject){
		.product = product,
		.release = product_release(product, k),
		.serial = serial,
		.notes = notes,
	};
}

static void keep_notes(Turn *turn, const Subject *subject) {
	if (note_table_set(&turn->next->notes, subject->serial, *subject->notes) < 0)
		turn->out_of_memory = true;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Compares a product that is another than before; old is NULL if it was not there. */
static void compare_product(
	Turn *turn, const Product *product, size_t first_serial, const KnownProduct *old) {
	size_t n_found = 0;

	for (size_t k = 0; k < product_n_releases(product); k++) {
		Notes notes = 0;
		Subject subject = make_subject(product, k, first_serial + k, &notes);
		const char *cycle = release_name(product, subject.release);
		KnownRelease known;
		size_t old_k;

		if (old && product_find_release(old->product, cycle, strlen(cycle), &old_k)) {
			known_get(turn->known, old, old_k, &known);
			n_found++;
			compare_release(turn, &subject, &known);
		} else if (departures_find(
				   &turn->departures, product_name(product), cycle, &known)) {
			compare_release(turn, &subject, &known);
		} else {
			meet_release(turn, &subject);
		}
		keep_notes(turn, &subject);
	}
	if (old && n_found < product_n_releases(old->product))
		departures_leave(&turn->departures, old, product);
}

/* A product that is the same as before. */
static void take_notes_over(Turn *turn, const KnownProduct *now, const KnownProduct *old) {
	for (size_t k = 0; k < product_n_releases(now->product); k++)
		if (note_table_set(&turn->next->notes, now->first + k,
			    note_table_get(&turn->known->notes, old->first + k)) < 0)
			turn->out_of_memory = true;
}

static void compare_products(Turn *turn) {
	size_t n_known = known_n_products(turn->known), k = 0;

	for (size_t i = 0; i < known_n_products(turn->next); i++) {
		KnownProduct now = known_product(turn->next, i), old = { 0 };
		int order = 1;

		for (; k < n_known; k++) {
			old = known_product(turn->known, k);
			order = old.product == now.product ? 0
							   : strcmp(product_name(old.product),
								     product_name(now.product));
			if (order >= 0)
				break;
			departures_leave(&turn->departures, &old, NULL);
		}
		k += order == 0;
		if (order == 0 && old.product == now.product)
			take_notes_over(turn, &now, &old);
		else
			compare_product(turn, now.product, now.first, order == 0 ? &old : NULL);
	}
	for (; k < n_known; k++) {
		KnownProduct old = known_product(turn->known, k);

		departures_leave(&turn->departures, &old, NULL);
	}
}

/* Looks at the entries of the timeline from a day on, and before another. What was looked at with
 * its product is found noted, and tells nothing twice. */
static void compare_entries(Turn *turn, CivilDay from, CivilDay before,
	void (*check)(Turn *turn, const Subject *subject, Milestone m, Mark mark)) {
	const Timeline *timeline = turn->snapshot->dataset->timeline;
	size_t n = timeline_n_entries(timeline);

	for (size_t i = timeline_find(timeline, from); i < n; i++) {
		TimelineEntry entry = timeline_entry(timeline, i);
		size_t index, k;

		if (entry.date >= before)
			break;
		const Product *product =
			catalog_find_serial(turn->catalog, entry.serial, &index, &k);
		Notes notes = note_table_get(&turn->next->notes, entry.serial);
		Subject subject = make_subject(product, k, entry.serial, &notes);

		check(turn, &subject, entry.milestone, entry.date);
		keep_notes(turn, &subject);
	}
}

/* What follows from the day alone. */
static void compare_days(Turn *turn) {
	unsigned longest = snapshot_longest_warning(turn->snapshot);

	if (turn->known->seen != CIVIL_DAY_NONE)
		compare_entries(turn, turn->known->seen, turn->today, check_reached);
	if (longest > 0)
		compare_entries(
			turn, turn->today, turn->today + (CivilDay)longest + 1, check_approaching);
}

/* ---- the clock ------------------------------------------------------------------------------- */

static CivilDay find_newest_latest(const Catalog *catalog) {
	CivilDay newest = CIVIL_DAY_NONE;

	for (size_t i = 0; i < catalog_n_products(catalog); i++) {
		const Product *product = catalog_product(catalog, i);

		for (size_t k = 0; k < product_n_releases(product); k++)
			if (product_release(product, k)->latest_date > newest)
				newest = product_release(product, k)->latest_date;
	}
	return newest;
}

/* Whether a clock that was set back is to be believed: the very next day was seen, too, and the
 * data knows of nothing that came out after it. */
static bool is_clock_believed(const Turn *turn) {
	const Known *known = turn->known;

	return known->seen != CIVIL_DAY_NONE && known->seen < known->day &&
	       turn->today < known->day && turn->today == known->seen + 1 &&
	       known->seen >= find_newest_latest(turn->catalog);
}

static int judge_clock(Turn *turn) {
	int r;

	if (!is_clock_believed(turn))
		return 0;
	r = known_forget_from(turn->known, turn->known->seen);
	if (r == 0)
		turn->known->day = turn->known->seen;
	return r;
}

/* ---- what comes of it ------------------------------------------------------------------------ */

static int compare_numbers(int64_t a, int64_t b) {
	return a < b ? -1 : a > b;
}

static int compare_findings(const void *a, const void *b) {
	const Finding *x = a, *y = b;
	int r = compare_numbers(x->kind, y->kind);

	if (r == 0)
		r = compare_numbers(x->date, y->date);
	if (r == 0)
		r = compare_numbers((int64_t)x->serial, (int64_t)y->serial);
	return r != 0 ? r : compare_numbers(x->milestone, y->milestone);
}

static void describe_finding(const Turn *turn, const Finding *finding, const Product *product,
	const Release *release, LifecycleEvent *event) {
	Judgement judgement =
		snapshot_judge(turn->snapshot, product, release, finding->serial, turn->today);
	Mark mark = lifecycle_shown_mark(product, release, finding->milestone);

	*event = (LifecycleEvent){
		.kind = finding->kind,
		.milestone = finding->milestone,
		.date = finding->date,
		.old_date = CIVIL_DAY_NONE,
		.status = judgement.status,
		.is_supported = judgement.is_supported,
		.is_tracked = tracking_has(&turn->snapshot->tracking, finding->serial),
		.days_left = (uint32_t)finding->days_left,
		.product = product_name(product),
		.cycle = release_name(product, release),
		.product_label = product_text_or_empty(product, product->label),
	};
	if (finding->kind == EVENT_MILESTONE_CHANGED) {
		event->old_date = mark_date(finding->old_mark);
		event->was_present = finding->old_mark != MARK_ABSENT;
		event->was_reached = finding->was_reached;
		event->is_present = mark != MARK_ABSENT;
		event->is_reached = judgement.reached[finding->milestone];
	} else if (finding->kind == EVENT_VERSION_RELEASED) {
		event->version = product_text(product, release->latest);
		event->old_version = finding->old_version;
	}
}

static int add_event(Turn *turn, const Finding *finding, StrBuf *label, EventList *events) {
	size_t index, k;
	const Product *product = catalog_find_serial(turn->catalog, finding->serial, &index, &k);
	const Release *release = product_release(product, k);
	LifecycleEvent event, *copy;

	strbuf_clear(label);
	describe_finding(turn, finding, product, release, &event);
	if (release_text_label(product, release, turn->today, label) < 0)
		return -ENOMEM;
	event.label = strbuf_cstr(label);
	event.serial = turn->next->next_serial;
	copy = event_copy(&event);
	if (!copy || event_list_append(events, copy) < 0) {
		event_free(copy);
		return -ENOMEM;
	}
	turn->next->next_serial++;
	return 0;
}

static int add_events(Turn *turn, EventList *events) {
	_cleanup_(strbuf_deinit) StrBuf label = STRBUF_INIT;
	size_t n_before = events->n;
	int r = 0;

	if (turn->n_findings > 1)
		qsort(turn->findings, turn->n_findings, sizeof(Finding), compare_findings);
	for (size_t i = 0; i < turn->n_findings && r == 0; i++)
		r = add_event(turn, &turn->findings[i], &label, events);
	while (r < 0 && events->n > n_before)
		event_free(events->items[--events->n]);
	return r;
}

int compare_turn(Known *known, const Snapshot *snapshot, EventList *events, Known **ret) {
	_cleanup_(turn_deinit) Turn turn = {
		.known = known,
		.snapshot = snapshot,
		.catalog = snapshot_catalog(snapshot),
		.today = snapshot->today,
	};
	int r;

	r = judge_clock(&turn);
	if (r < 0)
		return r;
	turn.next = known_new_for(snapshot->dataset->catalog, known);
	if (!turn.next)
		return -ENOMEM;
	turn.departures = departures_begin(known, turn.catalog);
	turn.next->seen = turn.today;
	if (turn.today > known->day)
		turn.next->day = turn.today;
	compare_products(&turn);
	compare_days(&turn);
	r = turn.out_of_memory ? -ENOMEM : departures_finish(&turn.departures, turn.next);
	if (r == 0)
		r = add_events(&turn, events);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(turn.next);
	return 0;
}
