/* SPDX-License-Identifier: MIT */
#include "property.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

void property_slots_init(
	PropertySlot *slots, const PropertyInfo *infos, size_t n, const void *object) {
	for (size_t i = 0; i < n; i++)
		slots[i] = (PropertySlot){ .info = &infos[i], .object = object };
}

int property_get(sd_bus *bus, const char *path, const char *interface, const char *property,
	sd_bus_message *reply, void *userdata, sd_bus_error *ret_error) {
	const PropertySlot *slot = userdata;
	Sink sink = sink_for_message(reply);

	slot->info->write(&sink, slot->object);
	return sink.error;
}

void property_write_entry(const PropertyInfo *info, Sink *sink, const void *object) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "sv");
	sink_text(sink, info->name);
	sink_open(sink, SD_BUS_TYPE_VARIANT, info->signature);
	info->write(sink, object);
	sink_close(sink);
	sink_close(sink);
}

/* Writes both values, and compares what was written. Returns 1 if they differ, 0 or -ENOMEM. */
static int compare_written(
	const PropertyInfo *info, const void *before, const void *after, StrBuf *a, StrBuf *b) {
	Sink x = sink_for_bytes(a), y = sink_for_bytes(b);

	strbuf_clear(a);
	strbuf_clear(b);
	info->write(&x, before);
	info->write(&y, after);
	if (x.error < 0 || y.error < 0)
		return -ENOMEM;
	return a->len != b->len || memcmp(strbuf_cstr(a), strbuf_cstr(b), a->len) != 0;
}

int property_compare(const PropertyInfo *infos, size_t n, uint64_t asked, const void *before,
	const void *after, uint64_t *ret_changed) {
	_cleanup_(strbuf_deinit) StrBuf a = STRBUF_INIT, b = STRBUF_INIT;
	uint64_t changed = 0;

	assert(n <= 64);
	for (size_t i = 0; i < n; i++) {
		int r;

		if (infos[i].is_quiet || !(asked & UINT64_C(1) << i))
			continue;
		r = infos[i].is_same ? !infos[i].is_same(before, after)
				     : compare_written(&infos[i], before, after, &a, &b);
		if (r < 0)
			return r;
		changed |= (uint64_t)(unsigned)r << i;
	}
	*ret_changed = changed;
	return 0;
}

int property_emit(sd_bus *bus, const char *path, const char *interface, const PropertyInfo *infos,
	size_t n, const void *object, uint64_t changed) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *signal = NULL;
	int r = sd_bus_message_new_signal(
		bus, &signal, path, "org.freedesktop.DBus.Properties", "PropertiesChanged");

	if (r < 0)
		return r;

	Sink sink = sink_for_message(signal);

	sink_text(&sink, interface);
	sink_open(&sink, SD_BUS_TYPE_ARRAY, "{sv}");
	for (size_t i = 0; i < n; i++)
		if (changed & UINT64_C(1) << i)
			property_write_entry(&infos[i], &sink, object);
	sink_close(&sink);
	/* what is invalidated: nothing, ever */
	sink_open(&sink, SD_BUS_TYPE_ARRAY, "s");
	sink_close(&sink);
	if (sink.error < 0)
		return sink.error;
	return sd_bus_send(bus, signal, NULL);
}
