/* SPDX-License-Identifier: MIT */
#pragma once
/* Too much of something. Written piece by piece, so that the test itself stays small. */
#include "odd-files.h"

static inline void put(FILE *file, const char *part, size_t n) {
	for (size_t i = 0; i < n; i++)
		fputs(part, file);
}

static inline void put_top(FILE *file, const char *name) {
	fprintf(file, "title: T\ncategory: c\npermalink: /%s\n", name);
}

static inline void put_api_top(FILE *file, const char *name) {
	fprintf(file, "{\"result\":{\"name\":\"%s\",\"label\":\"L\",\"category\":\"c\"", name);
}

#define MIB (1024u * 1024)

static inline void write_flow(FILE *file) {
	put(file, "[", 100000);
}

static inline void write_flow_inside(FILE *file) {
	put_top(file, "x");
	fputs("auto: ", file);
	put(file, "{a: ", 100000);
}

static inline void write_block(FILE *file) {
	put_top(file, "x");
	fputs("auto:\n  ", file);
	put(file, "- ", 100000);
}

static inline void write_keys(FILE *file) {
	put(file, "? ", 100000);
}

static inline void write_indented(FILE *file) {
	for (int i = 0; i < 1000; i++)
		fprintf(file, "%*sa:\n", i, "");
}

/* 66 collections, each with the one before: as deep as 4,000 levels. */
static inline void write_deep_aliases(FILE *file) {
	fputs("a0: &a0 ", file);
	put(file, "[", 60);
	put(file, "]", 60);
	for (int i = 1; i < 66; i++) {
		fprintf(file, "\na%d: &a%d ", i, i);
		put(file, "[", 60);
		fprintf(file, "*a%d", i - 1);
		put(file, "]", 60);
	}
}

static inline void write_anchors(FILE *file) {
	fputs("a:\n", file);
	put(file, "- &x y\n", 1000);
}

static inline void write_scalar_64(FILE *file) {
	fputs("title: ", file);
	put(file, "0123456789abcdef", 64u * MIB / 16);
}

static inline void write_scalar_3(FILE *file) {
	fputs("title: \"", file);
	put(file, "0123456789abcdef", 3u * MIB / 16);
	fputs("\"\n", file);
}

static inline void write_releases(FILE *file) {
	put_top(file, "x");
	fputs("releases:\n", file);
	put(file, "- a\n", 200000);
}

static inline void write_releases_large(FILE *file) {
	put_top(file, "x");
	fputs("releases:\n", file);
	for (int i = 0; i < 200000; i++)
		fprintf(file, "  - {releaseCycle: '%d', releaseDate: 2020-01-01, eol: no}\n", i);
}

static inline void put_releases(FILE *file, int n) {
	fputs("releases:\n", file);
	for (int i = 0; i < n; i++)
		fprintf(file,
			"  - {releaseCycle: '%d', releaseDate: 2020-01-01, eol: 2030-01-01}\n", i);
}

static inline void write_releases_most(FILE *file) {
	put_top(file, "releases-most");
	put_releases(file, 10000);
}

static inline void write_releases_one_more(FILE *file) {
	put_top(file, "x");
	put_releases(file, 10001);
}

static inline void write_flood(FILE *file) {
	put_top(file, "x");
	fputs("releases:\n", file);
	put(file, "- x\n", 9999);
}

static inline void write_tags_before(FILE *file) {
	for (unsigned i = 0; i < 200000; i++)
		fprintf(file, "%%TAG !%x! tag:\n", i);
	fputs("---\na: 1\n", file);
}

static inline void write_tags_behind(FILE *file) {
	fputs("a: 1\n...\n", file);
	write_tags_before(file);
}

static inline void write_values(FILE *file) {
	for (int i = 0; i < 200; i++) {
		fprintf(file, "k%d: [", i);
		put(file, "a,", 9999);
		fputs("]\n", file);
	}
}

static inline void write_many_keys(FILE *file) {
	for (int i = 0; i < 10001; i++)
		fprintf(file, "k%d: 1\n", i);
}

static inline void write_comments(FILE *file) {
	put_top(file, "comments");
	put_releases(file, 1);
	put(file, "# a comment that says nothing at all, again and again, and once more\n", 55000);
}

static inline void write_custom_fields(FILE *file) {
	put_top(file, "x");
	fputs("customFields:\n", file);
	for (int i = 0; i < 65; i++)
		fprintf(file, "  - name: f%d\n", i);
	put_releases(file, 1);
}

static inline void write_alias_texts(FILE *file) {
	put_top(file, "x");
	fputs("a: &a ", file);
	put(file, "word ", 3000);
	fputs("\ntags: [", file);
	put(file, "*a,", 9000);
	fputs("]\n", file);
	put_releases(file, 1);
}

static inline void write_json_deep(FILE *file) {
	fputs("{\"result\":", file);
	put(file, "[", 100000);
}

static inline void write_json_deep_inside(FILE *file) {
	put_api_top(file, "x");
	fputs(",\"x\":", file);
	put(file, "{\"a\":", 100000);
}

static inline void write_json_64(FILE *file) {
	fputs("{\"result\":[{\"name\":\"", file);
	put(file, "0123456789abcdef", 64u * MIB / 16);
	fputs("\"}]}", file);
}

