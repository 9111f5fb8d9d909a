/* SPDX-License-Identifier: MIT */
#include "reader/api-json.h"

#include "document/api-document.h"
#include "test-reader.h"

#define HEAD "\"name\":\"kettle\",\"label\":\"Kettle\",\"category\":\"os\""

/* Products as they came, sealed. */
typedef struct Import {
	Reading reading;
	Product *products[8];
	size_t n;
	ApiJsonInfo info;
	int result;
} Import;

static void import_end(Import *import) {
	for (size_t i = 0; i < import->n; i++)
		product_unref(import->products[i]);
	reading_end(&import->reading);
}

static int take(ReadContext *ctx, ProductDraft *draft, void *userdata) {
	Import *import = userdata;

	ck_assert_uint_lt(import->n, ELEMENTSOF(import->products));
	import->products[import->n] = product_seal(draft);
	ck_assert_ptr_nonnull(import->products[import->n++]);
	return 0;
}

static void import_text(Import *import, const char *text) {
	*import = (Import){ 0 };
	reading_begin(&import->reading);
	import->result = api_json_read(
		&import->reading.ctx, text, strlen(text), take, import, &import->info);
}

static void import_one(Import *import, const char *product) {
	char text[4096];

	ck_assert_int_lt(snprintf(text, sizeof(text), "{\"result\":{%s}}", product), 4096);
	import_text(import, text);
	ck_assert_int_eq(import->result, 0);
}

static void assert_refusal(const char *product, const char *part) {
	_cleanup_(import_end) Import import;

	import_one(&import, product);
	ck_assert_uint_eq(import.n, 0);
	assert_refused(&import.reading.problems, 0, part);
}

static json_t *shown(const Product *product, const char *date) {
	CivilDay day;

	ck_assert_int_eq(civil_day_parse(date, &day), 0);
	return api_product_json(product, day);
}

static const char *label_on(const Product *product, size_t i, const char *date) {
	static char label[128];
	_cleanup_(json_decrefp) json_t *json = shown(product, date);
	const json_t *release = json_array_get(json_object_get(json, "releases"), i);

	(void)snprintf(
		label, sizeof(label), "%s", json_string_value(json_object_get(release, "label")));
	return label;
}

START_TEST(test_one_product_and_what_a_release_says) {
	_cleanup_(import_end) Import import;

	import_text(&import,
		"{\"generated_at\":\"1970-01-02T01:00:00+01:00\",\"result\":{" HEAD
		",\"labels\":{\"eol\":\"Fixes\",\"eoas\":null,\"eoes\":\"More\"},\"tags\":[\"z\","
		"\"os\"],"
		"\"links\":{\"icon\":\"https://i\",\"html\":\"https://endoflife.date/"
		"kettle\",\"errata\":\"https://e\"},"
		"\"releases\":[{\"name\":\"9\",\"label\":\"9\",\"releaseDate\":\"1970-01-02\","
		"\"isEol\":true,"
		"\"eolFrom\":\"1970-01-03\",\"isEoes\":false,\"eoesFrom\":null,"
		"\"latest\":{\"name\":\"9.1\",\"date\":\"1970-01-04\",\"link\":\"https://l\"}}]}}");
	ck_assert_int_eq(import.result, 0);
	ck_assert_uint_eq(import.reading.problems.n_total, 0);
	ck_assert_uint_eq(import.n, 1);
	ck_assert(!import.info.is_collection);
	ck_assert_uint_eq(import.info.generated_usec, USEC_PER_DAY);

	const Product *product = import.products[0];
	const Release *release = product_release(product, 0);

	ck_assert_uint_eq(product->flags, PRODUCT_IMPORTED);
	ck_assert_str_eq(product_text(product, product->column_labels[MILESTONE_EOES]), "More");
	ck_assert_uint_eq(product->column_labels[MILESTONE_EOAS], 0);
	ck_assert_str_eq(product_list_text(product, &product->tags, 0), "os");
	/* upstream's own page needs no place */
	ck_assert_uint_eq(product->html_link, 0);
	ck_assert_uint_eq(product->links.n, 1);
	ck_assert_int_eq(release_mark(release, MILESTONE_EOL), 2);
	ck_assert_int_eq(release_mark(release, MILESTONE_EOES), MARK_FALSE);
	ck_assert_int_eq(release_mark(release, MILESTONE_DISCONTINUED), MARK_ABSENT);
	ck_assert_int_eq(release->latest_date, 3);
}
END_TEST

