/* SPDX-License-Identifier: MIT */
#pragma once
/* Bytes, front matter and YAML itself. */
#include "odd-files.h"

static const OddFile odd_text_files[] = {
	/* how a file begins, and how its lines end */
	{ "bom.md", BYTES("\xef\xbb\xbf---\n" TOP ONE "---\n"), OK },
	{ "bom-yaml.yaml", BYTES("\xef\xbb\xbf" TOP ONE), OK },
	{ "crlf.md",
		BYTES("---\r\ntitle: T\r\ncategory: c\r\npermalink: /@\r\nreleases: "
		      "[]\r\n---\r\nbody\r\n"),
		DOUBT(0, "without releases") },
	{ "cr.yaml", BYTES("title: T\rcategory: c\rpermalink: /@\rreleases: []\r"),
		DOUBT(0, "without releases") },
	{ "no-newline.md", BYTES("---\n" TOP ONE "---"), OK },
	{ "no-newline-yaml.yaml", BYTES(TOP "releases: []"), DOUBT(0, "without releases") },
	{ "fence-spaces.md", BYTES("--- \t\n" TOP ONE "---   \n"), OK },
	{ "fence-dots.md", BYTES("---\n" TOP ONE "...\n"), OK },
	{ "fence-in-body.md", BYTES("---\n" TOP ONE "---\nbody\n---\ntitle: X\n---\n"), OK },
	{ "empty.md", BYTES(""), REFUSE(1, "no front matter") },
	{ "empty-yaml.yaml", BYTES(""), REFUSE(1, "no mapping of keys") },
	{ "one-fence.md", BYTES("---"), REFUSE(1, "the front matter does not end") },
	{ "one-fence-line.md", BYTES("---\n"), REFUSE(1, "the front matter does not end") },
	{ "two-fences.md", BYTES("---\n---\n"), REFUSE(2, "no mapping of keys") },
	{ "unterminated.md", BYTES("---\n" TOP ONE), REFUSE(1, "the front matter does not end") },
	{ "text-before.md", BYTES("\n---\n" TOP ONE "---\n"), REFUSE(1, "no front matter") },
	{ "comment-only.yaml", BYTES("# nothing\n"), REFUSE(1, "no mapping of keys") },

	/* what is no text */
	{ "nul-front.md", BYTES("---\n" TOP "x: a\0b\n" ONE "---\n"), REFUSE(5, "not UTF-8 text") },
	{ "nul-body.md", BYTES("---\n" TOP ONE "---\na\0b\n"), OK },
	{ "nul.yaml", BYTES(TOP ONE "\0"), REFUSE(5, "not UTF-8 text") },
	{ "nul-escape.yaml", BYTES(TOP "x: \"a\\0\"\n" ONE), REFUSE(4, "a text with a NUL") },
	{ "utf16le.md", BYTES("\xff\xfe-\0-\0-\0\n\0"), REFUSE(1, "no front matter") },
	{ "utf16be.yaml", BYTES("\0t\0i\0t\0l\0e\0:\0 \0T"), REFUSE(1, "not UTF-8 text") },
	{ "utf16-mark.yaml", BYTES("\xff\xfet\0i\0t\0"), REFUSE(1, "not UTF-8 text") },
	{ "latin1-front.md", BYTES("---\ntitle: caf\xe9\n---\n"), REFUSE(2, "not UTF-8 text") },
	{ "latin1-body.md", BYTES("---\n" TOP ONE "---\ncaf\xe9\n"), OK },
	{ "surrogate.yaml", BYTES("title: \xed\xa0\x80\n"), REFUSE(1, "not UTF-8 text") },
	{ "overlong.yaml", BYTES("# a\ntitle: \xc0\xaf\n"), REFUSE(2, "not UTF-8 text") },
	{ "cut-character.yaml", BYTES(TOP "x: \xe2\x98"), REFUSE(4, "not UTF-8 text") },
	{ "beyond-unicode.yaml", BYTES("title: \xf4\x90\x80\x80\n"), REFUSE(1, "not UTF-8 text") },
	{ "noncharacter.yaml", BYTES("title: \xef\xb7\x90\n"), REFUSE(1, "no character") },
	{ "noncharacter-escape.yaml", BYTES("# a\ntitle: \"\\uffff\"\n"),
		REFUSE(2, "no character") },
	{ "control.yaml", BYTES("title: \x1b[31m\n"), REFUSE(1, "control characters") },
	{ "no-break-space.yaml",
		BYTES("title: a\xc2\xa0"
		      "b\ncategory: c\npermalink: /@\n" ONE),
		OK_SHOWS("\"label\":\"a\xc2\xa0"
			 "b\"") },

	/* what is no YAML, or none that we take */
	{ "two-documents.yaml", BYTES(TOP ONE "---\nb: 2\n"), REFUSE(5, "a second document") },
	{ "document-marks.yaml", BYTES("---\n" TOP ONE "...\n"), OK },
	{ "directive.yaml", BYTES("%YAML 1.1\n---\n" TOP ONE), REFUSE(1, "a YAML directive") },
	{ "late-directive.yaml", BYTES(TOP ONE "...\n%TAG ! x\n---\nb: 2\n"),
		REFUSE(6, "a YAML directive") },
	{ "hidden-directive.yaml", BYTES("# a\r%TAG ! x\r---\rb: 2\r"),
		REFUSE(1, "a YAML directive") },
	{ "tab-indent.yaml", BYTES(TOP "releases:\n\t- {releaseCycle: a}\n"),
		REFUSE(5, "cannot start any token") },
	{ "tab-in-text.yaml", BYTES("title: a\tb\ncategory: c\npermalink: /@\n" ONE),
		OK_SHOWS("\"label\":\"a\\tb\"") },
	{ "scalar.yaml", BYTES("just words\n"), REFUSE(1, "no mapping of keys") },
	{ "list.yaml", BYTES("- title: T\n"), REFUSE(1, "no mapping of keys") },
	{ "indent.yaml", BYTES("title: T\n category: c\n"), REFUSE(2, "mapping values") },
	{ "open-quote.yaml", BYTES("title: \"T\ncategory: c\n"),
		REFUSE(3, "unexpected end of stream") },
	{ "open-flow.yaml", BYTES(TOP "releases: [{a: b}\n"), REFUSE(5, "did not find expected") },
	{ "wrong-escape.yaml", BYTES("title: \"\\q\"\n"), REFUSE(1, "unknown escape") },
	{ "surrogate-escape.yaml", BYTES("title: \"\\ud800\"\n"), REFUSE(1, "escape code") },
	{ "tag.yaml", BYTES("title: !!binary T\ncategory: !x c\npermalink: !!int '/@'\n" ONE), OK },
	{ "percent.yaml", BYTES(TOP ONE "x: |\n  %TAG ! x\n"), OK },

	/* anchors and aliases */
	{ "alias.yaml", BYTES("title: &t T\ncategory: *t\npermalink: /@\n" ONE),
		OK_SHOWS("\"category\":\"T\"") },
	{ "alias-unknown.yaml", BYTES("title: *t\n"), REFUSE(1, "unknown alias") },
	{ "alias-self.yaml", BYTES("title: T\nx: &x\n  y: *x\n"),
		REFUSE(3, "of what contains it") },
	{ "alias-bomb.yaml",
		BYTES("a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
		      "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d "
		      "[*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
		      "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f "
		      "[*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"),
		REFUSE(6, "aliases counted") },
	{ "merge.yaml", BYTES("x: &x {title: T}\n<<: *x\ncategory: c\npermalink: /@\n" ONE),
		REFUSE(2, "merging mappings is not understood") },
};
