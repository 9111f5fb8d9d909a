/* SPDX-License-Identifier: MIT */
/*
 * Front matter, product file and override, from bytes to a sealed product.
 *
 * The input is a Markdown file; where a line `=====` stands in it, what follows is an override of
 * the product. Whatever the bytes are: it ends soon, and what is served keeps its promises.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "reader/front-matter.h"
#include "reader/override.h"
#include "reader/product-file.h"
#include "reader/yaml-input.h"
#include "reader/yaml-sample.h"
#include "served-product.h"

#define OVERRIDE_MARK "\n=====\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void apply_override(ReadContext *ctx, const char *text, size_t n, ProductDraft *draft) {
	ReadContext own = *ctx;
	Override override;

	own.file = "override.yaml";
	own.is_override = true;
	own.n_refused = 0;
	if (override_read(&own, text, n, &override) < 0)
		return;
	if (override_apply(&own, &override, draft) == 0)
		must(own.n_refused == 0, "an override that was refused is not applied");
}

static void serve(const ProductDraft *draft) {
	_cleanup_(product_unrefp) Product *product = product_seal(draft);

	must(product, "what was read can be sealed");
	hold_product(product);
}

static void read_product(ReadContext *ctx, const char *text, size_t n) {
	const char *mark = memmem(text, n, OVERRIDE_MARK, strlen(OVERRIDE_MARK));
	size_t n_product = mark ? (size_t)(mark + 1 - text) : n;
	const char *yaml;
	ProductDraft draft;
	unsigned line;
	int r = front_matter_find(text, n_product, &yaml, &n_product, &line);

	must(r == 0 || r == -ENODATA || r == -EBADMSG, "front matter is there or not");
	if (r < 0)
		return;
	r = product_file_read(ctx, yaml, n_product, line, &draft);
	must(r == 0 || r == -EBADMSG || (r == -ENOMEM && ctx->arena->exceeded), "known answers");
	must(r != -EBADMSG || ctx->problems->n_refused > 0, "what is refused is reported");
	must(r != 0 || ctx->problems->n_refused == 0, "what is reported as refused is not served");
	if (r < 0)
		return;
	serve(&draft);
	if (!mark)
		return;
	mark += strlen(OVERRIDE_MARK);
	apply_override(ctx, mark, (size_t)(text + n - mark), &draft);
	serve(&draft);
}

/* libyaml as its manual has it, against the way that texts go here. */
static void read_both_ways(const char *text, size_t n) {
	yaml_parser_t here, plain;

	must(yaml_input_begin(&here, text, n) == 0 && yaml_parser_initialize(&plain), "memory");
	yaml_parser_set_encoding(&plain, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&plain, (const unsigned char *)text, n);

	YamlOutcome ours = yaml_sample_read(&here), theirs = yaml_sample_read(&plain);

	must(ours.events == theirs.events && ours.problem == theirs.problem,
		"either way gives the same");
	yaml_parser_delete(&here);
	yaml_parser_delete(&plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	_cleanup_(problems_deinit) Problems problems = PROBLEMS_INIT;
	_cleanup_(arena_deinit) Arena arena = { .max_total = 64 * 1024 * 1024 };
	ReadContext ctx = { .arena = &arena, .problems = &problems, .file = "fuzz.md" };
	double begin = cpu_seconds();

	read_product(&ctx, (const char *)data, size);
	must(cpu_seconds() - begin < 5, "reading ends soon");
	/* libyaml alone may take its time over many directives */
	if (size < 4096)
		read_both_ways((const char *)data, size);
	return 0;
}
