/* SPDX-License-Identifier: MIT */
#include "source-dir.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

typedef struct Scan {
	SourceList list;
	unsigned flags; /* SourceScanFlags */
	struct timespec now; /* as file systems count it */
	char **masks; /* names that lighter directories must not show */
	size_t n_masks;
} Scan;

void source_list_deinit(SourceList *list) {
	for (size_t i = 0; i < list->n_files; i++)
		free(list->files[i].path);
	free(list->files);
	*list = (SourceList){ 0 };
}

static void scan_deinit(Scan *scan) {
	source_list_deinit(&scan->list);
	for (size_t i = 0; i < scan->n_masks; i++)
		free(scan->masks[i]);
	free(scan->masks);
}

SourceKind source_kind(const char *name) {
	static const struct {
		const char *ending;
		SourceKind kind;
	} endings[] = {
		{ ".md", SOURCE_MARKDOWN },
		{ ".yaml", SOURCE_YAML },
		{ ".yml", SOURCE_YAML },
		{ ".json", SOURCE_JSON },
	};
	const char *dot = strrchr(name, '.');

	/* what begins with a dot is an editor's or a copier's, not ours */
	if (!dot || dot == name || name[0] == '.')
		return _SOURCE_KIND_MAX;
	for (size_t i = 0; i < ELEMENTSOF(endings); i++)
		if (strcmp(dot, endings[i].ending) == 0)
			return endings[i].kind;
	return _SOURCE_KIND_MAX;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
	hash ^= value + UINT64_C(0x9e3779b97f4a7c15) + (hash << 6) + (hash >> 2);
	hash *= UINT64_C(0xff51afd7ed558ccd);
	return hash ^ hash >> 32;
}

static int compare_times(const struct timespec *a, const struct timespec *b) {
	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec ? -1 : 1;
	return a->tv_nsec < b->tv_nsec ? -1 : a->tv_nsec > b->tv_nsec;
}

/* Whether a later change would give the file another time: its own lies before the tick that runs.
 * Some file systems count seconds only. */
static bool has_settled(const struct stat *st, const struct timespec *now) {
	struct timespec end = st->st_ctim;

	if (end.tv_nsec == 0)
		end.tv_sec++;
	return compare_times(&end, now) < 0;
}

/* 0 for a file that was changed just now: if it changes again in the same tick, and keeps its size,
 * nothing else tells. It is read once more next time. */
static uint64_t fingerprint(const struct stat *st, const struct timespec *now) {
	uint64_t hash = mix(0, (uint64_t)st->st_dev);

	if (!has_settled(st, now))
		return 0;

	hash = mix(hash, (uint64_t)st->st_ino);
	hash = mix(hash, (uint64_t)st->st_size);
	hash = mix(hash, (uint64_t)st->st_mtim.tv_sec);
	hash = mix(hash, (uint64_t)st->st_mtim.tv_nsec);
	hash = mix(hash, (uint64_t)st->st_ctim.tv_sec);
	return mix(hash, (uint64_t)st->st_ctim.tv_nsec);
}

static bool is_mask(int dir_fd, const char *name) {
	char target[sizeof("/dev/null")];
	ssize_t n = readlinkat(dir_fd, name, target, sizeof(target));

	return n == (ssize_t)strlen("/dev/null") && memcmp(target, "/dev/null", (size_t)n) == 0;
}

static const char *base_name(const char *path) {
	return strrchr(path, '/') + 1;
}

static int compare_base(const void *name, const void *file) {
	return strcmp(name, base_name(((const SourceFile *)file)->path));
}

/* Whether a weightier directory has a file, or a mask, of that name. n_weightier files stand in
 * runs, one for each directory, each sorted by name. */
static bool is_replaced(const Scan *scan, size_t n_weightier, const char *name) {
	for (size_t i = 0; i < scan->n_masks; i++)
		if (strcmp(scan->masks[i], name) == 0)
			return true;
	for (size_t begin = 0, end; begin < n_weightier; begin = end) {
		const SourceFile *files = scan->list.files;

		for (end = begin + 1;
			end < n_weightier && files[end].directory == files[begin].directory; end++)
			;
		if (bsearch(name, files + begin, end - begin, sizeof(SourceFile), compare_base))
			return true;
	}
	return false;
}

/* Room for one more in an array that grows by doubling. */
static int reserve(void **array, size_t n, size_t size) {
	void *bigger;

	if ((n & (n - 1)) != 0)
		return 0;
	bigger = realloc(*array, (n ? n * 2 : 1) * size);
	if (!bigger)
		return -ENOMEM;
	*array = bigger;
	return 0;
}

static int add_mask(Scan *scan, const char *name) {
	int r = reserve((void **)&scan->masks, scan->n_masks, sizeof(char *));
	char *copy = r < 0 ? NULL : strdup(name);

	if (!copy)
		return -ENOMEM;
	scan->masks[scan->n_masks++] = copy;
	return 0;
}

