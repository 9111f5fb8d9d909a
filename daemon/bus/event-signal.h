/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * event-signal - a lifecycle event as a signal of the Manager. Room: bus.
 */
#include <systemd/sd-bus.h>

#include "announce/event.h"

/* Sends it. Returns 0 or a negative errno. */
int event_signal_send(sd_bus *connection, const LifecycleEvent *event);
