/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * export-csv - fields of RFC 4180 that are safe to open in a spreadsheet. Room: client (output).
 */
#include "util/strbuf.h"

/* Appends a text as one field: in quotation marks where it needs them, without anything that could
 * steer a terminal or begin another line, and with an apostrophe before what a spreadsheet would
 * take for a formula. Errors stay in buf. */
void csv_append_text(StrBuf *buf, const char *text);
