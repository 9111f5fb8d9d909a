/* SPDX-License-Identifier: MIT */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench-util.h"

/* In the new process: becomes the program, or writes errno to report_fd. */
static _Noreturn void become(char *const argv[], bool quiet, pid_t parent, int report_fd) {
	int null_fd;

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	(void)signal(SIGPIPE, SIG_DFL);
	if (quiet && (null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC)) >= 0)
		(void)dup2(null_fd, STDOUT_FILENO);
	execvp(argv[0], argv);

	int error = errno;

	(void)!write(report_fd, &error, sizeof(error));
	_exit(127);
}

int child_start(char *const argv[], bool quiet, pid_t *ret_pid) {
	_cleanup_(closep) int report_fd = -1;
	int fds[2], error;
	pid_t pid, parent = getpid();

	(void)fflush(NULL);
	if (pipe2(fds, O_CLOEXEC) < 0)
		return bench_complain(-errno, "pipe");
	report_fd = fds[0];
	pid = fork();
	if (pid == 0)
		become(argv, quiet, parent, fds[1]);
	error = errno;
	close(fds[1]);
	if (pid < 0)
		return bench_complain(-error, "fork");
	if (read(report_fd, &error, sizeof(error)) == sizeof(error)) {
		(void)child_wait(pid, NULL);
		return bench_complain(-error, "%s", argv[0]);
	}
	*ret_pid = pid;
	return 0;
}

int child_wait(pid_t pid, struct rusage *ret_usage) {
	struct rusage usage;
	int status;

	while (wait4(pid, &status, 0, &usage) < 0)
		if (errno != EINTR)
			return -errno;
	if (ret_usage)
		*ret_usage = usage;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool child_has_ended(pid_t *pid) {
	if (*pid > 0 && waitpid(*pid, NULL, WNOHANG) == 0)
		return false;
	*pid = 0;
	return true;
}

void child_end(pid_t *pid) {
	const struct timespec pause = { .tv_nsec = 2000000 };

	if (*pid <= 0)
		return;
	(void)kill(*pid, SIGTERM);
	for (unsigned i = 0; i < 5000; i++) {
		if (child_has_ended(pid))
			return;
		(void)nanosleep(&pause, NULL);
	}
	(void)bench_complain(-ETIMEDOUT, "process %d does not end, killing it", (int)*pid);
	(void)kill(*pid, SIGKILL);
	(void)child_wait(*pid, NULL);
	*pid = 0;
}

int child_pin_to_one_core(void) {
	cpu_set_t set;
	int last = -1;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return bench_complain(-errno, "sched_getaffinity");
	for (int i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &set))
			last = i;
	CPU_ZERO(&set);
	CPU_SET(last, &set);
	if (sched_setaffinity(0, sizeof(set), &set) < 0)
		return bench_complain(-errno, "sched_setaffinity");
	return 0;
}

char *child_sibling(const char *program) {
	char self[4096], *path = NULL;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		return NULL;
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	return asprintf(&path, "%s/%s", self, program) < 0 ? NULL : path;
}
