/* SPDX-License-Identifier: MIT */
#include "product-file.h"

#include "product-check.h"
#include "product-fields.h"

static void product_draft_init(ProductDraft *draft, const char *file) {
	*draft = (ProductDraft){ .source = file, .lts_label = PRODUCT_LTS_LABEL };
	draft->column_labels[MILESTONE_EOL] = PRODUCT_COLUMN_EOL;
}

int product_file_read(
	ReadContext *ctx, const char *text, size_t n, unsigned line, ProductDraft *ret) {
	const YamlNode *tree = NULL;
	ProductDraft draft;
	int r = field_tree(ctx, text, n, line, &tree);

	if (r < 0)
		return r;
	product_draft_init(&draft, ctx->file);
	r = product_fields_read(ctx, tree, line, &draft);
	if (r == 0)
		r = product_check(ctx, &draft);
	if (r == 0)
		*ret = draft;
	return r;
}
