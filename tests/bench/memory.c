/* SPDX-License-Identifier: MIT */
/*
 * memory --eold=PATH --data=DIR [--hostnamed=PATH] [--after-bulk]: what the daemon weighs at rest.
 *
 * Starts, one after another on a private bus with stock limits: the daemon with the data, the
 * daemon with an empty directory, the idle service, systemd-hostnamed. Each is left alone for a
 * moment before it is looked at, and started several times: a page fault in a program or a library
 * maps the pages around it as well, but not those that another process has locked just then, which
 * on a busy machine makes up to a tenth of an RSS. So the largest is the undisturbed one. With
 * --after-bulk the daemon is asked everything that has a
 * large answer, and looked at once more when it has had time to give memory back, which it does
 * when nobody has wanted a large answer for a second or two.
 */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench-util.h"
#include "bus-call.h"
#include "child.h"
#include "dbus/bus-names.h"
#include "private-bus.h"
#include "service.h"

/* Every method whose answer grows with the data. */
static const char *const bulk[] = { "list", "releases", "transitions", "describe", "managed",
	"introspect-products", "introspect-releases", "dump" };

/* In kB, as the kernel gives it. */
typedef struct Memory {
	size_t rss, pss, private_dirty, shmem;
} Memory;

typedef struct Options {
	const char *eold, *data, *hostnamed;
	bool after_bulk;
	char **extra; /* for the daemon */
} Options;

static int read_values(
	pid_t pid, const char *file, const char *const keys[], size_t *const values[], size_t n) {
	_cleanup_(fclosep) FILE *stream = NULL;
	char path[64], line[256];

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	stream = fopen(path, "re");
	if (!stream)
		return bench_complain(-errno, "%s", path);
	while (fgets(line, sizeof(line), stream))
		for (size_t i = 0; i < n; i++)
			if (strncmp(line, keys[i], strlen(keys[i])) == 0)
				*values[i] = strtoul(line + strlen(keys[i]), NULL, 10);
	return 0;
}

enum { BULK_OVER_SEC = 3, N_STARTS = 9 };

static int look_at(const Service *service, Memory *ret_memory) {
	static const char *const rollup_keys[] = { "Pss:", "Private_Dirty:" };
	static const char *const status_keys[] = { "VmRSS:", "RssShmem:" };
	/* Whatever follows the name (the watch of a directory, a state file) is then done. */
	const struct timespec settle = { .tv_nsec = 300000000 };
	Memory memory = { 0 };
	size_t *const rollup[] = { &memory.pss, &memory.private_dirty };
	size_t *const status[] = { &memory.rss, &memory.shmem };
	int r;

	(void)nanosleep(&settle, NULL);
	r = read_values(service->pid, "smaps_rollup", rollup_keys, rollup, ELEMENTSOF(rollup));
	if (r >= 0)
		r = read_values(service->pid, "status", status_keys, status, ELEMENTSOF(status));
	if (r >= 0)
		*ret_memory = memory;
	return r;
}

static void report(const char *what, const Memory *memory) {
	printf("memory %s rss_kb=%zu pss_kb=%zu private_dirty_kb=%zu shmem_kb=%zu\n", what,
		memory->rss, memory->pss, memory->private_dirty, memory->shmem);
}

static void keep_largest(size_t *largest, size_t other) {
	if (other > *largest)
		*largest = other;
}

static int start_and_look(char *const argv[], const char *name, Memory *ret_memory) {
	_cleanup_(service_stop) Service service = SERVICE_INIT;
	int r = service_start(argv, name, &service);

	return r < 0 ? r : look_at(&service, ret_memory);
}

/* The largest of several starts. */
static int weigh(char *const argv[], const char *name, const char *what, Memory *ret_memory) {
	Memory largest = { 0 }, memory;

	for (size_t i = 0; i < N_STARTS; i++) {
		int r = start_and_look(argv, name, &memory);

		if (r < 0)
			return r;
		keep_largest(&largest.rss, memory.rss);
		keep_largest(&largest.pss, memory.pss);
		keep_largest(&largest.private_dirty, memory.private_dirty);
		keep_largest(&largest.shmem, memory.shmem);
	}
	report(what, &largest);
	*ret_memory = largest;
	return 0;
}

static int call_bulk(sd_bus *bus) {
	int r = 0;

	for (size_t i = 0; i < ELEMENTSOF(bulk) && r >= 0; i++) {
		_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;

		r = bus_call_init(&call, bulk[i], bus, 0);
		if (r >= 0)
			r = bus_call_run(&call, bus, NULL);
	}
	return r;
}

