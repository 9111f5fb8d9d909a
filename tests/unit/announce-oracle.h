/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * announce-oracle - the contract's rules about signals once more, as simply as they can be said.
 *
 * It looks at every release on every turn, keeps all it ever said in plain maps, and shares no code
 * with the module but the structs in which data stands. It is slow on purpose.
 */
#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"
#include "test-main.h"

enum { ORACLE_NAMES = 264, ORACLE_TEXT = 64, ORACLE_BUCKETS = 1 << 14, ORACLE_LEADS = 32 };

/* One milestone as last told. */
typedef struct OracleMark {
	bool is_present;
	bool is_true;
	bool is_dated;
	CivilDay date;
	bool said_reached;
	unsigned said_leads[ORACLE_LEADS]; /* for this date */
	size_t n_said_leads;
} OracleMark;

typedef struct OracleRelease {
	struct OracleRelease *next;
	char key[ORACLE_NAMES]; /* product, tab, cycle */
	OracleMark marks[5];
	char latest[ORACLE_TEXT]; /* the last not empty, "" if there was none */
} OracleRelease;

typedef struct OracleSignal {
	int kind; /* 0 changed, 1 reached, 2 approaching, 3 released */
	CivilDay date;
	char product[ORACLE_NAMES];
	char cycle[ORACLE_NAMES];
	size_t place; /* in the data's order */
	int milestone;
	bool is_tracked;
	int days_left;
	OracleMark old, now;
	bool now_reached;
	char version[ORACLE_TEXT], old_version[ORACLE_TEXT];
} OracleSignal;

/* The configuration, as far as it counts here. */
typedef struct OracleWishes {
	const unsigned *leads; /* in any order */
	size_t n_leads;
	bool (*is_tracked)(const char *product, const char *cycle, const void *userdata);
	const void *userdata;
} OracleWishes;

typedef struct Oracle {
	OracleRelease *buckets[ORACLE_BUCKETS];
	CivilDay announced_day, set_back_to; /* CIVIL_DAY_NONE */
	OracleSignal *signals; /* of the last turn */
	size_t n_signals, size;
} Oracle;

static inline Oracle *oracle_new(void) {
	Oracle *oracle = calloc(1, sizeof(Oracle));

	oracle->announced_day = oracle->set_back_to = CIVIL_DAY_NONE;
	return oracle;
}

static inline void oracle_free(Oracle *oracle) {
	for (size_t i = 0; i < ORACLE_BUCKETS; i++)
		while (oracle->buckets[i]) {
			OracleRelease *release = oracle->buckets[i];

			oracle->buckets[i] = release->next;
			free(release);
		}
	free(oracle->signals);
	free(oracle);
}

static inline OracleRelease *oracle_find(
	Oracle *oracle, const char *product, const char *cycle, bool *ret_new) {
	char key[ORACLE_NAMES];
	unsigned hash = 5381;
	OracleRelease *release;

	/* what passes is not asserted: check(3) writes down every assertion, millions of them here
	 */
	if (strlen(product) + strlen(cycle) + 2 > ORACLE_NAMES)
		ck_abort_msg("%s %s", product, cycle);
	strcpy(stpcpy(stpcpy(key, product), "\t"), cycle);
	for (const char *p = key; *p; p++)
		hash = hash * 33 + (unsigned char)*p;
	for (release = oracle->buckets[hash % ORACLE_BUCKETS]; release; release = release->next)
		if (strcmp(release->key, key) == 0)
			break;
	*ret_new = !release;
	if (release)
		return release;
	release = calloc(1, sizeof(*release));
	strcpy(release->key, key);
	release->next = oracle->buckets[hash % ORACLE_BUCKETS];
	oracle->buckets[hash % ORACLE_BUCKETS] = release;
	return release;
}

/* ---- what the data says ---------------------------------------------------------------------- */

