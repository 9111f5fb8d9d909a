/* SPDX-License-Identifier: MIT */
/* Sinks and tables of properties: what is written, and what counts as changed. */
#include "bus/property.h"

#include <errno.h>
#include <string.h>

#include "bus/host-object.h"
#include "bus/manager-object.h"
#include "bus/product-object.h"
#include "bus/release-object.h"
#include "bus-sample.h"
#include "drafts.h"

/* ---- a little object ------------------------------------------------------------------------- */

typedef struct Thing {
	const char *text;
	int32_t number;
	const char *const *list; /* ends with NULL */
	uint32_t quiet;
} Thing;

static void write_text(Sink *sink, const void *object) {
	sink_text(sink, ((const Thing *)object)->text);
}

static void write_number(Sink *sink, const void *object) {
	sink_int(sink, ((const Thing *)object)->number);
}

static void write_list(Sink *sink, const void *object) {
	sink_open(sink, SD_BUS_TYPE_ARRAY, "s");
	for (const char *const *p = ((const Thing *)object)->list; *p; p++)
		sink_text(sink, *p);
	sink_close(sink);
}

static void write_quiet(Sink *sink, const void *object) {
	sink_uint(sink, ((const Thing *)object)->quiet);
}

static const PropertyInfo infos[] = {
	{ "Text", "s", write_text },
	{ "Number", "i", write_number },
	{ "List", "as", write_list },
	{ "Quiet", "u", write_quiet, .is_quiet = true },
};

enum { TEXT = 1, NUMBER = 2, LIST = 4 };

static uint64_t compare(const Thing *a, const Thing *b) {
	uint64_t changed = 4711;

	ck_assert_int_eq(property_compare(infos, ELEMENTSOF(infos), UINT64_MAX, a, b, &changed), 0);
	return changed;
}

START_TEST(test_what_differs_is_found) {
	static const char *const none[] = { NULL }, *const ab[] = { "a", "b", NULL };
	static const char *const joined[] = { "ab", NULL }, *const ab_[] = { "a", "b", "", NULL };
	const Thing a = { "x", 1, ab, 1 };

	ck_assert_uint_eq(compare(&a, &a), 0);
	ck_assert_uint_eq(compare(&a, &(Thing){ "y", 1, ab, 1 }), TEXT);
	ck_assert_uint_eq(compare(&a, &(Thing){ "x", 2, ab, 1 }), NUMBER);
	ck_assert_uint_eq(compare(&a, &(Thing){ "x", -1, ab, 1 }), NUMBER);
	/* nothing is joined, left out or cut */
	ck_assert_uint_eq(compare(&a, &(Thing){ "x", 1, joined, 1 }), LIST);
	ck_assert_uint_eq(compare(&a, &(Thing){ "x", 1, ab_, 1 }), LIST);
	ck_assert_uint_eq(compare(&a, &(Thing){ "x", 1, none, 1 }), LIST);
	ck_assert_uint_eq(compare(&a, &(Thing){ "", 0, none, 1 }), TEXT | NUMBER | LIST);
	/* no text is "" */
	ck_assert_uint_eq(compare(&(Thing){ NULL, 1, ab, 1 }, &(Thing){ "", 1, ab, 1 }), 0);
	/* only what is asked about */
	uint64_t changed;
	ck_assert_int_eq(property_compare(infos, ELEMENTSOF(infos), TEXT | LIST, &a,
				 &(Thing){ "y", 2, none, 2 }, &changed),
		0);
	ck_assert_uint_eq(changed, TEXT | LIST);
	/* what is never announced is never a change */
	ck_assert_uint_eq(compare(&a, &(Thing){ "x", 1, ab, 2 }), 0);
}
END_TEST

static void write_failing(Sink *sink, const void *object) {
	sink_text(sink, "half");
	sink_fail(sink);
	sink_text(sink, "not written");
}

START_TEST(test_a_value_that_cannot_be_made_is_an_error) {
	static const PropertyInfo failing = { "Failing", "s", write_failing };
	uint64_t changed = 4711;

	ck_assert_int_eq(property_compare(&failing, 1, 1, NULL, NULL, &changed), -ENOMEM);
	ck_assert_uint_eq(changed, 4711);
}
END_TEST

