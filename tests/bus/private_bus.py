# SPDX-License-Identifier: MIT
"""A message bus of its own for a test, and programs that run on it.

    from private_bus import PrivateBus

    with PrivateBus() as bus:
        daemon = bus.start([binary, "--data=" + data, ...])      # returns when it has said READY=1
        bus.busctl("call", "org.eold.lifecycle1", ...)
        daemon.stop()

The bus is a dbus-daemon of type "system" with the limits of the stock system bus. It listens on a
socket in a temporary directory, and its address is in DBUS_SYSTEM_BUS_ADDRESS for everything that
is run with bus.environment(): busctl, gdbus, python3-dbus, sd-bus and the daemon itself all heed
it. At the end of the with block all programs are ended, the last one started first, then the bus,
and the directory goes. If the test itself is killed, the kernel ends the children.

Nothing here needs root, and nothing of the machine's own buses is touched. Not for use from several
threads: children end with the thread that started them.
"""
import ctypes
import json
import os
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAME = "org.eold.lifecycle1"

# Exit status that meson counts as "skipped".
SKIPPED = 77

# Variables that configure sanitizers and coverage: programs under test see them.
PASSED_ON = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "GCOV_PREFIX",
             "GCOV_PREFIX_STRIP", "LLVM_PROFILE_FILE", "LD_LIBRARY_PATH", "G_SLICE", "G_DEBUG")

# What a stock system bus allows and forbids, but for who may own what.
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
{limits}
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
{owners}
  </policy>
{includes}
</busconfig>
"""


class BusError(Exception):
    """The bus, or a program on it, did not do what it should have done."""


def skip(reason):
    """Ends the test as skipped, saying why."""
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def need(*programs):
    """Skips the test if a program is not installed."""
    for program in programs:
        if not shutil.which(program):
            skip(f"{program} is not installed")


def end_with_parent():
    """In a new child: SIGTERM when the parent goes away, however that happens."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM, 0, 0, 0)


