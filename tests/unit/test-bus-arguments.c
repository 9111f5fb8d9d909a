/* SPDX-License-Identifier: MIT */
/* What every method has in common: flags, days, signatures, names that do not exist, texts that are
 * far too long. */
#include "bus-pair.h"
#include "bus-sample.h"

#define NO_FLAGS UINT64_C(0)

typedef struct Fixture {
	BusPair pair;
	Snapshot *snapshot;
} Fixture;

static void fixture_init(Fixture *f) {
	*f = (Fixture){ .pair = BUS_PAIR_INIT, .snapshot = sample_snapshot() };
	bus_pair_init(&f->pair, f->snapshot);
}

static void fixture_deinit(Fixture *f) {
	bus_pair_deinit(&f->pair);
	snapshot_unref(f->snapshot);
}

/* It is alive, and serves what it served. */
static void expect_alive(Fixture *f) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply =
		bus_pair_ask(&f->pair, "GetProduct", "s", "alpha");
	const char *path;

	bus_pair_read(reply, "o", &path);
	ck_assert_str_eq(path, EOLD_PATH_PRODUCTS "/alpha");
}

/* A method with its arguments up to the flags; which of them are days is told by a 'd'. */
typedef struct Method {
	const char *path, *interface, *member,
		*arguments; /* s name, d day, p product, c cycle, ... */
	uint64_t allowed;
} Method;

#define MANAGER_METHOD(member, ...) \
	{ EOLD_PATH_MANAGER, EOLD_INTERFACE_MANAGER, member, __VA_ARGS__ }

static const Method methods[] = {
	MANAGER_METHOD("GetReleaseForVersion", "pv", 0),
	MANAGER_METHOD("FindProducts", "ti", 0),
	MANAGER_METHOD("ListProducts", "xxd", 0),
	MANAGER_METHOD("ListReleases", "pd", 0),
	MANAGER_METHOD("ListTransitions", "deP", EOLD_TRANSITIONS_TRACKED),
	MANAGER_METHOD("GetStatus", "pcd", 0),
	MANAGER_METHOD("MatchVersions", "Qd", 0),
	MANAGER_METHOD("DescribeProducts", "P", 0),
	MANAGER_METHOD("Dump", "", 0),
	{ EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "GetStatus", "d", 0 },
};

/* Calls a method; day and product may be what they must not be. */
static sd_bus_message *call_with(
	Fixture *f, const Method *method, const char *product, const char *day, uint64_t flags) {
	sd_bus_message *call =
		bus_pair_new_call(&f->pair, method->path, method->interface, method->member);
	int r = 0;

	for (const char *kind = method->arguments; *kind && r >= 0; kind++) {
		const char *text = *kind == 'p'   ? product
				   : *kind == 'd' ? day
				   : *kind == 'e' ? "9999-12-31"
				   : *kind == 'c' ? "2"
				   : *kind == 't' ? "repology"
				   : *kind == 'i' ? "alpha"
				   : *kind == 'v' ? "2.6"
						  : "";

		if (*kind == 'P')
			r = sd_bus_message_append(call, "as", 1, product);
		else if (*kind == 'Q')
			r = sd_bus_message_append(call, "a(ss)", 1, product, "2");
		else
			r = sd_bus_message_append(call, "s", text);
	}
	ck_assert_int_ge(r, 0);
	ck_assert_int_ge(sd_bus_message_append(call, "t", flags), 0);
	return bus_pair_finish(&f->pair, call);
}

START_TEST(test_every_flag_that_is_not_defined_is_refused) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(methods); i++) {
		for (unsigned bit = 0; bit < 64; bit++) {
			uint64_t flag = UINT64_C(1) << bit;
			sd_bus_message *reply = call_with(&f, &methods[i], "alpha", "", flag);
			char shown[32];

			(void)snprintf(shown, sizeof(shown), "0x%llx", (unsigned long long)flag);
			if (methods[i].allowed & flag)
				sd_bus_message_unref(reply);
			else
				bus_pair_expect_error(reply, SD_BUS_ERROR_INVALID_ARGS, shown);
		}
		bus_pair_expect_error_name(call_with(&f, &methods[i], "alpha", "", UINT64_MAX),
			SD_BUS_ERROR_INVALID_ARGS);
	}
	bus_pair_expect_error(bus_pair_ask(&f.pair, "Reload", "t", UINT64_C(1)),
		SD_BUS_ERROR_INVALID_ARGS, "0x1");
	ck_assert_uint_eq(f.pair.n_reloads, 0);
}
END_TEST

