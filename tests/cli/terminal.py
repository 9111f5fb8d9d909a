# SPDX-License-Identifier: MIT
"""A run of eolctl in pipes, or in a terminal of a given width."""
import fcntl
import itertools
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bus"))

TODAY = "2026-03-01"
DOUBLE = ["/usr/bin/python3", str(HERE / "double.py"), "--today=" + TODAY]


def sample(cases, step):
    """All cases of a list in which every one runs the same code as the others, only on other text. Of
    those, sanitizers see each step-th: under them a program takes ten times as long to start."""
    return list(cases)[::step] if "ASAN_OPTIONS" in os.environ else list(cases)


RUNS = itertools.count()


def spared(environment):
    """Under sanitizers half of what a short run takes is the search for leaks at its end. The same
    code runs many times over, so each fourth run searches."""
    if "ASAN_OPTIONS" not in environment or next(RUNS) % 4 == 0:
        return environment
    return dict(environment, ASAN_OPTIONS=environment["ASAN_OPTIONS"] + ":detect_leaks=0")


def start_daemon(bus, daemon=None, options=()):
    """Starts the real daemon if one is given, else the test double, over our few products."""
    if not daemon:
        return bus.start(DOUBLE + list(options))
    for name in ("state", "overrides"):
        (bus.directory / name).mkdir()
    return bus.start([daemon, f"--today={TODAY}", f"--data={HERE}/products",
                      f"--config={HERE}/eold.yaml", f"--os-release={HERE}/os-release",
                      f"--overrides={bus.directory}/overrides", f"--state={bus.directory}/state",
                      *options])


def run_pipe(command, environment):
    """Exit status, standard output and standard error."""
    done = subprocess.run(command, env=spared(environment), stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_terminal(command, environment, width):
    """Exit status and what a human sees: both streams in one."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    child = subprocess.Popen(command, env=spared(environment), stdin=theirs, stdout=theirs,
                             stderr=theirs)
    os.close(theirs)
    output = b""
    while True:
        if not select.select([ours], [], [], 60)[0]:
            raise TimeoutError("no output")
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # the last one on the other side has gone
            break
        if not chunk:
            break
        output += chunk
    os.close(ours)
    return child.wait(), output.decode().replace("\r\n", "\n")