/* directory/name, or NULL. */
static char *join(const char *directory, const char *name) {
	size_t n = strlen(directory), name_size = strlen(name) + 1;
	char *path = malloc(n + 1 + name_size);

	if (!path)
		return NULL;
	memcpy(path, directory, n);
	path[n] = '/';
	memcpy(path + n + 1, name, name_size);
	return path;
}

static int add_file(
	Scan *scan, SourceFile file, const char *directory, const char *name, int dir_fd) {
	struct stat st;

	/* a link to nowhere is listed too: that it cannot be read must be seen */
	if (scan->flags & SOURCE_SCAN_FINGERPRINTS && fstatat(dir_fd, name, &st, 0) == 0)
		file.fingerprint = fingerprint(&st, &scan->now);
	if (reserve((void **)&scan->list.files, scan->list.n_files, sizeof(SourceFile)) < 0)
		return -ENOMEM;
	file.path = join(directory, name);
	if (!file.path)
		return -ENOMEM;
	scan->list.files[scan->list.n_files++] = file;
	return 0;
}

/* Of one directory, whose part of their paths has *prefix bytes. */
static int compare_files(const void *a, const void *b, void *prefix) {
	const size_t n = *(const size_t *)prefix;

	return strcmp(((const SourceFile *)a)->path + n, ((const SourceFile *)b)->path + n);
}

static bool may_be_link(const struct dirent *entry) {
	return entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
}

static int scan_entries(Scan *scan, DIR *dir, const char *directory, size_t index) {
	bool only_yaml = scan->flags & SOURCE_SCAN_ONLY_YAML;
	size_t n_weightier = scan->list.n_files, prefix = strlen(directory);
	const struct dirent *entry;
	int error;

	for (errno = 0; (entry = readdir(dir)); errno = 0) {
		SourceFile file = {
			.directory = index,
			.kind = source_kind(entry->d_name),
			.is_regular = entry->d_type == DT_REG,
		};
		int r;

		if (file.kind == _SOURCE_KIND_MAX || (only_yaml && file.kind != SOURCE_YAML))
			continue;
		if (is_replaced(scan, n_weightier, entry->d_name))
			continue;
		r = may_be_link(entry) && is_mask(dirfd(dir), entry->d_name)
			    ? add_mask(scan, entry->d_name)
			    : add_file(scan, file, directory, entry->d_name, dirfd(dir));
		if (r < 0)
			return r;
	}
	error = errno;
	if (scan->list.n_files > n_weightier)
		qsort_r(scan->list.files + n_weightier, scan->list.n_files - n_weightier,
			sizeof(SourceFile), compare_files, &prefix);
	return -error;
}

static int scan_directory(Scan *scan, const char *directory, size_t index, Problems *problems) {
	_cleanup_(closedirp) DIR *dir = opendir(directory);
	int r = dir ? scan_entries(scan, dir, directory, index) : -errno;

	if (r == -ENOMEM)
		return r;
	if (r < 0 && r != -ENOENT)
		problems_add(problems, PROBLEM_REFUSED, directory, NULL, 0,
			"the directory cannot be read: %s", strerror(-r));
	if (r == 0)
		scan->list.n_directories_read++;
	return 0;
}

int source_list_scan(const char *const *directories, size_t n, unsigned flags, SourceList *ret,
	Problems *problems) {
	_cleanup_(scan_deinit) Scan scan = { .flags = flags };

	(void)clock_gettime(CLOCK_REALTIME_COARSE, &scan.now);
	for (size_t i = 0; i < n; i++) {
		int r = scan_directory(&scan, directories[i], i, problems);

		if (r < 0)
			return r;
	}
	*ret = scan.list;
	scan.list = (SourceList){ 0 };
	return 0;
}

#define NOT_REGULAR "not a regular file"

/* ---- bytes ----------------------------------------------------------------------------------- */

enum { OPEN_ATTEMPTS = 8, READ_BYTES = 32 * 1024 };

/* Opens a name of a directory without leaving it. Where the kernel is too old to be asked for that
 * (5.6), or forbids the question, no link is followed at all. Something that is renamed meanwhile
 * makes it ask to be called again. */
