/* SPDX-License-Identifier: MIT */
/*
 * floor-yaml DIR: the least that reading product files by libyaml can cost.
 *
 * Reads every *.md, *.yaml and *.yml of DIR, takes the front matter of a *.md, and drains
 * yaml_parser_parse() over it: no catalog, no bus, nothing kept. What the daemon spends beyond
 * this is its own doing. Prints how much there was, so that a wrong directory is noticed.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "bench-util.h"

typedef struct Tally {
	size_t files;
	size_t bytes; /* of YAML */
	size_t events;
} Tally;

static bool has_ending(const char *name, const char *ending) {
	size_t n = strlen(name), m = strlen(ending);

	return n > m && memcmp(name + n - m, ending, m) == 0;
}

/* Narrows the text to what stands between its first two lines "---". Returns whether there is
 * such a part. */
static bool cut_front_matter(const char **text, size_t *len) {
	const char *begin, *end;

	if (*len < 4 || memcmp(*text, "---\n", 4) != 0)
		return false;
	begin = *text + 4;
	end = memmem(begin - 1, *len - 3, "\n---\n", 5);
	if (!end && has_ending(*text, "\n---"))
		end = *text + *len - 4;
	if (!end)
		return false;
	*len = (size_t)(end + 1 - begin);
	*text = begin;
	return true;
}

static int drain(const char *text, size_t len, Tally *tally) {
	yaml_parser_t parser;
	yaml_event_t event;
	bool done = false;
	int r = 0;

	if (!yaml_parser_initialize(&parser))
		return -ENOMEM;
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	while (!done) {
		if (!yaml_parser_parse(&parser, &event)) {
			r = -EBADMSG;
			break;
		}
		done = event.type == YAML_STREAM_END_EVENT;
		tally->events++;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return r;
}

/* Reads one directory entry; data and size are the buffer that all files share. */
static int read_one(int dir_fd, const char *name, char **data, size_t *size, Tally *tally) {
	bool markdown = has_ending(name, ".md");
	const char *text;
	size_t len;
	int r;

	if (!markdown && !has_ending(name, ".yaml") && !has_ending(name, ".yml"))
		return 0;
	r = bench_read_file_at(dir_fd, name, data, size, &len);
	if (r < 0)
		return bench_complain(r, "%s", name);
	text = *data;
	if (markdown && !cut_front_matter(&text, &len))
		return bench_complain(-EBADMSG, "%s: no front matter", name);
	r = drain(text, len, tally);
	if (r < 0)
		return bench_complain(r, "%s", name);
	tally->files++;
	tally->bytes += len;
	return 0;
}

static int read_directory(const char *path, Tally *tally) {
	_cleanup_(closedirp) DIR *dir = opendir(path);
	_cleanup_(freep) char *data = NULL;
	size_t size = 0;
	struct dirent *entry;

	if (!dir)
		return bench_complain(-errno, "%s", path);
	while ((entry = readdir(dir))) {
		int r = read_one(dirfd(dir), entry->d_name, &data, &size, tally);

		if (r < 0)
			return r;
	}
	return 0;
}

int main(int argc, char *argv[]) {
	Tally tally = { 0 };

	if (argc < 2) {
		(void)fprintf(stderr, "Usage: %s DIR...\n", argv[0]);
		return 2;
	}
	for (int i = 1; i < argc; i++)
		if (read_directory(argv[i], &tally) < 0)
			return EXIT_FAILURE;
	printf("floor-yaml files=%zu bytes=%zu events=%zu\n", tally.files, tally.bytes,
		tally.events);
	return EXIT_SUCCESS;
}
