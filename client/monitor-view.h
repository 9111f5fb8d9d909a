/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * monitor-view - a signal of eold as a line. Room: client (output).
 *
 * A signal is an object: Signal (its name), then Product, Cycle, Milestone (or Version), Date,
 * Path and Details; of Reloaded: Signal and Summary.
 */
#include <jansson.h>
#include <systemd/sd-bus.h>

#include "util/strbuf.h"

/* Makes that object of a message. Returns 1; 0 for a signal that is none of eold's or has another
 * signature; or a negative errno. */
int monitor_read(sd_bus_message *message, json_t **ret);
/* Appends the signal as a sentence, clean, without a newline. */
void monitor_append_line(StrBuf *buf, const json_t *event);
