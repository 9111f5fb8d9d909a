# SPDX-License-Identifier: MIT
"""What the tests of eolctl share: a private bus, a daemon on it, a run in a pipe or a terminal."""
import fcntl
import os
import pty
import select
import struct
import subprocess
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CONFIG = """<busconfig><type>system</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/>
<allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>"""
# Nothing of whoever runs the tests decides about their output.
ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "TZ": "UTC",
               "TERM": "xterm", "SYSTEMD_PAGER": "cat"}
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH"):
    if name in os.environ:
        ENVIRONMENT[name] = os.environ[name]


class Bus:
    """A private bus with a daemon on it: the test double, or the real one if a path is given."""

    def __init__(self, daemon=None, today="2026-03-01", options=()):
        self.directory = tempfile.TemporaryDirectory(prefix="eolctl-")
        socket = self.directory.name + "/bus"
        with open(self.directory.name + "/bus.conf", "w", encoding="ascii") as file:
            file.write(CONFIG.format(socket))
        self.address = "unix:path=" + socket
        self.children = [subprocess.Popen(
            ["dbus-daemon", "--nofork", "--config-file=" + self.directory.name + "/bus.conf"],
            stderr=subprocess.DEVNULL)]
        wait_for(lambda: os.path.exists(socket))
        if daemon is not False:
            self.children.append(self.start(daemon, today, list(options)))

    def start(self, daemon, today, options):
        if not daemon:
            child = subprocess.Popen(
                ["/usr/bin/python3", HERE + "/double.py", "--bus=" + self.address,
                 "--today=" + today] + options, stdout=subprocess.PIPE)
            child.stdout.readline()
            return child
        os.mkdir(self.directory.name + "/state")
        os.mkdir(self.directory.name + "/overrides")
        child = subprocess.Popen(
            [daemon, "--bus=" + self.address, "--today=" + today, "--data=" + HERE + "/products",
             "--overrides=" + self.directory.name + "/overrides",
             "--config=" + HERE + "/eold.yaml", "--os-release=" + HERE + "/os-release",
             "--state=" + self.directory.name + "/state"] + options, stderr=subprocess.DEVNULL)
        wait_for(lambda: subprocess.run(
            ["busctl", "--address=" + self.address, "status", "org.eold.lifecycle1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0)
        return child

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.terminate()
            child.wait()
            if child.stdout:
                child.stdout.close()
        self.directory.cleanup()


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("nothing came up")
        time.sleep(0.02)


def run_pipe(command, environment=()):
    """Exit status, standard output and standard error of a run in pipes."""
    done = subprocess.run(command, env=dict(ENVIRONMENT, **dict(environment)),
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_terminal(command, width, environment=()):
    """The same in a terminal of that width: what a human sees, both streams in one."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    child = subprocess.Popen(command, env=dict(ENVIRONMENT, **dict(environment)), stdin=theirs,
                             stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    output = b""
    while True:
        try:
            if not select.select([ours], [], [], 60)[0]:
                raise TimeoutError("no output")
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        output += chunk
    os.close(ours)
    return child.wait(), output.decode().replace("\r\n", "\n")
