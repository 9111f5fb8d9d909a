/* SPDX-License-Identifier: MIT */
/* Documents of products: DescribeProducts and Dump of the Manager, Describe of a Product. */
#include "bus-internal.h"

#include <errno.h>

#include "arguments.h"
#include "document/api-document.h"

/* The documents of some products, one after the other. */
typedef struct Documents {
	size_t *products; /* indices */
	size_t n, i;
	ApiProductText text; /* of the one that is made; its product is NULL before */
	StrBuf buf;
} Documents;

static void documents_free(void *work) {
	Documents *documents = work;

	if (!documents)
		return;
	strbuf_deinit(&documents->buf);
	free(documents->products);
	free(documents);
}

static void documents_freep(Documents **documents) {
	documents_free(*documents);
}

static int documents_step(void *work, const Snapshot *snapshot, Sink *sink) {
	Documents *documents = work;
	ApiProductText *text = &documents->text;
	int r;

	if (documents->i == documents->n)
		return 1;
	if (!text->product)
		*text = (ApiProductText){
			.product = catalog_product(
				snapshot_catalog(snapshot), documents->products[documents->i]),
			.day = snapshot->today,
		};
	r = api_product_text_step(text, &documents->buf);
	/* what is too large is not made to its end */
	if (r < 0 || (r == 0 && documents->buf.len <= EOLD_MAX_ANSWER_BYTES))
		return r;
	sink_text(sink, strbuf_cstr(&documents->buf));
	strbuf_deinit(&documents->buf);
	text->product = NULL;
	return ++documents->i == documents->n;
}

static size_t count_releases(const Snapshot *snapshot, const size_t *products, size_t n) {
	size_t n_releases = 0;

	for (size_t i = 0; i < n; i++)
		n_releases += product_n_releases(
			catalog_product(snapshot_catalog(snapshot), products[i]));
	return n_releases;
}

static int request_documents(const Bus *bus, const AnswerMaker *maker, Documents *documents,
	sd_bus_message *call, sd_bus_error *error) {
	size_t n = documents->n;

	return answers_request(bus->answers,
		(AnswerRequest){ .maker = maker,
			.work = documents,
			.n_pieces = n + count_releases(bus->snapshot, documents->products, n),
			.held_bytes = n * PRODUCT_NAME_BYTES },
		bus->snapshot, call, error);
}

int method_describe_products(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	static const AnswerMaker maker = { "s", documents_step, documents_free };
	_cleanup_(documents_freep) Documents *documents = calloc(1, sizeof(Documents));
	const Bus *self = userdata;
	int r = documents ? read_products(self->snapshot, call, &documents->products, &documents->n,
				    error)
			  : -ENOMEM;

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r < 0)
		return r;
	return request_documents(self, &maker, TAKE_PTR(documents), call, error);
}

int method_describe_product(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	static const AnswerMaker maker = { NULL, documents_step, documents_free };
	_cleanup_(documents_freep) Documents *documents = calloc(1, sizeof(Documents));
	const FoundProduct *found = userdata;

	if (!documents || !(documents->products = calloc(1, sizeof(size_t))))
		return -ENOMEM;
	documents->products[documents->n++] = found->index;
	return request_documents(found->bus, &maker, TAKE_PTR(documents), call, error);
}

int method_dump(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	Bus *self = userdata;
	int r = read_flags(call, 0, NULL, error);

	if (r < 0)
		return r;
	if (sd_bus_can_send(self->connection, SD_BUS_TYPE_UNIX_FD) <= 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_NOT_SUPPORTED,
			"This connection passes no file descriptors; DescribeProducts does "
			"without.");
	return document_job_request(self->documents, self->snapshot, call, error);
}
