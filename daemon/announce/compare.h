/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * compare - what has to be announced: one comparison for start, reload and the moving of the day.
 * Room: announce.
 *
 * The rules are the contract's, section "Signals". Where it is silent:
 *
 * - A day before the newest one announced is one on which the clock is set back; of two such days
 *   seen one right after the other the first is the day "set back to" (whatever days were seen
 *   before them: a machine that is off at weekends must find out, too).
 * - A milestone that was announced as reached is warned of no more until it is forgotten or moves.
 * - A release without a release date has all lead times; nothing can exceed what nobody knows.
 * - A version is released only if there was another before: the first ever signals nothing. A
 *   product whose `latest` column is off has none.
 */
#include "event.h"
#include "known.h"
#include "snapshot/snapshot.h"

/*
 * Compares what is known with a snapshot. Appends the events, in the order and with the serials in
 * which they are to be sent, and gives what is known when all of them have been. `known` is only
 * changed as far as known_forget_from() says, when a clock that was set back is taken for true;
 * doing that again does no harm. It takes time proportional to the products, to the releases whose
 * product is another than before, and to what lies in the days passed and in the lead times.
 * Returns 0 or -ENOMEM; *ret and events are then as before.
 */
int compare_turn(Known *known, const Snapshot *snapshot, EventList *events, Known **ret);
