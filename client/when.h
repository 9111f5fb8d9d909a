/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * when - how far a day is away, in words. Room: client (output).
 *
 * In the user's language: "today", "tomorrow", "in 12 days", "in 5 months", "3 days ago". Days are
 * counted up to 59, full calendar months up to two years, then full years: never more than has
 * really to pass.
 */
#include "dbus/civil-date.h"

/* Bytes that when_format() writes, the NUL included. */
#define WHEN_SIZE 64

/* Writes where day lies, seen from today, into buffer and returns it; "" if either is no day. */
char *when_format(CivilDay day, CivilDay today, char buffer[static WHEN_SIZE]);