static int count_releases(sd_bus *bus, uint32_t *ret_count) {
	_cleanup_(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
	int r = sd_bus_get_property_trivial(bus, EOLD_BUS_NAME, EOLD_PATH_MANAGER,
		EOLD_INTERFACE_MANAGER, "ReleaseCount", &error, 'u', ret_count);

	return r < 0 ? bench_complain(r, "ReleaseCount: %s", error.message) : 0;
}

/* A start that only leaves a state behind, so that the next is an ordinary one. */
static int start_first(char *const argv[]) {
	_cleanup_(service_stop) Service service = SERVICE_INIT;

	return service_start(argv, EOLD_BUS_NAME, &service);
}

/* The daemon with one data directory and a state directory of its own below dir: a state that
 * knows other releases would weigh too. */
static int weigh_eold(const Options *options, const char *data, const char *dir, const char *what,
	Memory *ret_memory, EoldArgs *ret_args) {
	_cleanup_(freep) char *own_dir = NULL;
	int r;

	if (asprintf(&own_dir, "%s/%s", dir, what) < 0 || mkdir(own_dir, 0755) < 0)
		return bench_complain(-errno, "a directory for %s", what);
	r = eold_args_init(ret_args, options->eold, data, own_dir, options->extra);
	if (r >= 0)
		r = start_first(ret_args->argv);
	if (r >= 0 && !options->after_bulk)
		r = weigh(ret_args->argv, EOLD_BUS_NAME, what, ret_memory);
	return r;
}

/* One more start, in which it is asked: how many releases there are and, with --after-bulk,
 * everything. */
static int ask_eold(const Options *options, char *const argv[], uint32_t *ret_releases) {
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	_cleanup_(service_stop) Service service = SERVICE_INIT;
	Memory before, after;
	int r = service_start(argv, EOLD_BUS_NAME, &service);

	if (r >= 0)
		r = look_at(&service, &before);
	if (r >= 0)
		r = sd_bus_open_system(&bus);
	if (r >= 0)
		r = count_releases(bus, ret_releases);
	if (r < 0 || !options->after_bulk)
		return r;
	r = call_bulk(bus);
	(void)sleep(BULK_OVER_SEC);
	if (r >= 0)
		r = look_at(&service, &after);
	if (r < 0)
		return r;
	report("before-bulk", &before);
	report("after-bulk", &after);
	return 0;
}

static int weigh_peers(const Options *options, Memory *ret_idle, Memory *ret_hostnamed) {
	_cleanup_(freep) char *idle = child_sibling("idle-bus");
	char *idle_argv[] = { idle, NULL };
	char *hostnamed_argv[] = { (char *)options->hostnamed, NULL };
	int r = idle ? weigh(idle_argv, BENCH_IDLE_NAME, "idle-bus", ret_idle) : -ENOMEM;

	if (r < 0 || !options->hostnamed)
		return r;
	return weigh(
		hostnamed_argv, "org.freedesktop.hostname1", "systemd-hostnamed", ret_hostnamed);
}

static int run(const Options *options) {
	_cleanup_(private_bus_stop) PrivateBus bus = PRIVATE_BUS_INIT;
	_cleanup_(eold_args_deinit) EoldArgs args = EOLD_ARGS_INIT, no_args = EOLD_ARGS_INIT;
	_cleanup_(freep) char *nothing = NULL;
	Memory full, empty, idle, hostnamed = { 0 };
	uint32_t releases;
	int r = private_bus_start(&(BusOptions){ 0 }, &bus);

	if (r < 0)
		return r;
	if (asprintf(&nothing, "%s/nothing", bus.dir) < 0 || mkdir(nothing, 0755) < 0)
		return bench_complain(-ENOMEM, "an empty directory");
	r = weigh_eold(options, options->data, bus.dir, "eold", &full, &args);
	if (r >= 0)
		r = ask_eold(options, args.argv, &releases);
	if (r < 0 || options->after_bulk)
		return r;
	r = weigh_eold(options, nothing, bus.dir, "empty", &empty, &no_args);
	if (r >= 0)
		r = weigh_peers(options, &idle, &hostnamed);
	if (r < 0)
		return r;
	printf("memory ratios releases=%u bytes_per_release=%.1f rss_idle=%.3f", releases,
		((double)full.private_dirty - (double)empty.private_dirty) * 1024 /
			(double)releases,
		(double)full.rss / (double)idle.rss);
	if (hostnamed.rss > 0)
		printf(" rss_hostnamed=%.3f", (double)full.rss / (double)hostnamed.rss);
	printf("\n");
	return 0;
}

static int parse(Options *options, int argc, char *argv[]) {
	static const struct option names[] = {
		{ "eold", required_argument, NULL, 'e' },
		{ "data", required_argument, NULL, 'd' },
		{ "hostnamed", required_argument, NULL, 'h' },
		{ "after-bulk", no_argument, NULL, 'b' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) >= 0) {
		if (option == 'e')
			options->eold = optarg;
		else if (option == 'd')
			options->data = optarg;
		else if (option == 'h')
			options->hostnamed = optarg;
		else if (option == 'b')
			options->after_bulk = true;
		else
			return -EINVAL;
	}
	options->extra = argv + optind;
	return options->eold && options->data ? 0 : -EINVAL;
}

int main(int argc, char *argv[]) {
	Options options = { 0 };

	if (parse(&options, argc, argv) < 0) {
		(void)fprintf(stderr,
			"Usage: memory --eold=PATH --data=DIR [--hostnamed=PATH] [--after-bulk] "
			"[ARG]...\n");
		return 2;
	}
	return run(&options) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