START_TEST(test_every_day_that_is_none_is_refused) {
	static const char *const days[] = { "2026-02-30", "2026-02-29", "0000-01-01", "10000-01-01",
		"2026-11-31", "2026-13-01", "20261120", "2026-11-20 ", " 2026-11-20",
		"2026-11-20T00:00:00", "today", "-", "0", "2026-1-1", "\xd9\xa2\xd9\xa0" };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(methods); i++) {
		if (!strchr(methods[i].arguments, 'd'))
			continue;
		for (size_t k = 0; k < ELEMENTSOF(days); k++)
			bus_pair_expect_error(
				call_with(&f, &methods[i], "alpha", days[k], NO_FLAGS),
				EOLD_ERROR_INVALID_DATE, days[k]);
		/* ... and every one that is one is taken */
		static const char *const good[] = { "", "0001-01-01", "9999-12-31", "2024-02-29" };
		for (size_t k = 0; k < ELEMENTSOF(good); k++) {
			sd_bus_message *reply =
				call_with(&f, &methods[i], "alpha", good[k], NO_FLAGS);

			ck_assert_msg(!sd_bus_message_get_error(reply), "%s %s", methods[i].member,
				good[k]);
			sd_bus_message_unref(reply);
		}
	}
}
END_TEST

START_TEST(test_every_product_that_is_none_is_refused) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(methods); i++)
		if (strpbrk(methods[i].arguments, "pP"))
			bus_pair_expect_error(call_with(&f, &methods[i], "omega-7", "", NO_FLAGS),
				EOLD_ERROR_NO_SUCH_PRODUCT, "omega-7");
}
END_TEST

/* Every method with arguments that it does not have: the standard error, and nothing happens. */
START_TEST(test_wrong_signatures) {
	static const char *const members[] = { "GetProduct", "GetRelease", "GetReleaseForVersion",
		"FindProducts", "ListProducts", "ListReleases", "ListTransitions", "GetStatus",
		"MatchVersions", "DescribeProducts", "Dump", "Reload" };
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < ELEMENTSOF(members); i++) {
		bus_pair_expect_error_name(
			bus_pair_ask(&f.pair, members[i], ""), SD_BUS_ERROR_INVALID_ARGS);
		bus_pair_expect_error_name(
			bus_pair_ask(&f.pair, members[i], "i", 1), SD_BUS_ERROR_INVALID_ARGS);
		bus_pair_expect_error_name(bus_pair_ask(&f.pair, members[i], "v", "s", "alpha"),
			SD_BUS_ERROR_INVALID_ARGS);
		bus_pair_expect_error_name(
			bus_pair_ask(&f.pair, members[i], "sssss", "alpha", "", "", "", ""),
			SD_BUS_ERROR_INVALID_ARGS);
	}
	ck_assert_uint_eq(f.pair.n_reloads, 0);
	bus_pair_expect_error_name(
		bus_pair_call(&f.pair, EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "GetStatus", "s", ""),
		SD_BUS_ERROR_INVALID_ARGS);
	bus_pair_expect_error_name(
		bus_pair_call(&f.pair, EOLD_PATH_HOST, EOLD_INTERFACE_HOST, "Describe", "s", ""),
		SD_BUS_ERROR_INVALID_ARGS);
	bus_pair_expect_error_name(
		bus_pair_ask(&f.pair, "NoSuchMethod", ""), SD_BUS_ERROR_UNKNOWN_METHOD);
	expect_alive(&f);
}
END_TEST

