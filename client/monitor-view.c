/* SPDX-License-Identifier: MIT */
#include "monitor-view.h"

#include <errno.h>
#include <string.h>

#include "answer.h"
#include "bus-value.h"
#include "phase.h"
#include "text.h"
#include "translate.h"

#define SIGNATURE "ssssoa{sv}"

static bool is_signal_of_release(const char *member) {
	static const char *const members[] = { "MilestoneReached", "MilestoneApproaching",
		"MilestoneChanged", "VersionReleased" };

	for (size_t i = 0; i < ELEMENTSOF(members); i++)
		if (strcmp(members[i], member) == 0)
			return true;
	return false;
}

int monitor_read(sd_bus_message *message, json_t **ret) {
	static const char *const milestone_keys[] = { "Product", "Cycle", "Milestone", "Date",
		"Path", "Details", NULL };
	static const char *const version_keys[] = { "Product", "Cycle", "Version", "Date", "Path",
		"Details", NULL };
	static const char *const reload_keys[] = { "Summary", NULL };
	const char *member = sd_bus_message_get_member(message);
	bool of_release = is_signal_of_release(member), reloaded = strcmp(member, "Reloaded") == 0;
	_cleanup_(json_decrefp) json_t *values = NULL, *fields = NULL, *event = NULL;
	const char *const *keys = reload_keys;
	int r;

	if (!of_release && !reloaded)
		return 0;
	if (of_release)
		keys = strcmp(member, "VersionReleased") == 0 ? version_keys : milestone_keys;
	r = bus_value_read_reply(message, of_release ? SIGNATURE : "a{sv}", &values);
	if (r < 0)
		return r == -EBADMSG ? 0 : r;
	fields = answer_name_row(values, keys);
	event = json_pack("{ss}", "Signal", member);
	if (!event || json_object_update(event, fields) < 0)
		return -ENOMEM;
	*ret = TAKE_PTR(event);
	return 1;
}

static void append_reached(StrBuf *raw, const json_t *event) {
	const char *milestone = value_str(event, "Milestone"), *date = value_str(event, "Date");
	const char *words = milestone_words(milestone);
	bool begins = strcmp(milestone, "lts") == 0;

	if (begins && date[0] != '\0')
		(void)strbuf_printf(raw, _("long-term support began on %s"), date);
	else if (begins)
		(void)strbuf_append_str(raw, _("long-term support began"));
	else if (date[0] != '\0')
		(void)strbuf_printf(raw, _("%s reached, the last day was %s"), words, date);
	else
		(void)strbuf_printf(raw, _("%s reached"), words);
}

static void append_approaching(StrBuf *raw, const json_t *event) {
	json_int_t days = value_int(json_object_get(event, "Details"), "DaysLeft");
	const char *date = value_str(event, "Date");

	const char *words = milestone_words(value_str(event, "Milestone"));

	if (days == 0)
		(void)strbuf_printf(raw, _("%s after today"), words);
	else
		(void)strbuf_printf(raw,
			ngettext("%s in %lld day", "%s in %lld days", (unsigned long)days), words,
			(long long)days);
	if (date[0] != '\0')
		(void)strbuf_printf(raw, _(", the last day is %s"), date);
}

/* What a milestone was or is: a date, or one of the ways to have none. */
static const char *state_words(const char *date, bool reached, bool present) {
	if (date[0] != '\0')
		return date;
	if (!present)
		return _("none");
	return reached ? _("reached, day unknown") : _("no end known");
}

static void append_changed(StrBuf *raw, const json_t *event) {
	const json_t *details = json_object_get(event, "Details");

	(void)strbuf_printf(raw, _("%s changed from %s to %s"),
		milestone_words(value_str(event, "Milestone")),
		state_words(value_str(details, "OldDate"), value_bool(details, "OldReached"),
			value_bool(details, "OldPresent")),
		state_words(value_str(event, "Date"), value_bool(details, "Reached"),
			value_bool(details, "Present")));
}

static void append_version(StrBuf *raw, const json_t *event) {
	const char *version = value_str(event, "Version"), *date = value_str(event, "Date");
	const char *old = value_str(json_object_get(event, "Details"), "OldVersion");

	if (date[0] != '\0')
		(void)strbuf_printf(raw, _("version %s of %s"), version, date);
	else
		(void)strbuf_printf(raw, _("version %s"), version);
	if (old[0] != '\0')
		(void)strbuf_printf(raw, _(" after %s"), old);
}

static void append_reloaded(StrBuf *raw, const json_t *event) {
	const json_t *summary = json_object_get(event, "Summary");

	(void)strbuf_printf(raw, _("data read: %lld products, %lld releases, %lld refused"),
		(long long)value_int(summary, "Products"),
		(long long)value_int(summary, "Releases"), (long long)value_int(summary, "Errors"));
	if (value_bool(summary, "All"))
		(void)strbuf_append_str(raw, _(", most of it changed"));
	else
		(void)strbuf_printf(raw, _(", %zu changed"),
			json_array_size(json_object_get(summary, "Changed")));
}

void monitor_append_line(StrBuf *buf, const json_t *event) {
	static const struct {
		const char *signal;
		void (*append)(StrBuf *raw, const json_t *event);
	} lines[] = {
		{ "MilestoneReached", append_reached },
		{ "MilestoneApproaching", append_approaching },
		{ "MilestoneChanged", append_changed },
		{ "VersionReleased", append_version },
		{ "Reloaded", append_reloaded },
	};
	_cleanup_(strbuf_deinit) StrBuf raw = STRBUF_INIT;
	const char *signal = value_str(event, "Signal");

	if (value_str(event, "Product")[0] != '\0')
		(void)strbuf_printf(
			&raw, "%s %s: ", value_str(event, "Product"), value_str(event, "Cycle"));
	for (size_t i = 0; i < ELEMENTSOF(lines); i++)
		if (strcmp(lines[i].signal, signal) == 0)
			lines[i].append(&raw, event);
	if (value_bool(json_object_get(event, "Details"), "Tracked"))
		(void)strbuf_append_str(&raw, _(" [tracked]"));
	text_append_clean(buf, strbuf_cstr(&raw), false);
}