/* ---- sinks ----------------------------------------------------------------------------------- */

START_TEST(test_bytes_tell_all_values_apart) {
	StrBuf values[8] = { 0 };

	for (size_t i = 0; i < ELEMENTSOF(values); i++) {
		Sink sink = sink_for_bytes(&values[i]);

		switch (i) {
		case 0:
			sink_bool(&sink, false);
			break;
		case 1:
			sink_bool(&sink, true);
			break;
		case 2:
			sink_int(&sink, 0);
			break;
		case 3:
			sink_uint(&sink, 0);
			break;
		case 4:
			sink_uint64(&sink, 0);
			break;
		case 5:
			sink_date(&sink, CIVIL_DAY_NONE);
			break;
		case 6:
			sink_path(&sink, "");
			break;
		default:
			sink_date(&sink, 0);
			break;
		}
		ck_assert_int_eq(sink.error, 0);
		for (size_t k = 0; k < i; k++)
			ck_assert(values[k].len != values[i].len ||
				  memcmp(values[k].data, values[i].data, values[i].len) != 0);
	}
	ck_assert_str_eq(strbuf_cstr(&values[7]) + 1, "1970-01-01");
	for (size_t i = 0; i < ELEMENTSOF(values); i++)
		strbuf_deinit(&values[i]);
}
END_TEST

static sd_bus_message *new_message(sd_bus **ret_bus) {
	sd_bus_message *m = NULL;
	int fds[2];

	ck_assert_int_ge(sd_bus_new(ret_bus), 0);
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_ge(sd_bus_set_fd(*ret_bus, fds[0], fds[1]), 0);
	ck_assert_int_ge(sd_bus_start(*ret_bus), 0);
	ck_assert_int_ge(sd_bus_message_new_signal(*ret_bus, &m, "/x", "x.y", "Z"), 0);
	return m;
}

/* Where the wire stands after a value that begins at an offset: the specification's rules. */
static size_t align_to(size_t at, size_t n) {
	return (at + n - 1) / n * n;
}

static size_t after_text(size_t at, const char *text) {
	return align_to(at, 4) + 4 + strlen(text) + 1;
}

static size_t after_signature(size_t at, const char *signature) {
	return at + 1 + strlen(signature) + 1;
}

static size_t after_list(size_t at, const char *const *list) {
	at = align_to(at, 4) + 4;
	for (; *list; list++)
		at = after_text(at, *list);
	return at;
}

static size_t after_entries(size_t at, const Thing *thing) {
	for (size_t i = 0; i < ELEMENTSOF(infos); i++) {
		at = after_text(align_to(at, 8), infos[i].name);
		at = after_signature(at, infos[i].signature);
		at = i == 0   ? after_text(at, thing->text)
		     : i == 2 ? after_list(at, thing->list)
			      : align_to(at, 4) + 4;
	}
	return at;
}

/* An answer is refused by what the sink counted: that must never be less than the message takes. */
START_TEST(test_a_sink_never_counts_too_little) {
	static const char *const short_texts[] = { "", "", "", "", "", "", NULL };
	static const char *const texts[] = { "", "a", "1234567", "12345678", NULL };
	const Thing things[] = { { "some text", -5, texts, 7 }, { "", 0, short_texts, 0 } };

	for (size_t which = 0; which < ELEMENTSOF(things); which++) {
		sd_bus *bus = NULL;
		sd_bus_message *m = new_message(&bus);
		Sink sink = sink_for_message(m);
		size_t wire = 8; /* an array's length, and its first element's alignment */

		sink_open(&sink, SD_BUS_TYPE_ARRAY, "{sv}");
		for (unsigned round = 0; round < 200; round++) {
			for (size_t i = 0; i < ELEMENTSOF(infos); i++)
				property_write_entry(&infos[i], &sink, &things[which]);
			wire = after_entries(wire, &things[which]);
			ck_assert_uint_ge(sink.size, wire);
		}
		sink_close(&sink);
		ck_assert_int_eq(sink.error, 0);
		/* ... nor wildly too much, or answers that fit were refused */
		ck_assert_uint_le(sink.size, 4 * wire);
		sd_bus_message_unref(m);
		sd_bus_flush_close_unref(bus);
	}
}
END_TEST

