/* SPDX-License-Identifier: MIT */
/*
 * The contract's section "Status and phases" told a second time, as plainly as it can be, and held
 * against lifecycle_judge() over releases made at random.
 *
 * The oracle shares no code and no representation with what it judges: what is said of a phase is
 * the text that stands in a file, dates are compared as texts (written YYYY-MM-DD they compare as
 * days do), and each sentence of the contract is a statement.
 */
#include "lifecycle/lifecycle.h"

#include <stdio.h>
#include <string.h>

#include "drafts.h"
#include "test-main.h"

enum { N_PRODUCTS = 6250, DAYS_A_RELEASE = 4 };

/* What a file says of a phase: "" (nothing), "true", "false", or a date. */
typedef char Said[CIVIL_DAY_SIZE];

typedef struct Facts {
	Said released; /* "" or a date */
	Said phase[_MILESTONE_MAX];
	bool column[_MILESTONE_MAX];
	bool entitled;
	Said until; /* "": nobody knows */
} Facts;

/* ---- the oracle ------------------------------------------------------------------------------ */

static bool is(const char *said, const char *word) {
	return strcmp(said, word) == 0;
}

static bool is_a_date(const char *said) {
	return said[0] >= '0' && said[0] <= '9';
}

/* "A date is the last day still covered." */
static bool over(const char *said, const char *today) {
	if (is_a_date(said))
		return strcmp(today, said) > 0;
	return is(said, "true");
}

/* "A phase that the product does not show (column off) is false/""." */
static const char *shown(const Facts *facts, Milestone phase) {
	return facts->column[phase] ? facts->phase[phase] : "";
}

static const char *oracle_status(const Facts *facts, const char *today) {
	const char *eol = facts->phase[MILESTONE_EOL];
	const char *eoes = shown(facts, MILESTONE_EOES);

	/* "release date after the day: upcoming" */
	if (is_a_date(facts->released) && strcmp(facts->released, today) > 0)
		return "upcoming";
	/* "unknown only where an import says nothing of the end of life" */
	if (is(eol, ""))
		return "unknown";
	/* "end of life reached: extended where an extended phase applies and is not reached" */
	if (over(eol, today) && !is(eoes, "") && !over(eoes, today))
		return "extended";
	/* "else eol" */
	if (over(eol, today))
		return "eol";
	/* "active support reached: security; else active" */
	return over(shown(facts, MILESTONE_EOAS), today) ? "security" : "active";
}

/* "upstream's meaning: any phase still runs", shown or not. */
static bool oracle_maintained(const Facts *facts, const char *today) {
	const char *eoas = facts->phase[MILESTONE_EOAS], *eol = facts->phase[MILESTONE_EOL];
	const char *eoes = facts->phase[MILESTONE_EOES];
	const char *discontinued = facts->phase[MILESTONE_DISCONTINUED];

	return (!is(eoas, "") && !over(eoas, today)) || (!is(eol, "") && !over(eol, today)) ||
	       (!is(eoes, "") && !over(eoes, today)) ||
	       (!is(discontinued, "") && !over(discontinued, today));
}

/* "counts only where it ends later than the data's end"; "for an undated end that is not reached it
 * does not count". An end that nobody knows is later than any. */
static bool oracle_entitlement_counts(const Facts *facts) {
	const char *eol = facts->phase[MILESTONE_EOL];

	if (!facts->entitled || is(eol, "false"))
		return false;
	if (is_a_date(eol) && is_a_date(facts->until))
		return strcmp(facts->until, eol) > 0;
	return true;
}

/* "active or security, or an entitlement runs"; "whatever the status ... but for upcoming". */
static bool oracle_supported(const Facts *facts, const char *today) {
	const char *status = oracle_status(facts, today);

	if (is(status, "active") || is(status, "security"))
		return true;
	return !is(status, "upcoming") && oracle_entitlement_counts(facts) &&
	       (is(facts->until, "") || strcmp(today, facts->until) <= 0);
}

/* ---- releases made at random ----------------------------------------------------------------- */

/* Always the same ones: a failure can be looked at again. */
static uint32_t random_below(uint32_t n) {
	static uint64_t state = 20290531;

	state = state * UINT64_C(6364136223846793005) + 1;
	return (uint32_t)(state >> 33) % n;
}

/* Few days close together, around a leap day and the end of a year, so that dates meet often. */
static CivilDay random_day(void) {
	return civil_day_from_ymd(2027, 12, 29) + (CivilDay)random_below(6) +
	       (random_below(2) ? 59 : 0);
}

static Mark random_mark(Said said) {
	uint32_t kind = random_below(8);
	CivilDay day = random_day();

	if (kind == 0 || kind == 1) {
		strcpy(said, kind ? "true" : "false");
		return kind ? MARK_TRUE : MARK_FALSE;
	}
	if (kind == 7) {
		strcpy(said, "");
		return MARK_ABSENT;
	}
	civil_day_format(day, said);
	return day;
}

