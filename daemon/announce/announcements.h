/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * announcements - what was announced, what has to be, and how that survives everything. Room:
 * announce (above snapshot, below the bus; never sees the bus).
 *
 * A turn compares what was announced with what is so now. The signals that follow from it get their
 * serials and are written to disk with the state in which they will have been sent, before the
 * first of them leaves; then they wait here, in the contract's order, until each is reported as
 * sent:
 *
 *	announcements_open(dir, now, &announcements)
 *	loop:
 *		while ((event = announcements_next(announcements))) {
 *			emit(event), flush the connection
 *			announcements_sent(announcements)
 *		}
 *		announcements_turn(announcements, snapshot)
 *
 * What a sudden end left behind stands first in the queue when it is opened, as it was written, and
 * is sent before the first turn. Slices are up to the caller: it may stop between any two. A turn
 * may be taken while signals wait; they keep their place and their serials.
 *
 * To know that a signal has left, flush after each (sd_bus_flush()) and then report it: after a
 * kill at most one is repeated. Reporting costs one short write(2).
 *
 * Trouble with the disk never stops anything: it stands in announcements_problems(), and all is
 * kept in memory until a later turn can write it.
 */
#include "event.h"
#include "snapshot/snapshot.h"

typedef struct Announcements Announcements;

/*
 * Reads the state in a directory (made if its parent is there); NULL: nothing is kept on disk.
 * now_usec is the time in µs since the epoch, with which serials begin when there is no state.
 * Blocks on the disk. Returns 0 or -ENOMEM; a state that cannot be used is no error but a problem,
 * and counts as none.
 */
int announcements_open(const char *state_dir, uint64_t now_usec, Announcements **ret);
/* Forgets what is in memory; what waits is found again by the next open. */
Announcements *announcements_free(Announcements *announcements);
DEFINE_CLEANUP(Announcements *, announcements_free);

/*
 * One turn: at the start (after what was left over has been sent), whenever the day moved, and
 * after every reading of data or configuration. Puts new signals behind those that wait, and has
 * written them when it returns; writes nothing if nothing is new. Blocks for an fsync(2). Returns
 * how many signals were added, or -ENOMEM: then nothing has changed, and a later turn finds it all.
 */
ssize_t announcements_turn(Announcements *announcements, const Snapshot *snapshot);

/* The signal to be sent next, or NULL. Lives until it is reported as sent. */
const LifecycleEvent *announcements_next(const Announcements *announcements);
/* How many wait. */
size_t announcements_n_waiting(const Announcements *announcements);
/* The signal that announcements_next() gave has left the process. */
void announcements_sent(Announcements *announcements);

/* What is wrong with the state now: refused (for LoadErrors and the journal) or doubted (journal),
 * with the state file's path. Borrowed, until the next call of any of these functions. */
const Problems *announcements_problems(const Announcements *announcements);
/* Grows whenever the problems changed: opening, a turn and a report may do that. */
unsigned announcements_problems_revision(const Announcements *announcements);
