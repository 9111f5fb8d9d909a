/* SPDX-License-Identifier: MIT */
/*
 * pair [-n N] A --vs B [--vs C]...: two or more commands in turns, A B C A B C.
 *
 * Each is one word of the command line, split at spaces. What disturbs the machine meets all of
 * them; the answer is the median over the rounds of A's CPU time divided by that of the other in
 * the same round. The first round only warms up. Their standard output is thrown away.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench-util.h"
#include "child.h"
#include "pair.h"

#define MAX_COMMANDS 8
#define MAX_WORDS 32

typedef struct Command {
	const char *text;
	char *split; /* owned; what argv points into */
	char *argv[MAX_WORDS];
	double *cpu_msec, *wall_msec; /* one for each round */
	long max_rss_kb;
} Command;

typedef struct Pair {
	Command commands[MAX_COMMANDS];
	size_t n_commands, rounds;
} Pair;

static void pair_deinit(Pair *pair) {
	for (size_t i = 0; i < pair->n_commands; i++) {
		free(pair->commands[i].split);
		free(pair->commands[i].cpu_msec);
		free(pair->commands[i].wall_msec);
	}
}

static int command_init(Command *command, size_t rounds) {
	char *rest, *word;
	size_t n = 0;

	command->split = strdup(command->text);
	command->cpu_msec = calloc(rounds, sizeof(double));
	command->wall_msec = calloc(rounds, sizeof(double));
	if (!command->split || !command->cpu_msec || !command->wall_msec)
		return bench_complain(-ENOMEM, "rounds");
	word = strtok_r(command->split, " ", &rest);
	while (word && n < MAX_WORDS - 1) {
		command->argv[n++] = word;
		word = strtok_r(NULL, " ", &rest);
	}
	return n > 0 && !word ? 0 : bench_complain(-EINVAL, "command \"%s\"", command->text);
}

static double timeval_msec(struct timeval t) {
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

/* Tells the child where to report; the descriptor that its report is read from. */
static int open_report(int *ret_write_fd) {
	char number[16];
	int fds[2];

	if (pipe(fds) < 0)
		return -errno;
	(void)fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	(void)snprintf(number, sizeof(number), "%d", fds[1]);
	(void)setenv(PAIR_REPORT_ENV, number, 1);
	*ret_write_fd = fds[1];
	return fds[0];
}

static int run_once(Command *command, size_t round) {
	_cleanup_(closep) int read_fd = -1, write_fd = -1;
	uint64_t begin = bench_now_nsec();
	struct rusage usage;
	PairReport report;
	pid_t pid;
	int r;

	read_fd = open_report(&write_fd);
	if (read_fd < 0)
		return bench_complain(read_fd, "pipe");
	r = child_start(command->argv, /* quiet= */ true, &pid);
	if (r < 0)
		return r;
	r = child_wait(pid, &usage);
	if (r != 0)
		return bench_complain(-ECANCELED, "\"%s\" ended with %d", command->text, r);
	command->wall_msec[round] = (double)(bench_now_nsec() - begin) / 1e6;
	command->cpu_msec[round] = timeval_msec(usage.ru_utime) + timeval_msec(usage.ru_stime);
	command->max_rss_kb = usage.ru_maxrss;
	close(TAKE_FD(write_fd));
	if (read(read_fd, &report, sizeof(report)) == sizeof(report)) {
		command->cpu_msec[round] = (double)report.cpu_nsec / 1e6;
		command->wall_msec[round] = (double)report.wall_nsec / 1e6;
	}
	return 0;
}

static double ratio_of(const double *a, const double *b, size_t n, double *scratch) {
	for (size_t i = 0; i < n; i++)
		scratch[i] = b[i] > 0 ? a[i] / b[i] : 0;
	return bench_quantile(scratch, n, 0.5);
}

static int print(Pair *pair) {
	_cleanup_(freep) double *scratch = calloc(pair->rounds, sizeof(double));
	const Command *first = &pair->commands[0];
	size_t n = pair->rounds;

	if (!scratch)
		return bench_complain(-ENOMEM, "rounds");
	for (size_t i = 0; i < pair->n_commands; i++) {
		const Command *command = &pair->commands[i];
		double cpu_ratio = ratio_of(first->cpu_msec, command->cpu_msec, n, scratch);
		double wall_ratio = ratio_of(first->wall_msec, command->wall_msec, n, scratch);

		memcpy(scratch, command->cpu_msec, n * sizeof(double));
		double cpu = bench_quantile(scratch, n, 0.5);
		memcpy(scratch, command->wall_msec, n * sizeof(double));
		printf("pair %zu cpu_ms=%.3f wall_ms=%.3f rss_kb=%ld ratio=%.3f wall_ratio=%.3f\n",
			i, cpu, bench_quantile(scratch, n, 0.5), command->max_rss_kb, cpu_ratio,
			wall_ratio);
	}
	return 0;
}

static int usage(void) {
	(void)fprintf(stderr, "Usage: pair [-n ROUNDS] COMMAND --vs COMMAND [--vs COMMAND]...\n");
	return -EINVAL;
}

/* Reads the commands, which stand at every other place: A --vs B --vs C. */
static int parse(Pair *pair, int argc, char *argv[]) {
	int i = 1, r;

	pair->rounds = 31;
	if (argc > 2 && strcmp(argv[1], "-n") == 0) {
		r = bench_parse_count(argv[2], "rounds", &pair->rounds);
		if (r < 0)
			return r;
		i = 3;
	}
	for (; i < argc && pair->n_commands < MAX_COMMANDS; i += 2) {
		if (pair->n_commands > 0 && strcmp(argv[i - 1], "--vs") != 0)
			return usage();
		pair->commands[pair->n_commands].text = argv[i];
		r = command_init(&pair->commands[pair->n_commands++], pair->rounds);
		if (r < 0)
			return r;
	}
	return pair->n_commands > 1 ? 0 : usage();
}

int main(int argc, char *argv[]) {
	_cleanup_(pair_deinit) Pair pair = { 0 };
	int r = parse(&pair, argc, argv);

	if (r < 0)
		return 2;
	for (size_t round = 0; round <= pair.rounds && r >= 0; round++)
		for (size_t i = 0; i < pair.n_commands && r >= 0; i++)
			/* The first values are overwritten. */
			r = run_once(&pair.commands[i], round > 0 ? round - 1 : 0);
	if (r >= 0)
		r = print(&pair);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