/* Properties are read only, and what is none is none. */
START_TEST(test_properties_that_are_not) {
	static const char properties[] = "org.freedesktop.DBus.Properties";
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	bus_pair_expect_error_name(bus_pair_call(&f.pair, EOLD_PATH_MANAGER, properties, "Get",
					   "ss", EOLD_INTERFACE_MANAGER, "Tomorrow"),
		SD_BUS_ERROR_UNKNOWN_PROPERTY);
	bus_pair_expect_error_name(
		bus_pair_call(&f.pair, EOLD_PATH_MANAGER, properties, "Set", "ssv",
			EOLD_INTERFACE_MANAGER, "Today", "s", "2029-01-01"),
		SD_BUS_ERROR_PROPERTY_READ_ONLY);
	bus_pair_expect_error_name(bus_pair_call(&f.pair, EOLD_PATH_MANAGER, properties, "GetAll",
					   "s", "org.example.None"),
		SD_BUS_ERROR_UNKNOWN_INTERFACE);
	expect_alive(&f);
}
END_TEST

/* An error that repeats a text of megabytes would be larger than the call was, and the bus drops
 * who sends what is too large. What was asked for is named, but not all of it. */
static void expect_short_error(sd_bus_message *reply, const char *name) {
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	ck_assert_ptr_nonnull(error);
	ck_assert_str_eq(error->name, name);
	ck_assert_uint_lt(strlen(error->message), 1024);
	ck_assert_ptr_nonnull(strstr(error->message, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	sd_bus_message_unref(reply);
}

START_TEST(test_errors_stay_short_whatever_was_asked) {
	enum { LENGTH = 256 * 1024 };
	_cleanup_(fixture_deinit) Fixture f;
	_cleanup_(freep) char *text = malloc(LENGTH + 1);

	fixture_init(&f);
	memset(text, 'a', LENGTH);
	text[LENGTH] = '\0';
	expect_short_error(
		bus_pair_ask(&f.pair, "GetProduct", "s", text), EOLD_ERROR_NO_SUCH_PRODUCT);
	expect_short_error(bus_pair_ask(&f.pair, "GetRelease", "ss", "alpha", text),
		EOLD_ERROR_NO_SUCH_RELEASE);
	expect_short_error(bus_pair_ask(&f.pair, "FindProducts", "sst", text, "", NO_FLAGS),
		SD_BUS_ERROR_INVALID_ARGS);
	expect_short_error(bus_pair_ask(&f.pair, "FindProducts", "sst", "purl", text, NO_FLAGS),
		EOLD_ERROR_NO_SUCH_IDENTIFIER);
	expect_short_error(bus_pair_ask(&f.pair, "FindProducts", "sst", "repology", text, NO_FLAGS),
		EOLD_ERROR_NO_SUCH_IDENTIFIER);
	for (size_t i = 0; i < ELEMENTSOF(methods); i++) {
		if (strchr(methods[i].arguments, 'd'))
			expect_short_error(call_with(&f, &methods[i], "alpha", text, NO_FLAGS),
				EOLD_ERROR_INVALID_DATE);
		if (strpbrk(methods[i].arguments, "pP"))
			expect_short_error(call_with(&f, &methods[i], text, "", NO_FLAGS),
				EOLD_ERROR_NO_SUCH_PRODUCT);
	}
	expect_alive(&f);
}
END_TEST

/* A text is cut between characters: an error is UTF-8 like every string. */
START_TEST(test_errors_are_cut_between_characters) {
	_cleanup_(fixture_deinit) Fixture f;

	fixture_init(&f);
	for (size_t shift = 0; shift < 4; shift++) {
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
		sd_bus_message *reply;

		for (size_t i = 0; i < shift; i++)
			(void)strbuf_append_byte(&text, 'a');
		for (size_t i = 0; i < 2000; i++)
			(void)strbuf_append_str(&text, "\xf0\x9f\x90\xa7");
		reply = bus_pair_ask(&f.pair, "GetProduct", "s", strbuf_cstr(&text));
		bus_pair_expect_error(reply, EOLD_ERROR_NO_SUCH_PRODUCT, "\xf0\x9f\x90\xa7");
	}
	expect_alive(&f);
}
END_TEST

TEST_MAIN("bus-arguments", test_every_flag_that_is_not_defined_is_refused,
	test_every_day_that_is_none_is_refused, test_every_product_that_is_none_is_refused,
	test_wrong_signatures, test_properties_that_are_not,
	test_errors_stay_short_whatever_was_asked, test_errors_are_cut_between_characters)