START_TEST(test_states_are_those_of_the_day_that_is_asked_about) {
	_cleanup_(import_end) Import import;

	import_one(&import, HEAD ",\"releases\":[{\"name\":\"9\",\"label\":\"9\",\"isEol\":true,"
				 "\"eolFrom\":\"2030-01-01\"}]");
	_cleanup_(json_decrefp) json_t *before = shown(import.products[0], "2030-01-01");
	_cleanup_(json_decrefp) json_t *after = shown(import.products[0], "2030-01-02");

	ck_assert(json_is_false(
		json_object_get(json_array_get(json_object_get(before, "releases"), 0), "isEol")));
	ck_assert(json_is_true(
		json_object_get(json_array_get(json_object_get(after, "releases"), 0), "isEol")));
}
END_TEST

START_TEST(test_the_lts_suffix_follows_the_day) {
	_cleanup_(import_end) Import import;

	import_one(&import,
		HEAD ",\"releases\":["
		     "{\"name\":\"3\",\"label\":\"3 (Upcoming ESR)\",\"ltsFrom\":\"2030-01-01\"},"
		     "{\"name\":\"2\",\"label\":\"2 (x) (ESR)\",\"isLts\":true},"
		     "{\"name\":\"1\",\"label\":\"1 (Final)\",\"isLts\":true},"
		     "{\"name\":\"0\",\"label\":\"0 (ESR)\",\"isLts\":false}]");

	const Product *product = import.products[0];

	ck_assert_str_eq(label_on(product, 0, "2030-01-01"), "3 (Upcoming ESR)");
	ck_assert_str_eq(label_on(product, 0, "2030-01-02"), "3 (ESR)");
	ck_assert_str_eq(label_on(product, 1, "2030-01-02"), "2 (x) (ESR)");
	/* another word is no suffix, and where nothing is said of LTS there is none */
	ck_assert_str_eq(label_on(product, 2, "2030-01-02"), "1 (Final)");
	ck_assert_str_eq(label_on(product, 3, "2030-01-02"), "0 (ESR)");
}
END_TEST

START_TEST(test_odd_labels) {
	_cleanup_(import_end) Import import;

	import_one(&import,
		HEAD ",\"releases\":[{\"name\":\"a (LTS)\",\"ltsFrom\":\"2030-01-01\"},"
		     "{\"name\":\"b\",\"label\":\"<i>b</i> (<b>LTS</b>)\",\"isLts\":true},"
		     "{\"name\":\"c\",\"label\":\"(LTS)\",\"isLts\":true},"
		     "{\"name\":\"d\",\"label\":\"\",\"isLts\":true},"
		     "{\"name\":\"e\",\"label\":\"{{ 'e' }} __LATEST__\"},"
		     "{\"name\":\"f\",\"label\":\"x <style (LTS)\",\"isLts\":true}]");

	const Product *product = import.products[0];

	/* without a label the name is the label */
	ck_assert_str_eq(label_on(product, 0, "2029-01-01"), "a (Upcoming LTS)");
	ck_assert_str_eq(label_on(product, 1, "2029-01-01"), "b (LTS)");
	/* nothing before the suffix: no suffix */
	ck_assert_str_eq(label_on(product, 2, "2029-01-01"), "(LTS)");
	ck_assert_str_eq(label_on(product, 3, "2029-01-01"), "");
	/* finished texts are no templates */
	ck_assert_str_eq(label_on(product, 4, "2029-01-01"), "{{ 'e' }} __LATEST__");
	ck_assert_str_eq(label_on(product, 5, "2029-01-01"), "x <style (LTS)");
}
END_TEST

