# SPDX-License-Identifier: MIT
"""A midnight that comes when a test wants it, and what it costs the daemon.

The daemon's clock, and no other, is shifted by a library that is loaded before it (other-clock.c).

    at = int(time.time()) + 3
    nights = [Midnight(bus, command, library, "2027-03-28", at, TZ=zone) for ...]
    ... it is 2027-03-28, shortly before midnight
    await_midnight(nights)
    costs = [night.pass_midnight() for night in nights]     # CPU, in ms
    ... it is 2027-03-29, and all was told

Processes have a clock of their own, to the nanosecond, and anybody may read it: what is waited for
on a disk does not count in it, and neither does what a neighbour does.
"""
import datetime
import time

ROOT, MANAGER = "/org/eold/lifecycle1", "org.eold.lifecycle1.Manager"


def cpu_ns(pid):
    """What a process has spent, all threads: see clock_getcpuclockid(3)."""
    by_scheduler = 2
    return time.clock_gettime_ns(~pid << 3 | by_scheduler)


class TooLate(Exception):
    """The machine is so busy that midnight passed before the daemon was ready."""


class Midnight:
    def __init__(self, bus, command, library, day, at, **environment):
        """The command is started on the bus; its day ends when time.time() is at, a whole number."""
        self.bus, self.day, self.at = bus, datetime.date.fromisoformat(day), at
        self.listener = bus.listen()
        end = datetime.datetime.combine(self.day + datetime.timedelta(1), datetime.time(),
                                        datetime.timezone.utc)
        # sanitizers want to be loaded first, and say so unless told not to
        asan = bus.environment().get("ASAN_OPTIONS", "")
        self.daemon = bus.start(command, LD_PRELOAD=str(library),
                                EOLD_TEST_CLOCK_OFFSET=str(int(end.timestamp()) - at),
                                ASAN_OPTIONS=f"{asan}:verify_asan_link_order=0", **environment)
        bus.call(ROOT, MANAGER, "Reload", "t", 0)
        today = bus.get(ROOT, MANAGER, "Today")
        self._n_before = len(self.listener.signals())
        self._cpu = 0
        self.check_time()
        assert today == day, f"its clock is not shifted: {today}"

    def check_time(self):
        """Up to now it was the day before midnight."""
        if time.time() >= self.at - 0.02:
            raise TooLate(f"it was not ready {time.time() - self.at:.1f} s after midnight")

    def signals(self):
        """What it told since it was ready."""
        return self.listener.signals()[self._n_before:]

    def see_silence(self):
        signals, self._cpu = self.signals(), cpu_ns(self.daemon.process.pid)
        self.check_time()
        assert signals == [], f"told before midnight: {signals}"

    def pass_midnight(self):
        """Waits until all is told; returns the milliseconds of CPU that it took the daemon."""
        pid, spent, since = self.daemon.process.pid, self._cpu, time.monotonic()
        deadline = time.monotonic() + 20
        # over, when nothing was spent for a while
        while spent == self._cpu or time.monotonic() < since + 0.25:
            assert time.monotonic() < deadline, "midnight passed, and nothing happened"
            time.sleep(0.01)
            if cpu_ns(pid) != spent:
                spent, since = cpu_ns(pid), time.monotonic()
        today = self.bus.get(ROOT, MANAGER, "Today")
        assert today == str(self.day + datetime.timedelta(1)), today
        return (spent - self._cpu) / 1e6


def await_midnight(nights):
    """Returns just before it, for all of them the same; nothing was told until then."""
    time.sleep(max(0, nights[0].at - 0.25 - time.time()))
    for night in nights:
        night.see_silence()
