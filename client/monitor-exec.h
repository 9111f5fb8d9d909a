/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * monitor-exec - runs a command of the user for a signal. Room: client.
 *
 * The signal is in the environment, every value clean (text.h), so that a command which prints it
 * or writes it to a log cannot be fooled: EOLD_SIGNAL, EOLD_PRODUCT, EOLD_CYCLE, EOLD_MILESTONE or
 * EOLD_VERSION, EOLD_DATE, EOLD_PATH, and each of the Details by its name in capitals, such as
 * EOLD_PRODUCT_LABEL, EOLD_DAYS_LEFT, EOLD_TRACKED (true or false).
 */
#include <jansson.h>

/* Runs command by /bin/sh and waits for it. Returns its exit status (128 and more: ended by a
 * signal), or a negative errno if it could not be started. */
int monitor_exec(const char *command, const json_t *event);
