/* SPDX-License-Identifier: MIT */
#include "state-dir.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "state-text.h"
#include "util/heap.h"

#define STATE_NEW "announced.new"

/* Of the log so much is read; a turn of a million signals fits. */
enum { LOG_MAX_BYTES = 64 * 1024 * 1024 };

/* A FIFO or a device in a file's place must not make us wait. */
enum { OPEN_SAFELY = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY };

int state_dir_open(const char *path, StateDir *ret) {
	int fd;

	/* that it cannot be made, too, is told by open() */
	(void)mkdir(path, 0755);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	*ret = (StateDir){ .fd = fd, .log_fd = -1 };
	return 0;
}

void state_dir_deinit(StateDir *dir) {
	closep(&dir->fd);
	closep(&dir->log_fd);
	*dir = (StateDir)STATE_DIR_INIT;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Reads up to size bytes. Returns how many there were, or a negative errno. */
static ssize_t read_all(int fd, char *text, size_t size) {
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, text + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

/* The whole of an open regular file of up to max bytes, with a NUL behind it. */
static int read_file(int fd, size_t max, char **ret_text, size_t *ret_size) {
	_cleanup_(freep) char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if ((uint64_t)st.st_size > max)
		return -EFBIG;
	text = malloc((size_t)st.st_size + 1);
	if (!text)
		return -ENOMEM;
	heap_populate(text, (size_t)st.st_size);
	n = read_all(fd, text, (size_t)st.st_size);
	if (n < 0)
		return (int)n;
	text[n] = '\0';
	*ret_text = TAKE_PTR(text);
	*ret_size = (size_t)n;
	return 0;
}

int state_dir_read(const StateDir *dir, char **ret_text, size_t *ret_size) {
	_cleanup_(closep) int fd = openat(dir->fd, STATE_FILE, O_RDONLY | OPEN_SAFELY);

	return fd < 0 ? -errno : read_file(fd, STATE_MAX_BYTES, ret_text, ret_size);
}

/* ---- comparing ------------------------------------------------------------------------------- */

int state_dir_look(const StateDir *dir, int *ret) {
	int fd;

	if (faccessat(dir->fd, ".", W_OK, AT_EACCESS) < 0)
		return -errno;
	fd = openat(dir->fd, STATE_FILE, O_RDONLY | OPEN_SAFELY);
	if (fd < 0)
		return -errno;
	*ret = fd;
	return 0;
}

int state_dir_expect(int fd, const char *text, size_t size) {
	char piece[4096];

	while (size > 0) {
		ssize_t n = read_all(fd, piece, size < sizeof(piece) ? size : sizeof(piece));

		if (n < 0)
			return (int)n;
		if (n == 0 || memcmp(piece, text, (size_t)n) != 0)
			return -ESTALE;
		text += n;
		size -= (size_t)n;
	}
	return 0;
}

int state_dir_expect_end(const StateDir *dir, int fd) {
	char more;
	ssize_t n = read_all(fd, &more, 1);

	if (n != 0)
		return n < 0 ? (int)n : -ESTALE;
	/* who wrote it may have been killed before it was */
	return fsync(fd) < 0 || fsync(dir->fd) < 0 ? -errno : 0;
}

/* ---- writing --------------------------------------------------------------------------------- */

int state_dir_create(const StateDir *dir, int *ret) {
	int fd;

	/* what a sudden end left, or somebody put there */
	(void)unlinkat(dir->fd, STATE_NEW, 0);
	fd = openat(dir->fd, STATE_NEW, O_WRONLY | O_CREAT | O_EXCL | OPEN_SAFELY, 0644);
	if (fd < 0)
		return -errno;
	*ret = fd;
	return 0;
}

int state_dir_append(int fd, const char *text, size_t size) {
	while (size > 0) {
		ssize_t n = write(fd, text, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		size -= (size_t)n;
	}
	return 0;
}

int state_dir_replace(const StateDir *dir, int fd, int r) {
	if (r == 0 && fsync(fd) < 0)
		r = -errno;
	closep(&fd);
	if (r == 0 && renameat(dir->fd, STATE_NEW, dir->fd, STATE_FILE) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlinkat(dir->fd, STATE_NEW, 0);
		return r;
	}
	return fsync(dir->fd) < 0 ? -errno : 0;
}

int state_dir_keep_aside(const StateDir *dir, const char *name) {
	return renameat(dir->fd, STATE_FILE, dir->fd, name) < 0 ? -errno : 0;
}

/* ---- the log --------------------------------------------------------------------------------- */

static int compare_serials(const void *a, const void *b) {
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The number of a line, if it is nothing else. */
static bool parse_serial(const char *line, const char *end, uint64_t *ret) {
	uint64_t serial = 0;

	if (line == end || end - line > 18)
		return false;
	for (; line < end; line++) {
		if (*line < '0' || *line > '9')
			return false;
		serial = serial * 10 + (uint64_t)(*line - '0');
	}
	*ret = serial;
	return true;
}

/* Returns the number of lines' bytes, half a line at the end not counted. */
static size_t parse_log(const char *text, size_t size, uint64_t *serials, size_t *ret_n) {
	const char *line = text, *newline;
	size_t n = 0;

	while ((newline = memchr(line, '\n', size - (size_t)(line - text)))) {
		n += parse_serial(line, newline, &serials[n]);
		line = newline + 1;
	}
	*ret_n = n;
	return (size_t)(line - text);
}

int state_dir_read_log(const StateDir *dir, uint64_t **ret, size_t *ret_n) {
	_cleanup_(closep) int fd = openat(dir->fd, STATE_LOG, O_RDWR | OPEN_SAFELY);
	_cleanup_(freep) char *text = NULL;
	uint64_t *serials;
	size_t size = 0, whole;
	int r = fd >= 0 ? read_file(fd, LOG_MAX_BYTES, &text, &size) : errno == ENOENT ? 0 : -errno;

	if (r < 0)
		return r;
	/* a line has two bytes at least */
	serials = calloc(size / 2 + 1, sizeof(uint64_t));
	if (!serials)
		return -ENOMEM;
	*ret_n = 0;
	whole = text ? parse_log(text, size, serials, ret_n) : 0;
	if (*ret_n > 1)
		qsort(serials, *ret_n, sizeof(uint64_t), compare_serials);
	*ret = serials;
	return whole < size && ftruncate(fd, (off_t)whole) < 0 ? -errno : 0;
}

static int open_log(StateDir *dir, int flags) {
	closep(&dir->log_fd);
	dir->log_fd = openat(
		dir->fd, STATE_LOG, O_WRONLY | O_APPEND | O_CREAT | OPEN_SAFELY | flags, 0644);
	return dir->log_fd < 0 ? -errno : 0;
}

int state_dir_begin_log(StateDir *dir) {
	return open_log(dir, O_TRUNC);
}

int state_dir_resume_log(StateDir *dir) {
	return open_log(dir, 0);
}

int state_dir_log(const StateDir *dir, uint64_t serial) {
	char line[24];
	int n = snprintf(line, sizeof(line), "%" PRIu64 "\n", serial);
	ssize_t written;

	do
		written = write(dir->log_fd, line, (size_t)n);
	while (written < 0 && errno == EINTR);
	return written == n ? 0 : written < 0 ? -errno : -EIO;
}

void state_dir_finish_log(StateDir *dir) {
	if (dir->log_fd < 0)
		return;
	/* The disk is not waited for: it would hold up everybody who calls, and a power cut before
	 * the kernel has written the log by itself repeats the turn, no more. */
	closep(&dir->log_fd);
	dir->log_fd = -1;
}
