/* SPDX-License-Identifier: MIT */
#include "client/export-prometheus.h"

#include "test-main.h"

START_TEST(test_labels_stand_with_commas_between_them) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;

	prometheus_append_label(&labels, "product", "almalinux");
	prometheus_append_label(&labels, "release", "9");
	prometheus_append_label(&labels, "empty", "");
	ck_assert_str_eq(strbuf_cstr(&labels), "product=\"almalinux\",release=\"9\",empty=\"\"");
}
END_TEST

START_TEST(test_values_cannot_end_themselves) {
	_cleanup_(strbuf_deinit) StrBuf labels = STRBUF_INIT;

	prometheus_append_label(&labels, "a", "\"} 1\nevil 2");
	ck_assert_str_eq(strbuf_cstr(&labels), "a=\"\\\"} 1\\\\nevil 2\"");
	strbuf_clear(&labels);
	prometheus_append_label(&labels, "a", "back\\slash");
	ck_assert_str_eq(strbuf_cstr(&labels), "a=\"back\\\\slash\"");
	strbuf_clear(&labels);
	prometheus_append_label(&labels, "a", "\033[0m 日本");
	ck_assert_str_eq(strbuf_cstr(&labels), "a=\"\\\\x1b[0m 日本\"");
}
END_TEST

TEST_MAIN("export-prometheus", test_labels_stand_with_commas_between_them,
	test_values_cannot_end_themselves)
