# SPDX-License-Identifier: MIT
"""What becomes of a running eold when its packages are upgraded, removed and purged."""
import re
import shutil
from pathlib import Path

from guest import (PACKAGES, UNIT, Signals, call, check, clean_etc, get, is_active, is_on_bus,
                   main_pid, must, run, wait_until, write)

NEWER = "9999"
WORK = Path("/run/eold-packages")
STATE = Path("/var/lib/eold")
RELEASE = ("/org/eold/lifecycle1/release/almalinux/_39", "org.eold.lifecycle1.Release")
FACTS = Path("usr/share/eold/products/almalinux.yaml")


def repack(package, change=lambda root: None):
    """The package once more, with a higher version and changed by change(root); its path."""
    root = WORK / package
    must("dpkg-deb", "--raw-extract", next(PACKAGES.glob(f"{package}_*.deb")), root)
    control = root / "DEBIAN" / "control"
    text = control.read_text(encoding="utf-8")
    control.write_text(re.sub(r"^Version: .*$", f"Version: {NEWER}", text, flags=re.M),
                       encoding="utf-8")
    change(root)
    must("dpkg-deb", "--root-owner-group", "-Znone", "--build", root, WORK / f"{package}.deb")
    return WORK / f"{package}.deb"


def install(path):
    done = run("dpkg", "--install", path)
    check(done.returncode == 0, f"dpkg installs the newer {path.stem}", done.stdout)


def set_latest(version):
    """An override of the administrator's, which is to be told by one VersionReleased: its serial."""
    with Signals() as signals:
        write("/etc/eold/overrides/almalinux.yaml",
              f'product: almalinux\nreleases:\n  - releaseCycle: "9"\n    latest: "{version}"\n')
        values = signals.wait("VersionReleased")
    check(values and values[:3] == ["almalinux", "9", version], f"version {version} is told", values)
    return values[-1]["Serial"] if values else 0


def check_upgrade():
    """Restarted, and it remembers what was told: nothing twice, and the serials go on."""
    path = repack("eold")
    serial, pid = set_latest("9.90"), main_pid()
    with Signals() as signals:
        install(path)
        check(wait_until(lambda: is_active() and main_pid() != pid), "an upgrade restarts it")
        call("Reload", "t", "0")
        signals.wait("Reloaded")
        repeated = [row for row in signals.read() if row[0] != "Reloaded"]
    check(not repeated, "the new one tells nothing that was told", repeated)
    check(set_latest("9.91") == serial + 1, "the serials go on after the upgrade")
    clean_etc()


def change_facts(root):
    path = root / FACTS
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(releaseCycle: "9"\n.*?latest: )"[^"]*"', r'\1"9.99"', text, flags=re.S),
                    encoding="utf-8")


def check_data_upgrade():
    """The facts alone: taken up by a daemon that runs on."""
    pid = main_pid()
    install(repack("eold-data", change_facts))
    check(wait_until(lambda: get("Latest", *RELEASE) == "9.99"), "newer facts are taken up by itself")
    check(main_pid() == pid, "without a restart")
    check(not get("LoadErrors"), "and nothing is refused", get("LoadErrors"))


def is_activatable():
    done = run("busctl", "--system", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
               "org.freedesktop.DBus", "ListActivatableNames")
    return "org.eold.lifecycle1" in done.stdout


def check_removal():
    check(is_activatable(), "before the removal, the bus knows how to start it")
    done = run("dpkg", "--remove", "eold")
    check(done.returncode == 0, "dpkg removes eold", done.stdout)
    check(not is_active() and not is_on_bus(), "it is stopped, and its name gone from the bus")
    check(wait_until(lambda: not is_activatable()), "nor will the bus start it")
    check(not any(path.read_text() == "eold\n" for path in Path("/proc").glob("[0-9]*/comm")),
          "no process is left")
    check((STATE / "announced").exists(), "what was told is still remembered",
          list(STATE.glob("*")))
    done = run("dpkg", "--purge", "eold", "eold-data")
    check(done.returncode == 0, "dpkg purges eold", done.stdout)
    left = [path for path in (STATE, Path("/usr/share/eold"), Path("/usr/libexec/eold"),
                              Path("/etc/systemd/system/multi-user.target.wants", UNIT),
                              Path("/etc/systemd/system/dbus-org.eold.lifecycle1.service"))
            if path.exists() or path.is_symlink()]
    check(not left, "after a purge nothing of it is left", left)
    check(run("id", "eold").returncode == 0, "but its user, whose number is not given away again")


def checks():
    WORK.mkdir(exist_ok=True)
    check_upgrade()
    check_data_upgrade()
    check_removal()
    shutil.rmtree(WORK)
