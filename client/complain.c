/* SPDX-License-Identifier: MIT */
#include "complain.h"

#include <errno.h>
#include <stdarg.h>

#include "text.h"
#include "translate.h"

static void say(const char *before, const char *format, va_list args) _printf_(2, 0);

static void say(const char *before, const char *format, va_list args) {
	_cleanup_(strbuf_deinit) StrBuf raw = STRBUF_INIT;
	_cleanup_(strbuf_deinit) StrBuf clean = STRBUF_INIT;

	(void)strbuf_vprintf(&raw, format, args);
	text_append_clean(&clean, strbuf_cstr(&raw), false);
	fprintf(stderr, "%s%s\n", before, strbuf_cstr(&clean));
}

void complain(const char *format, ...) {
	va_list args;

	va_start(args, format);
	say("eolctl: ", format, args);
	va_end(args);
}

void complain_more(const char *format, ...) {
	va_list args;

	va_start(args, format);
	say("  ", format, args);
	va_end(args);
}

int complain_usage(const char *format, ...) {
	va_list args;

	va_start(args, format);
	say("eolctl: ", format, args);
	va_end(args);
	complain_more(_("See eolctl --help."));
	return -EINVAL;
}
