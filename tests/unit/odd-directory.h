/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * odd-directory - the table of odd files, put on a disk.
 */
#include "odd-files-huge.h"
#include "odd-files-json.h"
#include "odd-files-text.h"
#include "odd-files-values.h"
#include "test-reader.h"

typedef struct OddList {
	const OddFile *files;
	size_t n;
} OddList;

static const OddList odd_lists[] = {
	{ odd_text_files, ELEMENTSOF(odd_text_files) },
	{ odd_value_files, ELEMENTSOF(odd_value_files) },
	{ odd_json_files, ELEMENTSOF(odd_json_files) },
	{ odd_huge_files, ELEMENTSOF(odd_huge_files) },
};

/* The file's name without its ending: what its product is called. */
static inline char *odd_product(const OddFile *odd) {
	return strndup(odd->name, strcspn(odd->name, "."));
}

static inline void odd_write(const char *directory, const OddFile *odd) {
	_cleanup_(freep) char *path = path_in(directory, odd->name), *product = odd_product(odd);
	_cleanup_(fclosep) FILE *file = fopen(path, "w");

	ck_assert_msg(file, "%s: %s", path, strerror(errno));
	if (odd->write)
		odd->write(file);
	for (size_t i = 0; i < odd->n; i++)
		if (odd->text[i] == '@')
			fputs(product, file);
		else
			fputc(odd->text[i], file);
	ck_assert_int_eq(ferror(file), 0);
}
