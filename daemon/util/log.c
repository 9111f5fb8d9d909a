/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/uio.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

enum { FIELDS_MAX = 24 };

/* Whether standard error goes to the journal, or there is nothing else but the journal: systemd
 * says so for services. By hand, people read standard error. */
static bool has_journal(void) {
	return getenv("JOURNAL_STREAM") || getenv("INVOCATION_ID");
}

static void send_entry(
	int priority, const char *message_id, const char *const *fields, const char *message) {
	_cleanup_(freep) char *message_field = NULL, *priority_field = NULL, *id_field = NULL;
	struct iovec iov[FIELDS_MAX + 3];
	int n = 0;

	if (asprintf(&message_field, "MESSAGE=%s", message) < 0) {
		message_field = NULL;
		return;
	}
	if (asprintf(&priority_field, "PRIORITY=%d", priority) < 0) {
		priority_field = NULL;
		return;
	}
	iov[n++] = (struct iovec){ message_field, strlen(message_field) };
	iov[n++] = (struct iovec){ priority_field, strlen(priority_field) };
	if (message_id && asprintf(&id_field, "MESSAGE_ID=%s", message_id) >= 0)
		iov[n++] = (struct iovec){ id_field, strlen(id_field) };
	for (size_t i = 0; fields && fields[i] && i < FIELDS_MAX; i++)
		iov[n++] = (struct iovec){ (char *)fields[i], strlen(fields[i]) };
	(void)sd_journal_sendv(iov, n);
}

static _printf_(4, 0) void say(int priority, const char *message_id, const char *const *fields,
	const char *format, va_list args) {
	_cleanup_(freep) char *message = NULL;

	if (vasprintf(&message, format, args) < 0) {
		message = NULL;
		return;
	}
	if (has_journal())
		send_entry(priority, message_id, fields, message);
	else if (priority <= LOG_INFO)
		fprintf(stderr, "eold: %s\n", message);
}

void log_message(int priority, const char *format, ...) {
	va_list args;

	va_start(args, format);
	say(priority, NULL, NULL, format, args);
	va_end(args);
}

void log_entry(
	int priority, const char *message_id, const char *const *fields, const char *format, ...) {
	va_list args;

	va_start(args, format);
	say(priority, message_id, fields, format, args);
	va_end(args);
}
