/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * pager - text that is longer than the screen goes through a pager. Room: client (output).
 */
#include <stdbool.h>
#include <stddef.h>

#include "terminal.h"

/* Whether a text is too long for the terminal and a pager is there to show it: $SYSTEMD_PAGER,
 * else $PAGER, else less; none if that is "" or "cat". With another person's rights it is less,
 * unless $SYSTEMD_PAGERSECURE is set. */
bool pager_wanted(const Terminal *terminal, const char *text);
/* Shows n bytes of text and returns when the reader is done with it. Returns 0, or a negative
 * errno if no pager could be started (nothing was written then). */
int pager_show(const char *text, size_t n);
