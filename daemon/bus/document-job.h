/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * document-job - the whole catalog as one document in sealed memory, made between other calls.
 * Room: bus.
 *
 * The document is made when somebody asks for it first, in slices of well under a millisecond, so
 * that nobody waits but who asked. What it says of a product is copied from the document before if
 * neither product nor day changed. Every answer is a file description of its own: read-only, at
 * offset 0, sealed.
 */
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "snapshot/snapshot.h"

typedef struct DocumentJob DocumentJob;

/* NULL: out of memory. The connection must outlive it. */
DocumentJob *document_job_new(sd_bus *connection, sd_event *event);
/* Calls that wait get no answer. */
DocumentJob *document_job_free(DocumentJob *job);

/* Answers a Dump from what a snapshot holds, now or as soon as it is made. Returns 1 or a negative
 * errno, with the error set where it is the caller's to read. */
int document_job_request(
	DocumentJob *job, Snapshot *snapshot, sd_bus_message *call, sd_bus_error *error);
/* Another snapshot is served from now on: what is being made is made of that. */
void document_job_serve(DocumentJob *job, Snapshot *snapshot);
