# SPDX-License-Identifier: MIT
"""What the unit forbids is really forbidden."""
import json
import os
import re
import subprocess
from pathlib import Path

from guest import UNIT, become, check, main_pid, must, run, show, wait_until

# Of the settings of a service these are not about what it may do.
NOT_SANDBOX = ("Type", "BusName", "ExecStart", "ExecReload", "User", "Restart", "RestartSec",
               "WatchdogSec", "StateDirectory")
HERE = Path(__file__).parent


def settings():
    """The settings of [Service] that are about what it may do, as systemd-run takes them."""
    text = Path(show("FragmentPath")).read_text(encoding="utf-8")
    service = re.search(r"^\[Service\]\n(.*?)(?=^\[|\Z)", text, re.M | re.S)[1]
    lines = [line for line in service.splitlines() if re.match(r"\w+=", line)]
    return [line for line in lines if line.split("=")[0] not in NOT_SANDBOX]


def try_forbidden(*properties):
    """{title: "" or the error} of everything that is tried, by root."""
    home = Path("/home/tester/private")
    tmp = Path("/tmp/eold-private")
    for path in (home, tmp):
        path.write_text("x", encoding="utf-8")
    options = [f"--property={line}" for line in (*properties, "StateDirectory=eold-try")]
    done = run("systemd-run", "--quiet", "--pipe", "--wait", "--collect", *options,
               "/usr/bin/python3", HERE / "try_forbidden.py", home, tmp)
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"try_forbidden.py": done.stdout}


def check_forbidden():
    allowed = try_forbidden()
    check(not any(allowed.values()), "without its settings, all that is tried works",
          {title: error for title, error in allowed.items() if error})
    for title, error in try_forbidden(*settings()).items():
        check(error, f"the sandbox forbids to {title}", "it worked")


def namespaces(pid):
    return {os.readlink(f"/proc/{pid}/ns/{kind}") for kind in ("net", "user", "mnt")}


def check_other_processes(pid):
    """The processes of others are not there for it, though in the guest everybody sees them."""
    with subprocess.Popen([*become("tester"), "sleep", "60"]) as other:
        status = f"/proc/{other.pid}/status"
        wait_until(lambda: "sleep" in Path(status).read_text(encoding="utf-8"))
        outside = run(*become("eold"), "cat", status)
        inside = run("nsenter", "--target", pid, "--mount", "--", *become("eold"), "cat", status)
        other.kill()
    check(outside.returncode == 0 and inside.returncode != 0, "it cannot see others' processes",
          outside.stdout + inside.stdout)


def check_daemon_itself():
    """The same, as far as it shows in the process that runs."""
    pid = main_pid()
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    uid = must("id", "--user", "eold").strip()
    check(set(fields["Uid"].split()) == {uid}, "it runs as the user eold", fields["Uid"])
    for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        check(int(fields[capabilities], 16) == 0, f"{capabilities} is empty", fields[capabilities])
    check((fields["NoNewPrivs"], fields["Seccomp"]) == ("1", "2"),
          "no new privileges, and a filter of system calls")
    check(namespaces(pid).isdisjoint(namespaces(1)), "network, users and mounts are its own",
          namespaces(pid))
    check_other_processes(pid)
    enter = ("nsenter", "--target", pid, "--mount", "--")
    for place in ("/usr", "/etc", "/var/log", "/home"):
        done = run(*enter, "touch", f"{place}/eold-was-here")
        check(done.returncode != 0, f"{place} cannot be written where it runs", done.stdout)
    done = run(*enter, "sh", "-c", "touch /var/lib/eold/x && rm /var/lib/eold/x")
    check(done.returncode == 0, "its own directory can", done.stdout)
    state = Path("/var/lib/eold").stat()
    check((state.st_uid, state.st_mode & 0o777) == (int(uid), 0o755), "the directory is its own",
          oct(state.st_mode))


def check_rating():
    done = run("systemd-analyze", "security", "--no-pager", "--threshold=5", UNIT)
    check(done.returncode == 0 and "exposure level" in done.stdout,
          "systemd rates its exposure at 0.5 of 10 or less", done.stdout)
    done = run("systemd-analyze", "verify", "--man=no", UNIT)
    check(done.returncode == 0 and not done.stdout.strip(), "systemd finds no fault in the unit",
          done.stdout)


def checks():
    check_daemon_itself()
    check_rating()
    check_forbidden()
