/* SPDX-License-Identifier: MIT */
#include "api-document.h"

#include <errno.h>

#include "api-parts.h"
#include "lifecycle/release-text.h"

static json_t *identifiers_json(const Product *product) {
	const TextRef *pairs = product_list(product, &product->identifiers);
	_cleanup_(json_decrefp) json_t *array = json_array();

	for (size_t i = 0; i < product->identifiers.n && array; i++) {
		json_t *object = json_object();
		bool failed = !object;

		api_set(object, "type", api_text(product_text(product, pairs[2 * i])), &failed);
		api_set(object, "id", api_text(product_text(product, pairs[2 * i + 1])), &failed);
		failed |= json_array_append_new(array, object) < 0;
		if (failed)
			return NULL;
	}
	return TAKE_PTR(array);
}

/* In upstream's order, which is not that of the milestones. */
static json_t *labels_json(const Product *product) {
	static const Milestone order[] = { MILESTONE_EOAS, MILESTONE_DISCONTINUED, MILESTONE_EOL,
		MILESTONE_EOES };
	json_t *object = json_object();
	bool failed = !object;

	for (size_t i = 0; i < ELEMENTSOF(order); i++)
		api_set(object, milestone_name(order[i]),
			api_text(product_text(product, product->column_labels[order[i]])), &failed);
	if (failed) {
		json_decref(object);
		return NULL;
	}
	return object;
}

static json_t *links_json(const Product *product) {
	_cleanup_(strbuf_deinit) StrBuf icon = STRBUF_INIT, html = STRBUF_INIT;
	_cleanup_(json_decrefp) json_t *object = json_object();
	const TextRef *pairs = product_list(product, &product->links);
	bool has_icon, failed = !object;

	if (product_text_icon_link(product, &icon, &has_icon) < 0 ||
		product_text_html_link(product, &html) < 0)
		return NULL;
	api_set(object, "icon", api_text(has_icon ? strbuf_cstr(&icon) : NULL), &failed);
	api_set(object, "html", api_text(strbuf_cstr(&html)), &failed);
	api_set(object, "releasePolicy", api_text(product_text(product, product->policy_link)),
		&failed);
	for (size_t i = 0; i < product->links.n; i++)
		api_set(object, product_text(product, pairs[2 * i]),
			api_text(product_text(product, pairs[2 * i + 1])), &failed);
	return failed ? NULL : TAKE_PTR(object);
}

static void set_additions(json_t *object, const Product *product, bool *failed) {
	if (product->architectures.n > 0)
		api_set(object, "architectures", api_texts(product, &product->architectures),
			failed);
	if (product->os_release_ids.n > 0)
		api_set(object, "osReleaseIds", api_texts(product, &product->os_release_ids),
			failed);
	if (product->flags & PRODUCT_POINTS_SUPERSEDED)
		api_set(object, "pointReleasePolicy", api_text("superseded"), failed);
}

/* What stands before the releases. */
static json_t *opening_json(const Product *product) {
	_cleanup_(json_decrefp) json_t *object = json_object();
	bool failed = !object;

	api_set(object, "name", api_text(product_name(product)), &failed);
	api_set(object, "aliases", api_texts(product, &product->aliases), &failed);
	api_set(object, "label", api_text(product_text(product, product->label)), &failed);
	api_set(object, "category", api_text(product_text(product, product->category)), &failed);
	api_set(object, "tags", api_texts(product, &product->tags), &failed);
	api_set(object, "versionCommand", api_text(product_text(product, product->version_command)),
		&failed);
	api_set(object, "identifiers", identifiers_json(product), &failed);
	api_set(object, "labels", labels_json(product), &failed);
	api_set(object, "links", links_json(product), &failed);
	return failed ? NULL : TAKE_PTR(object);
}

static json_t *releases_json(const Product *product, CivilDay day) {
	_cleanup_(json_decrefp) json_t *array = json_array();

	for (size_t i = 0; i < product_n_releases(product); i++)
		if (json_array_append_new(
			    array, api_release_json(product, product_release(product, i), day)) < 0)
			return NULL;
	return TAKE_PTR(array);
}

json_t *api_product_json(const Product *product, CivilDay day) {
	_cleanup_(json_decrefp) json_t *object = opening_json(product);
	bool failed = !object;

	api_set(object, "releases", releases_json(product, day), &failed);
	set_additions(object, product, &failed);
	return failed ? NULL : TAKE_PTR(object);
}

/* Into the room that there is, which mostly is enough; else once more, into what it takes. */
int api_json_append(const json_t *json, StrBuf *buf) {
	enum { LEAST = 1024 };
	size_t rest = buf->size - buf->len, room = rest > LEAST ? rest - 1 : LEAST, n;
	char *p;

	while ((p = strbuf_make_room(buf, room))) {
		n = json_dumpb(json, p, room, JSON_COMPACT | JSON_ENCODE_ANY);
		strbuf_add_written(buf, n <= room ? n : 0);
		if (n <= room)
			return n > 0 ? 0 : -ENOMEM;
		room = n;
	}
	return -ENOMEM;
}

int api_document_append_release(
	const Product *product, const Release *release, CivilDay day, StrBuf *buf) {
	_cleanup_(json_decrefp) json_t *json = api_release_json(product, release, day);

	return json ? api_json_append(json, buf) : -ENOMEM;
}

static int append_opening(const Product *product, StrBuf *buf) {
	_cleanup_(json_decrefp) json_t *json = opening_json(product);

	if (!json || api_json_append(json, buf) < 0)
		return -ENOMEM;
	/* it goes on */
	strbuf_truncate(buf, buf->len - 1);
	return strbuf_append_str(buf, ",\"releases\":[");
}

static int append_end(const Product *product, StrBuf *buf) {
	_cleanup_(json_decrefp) json_t *json = json_object();
	size_t begin = buf->len + 1;
	bool failed = !json;

	set_additions(json, product, &failed);
	if (failed)
		return -ENOMEM;
	if (json_object_size(json) == 0)
		return strbuf_append_str(buf, "]}");
	if (strbuf_append_byte(buf, ']') < 0 || api_json_append(json, buf) < 0)
		return -ENOMEM;
	/* no object of its own: the keys go on */
	buf->data[begin] = ',';
	return 0;
}

int api_product_text_step(ApiProductText *text, StrBuf *buf) {
	size_t n = product_n_releases(text->product), i = text->n_done++;
	int r;

	if (i == 0)
		return append_opening(text->product, buf);
	if (i > n) {
		r = append_end(text->product, buf);
		return r < 0 ? r : 1;
	}
	if (i > 1 && strbuf_append_byte(buf, ',') < 0)
		return -ENOMEM;
	return api_document_append_release(
		text->product, product_release(text->product, i - 1), text->day, buf);
}

int api_document_append_product(const Product *product, CivilDay day, StrBuf *buf) {
	ApiProductText text = { .product = product, .day = day };
	int r;

	while ((r = api_product_text_step(&text, buf)) == 0)
		;
	return r < 0 ? r : 0;
}

int api_document_append_head(size_t n_products, CivilDay day, StrBuf *buf) {
	char date[CIVIL_DAY_SIZE];

	return strbuf_printf(buf,
		"{\"schema_version\":\"" API_SCHEMA_VERSION
		"\",\"generated_at\":\"%sT00:00:00+00:00\",\"total\":%zu,\"result\":[",
		civil_day_format(day, date), n_products);
}

int api_document_append_tail(StrBuf *buf) {
	return strbuf_append_str(buf, "]}");
}