class Program:
    """A program running on a private bus; made by PrivateBus.start().

    process        the subprocess.Popen
    notifications  every message that it sent by sd_notify(3), as dictionaries, oldest first
    output         path of the file that takes its standard output and error
    """

    def __init__(self, arguments, environment, directory, watchdog_usec):
        number = 0
        while (directory / f"program{number}").exists():
            number += 1
        self._directory = directory / f"program{number}"
        self._directory.mkdir()
        self.arguments = arguments
        self.notifications = []
        self.output = self._directory / "output"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._socket.bind(str(self._directory / "notify"))
        # A daemon that runs as another user must be able to write to it.
        os.chmod(self._directory / "notify", 0o666)
        environment = dict(environment, NOTIFY_SOCKET=str(self._directory / "notify"))
        if watchdog_usec:
            environment["WATCHDOG_USEC"] = str(watchdog_usec)
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                arguments, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, preexec_fn=end_with_parent)

    def _read_notifications(self, timeout):
        """Waits up to timeout seconds for a message; then takes all there are."""
        ready, _, _ = select.select([self._socket], [], [], timeout)
        while ready:
            message = self._socket.recv(65536).decode("utf-8", "replace")
            pairs = (line.partition("=") for line in message.split("\n") if line)
            self.notifications.append({key: value for key, _, value in pairs})
            ready, _, _ = select.select([self._socket], [], [], 0)

    def take_notifications(self):
        """Takes up what has come: with ten unread messages its next sd_notify(3) would wait."""
        self._read_notifications(0)

    def wait_for(self, assignment, timeout=30, since=0):
        """Waits until a message with the assignment, such as "READY=1", has come, and returns it.

        since is the number of messages to pass over; len(notifications) waits for a new one.
        BusError if it does not come in time or the program ends first.
        """
        key, _, value = assignment.partition("=")
        deadline = time.monotonic() + timeout
        while True:
            ended = self.process.poll() is not None
            self._read_notifications(0 if ended else 0.05)
            for message in self.notifications[since:]:
                if message.get(key) == value:
                    return message
            if ended:
                raise BusError(f"{self.arguments[0]} ended with {self.process.returncode} before "
                               f"{assignment}:\n{self.read_output()}")
            if time.monotonic() > deadline:
                raise BusError(f"{self.arguments[0]}: no {assignment} within {timeout} s:\n"
                               f"{self.read_output()}")

    def read_output(self):
        """What it has written so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def running(self):
        return self.process.poll() is None

    def stop(self, how=signal.SIGTERM, timeout=10):
        """Ends it by a signal and returns its exit status (negative: killed by that signal).

        BusError, after killing it, if it does not end in time.
        """
        if self.running():
            self.process.send_signal(how)
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise BusError(f"{self.arguments[0]} did not end within {timeout} s of {how!r}:\n"
                           f"{self.read_output()}") from None
        finally:
            self._read_notifications(0)
        return self.process.returncode

    def close(self):
        """Makes sure that it is gone; never raises."""
        try:
            self.stop()
        except BusError as error:
            print(error, file=sys.stderr)
        self._socket.close()


# A signal as it came: body is the list of its arguments, as JSON values.
Signal = namedtuple("Signal", "member path interface sender body")


class Listener:
    """Takes down all signals that match a rule, in order; made by PrivateBus.listen()."""

    def __init__(self, bus, rule):
        command = ["busctl", "--system", "monitor", "--json=short", "--match", rule]
        self._program = bus.start(command, ready=False)
        self._wait(lambda: "Monitoring bus message stream." in self._program.read_output(), 10,
                   "the monitor does not start")

    def _wait(self, condition, timeout, complaint):
        deadline = time.monotonic() + timeout
        while True:
            # Looked at before the condition, so that its last words are heard.
            ended = not self._program.running() or time.monotonic() > deadline
            result = condition()
            if result:
                return result
            if ended:
                raise BusError(f"{complaint}:\n{self._program.read_output()}")
            time.sleep(0.01)

    def signals(self):
        """All that came so far, oldest first."""
        found = []
        for line in self._program.read_output().split("\n")[:-1]:
            if line.startswith("{"):
                m = json.loads(line)
                found.append(Signal(m["member"], m["path"], m["interface"], m.get("sender", ""),
                                    m.get("payload", {}).get("data", [])))
        return found

    def wait_for(self, member, timeout=10, since=0):
        """Waits for a signal of that name, passing over the first `since`, and returns it.

        BusError, with all that came instead, if there is none in time.
        """
        def first():
            return next((s for s in self.signals()[since:] if s.member == member), None)
        return self._wait(first, timeout, f"no signal {member} within {timeout} s")

    def stop(self):
        """Ends it; signals() stays."""
        self._program.stop()


class PrivateBus:
    """A private system bus, as a context manager.

    owners    names that everybody on this bus may own; give () to test a policy file
    includes  policy files to obey as well, such as dbus/org.eold.lifecycle1.conf
    services  activatable names: {name: command line}, run by the bus in a bare environment; who may
              own and call them is up to owners and includes
    limits    {name: number} as in dbus-daemon(1); what is not given is as on a stock system bus

    directory is a pathlib.Path for the test's own files, address the bus's address.
    """

    def __init__(self, owners=(NAME,), includes=(), services=None, limits=None):
        self._settings = (owners, includes, services or {}, limits or {})
        self._programs = []
        self.directory = None
        self.address = None
        self._process = None

    def __enter__(self):
        need("dbus-daemon")
        self.directory = Path(tempfile.mkdtemp(prefix="eold-bus-"))
        # Clients of other users must reach the socket.
        self.directory.chmod(0o755)
        try:
            self._start_bus()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        for program in reversed(self._programs):
            program.close()
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _write_config(self):
        owners, includes, services, limits = self._settings
        directory = self.directory / "services"
        directory.mkdir()
        for name, command in services.items():
            text = f"[D-BUS Service]\nName={name}\nExec={command}\n"
            (directory / f"{name}.service").write_text(text, encoding="utf-8")
        config = self.directory / "bus.conf"
        allow = [f"    <allow own={quoteattr(n)}/>\n    <allow send_destination={quoteattr(n)}/>"
                 for n in owners]
        config.write_text(CONFIG.format(
            socket=escape(str(self.directory / "socket")),
            services=escape(str(directory)),
            owners="\n".join(allow),
            limits="\n".join(f"  <limit name={quoteattr(k)}>{v:d}</limit>"
                             for k, v in limits.items()),
            includes="\n".join(f"  <include>{escape(str(Path(i).resolve()))}</include>"
                               for i in includes)), encoding="utf-8")
        return config

    def _start_bus(self):
        config = self._write_config()
        reader, writer = os.pipe()
        with open(self.directory / "bus.log", "wb") as log:
            # A bare environment: what the bus activates inherits it.
            self._process = subprocess.Popen(
                ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile",
                 f"--print-address={writer}"],
                env={"PATH": os.environ.get("PATH", os.defpath)}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, pass_fds=[writer], preexec_fn=end_with_parent)
        os.close(writer)
        with os.fdopen(reader) as answer:
            self.address = answer.readline().strip()
        if not self.address:
            self._process.wait(5)
            raise BusError(f"dbus-daemon did not start:\n{self.log()}")

    def log(self):
        """What the bus itself complained of."""
        return (self.directory / "bus.log").read_text(encoding="utf-8", errors="replace")

    def environment(self, **more):
        """A small environment, the same everywhere, in which programs find this bus."""
        passed = {k: os.environ[k] for k in PASSED_ON if k in os.environ}
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.directory),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "DBUS_SYSTEM_BUS_ADDRESS": self.address,
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            **passed, **more,
        }

    def start(self, arguments, ready=True, timeout=30, watchdog_usec=0, **more):
        """Starts a program on the bus and waits until it says READY=1, unless ready is False.

        A command in EOLD_TEST_WRAPPER, for example "valgrind -q --error-exitcode=9", is put before
        it. watchdog_usec sets WATCHDOG_USEC, more is added to its environment. Returns a Program.
        """
        wrapper = shlex.split(os.environ.get("EOLD_TEST_WRAPPER", ""))
        program = Program(wrapper + [str(a) for a in arguments], self.environment(**more),
                          self.directory, watchdog_usec)
        self._programs.append(program)
        if ready:
            program.wait_for("READY=1", timeout)
        return program

    def run(self, arguments, timeout=60, check=True, **more):
        """Runs a client to its end and returns the subprocess.CompletedProcess (text).

        With check, BusError if it fails; more is added to its environment.
        """
        done = subprocess.run([str(a) for a in arguments], env=self.environment(**more),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=timeout, check=False)
        if check and done.returncode != 0:
            raise BusError(f"{shlex.join(map(str, arguments))}: exit {done.returncode}\n"
                           f"{done.stderr}{done.stdout}")
        return done

    def busctl(self, *arguments, check=True):
        """Runs busctl on this bus."""
        return self.run(["busctl", "--system", "--no-pager", *arguments], check=check)

    def call(self, path, interface, method, signature="", *arguments, destination=NAME):
        """Calls a method through busctl and returns the list of what it answers, as JSON values.

        A variant is {"type": ..., "data": ...}. BusError with the error's text if it fails.
        """
        command = ["--json=short", "call", "--", destination, path, interface, method]
        if signature:
            command += [signature, *map(str, arguments)]
        output = self.busctl(*command).stdout
        return json.loads(output)["data"] if output.strip() else []

    def get(self, path, interface, name, destination=NAME):
        """Reads a property through busctl and returns its value."""
        output = self.busctl("--json=short", "get-property", destination, path, interface, name)
        return json.loads(output.stdout)["data"]

    def listen(self, rule="type='signal',path_namespace='/org/eold/lifecycle1'"):
        """Starts to take down signals, also those of services yet to come; returns a Listener.

        rule is a match rule as in the D-Bus specification.
        """
        return Listener(self, rule)

    def introspect(self, path, destination=NAME):
        """The introspection XML of an object, as text."""
        return self.call(path, "org.freedesktop.DBus.Introspectable", "Introspect",
                         destination=destination)[0]
