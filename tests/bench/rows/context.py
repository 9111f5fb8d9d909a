# SPDX-License-Identifier: MIT
"""Where the programs and the data are, and how they are run."""
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile


class CannotRun(Exception):
    """A row that cannot be measured here, and why."""


class Context:
    """One run of scripts/bench: programs, data, and a directory that is gone afterwards."""

    def __init__(self, build, data, scratch, repeat, hundred):
        self.build = pathlib.Path(build)
        self.bench = self.build / "tests/bench"
        self.eold = self.build / "daemon/eold"
        self.eolctl = self.build / "client/eolctl"
        self.data = pathlib.Path(data)
        self.scratch = pathlib.Path(scratch)
        self.repeat = repeat
        self.hundred = hundred
        self._grown = {}

    def program(self, name):
        return str(self.bench / name)

    def need_eold(self):
        if not self.eold.exists():
            raise CannotRun("the daemon is not built")
        return str(self.eold)

    def run(self, *argv, timeout=900):
        """Runs a program of ours; its lines "what name key=value..." as {(what, name): {}}."""
        words = [str(word) for word in argv]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=timeout,
                                  check=False)
        except subprocess.TimeoutExpired as expired:
            raise CannotRun(f"{words[0]} took more than {timeout} s") from expired
        except OSError as error:
            raise CannotRun(str(error)) from error
        if done.returncode != 0:
            raise CannotRun(last_line(done.stderr) or f"{words[0]} ended with {done.returncode}")
        return parse_lines(done.stdout)

    def with_bus(self, options, *command, data=None, timeout=900):
        """Runs a program beside the daemon on a private bus; options are with-bus's own."""
        eold = [f"--eold={self.need_eold()}", f"--data={data or self.data}"]
        return self.run(self.program("with-bus"), *eold, *options, *command, timeout=timeout)

    def busload(self, options, *words, data=None, timeout=900):
        return self.with_bus(options, self.program("busload"), *words, data=data, timeout=timeout)

    def pair(self, n, first, *others, with_bus=None):
        """Pairwise CPU of commands; a list of their figures in the order given."""
        words = [self.program("pair"), "-n", n, first]
        for other in others:
            words += ["--vs", other]
        if with_bus is None:
            lines = self.run(*words)
        else:
            lines = self.run(self.program("with-bus"), *with_bus, *words)
        return [lines["pair", str(i)] for i in range(1 + len(others))]

    def start_to_name(self, data=None):
        return (f"{self.program('start-to-name')} --eold={self.need_eold()} "
                f"--data={data or self.data}")

    def cold_load_usec(self):
        """CPU of the daemon from start to name. Not kept: in minutes the machine is another."""
        figures = self.pair(9, self.start_to_name(), f"{self.program('floor-yaml')} {self.data}",
                            with_bus=["--one-core"])
        return figures[0]["cpu_ms"] * 1000

    def instructions(self, *argv):
        """Instructions that a program executes, by callgrind."""
        if not shutil.which("valgrind"):
            raise CannotRun("valgrind is not installed")
        words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        done = subprocess.run(words + [str(word) for word in argv], capture_output=True, text=True,
                              check=False)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode != 0 or not found:
            raise CannotRun(last_line(done.stderr))
        return int(found.group(1))

    def grown(self, times):
        """The data so many times over, made when first asked for."""
        if times not in self._grown:
            to = self.scratch / f"data-{times}x"
            self.run(self.program("grow-corpus"), self.data, times, to)
            self._grown[times] = to
        return self._grown[times]

    def copy_of_data(self):
        """The data in a directory of its own, which may be changed, and a file of middle size."""
        to = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        files = []
        for path in sorted(self.data.iterdir()):
            if path.suffix in (".md", ".yaml", ".yml"):
                copy = to / path.name
                copy.write_bytes(path.read_bytes())
                files.append(copy)
        with_latest = [path for path in files if b"\n    latest: " in path.read_bytes()]
        if not with_latest:
            raise CannotRun("no product file has a latest version")
        with_latest.sort(key=lambda path: path.stat().st_size)
        return to, with_latest[len(with_latest) // 2]

    def median_of(self, measure):
        """measure() as often as asked for; the median of each figure of its dictionary."""
        runs = [measure() for _ in range(self.repeat)]
        return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def last_line(text):
    # What the bus and the daemon tell their logs is not why a program failed.
    lines = [line for line in text.strip().splitlines()
             if not line.startswith(("dbus-daemon[", "eold: "))]
    return lines[-1] if lines else ""


def parse_lines(text):
    found = {}
    for line in text.splitlines():
        words = line.split()
        names = [word for word in words if "=" not in word]
        values = {}
        for word in words:
            key, equals, value = word.partition("=")
            if equals:
                values[key] = float(value)
        what, name = (names + ["", ""])[:2]
        found[what, name] = values
    return found
