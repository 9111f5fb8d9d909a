/* SPDX-License-Identifier: MIT */
#include "document-job.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "arguments.h"
#include "document/api-document.h"

enum {
	SLICE_USEC = 500, /* how long one dispatch works */
	WAITING_MAX = 1000, /* calls that wait for one document */
};

/* Where a product stands in a document. */
typedef struct Piece {
	Product *product; /* a reference: a new one at the same address is another */
	off_t offset;
	size_t length;
} Piece;

typedef struct Document {
	int fd;
	off_t length;
	CivilDay day;
	Dataset *dataset; /* NULL: there is no document */
	Piece *pieces; /* in the document's order */
	size_t n_pieces;
} Document;

#define DOCUMENT_INIT \
	{ .fd = -1 }

struct DocumentJob {
	int own_fds; /* /proc/self/fd */
	sd_event_source *source; /* runs while a document is made */
	Document finished;
	Document current; /* being made */
	size_t hint; /* in finished.pieces: where the next product is looked for first */
	json_t *product; /* the one that is being made, or NULL */
	size_t n_releases; /* of it that are made */
	StrBuf buf;
	sd_bus_message *waiting[WAITING_MAX];
	size_t n_waiting;
};

static void document_deinit(Document *document) {
	for (size_t i = 0; i < document->n_pieces; i++)
		product_unref(document->pieces[i].product);
	free(document->pieces);
	dataset_unref(document->dataset);
	closep(&document->fd);
	*document = (Document)DOCUMENT_INIT;
}

/* ---- answers --------------------------------------------------------------------------------- */

/* Opens the same memory anew: a description of its own, and without the right to write. From a
 * directory that is held open, which is a third cheaper than the whole path. */
