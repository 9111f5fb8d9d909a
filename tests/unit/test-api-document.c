/* SPDX-License-Identifier: MIT */
#include "document/api-document.h"

#include <errno.h>
#include <string.h>

#include "drafts.h"
#include "test-main.h"

/* That a release's document is this text, byte by byte: keys, order, null or missing. */
static void expect_release(DraftBox *box, CivilDay day, const char *expected) {
	_cleanup_(product_unrefp) Product *product = draft_seal(box);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_int_eq(
		api_document_append_release(product, product_release(product, 0), day, &buf), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
}

static void expect_product(DraftBox *box, CivilDay day, const char *expected) {
	_cleanup_(product_unrefp) Product *product = draft_seal(box);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_int_eq(api_document_append_product(product, day, &buf), 0);
	ck_assert_str_eq(strbuf_cstr(&buf), expected);
}

START_TEST(test_a_release_of_which_little_is_said) {
	DraftBox box = draft_box("p");
	ReleaseDraft *release = draft_add(&box, "1");

	release->marks[MILESTONE_EOL] = MARK_FALSE;
	expect_release(&box, 0,
		"{\"name\":\"1\",\"codename\":null,\"label\":\"1\",\"releaseDate\":null,"
		"\"isLts\":false,\"ltsFrom\":null,\"isEol\":false,\"eolFrom\":null,"
		"\"isMaintained\":true,"
		"\"latest\":{\"name\":null,\"date\":null,\"link\":null},\"custom\":null}");
}
END_TEST

START_TEST(test_a_release_of_which_all_is_said) {
	DraftBox box = draft_box("p");
	ReleaseDraft *release = draft_add(&box, "9");
	CustomFieldDraft fields[] = { { "kernel", "", "", "" }, { "chip", "", "", "" } };
	const char *custom[] = { "5.14", NULL }, *architectures[] = { "x86_64", "s390x" };
	PointReleaseDraft points[] = { { "9.1", "Lime Lynx", 19313 }, { "9.0", NULL, 19138 } };

	for (Milestone m = MILESTONE_EOAS; m < _MILESTONE_MAX; m++)
		box.draft.column_labels[m] = "On";
	box.draft.custom_fields = fields;
	box.draft.n_custom_fields = ELEMENTSOF(fields);
	release->codename = "";
	release->release_date = day_of("2022-05-26");
	release->marks[MILESTONE_LTS] = day_of("2022-06-01");
	release->marks[MILESTONE_EOAS] = day_of("2027-05-31");
	release->marks[MILESTONE_EOL] = day_of("2032-05-31");
	release->marks[MILESTONE_EOES] = MARK_FALSE;
	release->marks[MILESTONE_DISCONTINUED] = MARK_TRUE;
	release->latest = "9.1 \"x\"";
	release->latest_date = day_of("2022-11-17");
	release->link = "https://x.example/\xc3\xa9";
	release->custom = custom;
	release->points = points;
	release->n_points = ELEMENTSOF(points);
	release->architectures = (TextList){ architectures, ELEMENTSOF(architectures) };
	expect_release(&box, day_of("2027-06-01"),
		"{\"name\":\"9\",\"codename\":\"\",\"label\":\"9 (LTS)\","
		"\"releaseDate\":\"2022-05-26\",\"isLts\":true,\"ltsFrom\":\"2022-06-01\","
		"\"isEoas\":true,\"eoasFrom\":\"2027-05-31\",\"isEol\":false,"
		"\"eolFrom\":\"2032-05-31\",\"isDiscontinued\":true,\"discontinuedFrom\":null,"
		"\"isEoes\":false,\"eoesFrom\":null,\"isMaintained\":true,"
		"\"latest\":{\"name\":\"9.1 \\\"x\\\"\",\"date\":\"2022-11-17\","
		"\"link\":\"https://x.example/\xc3\xa9\"},"
		"\"custom\":{\"kernel\":\"5.14\",\"chip\":null},"
		"\"architectures\":[\"x86_64\",\"s390x\"],"
		"\"pointReleases\":[{\"version\":\"9.1\",\"releaseDate\":\"2022-11-17\","
		"\"codename\":\"Lime Lynx\"},{\"version\":\"9.0\",\"releaseDate\":\"2022-05-26\","
		"\"codename\":null}]}");
}
END_TEST

/* A column that is on, and a release that says nothing of it: null and null, and not missing. */
START_TEST(test_null_is_not_missing) {
	DraftBox box = draft_box("p");
	CustomFieldDraft fields[] = { { "kernel", "", "", "" } };

	draft_add(&box, "1")->marks[MILESTONE_EOL] = MARK_TRUE;
	box.draft.column_labels[MILESTONE_EOES] = "On";
	box.draft.custom_fields = fields;
	box.draft.n_custom_fields = 1;
	box.draft.flags = PRODUCT_LATEST_HIDDEN;
	expect_release(&box, 0,
		"{\"name\":\"1\",\"codename\":null,\"label\":\"1\",\"releaseDate\":null,"
		"\"isLts\":false,\"ltsFrom\":null,\"isEol\":true,\"eolFrom\":null,"
		"\"isEoes\":null,\"eoesFrom\":null,\"isMaintained\":false,"
		"\"latest\":null,\"custom\":{\"kernel\":null}}");
}
END_TEST

START_TEST(test_a_bare_product) {
	DraftBox box = draft_box("p");

	box.draft.label = "P";
	box.draft.category = "lang";
	box.draft.column_labels[MILESTONE_EOL] = NULL;
	expect_product(&box, 0,
		"{\"name\":\"p\",\"aliases\":[],\"label\":\"P\",\"category\":\"lang\",\"tags\":[],"
		"\"versionCommand\":null,\"identifiers\":[],"
		"\"labels\":{\"eoas\":null,\"discontinued\":null,\"eol\":null,\"eoes\":null},"
		"\"links\":{\"icon\":null,\"html\":\"https://endoflife.date/p\","
		"\"releasePolicy\":null},\"releases\":[]}");
}
END_TEST

START_TEST(test_a_full_product) {
	DraftBox box = draft_box("p");
	const char *aliases[] = { "pp" }, *tags[] = { "a", "os" }, *ids[] = { "px" };
	const char *architectures[] = { "x86_64" };
	TextPair identifiers[] = { { "cpe", "cpe:/o:p:p" }, { "purl", "pkg:a/p" } };
	TextPair links[] = { { "errata", "https://e.example" } };

	box.draft.aliases = (TextList){ aliases, 1 };
	box.draft.tags = (TextList){ tags, 2 };
	box.draft.os_release_ids = (TextList){ ids, 1 };
	box.draft.architectures = (TextList){ architectures, 1 };
	box.draft.identifiers = (PairList){ identifiers, 2 };
	box.draft.links = (PairList){ links, 1 };
	box.draft.version_command = "p\n--version";
	box.draft.policy_link = "https://p.example";
	box.draft.icon = "p";
	box.draft.flags = PRODUCT_ICON_IS_SLUG | PRODUCT_POINTS_SUPERSEDED;
	box.draft.column_labels[MILESTONE_EOAS] = "Active";
	expect_product(&box, 0,
		"{\"name\":\"p\",\"aliases\":[\"pp\"],\"label\":\"p\",\"category\":\"os\","
		"\"tags\":[\"a\",\"os\"],\"versionCommand\":\"p\\n--version\","
		"\"identifiers\":[{\"type\":\"cpe\",\"id\":\"cpe:/o:p:p\"},"
		"{\"type\":\"purl\",\"id\":\"pkg:a/p\"}],"
		"\"labels\":{\"eoas\":\"Active\",\"discontinued\":null,"
		"\"eol\":\"Security Support\",\"eoes\":null},"
		"\"links\":{\"icon\":"
		"\"https://cdn.jsdelivr.net/npm/simple-icons/icons/p.svg\","
		"\"html\":\"https://endoflife.date/p\",\"releasePolicy\":\"https://p.example\","
		"\"errata\":\"https://e.example\"},\"releases\":[],"
		"\"architectures\":[\"x86_64\"],\"osReleaseIds\":[\"px\"],"
		"\"pointReleasePolicy\":\"superseded\"}");
}
END_TEST

START_TEST(test_releases_stand_in_the_datas_order) {
	DraftBox box = draft_box("p");

	draft_add(&box, "10");
	draft_add(&box, "9");
	draft_add(&box, "11");
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);
	_cleanup_(json_decrefp) json_t *json = api_product_json(product, 0);
	const json_t *releases = json_object_get(json, "releases");

	ck_assert_uint_eq(json_array_size(releases), 3);
	for (size_t i = 0; i < 3; i++) {
		_cleanup_(json_decrefp) json_t *one =
			api_release_json(product, product_release(product, i), 0);

		ck_assert(json_equal(json_array_get(releases, i), one));
		ck_assert_str_eq(
			json_string_value(json_object_get(one, "name")), box.releases[i].name);
	}
}
END_TEST

