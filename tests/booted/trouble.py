# SPDX-License-Identifier: MIT
"""Killed, hanging, short of memory, no room to write: it goes on, or begins again, and says so."""
import os
import re
import signal
from pathlib import Path

from guest import (MANAGER, NAME, UNIT, Signals, answers, call, check, clean_etc, dropin, get,
                   is_active, journal, main_pid, must, rehearsal, run, show, wait_until,
                   write_product)

KILL_STATE = "/var/lib/eold/killed"


def check_kill():
    with dropin("RestartSec=100ms"):
        pid = main_pid()
        os.kill(pid, signal.SIGKILL)
        check(wait_until(lambda: main_pid() not in (0, pid) and is_active()),
              "killed, it is started again")
        check(show("NRestarts") == "1" and answers(), "and answers")


def serials(signals):
    return [values[-1]["Serial"] for member, values in signals if member == "MilestoneReached"]


def check_kill_while_telling():
    """It is killed while it tells of eleven years; all the same everything is told, in order, and
    nothing but the last thing twice."""
    with dropin(*rehearsal("2015-01-01", KILL_STATE)):
        check(is_active(), "it runs in 2015")
    with Signals() as signals, dropin(*rehearsal("2026-01-01", KILL_STATE), start=False):
        must("systemctl", "restart", "--no-block", UNIT)
        wait_until(lambda: len(serials(signals.read())) > 20)
        pid = main_pid()
        os.kill(pid, signal.SIGKILL)
        before = len(serials(signals.read()))
        # whoever asks for the name meanwhile has it started, which systemd does not call a restart
        check(wait_until(lambda: main_pid() not in (0, pid) and is_active()), "it is started again",
              f"{show('ActiveState')}, {show('NRestarts')} restarts, process {main_pid()}")
        # The last that 2025 has is told when this comes, for it is of the last day.
        must("busctl", "--system", "call", NAME, *MANAGER, "Reload", "t", "0")
        wait_until(lambda: any(member == "Reloaded" for member, _ in signals.read()))
        told = serials(signals.read())
    check(before < len(told), "it was killed in the middle", f"{before} of {len(told)}")
    once = sorted(set(told))
    check(len(told) > 500 and once == list(range(once[0], once[0] + len(once))),
          "no signal is lost", f"{len(told)}, from {once[:1]} to {once[-1:]}")
    check(len(told) - len(once) <= 1, "one at most is repeated", len(told) - len(once))
    check(told == sorted(told), "they are in order")
    print(f"    {before} of {len(once)} signals were sent before it was killed")


def check_watchdog():
    with dropin("WatchdogSec=1s", "RestartSec=100ms"):
        pid = main_pid()
        os.kill(pid, signal.SIGSTOP)
        check(wait_until(lambda: main_pid() not in (0, pid) and is_active()),
              "hanging, it is killed by the watchdog and started again")
        check(any("atchdog timeout" in entry.get("MESSAGE", "") for entry in journal()),
              "systemd says that it was the watchdog")
        check(answers(), "and it answers")


def address_space():
    """What the daemon has mapped, in MiB."""
    status = Path(f"/proc/{main_pid()}/status").read_text(encoding="utf-8")
    return int(re.search(r"^VmPeak:\s+(\d+) kB", status, re.M)[1]) // 1024


def check_memory():
    """There is room for what is there, but not for 40,000 releases more."""
    # Not by LimitAS=, under which systemd 257 itself has no room to make the filter of system calls.
    limit = (address_space() + 2) * 1024 * 1024
    command = f"/usr/bin/prlimit --as={limit} /usr/libexec/eold"
    with dropin("ExecStart=", "ExecStart=" + command, "RestartSec=100ms"):
        pid = main_pid()
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="utf-8")
        check(re.search(rf"^Max address space +{limit} ", limits, re.M) and answers(),
              "it runs with little memory", limits)
        for number in range(8):
            write_product(f"large-{number}", n_releases=5000)
        done = call("Reload", "t", "0")
        check(done.returncode != 0, "there is not enough for much more data", done.stdout)
        errors = [entry["MESSAGE"] for entry in journal("PRIORITY=3")]
        check(any("annot" in message and "memory" in message for message in errors),
              "an error in the journal says so", errors)
        check(wait_until(answers) and is_active(), "it goes on, or is started again")
        print(f"    it {'went on' if main_pid() == pid else 'was started again'}")
        clean_etc()
        check(wait_until(lambda: call("Reload", "t", "0").returncode == 0),
              "once there is less data, all is well")


def check_full_disk():
    """The state cannot be written: it is said, and everything else works."""
    must("systemctl", "stop", UNIT)
    must("mount", "-t", "tmpfs", "-o", "size=8k,mode=755", "tmpfs", "/var/lib/eold")
    run("dd", "if=/dev/zero", "of=/var/lib/eold/fill", "bs=4k")
    must("systemctl", "start", UNIT)
    check(answers(), "with a full state directory it is served all the same")
    check(wait_until(lambda: any(row[0].startswith("/var/lib/eold") for row in get("LoadErrors"))),
          "LoadErrors says that the state cannot be written", get("LoadErrors"))
    entries = journal("_SYSTEMD_UNIT=" + UNIT)
    check(any("/var/lib/eold" in entry.get("MESSAGE", "") for entry in entries),
          "the journal says so", [entry.get("MESSAGE") for entry in entries][-5:])
    Path("/var/lib/eold/fill").unlink()
    must("systemctl", "stop", UNIT)
    must("umount", "/var/lib/eold")
    must("systemctl", "start", UNIT)
    check(answers() and not get("LoadErrors"), "with room again, all is well", get("LoadErrors"))


def checks():
    check_kill()
    check_watchdog()
    check_full_disk()
    check_memory()
    check_kill_while_telling()