static void random_release(DraftBox *box, Facts *facts) {
	ReleaseDraft *release = draft_add(box, "1");

	facts->released[0] = '\0';
	if (random_below(6) > 0) {
		release->release_date = random_day();
		civil_day_format(release->release_date, facts->released);
	}
	for (Milestone m = 0; m < _MILESTONE_MAX; m++) {
		facts->column[m] =
			m == MILESTONE_LTS || m == MILESTONE_EOL || box->draft.column_labels[m];
		release->marks[m] = random_mark(facts->phase[m]);
	}
}

static Entitlement random_entitlement(Facts *facts) {
	Entitlement entitlement = { .given = random_below(2), .until = CIVIL_DAY_NONE };

	facts->until[0] = '\0';
	facts->entitled = entitlement.given;
	if (entitlement.given && random_below(5) > 0) {
		entitlement.until = random_day();
		civil_day_format(entitlement.until, facts->until);
	}
	return entitlement;
}

static bool agrees(const Facts *facts, const char *today, const Judgement *judgement) {
	bool same = is(status_name(judgement->status), oracle_status(facts, today)) &&
		    judgement->is_supported == oracle_supported(facts, today) &&
		    judgement->is_maintained == oracle_maintained(facts, today);

	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		same &= judgement->reached[m] == over(shown(facts, m), today);
	return same;
}

static void tell(const Facts *facts, const char *today, const Judgement *judgement) {
	fprintf(stderr, "on %s, released '%s', entitled %d until '%s'\n", today, facts->released,
		facts->entitled, facts->until);
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		fprintf(stderr, "  %s: '%s'%s\n", milestone_name(m), facts->phase[m],
			facts->column[m] ? "" : " (hidden)");
	fprintf(stderr, "  judged %s, supported %d, maintained %d; should be %s, %d, %d\n",
		status_name(judgement->status), judgement->is_supported, judgement->is_maintained,
		oracle_status(facts, today), oracle_supported(facts, today),
		oracle_maintained(facts, today));
}

/* How often each answer came: a test of answers that never occur is none. */
typedef struct Seen {
	size_t status[_STATUS_MAX];
	size_t supported_by_entitlement;
	size_t maintained_beyond_eol;
	size_t n;
} Seen;

static void count(Seen *seen, const Judgement *judgement) {
	seen->n++;
	seen->status[judgement->status]++;
	seen->supported_by_entitlement +=
		judgement->is_supported &&
		(judgement->status == STATUS_EOL || judgement->status == STATUS_EXTENDED);
	seen->maintained_beyond_eol += judgement->is_maintained && judgement->status == STATUS_EOL;
}

static size_t compare_release(
	const Product *product, const Release *release, Facts *facts, Seen *seen) {
	size_t n_different = 0;

	for (int i = 0; i < DAYS_A_RELEASE; i++) {
		Entitlement entitlement = random_entitlement(facts);
		CivilDay day = random_day();
		Judgement judgement = lifecycle_judge(product, release, entitlement, day);
		char today[CIVIL_DAY_SIZE];

		civil_day_format(day, today);
		count(seen, &judgement);
		if (agrees(facts, today, &judgement) &&
			lifecycle_entitlement_counts(release, entitlement) ==
				oracle_entitlement_counts(facts))
			continue;
		tell(facts, today, &judgement);
		n_different++;
	}
	return n_different;
}

START_TEST(test_judgements_are_those_of_a_second_telling) {
	static Facts facts[DRAFT_MAX_RELEASES];
	size_t n_different = 0, n_products = N_PRODUCTS / test_stride(10);
	Seen seen = { 0 };

	for (size_t i = 0; i < n_products && n_different < 5; i++) {
		DraftBox box = draft_box("p");

		for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++)
			if (m != MILESTONE_EOL)
				box.draft.column_labels[m] = random_below(4) ? "On" : NULL;
		for (size_t k = 0; k < DRAFT_MAX_RELEASES; k++)
			random_release(&box, &facts[k]);
		_cleanup_(product_unrefp) Product *product = draft_seal(&box);

		for (size_t k = 0; k < DRAFT_MAX_RELEASES; k++)
			n_different += compare_release(
				product, product_release(product, k), &facts[k], &seen);
	}
	ck_assert_uint_eq(n_different, 0);
	ck_assert_uint_eq(seen.n, n_products * DRAFT_MAX_RELEASES * DAYS_A_RELEASE);
	for (Status s = 0; s < _STATUS_MAX; s++)
		ck_assert_uint_gt(seen.status[s], n_products * 8 / 5);
	ck_assert_uint_gt(seen.supported_by_entitlement, n_products * 8 / 5);
	ck_assert_uint_gt(seen.maintained_beyond_eol, n_products * 8 / 5);
}
END_TEST

TEST_MAIN("lifecycle-oracle", test_judgements_are_those_of_a_second_telling)
