/* SPDX-License-Identifier: MIT */
#include "snapshot.h"

#include <assert.h>
#include <errno.h>

Snapshot *snapshot_ref(Snapshot *snapshot) {
	snapshot->n_refs++;
	return snapshot;
}

Snapshot *snapshot_unref(Snapshot *snapshot) {
	if (!snapshot)
		return NULL;
	assert(snapshot->n_refs > 0);
	if (--snapshot->n_refs > 0)
		return NULL;
	tracking_deinit(&snapshot->tracking);
	host_match_deinit(&snapshot->host);
	os_release_deinit(&snapshot->os_release);
	problems_deinit(&snapshot->problems);
	config_unref(snapshot->config);
	dataset_unref(snapshot->dataset);
	free(snapshot);
	return NULL;
}

Judgement snapshot_judge(const Snapshot *snapshot, const Product *product, const Release *release,
	size_t serial, CivilDay day) {
	return lifecycle_judge(
		product, release, tracking_entitlement(&snapshot->tracking, serial), day);
}

HostFacts snapshot_host(const Snapshot *snapshot) {
	const HostMatch *match = &snapshot->host;
	HostFacts facts = {
		.os = &snapshot->os_release,
		.match = match,
		.entitlement = ENTITLEMENT_NONE,
	};

	if (host_release(&facts))
		facts.entitlement = tracking_entitlement(&snapshot->tracking,
			catalog_first_serial(snapshot_catalog(snapshot), match->product_index) +
				match->release_index);
	return facts;
}

unsigned snapshot_longest_warning(const Snapshot *snapshot) {
	const Config *config = snapshot->config;

	return config->n_warning_days > 0 ? config->warning_days[0] : 0;
}

/* The newest fact that is not after today, or the time at which an import was made, up to the end
 * of today. Before 1970 there is no such time. */
static void judge_freshness(Snapshot *snapshot) {
	CivilDay newest = catalog_newest_date(snapshot_catalog(snapshot), snapshot->today);
	uint64_t tomorrow = civil_day_to_usec(snapshot->today + 1);
	uint64_t generated =
		tomorrow == 0 ? 0 : loaded_generated_usec(snapshot->dataset->loaded, tomorrow - 1);

	snapshot->data_usec = newest == CIVIL_DAY_NONE ? 0 : civil_day_to_usec(newest);
	if (generated > snapshot->data_usec)
		snapshot->data_usec = generated;
	snapshot->is_stale = snapshot->data_usec == 0 ||
			     snapshot->today - civil_day_from_usec(snapshot->data_usec) >
				     (int64_t)snapshot->config->stale_after_days;
}

/* What comes next among the tracked; today's counts, as its day is not over. */
static size_t find_next_transition(const Snapshot *snapshot) {
	const Timeline *timeline = snapshot->dataset->timeline;

	if (snapshot->tracking.n_serials == 0)
		return SIZE_MAX;
	for (size_t i = timeline_find(timeline, snapshot->today); i < timeline_n_entries(timeline);
		i++)
		if (tracking_has(&snapshot->tracking, timeline_entry(timeline, i).serial))
			return i;
	return SIZE_MAX;
}

static int complete(Snapshot *snapshot, const Problems *other_problems) {
	int r;

	problems_add_all(&snapshot->problems, &snapshot->dataset->problems);
	if (other_problems)
		problems_add_all(&snapshot->problems, other_problems);
	r = host_match_find(snapshot_catalog(snapshot), &snapshot->os_release, &snapshot->host);
	if (r == 0)
		r = tracking_resolve(snapshot->config, snapshot->dataset, &snapshot->host,
			&snapshot->problems, &snapshot->tracking);
	if (r < 0)
		return r;
	judge_freshness(snapshot);
	snapshot->next_transition = find_next_transition(snapshot);
	return 0;
}

int snapshot_new(Dataset *dataset, Config *config, OsRelease *os_release,
	const Problems *other_problems, CivilDay today, Snapshot **ret) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = calloc(1, sizeof(Snapshot));
	int r;

	if (!snapshot)
		return -ENOMEM;
	snapshot->n_refs = 1;
	snapshot->dataset = dataset_ref(dataset);
	snapshot->config = config_ref(config);
	snapshot->os_release = *os_release;
	snapshot->today = today;
	snapshot->host = (HostMatch)HOST_MATCH_INIT;
	r = complete(snapshot, other_problems);
	if (r < 0) {
		snapshot->os_release = (OsRelease)OS_RELEASE_INIT;
		return r;
	}
	*os_release = (OsRelease)OS_RELEASE_INIT;
	*ret = TAKE_PTR(snapshot);
	return 0;
}