START_TEST(test_in_a_collection_one_that_is_wrong_is_left_out) {
	_cleanup_(import_end) Import import;

	import_text(&import,
		"{\"result\":[\n{" HEAD ",\"releases\":[]},\n"
		"{\"name\":\"bad\",\"label\":\"b\",\"category\":1,\"releases\":[]},\n"
		"{\"name\":\"worse\" \"label\"},\n"
		"{\"name\":\"cup\",\"label\":\"Cup\",\"category\":\"os\",\"releases\":[]}]}");
	ck_assert_int_eq(import.result, 0);
	ck_assert(import.info.is_collection);
	ck_assert_uint_eq(import.n, 2);
	ck_assert_str_eq(product_name(import.products[1]), "cup");
	ck_assert_uint_ne(import.products[0]->flags & PRODUCT_FROM_COLLECTION, 0);
	assert_refused(&import.reading.problems, 0, "category: a text was expected");
	ck_assert_str_eq(import.reading.problems.items[1].product, "bad");
	/* a syntax error has a line */
	assert_refused(&import.reading.problems, 4, "'}' expected");
}
END_TEST

START_TEST(test_wrong_values_are_told_with_their_release) {
	assert_refusal(
		"\"label\":\"x\",\"category\":\"y\",\"releases\":[]", "a product without a name");
	assert_refusal("\"name\":\"../x\",\"label\":\"x\",\"category\":\"y\"",
		"'../x' cannot be a product's name");
	assert_refusal(
		"\"name\":\"x\",\"category\":\"y\",\"releases\":[]", "without label or category");
	assert_refusal(HEAD, "releases: a list was expected");
	assert_refusal(HEAD ",\"releases\":{}", "releases: a list was expected");
	assert_refusal(HEAD ",\"releases\":[1]", "a release that is no object");
	assert_refusal(
		HEAD ",\"releases\":[{\"name\":\"a/b\"}]", "release 'a/b' cannot be a cycle");
	assert_refusal(HEAD ",\"releases\":[{}]", "release 'null' cannot be a cycle");
	assert_refusal(HEAD ",\"releases\":[{\"name\":\"9\",\"eolFrom\":\"2023-02-30\"}]",
		"release 9: eolFrom: '2023-02-30' is no date");
	assert_refusal(HEAD ",\"releases\":[{\"name\":\"9\",\"isEol\":\"yes\"}]",
		"release 9: isEol: true or false was expected");
	assert_refusal(HEAD ",\"releases\":[{\"name\":\"9\",\"latest\":\"9.1\"}]",
		"release 9: latest: an object was expected");
	assert_refusal(HEAD ",\"releases\":[{\"name\":\"9\"},{\"name\":\"9\"}]",
		"two releases are called 9");
	assert_refusal(HEAD
		",\"releases\":[{\"name\":\"9\",\"pointReleases\":[{\"version\":\"9.1\"}]}]",
		"release 9: pointReleases: an entry without version or releaseDate");
	assert_refusal(HEAD ",\"releases\":[],\"identifiers\":[{\"type\":\"cpe\"}]",
		"identifiers: an entry without type or id");
	assert_refusal(HEAD ",\"releases\":[],\"identifiers\":[1]", "without type or id");
	assert_refusal(HEAD ",\"releases\":[],\"links\":{\"\\uffff\":\"x\"}", "no character");
}
END_TEST

