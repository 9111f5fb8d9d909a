/* SPDX-License-Identifier: MIT */
/* The Manager's methods that answer with JSON: DescribeProducts and Dump. */
#include "bus-internal.h"

#include "arguments.h"
#include "document/api-document.h"

static int write_documents(const Snapshot *snapshot, const size_t *list, size_t n, Sink *sink) {
	_cleanup_(strbuf_deinit) StrBuf buf = STRBUF_INIT;

	sink_open(sink, SD_BUS_TYPE_ARRAY, "s");
	for (size_t i = 0; i < n && sink->size <= EOLD_MAX_ANSWER_BYTES; i++) {
		const Product *product = catalog_product(snapshot_catalog(snapshot), list[i]);
		int r;

		strbuf_clear(&buf);
		r = api_document_append_product(product, snapshot->today, &buf);
		if (r < 0)
			return r;
		sink_text(sink, strbuf_cstr(&buf));
	}
	sink_close(sink);
	return 0;
}

int method_describe_products(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	const Bus *self = userdata;
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
	_cleanup_(freep) size_t *list = NULL;
	size_t n;
	int r = read_products(self->snapshot, call, &list, &n, error);

	if (r >= 0)
		r = read_flags(call, 0, NULL, error);
	if (r >= 0)
		r = sd_bus_message_new_method_return(call, &reply);
	if (r < 0)
		return r;

	Sink sink = sink_for_message(reply);

	r = write_documents(self->snapshot, list, n, &sink);
	return r < 0 ? r : send_answer(reply, sink.error, sink.size, error);
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