static int open_beneath(int dir_fd, const char *name, int flags) {
	struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int fd = -1;

	for (int i = 0; i < OPEN_ATTEMPTS; i++) {
		fd = (int)syscall(SYS_openat2, dir_fd, name, &how, sizeof(how));
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = openat(dir_fd, name, (int)how.flags | O_NOFOLLOW);
	return fd < 0 ? -errno : fd;
}

/* Whether a name is a file that may be opened. Opening a FIFO lets its writer go on, and a device
 * may do anything, so it is looked at first; the directory's listing may have done that. */
static int look_at(int dir_fd, const char *name, const char **ret_cause) {
	_cleanup_(closep) int path_fd = open_beneath(dir_fd, name, O_PATH);
	struct stat st;

	if (path_fd < 0)
		return path_fd;
	if (fstat(path_fd, &st) < 0)
		return -errno;
	/* without openat2() that is the link itself */
	if (S_ISLNK(st.st_mode))
		return -ELOOP;
	if (!S_ISREG(st.st_mode)) {
		*ret_cause = NOT_REGULAR;
		return -EBADFD;
	}
	return 0;
}

/* What takes a file's place behind our back is opened without waiting, and refused then. */
static int open_regular(
	int dir_fd, const char *name, bool is_known_regular, const char **ret_cause) {
	int r = is_known_regular ? 0 : look_at(dir_fd, name, ret_cause);

	return r < 0 ? r : open_beneath(dir_fd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

void source_reader_deinit(SourceReader *reader) {
	closep(&reader->dir_fd);
	free(reader->directory);
	*reader = (SourceReader)SOURCE_READER_INIT;
}

/* Opens the directory of a path, unless it is the one that is open. `n` is the length of the path
 * up to the name, the slash counted. */
static int enter(SourceReader *reader, const char *path, size_t n) {
	if (reader->dir_fd >= 0 && strncmp(reader->directory, path, n) == 0 &&
		reader->directory[n] == '\0')
		return 0;
	source_reader_deinit(reader);
	reader->directory = strndup(path, n);
	if (!reader->directory)
		return -ENOMEM;
	reader->dir_fd = open(n > 0 ? reader->directory : "./", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return reader->dir_fd < 0 ? -errno : 0;
}

static int open_source(SourceReader *reader, const SourceFile *file, const char **ret_cause) {
	const char *slash = strrchr(file->path, '/');
	const char *name = slash ? slash + 1 : file->path;
	int fd, r = enter(reader, file->path, (size_t)(name - file->path));

	if (r < 0) {
		if (r != -ENOMEM)
			*ret_cause = strerrordesc_np(-r);
		return r;
	}
	fd = open_regular(reader->dir_fd, name, file->is_regular, ret_cause);
	if (fd == -EXDEV || fd == -ELOOP)
		*ret_cause = "a link that leaves the directory";
	else if (fd < 0 && fd != -EBADFD)
		*ret_cause = strerrordesc_np(-fd);
	return fd;
}

static size_t bytes_max(SourceKind kind) {
	return kind == SOURCE_JSON ? SOURCE_JSON_BYTES_MAX : SOURCE_YAML_BYTES_MAX;
}

static int too_large(size_t max, const char **ret_cause) {
	*ret_cause = max == SOURCE_JSON_BYTES_MAX ? "larger than 16 MiB" : "larger than 4 MiB";
	return -EFBIG;
}

static int check_file(int fd, size_t max, struct stat *ret, const char **ret_cause) {
	if (fstat(fd, ret) < 0) {
		*ret_cause = strerrordesc_np(errno);
		return -errno;
	}
	if (!S_ISREG(ret->st_mode)) {
		*ret_cause = NOT_REGULAR;
		return -EBADFD;
	}
	return ret->st_size > (off_t)max ? too_large(max, ret_cause) : 0;
}

/* Reads up to the end, which mostly comes after as many bytes as were promised: one byte more is
 * asked for, so that a single read(2) shows it. The file may grow while we read. */
static int read_to_end(int fd, size_t promised, size_t max, StrBuf *buf, const char **ret_cause) {
	size_t wanted = promised + 1;

	for (;;) {
		char *room = strbuf_make_room(buf, wanted);
		ssize_t n = room ? read(fd, room, wanted) : -1;

		if (!room)
			return -ENOMEM;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			*ret_cause = strerrordesc_np(errno);
			return -errno;
		}
		strbuf_add_written(buf, (size_t)n);
		if (buf->len > max)
			return too_large(max, ret_cause);
		if (n == 0 || (buf->len == promised && (size_t)n < wanted))
			return 0;
		wanted = READ_BYTES;
	}
}

int source_reader_read(
	SourceReader *reader, const SourceFile *file, StrBuf *buf, const char **ret_cause) {
	const size_t max = bytes_max(file->kind);
	_cleanup_(closep) int fd = -1;
	struct timespec now;
	struct stat st;
	int r;

	*ret_cause = "out of memory";
	reader->fingerprint = 0;
	strbuf_clear(buf);
	fd = open_source(reader, file, ret_cause);
	if (fd < 0)
		return fd;
	(void)clock_gettime(CLOCK_REALTIME_COARSE, &now);
	r = check_file(fd, max, &st, ret_cause);
	if (r < 0)
		return r;
	reader->fingerprint = fingerprint(&st, &now);
	return read_to_end(fd, (size_t)st.st_size, max, buf, ret_cause);
}

int source_read(const char *path, StrBuf *buf, const char **ret_cause) {
	_cleanup_(source_reader_deinit) SourceReader reader = SOURCE_READER_INIT;
	const char *slash = strrchr(path, '/');
	/* the path is only looked at */
	SourceFile file = { .path = (char *)path, .kind = source_kind(slash ? slash + 1 : path) };

	return source_reader_read(&reader, &file, buf, ret_cause);
}
