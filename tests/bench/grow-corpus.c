/* SPDX-License-Identifier: MIT */
/*
 * grow-corpus DIR N TO: N times the product files of DIR in the new directory TO.
 *
 * The first copy is as it was. The others are other products with the same releases: file name,
 * permalink, alternate_urls and identifiers get "-x1", "-x2"... at the end of the name, since a
 * name that two files claim would be refused.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench-util.h"

typedef struct Grow {
	int from_fd, to_fd;
	size_t times;
	char *text; /* of the current file */
	size_t size, len;
} Grow;

static bool begins(const char *line, const char *with) {
	return strncmp(line, with, strlen(with)) == 0;
}

/* What the lines of a list below a top-level key are. */
typedef enum List {
	LIST_OTHER,
	LIST_URLS, /* alternate_urls */
	LIST_IDENTIFIERS,
} List;

/* Whether the line holds a name that must be unique, and so gets the suffix at its end. */
static bool is_name(const char *line, List *list) {
	if (line[0] != ' ' && line[0] != '-' && line[0] != '#' && line[0] != '\n')
		*list = begins(line, "alternate_urls:") ? LIST_URLS
			: begins(line, "identifiers:")  ? LIST_IDENTIFIERS
							: LIST_OTHER;
	if (begins(line, "permalink:"))
		return true;
	line += strspn(line, " ");
	if (*list == LIST_URLS)
		return begins(line, "- /");
	return *list == LIST_IDENTIFIERS && begins(line, "- ");
}

/* Writes the line with the suffix behind the last word, inside its quotes and before a comment. */
static void write_renamed(FILE *out, const char *line, size_t n, size_t copy) {
	const char *comment = memmem(line, n, " #", 2);
	size_t end = comment ? (size_t)(comment - line) : n;

	while (end > 0 && strchr(" \n\r\"'", line[end - 1]))
		end--;
	(void)fwrite(line, 1, end, out);
	(void)fprintf(out, "-x%zu", copy);
	(void)fwrite(line + end, 1, n - end, out);
}

/* Renames within the front matter, that is up to the second line "---"; the rest is left out. */
static void write_copy(const Grow *grow, FILE *out, size_t copy) {
	List list = LIST_OTHER;
	unsigned marks = 0;

	for (const char *line = grow->text; *line && marks < 2;) {
		size_t n = strcspn(line, "\n");

		n += line[n] == '\n';
		marks += begins(line, "---\n");
		if (copy > 0 && is_name(line, &list))
			write_renamed(out, line, n, copy);
		else
			(void)fwrite(line, 1, n, out);
		line += n;
	}
}

static int make_copy(const Grow *grow, const char *stem, const char *ending, size_t copy) {
	_cleanup_(freep) char *name = NULL;
	_cleanup_(fclosep) FILE *out = NULL;
	int fd;

	if ((copy > 0 ? asprintf(&name, "%s-x%zu%s", stem, copy, ending)
		      : asprintf(&name, "%s%s", stem, ending)) < 0)
		return -ENOMEM;
	fd = openat(grow->to_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	out = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (!out)
		return bench_complain(-errno, "%s", name);
	if (copy > 0)
		write_copy(grow, out, copy);
	else
		(void)fwrite(grow->text, 1, grow->len, out);
	return fflush(out) == 0 ? 0 : bench_complain(-errno, "%s", name);
}

static int grow_file(Grow *grow, const char *name) {
	const char *ending = strrchr(name, '.');
	_cleanup_(freep) char *stem = NULL;
	int r;

	if (!ending || (strcmp(ending, ".md") != 0 && strcmp(ending, ".yaml") != 0 &&
			       strcmp(ending, ".yml") != 0))
		return 0;
	stem = strndup(name, (size_t)(ending - name));
	r = stem ? bench_read_file_at(grow->from_fd, name, &grow->text, &grow->size, &grow->len)
		 : -ENOMEM;
	if (r < 0)
		return bench_complain(r, "%s", name);
	for (size_t copy = 0; copy < grow->times && r >= 0; copy++)
		r = make_copy(grow, stem, ending, copy);
	return r;
}

static int run(const char *from, size_t times, const char *to) {
	_cleanup_(closedirp) DIR *dir = opendir(from);
	_cleanup_(closep) int to_fd = -1;
	_cleanup_(freep) char *text = NULL;
	Grow grow = { .times = times };
	struct dirent *entry;
	int r = 0;

	if (!dir)
		return bench_complain(-errno, "%s", from);
	if (mkdir(to, 0755) < 0)
		return bench_complain(-errno, "%s", to);
	to_fd = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (to_fd < 0)
		return bench_complain(-errno, "%s", to);
	grow.from_fd = dirfd(dir);
	grow.to_fd = to_fd;
	while (r >= 0 && (entry = readdir(dir)))
		r = grow_file(&grow, entry->d_name);
	text = grow.text;
	return r;
}

int main(int argc, char *argv[]) {
	size_t times;

	if (argc != 4 || bench_parse_count(argv[2], "times", &times) < 0) {
		(void)fprintf(stderr, "Usage: grow-corpus DIR N TO\n");
		return 2;
	}
	return run(argv[1], times, argv[3]) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
