# SPDX-License-Identifier: MIT
"""What the tests in a booted guest share: running things as somebody, eold's unit, its bus name.

They run as root under the guest's systemd, with Python's own library only. Each check prints one
line, "ok" or "FAILED", a tab and what is promised; a failed one says more below.
"""
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

NAME = "org.eold.lifecycle1"
MANAGER = ("/org/eold/lifecycle1", NAME + ".Manager")
UNIT = "eold.service"
PACKAGES = Path("/eold/packages")

# Where units get what the tests change about them; gone at the next boot.
DROPINS = Path("/run/systemd/system") / (UNIT + ".d")

# Users, the first two of which are nothing to eold.
USERS = ("nobody", "tester", "root")


def check(condition, title, detail=""):
    """Counts one promise. detail is shown if it is not kept."""
    print("ok" if condition else "FAILED", title, sep="\t", flush=True)
    if not condition:
        print("    " + str(detail).strip().replace("\n", "\n    "), flush=True)
    return condition


def become(user):
    """What stands before a command that another user is to run. No session is begun for it."""
    return ("setpriv", f"--reuid={user}", f"--regid={must('id', '--group', user).strip()}",
            "--init-groups")


def run(*command, user=None):
    """Runs to the end and returns the CompletedProcess, both outputs in stdout."""
    if user and user != "root":
        command = (*become(user), *command)
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False, timeout=120)


def must(*command):
    """Runs what has to succeed for the tests to have a meaning; returns its output."""
    done = run(*command)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}")
    return done.stdout


def wait_until(condition, seconds=10):
    """Calls condition() until it gives something true, which is returned, or the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        result = condition()
        if result or time.monotonic() > deadline:
            return result
        time.sleep(0.02)


# ---- the bus -----------------------------------------------------------------------------------

def call(method, *arguments, user=None):
    """Calls a method of the Manager with busctl; a CompletedProcess."""
    return run("busctl", "--system", "call", NAME, *MANAGER, method, *arguments, user=user)


def get(name, path=MANAGER[0], interface=MANAGER[1]):
    """The value of a property, as JSON has it; None if there is none."""
    done = run("busctl", "--system", "--json=short", "get-property", NAME, path, interface, name)
    return json.loads(done.stdout)["data"] if done.returncode == 0 else None


def answers():
    return call("GetProduct", "s", "almalinux").returncode == 0


def is_on_bus():
    done = run("busctl", "--system", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
               "org.freedesktop.DBus", "NameHasOwner", "s", NAME)
    return done.stdout.strip() == "b true"


class Signals:
    """Listens to eold's signals from with to the end of the block."""

    def __enter__(self):
        self.signals = []
        self._pending = b""
        self._process = subprocess.Popen(
            ["busctl", "--system", "--json=short", "monitor",
             f"--match=type=signal,interface={MANAGER[1]}",
             "--match=type=method_call,interface=org.freedesktop.DBus,member=GetId"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        os.set_blocking(self._process.stdout.fileno(), False)
        # With systemd 257 it does not say when it has begun: it has once it hears what is asked.
        wait_until(self._hears)
        return self

    def _hears(self):
        must("busctl", "--system", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
             "org.freedesktop.DBus", "GetId")
        self._pending += self._process.stdout.read() or b""
        return self._pending

    def __exit__(self, *exception):
        self._process.terminate()
        self._process.communicate()

    def read(self):
        """All there were until now: (member, values) each, values with plain details."""
        self._pending += self._process.stdout.read() or b""
        *lines, self._pending = self._pending.split(b"\n")
        for line in lines:
            message = json.loads(line)
            if message["type"] != "signal":
                continue
            values = message["payload"]["data"]
            details = {key: item["data"] for key, item in values[-1].items()}
            self.signals.append((message["member"], [*values[:-1], details]))
        return self.signals

    def wait(self, member, seconds=10):
        """The first one of that name, or None."""
        def found():
            return next((values for name, values in self.read() if name == member), None)
        return wait_until(found, seconds)


# ---- the unit ----------------------------------------------------------------------------------

def show(*properties):
    """Properties of the unit, in the order asked for; one alone is not in a list."""
    done = run("systemctl", "show", UNIT, "--property=" + ",".join(properties))
    pairs = dict(line.split("=", 1) for line in done.stdout.splitlines())
    values = [pairs.get(name) for name in properties]
    return values[0] if len(values) == 1 else values


def is_active():
    return show("ActiveState") == "active"


def main_pid():
    return int(show("MainPID"))


def restart():
    must("systemctl", "reset-failed", UNIT)
    done = run("systemctl", "restart", UNIT)
    if done.returncode != 0:
        told = run("journalctl", "--unit", UNIT, "--lines=20", "--output=cat").stdout
        sys.exit(f"{UNIT} cannot be restarted: {done.stdout}\n{told}")


@contextlib.contextmanager
def dropin(*lines, start=True):
    """The unit with some more settings; as it was before at the end. Restarted both times."""
    DROPINS.mkdir(parents=True, exist_ok=True)
    path = DROPINS / "test.conf"
    path.write_text("[Service]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    must("systemctl", "daemon-reload")
    if start:
        restart()
    try:
        yield path
    finally:
        path.unlink()
        must("systemctl", "daemon-reload")
        restart()


def rehearsal(today, state):
    """ExecStart= for another day with a state of its own; see eold(8)."""
    return ("ExecStart=", f"ExecStart=/usr/libexec/eold --today={today} --state={state}",
            "RestartSec=100ms")


def journal(*matches, unit=UNIT):
    """Entries of the unit that were written in this boot, as dictionaries."""
    run("journalctl", "--sync")
    done = run("journalctl", "--boot", "--output=json", f"--unit={unit}", *matches)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


# ---- files that an administrator writes ---------------------------------------------------------

def write(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_product(name, latest="1.0", n_releases=1):
    """A small product file of the administrator's own."""
    releases = "".join(f'  - releaseCycle: "{n}"\n    releaseDate: 2020-01-01\n'
                       f'    eol: 2030-01-01\n    latest: "{latest}"\n'
                       for n in range(n_releases, 0, -1))
    return write(f"/etc/eold/products/{name}.yaml",
                 f"title: {name}\ncategory: app\npermalink: /{name}\nreleases:\n{releases}")


def clean_etc():
    shutil.rmtree("/etc/eold", ignore_errors=True)
