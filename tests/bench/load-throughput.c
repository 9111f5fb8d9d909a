/* SPDX-License-Identifier: MIT */
/*
 * busload thr: many clients with several calls under way each.
 *
 * Calls per second are at the mercy of the machine; the CPU per call of each end is less so. Every
 * CALL named is measured by turns, in slices of the whole. And two processors of a virtual machine
 * are not equally fast: 1.5 to 1 has been seen for minutes, by what else the host runs on the core
 * behind each. So bus and service change places from turn to turn, and the ratio of the two is
 * theirs, not that of the processors.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "bench-util.h"
#include "busload.h"
#include "raw-bus.h"

/* So many turns for each call; even, so that each place is taken equally often. */
#define TURNS 10
#define MAX_CALLS 8

typedef struct Load {
	RawBus *clients;
	size_t n_clients, depth;
	int epoll_fd;
	StrBuf *request;
	size_t to_send, to_come; /* calls */
	RawBus *current; /* the client whose answers are being read */
	cpu_set_t processors; /* that we may use */
} Load;

typedef struct Kind {
	BusCall call;
	StrBuf request;
	Ends ends;
	EndsCpu cpu;
	uint64_t nsec;
} Kind;

static void load_deinit(Load *load) {
	for (size_t i = 0; i < load->n_clients; i++)
		raw_bus_close(&load->clients[i]);
	free(load->clients);
	closep(&load->epoll_fd);
}

static int load_init(Load *load, size_t n_clients, size_t depth) {
	load->clients = calloc(n_clients, sizeof(RawBus));
	load->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	load->depth = depth;
	if (sched_getaffinity(0, sizeof(load->processors), &load->processors) < 0)
		return bench_complain(-errno, "processors");
	if (!load->clients || load->epoll_fd < 0)
		return bench_complain(-ENOMEM, "clients");
	while (load->n_clients < n_clients) {
		RawBus *client = &load->clients[load->n_clients];
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };
		int r = raw_bus_open(client);

		if (r < 0)
			return r;
		load->n_clients++;
		if (fcntl(client->fd, F_SETFL, O_NONBLOCK) < 0 ||
			epoll_ctl(load->epoll_fd, EPOLL_CTL_ADD, client->fd, &event) < 0)
			return bench_complain(-errno, "epoll");
	}
	return 0;
}

static int send_next(Load *load, RawBus *client) {
	if (load->to_send == 0)
		return 0;
	load->to_send--;
	return raw_bus_send_message(client, load->request);
}

static int on_message(void *userdata, const RawMessage *message) {
	Load *load = userdata;

	if (message->type == 4 /* a signal: NameAcquired */)
		return 0;
	if (message->type != 2)
		return -EREMOTEIO;
	load->to_come--;
	return send_next(load, load->current);
}

static int collect(Load *load) {
	struct epoll_event events[64];

	while (load->to_come > 0) {
		int n = epoll_wait(load->epoll_fd, events, ELEMENTSOF(events), 30000);

		if (n <= 0)
			return bench_complain(n < 0 ? -errno : -ETIMEDOUT, "waiting for answers");
		for (int i = 0; i < n; i++) {
			load->current = events[i].data.ptr;

			int r = raw_bus_read(load->current, on_message, load);

			if (r < 0 && r != -EAGAIN)
				return bench_complain(r, "an answer");
		}
	}
	return 0;
}

static int tie(pid_t pid, const cpu_set_t *all, int nth) {
	cpu_set_t one;

	CPU_ZERO(&one);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, all) && nth-- == 0)
			CPU_SET(cpu, &one);
	return sched_setaffinity(pid, sizeof(one), &one) < 0 ? -errno : 0;
}

/* The bus on one processor; service and clients, which never work at once for long, on another.
 * With one processor, or tied to one, there is no choice. */
static int take_places(const Load *load, const Ends *ends, size_t turn) {
	int r;

	if (CPU_COUNT(&load->processors) < 2)
		return 0;
	r = tie(ends->bus, &load->processors, turn % 2 == 0);
	if (r >= 0)
		r = tie(ends->service, &load->processors, turn % 2 == 1);
	return r < 0 ? bench_complain(r, "processors") : 0;
}

static int one_turn(Load *load, Kind *kind, size_t n) {
	EndsCpu before = ends_cpu(&kind->ends);
	uint64_t begin = bench_now_nsec();
	int r = 0;

	load->request = &kind->request;
	load->to_send = load->to_come = n;
	for (size_t i = 0; i < load->n_clients; i++)
		for (size_t j = 0; j < load->depth && r >= 0; j++)
			r = send_next(load, &load->clients[i]);
	if (r >= 0)
		r = collect(load);
	kind->nsec += bench_now_nsec() - begin;
	ends_cpu_add(&kind->ends, before, &kind->cpu);
	return r;
}

static int kind_init(Kind *kind, sd_bus *bus, const char *name) {
	int r = bus_call_init(&kind->call, name, bus, 64);

	if (r >= 0)
		r = raw_marshal_call(&kind->request, &kind->call);
	return r < 0 ? r : ends_find(bus, kind->call.destination, &kind->ends);
}

static int run_kinds(Load *load, Kind kinds[], size_t n_kinds, size_t n_calls) {
	int r = 0;

	for (size_t turn = 0; turn <= TURNS; turn++) {
		for (size_t i = 0; i < n_kinds && r >= 0; i++) {
			/* The first turn warms up. */
			if (turn == 1) {
				kinds[i].cpu = (EndsCpu){ 0 };
				kinds[i].nsec = 0;
			}
			r = take_places(load, &kinds[i].ends, turn);
			if (r >= 0)
				r = one_turn(load, &kinds[i], n_calls / TURNS);
		}
	}
	for (size_t i = 0; i < n_kinds && r >= 0; i++) {
		double n = (double)(n_calls / TURNS * TURNS);

		printf("thr %s calls_per_s=%.0f", kinds[i].call.name,
			n / ((double)kinds[i].nsec / 1e9));
		ends_print(kinds[i].cpu, (size_t)n);
		printf("\n");
	}
	return r;
}

int load_throughput(sd_bus *bus, int argc, char *argv[]) {
	_cleanup_(load_deinit) Load load = { .epoll_fd = -1 };
	Kind kinds[MAX_CALLS] = { 0 };
	size_t n_clients, depth, n_calls, n_kinds = 0;
	int r;

	if (bench_parse_count(argv[0], "clients", &n_clients) < 0 ||
		bench_parse_count(argv[1], "depth", &depth) < 0 ||
		bench_parse_count(argv[2], "calls", &n_calls) < 0)
		return -EINVAL;
	r = load_init(&load, n_clients, depth);
	for (int i = 3; i < argc && n_kinds < MAX_CALLS && r >= 0; i++)
		r = kind_init(&kinds[n_kinds++], bus, argv[i]);
	if (r >= 0)
		r = run_kinds(&load, kinds, n_kinds, n_calls);
	for (size_t i = 0; i < n_kinds; i++) {
		bus_call_deinit(&kinds[i].call);
		strbuf_deinit(&kinds[i].request);
	}
	return r;
}
