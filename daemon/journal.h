/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * journal - what the administrator finds in the journal: structured, each kind with an ID of its
 * own. Room: daemon (top).
 *
 * The IDs are explained to `journalctl -x` by systemd/eold.catalog, and a test holds the two
 * together.
 */
#include "announce/event.h"
#include "snapshot/snapshot.h"
#include "util/problems.h"

#define MESSAGE_ID_MILESTONE_REACHED "3d8bec46d73242c491b95ad4e0f78322"
#define MESSAGE_ID_MILESTONE_APPROACHING "492a63dd00eb4bc89de869e55f00594f"
#define MESSAGE_ID_MILESTONE_CHANGED "a737b14c96954f39abd4051c783223d9"
#define MESSAGE_ID_VERSION_RELEASED "9999cba245db4a2ea21eb47fe7257051"
#define MESSAGE_ID_RELOADED "9f37484028884ae093d5194c916f23f8"
#define MESSAGE_ID_REFUSED "4ed1d2b5b47444f899474a10979568d5"

/* A signal of a tracked release that was sent; is_host: it is the running system's own. */
void journal_event(const LifecycleEvent *event, bool is_host);
/* The data was read again. */
void journal_reloaded(const Snapshot *snapshot);
/* What is refused or doubted now and was not before (before may be NULL). */
void journal_problems(const Problems *before, const Problems *now);
