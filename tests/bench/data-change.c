/* SPDX-License-Identifier: MIT */
#include "data-change.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "bench-util.h"
#include "dbus/bus-names.h"
#include "util/strbuf.h"

static int write_file(const char *path, const char *text, size_t len) {
	_cleanup_(freep) char *temporary = NULL;
	_cleanup_(fclosep) FILE *file = NULL;

	if (asprintf(&temporary, "%s.new", path) < 0)
		return -ENOMEM;
	file = fopen(temporary, "we");
	if (!file || fwrite(text, 1, len, file) != len || fflush(file) != 0 ||
		rename(temporary, path) < 0)
		return bench_complain(-errno, "%s", path);
	return 0;
}

int data_file_open(DataFile *file, const char *path) {
	size_t size = 0;
	int r;

	*file = (DataFile){ .path = path };
	r = bench_read_file_at(AT_FDCWD, path, &file->text, &size, &file->len);
	return r < 0 ? bench_complain(r, "%s", path) : 0;
}

void data_file_restore(DataFile *file) {
	if (file->text)
		(void)write_file(file->path, file->text, file->len);
	free(file->text);
	*file = (DataFile)DATA_FILE_INIT;
}

int data_file_set_latest(const DataFile *file, bool changed) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;
	const char *line, *end;

	if (!changed)
		return write_file(file->path, file->text, file->len);
	line = strstr(file->text, "\n    latest: ");
	if (!line)
		return bench_complain(-ENOENT, "%s: a line \"latest:\"", file->path);
	end = line + 1 + strcspn(line + 1, "\n");
	if (end[-1] == '"' || end[-1] == '\'')
		end--;
	(void)strbuf_append(&text, file->text, (size_t)(end - file->text));
	(void)strbuf_append_str(&text, ".1");
	(void)strbuf_append_str(&text, end);
	return strbuf_error(&text) < 0 ? strbuf_error(&text)
				       : write_file(file->path, text.data, text.len);
}

int data_write_many(const char *path, size_t n, unsigned version, unsigned comment) {
	_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

	(void)strbuf_printf(&text,
		"---\n# %06u\ntitle: Changes\ncategory: app\npermalink: /eold-bench-changes\n"
		"eolColumn: true\nreleases:\n",
		comment);
	for (size_t i = 0; i < n; i++)
		(void)strbuf_printf(&text,
			"  - releaseCycle: \"%zu\"\n    releaseDate: 2020-01-01\n    eol: "
			"2030-01-01\n"
			"    link: https://example.org/%06u/%zu\n",
			n - i, version, n - i);
	(void)strbuf_append_str(&text, "---\n");
	return strbuf_error(&text) < 0 ? strbuf_error(&text)
				       : write_file(path, text.data, text.len);
}

char *data_many_release_path(size_t i) {
	char cycle[32], *path = NULL;

	(void)snprintf(cycle, sizeof(cycle), "%zu", i + 1);
	if (sd_bus_path_encode_many(&path, EOLD_PATH_RELEASES "/%/%", "eold-bench-changes", cycle) <
		0)
		return NULL;
	return path;
}