START_TEST(test_the_frame_of_a_collection) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	ck_assert_int_eq(api_document_append_head(2, day_of("2029-06-01"), &buf), 0);
	ck_assert_int_eq(api_document_append_tail(&buf), 0);
	ck_assert_str_eq(strbuf_cstr(&buf),
		"{\"schema_version\":\"1.2.1\","
		"\"generated_at\":\"2029-06-01T00:00:00+00:00\",\"total\":2,\"result\":[]}");
}
END_TEST

/* A buffer with a bound: the failure is told, not swallowed by the JSON library. */
START_TEST(test_a_buffer_that_is_full_is_told) {
	DraftBox box = draft_box("p");

	draft_add(&box, "1");
	_cleanup_(product_unrefp) Product *product = draft_seal(&box);

	for (size_t max = 1; max < 300; max += 7) {
		_cleanup_(strbuf_deinit) StrBuf buf = { .max_size = max };

		ck_assert_int_lt(api_document_append_product(product, 0, &buf), 0);
		ck_assert_int_eq(strbuf_error(&buf), -E2BIG);
	}
}
END_TEST

TEST_MAIN("api-document", test_a_release_of_which_little_is_said,
	test_a_release_of_which_all_is_said, test_null_is_not_missing, test_a_bare_product,
	test_a_full_product, test_releases_stand_in_the_datas_order, test_the_frame_of_a_collection,
	test_a_buffer_that_is_full_is_told)
