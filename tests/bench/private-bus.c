/* SPDX-License-Identifier: MIT */
#include "private-bus.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <signal.h>
#include <systemd/sd-bus.h>
#include <time.h>
#include <unistd.h>

#include "bench-util.h"
#include "child.h"
#include "dbus/bus-names.h"

/* The stock policy of a system bus, without activation. */
static const char *const config_head =
	"<busconfig>\n"
	"<type>system</type>\n"
	"<listen>unix:path=%s/bus</listen>\n"
	"<auth>EXTERNAL</auth>\n"
	"<policy context=\"default\">\n"
	"<allow user=\"*\"/>\n"
	"<deny own=\"*\"/>\n"
	"<deny send_type=\"method_call\"/>\n"
	"<allow send_type=\"signal\"/>\n"
	"<allow send_requested_reply=\"true\" send_type=\"method_return\"/>\n"
	"<allow send_requested_reply=\"true\" send_type=\"error\"/>\n"
	"<allow receive_type=\"method_call\"/>\n"
	"<allow receive_type=\"method_return\"/>\n"
	"<allow receive_type=\"error\"/>\n"
	"<allow receive_type=\"signal\"/>\n"
	"<allow send_destination=\"org.freedesktop.DBus\""
	" send_interface=\"org.freedesktop.DBus\"/>\n"
	"<allow send_destination=\"org.freedesktop.DBus\""
	" send_interface=\"org.freedesktop.DBus.Introspectable\"/>\n"
	"<allow send_destination=\"org.freedesktop.DBus\""
	" send_interface=\"org.freedesktop.DBus.Properties\"/>\n"
	"</policy>\n"
	"<policy user=\"root\">\n"
	"<allow send_destination=\"org.freedesktop.DBus\""
	" send_interface=\"org.freedesktop.DBus.Monitoring\"/>\n"
	"</policy>\n";

/* What each service's own policy file does. */
static const char *const config_service =
	"<policy user=\"root\"><allow own=\"%s\"/></policy>\n"
	"<policy context=\"default\"><allow send_destination=\"%s\"/></policy>\n";

static const char *const services[] = {
	EOLD_BUS_NAME,
	BENCH_IDLE_NAME,
	BENCH_PEER_NAME,
	"org.freedesktop.hostname1",
};

static const char *const config_raised =
	"<limit name=\"max_incoming_bytes\">1000000000</limit>\n"
	"<limit name=\"max_outgoing_bytes\">1000000000</limit>\n"
	"<limit name=\"max_message_size\">1000000000</limit>\n"
	"<limit name=\"max_completed_connections\">100000</limit>\n"
	"<limit name=\"max_incomplete_connections\">10000</limit>\n"
	"<limit name=\"max_connections_per_user\">100000</limit>\n"
	"<limit name=\"max_match_rules_per_connection\">50000</limit>\n"
	"<limit name=\"max_replies_per_connection\">50000</limit>\n";

static int write_config(const char *dir, bool raised_limits) {
	_cleanup_(freep) char *path = NULL;
	_cleanup_(fclosep) FILE *file = NULL;

	if (asprintf(&path, "%s/bus.conf", dir) < 0)
		return -ENOMEM;
	file = fopen(path, "we");
	if (!file)
		return bench_complain(-errno, "%s", path);
	(void)fprintf(file, config_head, dir);
	for (size_t i = 0; i < ELEMENTSOF(services); i++)
		(void)fprintf(file, config_service, services[i], services[i]);
	(void)fprintf(file, "%s</busconfig>\n", raised_limits ? config_raised : "");
	return fflush(file) == 0 ? 0 : bench_complain(-errno, "%s", path);
}

static int start_daemon(PrivateBus *bus) {
	_cleanup_(freep) char *config = NULL;

	if (asprintf(&config, "--config-file=%s/bus.conf", bus->dir) < 0)
		return -ENOMEM;

	char *argv[] = { (char *)"dbus-daemon", config, (char *)"--nofork", (char *)"--nopidfile",
		NULL };

	return child_start(argv, /* quiet= */ true, &bus->pid);
}

static int listen_on(const char *path, int type) {
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	if (fd < 0)
		return -errno;
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		(type == SOCK_STREAM && listen(fd, SOMAXCONN) < 0)) {
		int error = errno;

		close(fd);
		return -error;
	}
	(void)chmod(path, 0666);
	return fd;
}

