/* SPDX-License-Identifier: MIT */
#include "pinger.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bench-util.h"
#include "bus-call.h"
#include "busload.h"
#include "child.h"
#include "dbus/bus-names.h"

/* Pings that are remembered; the later ones only count for the maximum. */
#define MAX_PINGS 200000

/* The signal that ends it is blocked and looked for between two pings, so that it never cuts one
 * short. */
static bool is_told_to_stop(void) {
	sigset_t pending;

	return sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1;
}

static int ping_once(sd_bus *bus, const BusCall *call, const Ends *ends, double *ret_cpu_usec,
	double *ret_wait_usec) {
	uint64_t cpu = bench_process_cpu_nsec(ends->service), begin = bench_now_nsec();
	int r = bus_call_run(call, bus, NULL);

	*ret_wait_usec = (double)(bench_now_nsec() - begin) / 1e3;
	*ret_cpu_usec = (double)(bench_process_cpu_nsec(ends->service) - cpu) / 1e3;
	return r;
}

static int on_change(sd_bus_message *signal, void *userdata, sd_bus_error *error) {
	*(bool *)userdata = true;
	return 0;
}

/* The daemon reads, and then it announces: one connection carries signals and answers in the order
 * in which they were sent, so a change that was heard stands behind the reading. */
static int listen_to_changes(sd_bus *bus, bool *is_announcing) {
	return sd_bus_add_match(bus, NULL,
		"type='signal',interface='org.freedesktop.DBus.Properties',"
		"member='PropertiesChanged',path_namespace='" EOLD_PATH_MANAGER "'",
		on_change, is_announcing);
}

/* Hands on the signals that came in. */
static int hear(sd_bus *bus) {
	int r;

	while ((r = sd_bus_process(bus, NULL)) > 0)
		;
	return r;
}

/* Writes one byte to fd as soon as it pings. */
static int ping_until_told(int fd, PingerResult *ret_result) {
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;
	_cleanup_(freep) double *cpu_usec = calloc(MAX_PINGS, sizeof(double));
	PingerResult result = { 0 };
	double worst = 0, worst_announcing = 0, wait, usual;
	bool is_announcing = false;
	Ends ends;
	int r = cpu_usec ? sd_bus_open_system(&bus) : -ENOMEM;

	if (r >= 0)
		r = bus_call_init(&call, "ping", bus, 0);
	if (r >= 0)
		r = ends_find(bus, call.destination, &ends);
	if (r >= 0)
		r = listen_to_changes(bus, &is_announcing);
	while (r >= 0 && !is_told_to_stop()) {
		double *cpu = &cpu_usec[result.n % MAX_PINGS];

		r = ping_once(bus, &call, &ends, cpu, &wait);
		if (is_announcing && *cpu > worst_announcing)
			worst_announcing = *cpu;
		worst = *cpu > worst ? *cpu : worst;
		result.wait_usec = wait > result.wait_usec ? wait : result.wait_usec;
		if (r >= 0)
			r = hear(bus);
		if (result.n++ == 0 && write(fd, "", 1) < 0)
			r = -errno;
	}
	if (r < 0 || result.n == 0)
		return -EIO;
	usual = bench_quantile(cpu_usec, result.n < MAX_PINGS ? result.n : MAX_PINGS, 0.5);
	result.dispatch_usec = worst - usual;
	result.announcing_usec = worst_announcing > 0 ? worst_announcing - usual : 0;
	*ret_result = result;
	return 0;
}

static _Noreturn void become_pinger(int fd) {
	PingerResult result;
	sigset_t signals;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGUSR1);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	if (ping_until_told(fd, &result) >= 0)
		(void)!write(fd, &result, sizeof(result));
	_exit(EXIT_SUCCESS);
}

int pinger_start(Pinger *pinger) {
	int fds[2];
	char ready;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return bench_complain(-errno, "pipe");
	(void)fflush(NULL);
	pinger->pid = fork();
	if (pinger->pid == 0)
		become_pinger(fds[1]);
	close(fds[1]);
	pinger->fd = fds[0];
	if (pinger->pid < 0)
		return bench_complain(-errno, "fork");
	if (read(pinger->fd, &ready, 1) == 1)
		return 0;
	closep(&pinger->fd);
	(void)child_wait(pinger->pid, NULL);
	return bench_complain(-EIO, "the pinger");
}

int pinger_stop(Pinger *pinger, PingerResult *ret_result) {
	_cleanup_(closep) int fd = TAKE_FD(pinger->fd);
	PingerResult result;
	ssize_t n;

	(void)kill(pinger->pid, SIGUSR1);
	n = read(fd, &result, sizeof(result));
	(void)child_wait(pinger->pid, NULL);
	pinger->pid = 0;
	if (n != sizeof(result))
		return bench_complain(-EIO, "the pinger");
	*ret_result = result;
	return 0;
}
