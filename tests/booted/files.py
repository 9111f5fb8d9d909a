# SPDX-License-Identifier: MIT
"""Files that change: taken up by a reload, and by themselves; the journal tells of it."""
import re
import time
from pathlib import Path

from guest import (MANAGER, UNIT, call, check, clean_etc, dropin, get, is_active, journal, main_pid,
                   run, show, wait_until, write, write_product)


def has_product(name):
    return call("GetProduct", "s", name).returncode == 0


def message_ids():
    """{words of the first line of the catalog entry: ID} out of the catalog that is installed."""
    text = Path("/usr/lib/systemd/catalog/eold.catalog").read_text(encoding="utf-8")
    return {subject: entry for entry, subject in re.findall(r"^-- (\w+)\nSubject: (.*)$", text, re.M)}


def check_reload():
    """When systemctl returns, what was read is served: not later, by the watch of the files."""
    pid, slowest = main_pid(), 0
    for number in range(3):
        write_product(f"reloaded-{number}")
        began = time.monotonic()
        done = run("systemctl", "reload", UNIT)
        slowest = max(slowest, time.monotonic() - began)
        check(done.returncode == 0 and has_product(f"reloaded-{number}"),
              f"systemctl reload returns when it is done, {number + 1} of 3", done.stdout)
    check(main_pid() == pid and is_active(), "a reload is not a restart")
    print(f"    the slowest took {slowest:.2f} s; Type={show('Type')}")


def check_watch():
    clean_etc()
    check(wait_until(lambda: not has_product("reloaded-0")), "files that go are taken up")
    began = time.monotonic()
    write_product("by-itself")
    check(wait_until(lambda: has_product("by-itself")), "a new file is taken up without a reload")
    print(f"    after {time.monotonic() - began:.2f} s")
    write_product("by-itself", latest="2.0")
    path = "/org/eold/lifecycle1/release/by_2ditself/_31"
    check(wait_until(lambda: get("Latest", path, MANAGER[1].replace("Manager", "Release")) == "2.0"),
          "a changed file is taken up without a reload")
    write("/etc/eold/eold.yaml", "track:\n  - {product: almalinux, cycle: \"8\"}\n")
    check(wait_until(lambda: any(row[:2] == ["almalinux", "8"] for row in get("Tracked"))),
          "the configuration is taken up without a reload", get("Tracked"))


def check_refused_file():
    """A bad file keeps its last good content, and both bus and journal name it."""
    path = write_product("broken")
    wait_until(lambda: has_product("broken"))
    write(path, "title: [\n")
    check(wait_until(lambda: any(row[0] == str(path) for row in get("LoadErrors"))),
          "a broken file stands in LoadErrors", get("LoadErrors"))
    check(has_product("broken"), "its last good content is still served")
    entries = wait_until(lambda: journal(f"FILE={path}"))
    check(entries and entries[-1].get("MESSAGE_ID") in message_ids().values()
          and entries[-1].get("LINE", "").isdigit(),
          "it is in the journal, with FILE=, LINE= and a MESSAGE_ID", entries)
    check(entries and entries[-1].get("PRIORITY") == "4", "as a warning", entries)


def check_milestones_in_journal():
    """A milestone of a tracked release, with its fields; the catalog explains it."""
    state = "/var/lib/eold/journal"
    lines = ("ExecStart=", "ExecStart=/usr/libexec/eold --today={} --state=" + state)
    with dropin(lines[0], lines[1].format("2029-05-31")):
        check(is_active(), "it runs on the last day of AlmaLinux 8")
    with dropin(lines[0], lines[1].format("2029-06-01")):
        entries = wait_until(lambda: journal("PRODUCT=almalinux", "MILESTONE=eol"))
    wanted = {"CYCLE": "8", "DATE": "2029-05-31", "PRIORITY": "4"}
    check(entries and all(entries[-1].get(key) == value for key, value in wanted.items()),
          "a milestone that is reached is in the journal, with its fields", entries)
    done = run("journalctl", "--boot", "--catalog", "--no-pager", "PRODUCT=almalinux", "CYCLE=8",
               "MILESTONE=eol")
    check("almalinux 8 has reached a point in its life" in done.stdout
          and "no security updates" in done.stdout, "journalctl -x explains it", done.stdout)


def checks():
    check_reload()
    check_watch()
    check_refused_file()
    check_milestones_in_journal()
    clean_etc()