static int reopen(const DocumentJob *job, int fd) {
	char name[3 * sizeof(int)];

	(void)snprintf(name, sizeof(name), "%d", fd);
	fd = openat(job->own_fds, name, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int answer(const DocumentJob *job, sd_bus_message *call) {
	_cleanup_(closep) int fd = reopen(job, job->finished.fd);

	return fd < 0 ? sd_bus_reply_method_errno(call, fd, NULL)
		      : sd_bus_reply_method_return(call, "h", fd);
}

/* Answers everybody who waits: with the document, or with an error. */
static void answer_waiting(DocumentJob *job, int error) {
	for (size_t i = 0; i < job->n_waiting; i++) {
		if (error < 0)
			(void)sd_bus_reply_method_errno(job->waiting[i], error, NULL);
		else
			(void)answer(job, job->waiting[i]);
		sd_bus_message_unref(job->waiting[i]);
	}
	job->n_waiting = 0;
}

/* ---- making ---------------------------------------------------------------------------------- */

static int flush(DocumentJob *job) {
	const char *p = strbuf_cstr(&job->buf);
	size_t left = job->buf.len;

	if (strbuf_error(&job->buf) < 0)
		return strbuf_error(&job->buf);
	while (left > 0) {
		ssize_t n = write(job->current.fd, p, left);

		if (n < 0)
			return -errno;
		p += n;
		left -= (size_t)n;
	}
	job->current.length += (off_t)job->buf.len;
	strbuf_clear(&job->buf);
	return 0;
}

/* The product in the document before, if it says the same. */
static const Piece *find_finished(DocumentJob *job, const Product *product) {
	const Document *finished = &job->finished;

	if (!finished->dataset || finished->day != job->current.day)
		return NULL;
	for (size_t n = 0; n < finished->n_pieces; n++) {
		size_t i = (job->hint + n) % finished->n_pieces;

		if (finished->pieces[i].product == product) {
			job->hint = i + 1;
			return &finished->pieces[i];
		}
		/* what changed is looked for in vain: not all too far away */
		if (n == 64)
			break;
	}
	return NULL;
}

static int copy_piece(DocumentJob *job, const Piece *piece) {
	char chunk[16 * 1024];
	size_t done = 0;

	while (done < piece->length) {
		size_t want = piece->length - done;
		ssize_t n = pread(job->finished.fd, chunk,
			want < sizeof(chunk) ? want : sizeof(chunk), piece->offset + (off_t)done);

		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		if (strbuf_append(&job->buf, chunk, (size_t)n) < 0)
			return -ENOMEM;
		done += (size_t)n;
	}
	return 0;
}

/* The product is complete in the buffer, a comma before it where it is not the first. */
static int finish_product(DocumentJob *job, const Product *product, size_t skip) {
	Document *current = &job->current;

	current->pieces[current->n_pieces++] = (Piece){
		.product = product_ref((Product *)product),
		.offset = current->length + (off_t)skip,
		.length = job->buf.len - skip,
	};
	return flush(job);
}

/* Works on the product that is next: the whole of it if it can be copied, else one release, or the
 * end. */
static int step(DocumentJob *job) {
	const Document *current = &job->current;
	const Product *product =
		catalog_product_by_file(current->dataset->catalog, current->n_pieces);
	size_t comma = current->n_pieces > 0;
	const Piece *piece;

	if (!job->product) {
		piece = find_finished(job, product);
		if (piece) {
			if (comma)
				(void)strbuf_append_byte(&job->buf, ',');
			int r = copy_piece(job, piece);

			return r < 0 ? r : finish_product(job, product, comma);
		}
		job->product = api_product_frame_json(product);
		job->n_releases = 0;
		return job->product ? 0 : -ENOMEM;
	}
	if (job->n_releases < product_n_releases(product)) {
		const Release *release = product_release(product, job->n_releases++);

		return json_array_append_new(json_object_get(job->product, "releases"),
			       api_release_json(product, release, current->day)) < 0
			       ? -ENOMEM
			       : 0;
	}
	if (comma)
		(void)strbuf_append_byte(&job->buf, ',');
	if (api_json_append(job->product, &job->buf) < 0)
		return -ENOMEM;
	json_decref(job->product);
	job->product = NULL;
	return finish_product(job, product, comma);
}

static int seal(DocumentJob *job) {
	(void)api_document_append_tail(&job->buf);
	int r = flush(job);

	if (r < 0)
		return r;
	if (fcntl(job->current.fd, F_ADD_SEALS,
		    F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
		return -errno;
	document_deinit(&job->finished);
	job->finished = job->current;
	job->current = (Document)DOCUMENT_INIT;
	return 0;
}

static void forget_current(DocumentJob *job) {
	document_deinit(&job->current);
	json_decref(job->product);
	job->product = NULL;
	strbuf_deinit(&job->buf);
}

static uint64_t now_usec(void) {
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static int on_slice(sd_event_source *source, uint64_t usec, void *userdata) {
	DocumentJob *job = userdata;
	size_t n_products = catalog_n_products(job->current.dataset->catalog);
	uint64_t end = now_usec() + SLICE_USEC;
	int r = 0;

	while (r == 0 && job->current.n_pieces < n_products && now_usec() < end)
		r = step(job);
	if (r == 0 && job->current.n_pieces < n_products)
		return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	if (r == 0)
		r = seal(job);
	answer_waiting(job, r);
	forget_current(job);
	return 0;
}

static int begin(DocumentJob *job, Snapshot *snapshot) {
	const Catalog *catalog = snapshot_catalog(snapshot);
	Document *current = &job->current;

	forget_current(job);
	current->day = snapshot->today;
	current->dataset = dataset_ref(snapshot->dataset);
	current->pieces = calloc(catalog_n_products(catalog) + 1, sizeof(Piece));
	if (!current->pieces)
		return -ENOMEM;
	current->fd = memfd_create("eold-products-full", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (current->fd < 0)
		return -errno;
	job->hint = 0;
	if (api_document_append_head(catalog_n_products(catalog), current->day, &job->buf) < 0)
		return -ENOMEM;
	/* the head goes out by itself, so that pieces begin where they say */
	int r = flush(job);

	return r < 0 ? r : sd_event_source_set_enabled(job->source, SD_EVENT_ONESHOT);
}

/* ---- from outside ---------------------------------------------------------------------------- */

DocumentJob *document_job_new(sd_event *event) {
	DocumentJob *job = calloc(1, sizeof(DocumentJob));

	if (!job)
		return NULL;
	job->finished = job->current = (Document)DOCUMENT_INIT;
	job->own_fds = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
	/* A time that has passed, and not a deferred source: that would stand before the bus always
	 * (at the same priority) or be kept from working at all by somebody who calls without a
	 * pause (at a lower one). This one takes turns. */
	if (sd_event_add_time(event, &job->source, CLOCK_MONOTONIC, 0, 1, on_slice, job) < 0 ||
		sd_event_source_set_enabled(job->source, SD_EVENT_OFF) < 0)
		return document_job_free(job);
	return job;
}

DocumentJob *document_job_free(DocumentJob *job) {
	if (!job)
		return NULL;
	for (size_t i = 0; i < job->n_waiting; i++)
		sd_bus_message_unref(job->waiting[i]);
	forget_current(job);
	document_deinit(&job->finished);
	sd_event_source_unref(job->source);
	closep(&job->own_fds);
	free(job);
	return NULL;
}

static bool says(const Document *document, const Snapshot *snapshot) {
	return document->dataset == snapshot->dataset && document->day == snapshot->today;
}

int document_job_request(
	DocumentJob *job, Snapshot *snapshot, sd_bus_message *call, sd_bus_error *error) {
	if (says(&job->finished, snapshot))
		return answer(job, call);
	if (job->n_waiting == WAITING_MAX)
		return error_limits(error, "Too many callers wait for the document.");
	if (!says(&job->current, snapshot)) {
		int r = begin(job, snapshot);

		if (r < 0) {
			forget_current(job);
			return r;
		}
	}
	job->waiting[job->n_waiting++] = sd_bus_message_ref(call);
	return 1;
}

void document_job_serve(DocumentJob *job, Snapshot *snapshot) {
	int r;

	if (job->n_waiting == 0 || says(&job->current, snapshot))
		return;
	r = begin(job, snapshot);
	if (r < 0) {
		(void)sd_event_source_set_enabled(job->source, SD_EVENT_OFF);
		answer_waiting(job, r);
		forget_current(job);
	}
}