/* After a failure nothing more happens, and the error stays. */
START_TEST(test_a_sink_stays_failed) {
	_cleanup_(strbuf_deinit) StrBuf bytes = STRBUF_INIT;
	Sink sink = sink_for_bytes(&bytes);

	sink_fail(&sink);
	sink_open(&sink, SD_BUS_TYPE_ARRAY, "s");
	sink_text(&sink, "x");
	sink_close(&sink);
	ck_assert_int_eq(sink.error, -ENOMEM);
	ck_assert_uint_eq(bytes.len, 0);
	ck_assert_uint_gt(sink.size, 0);
}
END_TEST

/* ---- the real tables ------------------------------------------------------------------------- */

static bool has(const PropertyInfo *table, size_t n, uint64_t changed, const char *name) {
	for (size_t i = 0; i < n; i++)
		if (strcmp(table[i].name, name) == 0)
			return changed & UINT64_C(1) << i;
	ck_abort_msg("no property %s", name);
	return false;
}

static unsigned count(uint64_t changed) {
	return (unsigned)__builtin_popcountll(changed);
}

/* From one day to the next exactly what the day decides changes; DaysLeft of a release is not
 * announced. */
START_TEST(test_a_release_over_midnight) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = sample_snapshot();
	ReleaseView last = release_view(snapshot, 1, snapshot->today);
	ReleaseView next = release_view(snapshot, 1, snapshot->today + 1);
	ReleaseView before = release_view(snapshot, 1, snapshot->today - 1);
	uint64_t changed;

	ck_assert_int_eq(property_compare(release_properties, _RELEASE_PROPERTY_MAX, UINT64_MAX,
				 &before, &last, &changed),
		0);
	ck_assert_uint_eq(changed, 0);
	ck_assert_int_eq(property_compare(release_properties, _RELEASE_PROPERTY_MAX, UINT64_MAX,
				 &last, &next, &changed),
		0);
	ck_assert(has(release_properties, _RELEASE_PROPERTY_MAX, changed, "Status"));
	ck_assert(has(release_properties, _RELEASE_PROPERTY_MAX, changed, "IsSupported"));
	ck_assert(has(release_properties, _RELEASE_PROPERTY_MAX, changed, "IsEol"));
	ck_assert(has(release_properties, _RELEASE_PROPERTY_MAX, changed, "Phases"));
	ck_assert_uint_eq(count(changed), 4);
}
END_TEST

/* The quick way finds what the slow one finds, for all releases of the shipped data over two years,
 * tracked and entitled or not. */
START_TEST(test_the_quick_comparison_of_releases_misses_nothing) {
	_cleanup_(dataset_unrefp) Dataset *dataset = dataset_shipped();
	_cleanup_(snapshot_unrefp) Snapshot *plain = snapshot_of(dataset, "", "", "2026-11-20");
	_cleanup_(snapshot_unrefp) Snapshot *other = snapshot_of(dataset,
		"track:\n  - {product: debian, cycle: \"12\"}\nentitlements:\n"
		"  - {product: almalinux, cycle: all, until: 2040-01-01}\n"
		"  - {product: ubuntu, cycle: all, until: data}\n",
		"ID=almalinux\nVERSION_ID=9.5\n", "2026-11-20");
	unsigned n_changed = 0;

	for (size_t serial = 0; serial < catalog_n_releases(dataset->catalog); serial++)
		for (CivilDay day = plain->today; day < plain->today + 730; day += 13) {
			ReleaseView before = release_view(plain, serial, day);
			ReleaseView after = release_view(other, serial, day + 13);
			uint64_t quick, slow;

			ck_assert_int_eq(release_compare(&before, &after, &quick), 0);
			ck_assert_int_eq(property_compare(release_properties, _RELEASE_PROPERTY_MAX,
						 UINT64_MAX, &before, &after, &slow),
				0);
			ck_assert_uint_eq(quick, slow);
			n_changed += quick != 0;
		}
	ck_assert_uint_gt(n_changed, 100);
}
END_TEST

