/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * log - sentences for the administrator: the journal, or standard error where there is none. Room:
 * util.
 *
 * Only those who end an error's journey log it; the rooms below hand errors up. Fields are given as
 * "NAME=VALUE" after the message, NULL at the end. Values must be free of newlines: texts out of
 * files are escaped before (utf8_append_escaped()).
 */
#include <syslog.h>

#include "cleanup.h"

/* Says a sentence at a syslog priority (LOG_ERR ... LOG_DEBUG). */
void log_message(int priority, const char *format, ...) _printf_(2, 3);

/* The same as one structured entry with fields; message_id is 32 hex digits or NULL. */
void log_entry(int priority, const char *message_id, const char *const *fields, const char *format,
	...) _printf_(4, 5);