static inline void write_json_text(FILE *file) {
	put_api_top(file, "x");
	fputs(",\"versionCommand\":\"", file);
	put(file, "0123456789abcdef", 15u * MIB / 16);
	fputs("\",\"releases\":[]}}", file);
}

static inline void write_json_releases(FILE *file) {
	put_api_top(file, "x");
	fputs(",\"releases\":[{\"name\":\"0\"}", file);
	for (int i = 1; i < 200000; i++)
		fprintf(file, ",{\"name\":\"%d\"}", i);
	fputs("]}}", file);
}

static inline void write_json_releases_most(FILE *file) {
	put_api_top(file, "json-releases-most");
	fputs(",\"tags\":[],\"releases\":[{\"name\":\"0\"}", file);
	for (int i = 1; i < 10000; i++)
		fprintf(file, ",{\"name\":\"%d\",\"label\":\"%d (LTS)\",\"isLts\":true}", i, i);
	fputs("]}}", file);
}

static inline void write_json_values(FILE *file) {
	put_api_top(file, "x");
	fputs(",\"x\":{\"y\":[[]", file);
	put(file, ",[]", 4u * MIB);
	fputs("]}}}", file);
}

static inline void write_json_products(FILE *file) {
	fputs("{\"result\":[{}", file);
	put(file, ",{}", 5u * MIB);
	fputs("]}", file);
}

static inline void write_json_custom(FILE *file) {
	put_api_top(file, "x");
	fputs(",\"releases\":[{\"name\":\"9\",\"custom\":{\"a\":\"b\"", file);
	for (int i = 0; i < 1000; i++)
		fprintf(file, ",\"f%d\":\"x\"", i);
	fputs("}}]}}", file);
}

static inline void write_json_deep_text(FILE *file) {
	put_api_top(file, "json-deep-text");
	fputs(",\"tags\":[],\"releases\":[{\"name\":\"9\",\"codename\":\"", file);
	put(file, "[{", 4000);
	fputs("\"}]}}", file);
}

static const OddFile odd_huge_files[] = {
	{ "flow.yaml", .write = write_flow, REFUSE(1, "nested deeper than 64 levels") },
	{ "flow-inside.yaml", .write = write_flow_inside,
		REFUSE(4, "nested deeper than 64 levels") },
	{ "block.yaml", .write = write_block, REFUSE(5, "nested deeper than 64 levels") },
	{ "keys.yaml", .write = write_keys, REFUSE(1, "nested deeper than 64 levels") },
	{ "indented.yaml", .write = write_indented, REFUSE(65, "nested deeper than 64 levels") },
	{ "deep-aliases.yaml", .write = write_deep_aliases,
		REFUSE(2, "nested deeper than 64 levels, aliases counted") },
	{ "anchors.yaml", .write = write_anchors, REFUSE(258, "more than 256 anchors") },
	{ "scalar-64.yaml", .write = write_scalar_64, REFUSE(0, "larger than 4 MiB") },
	{ "scalar-64-md.md", .write = write_scalar_64, REFUSE(0, "larger than 4 MiB") },
	{ "scalar-3.yaml", .write = write_scalar_3, REFUSE(1, "a text of more than 16384 bytes") },
	{ "releases.yaml", .write = write_releases, REFUSE(10005, "more than 10000 entries") },
	{ "releases-large.yaml", .write = write_releases_large, REFUSE(0, "larger than 4 MiB") },
	{ "releases-most.yaml", .write = write_releases_most, OK },
	{ "releases-one-more.yaml", .write = write_releases_one_more,
		REFUSE(10005, "more than 10000 entries") },
	{ "flood.yaml", .write = write_flood, REFUSE(5, "an entry that is no mapping") },
	{ "tags-before.yaml", .write = write_tags_before, REFUSE(1, "a YAML directive") },
	{ "tags-behind.yaml", .write = write_tags_behind, REFUSE(3, "a YAML directive") },
	{ "values.yaml", .write = write_values, REFUSE(40, "more than 400000 values") },
	{ "many-keys.yaml", .write = write_many_keys, REFUSE(10001, "more than 10000 entries") },
	{ "comments.yaml", .write = write_comments, OK },
	{ "custom-fields.yaml", .write = write_custom_fields, REFUSE(5, "more than 64 fields") },
	{ "alias-texts.yaml", .write = write_alias_texts,
		REFUSE(5, "more than 400000 values, aliases counted") },
	{ "json-deep.json", .write = write_json_deep, REFUSE(1, "a product that is no object") },
	{ "json-deep-inside.json", .write = write_json_deep_inside,
		REFUSE(1, "nested deeper than 64 levels") },
	{ "json-64.json", .write = write_json_64, REFUSE(0, "larger than 16 MiB") },
	{ "json-long-text.json", .write = write_json_text,
		REFUSE(0, "a text of more than 16384 bytes") },
	{ "json-releases.json", .write = write_json_releases,
		REFUSE(1, "a list of more than 10000 entries") },
	{ "json-releases-most.json", .write = write_json_releases_most, OK },
	{ "json-values.json", .write = write_json_values,
		REFUSE(1, "more than 400000 values in all") },
	{ "json-products.json", .write = write_json_products,
		REFUSE(1, "more than 100000 products") },
	{ "json-custom-fields.json", .write = write_json_custom,
		REFUSE(0, "custom: more than 64 fields") },
	{ "json-deep-text.json", .write = write_json_deep_text, OK },
};
