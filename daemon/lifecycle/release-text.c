/* SPDX-License-Identifier: MIT */
#include "release-text.h"

#include <errno.h>
#include <string.h>

#include "template/html-strip.h"
#include "template/release-template.h"

#define UPSTREAM_PAGE "https://endoflife.date/"
#define ICON_PREFIX "https://cdn.jsdelivr.net/npm/simple-icons/icons/"
#define ICON_SUFFIX ".svg"

/* Appends a rendered template. Returns 1, 0 if it cannot be rendered (nothing is appended), or
 * -ENOMEM. */
static int render(
	const Product *product, const Release *release, const char *template, StrBuf *buf) {
	char released[CIVIL_DAY_SIZE], latest_released[CIVIL_DAY_SIZE];
	ReleaseTemplateValues values = {
		.cycle = release_name(product, release),
		.codename = product_text(product, release_codename(release)),
		.release_date = civil_day_format(release->release_date, released),
		.latest = product_text(product, release->latest),
		.latest_release_date = civil_day_format(release->latest_date, latest_released),
	};
	LiquidDoubt doubt;
	size_t before = buf->len;
	int r = release_template_render(template, strlen(template), &values, buf, &doubt);

	if (r >= 0)
		return 1;
	if (r == -ENOMEM)
		return r;
	strbuf_truncate(buf, before);
	return 0;
}

/* The label without suffix, as upstream has it before HTML is taken out. */
static int append_base(const Product *product, const Release *release, StrBuf *buf) {
	const char *name = release_name(product, release);
	const char *template = product_text(product, release->label);
	int r;

	if (release->flags & RELEASE_FINAL_LABEL)
		return strbuf_append_str(buf, template ? template : name);
	if (!template)
		template = product_text(product, product->release_label);
	if (!template)
		return strbuf_append_str(buf, name);
	r = render(product, release, template, buf);
	return r == 0 ? strbuf_append_str(buf, name) : r < 0 ? r : 0;
}

static int append_suffix(
	const Product *product, const Release *release, CivilDay day, StrBuf *buf) {
	Mark lts = release_mark(release, MILESTONE_LTS);
	const char *word = product_text_or_empty(product, product->lts_label);
	char date[CIVIL_DAY_SIZE];

	if (release->flags & RELEASE_FINAL_LABEL && !(release->flags & RELEASE_LTS_SUFFIX))
		return 0;
	if (mark_is_reached(lts, day))
		return strbuf_printf(buf, " (%s)", word);
	if (mark_is_date(lts))
		return strbuf_printf(buf, " (<span title=\"%s\">Upcoming</span> %s)",
			civil_day_format(lts, date), word);
	return 0;
}

int release_text_label(const Product *product, const Release *release, CivilDay day, StrBuf *buf) {
	size_t before = buf->len;
	int r = append_base(product, release, buf);

	/* an import's label is finished: only what is added now may hold HTML */
	if (release->flags & RELEASE_FINAL_LABEL)
		before = buf->len;
	if (r == 0)
		r = append_suffix(product, release, day, buf);
	if (r < 0 || !memchr(buf->data + before, '<', buf->len - before))
		return r;

	_cleanup_(strbuf_deinit) StrBuf stripped = STRBUF_INIT;

	r = html_strip(buf->data + before, buf->len - before, &stripped);
	if (r < 0)
		return -ENOMEM;
	strbuf_truncate(buf, before);
	return strbuf_append(buf, strbuf_cstr(&stripped), stripped.len);
}

/* The release's own link, put together from the prefix that it may share with others. Returns NULL
 * where it has none, or when out of memory (*failed). */
static const char *own_link(
	const Product *product, const Release *release, StrBuf *buf, bool *failed) {
	const char *link = product_text(product, release->link);

	if (!link || !(release->flags & RELEASE_LINK_PREFIXED))
		return link;
	(void)strbuf_append_str(buf, product_text(product, product->link_prefix));
	*failed = strbuf_append_str(buf, link) < 0;
	return *failed ? NULL : strbuf_cstr(buf);
}

int release_text_link(
	const Product *product, const Release *release, StrBuf *buf, bool *ret_present) {
	_cleanup_(strbuf_deinit) StrBuf whole = STRBUF_INIT;
	const char *template;
	bool failed = false;
	int r;

	*ret_present = false;
	if (release->flags & RELEASE_NO_LINK)
		return 0;
	template = own_link(product, release, &whole, &failed);
	if (failed)
		return -ENOMEM;
	if (template && (release->flags & RELEASE_FINAL_LINK || !strstr(template, "__"))) {
		*ret_present = true;
		return strbuf_append_str(buf, template);
	}
	if (!template)
		template = product_text(product, product->changelog_template);
	if (!template)
		return 0;
	r = render(product, release, template, buf);
	*ret_present = r > 0;
	return r < 0 ? r : 0;
}

int product_text_html_link(const Product *product, StrBuf *buf) {
	const char *link = product_text(product, product->html_link);

	return link ? strbuf_append_str(buf, link)
		    : strbuf_printf(buf, UPSTREAM_PAGE "%s", product_name(product));
}

int product_text_icon_link(const Product *product, StrBuf *buf, bool *ret_present) {
	const char *icon = product_text(product, product->icon);

	*ret_present = icon;
	if (!icon)
		return 0;
	return product->flags & PRODUCT_ICON_IS_SLUG
		       ? strbuf_printf(buf, ICON_PREFIX "%s" ICON_SUFFIX, icon)
		       : strbuf_append_str(buf, icon);
}
