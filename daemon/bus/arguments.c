/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "dbus/bus-names.h"

static bool begins_a_character(char byte) {
	return ((unsigned char)byte & 0xc0) != 0x80;
}

const char *excerpt_of(const char *text, Excerpt *excerpt) {
	size_t n = strnlen(text, EXCERPT_BYTES + 1);
	bool is_cut = n > EXCERPT_BYTES;

	if (is_cut)
		for (n = EXCERPT_BYTES; n > 0 && !begins_a_character(text[n]); n--)
			;
	memcpy(excerpt->text, text, n);
	strcpy(excerpt->text + n, is_cut ? "..." : "");
	return excerpt->text;
}

int error_no_such_product(sd_bus_error *error, const char *name) {
	Excerpt shown;

	return sd_bus_error_setf(error, EOLD_ERROR_NO_SUCH_PRODUCT, "No product is called '%s'.",
		excerpt_of(name, &shown));
}

int error_no_such_release(sd_bus_error *error, const char *product, const char *cycle) {
	Excerpt shown_product, shown_cycle;

	return sd_bus_error_setf(error, EOLD_ERROR_NO_SUCH_RELEASE,
		"Product '%s' has no release '%s'.", excerpt_of(product, &shown_product),
		excerpt_of(cycle, &shown_cycle));
}

int error_limits(sd_bus_error *error, const char *what) {
	return sd_bus_error_set(error, SD_BUS_ERROR_LIMITS_EXCEEDED, what);
}

int read_flags(sd_bus_message *call, uint64_t allowed, uint64_t *ret, sd_bus_error *error) {
	uint64_t flags;
	int r = sd_bus_message_read_basic(call, SD_BUS_TYPE_UINT64, &flags);

	if (r < 0)
		return r;
	if (flags & ~allowed)
		return sd_bus_error_setf(error, SD_BUS_ERROR_INVALID_ARGS,
			"Flags 0x%" PRIx64 " are not known.", flags & ~allowed);
	if (ret)
		*ret = flags;
	return 0;
}

int parse_day(const Snapshot *snapshot, const char *text, CivilDay *ret, sd_bus_error *error) {
	Excerpt shown;

	if (text[0] == '\0') {
		*ret = snapshot->today;
		return 0;
	}
	if (civil_day_parse(text, ret) < 0)
		return sd_bus_error_setf(error, EOLD_ERROR_INVALID_DATE,
			"'%s' is no date (YYYY-MM-DD).", excerpt_of(text, &shown));
	return 0;
}

int find_product(const Snapshot *snapshot, const char *name, const Product **ret, size_t *ret_index,
	sd_bus_error *error) {
	const Product *product = catalog_find(snapshot_catalog(snapshot), name, ret_index);

	if (!product)
		return error_no_such_product(error, name);
	*ret = product;
	return 0;
}

int find_release(const Snapshot *snapshot, const char *product_name_or_alias, const char *cycle,
	const Product **ret_product, const Release **ret_release, size_t *ret_serial,
	sd_bus_error *error) {
	const Product *product = NULL;
	const Release *release;
	size_t index, place;
	int r = find_product(snapshot, product_name_or_alias, &product, &index, error);

	if (r < 0)
		return r;
	release = product_find_release(product, cycle, strlen(cycle), &place);
	if (!release)
		return error_no_such_release(error, product_name(product), cycle);
	*ret_product = product;
	*ret_release = release;
	*ret_serial = catalog_first_serial(snapshot_catalog(snapshot), index) + place;
	return 0;
}

static int append_index(size_t **list, size_t n, size_t index) {
	size_t *bigger;

	if ((n & (n - 1)) == 0) {
		bigger = realloc(*list, (n ? n * 2 : 1) * sizeof(size_t));
		if (!bigger)
			return -ENOMEM;
		*list = bigger;
	}
	(*list)[n] = index;
	return 0;
}

int read_products(const Snapshot *snapshot, sd_bus_message *call, size_t **ret, size_t *ret_n,
	sd_bus_error *error) {
	_cleanup_(freep) size_t *list = NULL;
	const char *name;
	size_t n = 0;
	int r = sd_bus_message_enter_container(call, SD_BUS_TYPE_ARRAY, "s");

	while (r >= 0 && (r = sd_bus_message_read_basic(call, SD_BUS_TYPE_STRING, &name)) > 0) {
		const Product *product;
		size_t index;

		if (n == EOLD_MAX_ARGUMENT_ENTRIES)
			return error_limits(error, "More than 10,000 products were asked about.");
		r = find_product(snapshot, name, &product, &index, error);
		if (r == 0)
			r = append_index(&list, n, index);
		n++;
	}
	if (r >= 0)
		r = sd_bus_message_exit_container(call);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(list);
	*ret_n = n;
	return 0;
}

int send_answer(sd_bus_message *reply, int sink_error, size_t size, sd_bus_error *error) {
	if (size > EOLD_MAX_ANSWER_BYTES)
		return error_limits(error, "The answer would be larger than 24 MiB.");
	if (sink_error < 0)
		return sink_error;
	return sd_bus_send(NULL, reply, NULL);
}