/* The host's days are counted and announced each midnight. */
START_TEST(test_the_host_over_midnight) {
	_cleanup_(snapshot_unrefp) Snapshot *snapshot = sample_snapshot();
	HostView before = host_view(snapshot, snapshot->today - 2);
	HostView after = host_view(snapshot, snapshot->today - 1);
	uint64_t changed;

	ck_assert_int_eq(property_compare(host_properties, _HOST_PROPERTY_MAX, UINT64_MAX, &before,
				 &after, &changed),
		0);
	ck_assert(has(host_properties, _HOST_PROPERTY_MAX, changed, "DaysLeft"));
	ck_assert_uint_eq(count(changed), 1);
}
END_TEST

START_TEST(test_the_manager_over_midnight) {
	_cleanup_(snapshot_unrefp) Snapshot *before = sample_snapshot();
	_cleanup_(snapshot_unrefp) Snapshot *after = sample_snapshot_on("2026-11-21");
	uint64_t changed;

	ck_assert_int_eq(property_compare(manager_properties, _MANAGER_PROPERTY_MAX, UINT64_MAX,
				 before, after, &changed),
		0);
	ck_assert(has(manager_properties, _MANAGER_PROPERTY_MAX, changed, "Today"));
	ck_assert(has(manager_properties, _MANAGER_PROPERTY_MAX, changed, "NextTransition"));
	ck_assert_uint_eq(count(changed), 2);
}
END_TEST

START_TEST(test_a_product_read_again_is_the_same) {
	_cleanup_(snapshot_unrefp) Snapshot *one = sample_snapshot();
	_cleanup_(snapshot_unrefp) Snapshot *two = sample_snapshot();
	uint64_t changed;

	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(property_compare(product_properties, _PRODUCT_PROPERTY_MAX,
					 UINT64_MAX, catalog_product(snapshot_catalog(one), i),
					 catalog_product(snapshot_catalog(two), i), &changed),
			0);
		/* the scratch directory has another name each time */
		ck_assert(has(product_properties, _PRODUCT_PROPERTY_MAX, changed, "Source"));
		ck_assert_uint_eq(count(changed), 1);
	}
}
END_TEST

static uint64_t compare_products(const Product *a, const Product *b) {
	uint64_t changed = 0;

	ck_assert_int_eq(property_compare(product_properties, _PRODUCT_PROPERTY_MAX,
				 UINT64_C(1) << PRODUCT_RELEASES, a, b, &changed),
		0);
	return changed;
}

/* Releases are compared without being written; one more, another one and another order count. */
START_TEST(test_the_quick_comparison_of_paths_misses_nothing) {
	static const char *const names[][4] = { { "2", "1" }, { "2", "1", "0" }, { "2", "1.0" },
		{ "1", "2" }, { NULL } };
	Product *products[ELEMENTSOF(names)];

	for (size_t i = 0; i < ELEMENTSOF(names); i++) {
		DraftBox box = draft_box("tool");

		for (size_t k = 0; names[i][k]; k++)
			draft_add(&box, names[i][k]);
		products[i] = draft_seal(&box);
	}
	for (size_t i = 0; i < ELEMENTSOF(names); i++)
		for (size_t k = 0; k < ELEMENTSOF(names); k++)
			ck_assert_int_eq(compare_products(products[i], products[k]) != 0, i != k);
	for (size_t i = 0; i < ELEMENTSOF(names); i++)
		product_unref(products[i]);
}
END_TEST

TEST_MAIN("property", test_what_differs_is_found, test_a_value_that_cannot_be_made_is_an_error,
	test_bytes_tell_all_values_apart, test_a_sink_never_counts_too_little,
	test_a_sink_stays_failed, test_a_release_over_midnight,
	test_the_quick_comparison_of_releases_misses_nothing, test_the_host_over_midnight,
	test_the_manager_over_midnight, test_a_product_read_again_is_the_same,
	test_the_quick_comparison_of_paths_misses_nothing)
