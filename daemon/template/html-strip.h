/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * html-strip - text without its HTML, as the API shows labels. Room: template.
 *
 * First whole blocks go: <script...</script>, <!--...-->, <style...</style>, each to the first
 * end that follows. Then tags go, from a "<" to the next ">". Upper and lower case matter, line
 * ends do not. What is not closed stays. The result is text, not HTML that is safe to show: what
 * is left may still hold a "<", and entities are not touched.
 */
#include <stddef.h>

#include "util/strbuf.h"

/*
 * Appends text (n bytes) without its HTML to out, which never grows by more than n. Takes time in
 * proportion to n, whatever the text is. Returns 0, or the error of the append (-ENOMEM, -E2BIG);
 * the content of out is as before it then.
 */
int html_strip(const char *text, size_t n, StrBuf *out);
