/* SPDX-License-Identifier: MIT */
#include "client/table.h"

#include <errno.h>
#include <string.h>

#include "client/bus-value.h"
#include "test-main.h"

static const Column columns[] = {
	{ "NAME", "Name", COLUMN_TEXT, 4, 1, NULL, "" },
	{ "NUMBER", "Number", COLUMN_NUMBER, 0, 2, NULL, "" },
	{ "STATUS", "Status", COLUMN_STATUS, 0, 1, NULL, "" },
	{ "GOOD", "IsSupported", COLUMN_SUPPORTED, 0, 3, NULL, "" },
	{ "ENDS", "EolFrom", COLUMN_DATE, 0, 1, "IsEol", "" },
	{ "WHEN", "EolFrom", COLUMN_WHEN, 0, 0, NULL, "" },
	{ "NOTE", "Note", COLUMN_TEXT, 0, 4, NULL, "" },
};

static json_t *make_rows(void) {
	json_t *rows = json_loads("[{\"Name\": \"a longer name\", \"Number\": 7, \"Status\": "
				  "\"active\", \"IsSupported\": true, \"EolFrom\": \"2026-03-02\"},"
				  "{\"Name\": \"b\", \"Number\": 1234, \"Status\": \"new-word\", "
				  "\"IsSupported\": true, \"EolFrom\": \"\", \"IsEol\": true}]",
		0, NULL);

	ck_assert_ptr_nonnull(rows);
	return rows;
}

/* The table as text, for a terminal of that width (0: a pipe). */
static char *print(const Table *table, size_t width, bool legend, bool full) {
	Terminal terminal = { .width = width };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(table_print(table, out, &terminal, legend, full), 0);
	fclose(out);
	return text;
}

static Table make_table(json_t *rows, const char *names) {
	Table table = { .rows = rows };

	ck_assert_int_eq(civil_day_parse("2026-03-01", &table.day), 0);
	ck_assert_int_eq(table_choose(&table, columns, ELEMENTSOF(columns), names), 0);
	return table;
}

/* Empty columns are left out; a status that nobody knows is unknown, whatever else is said. */
START_TEST(test_a_table_for_people) {
	_cleanup_(json_decrefp) json_t *rows = make_rows();
	Table table = make_table(rows, NULL);
	_cleanup_(freep) char *text = print(&table, 0, true, false);

	ck_assert_str_eq(text, "NAME          NUMBER STATUS  GOOD    ENDS\n"
			       "a longer name      7 active  yes     2026-03-02\n"
			       "b               1234 unknown unknown ended\n");
}
END_TEST

START_TEST(test_too_narrow_first_less_columns_then_shorter_cells) {
	_cleanup_(json_decrefp) json_t *rows = make_rows();
	Table table = make_table(rows, NULL);

	for (size_t width = 30; width < 60; width++) {
		_cleanup_(freep) char *text = print(&table, width, true, false);

		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
			ck_assert_uint_le(text_width(line), width);
	}
	_cleanup_(freep) char *narrow = print(&table, 34, true, false);
	_cleanup_(freep) char *full = print(&table, 20, false, true);

	ck_assert_str_eq(narrow, "NAME     NUMBER STATUS  ENDS\n"
				 "a longe…      7 active  2026-03-02\n"
				 "b          1234 unknown ended\n");
	/* whole, and without the header */
	ck_assert_int_eq(strncmp(full, "a longer name ", 14), 0);
}
END_TEST

START_TEST(test_chosen_columns_are_all_shown_and_nothing_else_in_json) {
	_cleanup_(json_decrefp) json_t *rows = make_rows();
	Table table = make_table(rows, "when,NOTE,name");
	_cleanup_(freep) char *text = print(&table, 0, true, false);
	_cleanup_(json_decrefp) json_t *json = table_to_json(&table);
	_cleanup_(freep) char *dumped = json_dumps(json, JSON_COMPACT);

	ck_assert_str_eq(text, "WHEN     NOTE NAME\n"
			       "tomorrow -    a longer name\n"
			       "-        -    b\n");
	ck_assert_str_eq(dumped,
		"[{\"EolFrom\":\"2026-03-02\",\"Note\":null,\"Name\":\"a longer name\"},"
		"{\"EolFrom\":\"\",\"Note\":null,\"Name\":\"b\"}]");
}
END_TEST

START_TEST(test_json_without_a_choice_is_the_whole_row) {
	_cleanup_(json_decrefp) json_t *rows = make_rows();
	Table table = make_table(rows, NULL);
	_cleanup_(json_decrefp) json_t *json = table_to_json(&table);

	ck_assert(json_equal(json, rows));
}
END_TEST

START_TEST(test_columns_that_are_none_are_refused) {
	static const char *const bad[] = { "", "nothing", "name,", ",name", "name,,status",
		"name status", "Name " };
	Table table = { 0 };

	for (size_t i = 0; i < ELEMENTSOF(bad); i++)
		ck_assert_int_eq(
			table_choose(&table, columns, ELEMENTSOF(columns), bad[i]), -EINVAL);
	ck_assert_int_eq(table_choose(&table, columns, ELEMENTSOF(columns),
				 "name,name,name,name,name,name,name,name,name,name,name,name,name,"
				 "name,name,name,name,name,name,name,name,name,name,name,name"),
		-EINVAL);
}
END_TEST

TEST_MAIN("table", test_a_table_for_people, test_too_narrow_first_less_columns_then_shorter_cells,
	test_chosen_columns_are_all_shown_and_nothing_else_in_json,
	test_json_without_a_choice_is_the_whole_row, test_columns_that_are_none_are_refused)