static inline OracleMark oracle_read_mark(const Product *product, const Release *release, int m) {
	Mark mark = release_mark(release, (Milestone)m);
	bool is_shown = m == MILESTONE_LTS || m == MILESTONE_EOL || product->column_labels[m] != 0;
	OracleMark said = { .is_present = is_shown && mark != MARK_ABSENT };

	if (m == MILESTONE_LTS && mark == MARK_FALSE)
		said.is_present = false;
	said.is_true = said.is_present && mark == MARK_TRUE;
	said.is_dated = said.is_present && mark != MARK_TRUE && mark != MARK_FALSE;
	said.date = said.is_dated ? mark : CIVIL_DAY_NONE;
	return said;
}

static inline bool oracle_is_over(const OracleMark *mark, CivilDay today) {
	return mark->is_true || (mark->is_dated && mark->date < today);
}

static inline const char *oracle_latest(const Product *product, const Release *release) {
	return product->flags & PRODUCT_LATEST_HIDDEN
		       ? ""
		       : product_text_or_empty(product, release->latest);
}

static inline bool oracle_same_mark(const OracleMark *a, const OracleMark *b) {
	return a->is_present == b->is_present && a->is_true == b->is_true &&
	       a->is_dated == b->is_dated && a->date == b->date;
}

/* The lead time that runs, 0 if none. */
static inline unsigned oracle_lead(const OracleWishes *wishes, const Release *release, int m,
	const OracleMark *mark, CivilDay today) {
	unsigned best = 0;

	if (m == MILESTONE_LTS || !mark->is_dated || oracle_is_over(mark, today))
		return 0;
	for (size_t i = 0; i < wishes->n_leads; i++) {
		int lead = (int)wishes->leads[i];
		bool has_come = today >= mark->date - lead;
		bool is_left_out = release->release_date != CIVIL_DAY_NONE &&
				   3 * lead > mark->date - release->release_date;

		if (has_come && !is_left_out && (best == 0 || (unsigned)lead < best))
			best = (unsigned)lead;
	}
	return best;
}

/* ---- a turn ---------------------------------------------------------------------------------- */

typedef struct OracleTurn {
	Oracle *oracle;
	const OracleWishes *wishes;
	CivilDay today;
	const Product *product;
	const Release *release;
	size_t place;
} OracleTurn;

static inline OracleSignal *oracle_say(const OracleTurn *turn, int kind, CivilDay date, int m) {
	Oracle *oracle = turn->oracle;
	OracleSignal *signal;

	if (oracle->n_signals == oracle->size) {
		oracle->size = oracle->size ? oracle->size * 2 : 64;
		oracle->signals = reallocarray(oracle->signals, oracle->size, sizeof(*signal));
	}
	signal = &oracle->signals[oracle->n_signals++];
	*signal =
		(OracleSignal){ .kind = kind, .date = date, .milestone = m, .place = turn->place };
	strcpy(signal->product, product_name(turn->product));
	strcpy(signal->cycle, release_name(turn->product, turn->release));
	signal->is_tracked =
		turn->wishes->is_tracked(signal->product, signal->cycle, turn->wishes->userdata);
	return signal;
}

static inline void oracle_note_lead(OracleMark *mark, unsigned lead) {
	if (mark->n_said_leads == ORACLE_LEADS)
		ck_abort_msg("more lead times than there can be");
	mark->said_leads[mark->n_said_leads++] = lead;
}

static inline void oracle_warn(const OracleTurn *turn, OracleMark *mark, int m) {
	unsigned lead = oracle_lead(turn->wishes, turn->release, m, mark, turn->today);

	if (lead == 0 || mark->said_reached)
		return;
	for (size_t i = 0; i < mark->n_said_leads; i++)
		if (mark->said_leads[i] <= lead)
			return;
	oracle_note_lead(mark, lead);
	oracle_say(turn, 2, mark->date, m)->days_left = mark->date - turn->today;
}

static inline void oracle_meet(const OracleTurn *turn, OracleMark *mark, int m) {
	unsigned lead;

	*mark = oracle_read_mark(turn->product, turn->release, m);
	mark->said_reached = oracle_is_over(mark, turn->today);
	if (turn->wishes->is_tracked(product_name(turn->product),
		    release_name(turn->product, turn->release), turn->wishes->userdata))
		oracle_warn(turn, mark, m);
	else if ((lead = oracle_lead(turn->wishes, turn->release, m, mark, turn->today)))
		oracle_note_lead(mark, lead);
}

