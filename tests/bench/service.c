/* SPDX-License-Identifier: MIT */
#include "service.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench-util.h"
#include "child.h"

/* Longest wait for a name: a hundred times the corpus under valgrind is still quicker. */
#define NAME_TIMEOUT_NSEC UINT64_C(120000000000)

static int on_name_acquired(sd_bus_message *message, void *userdata, sd_bus_error *error) {
	const char *name, *old, *new;
	bool *owned = userdata;

	if (sd_bus_message_read(message, "sss", &name, &old, &new) >= 0 && new[0])
		*owned = true;
	return 0;
}

static int watch_name(sd_bus *bus, const char *name, bool *owned) {
	_cleanup_(freep) char *rule = NULL;

	if (asprintf(&rule,
		    "type='signal',sender='org.freedesktop.DBus',"
		    "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='%s'",
		    name) < 0)
		return -ENOMEM;
	return sd_bus_add_match(bus, NULL, rule, on_name_acquired, owned);
}

/* Waits for the name, looking now and then whether the process still lives. */
static int wait_for_name(sd_bus *bus, const bool *owned, pid_t *pid, uint64_t deadline) {
	while (!*owned) {
		int r = sd_bus_process(bus, NULL);

		if (r < 0)
			return r;
		if (r > 0)
			continue;
		r = sd_bus_wait(bus, 50000);
		if (r < 0)
			return r;
		if (r == 0 && child_has_ended(pid))
			return -ECHILD;
		if (bench_now_nsec() > deadline)
			return -ETIMEDOUT;
	}
	return 0;
}

int service_start(char *const argv[], const char *name, Service *ret_service) {
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	_cleanup_(service_stop) Service service = SERVICE_INIT;
	bool owned = false;
	int r;

	r = sd_bus_open_system(&bus);
	if (r >= 0)
		r = watch_name(bus, name, &owned);
	if (r < 0)
		return bench_complain(r, "watching the bus for %s", name);

	uint64_t begin = bench_now_nsec();

	r = child_start(argv, /* quiet= */ true, &service.pid);
	if (r < 0)
		return r;
	r = wait_for_name(bus, &owned, &service.pid, begin + NAME_TIMEOUT_NSEC);
	service.cpu_nsec = bench_process_cpu_nsec(service.pid);
	service.wall_nsec = bench_now_nsec() - begin;
	if (r < 0)
		return bench_complain(r, "%s does not come to own %s", argv[0], name);
	*ret_service = service;
	service.pid = 0;
	return 0;
}

void service_stop(Service *service) {
	child_end(&service->pid);
}

static int make_place(const char *dir) {
	_cleanup_(freep) char *config = NULL, *state = NULL;
	_cleanup_(fclosep) FILE *file = NULL;

	if (asprintf(&config, "%s/eold.yaml", dir) < 0 || asprintf(&state, "%s/state", dir) < 0)
		return -ENOMEM;
	if (mkdir(state, 0755) < 0 && errno != EEXIST)
		return bench_complain(-errno, "%s", state);
	file = fopen(config, "we");
	if (!file || fputs("warningDays: [180, 90, 30, 7, 1]\n", file) < 0)
		return bench_complain(-errno, "%s", config);
	return 0;
}

int eold_args_init(
	EoldArgs *args, const char *eold, const char *data, const char *dir, char *const extra[]) {
	size_t n = 0;
	int r = make_place(dir);

	if (r < 0)
		return r;
	*args = (EoldArgs)EOLD_ARGS_INIT;
	if (asprintf(&args->owned[0], "--data=%s", data) < 0 ||
		asprintf(&args->owned[1], "--state=%s/state", dir) < 0 ||
		asprintf(&args->owned[2], "--config=%s/eold.yaml", dir) < 0)
		return -ENOMEM;
	args->argv[n++] = (char *)eold;
	args->argv[n++] = (char *)"--bus=system";
	for (size_t i = 0; i < 3; i++)
		args->argv[n++] = args->owned[i];
	for (size_t i = 0; extra && extra[i] && n < SERVICE_MAX_ARGS - 1; i++)
		args->argv[n++] = extra[i];
	return 0;
}

void eold_args_deinit(EoldArgs *args) {
	for (size_t i = 0; i < ELEMENTSOF(args->owned); i++)
		free(args->owned[i]);
	*args = (EoldArgs)EOLD_ARGS_INIT;
}
