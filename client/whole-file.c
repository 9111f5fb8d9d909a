/* SPDX-License-Identifier: MIT */
#include "whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "util/cleanup.h"

/* ---- writing ------------------------------------------------------------------------------ */

/* Where the bytes are to go in the end: links are followed, so that they stay. */
static int find_place(const char *path, char **ret) {
	_cleanup_(freep) char *place = realpath(path, NULL);
	struct stat status;

	if (!place && errno != ENOENT)
		return -errno;
	/* A link that leads nowhere is replaced itself, like a name that is free. */
	if (!place)
		place = strdup(path);
	else if (stat(place, &status) < 0)
		return -errno;
	else if (!S_ISREG(status.st_mode))
		return -EINVAL;
	if (!place)
		return -ENOMEM;
	*ret = TAKE_PTR(place);
	return 0;
}

/* "DIRECTORY/.NAME.XXXXXX": nobody who looks for *.prom or *.json finds it half written. */
static char *name_beside(const char *place) {
	const char *slash = strrchr(place, '/');
	int before = slash ? (int)(slash + 1 - place) : 0;
	char *name;

	return asprintf(&name, "%.*s.%s.XXXXXX", before, place, place + before) < 0 ? NULL : name;
}

static int write_all(int fd, const char *data, size_t size) {
	while (size > 0) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			data += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

/* The new name is in the directory, which is made durable like the file. */
static int sync_directory(const char *place) {
	const char *slash = strrchr(place, '/');
	_cleanup_(freep) char *name =
		slash ? strndup(place, slash == place ? 1 : (size_t)(slash - place)) : strdup(".");
	_cleanup_(closep) int fd = name ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	/* Some file systems cannot do that, and there nothing better can be done. */
	if (fd >= 0)
		(void)fsync(fd);
	return name ? 0 : -ENOMEM;
}

static int fill(int fd, const void *data, size_t size) {
	int r = write_all(fd, data, size);

	if (r < 0)
		return r;
	return fchmod(fd, 0644) < 0 || fsync(fd) < 0 ? -errno : 0;
}

int whole_file_write(const char *path, const void *data, size_t size) {
	_cleanup_(freep) char *place = NULL, *beside = NULL;
	_cleanup_(closep) int fd = -1;
	int r = find_place(path, &place);

	if (r < 0)
		return r;
	beside = name_beside(place);
	if (!beside)
		return -ENOMEM;
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = fill(fd, data, size);
	if (r >= 0 && rename(beside, place) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlink(beside);
		return r;
	}
	return sync_directory(place);
}

/* ---- reading ------------------------------------------------------------------------------ */

static int read_all(int fd, char *data, size_t size) {
	size_t n = 0;

	while (n < size) {
		ssize_t got = read(fd, data + n, size - n);

		if (got < 0 && errno != EINTR)
			return -errno;
		if (got == 0)
			break;
		if (got > 0)
			n += (size_t)got;
	}
	data[n] = '\0';
	return strlen(data) == n ? 0 : -EINVAL;
}

int whole_file_read(const char *path, size_t max_size, char **ret) {
	_cleanup_(closep) int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	_cleanup_(freep) char *data = NULL;
	struct stat status;
	int r;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	if ((uintmax_t)status.st_size > max_size)
		return -E2BIG;
	data = malloc((size_t)status.st_size + 1);
	if (!data)
		return -ENOMEM;
	r = read_all(fd, data, (size_t)status.st_size);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(data);
	return 0;
}
