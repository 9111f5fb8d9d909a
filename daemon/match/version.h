/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * version - which release cycle does an installed version belong to. Room: match.
 *
 * A product has cycles ("9", "3.20", "2012-r2", "humble", "cos-129"); a machine has versions
 * ("9.6", "3.20.3-r1", "8u392-b08", "1:10.11.6-0+deb12u1"). The rules, in this order:
 *
 *  1. Exact. The version is a cycle's name: as it stands, or without blanks around it, or in other
 *     case ("2012-R2"), or without an epoch or a "v" before it ("1:10.11", "v23.12"). A number
 *     written with a zero before it is the same number, as for rpm and dpkg: "24.4" is 24.04.
 *  2. Code name. The version is a cycle's code name, whatever the case, or its first word of three
 *     letters or more ("noble" for "Noble Numbat"), if that leads to one cycle only.
 *  3. Shortened. Components are dropped from the right until a cycle's name is left, so that the
 *     longest cycle wins: 4.8.1.9 is in 4.8.1 and not in 4.8. What may be dropped begins
 *       - at a separator: 9.6 -> 9, 8.0.36-1.el9 -> 8.0, 3.13~rc1 -> 3.13, "8 (2111)" -> 8; but a
 *         "+" with nothing behind it belongs to the name (fairphone 4+ is not 4);
 *       - or at letters after digits: 1.1.1w -> 1.1.1, 8u392 -> 8, 3.13.0rc2 -> 3.13; but one
 *         letter that ends the first number is another name (oneplus 12t is not 12).
 *     Components are whole: 3.20 is never in 3.2. What is left must begin with a digit, for words
 *     are names and not numbers: galaxy-s26-ultra is not in galaxy-s26, humble-1 not in humble.
 *     Only where all cycles of a product are numbers behind the same word (cos-129, cos-125, ...)
 *     that word says nothing and the rule holds behind it: cos-129-19506-299 -> cos-129.
 *     A cycle with a word at its end is not the shorter name of another word: 11-26h1-e-lts is not
 *     in 11-26h1-e, and in no shorter one either. If the version says a word that another cycle
 *     has behind the cycle found, that one is meant: 9.0.9-xfr is in 9.0-xfr, not in 9.0.
 *  4. Newer than the data. There are cycles to compare with, and from each of them the version
 *     differs first in a number that is greater: 11.2 where 8, 9, 10 are known; 3.99 beside 3.24;
 *     nodejs26.x beside nodejs24.x. Cycles that differ in a word before any number is compared are
 *     another family (python3.14, lmde7) and do not take part.
 *  5. No such cycle. Nothing is ever guessed: 3 is none of 3.1 ... 3.24, 4.9.16 not in 4.9-lts.
 *
 * A whole answer costs about as many binary searches as the version has components; the names of
 * all cycles are only looked at when no cycle was found. Nothing here allocates or blocks.
 */
#include <stdbool.h>
#include <stddef.h>

/* Longer versions are no versions: only rule 1, as it stands, is tried on them. */
#define VERSION_SIZE_MAX 256u

typedef enum Resolution {
	RESOLUTION_EXACT,
	RESOLUTION_SHORTENED,
	RESOLUTION_CODENAME,
	RESOLUTION_NEWER_THAN_DATA,
	RESOLUTION_NO_SUCH_CYCLE,
	RESOLUTION_NO_SUCH_PRODUCT, /* never from here; for those who look the product up */
	_RESOLUTION_MAX,
} Resolution;

/* A product's cycles, whatever holds them. The texts must live as long as the call. */
typedef struct CycleList {
	const void *userdata; /* handed to the functions */
	size_t n;
	/* The name of the i-th cycle; never NULL. */
	const char *(*name)(const void *userdata, size_t i);
	/* Its code name, NULL or "" if it has none. NULL: no cycle of the list has one. */
	const char *(*codename)(const void *userdata, size_t i);
	/* Whether a cycle has exactly that name (len bytes), and which. NULL: names are compared
	 * one by one. */
	bool (*find)(const void *userdata, const char *name, size_t len, size_t *ret_index);
} CycleList;

/* The contract's word for a resolution. */
const char *resolution_to_string(Resolution resolution);
/* Whether a resolution comes with a cycle. */
static inline bool resolution_has_cycle(Resolution resolution) {
	return resolution <= RESOLUTION_CODENAME;
}

/* Finds the cycle of a version. *ret_index is its place in the list; it is untouched when
 * resolution_has_cycle() denies the answer. */
Resolution version_resolve(const CycleList *cycles, const char *version, size_t *ret_index);

/* Rule 2 alone. Returns whether the code name leads to one cycle, then *ret_index. */
bool version_find_codename(const CycleList *cycles, const char *codename, size_t *ret_index);

/* Compares two versions component by component: numbers as numbers, words without case, numbers
 * above words, more components above fewer. Returns below, at or above 0. Separators do not count;
 * an epoch is a component like any other. For "is this point release newer", not for sorting
 * packages. */
int version_compare(const char *a, const char *b);
