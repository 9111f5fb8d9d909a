/* SPDX-License-Identifier: MIT */
#include "document-job.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "arguments.h"
#include "document/api-document.h"
#include "document/json-heap.h"
#include "turns.h"

enum {
	WAITING_MAX = 1000, /* calls that wait for one document */
	CHUNK_BYTES = 32 * 1024, /* so many are written at a time */
	RUN_BYTES = 1024 * 1024, /* so many are copied before the next look at what follows */
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
	Turns turns; /* at work while a document is made, and until all have it */
	Document finished;
	Document current; /* being made */
	size_t hint; /* in finished.pieces: where the next product is looked for first */
	off_t copy_offset; /* in finished: what is being copied from it */
	size_t copy_length; /* of that, what is left */
	ApiProductText text; /* of the product that is being made; its product may be NULL */
	off_t text_offset; /* where it begins */
	StrBuf buf; /* not written yet */
	sd_bus_message *waiting[WAITING_MAX];
	size_t n_waiting;
	size_t n_answered; /* of them */
	bool is_answering; /* the document was made, and those who wait get it */
	int result; /* of making it: 0 or a negative errno */
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

/* Answers the next who waits: with the document, or with an error. */
static void answer_next(DocumentJob *job) {
	sd_bus_message *call = job->waiting[job->n_answered++];

	if (job->result < 0)
		(void)sd_bus_reply_method_errno(call, job->result, NULL);
	else
		(void)answer(job, call);
	sd_bus_message_unref(call);
}

static void answer_waiting(DocumentJob *job) {
	while (job->n_answered < job->n_waiting)
		answer_next(job);
	job->n_waiting = job->n_answered = 0;
	job->is_answering = false;
	turns_stop(&job->turns);
}

/* ---- making ---------------------------------------------------------------------------------- */

static int write_all(DocumentJob *job, const char *p, size_t left) {
	while (left > 0) {
		ssize_t n = write(job->current.fd, p, left);

		if (n < 0)
			return -errno;
		p += n;
		left -= (size_t)n;
		job->current.length += n;
	}
	return 0;
}

static int flush(DocumentJob *job) {
	int r = strbuf_error(&job->buf);

	if (r == 0)
		r = write_all(job, strbuf_cstr(&job->buf), job->buf.len);
	strbuf_clear(&job->buf);
	return r;
}

/* Where the next byte comes to stand. */
static off_t position(const DocumentJob *job) {
	return job->current.length + (off_t)job->buf.len;
}

static void add_piece(DocumentJob *job, const Product *product, off_t offset, size_t length) {
	Document *current = &job->current;

	current->pieces[current->n_pieces++] = (Piece){
		.product = product_ref((Product *)product),
		.offset = offset,
		.length = length,
	};
}

static const Product *next_product(const DocumentJob *job) {
	const Catalog *catalog = job->current.dataset->catalog;
	size_t n = job->current.n_pieces;

	return n < catalog_n_products(catalog) ? catalog_product_by_file(catalog, n) : NULL;
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

/* As many products as stand there one behind the other, the commas between them too. */
static int begin_copy(DocumentJob *job, const Piece *piece) {
	const Document *finished = &job->finished;
	const Piece *end = finished->pieces + finished->n_pieces;
	off_t begin = piece->offset, shift = position(job) - begin;
	const Product *product = next_product(job);

	job->copy_offset = begin;
	for (; piece < end && product == piece->product && piece->offset - begin < RUN_BYTES;
		piece++, product = next_product(job)) {
		add_piece(job, product, piece->offset + shift, piece->length);
		job->copy_length = (size_t)(piece->offset - begin) + piece->length;
	}
	job->hint = (size_t)(piece - finished->pieces);
	return flush(job);
}

static int copy_chunk(DocumentJob *job) {
	char chunk[CHUNK_BYTES];
	ssize_t n = pread(job->finished.fd, chunk,
		job->copy_length < sizeof(chunk) ? job->copy_length : sizeof(chunk),
		job->copy_offset);

	if (n <= 0)
		return n < 0 ? -errno : -EIO;
	job->copy_offset += n;
	job->copy_length -= (size_t)n;
	return write_all(job, chunk, (size_t)n);
}

static int begin_product(DocumentJob *job, const Product *product) {
	const Piece *piece = find_finished(job, product);

	if (job->current.n_pieces > 0 && strbuf_append_byte(&job->buf, ',') < 0)
		return -ENOMEM;
	if (piece)
		return begin_copy(job, piece);
	job->text = (ApiProductText){ .product = product, .day = job->current.day };
	job->text_offset = position(job);
	return 0;
}

static int append_text(DocumentJob *job) {
	int r = api_product_text_step(&job->text, &job->buf);

	if (r == 1) {
		add_piece(job, job->text.product, job->text_offset,
			(size_t)(position(job) - job->text_offset));
		job->text.product = NULL;
	}
	if (r >= 0)
		r = job->buf.len >= CHUNK_BYTES ? flush(job) : 0;
	return r;
}

/* Makes a little more: at most a release, or a chunk of what is copied. Returns 1 at the end. */
static int make(DocumentJob *job) {
	const Product *product;

	if (job->copy_length > 0)
		return copy_chunk(job);
	if (job->text.product)
		return append_text(job);
	product = next_product(job);
	return product ? begin_product(job, product) : 1;
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
	job->text.product = NULL;
	job->copy_length = 0;
	strbuf_deinit(&job->buf);
}

/* Those who wait get what it came to. */
static void end(DocumentJob *job, int r) {
	forget_current(job);
	json_heap_release();
	job->result = r;
	job->is_answering = true;
}

static void on_step(void *userdata) {
	DocumentJob *job = userdata;
	int r;

	if (job->is_answering) {
		if (job->n_answered < job->n_waiting)
			answer_next(job);
		else
			answer_waiting(job);
		return;
	}
	r = make(job);
	if (r == 1)
		r = seal(job);
	else if (r == 0)
		return;
	end(job, r);
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
	return turns_start(&job->turns);
}

/* ---- from outside ---------------------------------------------------------------------------- */

DocumentJob *document_job_new(sd_bus *connection, sd_event *event) {
	DocumentJob *job = calloc(1, sizeof(DocumentJob));

	if (!job)
		return NULL;
	job->finished = job->current = (Document)DOCUMENT_INIT;
	job->own_fds = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (turns_init(&job->turns, connection, event, on_step, job) < 0)
		return document_job_free(job);
	return job;
}

DocumentJob *document_job_free(DocumentJob *job) {
	if (!job)
		return NULL;
	for (size_t i = job->n_answered; i < job->n_waiting; i++)
		sd_bus_message_unref(job->waiting[i]);
	forget_current(job);
	document_deinit(&job->finished);
	turns_deinit(&job->turns);
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
	/* those who still wait for the one before */
	if (job->is_answering)
		answer_waiting(job);
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

	if (job->n_waiting == 0 || job->is_answering || says(&job->current, snapshot))
		return;
	r = begin(job, snapshot);
	if (r < 0)
		end(job, r);
}
