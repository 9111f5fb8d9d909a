/* SPDX-License-Identifier: MIT */
#include "product-object.h"

#include <string.h>

#include "dbus/bus-path.h"
#include "lifecycle/release-text.h"
#include "util/utf8.h"

static void write_ref(Sink *sink, const Product *product, TextRef ref) {
	sink_text(sink, product_text_or_empty(product, ref));
}

static void write_list(Sink *sink, const Product *product, const BlockList *list) {
	sink_open(sink, SD_BUS_TYPE_ARRAY, "s");
	for (size_t i = 0; i < list->n; i++)
		sink_text(sink, product_list_text(product, list, i));
	sink_close(sink);
}

static void write_pair(Sink *sink, const char *key, const char *value) {
	sink_open(sink, SD_BUS_TYPE_DICT_ENTRY, "ss");
	sink_text(sink, key);
	sink_text(sink, value);
	sink_close(sink);
}

static void write_name(Sink *sink, const void *object) {
	sink_text(sink, product_name(object));
}

static void write_label(Sink *sink, const void *object) {
	write_ref(sink, object, ((const Product *)object)->label);
}

static void write_category(Sink *sink, const void *object) {
	write_ref(sink, object, ((const Product *)object)->category);
}

static void write_tags(Sink *sink, const void *object) {
	write_list(sink, object, &((const Product *)object)->tags);
}

static void write_aliases(Sink *sink, const void *object) {
	write_list(sink, object, &((const Product *)object)->aliases);
}

static void write_identifiers(Sink *sink, const void *object) {
	const Product *product = object;
	const TextRef *pairs = product_list(product, &product->identifiers);

	sink_open(sink, SD_BUS_TYPE_ARRAY, "(ss)");
	for (size_t i = 0; i < product->identifiers.n; i++) {
		sink_open(sink, SD_BUS_TYPE_STRUCT, "ss");
		write_ref(sink, product, pairs[2 * i]);
		write_ref(sink, product, pairs[2 * i + 1]);
		sink_close(sink);
	}
	sink_close(sink);
}

static void write_version_command(Sink *sink, const void *object) {
	write_ref(sink, object, ((const Product *)object)->version_command);
}

static void write_policy_link(Sink *sink, const void *object) {
	write_ref(sink, object, ((const Product *)object)->policy_link);
}

static void write_links(Sink *sink, const void *object) {
	const Product *product = object;
	const TextRef *pairs = product_list(product, &product->links);
	_cleanup_(strbuf_deinit) StrBuf html = STRBUF_INIT, icon = STRBUF_INIT;
	bool has_icon;

	if (product_text_html_link(product, &html) < 0 ||
		product_text_icon_link(product, &icon, &has_icon) < 0) {
		sink_fail(sink);
		return;
	}
	sink_open(sink, SD_BUS_TYPE_ARRAY, "{ss}");
	write_pair(sink, "html", strbuf_cstr(&html));
	if (has_icon)
		write_pair(sink, "icon", strbuf_cstr(&icon));
	if (product->policy_link)
		write_pair(sink, "releasePolicy", product_text(product, product->policy_link));
	for (size_t i = 0; i < product->links.n; i++)
		write_pair(sink, product_text(product, pairs[2 * i]),
			product_text(product, pairs[2 * i + 1]));
	sink_close(sink);
}

static void write_labels(Sink *sink, const void *object) {
	const Product *product = object;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "{ss}");
	for (Milestone m = 0; m < _MILESTONE_MAX; m++)
		if (product->column_labels[m])
			write_pair(sink, milestone_name(m),
				product_text(product, product->column_labels[m]));
	sink_close(sink);
}

static void write_custom_fields(Sink *sink, const void *object) {
	const Product *product = object;
	const CustomField *fields = product_list(product, &product->custom_fields);

	sink_open(sink, SD_BUS_TYPE_ARRAY, "(ssss)");
	for (size_t i = 0; i < product->custom_fields.n; i++) {
		sink_open(sink, SD_BUS_TYPE_STRUCT, "ssss");
		write_ref(sink, product, fields[i].name);
		write_ref(sink, product, fields[i].display);
		write_ref(sink, product, fields[i].label);
		write_ref(sink, product, fields[i].description);
		sink_close(sink);
	}
	sink_close(sink);
}

static void write_auto_methods(Sink *sink, const void *object) {
	const Product *product = object;
	const BlockList *methods = product_list(product, &product->auto_methods);

	sink_open(sink, SD_BUS_TYPE_ARRAY, "a{ss}");
	for (size_t i = 0; i < product->auto_methods.n; i++) {
		const TextRef *pairs = product_list(product, &methods[i]);

		sink_open(sink, SD_BUS_TYPE_ARRAY, "{ss}");
		for (size_t k = 0; k < methods[i].n; k++)
			write_pair(sink, product_text(product, pairs[2 * k]),
				product_text(product, pairs[2 * k + 1]));
		sink_close(sink);
	}
	sink_close(sink);
}

static void write_releases(Sink *sink, const void *object) {
	const Product *product = object;
	BusPath path;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "o");
	for (size_t i = 0; i < product_n_releases(product); i++)
		sink_path(sink, bus_path_release(product_name(product),
					release_name(product, product_release(product, i)), &path));
	sink_close(sink);
}

/* Paths differ where names do; writing thousands of them would take milliseconds. */
static bool has_same_releases(const void *before, const void *after) {
	const Product *a = before, *b = after;

	if (strcmp(product_name(a), product_name(b)) != 0 ||
		product_n_releases(a) != product_n_releases(b))
		return false;
	for (size_t i = 0; i < product_n_releases(a); i++)
		if (strcmp(release_name(a, product_release(a, i)),
			    release_name(b, product_release(b, i))) != 0)
			return false;
	return true;
}

/* A file's name may hold anything; the problems show it in the same way. */
static void write_source(Sink *sink, const void *object) {
	const Product *product = object;
	const char *source = product_text_or_empty(product, product->source);
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	if (utf8_append_escaped(&buf, source, strlen(source)) < 0)
		sink_fail(sink);
	sink_text(sink, strbuf_cstr(&buf));
}

const PropertyInfo product_properties[_PRODUCT_PROPERTY_MAX] = {
	[PRODUCT_NAME] = { "Name", "s", write_name },
	[PRODUCT_LABEL] = { "Label", "s", write_label },
	[PRODUCT_CATEGORY] = { "Category", "s", write_category },
	[PRODUCT_TAGS] = { "Tags", "as", write_tags },
	[PRODUCT_ALIASES] = { "Aliases", "as", write_aliases },
	[PRODUCT_IDENTIFIERS] = { "Identifiers", "a(ss)", write_identifiers },
	[PRODUCT_VERSION_COMMAND] = { "VersionCommand", "s", write_version_command },
	[PRODUCT_RELEASE_POLICY_LINK] = { "ReleasePolicyLink", "s", write_policy_link },
	[PRODUCT_LINKS] = { "Links", "a{ss}", write_links },
	[PRODUCT_LABELS] = { "Labels", "a{ss}", write_labels },
	[PRODUCT_CUSTOM_FIELDS] = { "CustomFields", "a(ssss)", write_custom_fields },
	[PRODUCT_AUTO_METHODS] = { "AutoMethods", "aa{ss}", write_auto_methods },
	[PRODUCT_RELEASES] = { "Releases", "ao", write_releases, .is_same = has_same_releases },
	[PRODUCT_SOURCE] = { "Source", "s", write_source },
};
