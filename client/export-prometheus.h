/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * export-prometheus - metrics as Prometheus reads them from a text file. Room: client (output).
 */
#include "util/strbuf.h"

/* Appends NAME="VALUE" to labels, after a comma unless they are empty. The value is clean (see
 * text.h) and escaped. Errors stay in labels. */
void prometheus_append_label(StrBuf *labels, const char *name, const char *value);