START_TEST(test_own_fields_are_those_of_the_first_release_that_has_any) {
	_cleanup_(import_end) Import import;

	import_one(&import, HEAD
		",\"releases\":[{\"name\":\"3\",\"custom\":null},{\"name\":\"2b\",\"custom\":{}},"
		"{\"name\":\"2\",\"custom\":{\"lid\":\"round\",\"cup\":null}},"
		"{\"name\":\"1\",\"custom\":{\"lid\":\"flat\",\"rim\":\"gold\"}}]");

	const Product *product = import.products[0];
	const ReleaseExtras *extras = release_extras(product, product_release(product, 3));

	ck_assert_uint_eq(product->custom_fields.n, 2);
	ck_assert_str_eq(product_list_text(product, &extras->custom, 0), "flat");
	ck_assert_ptr_null(product_list_text(product, &extras->custom, 1));
	assert_doubted(
		&import.reading.problems, 0, "release 1: custom: what no release before has");
	assert_refusal(HEAD ",\"releases\":[{\"name\":\"1\",\"custom\":{\"a\":1}}]",
		"release 1: a: a text was expected");
}
END_TEST

START_TEST(test_when_it_was_made) {
	static const struct {
		const char *text;
		uint64_t seconds; /* 0: a doubt */
	} times[] = {
		{ "1970-01-02T00:00:00Z", 86400 },
		{ "1970-01-02T00:00:00-00:30", 86400 + 1800 },
		{ "1970-01-01T00:00:10+00:00", 10 },
		{ "1970-01-02", 0 },
		{ "1970-02-30T00:00:00Z", 0 },
		{ "1970-01-02T24:00:00Z", 0 },
		{ "1970-01-02T00:00:00", 0 },
		{ "1970-01-02T00:00:00+-1:00", 0 },
		{ "yesterday", 0 },
	};

	for (size_t i = 0; i < ELEMENTSOF(times); i++) {
		_cleanup_(import_end) Import import;
		char text[128];

		(void)snprintf(text, sizeof(text), "{\"result\":[],\"generated_at\":\"%s\"}",
			times[i].text);
		import_text(&import, text);
		ck_assert_int_eq(import.result, 0);
		ck_assert_uint_eq(import.info.generated_usec, times[i].seconds * 1000000);
		ck_assert_uint_eq(import.reading.problems.n_total, times[i].seconds == 0);
	}
}
END_TEST

START_TEST(test_what_stands_around_the_products_must_be_json) {
	static const char *const wrong[] = { "{\"result\":[],}", "{\"result\":[]} x",
		"{\"a\":1,\"a\":2,\"result\":[]}", "{\"result\":[],\"generated_at\":5}",
		"{'result':[]}", "{\"a\":\xff,\"result\":[]}" };

	for (size_t i = 0; i < ELEMENTSOF(wrong); i++) {
		_cleanup_(import_end) Import import;

		import_text(&import, wrong[i]);
		ck_assert_int_eq(import.result, -EBADMSG);
		ck_assert_uint_eq(import.reading.problems.n_refused, 1);
	}
}
END_TEST

static int refuse_more(ReadContext *ctx, ProductDraft *draft, void *userdata) {
	(*(int *)userdata)++;
	return -ENOMEM;
}

START_TEST(test_the_sink_may_end_it) {
	static const char text[] =
		"{\"result\":[{" HEAD ",\"releases\":[]},{" HEAD ",\"releases\":[]}]}";
	_cleanup_(reading_end) Reading reading;
	ApiJsonInfo info;
	int n = 0;

	reading_begin(&reading);
	ck_assert_int_eq(
		api_json_read(&reading.ctx, text, strlen(text), refuse_more, &n, &info), -ENOMEM);
	ck_assert_int_eq(n, 1);
}
END_TEST

TEST_MAIN("api-json", test_one_product_and_what_a_release_says,
	test_states_are_those_of_the_day_that_is_asked_about, test_the_lts_suffix_follows_the_day,
	test_odd_labels, test_in_a_collection_one_that_is_wrong_is_left_out,
	test_wrong_values_are_told_with_their_release,
	test_own_fields_are_those_of_the_first_release_that_has_any, test_when_it_was_made,
	test_what_stands_around_the_products_must_be_json, test_the_sink_may_end_it)
