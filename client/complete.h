/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * complete - what may be typed next. Room: client.
 *
 * Verbs, options, their values and columns come from the tables that make the help; products,
 * releases and properties from the daemon, if it is running: nobody starts a service, or is asked
 * for a password, by pressing a key. What it does not answer within a second is not offered.
 *
 * A shell puts what it is offered onto its command line as it stands. So nothing is offered but
 * words of letters, digits and a few marks that mean nothing to any shell.
 */
#include "complete-typed.h"

/* The one line that stands for "a file's name": the shell knows better. */
#define COMPLETE_FILES ":files"

/* Prints what may stand in place of the current word: one a line, behind a tab what it means. app
 * connects to the bus that is typed. */
void complete_print(App *app, const Typed *typed);
/* Whether a word means the same to every shell, quoted or not, and steers no terminal. */
bool complete_is_harmless(const char *word);
