/* SPDX-License-Identifier: MIT */
#include "listeners.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "bench-util.h"

/* Below the 256 that the bus allows, since other clients are root's as well. */
#define CONNECTIONS_PER_USER 200
#define MAX_USERS 64

static size_t find_users(uid_t uids[MAX_USERS]) {
	const struct passwd *user;
	size_t n = 0;

	setpwent();
	while (n < MAX_USERS && (user = getpwent()))
		uids[n++] = user->pw_uid;
	endpwent();
	return n;
}

static int open_as(RawBus *connection, uid_t uid) {
	if (seteuid(uid) < 0)
		return bench_complain(-errno, "becoming user %u", (unsigned)uid);

	int r = raw_bus_open(connection);

	if (seteuid(0) < 0)
		return bench_complain(-errno, "becoming root again");
	return r;
}

int listeners_open(Listeners *listeners, size_t n) {
	uid_t uids[MAX_USERS];
	size_t n_users = find_users(uids);

	bench_raise_descriptor_limit();
	if (n > n_users * CONNECTIONS_PER_USER)
		return bench_complain(-EUSERS, "%zu listeners with %zu users", n, n_users);
	listeners->connections = calloc(n, sizeof(RawBus));
	listeners->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (!listeners->connections || listeners->epoll_fd < 0)
		return bench_complain(-ENOMEM, "listeners");
	while (listeners->n < n) {
		RawBus *connection = &listeners->connections[listeners->n];
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
		int r = open_as(connection, uids[listeners->n / CONNECTIONS_PER_USER]);

		if (r < 0)
			return r;
		listeners->n++;
		if (epoll_ctl(listeners->epoll_fd, EPOLL_CTL_ADD, connection->fd, &event) < 0)
			return bench_complain(-errno, "epoll");
	}
	return 0;
}

void listeners_deinit(Listeners *listeners) {
	for (size_t i = 0; i < listeners->n; i++)
		raw_bus_close(&listeners->connections[i]);
	free(listeners->connections);
	closep(&listeners->epoll_fd);
	*listeners = (Listeners)LISTENERS_INIT;
}

int listener_add_match(Listeners *listeners, size_t i, const char *rule) {
	char *args[] = { (char *)rule, NULL };
	const BusCall add_match = {
		.destination = "org.freedesktop.DBus",
		.path = "/org/freedesktop/DBus",
		.interface = "org.freedesktop.DBus",
		.member = "AddMatch",
		.signature = "s",
		.args = args,
	};
	ssize_t r = raw_bus_call(&listeners->connections[i], &add_match);

	return r < 0 ? bench_complain((int)r, "match rule %s", rule) : 0;
}

int listeners_add_match(Listeners *listeners, const char *rule) {
	int r = 0;

	for (size_t i = 0; i < listeners->n && r >= 0; i++)
		r = listener_add_match(listeners, i, rule);
	return r;
}

static int on_message(void *userdata, const RawMessage *message) {
	Listeners *listeners = userdata;

	listeners->n_signals += message->type == 4;
	return 0;
}

int listeners_wait(Listeners *listeners, size_t n) {
	struct epoll_event events[128];

	while (listeners->n_signals < n) {
		int ready = epoll_wait(listeners->epoll_fd, events, ELEMENTSOF(events), 30000);

		if (ready <= 0)
			return ready < 0 ? -errno : -ETIMEDOUT;
		for (int i = 0; i < ready; i++) {
			int r = raw_bus_read(events[i].data.ptr, on_message, listeners);

			if (r < 0)
				return r;
		}
	}
	listeners->n_signals -= n;
	return 0;
}
