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
#include "child.h"

/* The signal that ends it is blocked and looked for between two pings, so that it never cuts one
 * short. */
static bool is_told_to_stop(void) {
	sigset_t pending;

	return sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1;
}

/* Writes one byte to fd as soon as it pings. */
static int ping_until_told(int fd, double *ret_wait_usec) {
	_cleanup_(sd_bus_flush_close_unrefp) sd_bus *bus = NULL;
	_cleanup_(bus_call_deinit) BusCall call = BUS_CALL_INIT;
	uint64_t longest = 0;
	size_t n = 0;
	int r = sd_bus_open_system(&bus);

	if (r >= 0)
		r = bus_call_init(&call, "ping", bus, 0);
	for (; r >= 0 && !is_told_to_stop(); n++) {
		uint64_t begin = bench_now_nsec(), wait;

		r = bus_call_run(&call, bus, NULL);
		wait = bench_now_nsec() - begin;
		longest = wait > longest ? wait : longest;
		if (n == 0 && write(fd, "", 1) < 0)
			r = -errno;
	}
	*ret_wait_usec = (double)longest / 1e3;
	return r < 0 || n == 0 ? -EIO : 0;
}

static _Noreturn void become_pinger(int fd) {
	double wait_usec;
	sigset_t signals;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGUSR1);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	if (ping_until_told(fd, &wait_usec) >= 0)
		(void)!write(fd, &wait_usec, sizeof(wait_usec));
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

int pinger_stop(Pinger *pinger, double *ret_wait_usec) {
	_cleanup_(closep) int fd = TAKE_FD(pinger->fd);
	double wait_usec;
	ssize_t n;

	(void)kill(pinger->pid, SIGUSR1);
	n = read(fd, &wait_usec, sizeof(wait_usec));
	(void)child_wait(pinger->pid, NULL);
	pinger->pid = 0;
	if (n != sizeof(wait_usec))
		return bench_complain(-EIO, "the pinger");
	*ret_wait_usec = wait_usec;
	return 0;
}