/* In the new process: dbus-broker-launch wants its listener by socket activation, and the
 * journal's socket, which a mount namespace of its own provides. */
static _Noreturn void become_broker(const char *dir, pid_t parent) {
	char config[128], path[128], pid[32];
	int fd;

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("tmpfs", "/run/systemd", "tmpfs", 0, NULL) < 0 ||
		mkdir("/run/systemd/journal", 0755) < 0 ||
		(fd = listen_on("/run/systemd/journal/socket", SOCK_DGRAM)) < 0 ||
		/* Out of the way: 3 is the first that socket activation hands over. */
		fcntl(fd, F_DUPFD, 16) < 0) {
		(void)bench_complain(-errno, "a journal socket for dbus-broker");
		_exit(127);
	}
	(void)snprintf(path, sizeof(path), "%s/bus", dir);
	fd = listen_on(path, SOCK_STREAM);
	if (fd < 0 || (fd != 3 && dup2(fd, 3) < 0))
		_exit(127);
	(void)snprintf(pid, sizeof(pid), "%d", (int)getpid());
	(void)setenv("LISTEN_FDS", "1", 1);
	(void)setenv("LISTEN_PID", pid, 1);
	(void)snprintf(config, sizeof(config), "--config-file=%s/bus.conf", dir);
	execlp("dbus-broker-launch", "dbus-broker-launch", "--scope", "system", config, NULL);
	(void)bench_complain(-errno, "dbus-broker-launch");
	_exit(127);
}

static int start_broker(PrivateBus *bus) {
	pid_t parent = getpid();

	/* The broker is a child of its launcher, and outlives it by a moment. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)fflush(NULL);
	bus->pid = fork();
	if (bus->pid == 0)
		become_broker(bus->dir, parent);
	return bus->pid < 0 ? bench_complain(-errno, "fork") : 0;
}

/* Tries to connect until the bus answers. */
static int wait_until_it_answers(PrivateBus *bus) {
	const struct timespec pause = { .tv_nsec = 2000000 };
	int r = -ETIMEDOUT;

	for (unsigned i = 0; i < 2500; i++) {
		_cleanup_(sd_bus_flush_close_unrefp) sd_bus *connection = NULL;

		if (child_has_ended(&bus->pid))
			return bench_complain(-ECHILD, "the message bus ended at once");
		r = sd_bus_open_system(&connection);
		if (r >= 0)
			r = sd_bus_call_method(connection, "org.freedesktop.DBus",
				"/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId", NULL,
				NULL, NULL);
		if (r >= 0)
			return 0;
		(void)nanosleep(&pause, NULL);
	}
	return bench_complain(r, "the message bus does not answer");
}

int private_bus_start(const BusOptions *options, PrivateBus *ret_bus) {
	_cleanup_(private_bus_stop) PrivateBus bus = PRIVATE_BUS_INIT;
	char address[128];
	int r;

	bench_raise_descriptor_limit();
	/* The daemon keeps its state here, too: what a file system does on disk is not ours. */
	(void)snprintf(bus.dir, sizeof(bus.dir), "%s/eold-bench-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (!mkdtemp(bus.dir)) {
		bus.dir[0] = '\0';
		return bench_complain(-errno, "a temporary directory");
	}
	/* Other users connect as well, in the row with a thousand listeners. */
	(void)chmod(bus.dir, 0755);
	(void)snprintf(address, sizeof(address), "unix:path=%s/bus", bus.dir);
	(void)setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1);
	(void)setenv(PRIVATE_BUS_DIR_ENV, bus.dir, 1);
	(void)unsetenv("NOTIFY_SOCKET");
	(void)unsetenv("WATCHDOG_USEC");
	r = write_config(bus.dir, options->raised_limits);
	if (r >= 0)
		r = options->broker ? start_broker(&bus) : start_daemon(&bus);
	if (r >= 0)
		r = wait_until_it_answers(&bus);
	if (r < 0)
		return r;
	*ret_bus = bus;
	bus = (PrivateBus)PRIVATE_BUS_INIT;
	return 0;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *where) {
	return remove(path);
}

void private_bus_stop(PrivateBus *bus) {
	if (!bus->dir[0])
		return;
	child_end(&bus->pid);
	/* What it left behind, if anything: see start_broker(). */
	while (waitpid(-1, NULL, 0) > 0)
		;
	(void)nftw(bus->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	bus->dir[0] = '\0';
}