static inline void oracle_compare(const OracleTurn *turn, OracleMark *mark, int m) {
	OracleMark now = oracle_read_mark(turn->product, turn->release, m);

	if (!oracle_same_mark(mark, &now)) {
		OracleSignal *signal = oracle_say(turn, 0, now.date, m);

		signal->old = *mark;
		signal->now = now;
		signal->now_reached = oracle_is_over(&now, turn->today);
		now.said_reached = mark->said_reached && signal->now_reached;
		*mark = now;
	}
	if (oracle_is_over(mark, turn->today) && !mark->said_reached) {
		mark->said_reached = true;
		oracle_say(turn, 1, mark->date, m);
	}
	oracle_warn(turn, mark, m);
}

static inline void oracle_look(const OracleTurn *turn) {
	const char *latest = oracle_latest(turn->product, turn->release);
	bool is_new;
	OracleRelease *known = oracle_find(turn->oracle, product_name(turn->product),
		release_name(turn->product, turn->release), &is_new);

	for (int m = 0; m < 5; m++) {
		if (is_new)
			oracle_meet(turn, &known->marks[m], m);
		else
			oracle_compare(turn, &known->marks[m], m);
	}
	if (!is_new && latest[0] && known->latest[0] && strcmp(latest, known->latest) != 0) {
		OracleSignal *signal = oracle_say(turn, 3, turn->release->latest_date, 0);

		strcpy(signal->version, latest);
		strcpy(signal->old_version, known->latest);
	}
	if (latest[0])
		snprintf(known->latest, sizeof(known->latest), "%s", latest);
}

/* ---- the clock ------------------------------------------------------------------------------- */

static inline void oracle_forget_from(Oracle *oracle, CivilDay day) {
	for (size_t i = 0; i < ORACLE_BUCKETS; i++)
		for (OracleRelease *release = oracle->buckets[i]; release; release = release->next)
			for (int m = 0; m < 5; m++)
				if (release->marks[m].is_dated && release->marks[m].date >= day) {
					release->marks[m].said_reached = false;
					release->marks[m].n_said_leads = 0;
				}
}

static inline void oracle_judge_clock(Oracle *oracle, const Catalog *catalog, CivilDay today) {
	CivilDay newest = CIVIL_DAY_NONE;

	if (today >= oracle->announced_day) {
		oracle->announced_day = today;
		oracle->set_back_to = CIVIL_DAY_NONE;
		return;
	}
	for (size_t s = 0; s < catalog_n_releases(catalog); s++) {
		size_t i, k;
		const Product *product = catalog_find_serial(catalog, s, &i, &k);

		if (product_release(product, k)->latest_date > newest)
			newest = product_release(product, k)->latest_date;
	}
	if (oracle->set_back_to == CIVIL_DAY_NONE || today != oracle->set_back_to + 1 ||
		oracle->set_back_to < newest) {
		oracle->set_back_to = today;
		return;
	}
	oracle_forget_from(oracle, oracle->set_back_to);
	oracle->announced_day = today;
	oracle->set_back_to = CIVIL_DAY_NONE;
}

static inline int oracle_order(const void *a, const void *b) {
	const OracleSignal *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind - y->kind;
	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	if (strcmp(x->product, y->product) != 0)
		return strcmp(x->product, y->product);
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->milestone - y->milestone;
}

/* What must be said now: oracle->signals. */
static inline void oracle_turn(
	Oracle *oracle, const Catalog *catalog, const OracleWishes *wishes, CivilDay today) {
	oracle->n_signals = 0;
	oracle_judge_clock(oracle, catalog, today);
	for (size_t i = 0; i < catalog_n_products(catalog); i++)
		for (size_t k = 0; k < product_n_releases(catalog_product(catalog, i)); k++) {
			OracleTurn turn = { oracle, wishes, today, catalog_product(catalog, i),
				product_release(catalog_product(catalog, i), k), k };

			oracle_look(&turn);
		}
	if (oracle->n_signals > 1)
		qsort(oracle->signals, oracle->n_signals, sizeof(OracleSignal), oracle_order);
}
