/* SPDX-License-Identifier: MIT */
#include "pager.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "colour.h"
#include "util/cleanup.h"

/* less, or more where there is no less. */
#define DEFAULT_PAGER "less"

/* Whoever came here by sudo or pkexec must not get a shell from the pager. The variable, a boolean,
 * weighs more: it says that somebody thought of it. */
static bool must_be_secure(const char *said) {
	if (said)
		return !env_is_false(said);
	return getenv("SUDO_UID") || getenv("PKEXEC_UID") || geteuid() != getuid();
}

/* With another person's rights only less is trusted, unless the variable says that the pager that
 * was chosen may be. */
static const char *pager_command(void) {
	const char *said = getenv("SYSTEMD_PAGERSECURE"), *command = getenv("SYSTEMD_PAGER");

	if (!command)
		command = getenv("PAGER");
	if (!command)
		return DEFAULT_PAGER;
	if (!said && must_be_secure(said) && command[0] != '\0' && strcmp(command, "cat") != 0)
		return DEFAULT_PAGER;
	return command;
}

bool pager_wanted(const Terminal *terminal, const char *text) {
	const char *command = pager_command();
	size_t lines = 0;

	if (!terminal->is_tty || command[0] == '\0' || strcmp(command, "cat") == 0)
		return false;
	for (const char *p = text; lines < terminal->height && (p = strchr(p, '\n')); p++)
		lines++;
	return lines >= terminal->height;
}

/* Runs the pager on a pipe; never returns. */
_Noreturn static void run_pager(int read_fd) {
	const char *options = getenv("SYSTEMD_LESS"), *charset = getenv("SYSTEMD_LESSCHARSET");
	bool secure = must_be_secure(getenv("SYSTEMD_PAGERSECURE"));

	if (dup2(read_fd, STDIN_FILENO) < 0)
		_exit(EXIT_FAILURE);
	/* F: leave if it fits a screen; R: colours; S: do not wrap; X: leave the screen as it is;
	 * M, K: tell the place, leave at ^C. */
	setenv("LESS", options ? options : "FRSXMK", 1);
	if (charset)
		setenv("LESSCHARSET", charset, 1);
	else
		setenv("LESSCHARSET", "utf-8", 0);
	if (secure)
		setenv("LESSSECURE", "1", 1);
	if (strcmp(pager_command(), DEFAULT_PAGER) != 0)
		execl("/bin/sh", "sh", "-c", pager_command(), (char *)NULL);
	else {
		execlp("less", "less", (char *)NULL);
		/* more can start a shell. */
		if (!secure)
			execlp("more", "more", (char *)NULL);
	}
	_exit(127);
}

static int write_all(int fd, const char *text, size_t n) {
	while (n > 0) {
		ssize_t k = write(fd, text, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -errno;
		text += k;
		n -= (size_t)k;
	}
	return 0;
}

int pager_show(const char *text, size_t n) {
	_cleanup_(closep) int read_fd = -1;
	_cleanup_(closep) int write_fd = -1;
	int fds[2], status;
	pid_t pid;

	if (pipe(fds) < 0)
		return -errno;
	read_fd = fds[0];
	write_fd = fds[1];
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0) {
		close(write_fd);
		run_pager(read_fd);
	}
	close(TAKE_FD(read_fd));
	/* A reader who leaves early is content; and ^C is for the pager. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	(void)write_all(write_fd, text, n);
	close(TAKE_FD(write_fd));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? -ENOENT : 0;
}
