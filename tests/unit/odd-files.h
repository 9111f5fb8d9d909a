/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * odd-files - a table of files that are odd or broken, each with what must happen.
 *
 * A name or a text may hold `@`: the file's name without its ending takes its place, so that every
 * file has a product of its own. Huge ones are written by a function, piece by piece. The lists
 * stand in odd-files-*.h, by what is odd about them.
 */
#include <stddef.h>
#include <stdio.h>

typedef enum Outcome {
	SERVED, /* without a word */
	DOUBTED, /* served, and the table's words are told as a doubt */
	REFUSED, /* not served, and the table's words are told */
} Outcome;

typedef struct OddFile {
	const char *name; /* of the file */
	const char *text;
	size_t n; /* bytes of it */
	void (*write)(FILE *file); /* instead of a text */
	Outcome outcome;
	unsigned line; /* 0: the whole file */
	const char *part; /* of the message */
	const char *shows; /* part of the API document as on 2026-11-20; NULL: nothing is asked */
} OddFile;

/* A text that may hold any byte. */
#define BYTES(literal) .text = (literal), .n = sizeof(literal) - 1

#define OK .outcome = SERVED
#define OK_SHOWS(text) .outcome = SERVED, .shows = (text)
#define DOUBT(at, words) .outcome = DOUBTED, .line = (at), .part = (words)
#define REFUSE(at, words) .outcome = REFUSED, .line = (at), .part = (words)

/* The three keys of a product, three lines; and a whole release, one line. */
#define TOP "title: T\ncategory: c\npermalink: /@\n"
#define ONE "releases: [{releaseCycle: '1', releaseDate: 2020-01-01, eol: 2030-01-01}]\n"
/* A release that lacks nothing but what comes behind it. */
#define RELEASE "releases:\n  - {releaseCycle: '1', releaseDate: 2020-01-01, "
